//! Which chains are shown that were not shown before, and which of those before they take the place of.
//! A server that shows one chain or another by turns has not changed.
//! Pure.

use super::anchors::AnchorChanges;
use super::cause::{Cause, ChainKind, Change, Detail};
use super::chains::relation;
use super::shown::{AllShown, Shown};
use crate::codes::Severity;
use crate::judge::Endpoint;

/// A chain of the older run, one of the newer, and how they relate.
struct Pair<'s, 'a> {
    kind: ChainKind,
    was: Option<&'s Shown<'a>>,
    now: Option<&'s Shown<'a>>,
    /// What is shown now has another issuer than all that it is held against.
    another_ca: bool,
}

/// What changed about the chains of an endpoint.
pub(super) fn changes(
    (old, new): (&Endpoint, &Endpoint),
    anchors: &AnchorChanges<'_>,
) -> Vec<Change> {
    let (before, after) = (AllShown::by(old), AllShown::by(new));
    let change = |pair: Pair<'_, '_>| Change {
        // What the older run's bundle accepts is no new CA to its readers.
        severity: if pair.another_ca && !anchors.still_do(new) {
            Severity::Failure
        } else if pair.kind == ChainKind::Unreadable {
            Severity::Warning
        } else {
            Severity::Info
        },
        cause: Cause::Chain {
            kind: pair.kind,
            was: pair.was.and_then(issuer),
            now: pair.now.and_then(issuer),
        },
        detail: Detail::Certs {
            was: pair.was.map(|shown| shown.leaf.clone()),
            now: pair.now.map(|shown| shown.leaf.clone()),
        },
    };
    pairs(&before, &after).into_iter().map(change).collect()
}

fn issuer(shown: &Shown<'_>) -> Option<crate::foreign::Foreign> {
    shown.leaf.facts().map(|facts| facts.issuer.clone())
}

fn pairs<'s, 'a>(before: &'s AllShown<'a>, after: &'s AllShown<'a>) -> Vec<Pair<'s, 'a>> {
    let fresh = only(after, |shown| !before.shows_leaf(shown.leaf));
    let gone = only(before, |shown| !after.shows_leaf(shown.leaf));
    match (gone.is_empty(), fresh.is_empty()) {
        // Nothing was shown on one side: that is a verdict's to say.
        _ if before.own.is_empty() || after.own.is_empty() => Vec::new(),
        (true, true) => of_one_leaf(before, after),
        (false, false) => matched(&gone, &fresh),
        // What is shown by turns is not shown each time.
        (true, false) if after.by_turns => Vec::new(),
        (false, true) if before.by_turns => Vec::new(),
        (true, false) => joined(&fresh, &before.own.iter().collect::<Vec<_>>()),
        (false, true) => gone.into_iter().map(withdrawn).collect(),
    }
}

fn only<'s, 'a>(of: &'s AllShown<'a>, wanted: impl Fn(&Shown<'a>) -> bool) -> Vec<&'s Shown<'a>> {
    let mut all: Vec<&Shown<'a>> = Vec::new();
    for shown in of.own.iter().filter(|shown| wanted(shown)) {
        if all.iter().all(|held| held.leaf != shown.leaf) {
            all.push(shown);
        }
    }
    all
}

/// The same certificates of the server's own; a chain that only one side shows takes the place of one
/// that only the other does.
fn of_one_leaf<'s, 'a>(before: &'s AllShown<'a>, after: &'s AllShown<'a>) -> Vec<Pair<'s, 'a>> {
    let fresh = after.own.iter().filter(|s| !before.shows(s.chain));
    let fresh: Vec<&Shown<'a>> = fresh.collect();
    let gone = before.own.iter().filter(|s| !after.shows(s.chain));
    let gone: Vec<&Shown<'a>> = gone.collect();
    if gone.is_empty() || fresh.is_empty() {
        Vec::new()
    } else {
        let of_a_leaf = |pair: &Pair<'s, 'a>| {
            let both = pair.was.zip(pair.now);
            both.is_some_and(|(was, now)| was.leaf == now.leaf)
        };
        let mut all = matched(&gone, &fresh);
        all.retain(of_a_leaf);
        all
    }
}

/// Each with the one that it is most like; what is left over came, or went, by itself.
fn matched<'s, 'a>(gone: &[&'s Shown<'a>], fresh: &[&'s Shown<'a>]) -> Vec<Pair<'s, 'a>> {
    let mut all: Vec<(ChainKind, [&str; 2], usize, usize)> = Vec::new();
    for (a, was) in gone.iter().enumerate() {
        for (b, now) in fresh.iter().enumerate() {
            let mut ends = [was.leaf.sha256(), now.leaf.sha256()];
            ends.sort_unstable();
            all.push((relation(was, now), ends, a, b));
        }
    }
    // The same pairs come out where the runs are swapped.
    all.sort_by_key(|(kind, ends, ..)| (nearness(*kind), *ends));
    let (mut of_gone, mut of_fresh) = (vec![false; gone.len()], vec![false; fresh.len()]);
    let mut pairs: Vec<Pair<'s, 'a>> = Vec::new();
    for (kind, _, a, b) in all {
        if !of_gone[a] && !of_fresh[b] {
            (of_gone[a], of_fresh[b]) = (true, true);
            pairs.push(Pair {
                kind,
                was: Some(gone[a]),
                now: Some(fresh[b]),
                another_ca: kind.is_another_ca(),
            });
        }
    }
    let left = |of: &[&'s Shown<'a>], taken: &[bool]| -> Vec<&'s Shown<'a>> {
        let free = of.iter().zip(taken).filter(|(_, taken)| !**taken);
        free.map(|(shown, _)| *shown).collect()
    };
    pairs.extend(joined(&left(fresh, &of_fresh), gone));
    pairs.extend(left(gone, &of_gone).into_iter().map(withdrawn));
    pairs
}

/// An older and a newer end are one relation, seen from two sides.
fn nearness(kind: ChainKind) -> ChainKind {
    if kind == ChainKind::Reverted {
        ChainKind::Renewed
    } else {
        kind
    }
}

/// These came beside those.
fn joined<'s, 'a>(fresh: &[&'s Shown<'a>], held: &[&'s Shown<'a>]) -> Vec<Pair<'s, 'a>> {
    let one = |shown: &&'s Shown<'a>| {
        let mut relations = held.iter().map(|other| relation(other, shown));
        Pair {
            kind: ChainKind::Joined,
            was: None,
            now: Some(*shown),
            another_ca: relations.all(ChainKind::is_another_ca),
        }
    };
    fresh.iter().map(one).collect()
}

const fn withdrawn<'s, 'a>(shown: &'s Shown<'a>) -> Pair<'s, 'a> {
    Pair {
        kind: ChainKind::Withdrawn,
        was: Some(shown),
        now: None,
        another_ca: false,
    }
}
