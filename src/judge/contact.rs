//! What was not contacted because only a stranger named it: all addresses of an endpoint, or some
//! of them. It is no fault of the endpoint. `roles::stranger` decided which addresses those are,
//! and the evidence records it.

use super::case::Case;
use super::finding::ServiceFault;
use super::finding::service::LeftOut;
use super::rule::Rule;
use crate::evidence::{AddressLeftOut, Attempt, Fault};

pub(super) const RULES: &[Rule] = &[|case| Some(not_contacted(case)?.into())];

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

/// Every address that was not contacted, or the host where it shows by itself that it must not be.
fn left_out(attempt: &Attempt) -> Vec<LeftOut> {
    let sessions = || attempt.connections.iter().filter_map(|c| c.proxy.saw());
    let addresses = attempt
        .dns
        .saw()
        .map(|saw| &saw.not_contacted)
        .into_iter()
        .chain(sessions().map(|s| &s.not_contacted))
        .flatten();
    let mut said: Vec<LeftOut> = Vec::new();
    for AddressLeftOut { address, reason } in addresses {
        let one = LeftOut {
            host: address.to_string().into(),
            reason: *reason,
        };
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

/// The host that was not contacted without a lookup.
fn by_itself(fault: &Fault) -> Option<LeftOut> {
    let Fault::NotContacted { host, reason, .. } = fault else {
        return None;
    };
    Some(LeftOut {
        host: host.clone(),
        reason: *reason,
    })
}

fn not_contacted(case: &Case<'_>) -> Option<ServiceFault> {
    if case.connection.is_some() {
        return None;
    }
    let target = &case.attempt.target;
    let left_out = left_out(case.attempt);
    (!left_out.is_empty()).then(|| ServiceFault::NotContacted {
        left_out,
        named_by: target.origins.clone(),
        by_domain: target.is_proposed(),
    })
}
