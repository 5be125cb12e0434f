//! Family `name`, and the name service's part of `timeout`: the lookup, before any connection.
//! Rows only; pure.

use super::case::{Case, duration};
use super::{Code, Details, Rule};
use crate::evidence::{Fault, Step};

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::NameNotFound, |case| {
        matches!(case.dns_fault()?, Fault::NoSuchName).then(Details::none)
    }),
    Rule::Legacy(Code::NameWithoutAddress, no_address),
    Rule::Legacy(Code::TimeoutDns, timed_out),
    Rule::Legacy(Code::DnsFailure, failed),
];

/// By the resolver's word, or because an answer without an error held none.
fn no_address(case: &Case<'_>) -> Option<Details> {
    let answered_nothing = case.connection.is_none()
        && matches!(&case.attempt.dns, Step::Done { saw, .. } if saw.addresses.is_empty());
    (answered_nothing || matches!(case.dns_fault(), Some(Fault::NoAddress))).then(Details::none)
}

fn timed_out(case: &Case<'_>) -> Option<Details> {
    match case.dns_fault()? {
        Fault::TimedOut { after_ms } => Some(Details::none().with("waited", duration(*after_ms))),
        _ => None,
    }
}

fn failed(case: &Case<'_>) -> Option<Details> {
    match case.dns_fault()? {
        Fault::NoSuchName | Fault::NoAddress | Fault::TimedOut { .. } => None,
        fault => Some(Details::none().with("answer", fault.to_string())),
    }
}
