//! Small servers on loopback, each with one behaviour, and certificates for them.
#![expect(
    clippy::disallowed_methods,
    reason = "these are the listeners of the tests"
)]

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::server::WebPkiClientVerifier;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, SupportedProtocolVersion};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Serves every connection with `behave`, which gets its number from 0.
pub async fn serve<B, F>(behave: B) -> SocketAddr
where
    B: Fn(TcpStream, usize) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut number = 0;
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(behave(stream, number));
            number += 1;
        }
    });
    address
}

/// A port on which nobody listens.
pub async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
}

/// Reads the ClientHello, then says `bytes` and ends.
pub async fn after_hello(bytes: &'static [u8]) -> SocketAddr {
    serve(move |mut stream, _| async move {
        read_some(&mut stream).await;
        let _ = stream.write_all(bytes).await;
    })
    .await
}

pub async fn read_some(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 4096]).await;
}

/// Holds the connection open without a word.
pub async fn hold(stream: TcpStream) {
    std::future::pending::<()>().await;
    drop(stream);
}

/// A CA and a leaf for `a.test` and 127.0.0.1.
pub struct Pki {
    pub root: CertificateDer<'static>,
    pub chain: Vec<CertificateDer<'static>>,
    key: Vec<u8>,
}

impl Pki {
    pub fn new() -> Self {
        Self::with_leaf(|_| {})
    }

    pub fn with_leaf(change: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "Acme Root");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().der().clone();
        let issuer = Issuer::new(params, key);
        let mut params = CertificateParams::new(vec!["a.test".into(), "127.0.0.1".into()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &issuer).unwrap().der().clone();
        Self {
            chain: vec![leaf, root.clone()],
            root,
            key: key.serialize_der(),
        }
    }

    /// A server of that version which shows the chain; with `clients`, one that wants a certificate
    /// of its own CA.
    pub fn server(
        &self,
        version: &'static SupportedProtocolVersion,
        clients: bool,
    ) -> ServerConfig {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&[version])
            .unwrap();
        let mut roots = rustls::RootCertStore::empty();
        roots.add(self.root.clone()).unwrap();
        let builder = if clients {
            let verifier =
                WebPkiClientVerifier::builder_with_provider(roots.into(), provider.clone())
                    .build()
                    .unwrap();
            builder.with_client_cert_verifier(verifier)
        } else {
            builder.with_no_client_auth()
        };
        // Not `with_single_cert`: it reads the certificate and refuses odd ones.
        let key = provider
            .key_provider
            .load_private_key(PrivateKeyDer::Pkcs8(self.key.clone().into()))
            .unwrap();
        let certified = CertifiedKey::new(self.chain.clone(), key);
        let mut config = builder.with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    }
}

/// A TLS server that does `behave` after the handshake.
pub async fn tls<B, F>(config: ServerConfig, behave: B) -> SocketAddr
where
    B: Fn(TlsStream<TcpStream>) -> F + Send + Sync + Clone + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let acceptor = TlsAcceptor::from(Arc::new(config));
    serve(move |stream, _| {
        let (acceptor, behave) = (acceptor.clone(), behave.clone());
        async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                behave(stream).await;
            }
        }
    })
    .await
}

/// A TLS server that reads a request, answers with these bytes and closes.
pub async fn answering(bytes: impl Into<Vec<u8>>) -> SocketAddr {
    let bytes: Arc<[u8]> = bytes.into().into();
    tls(
        Pki::new().server(&rustls::version::TLS13, false),
        move |mut stream| {
            let bytes = bytes.clone();
            async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
            }
        },
    )
    .await
}
