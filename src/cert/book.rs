//! Certificates inside a log: each is written once, and evidence names it by its SHA-256.
//! Serde hands a `Cert` nothing but the serialiser, so what it is to do is told by a scope of the
//! thread: inside [`noting`] a certificate is written as its SHA-256 and noted; inside [`looking_up`] it is
//! looked up by it. Outside of both it is its own DER in base64. Opens nothing.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Cert, Fingerprint, fingerprint};

/// Where certificates are found again by their SHA-256.
pub trait Book {
    /// The certificate.
    ///
    /// # Errors
    /// There is none of this SHA-256, or it cannot be read: why, in words for the reader of a log.
    fn find(&self, fingerprint: &Fingerprint) -> Result<Cert, String>;
}

/// What a certificate does in serde.
enum Scope {
    /// It is its DER.
    Outside,
    /// It is its SHA-256, and is noted here.
    Noting(Vec<Cert>),
    /// It is looked up here.
    LookingUp(Arc<dyn Book>),
}

thread_local! {
    static SCOPE: RefCell<Scope> = const { RefCell::new(Scope::Outside) };
}

/// Puts the former scope back when it is dropped, after a panic too.
struct Former(Scope);

impl Former {
    fn before(scope: Scope) -> Self {
        Self(SCOPE.replace(scope))
    }
}

impl Drop for Former {
    fn drop(&mut self) {
        SCOPE.set(std::mem::replace(&mut self.0, Scope::Outside));
    }
}

/// Serialises with certificates as their SHA-256; gives those that were met, in this order, one
/// that was met twice twice.
pub fn noting<T>(work: impl FnOnce() -> T) -> (T, Vec<Cert>) {
    let _former = Former::before(Scope::Noting(Vec::new()));
    let done = work();
    let met = match SCOPE.replace(Scope::Outside) {
        Scope::Noting(met) => met,
        Scope::Outside | Scope::LookingUp(_) => Vec::new(),
    };
    (done, met)
}

/// Deserialises with certificates looked up by their SHA-256.
pub fn looking_up<T>(book: Arc<dyn Book>, work: impl FnOnce() -> T) -> T {
    let _former = Former::before(Scope::LookingUp(book));
    work()
}

/// A certificate is to be written as its SHA-256: notes it.
fn note(cert: &Cert) -> bool {
    SCOPE.with_borrow_mut(|scope| match scope {
        Scope::Noting(met) => {
            met.push(cert.clone());
            true
        }
        Scope::Outside | Scope::LookingUp(_) => false,
    })
}

/// The book in which certificates are to be looked up.
fn open() -> Option<Arc<dyn Book>> {
    SCOPE.with_borrow(|scope| match scope {
        Scope::LookingUp(book) => Some(Arc::clone(book)),
        Scope::Outside | Scope::Noting(_) => None,
    })
}

/// As its DER in base64, or as its SHA-256 inside [`noting`].
impl Serialize for Cert {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if note(self) {
            s.serialize_str(self.sha256())
        } else {
            s.serialize_str(&STANDARD.encode(self.der()))
        }
    }
}

/// From its DER in base64, or by its SHA-256 inside [`looking_up`].
impl<'de> Deserialize<'de> for Cert {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        if let Some(book) = open() {
            let of = fingerprint(&text)
                .ok_or_else(|| D::Error::custom("no SHA-256 of a certificate in hex"))?;
            return book.find(&of).map_err(D::Error::custom);
        }
        let der = STANDARD
            .decode(text)
            .map_err(|e| D::Error::custom(format!("a certificate is not base64: {e}")))?;
        Ok(Self::from_der(der))
    }
}

/// In a log a certificate of an endpoint's evidence is its SHA-256.
impl JsonSchema for Cert {
    fn schema_name() -> Cow<'static, str> {
        "CertSha256".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 over a certificate's DER; the certificate itself is a line of its own, `cert`, somewhere before."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(Cert);

    impl Book for One {
        fn find(&self, fingerprint: &Fingerprint) -> Result<Cert, String> {
            if *fingerprint == self.0.fingerprint() {
                Ok(self.0.clone())
            } else {
                Err("not there".into())
            }
        }
    }

    #[test]
    fn a_certificate_is_its_der_or_its_sha256() {
        let cert = Cert::from_der(vec![1, 2, 3]);
        let whole = serde_json::to_string(&cert).expect("JSON");
        assert_eq!(whole, "\"AQID\"");
        let (named, met) = noting(|| serde_json::to_string(&[&cert, &cert]).expect("JSON"));
        let sha256 = cert.sha256();
        assert_eq!(named, format!("[\"{sha256}\",\"{sha256}\"]"));
        assert_eq!(met, [cert.clone(), cert.clone()]);
        let read = |text: &str| serde_json::from_str::<Vec<Cert>>(text).map_err(|e| e.to_string());
        let book: Arc<dyn Book> = Arc::new(One(cert.clone()));
        let found = looking_up(Arc::clone(&book), || read(&named));
        assert_eq!(found, Ok(vec![cert.clone(), cert.clone()]));
        let other = format!("[\"{}\"]", "0".repeat(64));
        for (text, why) in [(other.as_str(), "not there"), ("[\"AQID\"]", "no SHA-256")] {
            let refused = looking_up(Arc::clone(&book), || read(text)).expect_err(text);
            assert!(refused.contains(why), "{refused}");
        }
        assert_eq!(read(&format!("[{whole}]")), Ok(vec![cert]), "outside again");
    }

    #[test]
    fn a_scope_ends_with_a_panic_too() {
        let cert = Cert::from_der(vec![1, 2, 3]);
        let panicked = std::panic::catch_unwind(|| noting(|| panic!("in a scope")));
        assert!(panicked.is_err());
        assert_eq!(serde_json::to_string(&cert).expect("JSON"), "\"AQID\"");
    }
}
