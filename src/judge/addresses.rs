//! Family `ok`, the part about all addresses of one name together: those that do not work, and those
//! that present another certificate.

use std::collections::BTreeSet;

use super::case::Case;
use super::finding::Notice;
use super::finding::notice::{AddressLeaf, BrokenAddress, IpVersion};
use super::rule::Rule;
use super::{AddressOutcome, Finding, repeats};
use crate::codes::Code;
use crate::evidence::Connection;

pub(super) const RULES: &[Rule] = &[
    |case| half_up(case).map(Finding::from),
    |case| addresses_differ(case).map(Finding::from),
    |case| doubt_left_open(case).map(Finding::from),
];

fn half_up(case: &Case<'_>) -> Option<Notice> {
    // What could not be measured from here is neither.
    let measured = case
        .outcomes
        .iter()
        .filter(|o| !o.failures.contains(&Code::LocalLimit));
    let (working, broken): (Vec<_>, Vec<_>) = measured.partition(|o| o.failures.is_empty());
    if working.is_empty() || broken.is_empty() {
        return None;
    }
    // Where one version as a whole has no route from here, the name is not to blame.
    let has_no_route = |version: &IpVersion| {
        let of_version = |o: &AddressOutcome| o.address.is_ipv6() == (*version == IpVersion::V6);
        let unreachable = |o: &AddressOutcome| o.failures == [Code::Unreachable];
        broken.iter().all(|o| of_version(o) && unreachable(o))
            && !working.iter().any(|o| of_version(o))
    };
    Some(Notice::HalfUp {
        host: case.attempt.target.host.to_string(),
        working: working.iter().map(|o| o.address).collect(),
        broken: broken.iter().map(|o| broken_address(o)).collect(),
        no_route: [IpVersion::V6, IpVersion::V4]
            .into_iter()
            .find(has_no_route),
    })
}

fn broken_address(outcome: &AddressOutcome) -> BrokenAddress {
    BrokenAddress {
        address: outcome.address,
        failures: outcome.failures.clone(),
    }
}

fn addresses_differ(case: &Case<'_>) -> Option<Notice> {
    let leaf = |o: &AddressOutcome| {
        let sha256 = o.leaf.clone()?;
        let address = o.address;
        Some(AddressLeaf { address, sha256 })
    };
    let by_turns = |connection: &'_ Connection| {
        let again = repeats::contradicting(case.attempt, connection).filter_map(|again| {
            let sha256 = again.chain().first()?.sha256().to_owned();
            let address = again.address;
            Some(AddressLeaf { address, sha256 })
        });
        again.collect::<Vec<_>>()
    };
    let mut leaves: Vec<AddressLeaf> = case.outcomes.iter().filter_map(leaf).collect();
    leaves.extend(case.attempt.connections.iter().flat_map(by_turns));
    let different: BTreeSet<&String> = leaves.iter().map(|leaf| &leaf.sha256).collect();
    (different.len() > 1).then_some(Notice::AddressesDiffer { leaves })
}

/// Said once, of the endpoint as a whole.
fn doubt_left_open(case: &Case<'_>) -> Option<Notice> {
    let left = &case.attempt.not_asked;
    (case.connection.is_none() && !left.is_empty()).then(|| Notice::DoubtLeftOpen {
        not_asked: left.clone(),
    })
}
