//! B: the least that a program must do that proves who answers. One shared rustls configuration, no
//! resumption, no memory of signatures, chain and handshake verified by rustls itself; no HTTP, no
//! output. What `probe` takes is told as a multiple of what this takes.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

/// As many at once as the others do.
const IN_FLIGHT: usize = 100;

pub fn run(list: &Path, roots: &Path) {
    let list = fs::read_to_string(list).expect("a list");
    let connector = TlsConnector::from(Arc::new(config(roots)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut addresses = list.lines().map(|line| line.parse().expect("an address"));
    runtime.block_on(async {
        let mut running = JoinSet::new();
        loop {
            while running.len() < IN_FLIGHT {
                let Some(address) = addresses.next() else {
                    break;
                };
                running.spawn(greet(address, connector.clone()));
            }
            match running.join_next().await {
                Some(greeted) => greeted.expect("a task").expect("a proved handshake"),
                None => break,
            }
        }
    });
}

fn config(roots: &Path) -> ClientConfig {
    let mut store = RootCertStore::empty();
    let root = CertificateDer::from_pem_file(roots).expect("a root");
    store.add(root).expect("a usable root");
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(store)
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    config
}

async fn greet(address: SocketAddr, connector: TlsConnector) -> std::io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::from(address.ip());
    let mut tls = connector.connect(name, stream).await?;
    tls.shutdown().await
}
