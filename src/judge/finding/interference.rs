//! Family `interference`: somebody on the way answers, filters or cuts; and the signs by which an
//! interceptor is recognised. Plain data.

use super::NoProxyEntry;
use crate::evidence::Fault;
use crate::foreign::Foreign;
use crate::judge::Product;

/// What somebody on the way does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interference {
    /// Somebody ends the TLS session and signs certificates of his own.
    Intercepted {
        /// All signs of it; they come to `Likely` or `Certain`.
        signs: Signs,
        /// Issuer of the leaf, as an RFC 4514 name; empty where none can be read.
        issuer: Foreign,
        /// What to add to a noProxy list, where the direct route works.
        bypass: Option<NoProxyEntry>,
    },
    /// One difference between the chains of the two routes, and nothing that decides.
    RoutesDiffer {
        /// Label of the leaf's issuer on this route.
        here: Foreign,
        /// The same on the other route.
        there: Foreign,
        /// What differs, or is strange.
        signs: Vec<Sign>,
    },
    /// A certificate was made for a name that cannot exist, which a server that issues on demand
    /// does too.
    MintedOnDemand {
        /// Label of the topmost CA, or of the leaf's issuer where that is not sent.
        issuer: Foreign,
        /// SHA-256 of that CA, lower-case hex; `None` where it is not sent.
        ca: Option<String>,
    },
    /// A portal or a filter answers with a page.
    BlockPage {
        /// What it answered.
        page: Page,
    },
    /// TLS for this name is cut; for other names it is not.
    SniFiltered {
        /// How it was cut.
        fault: Fault,
    },
    /// A ClientHello above a certain size is cut.
    LargeHelloCut,
    /// Packets above a certain size vanish.
    MtuBlackHole {
        /// How the handshake ended.
        fault: Fault,
    },
}

/// Signs of interception found in one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signs {
    /// What they come to.
    pub confidence: Confidence,
    /// Proofs first; never empty.
    pub all: Vec<Sign>,
    /// What kind of certificate was made.
    pub how: HowItSigns,
    /// SHA-256 of the interceptor's CA, lower-case hex, where it was sent or learnt.
    pub ca: Option<String>,
    /// The product, where it can be recognised.
    pub product: Option<Product>,
}

/// How sure the signs make us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// One sign alone.
    Possible,
    /// Two signs that a server may make too.
    Likely,
    /// A proof.
    Certain,
}

impl Confidence {
    /// What these signs come to; `None` where there are none.
    #[must_use]
    pub fn of(signs: &[Sign]) -> Option<Self> {
        match signs {
            [] => None,
            _ if signs.iter().any(Sign::proves) => Some(Self::Certain),
            [_] => Some(Self::Possible),
            _ => Some(Self::Likely),
        }
    }
}

/// What kind of certificate an interceptor makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowItSigns {
    /// One of its CA's.
    ReSigns,
    /// One of a CA that says of itself that nobody is to trust it: the server's was not trusted.
    ReSignsAsUntrusted,
    /// One that signed itself, as the server's did.
    CopiesSelfSigned,
}

/// A sign of interception, alone or against the control on the other route: it proves, or it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A certificate was minted for a name that cannot exist. Counts only: a server that issues
    /// on demand does that too.
    MintedForCanary,
    /// The leaf has its issuer's key.
    HasIssuersKey,
    /// The leaf's key, or one that signed it, also answered for a name that cannot exist.
    KeyAnsweredForCanary,
    /// The issuer calls itself "Not trusted by".
    CalledNotTrusted,
    /// Another issuer than on the other route.
    AnotherIssuer {
        /// Label of the leaf's issuer on this route.
        here: Foreign,
        /// The same on the other route.
        there: Foreign,
    },
    /// Names and dates are those of the other route's leaf, under another key and with fewer
    /// extensions.
    CopiedPoorer,
    /// The server asks for a client certificate on the other route only.
    ClientCertificateRequestLost,
}

impl Sign {
    /// An interceptor alone can make it.
    #[must_use]
    pub const fn proves(&self) -> bool {
        match self {
            Self::HasIssuersKey | Self::KeyAnsweredForCanary | Self::CalledNotTrusted => true,
            Self::MintedForCanary
            | Self::AnotherIssuer { .. }
            | Self::CopiedPoorer
            | Self::ClientCertificateRequestLost => false,
        }
    }
}

/// A page that somebody on the way answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// In clear, where TLS was due: the handshake's fault, with its first bytes.
    InClear(Fault),
    /// In reply to CONNECT.
    ToConnect {
        /// The HTTP status code.
        status: u16,
        /// The words after it; empty where there are none.
        reason: Foreign,
    },
    /// Inside TLS.
    InsideTls {
        /// The HTTP status code.
        status: u16,
        /// The words after it; empty where there are none.
        reason: Foreign,
    },
}

codes_of!(Interference {
    Intercepted,
    RoutesDiffer,
    MintedOnDemand,
    BlockPage,
    SniFiltered,
    LargeHelloCut,
    MtuBlackHole,
});
