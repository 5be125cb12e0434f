//! The `proxy` step: over a TCP connection to the proxy, TLS with it where it wants that, then the
//! request for a way to the target. One row per protocol. What goes on inside the tunnel is
//! not known here.
//!
//! The whole step has the deadline of an HTTP answer, not of a handshake: a proxy looks up and
//! connects before it replies.

mod connect;
mod request;
mod socks;

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::context::MeasureContext;
use super::deadline::{failed, step, timed_out, within};
use super::probe_request::ProbeRequest;
use super::stream::ByteStream;
use super::tls::{Handshake, HelloShape, Protocols};
use crate::evidence::{Fault, ProxySession, Step};
use crate::route::{ProxyScheme, ProxyUrl};
use crate::target::Host;

use request::{ProxyProtocol, TunnelRequest};

/// The protocol of every scheme.
const fn protocol(scheme: ProxyScheme) -> &'static ProxyProtocol {
    match scheme {
        ProxyScheme::Http | ProxyScheme::Https => &connect::PROTOCOL,
        ProxyScheme::Socks5 | ProxyScheme::Socks5h => &socks::PROTOCOL,
    }
}

/// A further connection to the target along the same route; none of its steps is recorded, but what
/// this machine lacked for it is told.
pub(super) async fn further(
    context: &MeasureContext,
    probe: &ProbeRequest,
    (address, limit): (SocketAddr, Duration),
) -> Result<ByteStream, Fault> {
    let lacked = |fault: Option<&Fault>| {
        let fault = fault.filter(|fault| fault.own_limit().is_some());
        fault.cloned().unwrap_or(Fault::Closed)
    };
    let (_, tcp, stream) = probe.connect(address, limit).await;
    let stream = stream.ok_or_else(|| lacked(tcp.fault()))?;
    let (_, way, stream) = pass(context, probe, stream, limit).await;
    stream.ok_or_else(|| lacked(way.fault()))
}

/// Asks the proxy at the other end of `stream` for the target. The stream is there where it agreed.
pub(super) async fn pass(
    context: &MeasureContext,
    probe: &ProbeRequest,
    stream: ByteStream,
    limit: Duration,
) -> (Duration, Step<ProxySession>, Option<ByteStream>) {
    let Some(proxy) = &probe.route.proxy else {
        return (
            Duration::ZERO,
            super::deadline::done(Duration::ZERO, ProxySession::default()),
            Some(stream),
        );
    };
    let protocol = protocol(proxy.scheme);
    let mut request = TunnelRequest::new(&probe.target, proxy.credentials.clone());
    let mut session = ProxySession {
        asked: format!("{} {}", protocol.verb, request.authority),
        ..ProxySession::default()
    };
    let (resolving, resolved) =
        resolve_here((context, limit), probe, &mut request, &mut session).await;
    if let Err(fault) = resolved {
        return (resolving, failed(resolving, fault, Some(session)), None);
    }
    let limit = limit.saturating_sub(resolving);
    let (shaking, stream) = carry(context, proxy, stream, (limit, &mut session)).await;
    let mut stream = match stream {
        Ok(stream) => stream,
        Err(fault) => {
            return (
                resolving + shaking,
                failed(resolving + shaking, fault, Some(session)),
                None,
            );
        }
    };
    let (asking, outcome) = within(
        limit.saturating_sub(shaking),
        (protocol.speak)(&mut stream, &request, &mut session),
    )
    .await;
    let took = resolving + shaking + asking;
    let outcome = outcome.map_err(|fault| settle(fault, &session, took));
    let stream = outcome.is_ok().then_some(stream);
    (took, step(took, outcome, session), stream)
}

/// A stream on which `http` is asked for without TLS: to the target, through a tunnel where the proxy
/// makes nothing else, or to the proxy itself, which then takes the absolute form.
pub(super) struct PlainHttpStream {
    pub(super) stream: ByteStream,
    /// For a proxy that takes the absolute form: the header that carries its credentials.
    pub(super) to_proxy: Option<String>,
    /// The target's address, where its name was looked up here for a proxy.
    pub(super) resolved: Option<IpAddr>,
}

pub(super) async fn approach(
    context: &MeasureContext,
    probe: &ProbeRequest,
    stream: ByteStream,
    limit: Duration,
) -> Result<PlainHttpStream, Fault> {
    let Some(proxy) = &probe.route.proxy else {
        return Ok(PlainHttpStream {
            stream,
            to_proxy: None,
            resolved: None,
        });
    };
    if protocol(proxy.scheme).takes_absolute_form {
        let (_, stream) = carry(
            context,
            proxy,
            stream,
            (limit, &mut ProxySession::default()),
        )
        .await;
        return Ok(PlainHttpStream {
            stream: stream?,
            to_proxy: Some(connect::authorization(proxy.credentials.as_ref())),
            resolved: None,
        });
    }
    let (_, step, stream) = pass(context, probe, stream, limit).await;
    let Some(stream) = stream else {
        return Err(step.fault().cloned().unwrap_or(Fault::Closed));
    };
    Ok(PlainHttpStream {
        stream,
        to_proxy: None,
        resolved: step.saw().and_then(|saw| saw.resolved),
    })
}

/// If the deadline comes while the body of a refusal is read, the refusal itself is still reported.
fn settle(fault: Fault, session: &ProxySession, took: Duration) -> Fault {
    match (fault, &session.reply) {
        (Fault::TimedOut { .. }, Some(reply)) => connect::refusal(reply),
        (Fault::TimedOut { .. }, None) => timed_out(took),
        (other, _) => other,
    }
}

/// The connection as the proxy wants to be spoken to on.
async fn carry(
    context: &MeasureContext,
    proxy: &ProxyUrl,
    stream: ByteStream,
    (limit, session): (Duration, &mut ProxySession),
) -> (Duration, Result<ByteStream, Fault>) {
    if !proxy.scheme.row().secured {
        return (Duration::ZERO, Ok(stream));
    }
    let prepared = match &*context.client {
        Ok(client) => {
            let hello = (&HelloShape::Usual, Protocols::Http1);
            Handshake::new(client, stream, hello, Some(&proxy.host))
        }
        Err(fault) => Err(fault.clone()),
    };
    let mut handshake = match prepared {
        Ok(handshake) => handshake,
        Err(fault) => return (Duration::ZERO, Err(fault)),
    };
    let (took, outcome) = within(limit, handshake.drive()).await;
    session.tls = Some(handshake.session());
    let outcome = outcome.map_err(|fault| handshake.settle(fault));
    (
        took,
        outcome.map(|()| ByteStream::inside(handshake.channel)),
    )
}

/// Puts an address in place of the name where the proxy is not to resolve it: the first one, which
/// `asked` then says.
async fn resolve_here(
    (context, limit): (&MeasureContext, Duration),
    probe: &ProbeRequest,
    request: &mut TunnelRequest,
    session: &mut ProxySession,
) -> (Duration, Result<(), Fault>) {
    let proxy = probe.route.proxy.as_ref();
    let here = proxy.filter(|proxy| !proxy.scheme.proxy_resolves());
    let (Some(proxy), Host::Name(name)) = (here, &request.host) else {
        return (Duration::ZERO, Ok(()));
    };
    let (took, step) = context.find_for_proxy(probe, limit).await;
    let fault = || step.fault().cloned().unwrap_or(Fault::NoAddress);
    let Some(resolution) = step.saw() else {
        return (took, Err(fault()));
    };
    session.not_contacted.clone_from(&resolution.not_contacted);
    let Some(first) = resolution.addresses.first() else {
        return (took, Err(fault()));
    };
    let authority = match first {
        IpAddr::V4(ip) => format!("{ip}:{}", request.port),
        IpAddr::V6(ip) => format!("[{ip}]:{}", request.port),
    };
    let of = resolution.addresses.len();
    let verb = protocol(proxy.scheme).verb;
    session.asked = format!("{verb} {authority} ({name} resolved here: 1 of {of})");
    session.resolved = Some(*first);
    request.authority = authority;
    request.host = Host::Ip(*first);
    (took, Ok(()))
}
