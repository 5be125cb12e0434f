//! What each step can see: one struct per step.
//! Plain data; no opinion.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fault, ResolverAnswer, SignatureDefect};
use crate::cert::Cert;
use crate::foreign::Foreign;
use crate::roles::Answer;
use crate::roles::stranger::NotContactedReason;

/// A conversation with a proxy, up to the tunnel or its refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProxySession {
    /// `CONNECT host:port` or `SOCKS5 host:port`; never with credentials.
    pub asked: String,
    /// TLS with the proxy itself, for an `https` proxy.
    pub tls: Option<TlsSession>,
    /// The reply to CONNECT, whatever its status: head, and at most 8 KiB of body where it is no
    /// 2xx.
    pub reply: Option<Answer>,
    /// The authentication method a SOCKS proxy chose (RFC 1928 3).
    pub socks_method: Option<u8>,
    /// A SOCKS proxy's reply code (RFC 1928 6).
    pub socks_reply: Option<u8>,
    /// Bytes that followed a 2xx before anything was sent into the tunnel: the first 64, hex.
    pub early_bytes: Option<String>,
    /// The target's address that the proxy was asked for, where its name was looked up here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<IpAddr>,
    /// Addresses of that lookup that the proxy was not to be asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_contacted: Vec<AddressLeftOut>,
}

/// What the name service said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RecordedResolution")]
pub struct Resolution {
    /// Where the addresses come from.
    pub source: AddressSource,
    /// In the order they are tried: IPv4 as answered, then IPv6.
    pub addresses: Vec<IpAddr>,
    /// Address families whose lookup failed while the other answered: `A` or `AAAA`, and the fault.
    pub missing: Vec<(String, Fault)>,
    /// Further addresses that the name service gave and that are not tried.
    pub left_out: usize,
    /// Addresses that the name service gave and that are not contacted on the word of the one who
    /// named this target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_contacted: Vec<AddressLeftOut>,
    /// What each resolver was asked and answered, in that order, A before AAAA; empty where none was
    /// asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<ResolverAnswer>,
    /// Questions that no client asks, put after a lookup that found nothing: the same to the other
    /// resolvers, and the name that an alias leads to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compared: Vec<ResolverAnswer>,
    /// Services of nsswitch.conf that this program cannot ask, of a lookup that found nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services_not_asked: Vec<Foreign>,
}

/// An address that was left alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AddressLeftOut {
    /// Which address.
    pub address: IpAddr,
    /// Why nobody was contacted there.
    pub reason: NotContactedReason,
}

/// Where addresses come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TcpSession {
    /// The address connected from, without its port.
    pub local: Option<IpAddr>,
    /// The kernel's own round-trip time in microseconds (`TCP_INFO`), unspoilt by a busy machine;
    /// `None` where it gives none.
    pub rtt_us: Option<u32>,
}

/// A TLS handshake as far as it went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each was seen by itself")]
pub struct TlsSession {
    /// Server name sent; `None` for IP literals (RFC 6066 3).
    pub sni: Option<String>,
    /// `TLS 1.2`, `TLS 1.3`, once agreed.
    pub version: Option<String>,
    /// IANA name: `TLS13_AES_128_GCM_SHA256`.
    pub suite: Option<String>,
    /// The protocol agreed by ALPN (RFC 7301).
    pub alpn: Option<String>,
    /// As sent: leaf first by the standard, but nothing is sorted or dropped.
    pub chain: Vec<Cert>,
    /// The server asked for a client certificate.
    pub client_certificate: Option<ClientCertificateRequest>,
    /// Size of a stapled OCSP response in bytes.
    pub ocsp_bytes: Option<usize>,
    /// Why the handshake's own signature does not verify with the leaf's key; `None` where it does
    /// or none was made.
    pub handshake_signature_defect: Option<SignatureDefect>,
    /// The scheme of the handshake's own signature, as the TLS library or RFC 8446 4.2.3 writes it;
    /// `None` where none was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_scheme: Option<String>,
    /// The server refused HTTP/1.1 (alert 120, `no_application_protocol`), and a second connection
    /// offered HTTP/2 too, as Go and curl do. Where that succeeded, it is what is recorded; where
    /// not, a third read the chain in clear.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub http1_refused: bool,
    /// TLS bytes received before the end of this step.
    pub bytes_in: u64,
    /// What came right after a finished handshake, where a client certificate had been asked for
    /// and no HTTP follows.
    pub afterwards: Option<Fault>,
    /// After the handshake the server asked for a new one (HelloRequest, RFC 5246 7.4.1.1), which is
    /// how it asks late for a client certificate. This client refuses.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renegotiation: bool,
    /// A second connection was made, to read the chain in clear or to offer HTTP/2, whatever came of
    /// it.
    pub second_connection: bool,
    /// The chain was read in clear on a second connection without cryptography, since no common
    /// parameters were found on the first: that the server holds the leaf's key is not proven.
    pub captured_by_hello: bool,
}

/// A CertificateRequest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientCertificateRequest {
    /// Names of the CAs the server would accept, as text.
    pub accepted_issuers: Vec<Foreign>,
}

/// The one question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HttpExchange {
    /// `GET /version`.
    pub asked: String,
    /// `None` where the answer broke off before its head was whole.
    pub answer: Option<Answer>,
}
