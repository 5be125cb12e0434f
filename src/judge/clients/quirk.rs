//! The values in which it is told that a client decides otherwise than Go, and why.
//! Plain data; no rule.

use crate::cert::KeyKind;
use crate::foreign::Foreign;

/// Another decision than Go's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDiffers {
    /// Who decides so, in the order of [`Client::ALL`].
    pub clients: Vec<Client>,
    /// Why, which also says how.
    pub why: ClientQuirk,
}

/// A program or library that verifies chains by rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// curl with OpenSSL.
    Curl,
    /// `openssl s_client`, and what uses OpenSSL as it comes.
    Openssl,
    /// Node.
    Node,
    /// Python before 3.13.
    OldPython,
    /// Python 3.13 and later.
    Python,
    /// `GnuTLS`.
    GnuTls,
    /// Java.
    Java,
    /// NSS, with what was imported as an authority.
    Nss,
    /// Chromium, with what was imported as an authority.
    Chromium,
}

impl Client {
    /// All of them, in the order in which they are named.
    pub const ALL: [Self; 9] = [
        Self::Curl,
        Self::Openssl,
        Self::Node,
        Self::OldPython,
        Self::Python,
        Self::GnuTls,
        Self::Java,
        Self::Nss,
        Self::Chromium,
    ];
}

/// Which certificate of a path. The leaf has no name here, so that what is said of many endpoints is
/// one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathMember {
    /// The server's own.
    Leaf,
    /// A CA's, by its label.
    Issuer(Foreign),
}

/// Why a client decides otherwise than Go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientQuirk {
    /// It refuses: no self-signed root is among the trusted certificates.
    NoSelfSignedRoot,
    /// It refuses: `X509_V_FLAG_X509_STRICT` misses something in a certificate.
    Profile {
        /// The certificate.
        certificate: PathMember,
        /// What is missing.
        defect: ProfileDefect,
    },
    /// It refuses: a key is too short for OpenSSL's security level 2.
    ShortKey {
        /// The certificate.
        certificate: PathMember,
        /// Its key.
        key: KeyKind,
    },
    /// It refuses: a pinned server certificate counts only where no other of its path is sent.
    PinnedBesideOthers,
    /// It refuses: an intermediate counts as an anchor only at the end of what is sent.
    IntermediateNotLast,
    /// It refuses: the server's own certificate does not count as an authority.
    AuthoritiesOnly,
    /// It refuses: the authority key identifier is not that of the certificate which signed.
    NamesAnotherIssuer {
        /// Which names it.
        certificate: PathMember,
        /// What differs.
        by: IssuerMark,
    },
    /// It refuses: several trusted certificates have one name, and it takes this one, which did not
    /// sign.
    TakesTwin {
        /// That name.
        name: Foreign,
        /// Which it takes.
        taken: TwinTaken,
    },
    /// It refuses: no client may match a name by so wide a wildcard.
    WideWildcard(Foreign),
    /// It refuses: an underscore is no letter of a host's name.
    Underscore,
    /// It refuses: by its keyUsage the server's key signs no handshake.
    NoHandshakeUsage,
    /// It refuses: extendedKeyUsage has no serverAuth, only any purpose.
    AnyPurposeOnly(PathMember),
    /// It refuses: it does not know keys of this type.
    UnknownKey {
        /// The certificate.
        certificate: PathMember,
        /// Its key.
        key: KeyKind,
    },
    /// It refuses: by its keyUsage, which has no bit, this CA signs no certificates.
    SignsNothing(PathMember),
    /// It refuses: it does not know critical constraints on policies.
    PolicyConstraints(PathMember),
    /// It refuses: a CA demands policies that the chain does not have.
    Policies,
    /// It refuses: of several certificates of this name that were sent it takes the first, which
    /// leads to nothing trusted.
    TakesSent(Foreign),
    /// It refuses: it looks at this certificate, at which Go does not look.
    LooksFurther {
        /// The certificate.
        certificate: PathMember,
        /// What is wrong with it.
        fault: FurtherFault,
    },
    /// It accepts: the common name counts.
    TakesCommonName,
    /// It accepts: this is not looked at in a trusted certificate.
    IgnoresOfAnchor(AnchorPart),
    /// It accepts: it reads the negative serial number of this certificate.
    ReadsNegativeSerial(PathMember),
    /// It accepts: this certificate is signed with SHA-1.
    TakesSha1(PathMember),
    /// It accepts: the purposes of an intermediate do not count.
    IgnoresCaPurposes(PathMember),
    /// It accepts: it knows RSASSA-PSS keys.
    KnowsPssKeys,
    /// It accepts: server gated crypto is a purpose of servers.
    TakesGatedCrypto(PathMember),
    /// It accepts: RSA keys may have more than 8192 bits.
    TakesLongRsa,
    /// It accepts: a server may have such a key.
    KnowsKey(KeyKind),
    /// It accepts: constraints on names of these kinds are known, or do not count.
    OtherConstraints(ConstrainedKind),
    /// It accepts: a name beside the one that is asked for may be none.
    TakesOddNames,
    /// It accepts: it compares more names with constraints.
    ComparesMore,
    /// It accepts: what a CA says of policies is known, or does not count.
    OtherPolicies,
}

/// What `X509_V_FLAG_X509_STRICT` misses in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileDefect {
    /// A CA of a version before X.509 v3.
    OldVersion,
    /// A CA whose basicConstraints are not critical.
    NotCritical,
    /// A CA without keyUsage.
    NoKeyUsage,
    /// keyCertSign where there is no CA.
    SignsWithoutBeingCa,
    /// A CA without a subject key identifier.
    NoSubjectKeyId,
    /// No authority key identifier.
    NoAuthorityKeyId,
}

/// By what a certificate names its issuer beside the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerMark {
    /// keyIdentifier.
    KeyId,
    /// authorityCertSerialNumber.
    Serial,
}

/// Which of several certificates of one name a client takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwinTaken {
    /// The first of the file.
    First,
    /// The last of the file.
    Last,
    /// That with the latest notBefore.
    Newest,
}

/// What is wrong with a certificate at which Go does not look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurtherFault {
    /// It is out of its dates.
    OutOfDate,
    /// There are more certificates below it than it allows.
    PathLength,
    /// It forbids the server's names.
    Names,
    /// It is signed with SHA-1.
    Sha1,
    /// It is an intermediate from before X.509 v3.
    OldVersion,
    /// It is no CA.
    NoCa,
    /// It is not for servers (extendedKeyUsage).
    Purposes,
    /// It forbids the subject of a certificate below it.
    Subjects,
    /// It has constraints on kinds of names that are not known.
    KindsOfNames,
}

/// The kinds of names that constraints are of, where clients differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstrainedKind {
    /// Mail addresses.
    Mails,
    /// URLs.
    Urls,
    /// Wildcards, held against a name that they may stand for.
    Wildcards,
    /// Directory names, and rarer ones.
    Directories,
}

/// What a client does not look at in a trusted certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorPart {
    /// notBefore and notAfter.
    Dates,
    /// pathLenConstraint.
    PathLength,
    /// nameConstraints.
    Names,
    /// keyUsage.
    KeyUsage,
    /// extendedKeyUsage.
    Purposes,
    /// Critical extensions that it does not know.
    CriticalExtensions,
    /// That basicConstraints are absent.
    BasicConstraints,
}

impl ClientDiffers {
    /// The client accepts what Go refuses; otherwise it refuses what Go accepts.
    #[must_use]
    pub const fn accepts(&self) -> bool {
        matches!(
            self.why,
            ClientQuirk::TakesCommonName
                | ClientQuirk::IgnoresOfAnchor(_)
                | ClientQuirk::ReadsNegativeSerial(_)
                | ClientQuirk::TakesSha1(_)
                | ClientQuirk::IgnoresCaPurposes(_)
                | ClientQuirk::KnowsPssKeys
                | ClientQuirk::TakesGatedCrypto(_)
                | ClientQuirk::TakesLongRsa
                | ClientQuirk::KnowsKey(_)
                | ClientQuirk::OtherConstraints(_)
                | ClientQuirk::TakesOddNames
                | ClientQuirk::ComparesMore
                | ClientQuirk::OtherPolicies
        )
    }
}
