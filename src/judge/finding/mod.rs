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

pub mod certificate;
pub mod interference;
mod legacy;
mod no_proxy_entry;

pub use certificate::CertificateFault;
pub use interference::Interference;
pub use legacy::Details;
pub use no_proxy_entry::NoProxyEntry;

use crate::codes::Code;

/// What was found to apply to an endpoint, with the facts that make it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A fault of a certificate.
    CertificateFault(CertificateFault),
    /// Somebody on the way answers, filters or cuts.
    Interference(Interference),
    /// Facts that are not typed yet.
    Legacy(Code, Details),
}

impl Finding {
    /// Its class.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::CertificateFault(fault) => fault.code(),
            Self::Interference(interference) => interference.code(),
            Self::Legacy(code, _) => *code,
        }
    }
}
