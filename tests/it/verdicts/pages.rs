//! Answers inside TLS that are not the service's: whose they are. Who holds the key of the name is
//! nobody on the way, and hosts of one company are told by the public suffix list.

use mtc_probe::evidence::Store;
use mtc_probe::judge::{Given, Stores};
use mtc_probe::lab::CertDraft;
use mtc_probe::roles::Answer;
use mtc_probe::target::Host;

use super::proxied::{CANARY, HTTP, Mint, clear, minted, through};
use super::scene::{self, NOW, answer, answering, cert, codes, target, trusting};

const CONSOLE: &str = "console=https://console.apps.west.example.co.jp";

fn redirect(to: &str) -> Answer {
    answer(302, "Found", &[("location", to)], "")
}

/// What is said of that answer under a certificate for `name`, which these stores may trust.
fn said(text: &str, name: &str, answer: Answer, trusted: bool) -> Vec<&'static str> {
    let ca = Mint::new("Some CA");
    let leaf = ca.with_another_key(&CertDraft::leaf(NOW.0, &[name]));
    let roots = [cert(&ca.0)];
    let stores: Vec<Store> = if trusted {
        trusting(&roots)
    } else {
        Vec::new()
    };
    codes(&scene::judge(
        answering(text, &[cert(&leaf)], answer),
        &stores,
    ))
}

fn host(text: &str) -> String {
    target(text).host.to_string()
}

/// Target, where its answer leads, and whether that is to somebody else.
const REDIRECTS: &[(&str, &str, bool)] = &[
    (CONSOLE, "https://login.other.co.jp/auth", true),
    (CONSOLE, "//login.other.co.jp/auth", true),
    (CONSOLE, "https://example.co.jp.portal.example.net/", true),
    (
        CONSOLE,
        "https://sso.example.co.jp@portal.example.net/",
        true,
    ),
    (CONSOLE, "http://10.1.2.3/login", true),
    (CONSOLE, "http://[2001:db8::7]/login", true),
    (CONSOLE, "https://sso.example.co.jp/auth", false),
    (CONSOLE, "HTTPS://SSO.Example.CO.JP.:8443/auth", false),
    (
        CONSOLE,
        "https://portal.example.net@sso.example.co.jp/",
        false,
    ),
    (
        CONSOLE,
        "https://console.apps.west.example.co.jp:8443/",
        false,
    ),
    (CONSOLE, "/auth/login?to=https://portal.example.net", false),
    (CONSOLE, "auth/login", false),
    (CONSOLE, "https://sso/auth", false),
    (CONSOLE, "http://192.0.2.10/", false),
    (CONSOLE, "https://a b/", false),
    (CONSOLE, "", false),
    (
        "console=https://c.west.com.au",
        "https://sso.east.com.au/",
        true,
    ),
    (
        "console=https://c.west.com.au",
        "https://sso.west.com.au/",
        false,
    ),
    (
        "console=https://console",
        "https://console.example.net/",
        false,
    ),
    (
        "console=https://192.0.2.10",
        "https://console.example.net/",
        false,
    ),
    ("console=https://192.0.2.10", "https://192.0.2.11/", false),
];

#[test]
fn a_redirect_to_somebody_else_accuses_where_nobody_holds_the_name() {
    for (text, location, elsewhere) in REDIRECTS {
        let found = |name, trusted| said(text, name, redirect(location), trusted);
        let strange = found("box.example.org", false);
        assert_eq!(strange[0] == "block-page", *elsewhere, "{text} {location}");
        let holds_the_name = if matches!(target(text).host, Host::Name(_)) {
            vec![found(&host(text), false), found(&host(text), true)]
        } else {
            Vec::new()
        };
        for codes in holds_the_name {
            assert!(!codes.contains(&"block-page"), "{text} {location}");
            assert!(codes.contains(&"wrong-service"), "{text} {location}");
        }
    }
}

#[test]
fn a_filters_own_marks_accuse_where_nobody_holds_the_name() {
    let name = host(CONSOLE);
    let denied = [("x-squid-error", "ERR_ACCESS_DENIED 0")];
    let answers = || {
        [
            answer(511, "Network Authentication Required", &[], ""),
            answer(403, "Forbidden", &denied, ""),
        ]
    };
    for answer in answers() {
        let codes = said(CONSOLE, "filter.example.net", answer.clone(), false);
        assert_eq!(codes[0], "block-page");
        let codes = said(CONSOLE, &name, answer, false);
        assert!(!codes.contains(&"block-page"), "{codes:?}");
    }
    let trusted = answers().map(|answer| said(CONSOLE, &name, answer, true));
    assert_eq!(trusted, [["service-error"], ["wrong-service"]]);
}

/// It holds the name by its own CA: what it answers may be its own page.
#[test]
fn a_redirect_of_a_proven_interceptor_is_its_page() {
    let ca = Mint::new("Some CA");
    let made = |name: &str| {
        let leaf = ca.with_another_key(&CertDraft::leaf(NOW.0, &[name]));
        vec![cert(&leaf), cert(&ca.0)]
    };
    let page = redirect("https://portal.example.net/");
    let attempt = answering(CONSOLE, &made(&host(CONSOLE)), page);
    let canaries = [minted(HTTP, &made(CANARY))];
    for stores in [Vec::new(), trusting(&[cert(&ca.0)])] {
        let stores = Stores::new(&stores);
        let given = Given::new(&stores, &canaries, NOW);
        let seen = [through(HTTP, attempt.clone())];
        let endpoint = scene::across(&seen, given).1.remove(0);
        let codes = codes(&endpoint);
        assert_eq!(codes[..2], ["intercepted", "block-page"], "{codes:?}");
    }
}

/// A redirect in clear where TLS was due: a portal's leads to somebody else, and a server's own does not.
#[test]
fn a_redirect_in_clear_accuses_where_it_leads_to_somebody_else() {
    const API: &str = "api=https://api.west.example.co.jp:6443";
    for (head, is_portal) in [
        (
            "302 Found\r\nLocation: http://portal.example.net/login",
            true,
        ),
        (
            "307 Found\r\nDate: x\r\nserver: y\r\nlocation:http://192.0.2.200/",
            true,
        ),
        ("302 Found\r\nLocation: https://login.other.co.jp/?", true),
        (
            "301 Moved\r\nLocation: https://api.west.example.co.jp:6443/",
            false,
        ),
        ("301 Moved\r\nLocation: https://www.example.co.jp/", false),
        ("302 Found\r\nLocation: /login", false),
        ("302 Found\r\nLocation: https://console/", false),
        ("302 Found\r\nServer: nginx", false),
        ("302 Found", false),
        ("200 OK\r\nLocation: http://portal.example.net/", false),
        ("511 Network Authentication Required", true),
    ] {
        // What ends with the `?` was cut there.
        let end = if head.ends_with('?') { "" } else { "\r\n\r\n" };
        let fault = clear(&format!("HTTP/1.1 {head}{end}"));
        let met = scene::attempt(API, vec![scene::tls(scene::failed(fault))]);
        let expected = if is_portal { "block-page" } else { "not-tls" };
        assert_eq!(codes(&scene::judge(met, &[])), [expected], "{head}");
    }
    let cut = clear("HTTP/1.1 302 Found\r\nLocation: https://api.west.exa");
    let met = scene::attempt(API, vec![scene::tls(scene::failed(cut))]);
    assert_eq!(codes(&scene::judge(met, &[])), ["not-tls"]);
}
