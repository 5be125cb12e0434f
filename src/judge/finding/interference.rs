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
        /// Who issued the leaf on this route.
        here: IssuerSeen,
        /// The same on the other route.
        there: IssuerSeen,
        /// What differs, or is strange.
        signs: Vec<Sign>,
    },
    /// One sign, and nothing to compare it with.
    PossiblyIntercepted {
        /// The sign; several, where they have one cause.
        signs: Signs,
        /// Issuer of the leaf, as an RFC 4514 name; empty where none can be read.
        issuer: Foreign,
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

/// Who issued a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerSeen {
    /// Label of the issuer.
    pub label: Foreign,
    /// SHA-256 of the key that signed the leaf (SubjectPublicKeyInfo), lower-case hex; `None` where
    /// it is not known. Names and ids can be copied, a key cannot.
    pub key: Option<String>,
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

impl Signs {
    /// Somebody answers in the server's place, surely or likely.
    #[must_use]
    pub fn accuse(&self) -> bool {
        self.confidence >= Confidence::Likely
    }
}

/// How sure the signs make us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// One sign alone, or several that one innocent cause explains.
    Possible,
    /// Signs that no one innocent cause explains.
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
            _ if signs.iter().any(|sign| sign.causes().is_empty()) => Some(Self::Certain),
            [first, others @ ..] if first.causes().iter().any(|c| explains(*c, others)) => {
                Some(Self::Possible)
            }
            _ => Some(Self::Likely),
        }
    }
}

fn explains(cause: InnocentCause, signs: &[Sign]) -> bool {
    signs.iter().all(|sign| sign.causes().contains(&cause))
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

/// A sign of interception, alone or against the control on the other route. What both routes show
/// refutes it, so that nothing is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The leaf's key, or one that signed it, also answered for a name that cannot exist.
    KeyAnsweredForCanary,
    /// The issuer calls itself "Not trusted by".
    CalledNotTrusted,
    /// The leaf has its issuer's key.
    HasIssuersKey,
    /// A certificate was minted for a name that cannot exist, on this route only.
    MintedForCanary,
    /// Another issuer than on the other route, by its name or by its key.
    AnotherIssuer {
        /// Who issued the leaf on this route.
        here: IssuerSeen,
        /// The same on the other route.
        there: IssuerSeen,
    },
    /// Names and dates are those of the other route's leaf, to the second, under another key of the
    /// same kind and with fewer extensions.
    CopiedPoorer,
    /// The server asks for a client certificate on the other route only.
    ClientCertificateRequestLost,
    /// The proxy on this route minted a certificate for a name that cannot exist.
    ProxyMints,
    /// The leaf's issuer has the name of one that minted a certificate for a name that cannot exist;
    /// neither names a key.
    NamedLikeMinter,
    /// Its CA minted a certificate for a name that cannot exist, but not at this endpoint, which
    /// answered with this very leaf.
    SignedByMinter,
    /// The host is one of a public provider's, which has certificates of public CAs, and a private CA
    /// signed this one.
    PrivateForPublicHost,
}

/// What else may be behind a sign, where nobody intercepts. Signs that one cause explains are one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnocentCause {
    /// The two routes lead to different TLS endpoints: a split horizon, a second router, a staged
    /// renewal, an edge that issues on demand, a home-made PKI whose server uses its CA's key.
    AnotherEndpoint,
    /// Two certificates ordered together, the one from a poorer template.
    OrderedTogether,
    /// The proxy inspects others and lets this endpoint through; its CA may have issued this very
    /// server's certificate.
    ExemptHost,
}

impl Sign {
    /// The innocent causes, each of which explains it; none where an interceptor alone can make it.
    #[must_use]
    pub const fn causes(&self) -> &'static [InnocentCause] {
        use InnocentCause::{AnotherEndpoint, ExemptHost, OrderedTogether};
        match self {
            Self::KeyAnsweredForCanary | Self::CalledNotTrusted => &[],
            Self::HasIssuersKey
            | Self::AnotherIssuer { .. }
            | Self::PrivateForPublicHost
            | Self::ClientCertificateRequestLost => &[AnotherEndpoint],
            // About other names only: a server that issues on demand, or a proxy that lets this one
            // through, whatever server it leads to.
            Self::MintedForCanary | Self::ProxyMints => &[AnotherEndpoint, ExemptHost],
            Self::CopiedPoorer => &[OrderedTogether],
            Self::NamedLikeMinter | Self::SignedByMinter => &[ExemptHost],
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
    PossiblyIntercepted,
    MintedOnDemand,
    BlockPage,
    SniFiltered,
    LargeHelloCut,
    MtuBlackHole,
});
