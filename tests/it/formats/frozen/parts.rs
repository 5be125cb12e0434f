//! What frozen endpoints are made of: attempts, sessions, verdicts and trust, with certificates of
//! `certs-testdata/`.

use mtc_probe::judge::Finding;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use mtc_probe::cert::Cert;
use mtc_probe::dialects::go::GoRefusal;
use mtc_probe::dialects::rustls::StrictRefusal;
use mtc_probe::evidence::{
    AddressSource, Attempt, Connection, HttpExchange, Resolution, Step, TcpSession, TlsSession,
};
use mtc_probe::judge::finding::Notice;
use mtc_probe::judge::{CertSource, Cure, Endpoint, GoVerdict, StrictVerdict, Trust, Verdict};
use mtc_probe::roles::Answer;
use mtc_probe::route::Route;
use mtc_probe::target::{Host, Origin, Target};
use rustls_pki_types::{CertificateDer, pem::PemObject};

use super::NOW;

pub fn attempt(
    target: &str,
    addresses: &[&str],
    connect: impl Fn(SocketAddr) -> Connection,
) -> Attempt {
    let target = Target::parse(
        target,
        Origin::Line {
            file: "targets.txt".into(),
            line: 7,
        },
    )
    .expect("a target");
    let addresses: Vec<IpAddr> = addresses
        .iter()
        .map(|a| a.parse().expect("an address"))
        .collect();
    let connections = addresses
        .iter()
        .map(|ip| connect(SocketAddr::new(*ip, target.port)))
        .collect();
    let source = if matches!(target.host, Host::Ip(_)) {
        AddressSource::Literal
    } else {
        AddressSource::System
    };
    let dns = Step::Done {
        took_us: 3_210,
        saw: Resolution::of(source, addresses),
    };
    Attempt {
        target,
        route: Route::default(),
        started: NOW,
        dns,
        connections,
        extras: Vec::new(),
        not_asked: Vec::new(),
        fetched: Vec::new(),
        waited: Vec::new(),
    }
}

pub fn untried(address: SocketAddr) -> Connection {
    Connection {
        address,
        tcp: Step::NotTried,
        proxy: mtc_probe::evidence::no_proxy(),
        tls: Step::NotTried,
        http: Step::NotTried,
    }
}

pub fn worked(
    tls: TlsSession,
    asked: &str,
    status: u16,
    reason: &str,
) -> impl Fn(SocketAddr) -> Connection {
    let answer = Answer {
        status,
        reason: reason.into(),
        ..Answer::default()
    };
    let exchange = HttpExchange {
        asked: asked.into(),
        answer: Some(answer),
    };
    move |address| Connection {
        address,
        proxy: mtc_probe::evidence::no_proxy(),
        tcp: Step::Done {
            took_us: 940,
            saw: TcpSession {
                local: "192.0.2.200".parse().ok(),
                rtt_us: Some(610),
            },
        },
        tls: Step::Done {
            took_us: 12_300,
            saw: tls.clone(),
        },
        http: Step::Done {
            took_us: 140_100,
            saw: exchange.clone(),
        },
    }
}

pub fn session(sni: &str, chain: &[&str]) -> TlsSession {
    TlsSession {
        sni: Some(sni.into()),
        version: Some("TLS 1.3".into()),
        suite: Some("TLS13_AES_128_GCM_SHA256".into()),
        alpn: Some("http/1.1".into()),
        chain: chain.iter().map(|name| cert(name)).collect(),
        bytes_in: 2048,
        ..TlsSession::default()
    }
}

pub fn judged(attempt: Attempt, verdict: Verdict) -> Endpoint {
    Endpoint {
        attempt,
        verdict,
        findings: vec![],
        trust: None,
        trusts: Vec::new(),
    }
}

/// What was found, wherever.
pub fn found(finding: impl Into<Finding>) -> Verdict {
    Verdict {
        finding: finding.into(),
        addresses: vec![],
        chains: vec![],
    }
}

/// Everything works.
pub fn works() -> Verdict {
    found(Notice::Ok { identity: None })
}

pub fn accepted(sent: &[&str]) -> Arc<Trust> {
    let mut path: Vec<(Cert, CertSource)> = sent
        .iter()
        .map(|name| (cert(name), CertSource::Sent))
        .collect();
    path.push((cert("acme"), CertSource::Store("acme-ca.pem".into())));
    Arc::new(Trust {
        go: GoVerdict::Accepts,
        strict: StrictVerdict::Accepts,
        vouched: path.iter().map(|(cert, _)| cert.clone()).collect(),
        path,
        anchor: Some(sent.len()),
        vouched_by: vec!["acme-ca.pem".into()],
        public: false,
        others: Vec::new(),
        above: None,
        cure: Cure::EndOfPath,
        is_limited: false,
    })
}

/// In Go's words.
pub fn go_refuses(says: &str) -> GoVerdict {
    GoVerdict::Refuses(GoRefusal::read(says).expect("what Go says"))
}

/// In any words.
pub fn strict_refuses(says: &str) -> StrictVerdict {
    StrictVerdict::Refuses(StrictRefusal::Anchors(says.into()))
}

/// A certificate of `certs-testdata/`, by its name there.
pub fn cert(name: &str) -> Cert {
    let pem: &[u8] = match name {
        "lb-signer" => include_bytes!("../../../../certs-testdata/lb-signer.pem"),
        "lb-signer.api" => include_bytes!("../../../../certs-testdata/lb-signer.api.pem"),
        "ingress" => include_bytes!("../../../../certs-testdata/ingress.pem"),
        "ingress.apps" => include_bytes!("../../../../certs-testdata/ingress.apps.pem"),
        "ingress.expired" => include_bytes!("../../../../certs-testdata/ingress.expired.pem"),
        "kaisha" => include_bytes!("../../../../certs-testdata/kaisha.pem"),
        "shiten" => include_bytes!("../../../../certs-testdata/shiten.pem"),
        "shiten.apps" => include_bytes!("../../../../certs-testdata/shiten.apps.pem"),
        "shiten.expired" => include_bytes!("../../../../certs-testdata/shiten.expired.pem"),
        "kaisha.s3" => include_bytes!("../../../../certs-testdata/kaisha.s3.pem"),
        "acme" => include_bytes!("../../../../certs-testdata/acme.pem"),
        "acme.west" => include_bytes!("../../../../certs-testdata/acme.west.pem"),
        "acme.west.api" => include_bytes!("../../../../certs-testdata/acme.west.api.pem"),
        "acme.west.apps-soon" => {
            include_bytes!("../../../../certs-testdata/acme.west.apps-soon.pem")
        }
        "acme.west.registry-expired" => {
            include_bytes!("../../../../certs-testdata/acme.west.registry-expired.pem")
        }
        "cafe-not-ca" => include_bytes!("../../../../certs-testdata/cafe-not-ca.pem"),
        "lab" => include_bytes!("../../../../certs-testdata/lab.pem"),
        "lab.s3" => include_bytes!("../../../../certs-testdata/lab.s3.pem"),
        other => panic!("no certificate is called {other}"),
    };
    Cert::from_der(
        CertificateDer::from_pem_slice(pem)
            .expect("a certificate")
            .to_vec(),
    )
}
