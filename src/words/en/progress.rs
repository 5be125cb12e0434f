//! English for what a run waits for: a step of an endpoint, and why a further question is asked.
//! Reads no clock: how long a step has gone on is given.

use std::time::Duration;

use crate::codes::{Code, StepName};
use crate::evidence::{ExtraKind, ExtraReason};

/// `TLS, 7 s of 10 s`.
pub(in crate::words) fn step(name: StepName, waited: Duration, at_most: Duration) -> String {
    let what = match name {
        StepName::Dns => "name lookup",
        StepName::Tcp => "connection",
        StepName::Proxy => "the proxy's answer",
        StepName::Tls => "TLS",
        StepName::Certificate => "certificate",
        StepName::Http => "answer",
    };
    // What takes less than a second is nothing to wait for.
    match (waited.as_secs(), at_most.as_secs()) {
        (0, _) | (_, 0) => what.to_owned(),
        (waited, most) => format!("{what}, {} s of {most} s", waited.min(most)),
    }
}

/// `asking again: no answer to the TLS handshake`.
pub(in crate::words) fn further(kind: &ExtraKind, because: &ExtraReason) -> String {
    let what = match kind {
        ExtraKind::OtherRoute => "asking along the other route",
        ExtraKind::Again => "asking again",
        ExtraKind::CanaryName { .. } | ExtraKind::OtherKeyCanary { .. } => {
            "asking for a name that cannot exist"
        }
        ExtraKind::NoName => "asking without a name",
        ExtraKind::OnlyTls12 => "asking with TLS 1.2 only",
        ExtraKind::SmallHello => "asking in one small packet",
        ExtraKind::LargeHello => "asking in two packets",
        ExtraKind::SmallSegments => "asking in small packets",
        ExtraKind::ListenFirst => "listening without asking",
        ExtraKind::OtherKey { .. } => "asking for a certificate of another key type",
    };
    let why = match because {
        ExtraReason::Verdict(code) => Code::of(code).map(|code| super::text(code).title),
        ExtraReason::CompareRoutes => Some("--compare-routes wants both routes"),
        ExtraReason::Bundle => Some("the bundle must hold the CA of each of its certificates"),
    };
    why.map_or_else(|| what.to_owned(), |why| format!("{what}: {why}"))
}
