//! Cases of proxies that give no way: each refusal in the words of the product it comes from.

use mtc_probe::evidence::{Attempt, Connection, ExtraKind, Fault, ProxySession};
use mtc_probe::lab::CertDraft;
use mtc_probe::route::{ProxyUrl, Route};

use super::Case;
use super::certificates::root;
use crate::verdicts::proxied::{
    self, HTTP, HTTPS, SOCKS, beside, clear, ended, granted, refused, refused_by_socks, through,
    unknown,
};
use crate::verdicts::scene::{
    ADDRESS, NOW, answer, attempt, cert, connected, done, failed, serving, session, tcp, tls,
    unresolved,
};

pub const API: &str = "api=https://api.west.example.test:6443";
pub const OAUTH: &str = "oauth=https://oauth-openshift.apps.west.example.test";
const SQUID: [(&str, &str); 2] = [("server", "squid/5.7"), ("via", "1.1 proxy (squid/5.7)")];

pub fn cases() -> Vec<Case> {
    let mut all = unreached();
    all.extend(silent());
    all.extend(credentials());
    all.extend(denied());
    all.extend(unable());
    all.extend(strangers());
    all.extend(in_the_way());
    let alone = |(name, attempt)| Case::new(name, attempt, &[]);
    all.into_iter().map(alone).chain(in_clear()).collect()
}

type Named = (&'static str, Attempt);

/// Squid says so, and why in a header of its own.
fn squid(status: u16, reason: &str, error: &str, more: &[(&str, &str)]) -> Attempt {
    let headers: Vec<(&str, &str)> = SQUID
        .into_iter()
        .chain([("x-squid-error", error)])
        .chain(more.iter().copied())
        .collect();
    refused(HTTP, API, answer(status, reason, &headers, ""))
}

fn wants(headers: &[(&str, &str)]) -> Attempt {
    let reply = answer(407, "Authentication Required", headers, "");
    refused(HTTP, API, reply)
}

fn unreached() -> Vec<Named> {
    let of = |fault| through(HTTP, attempt(API, vec![tcp(ADDRESS, failed(fault))]));
    vec![
        ("proxy-unreachable", of(Fault::Refused)),
        (
            "proxy-unreachable-in-silence",
            of(Fault::TimedOut { after_ms: 5000 }),
        ),
        (
            "proxy-unreachable-by-name",
            Attempt {
                dns: failed(Fault::NoSuchName),
                ..through(HTTP, unresolved(API, Fault::NoSuchName))
            },
        ),
    ]
}

fn silent() -> Vec<Named> {
    let asked = ProxySession {
        asked: "CONNECT api.west.example.test:6443".into(),
        ..ProxySession::default()
    };
    vec![
        (
            "timeout-proxy",
            ended(HTTP, API, Fault::TimedOut { after_ms: 10_000 }, Some(asked)),
        ),
        (
            "timeout-proxy-by-its-own-word",
            refused(HTTP, API, answer(504, "Gateway Timeout", &[], "")),
        ),
        (
            "timeout-proxy-of-squid",
            squid(503, "Service Unavailable", "ERR_CONNECT_FAIL 110", &[]),
        ),
        (
            "timeout-proxy-over-socks",
            refused_by_socks(SOCKS, API, 0, 6),
        ),
    ]
}

fn credentials() -> Vec<Named> {
    let basic = [("proxy-authenticate", "Basic realm=\"west\"")];
    let given = |attempt: Attempt| {
        let proxy = attempt.route.proxy.clone().map(|proxy| ProxyUrl {
            has_credentials: true,
            ..proxy
        });
        Attempt {
            route: Route {
                proxy,
                ..attempt.route.clone()
            },
            ..attempt
        }
    };
    let denied = || {
        squid(
            407,
            "Proxy Authentication Required",
            "ERR_CACHE_ACCESS_DENIED 0",
            &basic,
        )
    };
    let negotiate = [("proxy-authenticate", "Negotiate")];
    let both = [
        ("proxy-authenticate", "Negotiate"),
        ("proxy-authenticate", "Basic realm=\"west\""),
    ];
    vec![
        ("proxy-auth-required", denied()),
        ("proxy-auth-required-and-others-than-these", given(denied())),
        ("proxy-auth-required-of-another-kind", wants(&negotiate)),
        ("proxy-auth-required-by-one-of-two-kinds", wants(&both)),
        (
            "proxy-auth-required-over-socks",
            refused_by_socks(SOCKS, API, 255, 255),
        ),
        (
            "proxy-auth-required-over-socks-and-others-than-these",
            given(refused_by_socks(SOCKS, API, 2, 255)),
        ),
    ]
}

const TINYPROXY: [(&str, &str); 2] = [
    ("proxy-agent", "tinyproxy/1.11.1"),
    ("server", "tinyproxy/1.11.1"),
];

/// A proxy that answers so when it is asked for the OAuth server.
fn answers(status: u16, reason: &str, headers: &[(&str, &str)], body: &str) -> Attempt {
    refused(HTTP, OAUTH, answer(status, reason, headers, body))
}

/// The proxy does not want to.
fn denied() -> Vec<Named> {
    vec![
        (
            "proxy-denied",
            squid(403, "Forbidden", "ERR_ACCESS_DENIED 0", &[]),
        ),
        (
            "proxy-denied-by-tinyproxy",
            answers(403, "Filtered", &TINYPROXY, ""),
        ),
        (
            "proxy-denied-by-privoxy",
            answers(403, "Request blocked by Privoxy", &[], ""),
        ),
        (
            "proxy-denied-for-legal-reasons",
            answers(451, "Unavailable For Legal Reasons", &[], ""),
        ),
        (
            "proxy-denied-over-socks",
            refused_by_socks(SOCKS, API, 0, 2),
        ),
    ]
}

/// The proxy would, and cannot.
fn unable() -> Vec<Named> {
    let haproxy =
        "<h1>503 Service Unavailable</h1>\nNo server is available to handle this request.";
    let mitmproxy = "<p>Cannot connect to oauth-openshift.apps.west.example.test:443: [Errno 111] Connect call failed</p>";
    vec![
        (
            "proxy-cannot-resolve",
            squid(503, "Service Unavailable", "ERR_DNS_FAIL 0", &[]),
        ),
        (
            "proxy-cannot-resolve-by-privoxy",
            answers(404, "No such domain", &[], "<h1>404</h1> Privoxy"),
        ),
        (
            "proxy-cannot-resolve-over-socks",
            refused_by_socks(SOCKS, API, 0, 4),
        ),
        (
            "proxy-cannot-connect",
            squid(503, "Service Unavailable", "ERR_CONNECT_FAIL 111", &[]),
        ),
        (
            "proxy-cannot-connect-by-tinyproxy",
            answers(500, "Unable to connect", &TINYPROXY, ""),
        ),
        (
            "proxy-cannot-connect-by-mitmproxy",
            answers(502, "Bad Gateway", &[], mitmproxy),
        ),
        (
            "proxy-not-a-proxy-by-haproxy",
            answers(503, "Service Unavailable", &[], haproxy),
        ),
        (
            "proxy-cannot-connect-by-zscaler",
            answers(502, "Bad Gateway", &[("server", "Zscaler/6.2")], ""),
        ),
        (
            "proxy-cannot-connect-over-socks",
            refused_by_socks(SOCKS, API, 0, 5),
        ),
        (
            "proxy-cannot-connect-over-socks-by-address",
            refused_by_socks(SOCKS, "plain=192.0.2.77:8443", 0, 4),
        ),
    ]
}

fn strangers() -> Vec<Named> {
    let malformed = |text: &str| Fault::Malformed { text: text.into() };
    let nginx = answer(
        400,
        "Bad Request",
        &[("server", "nginx/1.22.1")],
        "<h1>400 Bad Request</h1>",
    );
    vec![
        ("proxy-not-a-proxy", refused(HTTP, API, nginx)),
        (
            "proxy-not-a-proxy-but-ssh",
            ended(
                HTTP,
                API,
                malformed("not an HTTP answer: it begins with SSH-2.0-OpenSSH_9.6"),
                None,
            ),
        ),
        (
            "proxy-not-a-proxy-but-hangs-up",
            ended(HTTP, API, Fault::Closed, None),
        ),
        (
            "proxy-not-a-proxy-of-that-kind",
            ended(
                SOCKS,
                API,
                malformed("not a SOCKS5 answer: it begins with HTTP/1.1 400"),
                None,
            ),
        ),
        (
            "proxy-not-a-proxy-behind-tls",
            ended(
                HTTPS,
                API,
                Fault::NotTls {
                    first_bytes: "485454502f312e31".into(),
                },
                None,
            ),
        ),
        // Nobody's fault but the name's: with socks5:// it is resolved here.
        (
            "name-not-found-before-a-socks-proxy",
            ended(
                "socks5://proxy.west.example.test",
                API,
                Fault::NoSuchName,
                None,
            ),
        ),
    ]
}

/// HTTP in clear inside a tunnel, and what shows whose it is.
fn in_clear() -> Vec<Case> {
    const SPLICE_FAILED: &str = "HTTP/1.1 503 Service Unavailable\r\nServer: squid/5.7";
    const BAD_REQUEST: &str = "HTTP/1.1 400 Bad Request\r\nServer: nginx";
    let sees = |head| through(HTTP, attempt(API, vec![tls(failed(clear(head)))]));
    let directly = |head| attempt(API, vec![tls(failed(clear(head)))]);
    let root = root();
    let leaf = CertDraft::leaf(NOW.0, &["api.west.example.test"])
        .signed_by(&root)
        .expect("a certificate");
    let served = serving(API, &[cert(&leaf), cert(&root)]);
    let not_tls = "not-tls";
    vec![
        Case::new("proxy-answers-in-clear", sees(SPLICE_FAILED), &[])
            .canary(proxied::in_clear(HTTP, SPLICE_FAILED)),
        Case::new(
            "proxy-answers-in-clear-where-the-target-speaks-tls",
            by_turns(sees(SPLICE_FAILED), &served),
            &[],
        )
        .canary(unknown(HTTP)),
        Case::new("not-tls-behind-a-tunnel", sees(BAD_REQUEST), &[]).canary(unknown(HTTP)),
        Case::new(
            "not-tls-on-both-routes",
            beside(sees(BAD_REQUEST), directly(BAD_REQUEST), not_tls),
            &[],
        )
        .canary(proxied::in_clear(HTTP, BAD_REQUEST)),
        Case::new("not-tls-but-smtp-behind-a-tunnel", greeted(), &[]).canary(unknown(HTTP)),
    ]
}

/// Asked by turns, the direct route speaks TLS each time, and the tunnel never does.
fn by_turns(mut attempt: Attempt, served: &Attempt) -> Attempt {
    let again = attempt.connections[0].tls.clone();
    for _ in 0..3 {
        attempt = beside(attempt, served.clone(), "not-tls");
        attempt = proxied::further(attempt, ExtraKind::Again, again.clone(), "not-tls");
    }
    attempt
}

/// A mail server speaks first, and the proxy announces that the tunnel's content has no length.
fn greeted() -> Attempt {
    let banner = "220 mail.west.example.test ESMTP";
    let session = ProxySession {
        reply: Some(answer(200, "OK", &[("content-length", "0")], "")),
        early_bytes: Some(banner.bytes().map(|b| format!("{b:02x}")).collect()),
        ..granted("api.west.example.test:6443")
    };
    let connection = Connection {
        proxy: crate::verdicts::scene::done(session),
        ..tls(failed(clear(banner)))
    };
    through(HTTP, attempt(API, vec![connection]))
}

/// A tunnel was granted, or something like it.
fn in_the_way() -> Vec<Named> {
    let page = answer(200, "OK", &[("content-type", "text/html")], "");
    let early = "<!DOCTYPE html><html>";
    let portal = ProxySession {
        reply: Some(page),
        early_bytes: Some(early.bytes().map(|b| format!("{b:02x}")).collect()),
        ..granted("api.west.example.test:6443")
    };
    let welcomed = Connection {
        proxy: crate::verdicts::scene::done(portal),
        ..tls(failed(clear(early)))
    };
    let redirect = answer(
        302,
        "Found",
        &[("location", "http://portal.west.example.test/login")],
        "",
    );
    let login = answer(511, "Network Authentication Required", &[], "");
    vec![
        (
            "proxy-answers-in-clear-with-a-redirect",
            refused(HTTP, API, redirect),
        ),
        (
            "proxy-answers-in-clear-with-a-page",
            through(HTTP, attempt(API, vec![welcomed])),
        ),
        ("block-page-in-reply-to-connect", refused(HTTP, API, login)),
        (
            "proxy-untrusted",
            through(
                HTTPS,
                attempt(
                    API,
                    vec![Connection {
                        tls: failed(Fault::Closed),
                        ..own_tls()
                    }],
                ),
            ),
        ),
    ]
}

/// A tunnel through a proxy whose own certificate nobody vouches for.
fn own_tls() -> Connection {
    let own = CertDraft::leaf(NOW.0, &["proxy.west.example.test"]);
    let own = cert(&own.self_signed().expect("a certificate"));
    let session = ProxySession {
        tls: Some(session(&[own])),
        ..granted("api.west.example.test:6443")
    };
    Connection {
        proxy: done(session),
        ..tcp(ADDRESS, connected())
    }
}
