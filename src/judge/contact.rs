//! What was not contacted on a stranger's word: all addresses of an endpoint, or some of them. No
//! fault of the endpoint's. One row; pure. Which addresses those are is `roles::stranger`'s to say,
//! and was recorded.

use super::case::Case;
use super::{Code, Details, Rule};
use crate::evidence::{AddressLeftOut, Attempt, Fault};

pub(super) const RULES: &[Rule] = &[Rule::Legacy(Code::NotContacted, not_contacted)];

/// Nothing of this endpoint was contacted.
pub(super) fn is_closed(attempt: &Attempt) -> bool {
    let refused = |fault: Option<&Fault>| matches!(fault, Some(Fault::NotContacted { .. }));
    let tunnelled = attempt
        .connections
        .iter()
        .any(|c| c.proxy.is_done() || c.tls.saw().is_some());
    refused(attempt.dns.fault())
        || (!tunnelled && attempt.connections.iter().any(|c| refused(c.proxy.fault())))
}

/// Every address that was left alone, or the name that says it itself.
fn left_out(attempt: &Attempt) -> Vec<String> {
    let sessions = || attempt.connections.iter().filter_map(|c| c.proxy.saw());
    let addresses = attempt
        .dns
        .saw()
        .map(|saw| &saw.not_contacted)
        .into_iter()
        .chain(sessions().map(|s| &s.not_contacted))
        .flatten();
    let mut said: Vec<String> = Vec::new();
    for AddressLeftOut { address, reason } in addresses {
        let one = format!("{address} is {reason}");
        if !said.contains(&one) {
            said.push(one);
        }
    }
    let faults = attempt
        .connections
        .iter()
        .map(|c| c.proxy.fault())
        .chain([attempt.dns.fault()])
        .flatten();
    if said.is_empty() {
        said.extend(faults.filter_map(by_itself).take(1));
    }
    said
}

/// What shows without a lookup.
fn by_itself(fault: &Fault) -> Option<String> {
    match fault {
        Fault::NotContacted { host, reason, .. } => Some(format!("{host} is {reason}")),
        _ => None,
    }
}

fn not_contacted(case: &Case<'_>) -> Option<Details> {
    if case.connection.is_some() {
        return None;
    }
    let (attempt, target) = (case.attempt, &case.attempt.target);
    let left_out = left_out(attempt);
    if left_out.is_empty() {
        return None;
    }
    let named_by: Vec<String> = target.origins.iter().map(ToString::to_string).collect();
    let by_domain = if target.is_proposed() {
        ", or its domain with --apps-domain"
    } else {
        ""
    };
    let details = Details::none()
        .with("left_out", left_out.join("; "))
        .with("named_by", named_by.join("; "));
    Some(
        details
            .hidden(
                "target",
                format!("{}={}", target.role.name, target.authority()),
            )
            .hidden("by_domain", by_domain),
    )
}
