//! `Cert`: a certificate's DER and the facts in it. No opinion about any of them.
//! May name nothing of ours but `moment` and `foreign`; opens nothing.

pub mod armour;
pub mod book;
mod container;
mod curve;
mod facts;
pub mod go;
pub mod memo;
pub mod name;
mod p224;
mod parse;
mod pem;
mod rsa;
pub mod scan;
mod signature;
#[cfg(test)]
mod signature_tests;
pub mod verification;

use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use crate::foreign::Foreign;
use aws_lc_rs::digest::{self, Digest};
use data_encoding::HEXLOWER;
use memo::Memo;
use signature::{Key, Signature};

pub use container::{SIGNED_DATA, is_java_key_store};
pub use facts::{ED448, Facts, KeyKind, KeyUsage, NameConstraints};
pub use signature::{ED25519_KEY, RSA_KEY, Signed};

/// Certificates of authorities in one generation: more than the field has intermediates.
const GENERATION: usize = 1024;

/// Certificates that many servers send, by their SHA-256.
static SHARED: LazyLock<Mutex<Memo<Fingerprint, Cert>>> =
    LazyLock::new(|| Mutex::new(Memo::of_generations(GENERATION)));

/// One certificate as it was met: the exact bytes, and what they say where they can be read. Cheap
/// to clone. Two are equal when their bytes are.
#[derive(Clone)]
pub struct Cert(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    fingerprint: Fingerprint,
    /// The same in hex.
    sha256: String,
    facts: Result<Facts, String>,
    go: OnceLock<go::GoReadings>,
    key_sha256: OnceLock<String>,
    /// Asked often, and a signature check each time.
    self_signed: OnceLock<bool>,
    /// SubjectPublicKeyInfo of the key that made its signature, where that is known.
    signed_with: OnceLock<Vec<u8>>,
    /// Our library can read its key.
    is_key_readable: OnceLock<bool>,
}

impl Cert {
    /// Takes DER bytes as they are; never fails, since a certificate that cannot be read was met
    /// all the same.
    #[must_use]
    pub fn from_der(der: Vec<u8>) -> Self {
        let sha256 = fingerprint_of(&der);
        Self::read(der, sha256)
    }

    /// As [`Self::from_der`], for one that other servers may send too: it is read once, and kept
    /// once in memory.
    #[must_use]
    pub fn shared(der: &[u8]) -> Self {
        let key = fingerprint_of(der);
        let shared = || SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let known = shared().answer(&key);
        known.unwrap_or_else(|| {
            let cert = Self::read(der.to_vec(), key);
            shared().keep(key, cert.clone());
            cert
        })
    }

    fn read(der: Vec<u8>, fingerprint: Fingerprint) -> Self {
        let facts = parse::facts(&der).or_else(|why| go::facts_by_go(&der).ok_or(why));
        Self(Arc::new(Inner {
            der,
            fingerprint,
            sha256: hex(&fingerprint),
            facts,
            go: OnceLock::new(),
            key_sha256: OnceLock::new(),
            self_signed: OnceLock::new(),
            signed_with: OnceLock::new(),
            is_key_readable: OnceLock::new(),
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
        self.0.fingerprint
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

    fn go_readings(&self) -> &go::GoReadings {
        self.0.go.get_or_init(|| go::read(self.der()))
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
        let (Some(child), Some(parent)) = (self.facts(), issuer.facts()) else {
            return Signed::Unreadable;
        };
        let known = self.0.signed_with.get();
        if known.is_some_and(|key| *key == parent.spki) {
            return Signed::Yes;
        }
        let signed = signature::check(&Signature::of(child), issuer.key(parent));
        if signed == Signed::Yes {
            self.0.signed_with.get_or_init(|| parent.spki.clone());
        }
        signed
    }

    fn key<'a>(&'a self, facts: &'a Facts) -> Key<'a> {
        Key {
            kind: &facts.key,
            bits: &facts.key_bits,
            is_readable: &self.0.is_key_readable,
        }
    }

    /// Whether [`Self::signed_by`] finds [`Signed::UnknownAlgorithm`], at a fraction of its cost.
    #[must_use]
    pub fn is_unknown_whether_signed_by(&self, issuer: &Self) -> bool {
        let pair = self.facts().zip(issuer.facts());
        pair.is_some_and(|(child, parent)| {
            signature::is_unknown(&Signature::of(child), issuer.key(parent))
        })
    }

    /// Whether it is known already that another key than this authority's made its signature: a
    /// signature has one maker. Verifies none.
    #[must_use]
    pub fn is_known_to_be_of_another(&self, authority: &Self) -> bool {
        let maker = self.0.signed_with.get();
        // Of one length: else it may be one key, written in two ways.
        maker
            .zip(authority.facts())
            .is_some_and(|(maker, authority)| {
                maker.len() == authority.spki.len() && *maker != authority.spki
            })
    }

    /// `issuer`'s key made this certificate's signature, or may have: it has the right name, and the
    /// signature cannot be checked here.
    #[must_use]
    pub fn may_be_signed_by(&self, issuer: &Self) -> bool {
        let names = || {
            let pair = self.facts().zip(issuer.facts());
            pair.is_some_and(|(child, issuer)| child.issuer_der == issuer.subject_der)
        };
        match self.signed_by(issuer) {
            Signed::Yes => true,
            Signed::UnknownAlgorithm => names(),
            Signed::No | Signed::Unreadable => false,
        }
    }

    /// Of the same name and key: one CA, by whichever of its certificates.
    #[must_use]
    pub fn is_same_entity(&self, other: &Self) -> bool {
        match (self.facts(), other.facts()) {
            (Some(a), Some(b)) => a.subject_der == b.subject_der && a.spki == b.spki,
            _ => self == other,
        }
    }

    /// Self-signed as one signature decides it: issuer and subject equal, and its own key verifies
    /// it, or may have made it in a way that cannot be checked here.
    #[must_use]
    pub fn is_self_signed(&self) -> bool {
        let check = || {
            self.facts().is_some_and(|f| {
                let own = || signature::check(&Signature::of(f), self.key(f));
                f.issuer_der == f.subject_der
                    && match own() {
                        Signed::Yes => {
                            self.0.signed_with.get_or_init(|| f.spki.clone());
                            true
                        }
                        Signed::UnknownAlgorithm => f.names_own_key(),
                        Signed::No | Signed::Unreadable => false,
                    }
            })
        };
        *self.0.self_signed.get_or_init(check)
    }
}

/// SHA-256 of any bytes, lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(digest(bytes).as_ref())
}

fn digest(bytes: &[u8]) -> Digest {
    digest::digest(&digest::SHA256, bytes)
}

fn fingerprint_of(der: &[u8]) -> Fingerprint {
    let mut fingerprint = Fingerprint::default();
    fingerprint.copy_from_slice(digest(der).as_ref());
    fingerprint
}

/// Lower-case hex without separators.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

impl PartialEq for Cert {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Cert {}

impl std::hash::Hash for Cert {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
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
