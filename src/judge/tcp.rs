//! Family `reach`, and TCP's part of `timeout`: the address was known and the connection did not
//! come about. Rows only; pure.

use super::case::{Case, duration};
use super::{Code, Details, Rule};
use crate::evidence::Fault;

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::TimeoutTcp, timed_out),
    Rule::Legacy(Code::Refused, |case| {
        matches!(case.tcp_fault()?, Fault::Refused).then(Details::none)
    }),
    Rule::Legacy(Code::Unreachable, unreachable),
];

fn timed_out(case: &Case<'_>) -> Option<Details> {
    match case.tcp_fault()? {
        Fault::TimedOut { after_ms } => Some(Details::none().with("waited", duration(*after_ms))),
        _ => None,
    }
}

fn unreachable(case: &Case<'_>) -> Option<Details> {
    match case.tcp_fault()? {
        Fault::TimedOut { .. } | Fault::Refused => None,
        fault => Some(Details::none().with("error", fault.to_string())),
    }
}
