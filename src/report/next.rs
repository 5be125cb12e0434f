//! The last words to whoever gave the address of an API server and little else: what to do next with what was found, or was not.
//! Says nothing about runs that were given otherwise.

use super::layout::fold;
use super::{Report, Style};
use crate::judge::Family;
use crate::target::{Origin, Target};

pub(super) fn step(report: &Report<'_>, style: Style) -> String {
    let targets = || report.judgement.endpoints.iter().map(|e| &e.attempt.target);
    let Some(api) = targets().find(|target| by_flag(target)).filter(|_| report.measured.recording.is_none()) else { return String::new() };
    let untrusted =
        report.judgement.endpoints.iter().flat_map(|e| e.verdicts()).any(|v| v.is_failure() && v.class.family == Family::UnknownAuthority);
    let authority = api.authority();
    let says = if !targets().any(is_found) {
        format!(
            "next: {authority} did not tell what else there is; once it answers, or with --apps-domain apps.CLUSTER.BASE, its OAuth server, \
             consoles, registry and S3 are looked for too"
        )
    } else if untrusted {
        format!(
            "next: with the same flags, `probe export-bundle --api https://{authority} > ca_bundle.cert` finds the same endpoints again and \
             writes one CA bundle for all of them"
        )
    } else {
        return String::new();
    };
    let lines = fold(&says, style.columns().saturating_sub(2));
    lines.iter().enumerate().map(|(n, line)| format!("{}{line}\n", if n == 0 { "" } else { "  " })).collect()
}

fn by_flag(target: &Target) -> bool {
    target.origins.iter().any(|origin| matches!(origin, Origin::Flag { flag } if flag == "--api"))
}

fn is_found(target: &Target) -> bool {
    target.origins.iter().any(|origin| matches!(origin, Origin::Answer { .. } | Origin::Usual { .. }))
}
