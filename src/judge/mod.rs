//! Evidence → verdicts. Functions of (evidence, stores, now): opens nothing, reads no clock, never
//! logs. `finding` holds what a verdict says, `path` decides trust, one file per step holds its
//! rules.

mod addresses;
pub mod aia;
mod alerts;
mod authorities;
mod canary;
mod case;
mod certificate;
pub mod clients;
mod constraints;
mod contact;
mod dns;
pub mod finding;
pub mod follow;
mod ground;
mod headline;
mod identity;
mod interception;
pub mod names;
mod network_path;
mod not_exposed;
mod ok;
pub mod path;
mod products;
mod proxy;
mod referral;
mod routes;
mod rule;
mod signals;
pub mod taint;
mod tcp;
mod tls;
mod trust;
mod tunnel;
mod verdict;

use std::net::SocketAddr;

use crate::cert::Cert;
use crate::dialects::go::GoRefusal;
use crate::dialects::rustls::StrictRefusal;
use crate::evidence::{Attempt, Connection};
use crate::moment::Moment;

pub use authorities::Authorities;
pub use case::Case;
pub use clients::{ClientDiffers, ClientGroup, ClientQuirk, ProfileDefect};
pub use finding::{Details, Finding};
pub use ground::Ground;
pub use headline::codes_of;
pub use path::Stores;
pub use products::Product;
pub use taint::Taint;
pub use verdict::Verdict;

use crate::codes::{Code, Severity};
use rule::Rule;

/// Every rule, in the order of [`Code`].
fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        not_exposed::RULES,
        contact::RULES,
        dns::RULES,
        tcp::RULES,
        proxy::RULES,
        tunnel::RULES,
        interception::RULES,
        network_path::RULES,
        tls::RULES,
        alerts::RULES,
        trust::RULES,
        certificate::RULES,
        identity::RULES,
        referral::RULES,
        routes::RULES,
        addresses::RULES,
        ok::RULES,
    ]
    .into_iter()
    .flatten()
}

/// Where a certificate of a path was learnt. The order is how much each says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CertSource {
    /// A store of that name holds it.
    Store(String),
    /// The server sent it.
    Sent,
    /// Not this server but that endpoint (`host:port`) of the same run sent it.
    Endpoint(String),
    /// Fetched from that address, which the certificate below it names. Unauthenticated.
    Aia(String),
}

/// Trust in one captured chain by the two rules, and the path that signatures prove.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Go's crypto/x509, as MTC's controller, Velero and restic use it.
    pub go: GoVerdict,
    /// webpki: anchors must be issuers.
    pub strict: StrictVerdict,
    /// Leaf to topmost certificate known, each signed by the next (checked), with where each was
    /// learnt.
    pub path: Vec<(Cert, CertSource)>,
    /// The lowest place in `path` that a trusted store holds, where all below it was sent, so that
    /// clients get there; `None`: the authority is unknown to them.
    pub anchor: Option<usize>,
    /// Names of the trusted stores that hold it.
    pub vouched_by: Vec<String>,
    /// The path ends in one of Mozilla's public roots.
    pub public: bool,
    /// Clients that decide otherwise than Go.
    pub others: Vec<ClientDiffers>,
}

/// What one consumer's rules say of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleVerdict<Refusal> {
    /// It verifies.
    Accepts,
    /// It does not, and why.
    Refuses(Refusal),
    /// There was no chain to judge, or another rule refused it before.
    NotJudged,
}

/// What Go says of a chain.
pub type GoVerdict = RuleVerdict<GoRefusal>;
/// What rustls clients say of a chain.
pub type StrictVerdict = RuleVerdict<StrictRefusal>;

impl<Refusal> RuleVerdict<Refusal> {
    /// The chain verifies.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepts)
    }

    /// Why it does not; `None` where it does, or nothing was judged.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refuses(refusal) => Some(refusal),
            Self::Accepts | Self::NotJudged => None,
        }
    }
}

impl<Refusal: ToString> RuleVerdict<Refusal> {
    /// The refusal in that consumer's own words; empty where there is none.
    #[must_use]
    pub fn says(&self) -> String {
        self.refusal().map(ToString::to_string).unwrap_or_default()
    }
}

impl<Refusal> From<Result<(), Refusal>> for RuleVerdict<Refusal> {
    fn from(verified: Result<(), Refusal>) -> Self {
        match verified {
            Ok(()) => Self::Accepts,
            Err(refusal) => Self::Refuses(refusal),
        }
    }
}

/// One endpoint, judged.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub attempt: Attempt,
    /// The headline: `ok`, or the verdict to act on first.
    pub verdict: Verdict,
    /// Everything else found, most severe first; never repeats the headline.
    pub findings: Vec<Verdict>,
    /// Of the connection the headline is about, where it captured a chain.
    pub trust: Option<Trust>,
}

impl Endpoint {
    /// The headline and everything else found.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        std::iter::once(&self.verdict).chain(&self.findings)
    }

    /// The verdict of interception, whatever else is wrong too.
    #[must_use]
    pub fn interception(&self) -> Option<&Verdict> {
        self.interceptions().next()
    }

    /// The same of each interceptor, where several answer on different addresses.
    pub fn interceptions(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts().filter(|v| v.code() == Code::Intercepted)
    }

    /// Nobody named it, and it is not there: no failure, and nothing that a bundle could be for.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        not_exposed::says_it_all(&self.verdict)
    }

    /// A stranger named it, and nothing of it was contacted: nothing is known about it, and nothing
    /// can be for it.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        contact::is_closed(&self.attempt)
    }

    /// How much is wrong: the most severe of what was found. Where some addresses work, the
    /// failures of the others are a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let worst = self
            .findings
            .iter()
            .map(Verdict::severity)
            .max()
            .unwrap_or(Severity::Ok);
        let bound = if self.verdict.is_failure() {
            Severity::Failure
        } else {
            Severity::Warning
        };
        self.verdict.severity().max(worst.min(bound))
    }
}

/// A run, judged: what reports are made from.
#[derive(Clone, Debug)]
pub struct Judgement {
    pub at: Moment,
    /// In input order.
    pub endpoints: Vec<Endpoint>,
}

/// How one connection fared: what the rules about a whole endpoint see of it.
#[derive(Clone, Debug)]
pub struct AddressOutcome {
    pub address: SocketAddr,
    /// Codes of its failures; empty where it works.
    pub failures: Vec<Code>,
    /// SHA-256 of the leaf it captured.
    pub leaf: Option<String>,
}

/// One connection, judged by itself.
struct JudgedConnection {
    outcome: AddressOutcome,
    verdicts: Vec<Verdict>,
    trust: Option<Trust>,
}

/// Judges one endpoint.
#[must_use]
pub fn endpoint(attempt: Attempt, ground: Ground<'_>) -> Endpoint {
    let own = ground.stores.of_clients(&attempt.target);
    let ground = ground.resting_on(own.as_ref());
    let connections = attempt.connections.iter();
    let mut judged: Vec<JudgedConnection> = connections
        .map(|connection| judge_connection(&attempt, connection, ground))
        .collect();
    let outcomes: Vec<AddressOutcome> = judged.iter().map(|j| j.outcome.clone()).collect();
    let case = Case::of_endpoint(&attempt, &outcomes, ground);
    let about_all = apply(&case);
    // What is not there, or was left alone, has no chain of its own and nothing else wrong.
    let closed = contact::is_closed(&attempt);
    let says_it_all =
        |v: &&Verdict| not_exposed::says_it_all(v) || (closed && v.code() == Code::NotContacted);
    if let Some(verdict) = about_all.iter().find(says_it_all).cloned() {
        return Endpoint {
            attempt,
            verdict,
            findings: Vec::new(),
            trust: None,
        };
    }
    // What the headline's connection says comes first, so that its details and its trust are of one
    // chain.
    let lead = headline::representative(&outcomes).map(|at| judged.remove(at));
    let (lead, trust) = lead.map_or_else(Default::default, |j| (j.verdicts, j.trust));
    let others = judged.iter().flat_map(|j| &j.verdicts);
    let mut findings = merge(about_all.iter().chain(&lead).chain(others));
    let headline = headline::choose(&lead, &about_all)
        .and_then(|code| findings.iter().position(|v| v.code() == code));
    let verdict = match headline {
        Some(at) => findings.remove(at),
        None => ok::verdict(&case),
    };
    findings.sort_by_key(|v| std::cmp::Reverse(v.severity()));
    Endpoint {
        attempt,
        verdict,
        findings,
        trust,
    }
}

fn judge_connection(
    attempt: &Attempt,
    connection: &Connection,
    ground: Ground<'_>,
) -> JudgedConnection {
    let (chain, name) = (chain_of(connection), attempt.target.name());
    let trust = ground.judge(chain, name);
    let case = Case::of_connection(attempt, connection, trust.as_ref(), ground);
    let verdicts = headline::in_order(apply(&case), trust.as_ref(), (chain, name, ground.now));
    let failures = verdicts.iter().filter(|v| v.is_failure());
    let outcome = AddressOutcome {
        address: connection.address,
        failures: failures.map(Verdict::code).collect(),
        leaf: chain.first().map(|c| c.sha256().to_owned()),
    };
    JudgedConnection {
        outcome,
        verdicts,
        trust,
    }
}

fn chain_of(connection: &Connection) -> &[Cert] {
    connection
        .tls
        .saw()
        .map_or(&[], |session| session.chain.as_slice())
}

fn apply(case: &Case<'_>) -> Vec<Verdict> {
    rules()
        .filter_map(|rule| {
            Some(Verdict {
                finding: rule.apply(case)?,
                addresses: case.connection.map(|c| c.address).into_iter().collect(),
            })
        })
        .collect()
}

/// The very same thing seen on several addresses is said once; another root or another expiry is
/// another thing.
fn merge<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> Vec<Verdict> {
    let mut merged: Vec<Verdict> = Vec::new();
    for verdict in verdicts {
        match merged.iter_mut().find(|m| m.finding == verdict.finding) {
            Some(held) => held.addresses.extend(&verdict.addresses),
            None => merged.push(verdict.clone()),
        }
    }
    merged
}
