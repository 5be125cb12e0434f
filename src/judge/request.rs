//! A further measurement as it is asked for: its kind, where it goes, and the doubt that it would
//! settle. Decides nothing.

use std::net::IpAddr;

use super::Endpoint;
use crate::evidence::{Attempt, Extra, ExtraKind, ExtraReason, ExtraRequest};
use crate::route::Route;

pub(super) fn made(attempt: &Attempt, kind: impl Fn(&ExtraKind) -> bool) -> Option<&Extra> {
    attempt.extras.iter().find(|e| kind(&e.kind))
}

pub(super) fn ask(
    kind: ExtraKind,
    (route, address): (&Route, Option<IpAddr>),
    because: ExtraReason,
) -> ExtraRequest {
    ExtraRequest {
        kind,
        route: route.clone(),
        address,
        because,
    }
}

pub(super) const fn a_canary() -> ExtraKind {
    ExtraKind::CanaryName {
        name: String::new(),
    }
}

/// Its verdict leaves a doubt.
pub(super) fn doubt(endpoint: &Endpoint) -> ExtraReason {
    ExtraReason::Verdict(endpoint.verdict.code().name().to_owned())
}

pub(super) fn same_kind(a: &ExtraKind, b: &ExtraKind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}
