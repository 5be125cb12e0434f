//! What is not measured, since this machine had run out of something: its own class, and no other
//! about the step that was cut short. Nothing is said of the endpoint.

use super::Finding;
use super::case::Case;
use super::finding::Unreached;
use super::rule::Rule;
use crate::codes::{Code, Severity, StepName};
use crate::evidence::{Fault, Resource};

pub(super) const RULES: &[Rule] = &[|case| {
    let (lacks, _) = cut_short(case)?;
    Some(Unreached::LocalLimit { lacks }.into())
}];

/// What was missing, and for which step.
fn cut_short(case: &Case<'_>) -> Option<(Resource, StepName)> {
    let Some(connection) = case.connection else {
        let lacks = case.attempt.dns.fault().and_then(Fault::own_limit);
        return lacks.map(|lacks| (lacks, StepName::Dns));
    };
    let steps = [
        (connection.tcp.fault(), StepName::Tcp),
        (connection.proxy.fault(), StepName::Proxy),
        (connection.tls.fault(), StepName::Tls),
        (case.http_fault(), StepName::Http),
    ];
    let mut lacking = steps
        .into_iter()
        .filter_map(|(fault, step)| Some((fault?.own_limit()?, step)));
    lacking.next()
}

/// Findings about the step that was cut short: they would say of a server or a proxy what this machine
/// did.
pub(super) fn silenced(case: &Case<'_>) -> impl Fn(&Finding) -> bool {
    let cut = cut_short(case).map(|(_, step)| step);
    move |finding| {
        let code = finding.code();
        let is_of_step = match cut {
            None => false,
            // The way to a proxy is looked up and connected to on its behalf.
            Some(step @ (StepName::Dns | StepName::Tcp | StepName::Proxy)) => {
                matches!(code.step(), StepName::Proxy) || code.step() == step
            }
            Some(step) => code.step() == step,
        };
        is_of_step && code != Code::LocalLimit && code.severity() == Severity::Failure
    }
}
