//! `Cert`: a certificate's DER and the facts in it. No opinion about any of them.
//! May name nothing of ours but `moment` and `foreign`; opens nothing.

pub mod armour;
pub mod book;
mod container;
mod facts;
pub mod memo;
mod parse;
mod pem;
pub mod scan;
mod signature;
pub mod verification;

use std::sync::{Arc, OnceLock};

use crate::foreign::Foreign;

pub use container::{SIGNED_DATA, is_java_key_store};
pub use facts::{Facts, KeyKind, KeyUsage, NameConstraints};
pub use signature::{ED25519_KEY, RSA_KEY, Signed};

/// One certificate as it was met: the exact bytes, and what they say where they can be read. Cheap
/// to clone. Two are equal when their bytes are.
#[derive(Clone)]
pub struct Cert(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    sha256: String,
    facts: Result<Facts, String>,
    /// Asked often, and a signature check each time.
    self_signed: OnceLock<bool>,
}

impl Cert {
    /// Takes DER bytes as they are; never fails, since a certificate that cannot be read was met
    /// all the same.
    #[must_use]
    pub fn from_der(der: Vec<u8>) -> Self {
        let sha256 = sha256(&der);
        let facts = parse::facts(&der);
        Self(Arc::new(Inner {
            der,
            sha256,
            facts,
            self_signed: OnceLock::new(),
        }))
    }

    /// The bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 over the DER, lower-case hex, 64 characters.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// The same as bytes.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.0.sha256).unwrap_or_default()
    }

    /// What the certificate says, or `None` where it is malformed.
    #[must_use]
    pub fn facts(&self) -> Option<&Facts> {
        self.0.facts.as_ref().ok()
    }

    /// Why the certificate cannot be read, or `None` where it can.
    #[must_use]
    pub fn defect(&self) -> Option<&str> {
        self.0.facts.as_ref().err().map(String::as_str)
    }

    /// A short name for people: the common name, else the subject, else `(unreadable certificate)`.
    #[must_use]
    pub fn label(&self) -> Foreign {
        match self.facts() {
            Some(f) => f.label(),
            None => "(unreadable certificate)".into(),
        }
    }

    /// Whether `issuer`'s key made this certificate's signature (RFC 5280 6.1.3 a.1), and nothing
    /// else.
    #[must_use]
    pub fn signed_by(&self, issuer: &Self) -> Signed {
        match (self.facts(), issuer.facts()) {
            (Some(child), Some(parent)) => signature::check(child, parent),
            _ => Signed::Unreadable,
        }
    }

    /// Self-signed as one signature decides it: issuer and subject equal, and its own key verifies
    /// it.
    #[must_use]
    pub fn is_self_signed(&self) -> bool {
        let check = || {
            self.facts().is_some_and(|f| {
                f.issuer_der == f.subject_der && signature::check(f, f) == Signed::Yes
            })
        };
        *self.0.self_signed.get_or_init(check)
    }
}

/// SHA-256 of any bytes, lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref())
}

/// Lower-case hex without separators.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

impl PartialEq for Cert {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Cert {}

impl std::hash::Hash for Cert {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.sha256.hash(state);
    }
}

impl std::fmt::Debug for Cert {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cert({}, {})", self.label(), &self.0.sha256[..16])
    }
}

/// SHA-256 over a certificate's DER.
pub type Fingerprint = [u8; 32];

/// The bytes of a SHA-256 in hex.
#[must_use]
pub fn fingerprint(sha256: &str) -> Option<Fingerprint> {
    let digits = sha256.as_bytes();
    let mut bytes = Fingerprint::default();
    if digits.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = [pair[0], pair[1]].map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? << 4 | low?).ok()?;
    }
    Some(bytes)
}
