//! What a verdict says, as values: one variant for each code, with the facts that make it so. No
//! sentence is made here: `words` has them.

/// The code of each variant, which has the same name; and the way into a [`Finding`].
macro_rules! codes_of {
    ($family:ident { $($variant:ident),* $(,)? }) => {
        impl $family {
            /// Its class.
            #[must_use]
            pub const fn code(&self) -> $crate::codes::Code {
                match self {
                    $(Self::$variant { .. } => $crate::codes::Code::$variant,)*
                }
            }
        }

        impl From<$family> for super::Finding {
            fn from(fault: $family) -> Self {
                Self::$family(fault)
            }
        }
    };
}

mod at_proxy;
pub mod authority;
pub mod certificate;
mod client_reach;
pub mod interference;
pub mod name;
mod no_proxy_entry;
pub mod notice;
pub mod protocol;
pub mod proxy;
pub mod reach;
pub mod service;
pub mod timeout;
pub mod tls;

pub use at_proxy::AtProxy;
pub use authority::UnknownAuthority;
pub use certificate::CertificateFault;
pub use client_reach::ClientReach;
pub use interference::Interference;
pub use name::NameFault;
pub use no_proxy_entry::NoProxyEntry;
pub use notice::Notice;
pub use proxy::ProxyFault;
pub use reach::Unreached;
pub use service::ServiceFault;
pub use timeout::Timeout;
pub use tls::TlsFault;

use crate::codes::Code;
use certificate::WorkingAnchor;

/// What was found to apply to an endpoint, with the facts that make it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A fault of a certificate.
    CertificateFault(CertificateFault),
    /// Somebody on the way answers, filters or cuts.
    Interference(Interference),
    /// Something about the way its name is looked up.
    NameFault(NameFault),
    /// What is no failure.
    Notice(Notice),
    /// A fault of a configured proxy, or of the choice of a route.
    ProxyFault(ProxyFault),
    /// Something about the service itself.
    ServiceFault(ServiceFault),
    /// Something did not answer in time.
    Timeout(Timeout),
    /// A connection was made and no TLS session came of it.
    TlsFault(TlsFault),
    /// Nobody trusted vouches for the chain.
    UnknownAuthority(UnknownAuthority),
    /// Nothing was reached.
    Unreached(Unreached),
}

impl Finding {
    /// Its class.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::CertificateFault(fault) => fault.code(),
            Self::Interference(interference) => interference.code(),
            Self::NameFault(fault) => fault.code(),
            Self::Notice(notice) => notice.code(),
            Self::ProxyFault(fault) => fault.code(),
            Self::ServiceFault(fault) => fault.code(),
            Self::Timeout(timeout) => timeout.code(),
            Self::TlsFault(fault) => fault.code(),
            Self::UnknownAuthority(authority) => authority.code(),
            Self::Unreached(why) => why.code(),
        }
    }

    /// Whoever answers does not hold the key of the certificate that it shows, and may show anybody's.
    #[must_use]
    pub const fn is_of_another_key(&self) -> bool {
        matches!(
            self,
            Self::TlsFault(TlsFault::HandshakeMalformed {
                error: tls::Breach::Forged(_)
            })
        )
    }

    /// What a bundle can hold so that the fault does not matter to Go, where it is one of a
    /// certificate and a bundle can.
    #[must_use]
    pub const fn working_anchor(&self) -> Option<&WorkingAnchor> {
        match self {
            Self::CertificateFault(fault) => fault.working_anchor(),
            Self::Interference(_)
            | Self::NameFault(_)
            | Self::Notice(_)
            | Self::ProxyFault(_)
            | Self::ServiceFault(_)
            | Self::Timeout(_)
            | Self::TlsFault(_)
            | Self::UnknownAuthority(_)
            | Self::Unreached(_) => None,
        }
    }
}
