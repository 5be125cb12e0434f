//! Which endpoints share a block. Keeps a few bytes of each, since a hundred thousand may: what
//! they say is made again when it is printed.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::evidence::Evidence;
use crate::codes::{Code, Severity};
use crate::judge::{Endpoint, Verdict};
use crate::words::{self, Subject};

/// The place for a CA where the endpoints of a block have several.
pub(super) const EACH: &str = "the place for each (below)";

/// A verdict that makes its endpoint a member of a block.
pub(in crate::report) struct Sighting {
    code: Code,
    remedy: u64,
    member: Member,
}

impl Sighting {
    /// Of the endpoint at this place, whose verdicts are counted from its headline on; with hashes of
    /// what is to be done and of what was seen.
    pub(in crate::report) fn new(
        code: Code,
        remedy: u64,
        (place, which): (usize, u16),
        evidence: u64,
    ) -> Self {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        Self {
            code,
            remedy,
            member: Member {
                place,
                which,
                evidence,
            },
        }
    }
}

/// An endpoint of a block, by its place in the run.
#[derive(Clone, Copy)]
pub(in crate::report) struct Member {
    place: u32,
    /// Which of its verdicts, the headline being the first.
    which: u16,
    /// Hash of what was seen: members of one hash are printed together.
    pub(in crate::report) evidence: u64,
}

impl Member {
    pub(in crate::report) const fn place(self) -> usize {
        self.place as usize
    }

    pub(in crate::report) fn verdict(self, endpoint: &Endpoint) -> Option<&Verdict> {
        endpoint.verdicts().nth(self.which.into())
    }

    pub(in crate::report) const fn is_headline(self) -> bool {
        self.which == 0
    }
}

/// One class and remedy, and whom it concerns.
pub(in crate::report) struct Problem {
    pub(in crate::report) code: Code,
    /// Hash of what is to be done.
    pub(in crate::report) remedy: u64,
    pub(in crate::report) members: Vec<Member>,
    /// Of one of them it is the headline.
    headline: bool,
}

/// The problems of a run.
#[derive(Default)]
pub(in crate::report) struct Problems {
    all: Vec<Problem>,
    /// By code and hash of the remedy.
    known: HashMap<(Code, u64), usize>,
}

/// What is wrong with an endpoint: of each verdict that is at least a warning, the block that it
/// belongs to. A headline that was expected is nothing wrong.
pub(in crate::report) fn sightings(place: usize, endpoint: &Endpoint) -> Vec<Sighting> {
    let all = (0..).zip(endpoint.verdicts());
    let wanted = endpoint.is_as_expected() == Some(true);
    let severe = all.filter(|(which, verdict)| {
        verdict.severity() >= Severity::Warning && !(wanted && *which == 0)
    });
    let one = |(which, verdict): (u16, &Verdict)| {
        let any = Subject::any(endpoint, verdict, (EACH, None));
        let remedy = hash(&words::remedy(&verdict.finding, &any));
        let evidence = hash(&Evidence::of(endpoint, verdict, which == 0));
        Sighting::new(verdict.code(), remedy, (place, which), evidence)
    };
    severe.map(one).collect()
}

impl Problems {
    pub(in crate::report) fn take(&mut self, sighting: &Sighting) {
        let Sighting {
            code,
            remedy,
            member,
        } = *sighting;
        let at = *self.known.entry((code, remedy)).or_insert(self.all.len());
        if at == self.all.len() {
            self.all.push(Problem {
                code,
                remedy,
                members: Vec::new(),
                headline: false,
            });
        }
        self.all[at].members.push(member);
        self.all[at].headline |= member.is_headline();
    }

    /// The most severe first, headlines before what was found beside them; the order of the input
    /// otherwise.
    pub(in crate::report) fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.all.iter().collect();
        all.sort_by_key(|problem| (Reverse(problem.code.severity()), !problem.headline));
        all
    }
}

impl Problem {
    /// The places of its members among the endpoints of the run.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, Member)> {
        self.members.iter().map(|member| (member.place(), *member))
    }

    /// How many endpoints they are; members of one stand beside each other.
    pub(super) fn endpoints(&self) -> usize {
        let same = |one: &Member, other: &Member| one.place == other.place;
        self.members.chunk_by(same).count()
    }

    /// Those of its members whose headline it is.
    pub(in crate::report) fn headlines(&self) -> impl Iterator<Item = Member> {
        let all = self.members.iter().copied();
        all.filter(|member| member.is_headline())
    }

    /// The same was seen of all members.
    pub(super) fn is_alike(&self) -> bool {
        self.members
            .windows(2)
            .all(|two| two[0].evidence == two[1].evidence)
    }

    /// Members by their number, those of whom the same was seen beside each other: in the order in
    /// which each was seen first.
    pub(super) fn by_evidence(&self) -> Vec<u32> {
        let mut first: HashMap<u64, u32> = HashMap::new();
        let numbered = || (0..).zip(&self.members);
        for (number, member) in numbered() {
            first.entry(member.evidence).or_insert(number);
        }
        let mut order: Vec<u32> = numbered().map(|(number, _)| number).collect();
        // Stable: the order of the input within each.
        order.sort_by_key(|number| first[&self.members[*number as usize].evidence]);
        order
    }
}

pub(in crate::report) fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
