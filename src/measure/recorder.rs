//! What the TLS client hands out during one handshake, written down: the chain, the stapled OCSP
//! answer, the verdict on the handshake's own signature, and the request for a client certificate.
//! Accepts everything; trust is decided elsewhere.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::signature::{self, RsaParameters, UnparsedPublicKey};
use rustls::client::ResolvesClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::sign::CertifiedKey;
use rustls::{DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use x509_parser::prelude::{FromDer, X509Name};

use crate::cert::{Cert, Facts, KeyKind, verification};
use crate::evidence::{ClientCertificateRequest, SignatureDefect};

/// Schemes that rustls does not know, though the key's bits are all that is needed.
static BY_KEY_ALONE: [(SignatureScheme, &RsaParameters); 4] = [
    (
        SignatureScheme::Unknown(0x0809),
        &signature::RSA_PSS_2048_8192_SHA256,
    ),
    (
        SignatureScheme::Unknown(0x080a),
        &signature::RSA_PSS_2048_8192_SHA384,
    ),
    (
        SignatureScheme::Unknown(0x080b),
        &signature::RSA_PSS_2048_8192_SHA512,
    ),
    (
        SignatureScheme::RSA_PKCS1_SHA1,
        &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
    ),
];
/// A server that lists more CAs than this lists a public bundle.
const MOST_ISSUERS: usize = 100;

/// What one handshake showed so far.
#[derive(Clone, Debug, Default)]
pub(super) struct HandshakeRecord {
    pub(super) chain: Vec<Cert>,
    pub(super) ocsp_bytes: Option<usize>,
    pub(super) signature_scheme: Option<SignatureScheme>,
    pub(super) signature_defect: Option<SignatureDefect>,
    pub(super) client_certificate: Option<ClientCertificateRequest>,
}

/// One per connection: rustls passes no connection id.
#[derive(Debug)]
pub(super) struct Recorder {
    algorithms: WebPkiSupportedAlgorithms,
    /// The schemes to offer.
    schemes: Vec<SignatureScheme>,
    seen: Mutex<HandshakeRecord>,
}

impl Recorder {
    pub(super) fn new(
        algorithms: WebPkiSupportedAlgorithms,
        schemes: Vec<SignatureScheme>,
    ) -> Arc<Self> {
        Arc::new(Self {
            algorithms,
            schemes,
            seen: Mutex::default(),
        })
    }

    pub(super) fn record(&self) -> MutexGuard<'_, HandshakeRecord> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// By the leaf's key alone: webpki's own entry would refuse X.509 v1 and unknown critical
    /// extensions before looking.
    fn record_signature(
        &self,
        message: &[u8],
        dss: &DigitallySignedStruct,
        tls13: bool,
    ) -> HandshakeSignatureValid {
        let mut seen = self.record();
        seen.signature_scheme = Some(dss.scheme);
        seen.signature_defect = match seen.chain.first().and_then(Cert::facts) {
            Some(facts) => self.check(facts, message, dss, tls13).err(),
            None => Some(SignatureDefect::UnreadableLeaf),
        };
        HandshakeSignatureValid::assertion()
    }

    fn check(
        &self,
        facts: &Facts,
        message: &[u8],
        dss: &DigitallySignedStruct,
        tls13: bool,
    ) -> Result<(), SignatureDefect> {
        if let KeyKind::Rsa(bits) = facts.key
            && !(2048..=8192).contains(&bits)
        {
            // The library would call these bad signatures.
            return Err(SignatureDefect::RsaKeySize { bits });
        }
        if let Some((_, algorithm)) = BY_KEY_ALONE
            .iter()
            .find(|(scheme, _)| *scheme == dss.scheme)
        {
            let key = UnparsedPublicKey::new(*algorithm, &facts.key_bits);
            let right = verification::once(|| key.verify(message, dss.signature()).is_ok());
            return if right {
                Ok(())
            } else {
                Err(refused(dss.scheme, None))
            };
        }
        let known = self
            .algorithms
            .mapping
            .iter()
            .find(|(scheme, _)| *scheme == dss.scheme);
        let Some((_, algorithms)) = known else {
            let scheme = name(dss.scheme);
            return Err(SignatureDefect::UnknownScheme { scheme });
        };
        let spki = SubjectPublicKeyInfoDer::from(facts.spki.as_slice());
        let key = webpki::RawPublicKeyEntity::try_from(&spki)
            .map_err(|e| refused(dss.scheme, Some(e)))?;
        // A scheme names its curve in TLS 1.3 only; in 1.2 it may be any (RFC 8446 4.2.3).
        let tried = if tls13 { 1 } else { algorithms.len() };
        let mut last = None;
        for algorithm in algorithms.iter().take(tried) {
            let mut outcome = Ok(());
            verification::once(|| {
                outcome = key.verify_signature(*algorithm, message, dss.signature());
                outcome.is_ok()
            });
            match outcome {
                Ok(()) => return Ok(()),
                Err(webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_))
                    if last.is_some() => {}
                Err(error) => last = Some(error),
            }
        }
        Err(refused(dss.scheme, last))
    }
}

/// What it means that the library refused a signature of this scheme; it may only say no.
fn refused(scheme: SignatureScheme, error: Option<webpki::Error>) -> SignatureDefect {
    let scheme = name(scheme);
    match error {
        Some(
            error @ (webpki::Error::UnsupportedSignatureAlgorithmContext(_)
            | webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)),
        ) => SignatureDefect::Unfit {
            scheme,
            error: error.to_string(),
        },
        error => SignatureDefect::DoesNotVerify {
            scheme,
            error: error.map(|error| error.to_string()),
        },
    }
}

/// As RFC 8446 4.2.3 writes those that the library has no name for.
fn name(scheme: SignatureScheme) -> String {
    match u16::from(scheme) {
        0x0809 => "rsa_pss_pss_sha256".into(),
        0x080a => "rsa_pss_pss_sha384".into(),
        0x080b => "rsa_pss_pss_sha512".into(),
        _ => scheme
            .as_str()
            .map_or_else(|| format!("{scheme:?}"), str::to_owned),
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp_response: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut seen = self.record();
        // The server's own certificate, too: each further question to the server shows it again.
        let all = std::iter::once(end_entity).chain(intermediates);
        seen.chain = all.map(|der| Cert::shared(der)).collect();
        seen.ocsp_bytes = (!ocsp_response.is_empty()).then_some(ocsp_response.len());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        _: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(self.record_signature(message, dss, false))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        _: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(self.record_signature(message, dss, true))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}

impl ResolvesClientCert for Recorder {
    fn resolve(
        &self,
        root_hint_subjects: &[&[u8]],
        _: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        let accepted_issuers = root_hint_subjects
            .iter()
            .take(MOST_ISSUERS)
            .map(|der| name_text(der).into())
            .collect();
        self.record().client_certificate = Some(ClientCertificateRequest { accepted_issuers });
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}

fn name_text(der: &[u8]) -> String {
    match X509Name::from_der(der) {
        Ok((_, name)) => name.to_string(),
        Err(_) => "(unreadable name)".into(),
    }
}
