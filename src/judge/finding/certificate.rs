//! Family `certificate`: faults of the certificates themselves, which no CA bundle cures unless it can
//! end below them.
//! Plain data.

use crate::cert::Cert;
use crate::dialects::go::GoRefusal;
use crate::foreign::Foreign;
use crate::judge::Client;
use crate::moment::Moment;

/// A fault of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateFault {
    /// Something was sent as a certificate that clients cannot read.
    CertificateMalformed {
        /// Its place in the chain, from 1.
        place: usize,
        /// What is wrong with it.
        defect: Defect,
    },
    /// Past its end.
    Expired(Dated),
    /// Before its beginning.
    NotYetValid(Dated),
    /// No name of the leaf is the one it was reached by.
    NameMismatch {
        /// The name it was reached by.
        expected: String,
        /// DNS names and addresses of the leaf.
        presented: Vec<Foreign>,
        /// Those of them that may be asked for instead.
        instead: Vec<Foreign>,
    },
    /// The leaf has no subjectAltName.
    NoSan {
        /// Its common name.
        common_name: Option<Foreign>,
    },
    /// An extendedKeyUsage that does not allow servers.
    WrongPurpose {
        /// Label of the certificate.
        certificate: Foreign,
        /// What it allows instead.
        purposes: Vec<String>,
    },
    /// A signature algorithm or a key that clients refuse.
    WeakKeyOrSignature {
        /// Label of the certificate.
        certificate: Foreign,
        /// What is too weak.
        weakness: Weakness,
        /// What a bundle can hold all the same.
        anchor: Option<WorkingAnchor>,
    },
    /// More intermediates than allowed.
    PathTooDeep {
        /// Which limit is exceeded.
        limit: TooDeep,
        /// What a bundle can hold all the same.
        anchor: Option<WorkingAnchor>,
    },
    /// A certificate of the chain forbids what it is used for here.
    ConstraintViolated {
        /// What forbids it.
        violation: Violation,
        /// What a bundle can hold all the same.
        anchor: Option<WorkingAnchor>,
    },
}

/// A CA certificate that makes Go accept the chain where a bundle holds it: the fault lies above it,
/// or on another way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingAnchor {
    /// Its label.
    pub certificate: Foreign,
    /// It is a root, as some clients want it.
    pub is_root: bool,
}

impl WorkingAnchor {
    /// This certificate.
    #[must_use]
    pub fn of(cert: &Cert) -> Self {
        Self {
            certificate: cert.label(),
            is_root: cert.is_self_signed(),
        }
    }
}

impl CertificateFault {
    /// What a bundle can hold so that the fault does not matter to Go; `None` where no CA bundle
    /// helps against it.
    #[must_use]
    pub const fn working_anchor(&self) -> Option<&WorkingAnchor> {
        match self {
            Self::Expired(dated) | Self::NotYetValid(dated) => dated.anchor.as_ref(),
            Self::WeakKeyOrSignature { anchor, .. }
            | Self::PathTooDeep { anchor, .. }
            | Self::ConstraintViolated { anchor, .. } => anchor.as_ref(),
            Self::CertificateMalformed { .. }
            | Self::NameMismatch { .. }
            | Self::NoSan { .. }
            | Self::WrongPurpose { .. } => None,
        }
    }
}

/// A certificate and its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Label of the certificate.
    pub certificate: Foreign,
    /// Valid from.
    pub not_before: Moment,
    /// Valid to.
    pub not_after: Moment,
    /// SHA-256 of its DER, lower-case hex.
    pub sha256: String,
    /// What a bundle can hold all the same.
    pub anchor: Option<WorkingAnchor>,
}

/// Why a certificate cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The parser's own words.
    Unreadable(String),
    /// The same of a certificate behind a path that is complete without it.
    Unneeded(String),
    /// Its serial number is negative, which Go refuses since 1.23.
    NegativeSerial,
    /// The server sent no certificate at all.
    NoneSent,
}

/// What is too weak, or too rare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Signed with this hash: `SHA-1`.
    Hash(&'static str),
    /// The leaf's RSA key has this many bits.
    ShortRsa(usize),
    /// The leaf's key is for RSASSA-PSS only (RFC 4055).
    PssOnly,
    /// Signed with an algorithm, parameters or a key that most clients do not verify. Nobody here
    /// knows who signed.
    UnknownAlgorithm,
}

/// Which limit of the chain's length is exceeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TooDeep {
    /// A pathLenConstraint (RFC 5280 4.2.1.9).
    Constraint {
        /// Label of the CA that bears it.
        certificate: Foreign,
        /// Intermediates that it allows below itself.
        most: u32,
        /// Intermediates below it.
        there: usize,
    },
    /// What rustls clients take.
    Rustls {
        /// Intermediates of the path.
        there: usize,
        /// The most that they take.
        most: usize,
    },
}

/// What forbids the use of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A critical extension that no client knows.
    UnknownCritical {
        /// Label of the certificate that bears it.
        certificate: Foreign,
        /// The extensions' OIDs.
        oids: Vec<String>,
    },
    /// An issuer that is no CA.
    NotACa {
        /// Label of the issuer.
        certificate: Foreign,
    },
    /// An issuer from before X.509 v3 that is no trust anchor: nothing in it says that it is a CA.
    OldVersion {
        /// Label of the issuer.
        certificate: Foreign,
        /// Its version.
        version: u32,
    },
    /// Name constraints exclude a name of the leaf.
    NameExcluded {
        /// Label of the CA that bears them.
        certificate: Foreign,
        /// The name.
        name: Foreign,
    },
    /// Go refuses the chain for this, and no other finding says so.
    Refused(RefusedByGo),
}

/// What Go refuses, and who does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedByGo {
    /// Its own words.
    pub refusal: GoRefusal,
    /// No CA that it is given changes that.
    pub always: bool,
    /// Clients that accept the chain, as measured with such ones.
    pub accepted_by: Vec<Client>,
    /// rustls accepts it.
    pub by_rustls: bool,
}

codes_of!(CertificateFault {
    CertificateMalformed,
    Expired,
    NotYetValid,
    NameMismatch,
    NoSan,
    WrongPurpose,
    WeakKeyOrSignature,
    PathTooDeep,
    ConstraintViolated,
});
