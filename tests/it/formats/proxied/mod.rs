//! A frozen run behind proxies: direct by an exception, through a tunnel, denied, intercepted,
//! refused by SOCKS, without credentials. As with the other frozen run, only its looks are tested;
//! rows are by hand.

mod canaries;

use mtc_probe::evidence::{
    Attempt, Connection, Extra, ExtraKind, ExtraReason, Fault, ProxyCanary, ProxySession,
    SkipReason, Step, TcpSession, TlsSession, no_proxy,
};
use mtc_probe::judge::finding::interference::{Confidence, HowItSigns, IssuerSeen, Sign, Signs};
use mtc_probe::judge::finding::proxy::Wanted;
use mtc_probe::judge::finding::{AtProxy, Interference, NoProxyEntry, ProxyFault};
use mtc_probe::judge::{Endpoint, Product, Trust, Verdict};
use mtc_probe::roles::Answer;
use mtc_probe::route::{
    CurlDiffers, ProxyUrl, ProxyVariable, Route, RouteFlag, RouteReason, RouteSource,
};
use mtc_probe::target::Host;

use super::frozen::{
    Frozen, accepted, attempt, cert, found, go_refuses, judged, session, strict_refuses, untried,
    worked, works,
};

const HTTP: &str = "http://proxy.acme.test:3128";
const VARIABLE: RouteSource = RouteSource::Variable(ProxyVariable::Https);
const FLAG: RouteSource = RouteSource::Flag(RouteFlag::Proxy);
const CANARY: &str = "v3kq9x2m.invalid";
pub fn run() -> Frozen {
    let canaries = vec![
        canaries::denied(asked(403, "Forbidden")),
        canaries::minted(),
    ];
    Frozen::of(
        vec![
            exempt(),
            tunnelled(),
            denied(),
            intercepted(),
            socks(),
            without_credentials(),
        ],
        canaries,
    )
}

fn through(url: &str, source: RouteSource) -> Route {
    Route {
        proxy: Some(ProxyUrl::parse(url).expect("a proxy")),
        because: RouteReason::Set(source),
        curl_differs: None,
    }
}

/// A conversation that ends in this reply.
fn asked(status: u16, reason: &str) -> ProxySession {
    let headers = [
        ("server", "squid/6.6"),
        ("x-squid-error", "ERR_ACCESS_DENIED 0"),
        ("content-length", "3511"),
        ("via", "1.1 proxy.acme.test"),
    ];
    let headers = if status < 300 { &[][..] } else { &headers };
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).into()))
        .collect();
    ProxySession {
        reply: Some(Answer {
            status,
            reason: reason.into(),
            headers,
            ..Answer::default()
        }),
        ..ProxySession::default()
    }
}

/// The proxy refuses: its step fails, and none follows.
fn refuse(saw: ProxySession) -> impl Fn(std::net::SocketAddr) -> Connection {
    let fault = match (&saw.reply, saw.socks_reply) {
        (Some(reply), _) => Fault::ProxyStatus {
            status: reply.status,
            reason: reply.reason.clone(),
        },
        (None, code) => Fault::SocksRefused {
            code: code.unwrap_or(255),
        },
    };
    move |address| Connection {
        tcp: Step::Done {
            took_us: 940,
            saw: TcpSession {
                local: None,
                rtt_us: Some(610),
            },
        },
        proxy: Step::Failed {
            took_us: 3_100,
            fault: fault.clone(),
            saw: Some(saw.clone()),
        },
        ..untried(address)
    }
}

/// A target reached, or not, through a proxy at 192.0.2.50.
fn proxied(
    target: &str,
    route: Route,
    connect: impl Fn(std::net::SocketAddr) -> Connection,
) -> Attempt {
    let mut attempt = attempt(target, &["192.0.2.50"], connect);
    let authority = attempt.target.authority();
    let proxy = route.proxy.as_ref().expect("a proxy");
    for connection in &mut attempt.connections {
        connection.address.set_port(proxy.port);
        if let Step::Done { saw, .. } | Step::Failed { saw: Some(saw), .. } = &mut connection.proxy
        {
            saw.asked = format!(
                "{} {authority}",
                if saw.reply.is_some() {
                    "CONNECT"
                } else {
                    "SOCKS5"
                }
            );
        }
    }
    Attempt { route, ..attempt }
}

fn tunnel(
    tls: TlsSession,
    question: &'static str,
    (status, reason): (u16, &'static str),
) -> impl Fn(std::net::SocketAddr) -> Connection {
    move |address| Connection {
        proxy: Step::Done {
            took_us: 2_100,
            saw: asked(200, "Connection established"),
        },
        ..worked(tls.clone(), question, status, reason)(address)
    }
}

fn exempt() -> Endpoint {
    let tls = session("api.west.acme.test", &["acme.west.api", "acme.west"]);
    let mut attempt = attempt(
        "api=api.west.acme.test:6443",
        &["192.0.2.10"],
        worked(tls, "GET /version", 200, "OK"),
    );
    attempt.route = Route::direct(RouteReason::NoProxyEntry {
        from: RouteSource::Variable(ProxyVariable::No),
        entry: "api.west.acme.test:6443".into(),
    });
    attempt.route.curl_differs = Some(CurlDiffers::UsesProxy {
        proxy: ProxyUrl::parse(HTTP).expect("a proxy"),
        source: VARIABLE,
    });
    Endpoint {
        trust: Some(accepted(&["acme.west.api", "acme.west"])),
        ..judged(attempt, works())
    }
}

fn tunnelled() -> Endpoint {
    let tls = session(
        "oauth-openshift.apps.west.acme.test",
        &["acme.west.apps-soon", "acme.west"],
    );
    let connect = tunnel(tls, "GET /healthz", (200, "OK"));
    let attempt = proxied(
        "oauth=oauth-openshift.apps.west.acme.test",
        through(HTTP, VARIABLE),
        connect,
    );
    Endpoint {
        trust: Some(accepted(&["acme.west.apps-soon", "acme.west"])),
        ..judged(attempt, works())
    }
}

fn denied() -> Endpoint {
    let name = "console-openshift-console.apps.west.acme.test";
    let mut attempt = proxied(
        &format!("console={name}"),
        through(HTTP, VARIABLE),
        refuse(asked(403, "Forbidden")),
    );
    let tls = session(name, &["acme.west.apps-soon", "acme.west"]);
    attempt.extras = vec![other_route(
        "proxy-denied",
        &worked(tls, "GET /health", 200, "OK"),
    )];
    let fault = Fault::ProxyStatus {
        status: 403,
        reason: "Forbidden".into(),
    };
    let no_proxy = NoProxyEntry::Below(".apps.west.acme.test".into());
    let at = Box::new(AtProxy {
        squid_error: Some("ERR_ACCESS_DENIED 0".into()),
        product: Some(Product::Squid),
        ..at_proxy(&attempt.route, no_proxy.clone())
    });
    let missing = ProxyFault::NoProxyMissing {
        no_proxy,
        proxy: at.proxy.clone(),
        because: at.because.clone(),
    };
    Endpoint {
        findings: vec![found(missing)],
        ..judged(attempt, found(ProxyFault::ProxyDenied { at, fault }))
    }
}

fn at_proxy(route: &Route, no_proxy: NoProxyEntry) -> AtProxy {
    AtProxy {
        proxy: route.proxy.clone().expect("a proxy"),
        because: route.because.clone(),
        no_proxy,
        squid_error: None,
        product: None,
    }
}

fn other_route(because: &str, connect: &dyn Fn(std::net::SocketAddr) -> Connection) -> Extra {
    let direct = super::frozen::attempt("a.test", &["192.0.2.11", "192.0.2.12"], |address| {
        if address.ip().to_string().ends_with(".11") {
            connect(address)
        } else {
            untried(address)
        }
    });
    Extra {
        kind: ExtraKind::OtherRoute,
        route: Route::direct(RouteReason::Control),
        because: ExtraReason::Verdict(because.into()),
        dns: direct.dns,
        connections: direct.connections,
    }
}

fn intercepted() -> Endpoint {
    let route = through(HTTP, VARIABLE);
    let minted = || session("registry.west.acme.test", &["lab.s3"]);
    let mut attempt = proxied(
        "registry=registry.west.acme.test",
        route.clone(),
        tunnel(minted(), "GET /v2/", (401, "Unauthorized")),
    );
    let real = session(
        "registry.west.acme.test",
        &["acme.west.registry-expired", "acme.west"],
    );
    let again = proxied("a.test", route.clone(), tunnel(minted(), "", (0, "")));
    let canary = Extra {
        kind: ExtraKind::CanaryName {
            name: CANARY.into(),
        },
        route,
        because: ExtraReason::Verdict("intercepted".into()),
        dns: Step::Skipped {
            why: SkipReason::SameAddress,
        },
        connections: unasked(again.connections),
    };
    attempt.extras = vec![
        other_route(
            "intercepted",
            &worked(real, "GET /v2/", 401, "Unauthorized"),
        ),
        canary,
    ];
    let trust = Trust {
        go: go_refuses("x509: certificate signed by unknown authority"),
        strict: strict_refuses("UnknownIssuer"),
        path: vec![(cert("lab.s3"), mtc_probe::judge::CertSource::Sent)],
        anchor: None,
        vouched_by: vec![],
        ..(*accepted(&[])).clone()
    };
    Endpoint {
        trust: Some(trust.into()),
        ..judged(attempt, interception())
    }
}

fn interception() -> Verdict {
    let issuer = |label: &str| IssuerSeen {
        label: label.into(),
        key: None,
    };
    let signs = Signs {
        confidence: Confidence::Certain,
        all: vec![
            Sign::KeyAnsweredForCanary,
            Sign::AnotherIssuer {
                here: issuer("Lab Storage CA"),
                there: issuer("Acme West Issuing CA"),
            },
        ],
        how: HowItSigns::ReSigns,
        ca: Some(cert("lab").sha256().to_owned()),
        product: Some(Product::Squid),
    };
    let finding = Interference::Intercepted {
        signs,
        issuer: "O=Lab, CN=Lab Storage CA".into(),
        bypass: Some(NoProxyEntry::Itself(Host::Name(
            "registry.west.acme.test".into(),
        ))),
    };
    found(finding)
}

/// Connections over which nothing was asked.
fn unasked(connections: Vec<Connection>) -> Vec<Connection> {
    let skipped = || Step::Skipped {
        why: SkipReason::RoleAsksNothing,
    };
    connections
        .into_iter()
        .map(|c| Connection {
            http: skipped(),
            ..c
        })
        .collect()
}

fn socks() -> Endpoint {
    let saw = ProxySession {
        socks_method: Some(0),
        socks_reply: Some(4),
        ..ProxySession::default()
    };
    let route = through("socks5h://socks.acme.test:1080", FLAG);
    let attempt = proxied("repository=s3.lab.example.test:9000", route, refuse(saw));
    let no_proxy = NoProxyEntry::Itself(attempt.target.host.clone());
    let fault = ProxyFault::ProxyCannotResolve {
        at: Box::new(at_proxy(&attempt.route, no_proxy)),
        fault: Fault::SocksRefused { code: 4 },
    };
    judged(attempt, found(fault))
}

/// Through a proxy that is spoken to inside TLS, and says more than it should.
fn without_credentials() -> Endpoint {
    let mut saw = asked(407, "Proxy Authentication Required");
    saw.reply.as_mut().expect("a reply").headers = vec![(
        "proxy-authenticate".into(),
        "Basic realm=\"caf\u{e9}\"".into(),
    )];
    saw.tls = Some(session(
        "secure-proxy.acme.test",
        &["acme.west.api", "acme.west"],
    ));
    saw.early_bytes = Some("485454502f312e3120343030".into());
    let route = through("https://user:open-sesame@secure-proxy.acme.test:3129", FLAG);
    let attempt = proxied("gateway.lab.example.test:8443", route, refuse(saw));
    let no_proxy = NoProxyEntry::Itself(attempt.target.host.clone());
    let fault = ProxyFault::ProxyAuthRequired {
        at: Box::new(at_proxy(&attempt.route, no_proxy)),
        wanted: Wanted::Schemes {
            all: vec!["Basic realm=\"acme\"".into()],
            basic: true,
        },
    };
    judged(attempt, found(fault))
}

#[test]
fn direct_connections_have_no_proxy_step() {
    let address = "192.0.2.1:1".parse().expect("an address");
    assert_eq!(untried(address).proxy, no_proxy());
}
