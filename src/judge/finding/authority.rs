//! Family `unknown-authority`: no trusted certificate vouches for the signer of the chain. One
//! variant for each reason; a chain has one of them at most.

use crate::cert::name::NameDifference;
use crate::evidence::Fault;
use crate::foreign::Foreign;
use crate::judge::CertSource;
use crate::moment::Moment;

/// Why the signer of a chain is not trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownAuthority {
    /// The leaf is signed by its own key.
    SelfSigned {
        /// Its subject, as OpenSSL prints it.
        subject: Foreign,
        /// SHA-256 of its DER, lower-case hex.
        sha256: String,
        /// Whether it says that it is a CA; `None`: it is of a version that cannot say so.
        is_ca: Option<bool>,
    },
    /// A trusted certificate has the issuer's name and another key.
    SameNameOtherKey {
        /// Label of the issuer.
        issuer: Foreign,
        /// The store that holds the trusted one; `None`: the bundle that the endpoint's clients
        /// have.
        store: Option<String>,
        /// SHA-256 of the trusted one's DER, lower-case hex.
        trusted_sha256: String,
        /// Label of the certificate that the trusted one did not sign.
        signer_of: Foreign,
        /// The trusted one signed what this endpoint shows at other addresses or turns: both are in
        /// use, side by side.
        beside: bool,
    },
    /// Whoever signed the topmost certificate bears the name that it gives its issuer, in other
    /// bytes.
    IssuerNameDiffers {
        /// Label of the certificate that names its issuer so.
        certificate: Foreign,
        /// The issuer as that certificate writes it.
        issuer: Foreign,
        /// SHA-256 of the issuer's DER, lower-case hex.
        sha256: String,
        /// Where the issuer comes from.
        source: CertSource,
        /// Where the two names differ: there, and in the issuer's own certificate.
        difference: Option<NameDifference>,
        /// The certificate is the server's own: nothing stands between it and that issuer.
        is_leaf: bool,
    },
    /// The whole path was sent, with its root.
    PrivateCa {
        /// Subject of the root, as OpenSSL prints it.
        root: Foreign,
        /// SHA-256 of its DER, lower-case hex.
        sha256: String,
        /// When it ends.
        not_after: Moment,
        /// A bundle helps: nothing else is wrong with the chain that none cures.
        curable: bool,
    },
    /// The server does not send an intermediate.
    IntermediateMissing {
        /// Label of who signed the topmost certificate sent.
        issuer: Foreign,
        /// Certificates that were sent.
        sent: usize,
        /// What is known of the intermediate.
        intermediate: Intermediate,
    },
    /// The root, or an issuer of which nothing is known, was not sent.
    RootNotSent {
        /// Label of who signed the topmost certificate sent.
        issuer: Foreign,
        /// Certificates that were sent.
        sent: usize,
        /// What is known of the root.
        root: Root,
    },
    /// Only MTC was to use it, which does not verify registries.
    RegistryNotVerified {
        /// Label of who signed the topmost certificate known.
        issuer: Foreign,
    },
}

/// An intermediate that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intermediate {
    /// It is known: its key verifies the certificate below it.
    Known {
        /// SHA-256 of its DER, lower-case hex.
        sha256: String,
        /// Where it comes from.
        source: CertSource,
        /// Label of who signed the topmost certificate known, where that is no root: some clients
        /// want a root.
        root_wanted: Option<Foreign>,
    },
    /// It is not known, and the leaf bears the marks of a certificate below one.
    Likely {
        /// Where the leaf says that it is to be fetched (AIA).
        issuer_at: Option<Foreign>,
        /// What fetching brought.
        aia: Option<AiaIssuer>,
    },
}

/// A root that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// It is known: its key verifies the certificate below it.
    Known {
        /// SHA-256 of its DER, lower-case hex.
        sha256: String,
        /// Where it comes from.
        source: CertSource,
    },
    /// It is not known.
    Unknown {
        /// What fetching its certificate brought.
        aia: Option<AiaIssuer>,
    },
}

/// An issuer that is to be fetched over HTTP (RFC 5280 4.2.2.1), where that did not bring it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AiaIssuer {
    /// Where the certificate below it says that it is.
    pub url: Foreign,
    /// Why it did not come; `None`: fetching was not asked for.
    pub failure: Option<FetchFailure>,
}

/// Why fetching an issuer did not bring it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchFailure {
    /// A certificate of the issuer's name came; whether its key signed cannot be checked here.
    Unchecked,
    /// Certificates came, and none of them signed the one below.
    Stranger,
    /// What came is no certificate.
    NoCertificate,
    /// Nothing came.
    Failed(Fault),
    /// That address was not contacted.
    NotContacted(Fault),
}

codes_of!(UnknownAuthority {
    SelfSigned,
    SameNameOtherKey,
    IssuerNameDiffers,
    PrivateCa,
    IntermediateMissing,
    RootNotSent,
    RegistryNotVerified,
});
