//! What was met, step by step: attempts, connections, faults, and the trust stores of the run.
//! Serialisable, versioned. Contains no verdict; `judge` decides what it means. Names nouns only.

pub mod alert;
mod attempts;
mod budget;
mod fault;
mod fetched;
mod handshake;
mod keys;
mod lookup;
mod lookup_failure;
mod own_limit;
mod reasons;
mod resource;
mod steps;

use std::net::{IpAddr, SocketAddr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cert::Cert;
use crate::moment::Moment;
use crate::route::Route;
use crate::target::{Host, ObjectRef, Target};

pub use attempts::{Attempts, ReadBackError};
pub use budget::{MOST_PER_ADDRESS, MOST_PER_ENDPOINT, MOST_TO_COMPLETE, NotAsked, NotAskedReason};
pub use fault::{Fault, readable_bytes, socks_reply};
pub use fetched::{Download, FetchedIssuer, IssuerRequest};
pub use handshake::{Incompatibility, SignatureDefect};
pub use keys::KeyType;
pub use lookup::{ResolverAnswer, ResolverSaid};
pub use lookup_failure::LookupFailure;
pub use own_limit::{Shortage, Shortages};
pub use reasons::{ExtraReason, SkipReason};
pub use resource::{Resource, Waited};
pub use steps::{
    AddressLeftOut, AddressSource, ClearHello, ClientCertificateRequest, HelloOffer, HttpExchange,
    ProxySession, Resolution, TcpSession, TlsSession,
};

/// One target, measured once along one route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// What was measured.
    pub target: Target,
    /// Along which way.
    pub route: Route,
    /// When.
    pub started: Moment,
    /// The lookup of the peer: the target or the proxy.
    pub dns: Step<Resolution>,
    /// One per address tried, in the order of `Resolution::addresses`.
    pub connections: Vec<Connection>,
    /// Further measurements, each for a reason, within [`MOST_PER_ADDRESS`] and [`MOST_PER_ENDPOINT`].
    pub extras: Vec<Extra>,
    /// Further measurements that were wanted and not made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_asked: Vec<NotAsked>,
    /// Issuers fetched over AIA for this target, in the order in which they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fetched: Vec<FetchedIssuer>,
    /// What this machine had too little of meanwhile, and how it was waited for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waited: Vec<Waited>,
}

impl Attempt {
    /// What was measured along the other route, in order: asked by turns, it is several.
    pub fn other_route(&self) -> impl Iterator<Item = &Extra> {
        self.extras
            .iter()
            .filter(|extra| extra.kind == ExtraKind::OtherRoute)
    }

    /// Where the target itself was reached on that connection; `None` where it was not, or only a
    /// proxy knows.
    #[must_use]
    pub fn reached_on(&self, connection: &Connection) -> Option<IpAddr> {
        let at = if self.route.is_direct() {
            Some(connection.address.ip())
        } else {
            self.known_to_proxy(connection)
        };
        at.filter(|_| connection.tls.saw().is_some())
    }

    /// Every different chain that the proxy of its route presented for itself; none where it is not
    /// spoken to inside TLS.
    #[must_use]
    pub fn chains_of_proxy(&self) -> Vec<&[Cert]> {
        let sessions = self.connections.iter().filter_map(|c| c.proxy.saw());
        let chains = sessions.filter_map(|s| Some(s.tls.as_ref()?.chain.as_slice()));
        let mut all: Vec<&[Cert]> = Vec::new();
        for chain in chains.filter(|chain| !chain.is_empty()) {
            if !all.contains(&chain) {
                all.push(chain);
            }
        }
        all
    }

    fn known_to_proxy(&self, connection: &Connection) -> Option<IpAddr> {
        match self.target.host {
            Host::Ip(ip) => Some(ip),
            Host::Name(_) => connection.proxy.saw()?.resolved,
        }
    }
}

/// One further measurement of a target, made to settle a doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RecordedExtra")]
pub struct Extra {
    /// What was different.
    pub kind: ExtraKind,
    /// Along which way.
    pub route: Route,
    /// What made it worth while.
    pub because: ExtraReason,
    /// The lookup of the peer.
    pub dns: Step<Resolution>,
    /// One per address tried.
    pub connections: Vec<Connection>,
}

/// What would settle a doubt about an attempt: `judge` asks for it, `measure` carries it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowRequest {
    /// One more measurement of the target.
    Measure(ExtraRequest),
    /// Two of them, side by side: the second would be asked for next if the first met silence, and
    /// silence takes as long as it is waited for.
    Pair(Box<[ExtraRequest; 2]>),
    /// None: it is noted that this one would have been wanted.
    Decline(ExtraRequest),
    /// The certificate of an issuer, from the address that the certificate below it names.
    Fetch(IssuerRequest),
}

/// A further measurement that is to be made: `judge` asks for it, `measure` carries it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraRequest {
    /// What is to be different.
    pub kind: ExtraKind,
    /// Along which way.
    pub route: Route,
    /// The address it is about, on that route; `None`: whichever answered (of the other route: all).
    pub address: Option<IpAddr>,
    /// Becomes [`Extra::because`].
    pub because: ExtraReason,
}

/// What is different in a further measurement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ExtraKind {
    /// The same target along the other route: direct for a proxied one and the reverse.
    OtherRoute,
    /// Nothing: whether it happens again.
    Again,
    /// SNI is a name that cannot exist (`<random>.invalid`, RFC 2606).
    CanaryName {
        /// That name; empty until the measurement is made.
        name: String,
    },
    /// No SNI.
    NoName,
    /// TLS 1.2 is the only version offered.
    OnlyTls12,
    /// A ClientHello that fits one small packet: no post-quantum group, few suites.
    SmallHello,
    /// A ClientHello as large as current Go sends it: with a post-quantum key share, two packets.
    LargeHello,
    /// TCP segments of at most 536 bytes (`TCP_MAXSEG`): passes where the path MTU is broken.
    SmallSegments,
    /// Nothing is sent for a moment: a server that speaks first is not a TLS server.
    ListenFirst,
    /// Some key types are not offered: whether the server has a certificate of another one. Most
    /// have none and end the handshake, which is no fault.
    OtherKey {
        /// Those that it has shown.
        without: Vec<KeyType>,
    },
    /// SNI is a name that cannot exist, in such a hello: the doubt is about the certificate of
    /// another key type.
    OtherKeyCanary {
        /// That name; empty until the measurement is made.
        name: String,
        /// The key types that are not offered.
        without: Vec<KeyType>,
    },
}

impl ExtraKind {
    /// It completes what is known of the endpoint's certificates, and settles no doubt.
    #[must_use]
    pub const fn completes_capture(&self) -> bool {
        matches!(self, Self::OtherKey { .. })
    }

    /// It asks for a name that cannot exist.
    #[must_use]
    pub const fn is_canary(&self) -> bool {
        matches!(self, Self::CanaryName { .. } | Self::OtherKeyCanary { .. })
    }
}

/// A proxy asked for `<random>.invalid:443`: a tunnel refuses, an interceptor answers and mints a
/// certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProxyCanary {
    /// Through that proxy.
    pub route: Route,
    /// The name that cannot exist.
    pub name: String,
    /// The lookup of the proxy.
    pub dns: Step<Resolution>,
    /// One per address tried.
    pub connections: Vec<Connection>,
}

/// One address of a target, as far as it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Connection {
    /// Who was connected to: an address of the target, or of the proxy.
    pub address: SocketAddr,
    /// The connection itself.
    pub tcp: Step<TcpSession>,
    /// What the proxy said to the request for a way to the target; skipped on a direct route.
    pub proxy: Step<ProxySession>,
    /// The handshake with the target.
    pub tls: Step<TlsSession>,
    /// The one question.
    pub http: Step<HttpExchange>,
}

impl Connection {
    /// The certificates that the target sent, in that order; empty where none were captured.
    #[must_use]
    pub fn chain(&self) -> &[Cert] {
        self.tls
            .saw()
            .map_or(&[], |session| session.chain.as_slice())
    }

    /// Further connections that were made inside of this one, to complete what it captured.
    #[must_use]
    pub fn completing(&self) -> usize {
        self.tls.saw().map_or(0, TlsSession::completing)
    }

    /// A server (or something in its place) began to speak TLS.
    #[must_use]
    pub fn answers_tls(&self) -> bool {
        let spoke = |s: &TlsSession| s.version.is_some() || !s.chain.is_empty();
        self.tls.is_done() || self.tls.saw().is_some_and(spoke)
    }

    /// The session went far enough for its question: the handshake is done, and an answer came where
    /// one was due.
    #[must_use]
    pub fn works(&self) -> bool {
        self.tls.is_done() && self.http.fault().is_none()
    }
}

/// The proxy step of a direct connection.
#[must_use]
pub fn no_proxy() -> Step<ProxySession> {
    Step::Skipped {
        why: SkipReason::DirectRoute,
    }
}

/// The fate of one step. Four different things, kept apart in every output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[schemars(rename = "RecordedStepOf{T}")]
pub enum Step<T> {
    /// It went well.
    Done {
        /// How long it took, in microseconds.
        took_us: u64,
        /// What was seen.
        saw: T,
    },
    /// It went wrong; what was seen before that is kept.
    Failed {
        /// How long it took, in microseconds.
        took_us: u64,
        /// What went wrong.
        fault: Fault,
        /// What was seen before.
        saw: Option<T>,
    },
    /// An earlier step failed.
    NotTried,
    /// Left out on purpose.
    Skipped {
        /// Why.
        why: SkipReason,
    },
}

impl<T> Step<T> {
    /// What was seen, in a step that ended well or badly.
    pub const fn saw(&self) -> Option<&T> {
        match self {
            Self::Done { saw, .. } => Some(saw),
            Self::Failed { saw, .. } => saw.as_ref(),
            Self::NotTried | Self::Skipped { .. } => None,
        }
    }

    /// What went wrong, where something did.
    pub const fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Failed { fault, .. } => Some(fault),
            Self::Done { .. } | Self::NotTried | Self::Skipped { .. } => None,
        }
    }

    /// How long it took, in microseconds, where it was tried.
    pub const fn took_us(&self) -> Option<u64> {
        match self {
            Self::Done { took_us, .. } | Self::Failed { took_us, .. } => Some(*took_us),
            Self::NotTried | Self::Skipped { .. } => None,
        }
    }

    /// It was tried and went well.
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

/// A named set of certificates that someone trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Store {
    /// `system`, `mozilla`, the file as it was given, or the object and field it came from.
    pub name: String,
    /// What it is for.
    pub kind: StoreKind,
    /// In the order in which they were read.
    pub certs: Vec<Cert>,
    /// How many more it holds: a log keeps those only that can matter to its run.
    #[serde(default)]
    pub left_out: usize,
    /// Those of its certificates of which its file says itself that nobody has confirmed them: such a
    /// copy is trusted where it is given, and vouches for nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<Cert>,
    /// Whose clients trust it, where that is not everybody ([`StoreKind::InUse`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<StoreOwner>,
}

/// An object that has a CA bundle.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct StoreOwner {
    /// The file, or the command, it was read from.
    pub source: String,
    /// Which object.
    pub object: ObjectRef,
}

/// What a store is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// The machine's own trust.
    System,
    /// Mozilla's public roots, chosen as trust.
    Mozilla,
    /// Given with `--ca`, or kept by a cluster for its clients: in a kubeconfig, in a ConfigMap.
    Given,
    /// The CA bundle that an object of MTC's or Velero's has now: what is trusted for the endpoints
    /// which that object names, and for no other. Nobody vouches for what was once put there.
    InUse,
    /// Mozilla's public roots where they are not trusted: they only tell a public CA from a private
    /// one.
    Reference,
}

impl Store {
    /// Whether verdicts rest on it.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.kind != StoreKind::Reference
    }

    /// How many certificates it holds in all.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.certs.len() + self.left_out
    }
}
