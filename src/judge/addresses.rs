//! Family `ok`, the part about all addresses of one name together.
//! Rows only; pure.

use std::collections::BTreeSet;

use super::case::Case;
use super::{Code, Details, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::HalfUp, half_up),
    Rule::Legacy(Code::AddressesDiffer, addresses_differ),
];

fn half_up(case: &Case<'_>) -> Option<Details> {
    let (working, broken): (Vec<_>, Vec<_>) =
        case.outcomes.iter().partition(|o| o.failures.is_empty());
    if working.is_empty() || broken.is_empty() {
        return None;
    }
    // Where one family as a whole has no route from here, the name is not to blame.
    let no_route = |v6: bool| {
        broken
            .iter()
            .all(|o| o.address.is_ipv6() == v6 && o.failures == [Code::Unreachable])
            && working.iter().all(|o| o.address.is_ipv6() != v6)
    };
    let lacking = [(true, "IPv6", "-4"), (false, "IPv4", "-6")]
        .into_iter()
        .find(|(v6, ..)| no_route(*v6));
    let broken: Vec<String> = broken
        .iter()
        .map(|o| format!("{} ({})", o.address, names(&o.failures)))
        .collect();
    let working: Vec<String> = working.iter().map(|o| o.address.to_string()).collect();
    let cure = match lacking {
        Some((_, family, flag)) => format!(
            "this machine or its network has no working {family}: use {flag}, or give it a route"
        ),
        None => format!(
            "take the broken address out of the DNS record of {}, or mend it: {}",
            case.attempt.target.host,
            broken.join(", ")
        ),
    };
    Some(
        Details::none()
            .with("working", working.join(", "))
            .with("broken", broken.join(", "))
            .with("cure", cure),
    )
}

fn names(codes: &[Code]) -> String {
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    names.join(", ")
}

fn addresses_differ(case: &Case<'_>) -> Option<Details> {
    let leaves: BTreeSet<&String> = case
        .outcomes
        .iter()
        .filter_map(|o| o.leaf.as_ref())
        .collect();
    if leaves.len() < 2 {
        return None;
    }
    let shown: Vec<String> = case
        .outcomes
        .iter()
        .filter_map(|o| {
            o.leaf
                .as_ref()
                .map(|leaf| format!("{} sha256 {}", o.address, &leaf[..16]))
        })
        .collect();
    Some(Details::none().with("leaves", shown.join(", ")))
}
