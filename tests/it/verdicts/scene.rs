//! Evidence built by hand: what `measure` would have written down, in the fewest words.

use std::net::{IpAddr, SocketAddr};

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    AddressSource, Attempt, ClientCertificateRequest, Connection, Fault, HttpExchange, Resolution,
    SkipReason, Step, Store, StoreKind, TcpSession, TlsSession,
};
use mtc_probe::judge::{self, Endpoint, Endpoints, Given, Ground, Learnt, Stores, Taint};
use mtc_probe::lab::Issued;
use mtc_probe::moment::Moment;
use mtc_probe::roles::Answer;
use mtc_probe::route::Route;
use mtc_probe::target::{Host, Origin, Target};

/// 2026-11-23T05:00:00Z, the clock of every frozen case.
pub const NOW: Moment = Moment(1_795_410_000);
/// Where servers are; documentation addresses (RFC 5737).
pub const ADDRESS: &str = "192.0.2.10";

pub fn cert(issued: &Issued) -> Cert {
    Cert::from_der(issued.der().to_vec())
}

pub fn store(name: &str, kind: StoreKind, certs: &[Cert]) -> Store {
    Store {
        name: name.into(),
        kind,
        certs: certs.to_vec(),
        left_out: 0,
        unconfirmed: Vec::new(),
        of: None,
    }
}

/// The system trusts these.
pub fn trusting(certs: &[Cert]) -> Vec<Store> {
    vec![store("system", StoreKind::System, certs)]
}

pub fn target(text: &str) -> Target {
    Target::parse(text, Origin::Argument { number: 1 }).expect("a target")
}

pub fn done<T>(saw: T) -> Step<T> {
    Step::Done {
        took_us: 2_500,
        saw,
    }
}

pub fn failed<T>(fault: Fault) -> Step<T> {
    Step::Failed {
        took_us: 2_500,
        fault,
        saw: None,
    }
}

/// A target whose name leads to the addresses of these connections.
pub fn attempt(text: &str, mut connections: Vec<Connection>) -> Attempt {
    let target = target(text);
    for connection in &mut connections {
        connection.address.set_port(target.port);
        if let Step::Done { saw, .. } | Step::Failed { saw: Some(saw), .. } = &mut connection.tls {
            saw.sni = matches!(target.host, Host::Name(_)).then(|| target.host.to_string());
        }
    }
    let source = if matches!(target.host, Host::Ip(_)) {
        AddressSource::Literal
    } else {
        AddressSource::System
    };
    let addresses = connections.iter().map(|c| c.address.ip()).collect();
    let dns = done(Resolution::of(source, addresses));
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

/// A lookup that failed.
pub fn unresolved(text: &str, fault: Fault) -> Attempt {
    Attempt {
        dns: failed(fault),
        ..attempt(text, Vec::new())
    }
}

pub fn connected() -> Step<TcpSession> {
    done(TcpSession {
        local: Some(IpAddr::from([192, 0, 2, 1])),
        rtt_us: Some(800),
    })
}

/// A connection to an address on which nothing was tried after TCP.
pub fn tcp(address: &str, tcp: Step<TcpSession>) -> Connection {
    let address = SocketAddr::new(address.parse().expect("an address"), 443);
    Connection {
        address,
        tcp,
        proxy: mtc_probe::evidence::no_proxy(),
        tls: Step::NotTried,
        http: Step::NotTried,
    }
}

/// The same on another address.
pub fn at(address: &str, mut connection: Connection) -> Connection {
    connection
        .address
        .set_ip(address.parse().expect("an address"));
    connection
}

pub fn tls(tls: Step<TlsSession>) -> Connection {
    Connection {
        tls,
        ..tcp(ADDRESS, connected())
    }
}

/// A handshake that failed after these bytes.
pub fn handshake(fault: Fault, bytes_in: u64) -> Connection {
    let saw = TlsSession {
        bytes_in,
        ..TlsSession::default()
    };
    tls(Step::Failed {
        took_us: 2_500,
        fault,
        saw: Some(saw),
    })
}

/// A whole TLS 1.3 handshake with this chain; nothing is asked.
pub fn secured(chain: &[Cert]) -> Connection {
    Connection {
        http: skipped(),
        ..tls(done(session(chain)))
    }
}

pub fn skipped() -> Step<HttpExchange> {
    Step::Skipped {
        why: SkipReason::RoleAsksNothing,
    }
}

pub fn session(chain: &[Cert]) -> TlsSession {
    TlsSession {
        version: Some("TLS 1.3".into()),
        suite: Some("TLS13_AES_128_GCM_SHA256".into()),
        chain: chain.to_vec(),
        bytes_in: 2_048,
        ..TlsSession::default()
    }
}

/// The server asked for a client certificate of these issuers.
pub fn asking(session: TlsSession, issuers: &[&str]) -> TlsSession {
    let accepted_issuers = issuers.iter().map(|&name| name.into()).collect();
    TlsSession {
        client_certificate: Some(ClientCertificateRequest { accepted_issuers }),
        ..session
    }
}

/// One address that serves this chain.
pub fn serving(text: &str, chain: &[Cert]) -> Attempt {
    attempt(text, vec![secured(chain)])
}

/// One address that serves this chain and answers the role's question.
pub fn answering(text: &str, chain: &[Cert], answer: Answer) -> Attempt {
    let http = done(exchange(text, Some(answer)));
    attempt(
        text,
        vec![Connection {
            http,
            ..secured(chain)
        }],
    )
}

/// The role's question and what came of it.
pub fn exchange(text: &str, answer: Option<Answer>) -> HttpExchange {
    HttpExchange {
        asked: format!("GET {}", target(text).role.ask.unwrap_or_default()),
        answer,
    }
}

pub fn answer(status: u16, reason: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    Answer {
        status,
        reason: reason.into(),
        headers,
        body: body.into(),
        truncated: false,
    }
}

pub fn judge(attempt: Attempt, stores: &[Store]) -> Endpoint {
    judge::endpoint(
        attempt,
        Ground::new(&Stores::new(stores), &Taint::default(), NOW),
    )
}

/// Headline and findings.
pub fn codes(endpoint: &Endpoint) -> Vec<&'static str> {
    std::iter::once(&endpoint.verdict)
        .chain(&endpoint.findings)
        .map(|verdict| verdict.code().name())
        .collect()
}

/// A run as it counts in the end: what it learnt, and its endpoints.
pub fn across(attempts: &[Attempt], given: Given<'_>) -> (Learnt, Vec<Endpoint>) {
    let learnt = Learnt::of(&attempts, given).expect("evidence in memory");
    let judged = judge::across(&attempts, given, &learnt).expect("evidence in memory");
    let endpoints = (&judged as &dyn Endpoints).all();
    let endpoints = endpoints.expect("evidence in memory");
    (learnt, endpoints)
}
