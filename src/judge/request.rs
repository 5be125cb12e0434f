//! A further measurement as it is asked for: its kind, where it goes, and the doubt that it would
//! settle. Decides nothing.

use std::net::IpAddr;

use super::Endpoint;
use crate::evidence::{Attempt, ExtraKind, ExtraReason, ExtraRequest, KeyType};
use crate::route::Route;

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

/// In a hello that does not offer these key types.
pub(super) fn a_canary_without(without: Vec<KeyType>) -> ExtraKind {
    if without.is_empty() {
        return a_canary();
    }
    ExtraKind::OtherKeyCanary {
        name: String::new(),
        without,
    }
}

/// Its verdict leaves a doubt.
pub(super) fn doubt(endpoint: &Endpoint) -> ExtraReason {
    ExtraReason::Verdict(endpoint.verdict.code().name().to_owned())
}

pub(super) fn same_kind(a: &ExtraKind, b: &ExtraKind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// It was wanted and not made: of this kind, along this route, at this address.
pub(super) fn was_declined(
    attempt: &Attempt,
    kind: &ExtraKind,
    (route, address): (&Route, Option<IpAddr>),
) -> bool {
    attempt.not_asked.iter().any(|left| {
        same_kind(&left.kind, kind) && left.route.proxy == route.proxy && left.address == address
    })
}
