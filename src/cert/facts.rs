//! What one certificate says about itself, as plain data: names, dates, key, extensions. `parse`
//! fills them in from the DER.

use std::fmt;
use std::net::IpAddr;

use super::name::shortened;
use crate::foreign::Foreign;
use crate::moment::Moment;

/// The facts of one certificate (RFC 5280). Everything is as the certificate states it; nothing has
/// been verified.
#[derive(Clone, Debug)]
pub struct Facts {
    /// 1, 2 or 3.
    pub version: u32,
    /// The serial number's content bytes, big-endian, as encoded (a leading `00` kept).
    pub serial: Vec<u8>,
    /// Subject as text, RFC 4514 order reversed as OpenSSL prints it: `O=Acme, CN=Acme Root`.
    pub subject: Foreign,
    /// Issuer as text, in the form of `subject`.
    pub issuer: Foreign,
    /// Subject's DER: what verifiers compare.
    pub subject_der: Vec<u8>,
    /// Issuer's DER: what verifiers compare with the subject of the certificate above.
    pub issuer_der: Vec<u8>,
    /// The first common name in the subject; `None` where there is none.
    pub subject_cn: Option<Foreign>,
    /// The first common name in the issuer; `None` where there is none.
    pub issuer_cn: Option<Foreign>,
    /// The first moment at which it is valid.
    pub not_before: Moment,
    /// The last moment at which it is valid.
    pub not_after: Moment,
    /// A subjectAltName extension is present (it may hold names of other kinds only).
    pub has_san: bool,
    /// The DNS names in subjectAltName (RFC 5280 4.2.1.6), in order, upper and lower case as
    /// written.
    pub dns_names: Vec<Foreign>,
    /// The IP addresses in subjectAltName, in order; those of a wrong length are left out.
    pub ip_names: Vec<IpAddr>,
    /// SubjectPublicKeyInfo, DER.
    pub spki: Vec<u8>,
    /// The key's own bytes (content of the BIT STRING in SubjectPublicKeyInfo).
    pub key_bits: Vec<u8>,
    /// Kind and size of the public key.
    pub key: KeyKind,
    /// Dotted OID of the signature algorithm.
    pub signature_oid: String,
    /// For RSASSA-PSS whose salt is as long as its hash, as all that verify it demand: the hash's
    /// dotted OID.
    pub pss_hash_oid: Option<String>,
    /// The signature's own bytes (content of the BIT STRING signatureValue).
    pub signature: Vec<u8>,
    /// TBSCertificate, DER: what was signed.
    pub tbs: Vec<u8>,
    /// `None`: no basicConstraints. `Some(ca)` otherwise.
    pub ca: Option<bool>,
    /// basicConstraints is critical.
    pub ca_critical: bool,
    /// How many CA certificates may stand between this one and the leaf, those that are self-issued
    /// not counted (RFC 5280 4.2.1.9). `None`: any number.
    pub path_len: Option<u32>,
    /// What the key may be used for; `None` where the extension is absent (any use).
    pub key_usage: Option<KeyUsage>,
    /// Dotted OIDs of extendedKeyUsage; `None` where the extension is absent (any purpose).
    pub purposes: Option<Vec<String>>,
    /// The identifier of its own key (RFC 5280 4.2.1.2).
    pub subject_key_id: Option<Vec<u8>>,
    /// The identifier of the key that signed it (keyIdentifier, RFC 5280 4.2.1.1).
    pub authority_key_id: Option<Vec<u8>>,
    /// The serial number of the certificate whose key signed it (authorityCertSerialNumber, RFC 5280
    /// 4.2.1.1), in the form of `serial`.
    pub authority_serial: Option<Vec<u8>>,
    /// URLs of authority information access, caIssuers.
    pub aia_issuers: Vec<Foreign>,
    /// Which names the certificates below it may hold; `None` where the extension is absent.
    pub name_constraints: Option<NameConstraints>,
    /// Dotted OIDs of all critical extensions, in order.
    pub critical: Vec<String>,
    /// Dotted OIDs of critical extensions outside RFC 5280's, which a verifier must refuse (4.2).
    pub unknown_critical: Vec<String>,
    /// Embedded signed certificate timestamps are present (RFC 6962): a public CA's mark.
    pub has_scts: bool,
}

/// Bytes of a short name that are shown: it stands in the rows of tables.
const LONGEST_LABEL: usize = 160;
const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const ANY_PURPOSE: &str = "2.5.29.37.0";

impl Facts {
    /// A short name for people: the common name, else the whole subject, else the first DNS name.
    #[must_use]
    pub fn label(&self) -> Foreign {
        let subject = || (!self.subject.is_empty()).then(|| self.subject.clone());
        let name = self
            .subject_cn
            .clone()
            .or_else(subject)
            .or_else(|| self.dns_names.first().cloned());
        name.map_or_else(
            || "(no subject)".into(),
            |name| shortened(name, LONGEST_LABEL),
        )
    }

    /// Its key identifiers, where it has both, are those of one key.
    pub(super) fn names_own_key(&self) -> bool {
        let ids = self
            .authority_key_id
            .as_ref()
            .zip(self.subject_key_id.as_ref());
        ids.is_none_or(|(authority, subject)| authority == subject)
    }

    /// The issuer's common name, else its whole name.
    #[must_use]
    pub fn issuer_label(&self) -> Foreign {
        self.issuer_cn
            .clone()
            .unwrap_or_else(|| self.issuer.clone())
    }

    /// Issuer and subject are the same name. Says nothing about the signature.
    #[must_use]
    pub fn self_issued(&self) -> bool {
        self.issuer_der == self.subject_der
    }

    /// May be a CA by what it says: basicConstraints CA:TRUE, or a certificate from before X.509
    /// v3.
    #[must_use]
    pub fn may_issue(&self) -> bool {
        self.ca == Some(true) || (self.version < 3 && self.ca.is_none())
    }

    /// Whether it is a CA by what it says (basicConstraints); `None` where it cannot say so: X.509
    /// has had extensions since v3.
    #[must_use]
    pub fn is_ca(&self) -> Option<bool> {
        match self.ca {
            None if self.version < 3 => None,
            said => Some(said == Some(true)),
        }
    }

    /// extendedKeyUsage is absent, or allows servers (RFC 5280 4.2.1.12).
    #[must_use]
    pub fn may_serve(&self) -> bool {
        self.purposes.as_ref().is_none_or(|list| {
            list.iter()
                .any(|oid| oid == SERVER_AUTH || oid == ANY_PURPOSE)
        })
    }

    /// extendedKeyUsage allows any purpose and does not name servers.
    #[must_use]
    pub fn serves_as_any_only(&self) -> bool {
        self.purposes.as_ref().is_some_and(|list| {
            list.iter().any(|oid| oid == ANY_PURPOSE) && !list.iter().any(|oid| oid == SERVER_AUTH)
        })
    }

    /// The serial number's sign bit is set, against RFC 5280 4.1.2.2; Go 1.23 and later read no
    /// such certificate.
    #[must_use]
    pub fn has_negative_serial(&self) -> bool {
        self.serial.first().is_some_and(|top| top & 0x80 != 0)
    }

    /// `not_before <= at <= not_after` (RFC 5280 4.1.2.5: both ends count).
    #[must_use]
    pub fn valid_at(&self, at: Moment) -> bool {
        self.not_before <= at && at <= self.not_after
    }
}

/// Kind and size of a public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Modulus length in bits.
    Rsa(usize),
    /// The curve: `P-256`, `secp256k1`, `brainpoolP256r1`; the dotted OID of one without a name here.
    Ec(String),
    /// An Ed25519 key (RFC 8410); there is one size only.
    Ed25519,
    /// The algorithm's dotted OID.
    Other(String),
}

/// Keys and signatures of Ed448 (RFC 8410), which are not checked here.
pub const ED448: &str = "1.3.101.113";

impl KeyKind {
    /// An RSA key that may make RSASSA-PSS signatures only (RFC 4055 1.2, id-RSASSA-PSS).
    #[must_use]
    pub fn is_pss_only(&self) -> bool {
        matches!(self, Self::Other(oid) if oid == "1.2.840.113549.1.1.10")
    }

    /// An Ed448 key.
    #[must_use]
    pub fn is_ed448(&self) -> bool {
        matches!(self, Self::Other(oid) if oid == ED448)
    }
}

/// Names of keys by the dotted OID of their algorithm (RFC 3279 2.3, RFC 4055, RFC 8410, RFC 9881).
const OTHER_KEYS: [(&str, &str); 8] = [
    ("1.2.840.113549.1.1.10", "RSASSA-PSS"),
    ("1.2.840.10040.4.1", "DSA"),
    ("1.3.101.110", "X25519"),
    ("1.3.101.111", "X448"),
    ("1.3.101.113", "Ed448"),
    ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
    ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
    ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
];

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "RSA {bits}"),
            Self::Ec(curve) => write!(f, "EC {curve}"),
            Self::Ed25519 => write!(f, "Ed25519"),
            Self::Other(oid) => match OTHER_KEYS.iter().find(|row| row.0 == oid) {
                Some((_, name)) => f.write_str(name),
                None => write!(f, "key type {oid}"),
            },
        }
    }
}

/// The keyUsage bits that path building asks about (RFC 5280 4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "it is a string of bits")]
pub struct KeyUsage {
    /// keyCertSign: the key may sign certificates.
    pub cert_sign: bool,
    /// digitalSignature: the key may sign a TLS handshake.
    pub digital_signature: bool,
    /// keyEncipherment: the key may decrypt the secret of a TLS 1.2 handshake with RSA key
    /// exchange.
    pub key_encipherment: bool,
    /// keyAgreement: the key may take part in a static Diffie-Hellman exchange.
    pub key_agreement: bool,
    /// No bit is set, against RFC 5280 4.2.1.3: some take that for any use, others for none.
    pub is_empty: bool,
}

/// The subtrees of a name-constraints extension that name hosts or subjects (RFC 5280 4.2.1.10). DNS
/// entries lower-case, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameConstraints {
    /// Domains in which every DNS name must lie; empty: no rule.
    pub permitted_dns: Vec<Foreign>,
    /// Domains in which no DNS name may lie.
    pub excluded_dns: Vec<Foreign>,
    /// Networks in which every IP address must lie, each as network address and mask (4+4 or 16+16
    /// bytes); empty: no rule.
    pub permitted_ip: Vec<Vec<u8>>,
    /// Networks in which no IP address may lie, in the form of `permitted_ip`.
    pub excluded_ip: Vec<Vec<u8>>,
    /// Names, as DER, with one of which every subject must begin; empty: no rule.
    pub permitted_directories: Vec<Vec<u8>>,
    /// Names, as DER, with none of which a subject may begin.
    pub excluded_directories: Vec<Vec<u8>>,
    /// There are entries of a kind that few clients know: registered IDs, other names, X.400
    /// addresses, EDI parties.
    pub has_other_kinds: bool,
}
