//! What to do next about an object, as values.
//! Plain data; the sentences and commands are made in `words`.

use super::cause::CauseCode;
use super::status::Cure;
use crate::objects::CaReference;

/// One thing to do about an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// See what is said of the class for this endpoint.
    See {
        /// The class.
        code: CauseCode,
        /// `host:port`.
        at: String,
    },
    /// The same; MTC repeats its test by itself.
    SeeAndWait {
        /// The class.
        code: CauseCode,
        /// `host:port`.
        at: String,
    },
    /// Write another name into the field, or have a certificate issued for this one.
    UseCertifiedName {
        /// Path of the field: `spec.url`.
        field: String,
        /// Names that the certificate is valid for.
        names: Vec<String>,
    },
    /// Have the client leave the bucket in the path.
    KeepBucketInPath {
        /// Path of the field that names the host.
        field: String,
        /// Path of the setting: `spec.config.s3ForcePathStyle`.
        setting: String,
        /// The host that the field names.
        host: String,
        /// The host that the client asks.
        asked: String,
        /// The field's host has the bucket before it already.
        has_bucket: bool,
    },
    /// Have the server's certificate replaced.
    ReplaceServerCertificate {
        /// The class.
        code: CauseCode,
        /// `host:port`.
        at: String,
    },
    /// Only a publicly trusted certificate helps: the provider's objects take no bundle.
    UsePublicCertificate {
        /// The class.
        code: CauseCode,
        /// `host:port`.
        at: String,
    },
    /// Remove the bundle: the endpoint has a public CA's certificate.
    RemoveBundle,
    /// Write the object's bundle anew.
    WriteBundle {
        /// What comes before.
        first: BeforeBundle,
        /// The patch switches verification on too.
        verifies: bool,
    },
    /// Write the bundle into the Secret that the object names.
    WriteSecret {
        /// What comes before.
        first: BeforeBundle,
        /// The Secret and its key.
        reference: CaReference,
    },
    /// Leave one of the two CA bundles.
    RemoveOneBundle {
        /// Path of the field that holds one.
        field: String,
        /// Path of the field that names the Secret with the other.
        reference: String,
    },
    /// Have TLS verified.
    VerifyTls {
        /// A certificate was seen, so there is something to write.
        captured: bool,
        /// The object takes a bundle.
        takes_bundle: bool,
    },
    /// Write `https://` into the field of an API server.
    WriteHttps {
        /// Path of the field.
        field: String,
    },
    /// Write an API server's address into the field.
    WriteApiAddress {
        /// Path of the field.
        field: String,
    },
    /// Write a URL into the field of a storage.
    WriteUrl {
        /// Path of the field.
        field: String,
    },
    /// Write the registry's host without a scheme.
    WriteHostAlone {
        /// Path of the field.
        field: &'static str,
    },
    /// Name the Secret with the credentials.
    NameSecret,
    /// What the object's status calls for.
    ByStatus(Cure),
}

/// What comes before a bundle is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BeforeBundle {
    /// Nothing.
    Nothing,
    /// The CA itself has to be got.
    GetCa {
        /// The class.
        code: CauseCode,
        /// `host:port`.
        at: String,
    },
    /// A certificate has to be issued again; until then a bundle may do.
    Reissue {
        /// The class.
        code: CauseCode,
        /// `host:port`.
        at: String,
    },
    /// The certificate's fingerprint has to be compared.
    CompareFingerprint,
}

impl Step {
    /// Write the bundle, and nothing before.
    pub(super) const WRITE_BUNDLE: Self = Self::WriteBundle {
        first: BeforeBundle::Nothing,
        verifies: false,
    };
}
