//! The closing advice of a run that was given the address of an API server and little else: what to
//! do next with what was found, or was not. Says nothing about other runs.

use super::layout::fold;
use super::{Report, TextStyle};
use crate::codes::Family;
use crate::judge::Endpoint;
use crate::target::{Origin, Target};

pub(super) fn step(report: &Report<'_>, endpoints: &[Endpoint], style: TextStyle) -> String {
    let targets = || endpoints.iter().map(|e| &e.attempt.target);
    let asked: Vec<String> = targets()
        .filter(|target| by_flag(target))
        .map(Target::authority)
        .collect();
    if asked.is_empty() || report.measured.recording.is_some() {
        return String::new();
    }
    let untrusted = endpoints
        .iter()
        .flat_map(Endpoint::verdicts)
        .any(|v| v.is_failure() && v.family() == Family::UnknownAuthority);
    let says = if !targets().any(is_found) {
        format!(
            "next: {} did not tell what else there is; once it does, or with --apps-domain apps.CLUSTER.BASE, consoles, registry and S3 are \
             looked for too",
            asked.join(" ")
        )
    } else if untrusted {
        format!(
            "next: with the same flags, `probe export-bundle {} > ca_bundle.cert` finds the same endpoints again and writes one CA bundle \
             for all of them",
            asked
                .iter()
                .map(|authority| format!("--api https://{authority}"))
                .collect::<Vec<_>>()
                .join(" ")
        )
    } else {
        return String::new();
    };
    let lines = fold(&says, style.columns().saturating_sub(2));
    lines
        .iter()
        .enumerate()
        .map(|(n, line)| format!("{}{line}\n", if n == 0 { "" } else { "  " }))
        .collect()
}

fn by_flag(target: &Target) -> bool {
    target
        .origins
        .iter()
        .any(|origin| matches!(origin, Origin::Flag { flag } if flag == "--api"))
}

fn is_found(target: &Target) -> bool {
    target
        .origins
        .iter()
        .any(|origin| matches!(origin, Origin::Answer { .. } | Origin::Usual { .. }))
}
