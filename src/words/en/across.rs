//! English for what only the whole run can tell of an endpoint.
//! Sentences only.

use crate::judge::{RunEffect, RunFinding};

/// What the run brought to light, and which code counts for it.
pub(in crate::words) fn finding(finding: &RunFinding) -> String {
    let why = match &*finding.effect {
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
    let (own, effective) = (finding.own, finding.effective);
    if own == effective {
        why
    } else {
        format!("{why}: {effective}, which by itself looked like {own}")
    }
}
