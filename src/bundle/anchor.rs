//! What may stand in a bundle, and by which rules.
//! Plain data.

use crate::cert::Cert;
use crate::judge::CertSource;

/// A certificate that a chain wants in the bundle: where it was learnt, and what it would be there.
pub(super) type AnchorCandidate = (Cert, CertSource, AnchorKind);

/// One certificate of the bundle.
#[derive(Clone, Debug)]
pub struct BundleAnchor {
    /// The certificate itself.
    pub cert: Cert,
    /// Why it is in the bundle.
    pub kind: AnchorKind,
    /// `host:port` of the endpoints whose path it belongs to, sorted.
    pub serves: Vec<String>,
    /// Where it was learnt.
    pub learnt: CertSource,
    /// A CA that is trusted leads to it, by what one of these endpoints shows.
    pub vouched: bool,
}

/// Why a certificate is in the bundle. The order is the order in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnchorKind {
    /// A root CA that the path ends in.
    Root,
    /// The server leaves it out, sends two of its name, or no root is to be had.
    Intermediate,
    /// A self-signed server certificate: its own root.
    SelfSigned,
    /// By `--pin-leaf`.
    Pinned,
}

impl AnchorKind {
    /// As the bundle file and reports name the kind: `root CA`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Root => "root CA",
            Self::Intermediate => "intermediate CA",
            Self::SelfSigned => "self-signed server certificate",
            Self::Pinned => "pinned server certificate",
        }
    }
}

/// What may be written.
#[derive(Clone, Debug, Default)]
pub struct AdmissionRules {
    /// `--pin-leaf`: the server's own certificate may be written where no CA can be had.
    pub pin_leaf: bool,
    /// SHA-256 of certificates of interceptors that are wanted all the same; lower-case hex.
    pub accept_interceptor: Vec<String>,
    /// SHA-256 of what an existing bundle brings along.
    pub kept: Vec<String>,
    /// SHA-256 of certificates that are wanted though nobody vouches for them and something speaks
    /// against them.
    pub accept_unconfirmed: Vec<String>,
}

impl AdmissionRules {
    /// SHA-256 that the user named, of certificates that are wanted whatever speaks against them.
    pub fn named(&self) -> impl Iterator<Item = &String> {
        let named = self.accept_interceptor.iter();
        named.chain(&self.accept_unconfirmed)
    }
}
