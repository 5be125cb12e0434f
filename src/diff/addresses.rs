//! Which way is taken, and where the name leads.
//! Pure.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::cause::{Cause, Change, Detail};
use crate::codes::Severity;
use crate::judge::Endpoint;

/// Another way: what is seen then may be another server's, or another's on the way.
pub(super) fn route(old: &Endpoint, new: &Endpoint) -> Option<Change> {
    let way = |endpoint: &Endpoint| {
        let proxy = endpoint.attempt.route.proxy.as_ref();
        proxy.map(ToString::to_string)
    };
    let (was, now) = (way(old), way(new));
    (was != now).then(|| Change::of(Cause::Route { was, now }, Severity::Warning))
}

/// Other addresses of a name that both runs have looked up themselves. Those of a proxy say nothing of
/// the endpoint, and that a lookup fails is a verdict.
pub(super) fn addresses(old: &Endpoint, new: &Endpoint) -> Option<Change> {
    let (was, now) = (found(old)?, found(new)?);
    let only = |these: &BTreeSet<IpAddr>, those: &BTreeSet<IpAddr>| {
        these.difference(those).copied().collect::<Vec<_>>()
    };
    let (gained, lost) = (only(&now, &was), only(&was, &now));
    (was != now).then_some(Change {
        cause: Cause::Addresses,
        severity: Severity::Info,
        detail: Detail::Addresses { gained, lost },
    })
}

fn found(endpoint: &Endpoint) -> Option<BTreeSet<IpAddr>> {
    let attempt = &endpoint.attempt;
    let found = attempt.dns.saw().filter(|_| attempt.route.is_direct())?;
    let all: BTreeSet<IpAddr> = found.addresses.iter().copied().collect();
    (!all.is_empty()).then_some(all)
}
