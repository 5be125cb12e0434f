//! Evidence of a way through a proxy, and of further measurements, built by hand on top of `scene`.

use std::net::SocketAddr;

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    AddressSource, Attempt, Connection, Extra, ExtraKind, ExtraReason, Fault, ProxyCanary,
    ProxySession, Resolution, SkipReason, Step, TlsSession,
};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::roles::Answer;
use mtc_probe::route::{ProxyUrl, ProxyVariable, Route, RouteReason, RouteSource};

use super::scene::{self, ADDRESS, NOW, connected, done, failed, tcp};

/// A proxy in clear, one behind TLS, and one that speaks SOCKS.
pub const HTTP: &str = "http://proxy.west.example.test:3128";
pub const HTTPS: &str = "https://proxy.west.example.test:3129";
pub const SOCKS: &str = "socks5h://proxy.west.example.test:1080";
/// Where they are.
pub const PROXY: &str = "192.0.2.31";
/// A name that cannot exist.
pub const CANARY: &str = "0123456789abcdef.invalid";

pub fn route(url: &str) -> Route {
    Route {
        proxy: Some(ProxyUrl::parse(url).expect("a proxy")),
        because: RouteReason::Set(RouteSource::Variable(ProxyVariable::Https)),
        curl_differs: None,
    }
}

/// The attempt through that proxy: connections that say nothing of the proxy got their tunnel.
pub fn through(url: &str, attempt: Attempt) -> Attempt {
    let route = route(url);
    let (connections, dns) = behind(&route, &attempt.target.authority(), attempt.connections);
    Attempt {
        route,
        dns,
        connections,
        ..attempt
    }
}

fn behind(
    route: &Route,
    authority: &str,
    mut connections: Vec<Connection>,
) -> (Vec<Connection>, Step<Resolution>) {
    let port = route.proxy.as_ref().expect("a proxy").port;
    for connection in &mut connections {
        connection.address = SocketAddr::new(PROXY.parse().expect("an address"), port);
        if connection.tcp.is_done() && matches!(connection.proxy, Step::Skipped { .. }) {
            connection.proxy = done(granted(authority));
        }
    }
    let addresses = vec![PROXY.parse().expect("an address")];
    (
        connections,
        done(Resolution::of(AddressSource::System, addresses)),
    )
}

pub fn granted(authority: &str) -> ProxySession {
    let reply = scene::answer(200, "Connection established", &[], "");
    ProxySession {
        asked: format!("CONNECT {authority}"),
        reply: Some(reply),
        ..ProxySession::default()
    }
}

/// The proxy's answer is no tunnel.
pub fn refused(url: &str, text: &str, answer: Answer) -> Attempt {
    let fault = Fault::ProxyStatus {
        status: answer.status,
        reason: answer.reason.clone(),
    };
    let session = ProxySession {
        asked: asked("CONNECT", text),
        reply: Some(answer),
        ..ProxySession::default()
    };
    ended(url, text, fault, Some(session))
}

/// A SOCKS proxy's answer is no tunnel.
pub fn refused_by_socks(url: &str, text: &str, method: u8, code: u8) -> Attempt {
    let reply = (code != 255).then_some(code);
    let session = ProxySession {
        asked: asked("SOCKS5", text),
        socks_method: Some(method),
        socks_reply: reply,
        ..ProxySession::default()
    };
    ended(url, text, Fault::SocksRefused { code }, Some(session))
}

/// The proxy was reached, and that was all.
pub fn ended(url: &str, text: &str, fault: Fault, saw: Option<ProxySession>) -> Attempt {
    let proxy = Step::Failed {
        took_us: 2_500,
        fault,
        saw,
    };
    through(
        url,
        scene::attempt(
            text,
            vec![Connection {
                proxy,
                ..tcp(ADDRESS, connected())
            }],
        ),
    )
}

fn asked(verb: &str, text: &str) -> String {
    format!("{verb} {}", scene::target(text).authority())
}

/// With what the other route shows: `there` is an attempt of its own, direct or through a proxy.
pub fn beside(attempt: Attempt, there: Attempt, because: &str) -> Attempt {
    let route = Route {
        because: RouteReason::Control,
        ..there.route
    };
    let extra = Extra {
        kind: ExtraKind::OtherRoute,
        route,
        because: ExtraReason::Verdict(because.into()),
        dns: there.dns,
        connections: there.connections,
    };
    adding(attempt, extra)
}

/// With a further measurement on the same route; the proxy, where there is one, gives a tunnel.
pub fn further(attempt: Attempt, kind: ExtraKind, tls: Step<TlsSession>, because: &str) -> Attempt {
    let http = Step::Skipped {
        why: SkipReason::KindAsksNothing,
    };
    let connection = Connection {
        http: if tls.is_done() { http } else { Step::NotTried },
        tls,
        ..tcp(ADDRESS, connected())
    };
    let mut connections = vec![connection];
    connections[0].address.set_port(attempt.target.port);
    if !attempt.route.is_direct() {
        connections = behind(&attempt.route, &attempt.target.authority(), connections).0;
    }
    let dns = Step::Skipped {
        why: SkipReason::SameAddress,
    };
    let extra = Extra {
        kind,
        route: attempt.route.clone(),
        because: ExtraReason::Verdict(because.into()),
        dns,
        connections,
    };
    adding(attempt, extra)
}

fn adding(mut attempt: Attempt, extra: Extra) -> Attempt {
    attempt.extras.push(extra);
    attempt
}

/// Asked for under a name that cannot exist.
pub fn canary_name() -> ExtraKind {
    ExtraKind::CanaryName {
        name: CANARY.into(),
    }
}

/// A whole handshake under such a name.
pub fn under_canary(chain: &[Cert]) -> Step<TlsSession> {
    done(TlsSession {
        sni: Some(CANARY.into()),
        ..scene::session(chain)
    })
}

/// What the proxy answered for a name that cannot exist: this chain.
pub fn minted(url: &str, chain: &[Cert]) -> ProxyCanary {
    let connection = Connection {
        http: scene::skipped(),
        ..scene::tls(under_canary(chain))
    };
    in_tunnel(url, connection)
}

/// What came of it behind a tunnel that the proxy gave.
fn in_tunnel(url: &str, connection: Connection) -> ProxyCanary {
    let route = route(url);
    let (connections, dns) = behind(&route, &format!("{CANARY}:443"), vec![connection]);
    ProxyCanary {
        route,
        name: CANARY.into(),
        dns,
        connections,
    }
}

/// What a proxy that only passes on answered for it.
pub fn unknown(url: &str) -> ProxyCanary {
    let squid = [("x-squid-error", "ERR_DNS_FAIL 0")];
    refusing(url, scene::answer(503, "Service Unavailable", &squid, ""))
}

/// A proxy that refuses it with this answer.
pub fn refusing(url: &str, answer: Answer) -> ProxyCanary {
    as_canary(refused(url, &format!("{CANARY}:443"), answer))
}

/// What came of it at a proxy that gave no way.
pub fn as_canary(attempt: Attempt) -> ProxyCanary {
    ProxyCanary {
        route: attempt.route,
        name: CANARY.into(),
        dns: attempt.dns,
        connections: attempt.connections,
    }
}

/// A proxy that gave a tunnel for it and then answered with this head, in clear.
pub fn in_clear(url: &str, head: &str) -> ProxyCanary {
    in_tunnel(url, scene::tls(failed(clear(head))))
}

/// These bytes where TLS was due.
pub fn clear(text: &str) -> Fault {
    Fault::NotTls {
        first_bytes: text.bytes().map(|b| format!("{b:02x}")).collect(),
    }
}

/// No address of it answers.
pub fn unreachable(text: &str) -> Attempt {
    scene::attempt(
        text,
        vec![tcp(ADDRESS, failed(Fault::TimedOut { after_ms: 5000 }))],
    )
}

/// An interceptor's CA, and the certificates that such a one makes.
pub struct Mint(pub Issued);

impl Mint {
    pub fn new(name: &str) -> Self {
        Self(
            CertDraft::authority(NOW.0, name)
                .self_signed()
                .expect("a CA"),
        )
    }

    /// As Squid and mitmproxy do: the leaf has the CA's own key.
    pub fn with_its_own_key(&self, draft: &CertDraft) -> Issued {
        self.0.same_key_for(draft, &self.0).expect("a certificate")
    }

    /// The same in another issuer's name.
    pub fn in_the_name_of(&self, draft: &CertDraft, issuer: &CertDraft) -> Issued {
        let somebody = self.0.same_key_for(issuer, &self.0).expect("a certificate");
        self.0
            .same_key_for(draft, &somebody)
            .expect("a certificate")
    }

    /// As appliances do: a key for every host.
    pub fn with_another_key(&self, draft: &CertDraft) -> Issued {
        draft.signed_by(&self.0).expect("a certificate")
    }
}
