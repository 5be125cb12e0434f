//! A fresh client that trusts the certificates of one PEM text and nothing else: the final test of
//! whether a bundle works. Shares no code with what wrote the bundle; verifies as every rustls
//! client does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::wall_clock::WallClock;

const DEADLINE: Duration = Duration::from_secs(5);

/// Connects to `address`, verifies it as `name` against `bundle`, and asks for `path` (`None`: the
/// handshake is enough).
///
/// # Errors
/// The message that a user of such a client would read.
pub async fn connect(
    bundle: &str,
    name: &str,
    address: SocketAddr,
    path: Option<&str>,
) -> Result<String, String> {
    let exchange = Box::pin(exchange(bundle, name, address, path));
    tokio::time::timeout(DEADLINE, exchange)
        .await
        .map_err(|_| "no answer in time".to_owned())?
}

async fn exchange(
    bundle: &str,
    name: &str,
    address: SocketAddr,
    path: Option<&str>,
) -> Result<String, String> {
    let config = trusting(bundle)?;
    let server = ServerName::try_from(name.to_owned()).map_err(|e| e.to_string())?;
    #[expect(
        clippy::disallowed_methods,
        reason = "a client of the lab's own, apart from what it checks"
    )]
    let stream = TcpStream::connect(address)
        .await
        .map_err(|e| e.to_string())?;
    let mut tls = TlsConnector::from(Arc::new(config))
        .connect(server, stream)
        .await
        .map_err(|e| e.to_string())?;
    let Some(path) = path else {
        return Ok("TLS verified".into());
    };
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {name}:{}\r\nConnection: close\r\n\r\n",
        address.port()
    );
    tls.write_all(request.as_bytes())
        .await
        .map_err(|e| e.to_string())?;
    let mut answer = Vec::new();
    // A server may close without close_notify; it is enough that it answered over the verified
    // connection.
    let _ = tls.take(4096).read_to_end(&mut answer).await;
    let status = String::from_utf8_lossy(&answer)
        .lines()
        .next()
        .map(str::to_owned)
        .unwrap_or_default();
    if status.starts_with("HTTP/") {
        Ok(format!("TLS verified, {status}"))
    } else {
        Err("TLS verified, but no HTTP answer".into())
    }
}

fn trusting(bundle: &str) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    for cert in CertificateDer::pem_slice_iter(bundle.as_bytes()) {
        roots
            .add(cert.map_err(|e| e.to_string())?)
            .map_err(|e| e.to_string())?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let versions = ClientConfig::builder_with_details(provider, Arc::new(WallClock))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}
