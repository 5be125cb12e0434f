//! Families, severities and steps: what codes are sorted by.
//! Data and its names only. The comments on variants are part of the published JSON Schema.

use serde::Serialize;

/// The user's own words for what can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Nothing fails.
    Ok,
    /// No trusted CA vouches for the chain.
    UnknownAuthority,
    /// A step got no answer in time.
    Timeout,
    /// A proxy or an interceptor refuses the way or replaces the certificate.
    ProxyInterference,
    /// The name service knows no address for the name, or answers wrongly or slowly.
    Name,
    /// No connection came about.
    Reach,
    /// A connection came about, but no TLS session.
    Tls,
    /// The certificate itself is unfit.
    Certificate,
    /// Another service answers than was meant, or it answers with an error.
    Service,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 9] = [
        Self::Ok,
        Self::UnknownAuthority,
        Self::Timeout,
        Self::ProxyInterference,
        Self::Name,
        Self::Reach,
        Self::Tls,
        Self::Certificate,
        Self::Service,
    ];

    /// The family of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }

    /// As in every output: `unknown-authority`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::UnknownAuthority => "unknown-authority",
            Self::Timeout => "timeout",
            Self::ProxyInterference => "proxy-interference",
            Self::Name => "name",
            Self::Reach => "reach",
            Self::Tls => "tls",
            Self::Certificate => "certificate",
            Self::Service => "service",
        }
    }
}

/// How much a verdict matters. The order is the order of `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Everything asked for works.
    Ok,
    /// Worth knowing, nothing to do.
    Info,
    /// It works now; something will or may stop it.
    Warning,
    /// It does not work.
    Failure,
}

impl Severity {
    /// Every severity, the best first.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Info, Self::Warning, Self::Failure];

    /// As in every output: `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Failure => "failure",
        }
    }

    /// The severity of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.name() == name)
    }
}

/// The step that a class is about, in the order they happen.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    /// The lookup of the target's name, or of the proxy's.
    Dns,
    /// The connection to an address.
    Tcp,
    /// The proxy's way to the target.
    Proxy,
    /// The handshake.
    Tls,
    /// The chain that the handshake brought.
    Certificate,
    /// The one question that the role asks, and its answer.
    Http,
}
