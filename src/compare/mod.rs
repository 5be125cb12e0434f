//! The same endpoints from several vantage points: what each saw, what differs, and what that means
//! as far as the evidence goes. Printed text in, values out; reads no file, measures and judges
//! nothing, and has no sentences: those are in `words`.

mod explanation;
mod observation;
mod printed;
mod read;
mod read_problem;

use std::collections::BTreeSet;

pub use explanation::{Explanation, IssuerReason, Meaning, Side, VantageGroup, VantagePair};
pub use observation::{EndpointKey, Observation, ObservedCert, ObservedFinding, ObservedRoute};
pub use printed::{Named, Printed};
pub use read::{Lines, READS, ReadReport, ReportForm, read};
pub use read_problem::{ReadFault, ReadProblem};

/// One place that endpoints were measured from.
pub struct Vantage {
    /// What it is called in the comparison.
    pub label: String,
    /// The file with its observations.
    pub file: String,
    /// The format that the file is in.
    pub form: ReportForm,
    /// What was seen of each endpoint, in the order of the file.
    pub observations: Vec<Observation>,
}

/// In what vantage points differ about an endpoint. The order is that of every output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Not measured everywhere.
    Presence,
    /// The code of the headline.
    Verdict,
    /// The server's own certificate.
    Leaf,
    /// The same certificate, with others beside it.
    Chain,
    /// Direct or through which proxy.
    Route,
    /// Where the name leads, of those that go directly.
    Addresses,
}

impl Difference {
    /// Every difference, in the order of every output.
    pub const ALL: [Self; 6] = [
        Self::Presence,
        Self::Verdict,
        Self::Leaf,
        Self::Chain,
        Self::Route,
        Self::Addresses,
    ];

    /// As in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Verdict => "verdict",
            Self::Leaf => "leaf",
            Self::Chain => "chain",
            Self::Route => "route",
            Self::Addresses => "addresses",
        }
    }

    /// The difference matters by itself. Different routes and addresses are expected between
    /// vantage points.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Route | Self::Addresses)
    }
}

/// One endpoint from everywhere.
pub struct Compared<'a> {
    /// Which endpoint it is.
    pub key: EndpointKey<'a>,
    /// One per vantage point, in their order; `None` where it was not measured.
    pub observations: Vec<Option<&'a Observation>>,
    /// In what the vantage points differ; empty where they agree.
    pub differs: Vec<Difference>,
    /// What the differences mean, as far as the evidence goes.
    pub meanings: Vec<Explanation<'a>>,
}

impl Compared<'_> {
    /// A difference that matters was found.
    #[must_use]
    pub fn matters(&self) -> bool {
        self.differs.iter().any(|difference| difference.counts())
    }
}

/// Matches endpoints by what was asked for, in the order in which they are first met.
#[must_use]
pub fn compare(vantages: &[Vantage]) -> Vec<Compared<'_>> {
    let mut known = BTreeSet::new();
    let all = vantages
        .iter()
        .flat_map(|v| &v.observations)
        .map(Observation::key);
    let keys: Vec<EndpointKey<'_>> = all.filter(|key| known.insert(*key)).collect();
    let labels: Vec<&str> = vantages.iter().map(|v| v.label.as_str()).collect();
    let indexed: Vec<_> = vantages
        .iter()
        .map(|v| {
            v.observations
                .iter()
                .map(|s| (s.key(), s))
                .collect::<std::collections::BTreeMap<_, _>>()
        })
        .collect();
    let compared = |key: EndpointKey<'_>| -> Vec<Option<&Observation>> {
        indexed
            .iter()
            .map(|known| known.get(&key).copied())
            .collect()
    };
    keys.into_iter()
        .map(|key| {
            let observations = compared(key);
            let differs = differences(&observations);
            let meanings = if differs.is_empty() {
                Vec::new()
            } else {
                explanation::of(&labels, &observations)
            };
            Compared {
                key,
                observations,
                differs,
                meanings,
            }
        })
        .collect()
}

fn differences(observations: &[Option<&Observation>]) -> Vec<Difference> {
    let seen: Vec<&Observation> = observations.iter().copied().flatten().collect();
    let applies = |difference: &Difference| match difference {
        Difference::Presence => seen.len() < observations.len(),
        Difference::Verdict => differ(seen.iter().map(|s| &s.verdict.code)),
        Difference::Leaf => differ(seen.iter().filter_map(|s| s.leaf()).map(|c| &c.sha256)),
        Difference::Chain => {
            // A vantage point without a certificate is not compared, and a different leaf has been
            // reported already.
            let sent = || seen.iter().filter(|s| s.leaf().is_some());
            !differ(sent().filter_map(|s| s.leaf()).map(|c| &c.sha256))
                && differ(sent().map(|s| s.fingerprints()))
        }
        Difference::Route => differ(seen.iter().map(|s| s.route.path())),
        Difference::Addresses => differ(seen.iter().filter_map(|s| s.addresses())),
    };
    Difference::ALL.into_iter().filter(applies).collect()
}

fn differ<T: PartialEq>(mut all: impl Iterator<Item = T>) -> bool {
    let Some(first) = all.next() else {
        return false;
    };
    all.any(|other| other != first)
}
