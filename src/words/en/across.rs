//! English for what only the whole run can tell of an endpoint.
//! Sentences only.

use crate::codes::Code;
use crate::judge::{RunEffect, RunFinding};

/// What the run brought to light, and which code counts for it.
pub(in crate::words) fn finding(finding: &RunFinding, effective: Code) -> String {
    let why = match &finding.effect {
        RunEffect::IssuerMet { issuer, sha256, at } => {
            format!("{at} shows its issuer \"{issuer}\" (sha256 {sha256})")
        }
        RunEffect::InterceptorMet => {
            "its certificate bears the mark of an interceptor that another endpoint gave away".into()
        }
        RunEffect::MinterMet => {
            "whoever signed its certificate made one for a name that cannot exist, at another endpoint"
                .into()
        }
        RunEffect::MoreKnown => "other endpoints of the run show more".into(),
    };
    if finding.own == effective {
        why
    } else {
        let own = finding.own;
        format!("{why}: {effective}, which by itself looked like {own}")
    }
}
