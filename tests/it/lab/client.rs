//! A plain rustls client: accepts every chain and keeps it, or verifies with given roots. Judges
//! nothing else.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme, SupportedProtocolVersion,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use mtc_probe::lab::Issued;

/// 2026-11-23T05:00:00Z
pub const NOW: i64 = 1_795_410_000;

/// Longer than anything on loopback takes that comes at all.
pub const PATIENCE: Duration = Duration::from_secs(5);

pub async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    tokio::time::timeout(PATIENCE, TcpStream::connect(address))
        .await
        .map_err(|_| io::ErrorKind::TimedOut)?
}

/// A handshake that accepts every chain.
pub async fn handshake(address: SocketAddr, name: &str) -> io::Result<TlsStream<TcpStream>> {
    handshake_with(address, name, rustls::ALL_VERSIONS).await
}

pub async fn handshake_with(
    address: SocketAddr,
    name: &str,
    versions: &[&'static SupportedProtocolVersion],
) -> io::Result<TlsStream<TcpStream>> {
    run(address, name, accepting(versions)).await
}

/// The same, offering these application protocols.
pub async fn handshake_offering(
    address: SocketAddr,
    name: &str,
    protocols: &[&str],
) -> io::Result<TlsStream<TcpStream>> {
    let mut config = accepting(rustls::ALL_VERSIONS);
    config.alpn_protocols = protocols
        .iter()
        .map(|protocol| protocol.as_bytes().to_vec())
        .collect();
    run(address, name, config).await
}

fn accepting(versions: &[&'static SupportedProtocolVersion]) -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .expect("versions this provider has")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AcceptAll))
        .with_no_client_auth()
}

async fn run(
    address: SocketAddr,
    name: &str,
    config: ClientConfig,
) -> io::Result<TlsStream<TcpStream>> {
    over(connect(address).await?, name, config).await
}

/// A handshake that accepts every chain, on a connection that is there.
pub async fn handshake_over<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    name: &str,
) -> io::Result<TlsStream<S>> {
    over(stream, name, accepting(rustls::ALL_VERSIONS)).await
}

async fn over<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    name: &str,
    config: ClientConfig,
) -> io::Result<TlsStream<S>> {
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    let handshake = TlsConnector::from(Arc::new(config)).connect(name, stream);
    tokio::time::timeout(PATIENCE, handshake)
        .await
        .map_err(|_| io::ErrorKind::TimedOut)?
}

/// What rustls objected to, of a handshake that had to fail.
pub fn refusal(result: io::Result<TlsStream<TcpStream>>) -> Result<rustls::Error, io::ErrorKind> {
    let error = result.expect_err("the handshake should have failed");
    let kind = error.kind();
    error
        .into_inner()
        .and_then(|inner| inner.downcast::<rustls::Error>().ok())
        .map(|error| *error)
        .ok_or(kind)
}

pub fn chain(stream: &TlsStream<TcpStream>) -> Vec<CertificateDer<'static>> {
    stream
        .get_ref()
        .1
        .peer_certificates()
        .unwrap_or_default()
        .to_vec()
}

/// One GET, and the whole answer as text; the connection is then closed.
pub async fn get(stream: &mut TlsStream<TcpStream>, host: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("request written");
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    tokio::time::timeout(PATIENCE, read)
        .await
        .expect("answer in time")
        .expect("answer whole");
    answer
}

/// Judges a chain as webpki does, with these roots and at this time.
pub fn verify(
    chain: &[CertificateDer<'_>],
    roots: &[&Issued],
    name: &str,
    now: i64,
) -> Result<(), rustls::CertificateError> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(root.der().clone()).expect("a root");
    }
    verify_with(chain, store, name, now)
}

pub fn verify_with(
    chain: &[CertificateDer<'_>],
    store: RootCertStore,
    name: &str,
    now: i64,
) -> Result<(), rustls::CertificateError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider)
        .build()
        .expect("a verifier");
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let at = UnixTime::since_unix_epoch(Duration::from_secs(now.unsigned_abs()));
    match verifier.verify_server_cert(&chain[0], &chain[1..], &name, &[], at) {
        Ok(_) => Ok(()),
        Err(rustls::Error::InvalidCertificate(why)) => Err(why),
        Err(other) => panic!("no verdict on a certificate: {other}"),
    }
}

#[derive(Debug)]
struct AcceptAll;

impl ServerCertVerifier for AcceptAll {
    fn verify_server_cert(
        &self,
        _leaf: &CertificateDer<'_>,
        _rest: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
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
