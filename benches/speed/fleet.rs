//! A fleet of TLS servers in a process of its own, pinned to the second core: any number of loopback
//! addresses behind one listening socket, each with a leaf of its own below one intermediate. All
//! certificates are made before it says that it is ready.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::measure::raise_open_file_limit;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::{default_provider, sign::any_ecdsa_type};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::program::{own, pinned};

/// Where endpoint 0 listens.
const FIRST: Ipv4Addr = Ipv4Addr::new(127, 1, 0, 0);
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";

/// A fleet that runs until this is dropped.
pub struct Fleet {
    pub endpoints: u32,
    port: u16,
    directory: TempDir,
    process: Child,
}

impl Fleet {
    pub fn start(endpoints: u32) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let mut command = pinned("1", &own());
        command.arg("fleet").arg(endpoints.to_string());
        command.arg(directory.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the fleet's process");
        let mut port = String::new();
        let stdout = process.stdout.take().expect("its output");
        BufReader::new(stdout)
            .read_line(&mut port)
            .expect("its port");
        let port = port.trim().parse().expect("the fleet says its port");
        Self {
            endpoints,
            port,
            directory,
            process,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn roots(&self) -> PathBuf {
        self.path("root.pem")
    }

    /// A file with one line per endpoint.
    pub fn list(&self, name: &str, line: impl Fn(SocketAddr) -> String) -> PathBuf {
        let path = self.path(name);
        let lines = (0..self.endpoints).map(|n| line((address(n), self.port).into()) + "\n");
        fs::write(&path, lines.collect::<String>()).expect("a list");
        path
    }

    /// The endpoints as `probe` is told them.
    pub fn urls(&self) -> PathBuf {
        self.list("urls", |address| format!("https://{address}"))
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn address(n: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(FIRST) + n)
}

/// What the fleet's own process does, until the one that started it is gone.
pub fn serve(endpoints: u32, directory: &Path) {
    raise_open_file_limit();
    let shown = certificates(endpoints, directory);
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(accept(&shown));
}

/// The leaves in the order of their addresses; their root goes into the directory.
fn certificates(endpoints: u32, directory: &Path) -> Vec<Arc<CertifiedKey>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.expect("a time after 1970").as_secs().cast_signed();
    let root = CertDraft::authority(now, "Bench Root").self_signed();
    let root = root.expect("a root");
    let issuing = CertDraft::authority(now, "Bench Issuing CA").signed_by(&root);
    let issuing = issuing.expect("an intermediate");
    fs::write(directory.join("root.pem"), root.pem()).expect("the root's file");
    let leaf = |n| {
        CertDraft::leaf(now, &[&address(n).to_string()])
            .signed_by(&issuing)
            .expect("a leaf")
    };
    (0..endpoints).map(|n| shown(&leaf(n), &issuing)).collect()
}

fn shown(leaf: &Issued, issuing: &Issued) -> Arc<CertifiedKey> {
    let chain = vec![leaf.der().clone(), issuing.der().clone()];
    let key = any_ecdsa_type(&leaf.private_key()).expect("an ECDSA key");
    Arc::new(CertifiedKey::new(chain, key))
}

async fn accept(shown: &[Arc<CertifiedKey>]) {
    let socket = TcpSocket::new_v4().expect("a socket");
    let any = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    socket.bind(any).expect("a free port");
    let listener = socket.listen(4096).expect("to listen");
    println!("{}", listener.local_addr().expect("an address").port());
    let config = base();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let Some(certificate) = certificate(&stream, shown) else {
            continue;
        };
        let mut config = config.clone();
        config.cert_resolver = Arc::new(SingleCertAndKey::from(Arc::clone(certificate)));
        tokio::spawn(answer(stream, TlsAcceptor::from(Arc::new(config))));
    }
}

/// TLS 1.3 without tickets: every client makes a full handshake.
fn base() -> ServerConfig {
    let unused = Arc::new(rustls::server::ResolvesServerCertUsingSni::new());
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("TLS 1.3")
        .with_no_client_auth()
        .with_cert_resolver(unused);
    config.send_tls13_tickets = 0;
    config
}

fn certificate<'a>(
    stream: &TcpStream,
    shown: &'a [Arc<CertifiedKey>],
) -> Option<&'a Arc<CertifiedKey>> {
    let IpAddr::V4(address) = stream.local_addr().ok()?.ip() else {
        return None;
    };
    let n = u32::from(address).checked_sub(u32::from(FIRST))?;
    shown.get(n as usize)
}

/// One answer to whatever is asked, and the end. Who hangs up early is no fault of the fleet.
async fn answer(stream: TcpStream, acceptor: TlsAcceptor) {
    let _ = stream.set_nodelay(true);
    let Ok(mut tls) = acceptor.accept(stream).await else {
        return;
    };
    let mut request = [0; 2048];
    let mut read = 0;
    while !request[..read].ends_with(b"\r\n\r\n") {
        match tls.read(&mut request[read..]).await {
            Ok(n) if n > 0 => read += n,
            _ => return,
        }
    }
    if tls.write_all(ANSWER).await.is_ok() {
        let _ = tls.shutdown().await;
    }
}
