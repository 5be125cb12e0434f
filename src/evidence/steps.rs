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
    /// Services of a lookup that found nothing which a rule of nsswitch.conf kept from being asked
    /// (`[NOTFOUND=return]`). Go without cgo passes over such rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut_off: Vec<Foreign>,
}

impl Resolution {
    /// These addresses, and nothing else worth noting.
    #[must_use]
    pub const fn of(source: AddressSource, addresses: Vec<IpAddr>) -> Self {
        Self {
            source,
            addresses,
            missing: Vec::new(),
            left_out: 0,
            not_contacted: Vec::new(),
            asked: Vec::new(),
            compared: Vec::new(),
            services_not_asked: Vec::new(),
            cut_off: Vec::new(),
        }
    }
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each was seen by itself, whatever the others are"
)]
pub struct TlsSession {
    /// Server name sent; `None` for IP literals (RFC 6066 3).
    pub sni: Option<String>,
    /// `TLS 1.2`, `TLS 1.3`, once agreed.
    pub version: Option<String>,
    /// IANA name: `TLS13_AES_128_GCM_SHA256`.
    pub suite: Option<String>,
    /// The group of the key exchange, as IANA names it: `x25519`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Bits of the prime of a finite-field Diffie-Hellman exchange before TLS 1.3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dh_bits: Option<usize>,
    /// The scheme of the handshake's own signature, as RFC 8446 4.2.3 writes it; none before TLS
    /// 1.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_scheme: Option<String>,
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
    /// The server refused HTTP/1.1 (alert 120, `no_application_protocol`), and a second connection
    /// offered HTTP/2 too, as Go and curl do. Where that succeeded, it is what is recorded; where
    /// not, others read the chain in clear.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub http1_refused: bool,
    /// It refused HTTP/2 too, and a third connection offered no protocol at all. Where that succeeded,
    /// it is what is recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub http2_refused: bool,
    /// TLS bytes received before the end of this step.
    pub bytes_in: u64,
    /// What came right after a finished handshake, where a client certificate had been asked for
    /// and no HTTP follows.
    pub afterwards: Option<Fault>,
    /// After the handshake the server asked for a new one (HelloRequest, RFC 5246 7.4.1.1), which is
    /// how it asks late for a client certificate. This client refuses.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renegotiation: bool,
    /// The hellos that were sent in clear, each on a connection of its own, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hellos: Vec<ClearHello>,
    /// The chain was read in clear on a further connection without cryptography, since no common
    /// parameters were found on the first: that the server holds the leaf's key is not proven.
    pub captured_by_hello: bool,
}

impl TlsSession {
    /// Connections that were made to complete what the first one captured: with HTTP/2, without any
    /// protocol, then in clear.
    #[must_use]
    pub fn completing(&self) -> usize {
        let refused = usize::from(self.http1_refused) + usize::from(self.http2_refused);
        self.hellos.len() + refused
    }

    /// Whether a hello with this offer was answered; `None` where none was sent.
    #[must_use]
    pub fn answers_hello(&self, offer: HelloOffer) -> Option<bool> {
        let sent = self.hellos.iter().find(|hello| hello.offer == offer);
        sent.map(|hello| hello.fault.is_none())
    }

    /// What the server would choose was read in clear.
    #[must_use]
    pub fn answers_in_clear(&self) -> bool {
        self.hellos.iter().any(|hello| hello.fault.is_none())
    }
}

/// A ClientHello that was sent without any cryptography, to see what the server chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClearHello {
    /// What it offered.
    pub offer: HelloOffer,
    /// Why no choice of the server's was seen; `None` where one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

/// What a ClientHello in clear offers. Where TLS 1.3 is chosen, that can be read, but not the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HelloOffer {
    /// What go1.27 offers.
    CurrentGo,
    /// What go1.19 offers: key exchange by RSA and 3DES, too.
    OldGo,
    /// What curl with OpenSSL 3.0 offers.
    Openssl,
    /// Everything that servers of TLS 1.2 and before may need.
    Wide,
    /// TLS 1.0 in a record of SSL 3.0, without extensions: no server name, no curves.
    Oldest,
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
