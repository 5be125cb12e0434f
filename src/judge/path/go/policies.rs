//! Certificate policies as the newest Go checks them (RFC 5280 6.1 as updated by RFC 9618). The
//! oldest does not. Clients of a migration ask for no policy, so that a path is refused only where a
//! CA of it demands some, or maps "any policy".

use std::collections::{BTreeMap, BTreeSet};

use crate::cert::go::{Edition, GoView};

const ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x20, 0x00];

/// What stands at one depth of the graph: policies, each with those that are expected below it and
/// with its parents.
#[derive(Clone, Debug, Default)]
struct Node<'a> {
    expected: Vec<&'a [u8]>,
    parents: BTreeSet<&'a [u8]>,
}

type Stratum<'a> = BTreeMap<&'a [u8], Node<'a>>;

/// The valid policy graph.
struct Graph<'a> {
    strata: Vec<Stratum<'a>>,
}

/// Whether Go takes this path for its policies.
pub(super) fn are_valid(path: &[GoView<'_>], edition: &Edition) -> bool {
    let may_matter = path.iter().any(|view| {
        let policies = &view.read.policies;
        policies.require_explicit.is_some() || !policies.mappings.is_empty()
    });
    !may_matter || path.len() == 1 || !edition.is_newest() || check(path)
}

/// How many certificates more each rule leaves alone.
struct Left {
    explicit: i64,
    mapping: i64,
    any: i64,
}

impl Left {
    /// 6.1.4 h, i and j.
    fn descend(&mut self, view: GoView<'_>, is_self_issued: bool) {
        let policies = &view.read.policies;
        let rules = [
            (&mut self.explicit, policies.require_explicit),
            (&mut self.mapping, policies.inhibit_mapping),
            (&mut self.any, policies.inhibit_any),
        ];
        for (left, said) in rules {
            if !is_self_issued && *left > 0 {
                *left -= 1;
            }
            if let Some(said) = said.filter(|said| *said >= 0) {
                *left = said.min(*left);
            }
        }
    }
}

fn check(path: &[GoView<'_>]) -> bool {
    let below = path.len() - 1;
    let all = i64::try_from(path.len()).unwrap_or(i64::MAX);
    let mut left = Left {
        explicit: all,
        mapping: all,
        any: all,
    };
    let mut graph = Some(Graph::new());
    for (at, view) in path[..below].iter().enumerate().rev() {
        let is_self_issued = view.issuer() == view.subject();
        if view.read.policies.own.is_empty() {
            graph = None;
        }
        if left.explicit == 0 && graph.is_none() {
            return false;
        }
        if let Some(graph) = &mut graph {
            let takes_any = left.any > 0 || (at > 0 && is_self_issued);
            graph.descend(*view, takes_any);
            if at > 0 && !graph.map(*view, left.mapping > 0) {
                return false;
            }
        }
        if at > 0 {
            left.descend(*view, is_self_issued);
        }
    }
    let demands = path[0].read.policies.require_explicit == Some(0) || left.explicit <= 1;
    !demands || graph.is_some_and(|graph| graph.is_anything_valid())
}

impl<'a> Graph<'a> {
    fn new() -> Self {
        let root = Node {
            expected: vec![ANY_POLICY],
            parents: BTreeSet::new(),
        };
        Self {
            strata: vec![Stratum::from([(ANY_POLICY, root)])],
        }
    }

    /// 6.1.3 d: the policies of one certificate more.
    fn descend(&mut self, view: GoView<'a>, takes_any: bool) {
        let mut stratum = Stratum::new();
        let parents = self.strata.last();
        let expected = parents.map(by_expected).unwrap_or_default();
        let has_any = parents.is_some_and(|parents| parents.contains_key(ANY_POLICY));
        let above = |policy: &[u8]| expected.get(policy).cloned();
        let own: BTreeSet<&[u8]> = view
            .read
            .policies
            .own
            .iter()
            .map(|span| view.bytes(*span))
            .collect();
        for policy in own.iter().copied().filter(|policy| *policy != ANY_POLICY) {
            let by_any = || has_any.then(|| BTreeSet::from([ANY_POLICY]));
            if let Some(above) = above(policy).or_else(by_any) {
                stratum.insert(policy, node(policy, above));
            }
        }
        if own.contains(ANY_POLICY) && takes_any {
            for (policy, above) in expected {
                stratum.entry(policy).or_insert_with(|| node(policy, above));
            }
        }
        self.strata.push(stratum);
        self.prune();
    }

    /// 6.1.4 b: what the policies of a CA stand for below it; `false` where it maps "any policy".
    fn map(&mut self, view: GoView<'a>, may_map: bool) -> bool {
        let mut mapped: BTreeMap<&[u8], Vec<&[u8]>> = BTreeMap::new();
        let Some(leaves) = self.strata.last_mut() else {
            return true;
        };
        for (issuer, subject) in &view.read.policies.mappings {
            if !may_map {
                leaves.remove(issuer.as_slice());
            } else if issuer == ANY_POLICY || subject == ANY_POLICY {
                return false;
            } else {
                mapped.entry(issuer).or_default().push(subject);
            }
        }
        self.prune();
        let Some(leaves) = self.strata.last_mut() else {
            return true;
        };
        for (issuer, subjects) in mapped {
            if let Some(node) = leaves.get_mut(issuer) {
                node.expected = subjects;
            } else if leaves.contains_key(ANY_POLICY) {
                // Its parent stands at its own depth: it is a child of "any policy".
                let parents = BTreeSet::from([ANY_POLICY]);
                let expected = subjects;
                leaves.insert(issuer, Node { expected, parents });
            }
        }
        true
    }

    /// Takes away what has nothing below it, from the bottom; the root stays.
    fn prune(&mut self) {
        for depth in (1..self.strata.len().saturating_sub(1)).rev() {
            let held: BTreeSet<&[u8]> = self.strata[depth + 1]
                .values()
                .flat_map(|node| node.parents.iter().copied())
                .collect();
            self.strata[depth].retain(|policy, _| held.contains(policy));
        }
    }

    /// 6.1.5 g, where every policy is welcome.
    fn is_anything_valid(&self) -> bool {
        let is_valid = |(policy, node): (&&'a [u8], &Node<'a>)| {
            let policy: &[u8] = policy;
            policy != ANY_POLICY && node.parents.len() == 1 && node.parents.contains(ANY_POLICY)
        };
        let any_is_left = self
            .strata
            .last()
            .is_some_and(|leaves| leaves.contains_key(ANY_POLICY));
        any_is_left || self.strata.iter().flatten().any(is_valid)
    }
}

fn node<'a>(policy: &'a [u8], parents: BTreeSet<&'a [u8]>) -> Node<'a> {
    Node {
        expected: vec![policy],
        parents,
    }
}

/// Who expects each policy below itself.
fn by_expected<'a>(stratum: &Stratum<'a>) -> BTreeMap<&'a [u8], BTreeSet<&'a [u8]>> {
    let mut found: BTreeMap<&[u8], BTreeSet<&[u8]>> = BTreeMap::new();
    for (holder, node) in stratum {
        for policy in &node.expected {
            found.entry(policy).or_default().insert(holder);
        }
    }
    found
}
