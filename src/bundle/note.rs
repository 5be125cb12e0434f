//! What is worth knowing about a bundle that works, as values.
//! Plain data; the sentences are in `words`.

use std::net::SocketAddr;

use crate::codes::Code;
use crate::dialects::go::GoRefusal;
use crate::dialects::rustls::StrictRefusal;
use crate::evidence::KeyType;
use crate::foreign::Foreign;
use crate::judge::{ClientDiffers, WhyUnusable};
use crate::moment::Moment;
use crate::route::ProxyUrl;

/// One thing worth knowing about a bundle that makes an endpoint verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofNote {
    /// This address showed no certificate, so that nothing is known about it.
    NothingShown(SocketAddr),
    /// The bundle holds the server's own certificate, which ends then.
    PinsLeaf {
        /// The certificate's last moment.
        until: Moment,
    },
    /// A client refuses the endpoint all the same.
    ClientRefuses(ClientDiffers),
    /// The bundle ends below this certificate, which is known and no anchor for Go.
    EndsBelow {
        /// Its label.
        certificate: Foreign,
        /// Why it is none.
        why: WhyUnusable,
    },
    /// It was proved for some key types only: of these the server may have a chain too, which was
    /// not captured.
    KeyTypeNotCaptured {
        /// Those for which it was proved.
        proved: Vec<KeyType>,
        /// Those of which no chain was captured, and it was not asked for, or not answered.
        missing: Vec<KeyType>,
    },
    /// It was proved without the chain of this key type, which Go refuses all the same.
    KeyTypeNotProved {
        /// The type of the leaf's key.
        key: KeyType,
        /// What Go says of that chain.
        go: GoRefusal,
    },
    /// It was proved without this chain, which an address shows by turns in another's place.
    TurnNotProved {
        /// The leaf's issuer, by its label.
        issuer: Foreign,
        /// Where it was shown.
        address: SocketAddr,
        /// What Go says of that chain.
        go: GoRefusal,
    },
    /// The bundle ends below the root, which nobody showed and the bundle does not hold.
    NoRoot,
    /// The same, since the root bears the name of the issuer below it in other bytes.
    RootNamedOtherwise,
    /// Strict clients refuse the endpoint all the same.
    StrictRefuses(StrictRefusal),
    /// The endpoint fails for another reason.
    NotCured(Code),
    /// The server demands a client certificate, which no bundle brings.
    ClientCertificate,
    /// The proxy before the endpoint is spoken to inside TLS, and the bundle covers it too.
    CoversProxy(ProxyUrl),
    /// A public CA: no bundle is needed.
    PublicCa,
}

impl ProofNote {
    /// A chain that is shown by turns in another's place was not proved.
    #[must_use]
    pub const fn is_of_a_turn(&self) -> bool {
        matches!(self, Self::TurnNotProved { .. })
    }

    /// A chain of the endpoint was seen for which the bundle is not proved.
    #[must_use]
    pub const fn is_of_an_unproved_chain(&self) -> bool {
        matches!(
            self,
            Self::KeyTypeNotProved { .. } | Self::TurnNotProved { .. }
        )
    }
}
