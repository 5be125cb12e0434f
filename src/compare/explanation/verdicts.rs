//! What it means that one endpoint works from here and not from there: names, ways, trust, time. If
//! the evidence does not show why, the verdict stands for itself.

use super::meaning::Meaning;
use super::pair::VantagePair;
use crate::codes::{Code, Family};

/// What other verdicts mean; `told`: that the certificates differ has been explained.
pub(super) fn meaning<'a>(pair: &VantagePair<'a>, told: bool) -> Option<Meaning<'a>> {
    let (good, bad) = (pair.best.observation, pair.other.observation);
    if good.verdict.code == bad.verdict.code {
        return None;
    }
    if !bad.fails() {
        return Some(Meaning::NoFailure);
    }
    if good.fails() {
        return Some(Meaning::BothFail { told });
    }
    let same_leaf = good
        .leaf()
        .zip(bad.leaf())
        .is_some_and(|(a, b)| a.sha256 == b.sha256);
    match (bad.verdict.family.known(), bad.verdict.code.known()) {
        (Some(Family::Name), _)
        | (Some(Family::Timeout | Family::Reach), Some(Code::TimeoutDns)) => {
            Some(unknown_name(pair))
        }
        (Some(Family::Timeout | Family::Reach), _) => Some(unreached(pair)),
        (Some(Family::UnknownAuthority), _) if same_leaf => Some(Meaning::OtherTrust),
        (Some(Family::Certificate), _) if same_leaf => Some(Meaning::OtherTime),
        // The other certificate is the reason.
        _ if told => None,
        _ => Some(Meaning::Untold),
    }
}

/// A proxy's own name service says nothing of the pod's.
const fn unknown_name<'a>(pair: &VantagePair<'_>) -> Meaning<'a> {
    if pair.other.observation.route.proxy.is_some() {
        Meaning::Untold
    } else {
        Meaning::UnknownName
    }
}

/// No answer, or none but a refusal.
fn unreached<'a>(pair: &VantagePair<'a>) -> Meaning<'a> {
    let (good, bad) = (pair.best.observation, pair.other.observation);
    match (good.route.proxy.as_deref(), bad.route.proxy.as_deref()) {
        (Some(proxy), None) => Meaning::ProxyNeeded { proxy },
        (None, Some(proxy)) => Meaning::ProxyHinders { proxy },
        _ if pair.apart() => Meaning::NobodyThere,
        _ => Meaning::WayClosed,
    }
}
