//! A certificate of the lab and its key ([`Issued`]), and the signing.
//! Keys are made on the spot and live in memory only: nothing here writes one anywhere.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use rcgen::{Certificate, CertificateParams, Issuer, KeyPair, SanType, SerialNumber};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::pki::{CertDraft, KeyType};

/// A certificate and its key.
#[derive(Clone, Debug)]
pub struct Issued {
    certificate: Certificate,
    key: Arc<KeyPair>,
    draft: CertDraft,
}

impl Issued {
    /// The certificate as DER.
    pub fn der(&self) -> &CertificateDer<'static> {
        self.certificate.der()
    }

    /// The certificate as PEM.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    pub(super) const fn draft(&self) -> &CertDraft {
        &self.draft
    }

    /// The private key, for a server or client of the lab in this process.
    pub fn private_key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::Pkcs8(self.key.serialize_der().into())
    }

    /// The same subject and key, signed by another CA.
    pub fn cross_signed_by(&self, issuer: &Self) -> io::Result<Self> {
        issue(&self.draft, Arc::clone(&self.key), Some(issuer))
    }

    /// Another certificate for the same key, as an operator makes who uses one key for several
    /// certificates.
    pub fn same_key_for(&self, draft: &CertDraft, issuer: &Self) -> io::Result<Self> {
        issue(draft, Arc::clone(&self.key), Some(issuer))
    }

    /// The same subject, self-signed with a new key: a CA after its rotation, or that of a cluster
    /// which was installed again.
    pub fn with_other_key(&self) -> io::Result<Self> {
        self.draft.self_signed()
    }

    /// The certificate with the last bit of its signature changed, as DER.
    #[must_use]
    pub fn der_with_bad_signature(&self) -> CertificateDer<'static> {
        let mut bytes = self.der().to_vec();
        if let Some(last) = bytes.last_mut() {
            *last ^= 1;
        }
        bytes.into()
    }
}

/// A draft becomes a certificate when it is signed.
impl CertDraft {
    /// Makes a key, which signs its own certificate.
    pub fn self_signed(&self) -> io::Result<Issued> {
        issue(self, new_key(self.key_type)?, None)
    }

    /// Makes a key, and lets `issuer` sign its certificate, even if `issuer` is no CA.
    pub fn signed_by(&self, issuer: &Issued) -> io::Result<Issued> {
        issue(self, new_key(self.key_type)?, Some(issuer))
    }
}

/// Who signs, and what the certificate says about that.
pub(super) struct Signer<'a> {
    /// The issuer's name in the certificate.
    pub(super) name: &'a CertificateParams,
    /// The owner of the key that signs.
    pub(super) key: &'a Issued,
    /// Whether the certificate names that key (authority key identifier).
    pub(super) pointed_at: bool,
}

/// Signs as interceptors do: the key of the certificate may be the signer's own, and the issuer's
/// name need not be the signer's.
pub(super) fn forge(draft: &CertDraft, key: &Issued, signer: &Signer<'_>) -> io::Result<Issued> {
    let params = complete(draft, signer.pointed_at)?;
    let issuer = Issuer::from_params(signer.name, &*signer.key.key);
    let certificate = params
        .signed_by(&*key.key, &issuer)
        .map_err(io::Error::other)?;
    Ok(Issued {
        certificate,
        key: Arc::clone(&key.key),
        draft: draft.clone(),
    })
}

pub(super) fn new_key(key_type: KeyType) -> io::Result<Arc<KeyPair>> {
    KeyPair::generate_for(key_type.algorithm())
        .map(Arc::new)
        .map_err(io::Error::other)
}

/// Signs with the issuer's key, or with the certificate's own key if there is no issuer.
pub(super) fn issue(
    draft: &CertDraft,
    key: Arc<KeyPair>,
    issuer: Option<&Issued>,
) -> io::Result<Issued> {
    let params = complete(draft, issuer.is_some())?;
    let certificate = match issuer {
        None => params.self_signed(&*key),
        Some(issuer) => params.signed_by(
            &*key,
            &Issuer::from_params(&issuer.draft.params, &*issuer.key),
        ),
    };
    Ok(Issued {
        certificate: certificate.map_err(io::Error::other)?,
        key,
        draft: draft.clone(),
    })
}

fn complete(draft: &CertDraft, by_another: bool) -> io::Result<CertificateParams> {
    let mut params = draft.params.clone();
    params.use_authority_key_identifier_extension = by_another;
    // rcgen would derive the serial number from the key, so two certificates of one key would share
    // it.
    if params.serial_number.is_none() {
        params.serial_number = Some(random_serial()?);
    }
    for name in &draft.alternative_names {
        params.subject_alt_names.push(match name.parse::<IpAddr>() {
            Ok(address) => SanType::IpAddress(address),
            Err(_) => SanType::DnsName(name.as_str().try_into().map_err(io::Error::other)?),
        });
    }
    Ok(params)
}

/// A serial number that is positive and of full length, so that no encoder has to shorten or pad
/// it.
fn random_serial() -> io::Result<SerialNumber> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(io::Error::other)?;
    bytes[0] = bytes[0] & 0x3f | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}
