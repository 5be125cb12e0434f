//! Trust in one captured chain: what each consumer's rules say of it, and the path that signatures
//! prove. Plain data.

use crate::cert::{Cert, KeyKind};
use crate::dialects::go::GoRefusal;
use crate::dialects::rustls::StrictRefusal;
use crate::foreign::Foreign;

use super::clients::{Client, ClientDiffers};

/// Where a certificate of a path was learnt. The most credible comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertSource {
    /// A store of that name holds it.
    Store(String),
    /// The server sent it.
    Sent,
    /// Not this server but that endpoint (`host:port`) of the same run sent it.
    Endpoint(String),
    /// Fetched from that address, which the certificate below it names. Unauthenticated.
    Aia(Foreign),
}

/// Trust in one captured chain by the two rules, and the path that signatures prove.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Go's crypto/x509, as MTC's controller, Velero and restic use it.
    pub go: GoVerdict,
    /// webpki: anchors must be issuers.
    pub strict: StrictVerdict,
    /// Leaf to topmost certificate known, each signed by the next (checked), with where each was
    /// learnt.
    pub path: Vec<(Cert, CertSource)>,
    /// The lowest place in `path` that a trusted store holds, where all below it was sent, so that
    /// clients get there; `None`: the authority is unknown to them.
    pub anchor: Option<usize>,
    /// Names of the trusted stores that hold it.
    pub vouched_by: Vec<String>,
    /// What is known above the end of the path for a bundle.
    pub above: Option<UnusableIssuer>,
    /// The certificates of `path`, and of the path for a bundle, whose CA a store vouches for, or one
    /// that signed it, directly or through others.
    pub vouched: Vec<Cert>,
    /// The path ends in one of Mozilla's public roots.
    pub public: bool,
    /// Clients that decide otherwise than Go.
    pub others: Vec<ClientDiffers>,
    /// What a CA bundle can do for it.
    pub cure: Cure,
    /// There were more paths than are tried for one chain: there may be one that was not found.
    pub is_limited: bool,
}

/// A certificate that signed the end of a path, or may have, and serves no bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusableIssuer {
    /// The certificate.
    pub cert: Cert,
    /// Why it does not.
    pub why: WhyUnusable,
}

/// Why a certificate that is known serves no bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyUnusable {
    /// What Go says where it is the anchor.
    Refused(GoRefusal),
    /// Go cannot read it, in its own words.
    NotRead(String),
    /// Go verifies nothing with such a key.
    KeyWithoutUse(KeyKind),
    /// Whether such a key signed what is below cannot be checked here.
    NotCheckedHere(KeyKind),
}

/// What a CA bundle can do for a chain.
#[derive(Clone, Debug)]
pub enum Cure {
    /// Go accepts it where the end of the proven path is an anchor, or does so already.
    EndOfPath,
    /// Not so, but where the end of this path is: it ends below a certificate that Go refuses, or
    /// leads elsewhere.
    OtherPath(Vec<(Cert, CertSource)>),
    /// No CA as an anchor makes Go accept it.
    Nothing(Incurable),
}

/// What is said of a chain that Go accepts with no CA as an anchor, where the end of its proven path
/// is one.
#[derive(Clone, Debug)]
pub struct Incurable {
    /// By Go.
    pub refusal: GoRefusal,
    /// Clients that accept it; asked where the certificates themselves do not tell why Go refuses.
    pub accepted_by: Vec<Client>,
    /// rustls accepts it; asked where `accepted_by` is.
    pub by_rustls: bool,
}

impl Trust {
    /// The path whose end a bundle is to hold.
    #[must_use]
    pub fn path_for_bundle(&self) -> &[(Cert, CertSource)] {
        match &self.cure {
            Cure::OtherPath(path) => path,
            Cure::EndOfPath | Cure::Nothing(_) => &self.path,
        }
    }
}

/// What one consumer's rules say of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleVerdict<Refusal> {
    /// It verifies.
    Accepts,
    /// It does not, and why.
    Refuses(Refusal),
    /// There was no chain to judge.
    NotJudged,
}

/// What Go says of a chain.
pub type GoVerdict = RuleVerdict<GoRefusal>;
/// What rustls clients say of a chain.
pub type StrictVerdict = RuleVerdict<StrictRefusal>;

impl<Refusal> RuleVerdict<Refusal> {
    /// The chain verifies.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepts)
    }

    /// Why it does not; `None` where it does, or nothing was judged.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refuses(refusal) => Some(refusal),
            Self::Accepts | Self::NotJudged => None,
        }
    }
}

impl<Refusal: ToString> RuleVerdict<Refusal> {
    /// The refusal in that consumer's own words; empty where there is none.
    #[must_use]
    pub fn says(&self) -> String {
        self.refusal().map(ToString::to_string).unwrap_or_default()
    }
}

impl<Refusal> From<Result<(), Refusal>> for RuleVerdict<Refusal> {
    fn from(verified: Result<(), Refusal>) -> Self {
        match verified {
            Ok(()) => Self::Accepts,
            Err(refusal) => Self::Refuses(refusal),
        }
    }
}
