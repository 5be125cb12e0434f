//! The interceptor's own TLS client: connects to the origin, keeps its chain, and says what is
//! wrong with it. Accepts every certificate at first; the product decides whether a fault matters.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::lab::proxy::refusal::Refusal;
use crate::lab::wall_clock::WallClock;

const SHAKEN_WITHIN: Duration = Duration::from_secs(1);

/// What an interceptor knows about an origin.
pub(super) struct OriginServer {
    /// The certificates that were sent, even if the handshake failed later.
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) session: Result<TlsStream<TcpStream>, Refusal>,
    /// The application protocol agreed on.
    pub(super) protocol: Option<Vec<u8>>,
}

impl OriginServer {
    pub(super) fn unreachable(why: Refusal) -> Self {
        Self {
            chain: Vec::new(),
            session: Err(why),
            protocol: None,
        }
    }
}

/// A reason for which a client of the origin would refuse its certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OriginFault {
    SelfSigned,
    Untrusted,
    Expired,
    WrongName,
}

impl OriginFault {
    pub(super) const fn in_squid_words(self) -> &'static str {
        match self {
            Self::SelfSigned => "TLS code: X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT",
            Self::Untrusted => "TLS code: X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            Self::Expired => "TLS code: X509_V_ERR_CERT_HAS_EXPIRED+broken_cert",
            Self::WrongName => "TLS code: SQUID_X509_V_ERR_DOMAIN_MISMATCH",
        }
    }

    pub(super) const fn in_openssl_words(self) -> &'static str {
        match self {
            Self::SelfSigned => "self-signed certificate",
            Self::Untrusted => "unable to get local issuer certificate",
            Self::Expired => "certificate has expired",
            Self::WrongName => "hostname mismatch",
        }
    }
}

pub(super) async fn meet(stream: TcpStream, name: &str, protocols: Vec<Vec<u8>>) -> OriginServer {
    let keeper = Arc::new(Keeper::default());
    let session = timeout(
        SHAKEN_WITHIN,
        shake(stream, name, protocols, Arc::clone(&keeper)),
    )
    .await;
    let session = match session {
        Ok(Ok(session)) => Ok(session),
        Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionReset => {
            Err(Refusal::of(&error))
        }
        Ok(Err(_)) => Err(Refusal::BadCertificate("TLS code: SQUID_TLS_ERR_CONNECT")),
        Err(_) => Err(Refusal::TimedOut),
    };
    let protocol = session
        .as_ref()
        .ok()
        .and_then(|session| session.get_ref().1.alpn_protocol().map(<[u8]>::to_vec));
    let chain = keeper
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    OriginServer {
        chain,
        session,
        protocol,
    }
}

async fn shake(
    stream: TcpStream,
    name: &str,
    protocols: Vec<Vec<u8>>,
    keeper: Arc<Keeper>,
) -> io::Result<TlsStream<TcpStream>> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_details(provider, Arc::new(WallClock))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(keeper)
        .with_no_client_auth();
    config.alpn_protocols = protocols;
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

/// The first fault, in OpenSSL's order; `None` for a chain that verifies.
pub(super) fn fault(
    chain: &[CertificateDer<'_>],
    name: &str,
    roots: &[CertificateDer<'static>],
    now: i64,
) -> Option<OriginFault> {
    let [leaf, rest @ ..] = chain else {
        return Some(OriginFault::Untrusted);
    };
    if !roots.iter().any(|root| root == leaf)
        && X509Certificate::from_der(leaf).is_ok_and(|(_, cert)| cert.subject() == cert.issuer())
    {
        return Some(OriginFault::SelfSigned);
    }
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(roots.iter().cloned());
    // rustls makes no verifier without roots.
    let Ok(verifier) = WebPkiServerVerifier::builder_with_provider(
        Arc::new(store),
        Arc::new(aws_lc_rs::default_provider()),
    )
    .build() else {
        return Some(OriginFault::Untrusted);
    };
    let name = ServerName::try_from(name.to_owned()).ok()?;
    let now = UnixTime::since_unix_epoch(Duration::from_secs(now.unsigned_abs()));
    match verifier.verify_server_cert(leaf, rest, &name, &[], now) {
        Ok(_) => None,
        Err(rustls::Error::InvalidCertificate(
            CertificateError::ExpiredContext { .. } | CertificateError::Expired,
        )) => Some(OriginFault::Expired),
        Err(rustls::Error::InvalidCertificate(
            CertificateError::NotValidForNameContext { .. } | CertificateError::NotValidForName,
        )) => Some(OriginFault::WrongName),
        Err(_) => Some(OriginFault::Untrusted),
    }
}

/// Checks only whether the certificate is for that name.
pub(super) fn wrong_name(chain: &[CertificateDer<'_>], name: &str) -> Option<OriginFault> {
    let leaf = webpki::EndEntityCert::try_from(chain.first()?).ok()?;
    let name = ServerName::try_from(name.to_owned()).ok()?;
    leaf.verify_is_valid_for_subject_name(&name)
        .is_err()
        .then_some(OriginFault::WrongName)
}

/// Accepts every chain and keeps it.
#[derive(Debug, Default)]
struct Keeper(Mutex<Vec<CertificateDer<'static>>>);

impl ServerCertVerifier for Keeper {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = std::iter::once(leaf)
            .chain(rest)
            .map(|cert| cert.clone().into_owned())
            .collect();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = chain;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        aws_lc_rs::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
