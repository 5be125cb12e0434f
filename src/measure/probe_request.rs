//! One measurement to be made: which target, along which route, and what is different from the
//! usual one. `connection` and `extra` carry it out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::deadline::failed;
use super::dns::Peer;
use super::stream::ByteStream;
use super::tcp::{self, Segments};
use super::tls::{HelloShape, Protocols};
use super::waits::Waits;
use super::whereabouts::Whereabouts;
use super::zone::scoped;
use crate::evidence::{
    ExtraKind, MOST_PER_ENDPOINT, MOST_TO_COMPLETE, SkipReason, Step, TcpSession, TlsSession,
};
use crate::roles::stranger::NamedBy;
use crate::route::Route;
use crate::target::{Host, Target, Zone};

/// What every connection of one measurement shares.
#[derive(Clone, Debug)]
pub(super) struct ProbeRequest {
    pub(super) target: Target,
    pub(super) route: Route,
    /// Who named the target; this decides which addresses may be contacted.
    pub(super) word: NamedBy,
    /// Sent as SNI where it is a name.
    pub(super) name: Option<Host>,
    pub(super) hello: HelloShape,
    pub(super) protocols: Protocols,
    pub(super) segments: Segments,
    pub(super) question: HttpQuestion,
    /// The most that one step may take, where it is less than the limits allow: what passes at all
    /// passes soon.
    pub(super) patience: Duration,
    /// Instead of a handshake.
    pub(super) listen_first: bool,
    /// The most connections that may complete what one address showed.
    pub(super) completing: usize,
    /// Where it is told how far this is.
    pub(super) whereabouts: Whereabouts,
    /// How it waits for what this machine has run out of.
    pub(super) waits: Waits,
}

/// What is asked over HTTP after the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HttpQuestion {
    OfRole,
    /// `GET /`: a server that answers for a name which does not exist describes itself.
    Root,
    None,
}

impl ProbeRequest {
    /// As every target is measured.
    pub(super) fn usual(
        Assignment {
            target,
            route,
            word,
        }: Assignment,
    ) -> Self {
        let name = Some(target.name().clone());
        Self {
            target,
            route,
            word,
            name,
            hello: HelloShape::Usual,
            protocols: Protocols::Http1,
            segments: Segments::Usual,
            question: HttpQuestion::OfRole,
            patience: Duration::MAX,
            listen_first: false,
            completing: MOST_TO_COMPLETE,
            whereabouts: Whereabouts::default(),
            waits: Waits::default(),
        }
    }

    /// A further measurement, none of whose steps may take longer than `patience`.
    pub(super) fn further(aim: Assignment, kind: &ExtraKind, patience: Duration) -> Self {
        let usual = Self {
            question: HttpQuestion::None,
            patience,
            ..Self::usual(aim)
        };
        match kind {
            ExtraKind::OtherRoute => Self {
                question: HttpQuestion::OfRole,
                ..usual
            },
            ExtraKind::Again => usual,
            ExtraKind::CanaryName { name } => Self {
                name: Some(Host::Name(name.clone())),
                question: HttpQuestion::Root,
                ..usual
            },
            ExtraKind::NoName => Self {
                name: None,
                ..usual
            },
            ExtraKind::OnlyTls12 => Self {
                hello: HelloShape::OnlyTls12,
                ..usual
            },
            ExtraKind::SmallHello => Self {
                hello: HelloShape::Small,
                ..usual
            },
            ExtraKind::LargeHello => Self {
                hello: HelloShape::Large,
                ..usual
            },
            ExtraKind::SmallSegments => Self {
                segments: Segments::Small,
                ..usual
            },
            ExtraKind::ListenFirst => Self {
                listen_first: true,
                ..usual
            },
            ExtraKind::OtherKey { without } => Self {
                hello: HelloShape::Without(without.clone()),
                protocols: Protocols::Http2,
                ..usual
            },
            ExtraKind::OtherKeyCanary { name, without } => Self {
                name: Some(Host::Name(name.clone())),
                hello: HelloShape::Without(without.clone()),
                protocols: Protocols::Http2,
                ..usual
            },
        }
    }

    /// The same to a server of which it is known by what protocols it can be reached; where HTTP is
    /// asked, that is found out again.
    pub(super) fn offering(self, protocols: Protocols) -> Self {
        if self.may_be_asked_twice() {
            self
        } else {
            Self { protocols, ..self }
        }
    }

    /// The same where so many addresses are asked: an endpoint has its limit, too.
    pub(super) fn shared(self: &Arc<Self>, addresses: usize) -> Arc<Self> {
        let completing = (MOST_PER_ENDPOINT / addresses.max(1)).max(1);
        if completing >= self.completing {
            return Arc::clone(self);
        }
        Arc::new(Self {
            completing,
            ..Self::clone(self)
        })
    }

    /// Who is connected to: the proxy, where there is one.
    pub(super) fn peer(&self) -> Peer<'_> {
        self.route.proxy.as_ref().map_or_else(
            || self.peer_without_proxy(),
            |proxy| Peer {
                host: &proxy.host,
                port: proxy.port,
                absolute: false,
            },
        )
    }

    /// The target, as its name is looked up.
    pub(super) const fn peer_without_proxy(&self) -> Peer<'_> {
        Peer {
            host: &self.target.host,
            port: self.target.port,
            absolute: self.target.absolute,
        }
    }

    /// A TCP connection to an address of the peer.
    pub(super) async fn connect(
        &self,
        address: SocketAddr,
        limit: Duration,
    ) -> (Duration, Step<TcpSession>, Option<ByteStream>) {
        let zone = self.target.zone.as_ref().map(Zone::as_str);
        let zone = zone.filter(|_| self.route.is_direct());
        match scoped(address, zone) {
            Ok(address) => tcp::connect(address, self.segments, (limit, &self.waits)).await,
            Err(fault) => (Duration::ZERO, failed(Duration::ZERO, fault, None), None),
        }
    }

    /// Path of the question after this handshake, where one is asked. Servers of HTTP that want a client
    /// certificate may let the handshake pass and refuse in their answer (nginx, IIS): where one of
    /// them asked for it, it is asked something whatever its role.
    pub(super) fn path_after(&self, session: &TlsSession) -> Option<&'static str> {
        let may_refuse = session.client_certificate.is_some()
            && session.alpn.as_deref() == Some("http/1.1")
            && self.question == HttpQuestion::OfRole;
        self.path().or_else(|| may_refuse.then_some("/"))
    }

    /// Path of the question of its kind or role, where there is one.
    pub(super) fn path(&self) -> Option<&'static str> {
        match self.question {
            HttpQuestion::OfRole => self.target.role.ask,
            HttpQuestion::Root => Some("/"),
            HttpQuestion::None => None,
        }
    }

    /// Why none is asked.
    pub(super) fn unasked(&self) -> SkipReason {
        if self.question == HttpQuestion::None {
            SkipReason::KindAsksNothing
        } else {
            SkipReason::RoleAsksNothing
        }
    }

    /// A chain that only an older client gets to see, or one of HTTP/2, is worth a second connection
    /// where the endpoint itself is measured, not a doubt.
    pub(super) fn may_be_asked_twice(&self) -> bool {
        self.question == HttpQuestion::OfRole
    }
}

/// The kind with its random name filled in.
pub(super) fn completed(mut kind: ExtraKind) -> ExtraKind {
    if let ExtraKind::CanaryName { name } | ExtraKind::OtherKeyCanary { name, .. } = &mut kind
        && name.is_empty()
    {
        *name = random_name();
    }
    kind
}

/// A name that cannot exist (RFC 2606).
pub(super) fn random_name() -> String {
    let mut random = [0; 8];
    // Without randomness it cannot exist all the same; it is only easier to recognise.
    let _ = aws_lc_rs::rand::fill(&mut random);
    format!("{}.invalid", crate::cert::hex(&random))
}

/// One target to be measured: along which route, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// What is measured.
    pub target: Target,
    /// The route along which it is reached.
    pub route: Route,
    /// Who named the target; this decides which addresses may be contacted.
    pub word: NamedBy,
}

/// What the user named, where many targets share a route.
impl From<(Target, Arc<Route>)> for Assignment {
    fn from((target, route): (Target, Arc<Route>)) -> Self {
        (target, Arc::unwrap_or_clone(route)).into()
    }
}

/// What the user named.
impl From<(Target, Route)> for Assignment {
    fn from((target, route): (Target, Route)) -> Self {
        Self {
            target,
            route,
            word: NamedBy::User,
        }
    }
}
