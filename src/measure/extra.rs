//! Further measurements: one doubt each, along the route that was asked for, on one address (but
//! for the other route: on all). Decides nothing: who judges asks, and reads what came of it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::connection;
use super::context::MeasureContext;
use super::deadline::Budget;
use super::probe_request::{Assignment, ProbeRequest, completed, random_name};
use super::tls::Protocols;
use super::waits::Waits;
use crate::evidence::{
    Attempt, Connection, Extra, ExtraKind, ExtraRequest, MOST_PER_ADDRESS, MOST_TO_COMPLETE,
    ProxyCanary, SkipReason, Step,
};
use crate::route::Route;
use crate::target::{Host, Origin, Target};

/// Carries out what was asked, in what is left of the target's total time and on the same word.
pub(super) async fn measure(
    context: &Arc<MeasureContext>,
    attempt: &Attempt,
    (wanted, first): (ExtraRequest, &ProbeRequest),
    budget: Budget,
) -> Extra {
    let kind = completed(wanted.kind);
    let aim = Assignment {
        target: attempt.target.clone(),
        route: wanted.route,
        word: first.word.clone(),
    };
    first.whereabouts.asks(&kind, &wanted.because);
    // Each may take further connections, which complete what it captures.
    let left = attempt.connections_left(&kind, &aim.route, None);
    let addresses = (left / (1 + MOST_TO_COMPLETE)).max(1);
    let completing = attempt
        .completing_left(&aim.route)
        .min(left.saturating_sub(1));
    let patience = budget.share(MOST_PER_ADDRESS.saturating_sub(attempt.extras.len()).max(2));
    let probe = ProbeRequest {
        completing,
        whereabouts: first.whereabouts.clone(),
        waits: first.waits.clone(),
        ..ProbeRequest::further(aim, &kind, patience)
    };
    let probe = Arc::new(match protocols(attempt) {
        Some(protocols) => probe.offering(protocols),
        None => probe,
    });
    let known = address_of(attempt, (&kind, &probe.route, wanted.address));
    let (dns, connections) = match (&kind, known) {
        (ExtraKind::OtherRoute, None) => context.visit(&probe, addresses, budget).await,
        (_, Some(address)) => {
            let dns = Step::Skipped {
                why: SkipReason::SameAddress,
            };
            (dns, one_of(context, &probe, &[address], budget).await)
        }
        (_, None) => one_address(context, &probe, budget).await,
    };
    Extra {
        kind,
        route: probe.route.clone(),
        because: wanted.because,
        dns,
        connections,
    }
}

/// What the server takes, where it refused HTTP/1.1.
fn protocols(attempt: &Attempt) -> Option<Protocols> {
    let mut sessions = attempt.connections.iter().filter_map(|c| c.tls.saw());
    let refusing = sessions.find(|s| s.http1_refused)?;
    Some(if refusing.http2_refused {
        Protocols::None
    } else {
        Protocols::Http2
    })
}

/// What a proxy answers for a name that cannot exist.
pub(super) async fn canary(context: &Arc<MeasureContext>, route: &Route) -> ProxyCanary {
    let name = random_name();
    let target = Target {
        host: Host::Name(name.clone()),
        port: 443,
        role: crate::roles::RoleRef::PLAIN,
        servername: None,
        zone: None,
        absolute: false,
        clear: false,
        expect: None,
        origins: Vec::<Origin>::new(),
    };
    let kind = ExtraKind::CanaryName { name: name.clone() };
    let aim = (target, route.clone()).into();
    let probe = Arc::new(ProbeRequest {
        waits: Waits::of(&context.supply),
        ..ProbeRequest::further(aim, &kind, Duration::MAX)
    });
    let (dns, connections) = one_address(context, &probe, Budget::new(context.limits.total)).await;
    ProxyCanary {
        route: route.clone(),
        name,
        dns,
        connections,
    }
}

/// The address that a further measurement goes to, where that is known before.
pub(super) fn address_of(
    attempt: &Attempt,
    (kind, route, address): (&ExtraKind, &Route, Option<IpAddr>),
) -> Option<IpAddr> {
    let known = || known_address(attempt, route).filter(|_| *kind != ExtraKind::OtherRoute);
    address.or_else(known)
}

/// Where the attempt got through, or its first address; `None` where it went another way or has no
/// address.
fn known_address(attempt: &Attempt, route: &Route) -> Option<IpAddr> {
    if attempt.route.proxy != route.proxy {
        return None;
    }
    let reached = attempt.connections.iter().find(|c| c.tcp.is_done());
    reached
        .or_else(|| attempt.connections.first())
        .map(|c| c.address.ip())
}

async fn one_address(
    context: &Arc<MeasureContext>,
    probe: &Arc<ProbeRequest>,
    mut budget: Budget,
) -> (Step<crate::evidence::Resolution>, Vec<Connection>) {
    let (took, dns) = context.find(probe).await;
    let addresses = dns
        .saw()
        .map(|saw| saw.addresses.clone())
        .unwrap_or_default();
    budget.spend(took);
    let connections = one_of(context, probe, &addresses, budget).await;
    (dns, connections)
}

/// One after the other up to the first that can be reached.
async fn one_of(
    context: &Arc<MeasureContext>,
    probe: &Arc<ProbeRequest>,
    addresses: &[IpAddr],
    mut budget: Budget,
) -> Vec<Connection> {
    let mut tried = Vec::new();
    for address in addresses {
        let mut connections = connection::all(context, probe, &[*address], budget).await;
        for took in connections.iter().filter_map(|c| c.tcp.took_us()) {
            budget.spend(Duration::from_micros(took));
        }
        let reached = connections.iter().any(|c| c.tcp.is_done());
        tried.append(&mut connections);
        if reached {
            break;
        }
    }
    tried
}
