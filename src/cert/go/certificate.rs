//! What Go reads of a certificate, as plain data: what its verifier and its handshake ask. Keeps no
//! bytes but those that are asked for often; the others are found again in the DER.

use super::algorithm::SignatureAlgorithm;
use super::constraints::GoConstraints;
use super::key::GoKey;
use super::span::Span;
use super::subject_names::GoNames;
use crate::moment::Moment;

/// A certificate as Go's `x509.Certificate` holds it.
#[derive(Debug)]
pub struct GoCertificate {
    /// From 1; anything below is possible, since Go reads negative numbers.
    pub version: i64,
    /// The serial number's bytes.
    pub serial: Span,
    /// What was signed.
    pub tbs: Span,
    /// The issuer's name with tag and length.
    pub issuer: Span,
    /// The subject's name with tag and length.
    pub subject: Span,
    /// SubjectPublicKeyInfo with tag and length.
    pub spki: Span,
    /// The key's own bytes.
    pub key_bits: Vec<u8>,
    /// The key.
    pub key: GoKey,
    /// How it was signed; `None` where Go has no name for it.
    pub algorithm: Option<&'static SignatureAlgorithm>,
    /// The signature.
    pub signature: Vec<u8>,
    /// The first moment at which it is valid.
    pub not_before: Moment,
    /// The last one.
    pub not_after: Moment,
    /// basicConstraints: whether it is a CA, and the longest path below it.
    pub basic: Option<(bool, Option<u64>)>,
    /// The bits of keyUsage, the first one lowest; 0 where there are none.
    pub key_usage: u16,
    /// extendedKeyUsage is absent or empty, or allows servers or everything.
    pub may_serve: bool,
    /// subjectAltName, where it is there.
    pub san: Option<GoNames>,
    /// Empty where there is none.
    pub subject_key_id: Vec<u8>,
    /// Empty where there is none.
    pub authority_key_id: Vec<u8>,
    /// nameConstraints, where they are there.
    pub constraints: Option<Box<GoConstraints>>,
    /// What it says of policies.
    pub policies: Policies,
    /// An extension is critical that Go does not know, or not as it is.
    pub has_unhandled_critical: bool,
}

/// What a certificate says of policies.
#[derive(Debug, Default)]
pub struct Policies {
    /// Under which it was issued.
    pub own: Vec<Span>,
    /// Which of its own a policy below stands for: (issuer's, subject's).
    pub mappings: Vec<(Vec<u8>, Vec<u8>)>,
    /// How many certificates below need no policy.
    pub require_explicit: Option<i64>,
    /// How many certificates below may map policies.
    pub inhibit_mapping: Option<i64>,
    /// How many certificates below may use "any policy".
    pub inhibit_any: Option<i64>,
}

impl GoCertificate {
    /// keyCertSign, or no keyUsage.
    #[must_use]
    pub const fn may_sign_by_usage(&self) -> bool {
        const CERT_SIGN: u16 = 1 << 5;
        self.key_usage == 0 || self.key_usage & CERT_SIGN != 0
    }

    /// basicConstraints say that it is a CA.
    #[must_use]
    pub const fn is_ca(&self) -> bool {
        matches!(self.basic, Some((true, _)))
    }
}
