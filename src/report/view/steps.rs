//! The machine formats' view of what was measured: routes, steps, sessions, further measurements.
//! As with the rest of the view, no field is ever missing.

use std::net::{IpAddr, SocketAddr};

use schemars::JsonSchema;
use serde::Serialize;

use crate::evidence::HelloOffer;
use crate::foreign::Foreign;

/// The way to a target.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Route")]
pub(in crate::report) struct RouteView {
    #[schemars(extend("enum" = ["direct", "proxy"]))]
    pub via: &'static str,
    /// `http://proxy.example.test:3128`, never with credentials; `null` where direct.
    pub proxy: Option<String>,
    /// The flag, variable or rule that decided it: `HTTPS_PROXY`, `NO_PROXY entry .example.test`.
    pub because: String,
    /// Where curl, given the same, would go another way, in words; `null` where it would not.
    pub curl_differs: Option<String>,
}

/// One address, as far as it went.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Steps")]
pub(in crate::report) struct StepsView<'a> {
    /// `192.0.2.1:443`, the target's or, where the route is `proxy`, the proxy's; `null` where
    /// there was none to try.
    pub address: Option<SocketAddr>,
    /// The lookup of the target's name or, where the route is `proxy`, the proxy's: the same for
    /// every address.
    pub dns: StepView<'a>,
    pub tcp: StepView<'a>,
    /// The conversation with the proxy, up to the tunnel or its refusal; skipped where the route is
    /// `direct`.
    pub proxy: ProxyView<'a>,
    pub tls: StepView<'a>,
    pub http: StepView<'a>,
    /// The kernel's own round-trip time, in seconds, unspoilt by a busy machine; `null` where it
    /// gave none.
    pub round_trip: Option<f64>,
    /// What the handshake showed; `null` where it showed nothing.
    pub session: Option<SessionView<'a>>,
    /// What was answered; `null` where no whole answer came.
    pub answer: Option<AnswerView<'a>>,
}

/// The fate of one step.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "Step")]
pub(in crate::report) struct StepView<'a> {
    /// `done`, `failed`, `not-tried` (an earlier step failed) or `skipped` (left out on purpose).
    #[schemars(extend("enum" = ["done", "failed", "not-tried", "skipped"]))]
    pub state: &'static str,
    /// How long it took; `null` where it was not tried or skipped.
    pub seconds: Option<f64>,
    /// What went wrong; `null` where it did not fail.
    pub fault: Option<FaultView<'a>>,
    /// Why it was skipped; `null` where it was not.
    pub why: Option<String>,
}

/// One question to one resolver, and what came of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResolverAnswer")]
pub(in crate::report) struct ResolverAnswerView<'a> {
    /// Its address, and its port where that is not 53.
    pub resolver: &'a str,
    /// The name that it was asked for, with the suffix of the search list.
    pub name: &'a Foreign,
    /// `A` or `AAAA`.
    pub family: &'a str,
    pub seconds: f64,
    /// Empty where it gave none.
    pub addresses: &'a [IpAddr],
    /// The names that it led on to (CNAME), in order.
    pub aliases: &'a [Foreign],
    /// Why it gave no address: `no-such-name`, `no-address`, or what came instead of an answer;
    /// `null` where it gave one.
    pub fault: Option<FaultView<'a>>,
}

/// What the world did.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fault")]
pub(in crate::report) struct FaultView<'a> {
    /// Stable, kebab-case: `refused`, `reset`, `timed-out`, `alert`, ...
    pub kind: &'static str,
    /// In words.
    pub text: Foreign,
    /// Number of the TLS alert received; `null` where it was none.
    pub alert: Option<u8>,
    /// The operating system's error number, where it gave one.
    pub os_code: Option<i32>,
    /// Lower-case hex of the first bytes received, where they were no TLS.
    pub first_bytes: Option<&'a str>,
}

/// A TLS handshake as far as it went.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Session")]
pub(in crate::report) struct SessionView<'a> {
    /// Server name sent; `null` for IP addresses.
    pub sni: Option<&'a str>,
    pub version: Option<&'a str>,
    /// IANA name of the cipher suite.
    pub suite: Option<&'a str>,
    /// The group of the key exchange, as IANA names it.
    pub group: Option<&'a str>,
    /// The scheme of the handshake's own signature, as RFC 8446 writes it.
    pub signature_scheme: Option<&'a str>,
    pub alpn: Option<&'a str>,
    /// SHA-256 of each certificate, as sent.
    pub chain: Vec<&'a str>,
    /// Names of the CAs whose client certificates the server takes (empty: any); `null` where it
    /// asked for none.
    pub client_certificate_issuers: Option<&'a [Foreign]>,
    /// An OCSP response was stapled.
    pub ocsp_stapled: bool,
    /// The chain was read in clear, on a further connection: that the server holds the leaf's key is
    /// not proven.
    pub captured_by_hello: bool,
    /// The hellos that were sent in clear, each on a connection of its own, in order.
    pub hellos: Vec<HelloView<'a>>,
    /// Why the handshake's own signature does not verify; `null` where it does.
    pub handshake_signature_defect: Option<String>,
    /// The server asked for a new handshake, as it does in TLS 1.2 for a client certificate.
    pub renegotiation: bool,
    /// What came right after the handshake where a client certificate had been asked for; `null`
    /// where nothing did.
    pub afterwards: Option<FaultView<'a>>,
}

/// A ClientHello that was sent without any cryptography.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Hello")]
pub(in crate::report) struct HelloView<'a> {
    /// What it offered.
    pub offer: HelloOffer,
    /// Why no choice of the server's was seen; `null` where one was.
    pub fault: Option<FaultView<'a>>,
}

/// The answer to the one question.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Answer")]
pub(in crate::report) struct AnswerView<'a> {
    /// `GET /version`.
    pub asked: &'a str,
    pub status: u16,
    pub reason: &'a Foreign,
}

/// The fate of the conversation with a proxy, and what was said.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "Proxy")]
pub(in crate::report) struct ProxyView<'a> {
    #[serde(flatten)]
    pub step: StepView<'a>,
    /// `CONNECT host:port` or `SOCKS5 host:port`, never with credentials; `null` where nothing was
    /// asked.
    pub asked: Option<&'a str>,
    /// TLS with the proxy itself; `null` where its scheme is not `https`.
    pub session: Option<SessionView<'a>>,
    /// The reply to CONNECT, whatever its status; `null` where none came.
    pub reply: Option<ReplyView<'a>>,
    /// The authentication method that a SOCKS proxy chose (RFC 1928 3).
    pub socks_method: Option<u8>,
    /// A SOCKS proxy's reply code (RFC 1928 6).
    pub socks_reply: Option<u8>,
    /// Bytes that came before anything was sent into the tunnel: the first 64, lower-case hex;
    /// `null` where none came.
    pub early_bytes: Option<&'a str>,
}

/// A proxy's reply to CONNECT.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reply")]
pub(in crate::report) struct ReplyView<'a> {
    pub status: u16,
    pub reason: &'a Foreign,
    /// Those that tell who answered, where to or when, in the order they came; a name may come
    /// twice.
    pub headers: Vec<HeaderView<'a>>,
}

/// A header of a reply.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Header")]
pub(in crate::report) struct HeaderView<'a> {
    /// In lower case.
    pub name: &'a str,
    pub value: &'a Foreign,
}

/// A further measurement of a target.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Extra")]
pub(in crate::report) struct ExtraView<'a> {
    /// What is different in it.
    #[schemars(extend("enum" = [
        "other-route", "again", "canary-name", "no-name", "only-tls12", "small-hello", "large-hello", "small-segments", "listen-first"
    ]))]
    pub kind: &'static str,
    /// The server name that cannot exist, for `canary-name`; `null` otherwise.
    pub name: Option<&'a str>,
    pub route: RouteView,
    /// What made it worth while: the code of a verdict, or a flag.
    pub because: String,
    /// As in the endpoint itself, along this measurement's own route.
    pub steps: Vec<StepsView<'a>>,
    /// SHA-256 of each certificate, as sent on the connection that went furthest. Empty where none
    /// were sent.
    pub chain: Vec<&'a str>,
}

/// What a proxy answers for a name that cannot exist.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Canary")]
pub(in crate::report) struct CanaryView<'a> {
    /// The name asked for, at port 443.
    pub name: &'a str,
    pub route: RouteView,
    pub steps: Vec<StepsView<'a>>,
    /// SHA-256 of each certificate shown for it. Empty where none were: as it should be.
    pub chain: Vec<&'a str>,
}
