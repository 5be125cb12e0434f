//! The `proxy` step: over a TCP connection to the proxy, TLS with it where it wants that, then the
//! request for a way to the target. One row per kind of proxy. What goes on inside the tunnel is
//! not known here.
//!
//! The whole step has the deadline of an HTTP answer, not of a handshake: a proxy looks up and
//! connects before it replies.

mod connect;
mod socks;

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::Duration;

use tokio::net::TcpStream;

use super::World;
use super::deadline::{failed, step, timed_out, within};
use super::errand::Errand;
use super::link::Link;
use super::tls::{Handshake, Hello};
use crate::evidence::{Fault, ProxySession, Step};
use crate::route::{Credentials, ProxyScheme, ProxyUrl};
use crate::target::{Host, Target};

/// One kind of proxy.
struct Row {
    scheme: ProxyScheme,
    /// It is spoken to inside TLS.
    secured: bool,
    /// Before the target's host and port, in `ProxySession::asked`.
    verb: &'static str,
    speak: for<'a> fn(&'a mut Link, &'a Request, &'a mut ProxySession) -> Speaking<'a>,
}

type Speaking<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

static PROXIES: [Row; 4] = [
    Row {
        scheme: ProxyScheme::Http,
        secured: false,
        verb: "CONNECT",
        speak: connect::speak,
    },
    Row {
        scheme: ProxyScheme::Https,
        secured: true,
        verb: "CONNECT",
        speak: connect::speak,
    },
    Row {
        scheme: ProxyScheme::Socks5,
        secured: false,
        verb: "SOCKS5",
        speak: socks::speak,
    },
    Row {
        scheme: ProxyScheme::Socks5h,
        secured: false,
        verb: "SOCKS5",
        speak: socks::speak,
    },
];

/// What is asked of a proxy.
struct Request {
    /// As the proxy gets it: an address where the name is resolved here.
    host: Host,
    port: u16,
    authority: String,
    credentials: Option<Credentials>,
}

impl Request {
    fn new(target: &Target, credentials: Option<Credentials>) -> Self {
        Self {
            host: target.host.clone(),
            port: target.port,
            authority: target.authority(),
            credentials,
        }
    }
}

/// Asks the proxy at the other end of `stream` for the target. The link is there where it agreed.
pub(super) async fn pass(
    world: &World,
    errand: &Errand,
    stream: TcpStream,
    limit: Duration,
) -> (Duration, Step<ProxySession>, Option<Link>) {
    let proxy = errand.route.proxy.as_ref();
    let Some((proxy, row)) = proxy.and_then(|proxy| {
        Some((
            proxy,
            PROXIES.iter().find(|row| row.scheme == proxy.scheme)?,
        ))
    }) else {
        return (
            Duration::ZERO,
            super::deadline::done(Duration::ZERO, ProxySession::default()),
            Some(Link::plain(stream)),
        );
    };
    let mut request = Request::new(&errand.target, proxy.credentials.clone());
    let mut session = ProxySession {
        asked: format!("{} {}", row.verb, request.authority),
        ..ProxySession::default()
    };
    let (resolving, resolved) = within(
        limit,
        resolve_here(world, errand, &mut request, &mut session),
    )
    .await;
    if let Err(fault) = resolved {
        return (resolving, failed(resolving, fault, Some(session)), None);
    }
    let limit = limit.saturating_sub(resolving);
    let (shaking, link) = carry(world, (proxy, row), stream, (limit, &mut session)).await;
    let mut link = match link {
        Ok(link) => link,
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
        (row.speak)(&mut link, &request, &mut session),
    )
    .await;
    let took = resolving + shaking + asking;
    let outcome = outcome.map_err(|fault| settle(fault, &session, took));
    let link = outcome.is_ok().then_some(link);
    (took, step(took, outcome, session), link)
}

/// A link on which `http` is asked for without TLS: to the target, through a tunnel where the proxy
/// makes nothing else, or to the proxy itself, which then takes the absolute form.
pub(super) struct Approach {
    pub(super) link: Link,
    /// For a proxy that takes the absolute form: the header that carries its credentials.
    pub(super) to_proxy: Option<String>,
    /// The target's address, where its name was looked up here for a proxy.
    pub(super) resolved: Option<IpAddr>,
}

pub(super) async fn approach(
    world: &World,
    errand: &Errand,
    stream: TcpStream,
    limit: Duration,
) -> Result<Approach, Fault> {
    let row = errand.route.proxy.as_ref().and_then(|proxy| {
        Some((
            proxy,
            PROXIES.iter().find(|row| row.scheme == proxy.scheme)?,
        ))
    });
    let Some((proxy, row)) = row else {
        return Ok(Approach {
            link: Link::plain(stream),
            to_proxy: None,
            resolved: None,
        });
    };
    if row.verb == "CONNECT" {
        let (_, link) = carry(
            world,
            (proxy, row),
            stream,
            (limit, &mut ProxySession::default()),
        )
        .await;
        return Ok(Approach {
            link: link?,
            to_proxy: Some(connect::authorization(proxy.credentials.as_ref())),
            resolved: None,
        });
    }
    let (_, step, link) = pass(world, errand, stream, limit).await;
    let Some(link) = link else {
        return Err(step.fault().cloned().unwrap_or(Fault::Closed));
    };
    Ok(Approach {
        link,
        to_proxy: None,
        resolved: step.saw().and_then(|saw| saw.resolved),
    })
}

/// At the deadline a refusal that has come counts more than its body that has not.
fn settle(fault: Fault, session: &ProxySession, took: Duration) -> Fault {
    match (fault, &session.reply) {
        (Fault::TimedOut { .. }, Some(reply)) => connect::refusal(reply),
        (Fault::TimedOut { .. }, None) => timed_out(took),
        (other, _) => other,
    }
}

/// The connection as the proxy wants to be spoken to on.
async fn carry(
    world: &World,
    (proxy, row): (&ProxyUrl, &Row),
    stream: TcpStream,
    (limit, session): (Duration, &mut ProxySession),
) -> (Duration, Result<Link, Fault>) {
    let link = Link::plain(stream);
    if !row.secured {
        return (Duration::ZERO, Ok(link));
    }
    let prepared = match &world.client {
        Ok(client) => Handshake::new(client, link, Hello::Usual, Some(&proxy.host)),
        Err(fault) => Err(fault.clone()),
    };
    let mut handshake = match prepared {
        Ok(handshake) => handshake,
        Err(fault) => return (Duration::ZERO, Err(fault)),
    };
    let (took, outcome) = within(limit, handshake.drive()).await;
    session.tls = Some(handshake.session());
    let outcome = outcome.map_err(|fault| handshake.settle(fault));
    (took, outcome.map(|()| Link::inside(handshake.channel)))
}

/// Puts an address in place of the name where the proxy is not to resolve it: the first one, which
/// `asked` then says.
async fn resolve_here(
    world: &World,
    errand: &Errand,
    request: &mut Request,
    session: &mut ProxySession,
) -> Result<(), Fault> {
    let proxy_resolves = errand
        .route
        .proxy
        .as_ref()
        .is_none_or(|proxy| proxy.scheme.proxy_resolves());
    let Host::Name(name) = &request.host else {
        return Ok(());
    };
    if proxy_resolves {
        return Ok(());
    }
    let step = world.find_for_proxy(errand).await;
    let Some(resolution) = step.saw() else {
        return Err(step.fault().cloned().unwrap_or(Fault::NoAddress));
    };
    session.not_contacted.clone_from(&resolution.not_contacted);
    let Some(first) = resolution.addresses.first() else {
        return Err(step.fault().cloned().unwrap_or(Fault::NoAddress));
    };
    let authority = match first {
        IpAddr::V4(ip) => format!("{ip}:{}", request.port),
        IpAddr::V6(ip) => format!("[{ip}]:{}", request.port),
    };
    let of = resolution.addresses.len();
    session.asked = format!("SOCKS5 {authority} ({name} resolved here: 1 of {of})");
    session.resolved = Some(*first);
    request.authority = authority;
    request.host = Host::Ip(*first);
    Ok(())
}
