//! What people give in the place of certificates: requests, revocation lists, keys, parameters, web
//! pages. Told by labels, by shapes of DER and by how a text begins. Keeps nothing of what it reads.

use rustls_pki_types::PrivateKeyDer;
use x509_parser::asn1_rs::{Any, FromDer, Tag};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::revocation_list::CertificateRevocationList;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::foreign::Foreign;

/// Something that is no certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherContent {
    /// What a CA is sent for a certificate (PKCS#10).
    Request,
    /// A CA's list of what it has revoked.
    RevocationList,
    /// A key without the certificate around it.
    PublicKey,
    /// Any private key, encrypted or not.
    PrivateKey,
    /// The name of a curve, or its numbers.
    EcParameters,
    /// A group for Diffie-Hellman.
    DhParameters,
    /// A key of SSH or PGP, which know no such certificates.
    ForeignKey,
    /// HTML: a page for a login, of an error, of a filter.
    WebPage,
    /// What `openssl x509 -text` prints, without the certificate.
    TextOfCertificate,
    /// YAML or JSON of Kubernetes.
    KubernetesObject,
    /// A block of this label.
    Labelled(Foreign),
}

/// Bytes of a text that are looked at: what it is stands at its beginning.
const HEAD: usize = 4096;

impl OtherContent {
    /// No block and no DER: any text may begin so.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(
            self,
            Self::WebPage | Self::TextOfCertificate | Self::KubernetesObject
        )
    }

    /// By the label of a PEM block.
    pub(super) fn of_label(label: &str) -> Self {
        match label {
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::Request,
            "X509 CRL" => Self::RevocationList,
            "PUBLIC KEY" | "RSA PUBLIC KEY" | "EC PUBLIC KEY" => Self::PublicKey,
            "EC PARAMETERS" => Self::EcParameters,
            "DH PARAMETERS" | "X9.42 DH PARAMETERS" => Self::DhParameters,
            label if label.ends_with("PRIVATE KEY") => Self::PrivateKey,
            label if label.starts_with("PGP ") || label.starts_with("SSH2 ") => Self::ForeignKey,
            label => Self::Labelled(label.into()),
        }
    }

    /// By the shape of one value in DER.
    pub(super) fn of_der(der: &[u8]) -> Option<Self> {
        if X509CertificationRequest::from_der(der).is_ok() {
            return Some(Self::Request);
        }
        if CertificateRevocationList::from_der(der).is_ok() {
            return Some(Self::RevocationList);
        }
        if PrivateKeyDer::try_from(der).is_ok() || is_encrypted_key(der) {
            return Some(Self::PrivateKey);
        }
        if SubjectPublicKeyInfo::from_der(der).is_ok() {
            return Some(Self::PublicKey);
        }
        let (rest, value) = Any::from_der(der).ok()?;
        match value.tag() {
            Tag::Oid if rest.is_empty() => Some(Self::EcParameters),
            Tag::Sequence if rest.is_empty() => of_numbers(value.data),
            _ => None,
        }
    }

    /// By how a text begins.
    pub(super) fn of_text(text: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(&text[..text.len().min(HEAD)]).to_ascii_lowercase();
        let begins = |with: &str| text.trim_start().starts_with(with);
        let has_line = |with: &str| text.lines().any(|line| line.trim_start().starts_with(with));
        let is_page = ["<!doctype html", "<html", "<head", "<body"].map(begins);
        if is_page.contains(&true) || (begins("<") && text.contains("<html")) {
            return Some(Self::WebPage);
        }
        if ["ssh-", "ecdsa-sha2-", "---- begin ssh2"]
            .map(begins)
            .contains(&true)
        {
            return Some(Self::ForeignKey);
        }
        if has_line("apiversion:") || text.contains("\"apiversion\"") {
            return Some(Self::KubernetesObject);
        }
        has_line("certificate:")
            .then_some(Self::TextOfCertificate)
            .filter(|_| has_line("data:"))
    }
}

/// `EncryptedPrivateKeyInfo` of PKCS#8: an algorithm, and an OCTET STRING where a public key has a
/// BIT STRING.
fn is_encrypted_key(der: &[u8]) -> bool {
    let parts = || {
        let (_, whole) = Any::from_der(der).ok()?;
        let (rest, algorithm) = Any::from_der(whole.data).ok()?;
        let (rest, key) = Any::from_der(rest).ok()?;
        Some((algorithm.tag(), key.tag(), rest.is_empty()))
    };
    parts() == Some((Tag::Sequence, Tag::OctetString, true))
}

/// Two numbers are an RSA key of PKCS#1, or a prime and its generator, which is 2 or 5 in practice.
fn of_numbers(content: &[u8]) -> Option<OtherContent> {
    let (rest, first) = Any::from_der(content).ok()?;
    let (_, second) = Any::from_der(rest).ok()?;
    if (first.tag(), second.tag()) != (Tag::Integer, Tag::Integer) {
        return None;
    }
    Some(match second.data {
        [2 | 5] => OtherContent::DhParameters,
        _ => OtherContent::PublicKey,
    })
}
