//! What was met, step by step: attempts, connections, faults, and the trust stores of the run. Serialisable, versioned.
//! Holds no opinion: what it means is `judge`'s. May name the other words only.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::cert::Cert;
use crate::error::Problem;
use crate::moment::Moment;
use crate::roles::Answer;
use crate::route::Route;
use crate::target::Target;

/// Version of the saved form; a reader refuses any other.
pub const EVIDENCE_VERSION: u32 = 1;

/// A whole run as it is saved (`--save`) and judged again (`--from`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// [`EVIDENCE_VERSION`].
    pub evidence_version: u32,
    /// Name and version of the program that recorded it.
    pub tool: String,
    /// When the run began: the time at which it is judged unless another is given.
    pub at: Moment,
    /// One per target, in input order.
    pub attempts: Vec<Attempt>,
    pub stores: Vec<Store>,
    pub problems: Vec<Problem>,
}

/// One target, measured once along one route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub target: Target,
    pub route: Route,
    pub started: Moment,
    pub dns: Step<Resolution>,
    /// One per address tried, in the order of `Resolution::addresses`.
    pub connections: Vec<Connection>,
}

/// One address of a target, as far as it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    pub address: SocketAddr,
    pub tcp: Step<TcpSession>,
    pub tls: Step<TlsSession>,
    pub http: Step<HttpExchange>,
}

/// The fate of one step. Four different things, kept apart in every output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Step<T> {
    Done {
        took_us: u64,
        saw: T,
    },
    /// It went wrong; what was seen before that is kept.
    Failed {
        took_us: u64,
        fault: Fault,
        saw: Option<T>,
    },
    /// An earlier step failed.
    NotTried,
    /// Left out on purpose; the words say why.
    Skipped {
        why: String,
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

    pub const fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Failed { fault, .. } => Some(fault),
            _ => None,
        }
    }

    /// How long it took, in microseconds, where it was tried.
    pub const fn took_us(&self) -> Option<u64> {
        match self {
            Self::Done { took_us, .. } | Self::Failed { took_us, .. } => Some(*took_us),
            Self::NotTried | Self::Skipped { .. } => None,
        }
    }

    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

/// What the name service said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    pub source: AddressSource,
    /// In the order they are tried: IPv4 as answered, then IPv6.
    pub addresses: Vec<IpAddr>,
    /// Address families whose lookup failed while the other answered: `A` or `AAAA`, and the fault.
    pub missing: Vec<(String, Fault)>,
}

/// Where addresses come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressSource {
    /// The target is an address.
    Literal,
    /// `--resolve`.
    Override,
    /// The hosts file or the system's resolvers.
    System,
}

/// A TCP connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TcpSession {
    /// The address connected from, without its port.
    pub local: Option<IpAddr>,
    /// The kernel's own round-trip time in microseconds (`TCP_INFO`), unspoilt by a busy machine; `None` where it gives none.
    pub rtt_us: Option<u32>,
}

/// A TLS handshake as far as it went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsSession {
    /// Server name sent; `None` for IP literals (RFC 6066 3).
    pub sni: Option<String>,
    /// `TLS 1.2`, `TLS 1.3`, once agreed.
    pub version: Option<String>,
    /// IANA name: `TLS13_AES_128_GCM_SHA256`.
    pub suite: Option<String>,
    pub alpn: Option<String>,
    /// As sent: leaf first by the standard, but nothing is sorted or dropped.
    pub chain: Vec<Cert>,
    /// The server asked for a client certificate.
    pub client_certificate: Option<ClientCertificateRequest>,
    /// Size of a stapled OCSP response in bytes.
    pub ocsp_bytes: Option<usize>,
    /// Why the handshake's own signature does not verify with the leaf's key; `None` where it does or none was made.
    pub handshake_signature_defect: Option<String>,
    /// TLS bytes received before the end of this step.
    pub bytes_in: u64,
    /// What came right after a finished handshake, where a client certificate had been asked for and no HTTP follows.
    pub afterwards: Option<Fault>,
    /// The chain was read in clear on a second connection without cryptography, since no common parameters were found on the
    /// first: that the server holds the leaf's key is not proven.
    #[serde(default)]
    pub captured_by_hello: bool,
}

/// A CertificateRequest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCertificateRequest {
    /// Names of the CAs the server would accept, as text.
    pub accepted_issuers: Vec<String>,
}

/// The one question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpExchange {
    /// `GET /version`.
    pub asked: String,
    /// `None` where the answer broke off before its head was whole.
    pub answer: Option<Answer>,
}

/// What the world did. Foreign errors become one of these once, where they are met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// The name exists and has no address (NODATA).
    NoAddress,
    /// A resolver answered with an error (`SERVFAIL`, `REFUSED`) or not in DNS.
    Resolver {
        text: String,
    },
    Refused,
    /// `No route to host`, `Network is unreachable`.
    Unreachable {
        text: String,
    },
    /// RST.
    Reset,
    /// FIN where more was due.
    Closed,
    /// The step's deadline passed.
    TimedOut {
        after_ms: u64,
    },
    /// A fatal TLS alert was received (RFC 8446 6): number and name.
    Alert {
        code: u8,
        name: String,
    },
    /// The bytes are no TLS record: the first 64, lower-case hex.
    NotTls {
        first_bytes: String,
    },
    /// A handshake message larger than the client takes.
    MessageTooLarge {
        text: String,
    },
    /// The peer agreed on nothing we offered, by its own ServerHello (`text` says what).
    NoCommonParameters {
        text: String,
    },
    /// TLS or HTTP that breaks its own rules.
    Malformed {
        text: String,
    },
    /// Anything else, with the operating system's number where there is one.
    Other {
        os_code: Option<i32>,
        text: String,
    },
}

/// A named set of certificates that someone trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Store {
    /// `system`, `mozilla`, or the file as it was given.
    pub name: String,
    pub kind: StoreKind,
    pub certs: Vec<Cert>,
}

/// What a store is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// The machine's own trust.
    System,
    /// Mozilla's public roots, chosen as trust.
    Mozilla,
    /// Given with `--ca`.
    Given,
    /// Mozilla's public roots where they are not trusted: they only tell a public CA from a private one.
    Reference,
}

impl Store {
    /// Whether verdicts rest on it.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.kind != StoreKind::Reference
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchName => f.write_str("no such name"),
            Self::NoAddress => f.write_str("the name has no address"),
            Self::Refused => f.write_str("connection refused"),
            Self::Reset => f.write_str("connection reset"),
            Self::Closed => f.write_str("connection closed"),
            Self::TimedOut { after_ms } => write!(f, "no answer within {after_ms} ms"),
            Self::Alert { code, name } => write!(f, "TLS alert {code} ({name})"),
            Self::NotTls { first_bytes } if first_bytes.is_empty() => f.write_str("not TLS"),
            Self::NotTls { first_bytes } => write!(f, "not TLS: {}", printable_bytes(first_bytes)),
            Self::Other { os_code: Some(code), text } => write!(f, "{text} (os error {code})"),
            Self::Other { os_code: None, text }
            | Self::Resolver { text }
            | Self::Unreachable { text }
            | Self::MessageTooLarge { text }
            | Self::NoCommonParameters { text }
            | Self::Malformed { text } => f.write_str(text),
        }
    }
}

/// Hex of foreign bytes as text a person can read: printable ASCII stays, everything else becomes a dot.
fn printable_bytes(hex: &str) -> String {
    let byte = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let shown = (0..hex.len()).step_by(2).filter_map(byte).map(|b| if b.is_ascii_graphic() || b == b' ' { char::from(b) } else { '.' });
    shown.collect()
}
