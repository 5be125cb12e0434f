//! Family `ok`, the part about all addresses of one name together.
//! Rows only; pure.

use std::collections::BTreeSet;

use super::case::Case;
use super::{Class, Details, Family, Others, Severity, StepName};

const NONE: Others = Others {
    mtc: "",
    go: "",
    curl: "",
    browser: "",
};

pub(super) const RULES: &[Class] = &[
    Class {
        code: "half-up",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Tcp,
        title: "works on some addresses only",
        meaning: "the name has several addresses, and not all of them work",
        evidence: "the same questions were put to every address",
        others: Others {
            mtc: "works and fails by turns",
            go: "tries the addresses in turn; slow, or failing by turns",
            curl: "the same",
            browser: "slow at first, then works",
        },
        remedy: "{cure}; works: {working}",
        cite: "RFC 8305 (clients race or walk the addresses)",
        when: half_up,
    },
    Class {
        code: "addresses-differ",
        family: Family::Ok,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "the addresses present different certificates",
        meaning: "which certificate a client sees depends on the address it happens to take",
        evidence: "the leaves captured on the addresses of this name are not the same",
        others: NONE,
        remedy: "a renewal may be under way, or one of the backends of {host} was forgotten: {leaves}; export the bundle again when they agree. where they lead to different authorities `probe export-bundle` refuses until each is vouched for (--ca FILE) or named (--accept-unconfirmed SHA256)",
        cite: "measured per address",
        when: addresses_differ,
    },
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
            .all(|o| o.address.is_ipv6() == v6 && o.failures == ["unreachable"])
            && working.iter().all(|o| o.address.is_ipv6() != v6)
    };
    let lacking = [(true, "IPv6", "-4"), (false, "IPv4", "-6")]
        .into_iter()
        .find(|(v6, ..)| no_route(*v6));
    let broken: Vec<String> = broken
        .iter()
        .map(|o| format!("{} ({})", o.address, o.failures.join(", ")))
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
