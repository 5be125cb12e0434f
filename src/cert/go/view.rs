//! A certificate together with what Go reads of it: what whoever asks Go's rules is given. Judges
//! nothing.

use std::sync::OnceLock;

use super::certificate::GoCertificate;
use super::edition::{Edition, GoVersion};
use super::names;
use super::span::Span;
use crate::cert::signature::{self, Signature};
use crate::cert::{Cert, Signed};

impl Cert {
    /// What Go reads, read once.
    ///
    /// # Errors
    /// Why it does not, in its own words.
    pub fn go(&self, edition: &Edition) -> Result<GoView<'_>, &str> {
        self.view(self.go_readings().answer(edition))
    }

    /// As [`Self::go`], for one version.
    ///
    /// # Errors
    /// Why it does not, in its own words.
    pub fn go_of(&self, version: GoVersion) -> Result<GoView<'_>, &str> {
        self.view(self.go_readings().of(version))
    }

    /// Both versions read it.
    #[must_use]
    pub fn is_read_by_go(&self) -> bool {
        GoVersion::ALL.iter().all(|v| self.go_of(*v).is_ok())
    }

    /// Why one of the versions does not read it, and which; the newest Go's words where none does.
    #[must_use]
    pub fn go_defect(&self) -> Option<String> {
        let [newest, oldest] = GoVersion::ALL.map(|version| self.go_of(version).err());
        match (newest, oldest) {
            (None, None) => None,
            (Some(why), Some(_)) => Some(why.to_owned()),
            (Some(why), None) => Some(format!("{why} ({} only)", GoVersion::Go127)),
            (None, Some(why)) => Some(format!("{why} ({} only)", GoVersion::Go123)),
        }
    }

    /// Every Go reads it, but for those from 1.23 on that read no negative serial number.
    #[must_use]
    pub fn is_read_by_older_go(&self) -> bool {
        self.go_defect()
            .is_none_or(|why| why == "x509: negative serial number")
    }

    fn view<'a>(&'a self, read: &'a Result<GoCertificate, String>) -> Result<GoView<'a>, &'a str> {
        match read {
            Ok(read) => Ok(GoView { cert: self, read }),
            Err(why) => Err(why),
        }
    }
}

/// A certificate that Go reads, with what it reads.
#[derive(Clone, Copy)]
pub struct GoView<'a> {
    /// The certificate.
    pub cert: &'a Cert,
    /// What Go reads of it.
    pub read: &'a GoCertificate,
}

impl<'a> GoView<'a> {
    /// These bytes of it.
    #[must_use]
    pub fn bytes(self, span: Span) -> &'a [u8] {
        span.of(self.cert.der())
    }

    /// The subject's name with tag and length.
    #[must_use]
    pub fn subject(self) -> &'a [u8] {
        self.bytes(self.read.subject)
    }

    /// The issuer's name with tag and length.
    #[must_use]
    pub fn issuer(self) -> &'a [u8] {
        self.bytes(self.read.issuer)
    }

    /// SubjectPublicKeyInfo with tag and length.
    #[must_use]
    pub fn spki(self) -> &'a [u8] {
        self.bytes(self.read.spki)
    }

    /// SHA-256 over [`Self::spki`], lower-case hex.
    #[must_use]
    pub fn key_sha256(self) -> &'a str {
        let hash = || crate::cert::sha256(self.spki());
        self.cert.0.key_sha256.get_or_init(hash)
    }

    /// Whether `issuer`'s key made this certificate's signature, where Go has a name for how.
    #[must_use]
    pub fn signed_by(self, issuer: Self) -> Signed {
        let Some(algorithm) = self.read.algorithm else {
            return Signed::UnknownAlgorithm;
        };
        let signed = Signature {
            oid: algorithm.oid,
            pss_hash: algorithm.pss_hash,
            message: self.bytes(self.read.tbs),
            bytes: &self.read.signature,
        };
        match self.cert.signed_by(issuer.cert) {
            Signed::Yes => Signed::Yes,
            Signed::No | Signed::UnknownAlgorithm | Signed::Unreadable => {
                let key = signature::Key {
                    kind: &issuer.read.key.kind(),
                    bits: &issuer.read.key_bits,
                    is_readable: &OnceLock::new(),
                };
                signature::check(&signed, key)
            }
        }
    }

    /// What Go calls it where it is an authority.
    #[must_use]
    pub fn label(self, edition: &Edition) -> String {
        names::label(self.subject(), self.bytes(self.read.serial), edition)
    }

    /// The last common name of its subject; empty where there is none.
    #[must_use]
    pub fn common_name(self, edition: &Edition) -> String {
        names::common_name(self.subject(), edition)
    }
}
