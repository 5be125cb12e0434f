//! Why no bundle can be written for an endpoint, as values: each reason with what it is about.
//! Plain data; the sentences are in `words`.

use std::net::SocketAddr;

use crate::cert::Cert;
use crate::codes::Code;
use crate::dialects::go::GoRefusal;
use crate::foreign::Foreign;
use crate::judge::{ClientDiffers, Verdict};
use crate::route::ProxyUrl;

/// Why no bundle can be written for an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorRefusal {
    /// No chain was seen; the verdict says why.
    NotCaptured(Box<Verdict>),
    /// Go refuses the chain with this bundle.
    NotAccepted {
        /// The cause as far as it is known: a fault that no bundle cures, or the authority that is
        /// missing. `None` where the endpoint verifies with what the system trusts.
        verdict: Option<Box<Verdict>>,
        /// What Go says.
        go: GoRefusal,
        /// Whom the bundle would serve all the same.
        served: Vec<ServedAllTheSame>,
    },
    /// Go refuses the own certificate of the proxy that stands before the endpoint with this bundle.
    ProxyNotAccepted {
        /// Which proxy, without credentials.
        proxy: Box<ProxyUrl>,
        /// What Go says of its chain.
        go: GoRefusal,
    },
    /// The whole endpoint is intercepted, and nothing of that was accepted.
    Intercepted(Box<Verdict>),
    /// An interceptor made this certificate, or answers on an address of the endpoint.
    MadeByInterceptor {
        /// What is not taken.
        cert: NamedCert,
        /// Where the interceptor answers.
        extent: InterceptorExtent,
    },
    /// It is not forged, but trust in it is trust in an interceptor.
    StandsBehindInterceptor(NamedCert),
    /// It also stands for a certificate that was made for a name which cannot exist, or one was made
    /// where it was shown.
    MintedOnDemand(NamedCert),
    /// Something speaks against the chain that shows it, and proves nothing.
    Suspected {
        /// What is not taken.
        cert: NamedCert,
        /// What speaks against the chain.
        verdict: Box<Verdict>,
    },
    /// What would tell the chain that shows it from an interceptor's was not asked.
    DoubtLeftOpen(NamedCert),
    /// The endpoint's addresses lead to different authorities.
    AddressesDiffer {
        /// What is not taken.
        cert: NamedCert,
        /// Where the addresses lead, in the order in which they were tried.
        sides: Vec<AddressSide>,
    },
    /// Only a proxy has shown it.
    Unconfirmed(NamedCert),
}

/// Clients that accept what Go refuses, where they trust these certificates: as measured with such
/// chains, not proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedAllTheSame {
    /// Who, and why.
    pub clients: ClientDiffers,
    /// What they trust.
    pub anchors: Vec<NamedCert>,
}

/// A certificate, named by what people recognise it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCert {
    /// Its subject in short.
    pub label: Foreign,
    /// Lower-case hex.
    pub sha256: String,
}

/// Where an interceptor of the endpoint answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InterceptorExtent {
    /// At every address.
    Everywhere,
    /// At these addresses, and the certificate is its work.
    ItsWorkAt(Vec<SocketAddr>),
    /// At these addresses; the certificate was shown at others.
    BesideAt(Vec<SocketAddr>),
}

/// Addresses that lead to one authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressSide {
    /// In the order in which they were tried.
    pub addresses: Vec<SocketAddr>,
    /// The topmost certificate that they lead to, where there is one.
    pub top: Option<NamedCert>,
    /// The user trusts one of the certificates on the way.
    pub vouched: bool,
}

impl NamedCert {
    /// Names this certificate by its subject and fingerprint.
    #[must_use]
    pub fn of(cert: &Cert) -> Self {
        Self {
            label: cert.label(),
            sha256: cert.sha256().to_owned(),
        }
    }
}

impl AnchorRefusal {
    /// The verdict that is the reason, where one is.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        match self {
            Self::NotCaptured(verdict) | Self::Intercepted(verdict) => Some(verdict),
            Self::NotAccepted { verdict, .. } => verdict.as_deref(),
            Self::ProxyNotAccepted { .. }
            | Self::MadeByInterceptor { .. }
            | Self::StandsBehindInterceptor(_)
            | Self::MintedOnDemand(_)
            | Self::Suspected { .. }
            | Self::DoubtLeftOpen(_)
            | Self::AddressesDiffer { .. }
            | Self::Unconfirmed(_) => None,
        }
    }

    /// Something speaks against the certificate and proves nothing: a CA that is vouched for lifts it.
    #[must_use]
    pub const fn is_doubt(&self) -> bool {
        match self {
            Self::MintedOnDemand(_)
            | Self::Suspected { .. }
            | Self::DoubtLeftOpen(_)
            | Self::AddressesDiffer { .. }
            | Self::Unconfirmed(_) => true,
            Self::NotCaptured(_)
            | Self::NotAccepted { .. }
            | Self::ProxyNotAccepted { .. }
            | Self::Intercepted(_)
            | Self::MadeByInterceptor { .. }
            | Self::StandsBehindInterceptor(_) => false,
        }
    }

    /// The verdict's code where a verdict is the reason; else that of the verdict which is about
    /// the same, or `unconfirmed` or `not-proved`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotCaptured(verdict)
            | Self::Intercepted(verdict)
            | Self::Suspected { verdict, .. } => verdict.code().name(),
            Self::NotAccepted { verdict, .. } => verdict
                .as_ref()
                .map_or("not-proved", |verdict| verdict.code().name()),
            Self::ProxyNotAccepted { .. } => Code::ProxyUntrusted.name(),
            Self::MadeByInterceptor { .. } | Self::StandsBehindInterceptor(_) => {
                Code::Intercepted.name()
            }
            Self::MintedOnDemand(_) => Code::MintedOnDemand.name(),
            Self::DoubtLeftOpen(_) => Code::DoubtLeftOpen.name(),
            Self::AddressesDiffer { .. } => Code::AddressesDiffer.name(),
            Self::Unconfirmed(_) => "unconfirmed",
        }
    }
}
