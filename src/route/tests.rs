//! Decisions of routes, and where curl would decide otherwise: the table measured with Go 1.23 and
//! curl 7.88. Pure, as what is tested.

use super::*;
use crate::target::Origin;

fn target(text: &str) -> Target {
    Target::parse(text, Origin::Argument { number: 1 }).expect("a target")
}

fn proxy(url: &str, source: ProxyVariable) -> Sourced<ProxyUrl> {
    Sourced {
        source: RouteSource::Variable(source),
        value: ProxyUrl::parse(url).expect("a proxy"),
    }
}

/// By variables.
fn routing(list: &str) -> Routing {
    let no_proxy = Some(Sourced {
        source: RouteSource::Variable(ProxyVariable::No),
        value: NoProxy::new(list),
    });
    Routing {
        proxy: Some(proxy("http://p.test:3128", ProxyVariable::Https)),
        no_proxy,
        ..Routing::default()
    }
}

#[test]
fn where_go_and_curl_part() {
    // List, target, Go goes directly, curl goes directly.
    for (list, text, go, curl) in [
        ("example.test", "api.example.test", true, true),
        (".example.test", "api.example.test", true, true),
        (".example.test", "example.test", false, true),
        ("*.example.test", "api.example.test", true, false),
        (
            "api.example.test:6443",
            "api.example.test:6443",
            true,
            false,
        ),
        (
            "api.example.test:6443",
            "api.example.test:443",
            false,
            false,
        ),
        ("example.test.", "example.test", false, true),
        ("127.0.0.0/8", "name.test", false, false),
        ("10.0.0.0/8", "10.1.2.3", true, true),
        ("10.1.2.3", "10.1.2.3", true, true),
        ("a.test b.test", "b.test", false, true),
        ("a.test,b.test", "b.test", true, true),
        ("", "localhost", true, false),
        ("", "127.0.0.1", true, false),
        ("", "[::1]:443", true, false),
        ("", "api.example.test", false, false),
        ("*", "api.example.test", true, true),
    ] {
        let route = routing(list).route(&target(text));
        assert_eq!(route.is_direct(), go, "Go: {list:?} {text}: {route}");
        assert_eq!(
            route.curl_differs.is_some(),
            go != curl,
            "curl: {list:?} {text}: {:?}",
            route.curl_differs
        );
    }
}

#[test]
fn a_route_says_who_decided_it() {
    let because = |routing: &Routing, text: &str| routing.route(&target(text)).to_string();
    let by_variable = routing(".apps.c.test, api.c.test:6443");
    assert_eq!(
        because(&by_variable, "x.c.test"),
        "through http://p.test:3128 (HTTPS_PROXY)"
    );
    assert_eq!(
        because(&by_variable, "x.apps.c.test"),
        "direct (NO_PROXY entry .apps.c.test)"
    );
    assert_eq!(
        because(&by_variable, "api.c.test:6443"),
        "direct (NO_PROXY entry api.c.test:6443)"
    );
    assert_eq!(
        because(&by_variable, "localhost"),
        "direct (Go never uses a proxy for localhost and loopback addresses)"
    );
    assert_eq!(
        because(&Routing::default(), "x.c.test"),
        "direct (no proxy is configured)"
    );
    let curl = by_variable.route(&target("api.c.test:6443")).curl_differs;
    assert_eq!(
        curl.map(|differs| differs.to_string()).as_deref(),
        Some("curl would use http://p.test:3128 (HTTPS_PROXY)")
    );
}

/// A flag means what it says, also for loopback; exceptions are exceptions all the same.
#[test]
fn a_proxy_by_flag_is_used_for_loopback_too() {
    let by_flag = Routing {
        by_flag: true,
        ..routing("127.0.0.2")
    };
    assert!(!by_flag.route(&target("127.0.0.1")).is_direct());
    assert!(!by_flag.route(&target("localhost")).is_direct());
    assert!(by_flag.route(&target("127.0.0.2")).is_direct());
    assert_eq!(by_flag.route(&target("127.0.0.1")).curl_differs, None);
}

/// Go does not know ALL_PROXY; a test with curl then goes another way.
#[test]
fn all_proxy_is_curls_alone() {
    let routing = Routing {
        all_proxy: Some(proxy("socks5h://s.test", ProxyVariable::All)),
        ..Routing::default()
    };
    let route = routing.route(&target("api.c.test"));
    assert!(route.is_direct());
    assert_eq!(
        route
            .curl_differs
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("curl would use socks5h://s.test:1080 (ALL_PROXY)")
    );
    assert!(
        routing.control(&route).is_none(),
        "what Go never takes is no control"
    );
}

#[test]
fn the_control_is_the_other_way() {
    let routing = routing("direct.c.test");
    let (proxied, direct) = (
        routing.route(&target("a.c.test")),
        routing.route(&target("direct.c.test")),
    );
    assert!(
        routing
            .control(&proxied)
            .is_some_and(|route| route.is_direct())
    );
    assert_eq!(
        routing.control(&direct).and_then(|route| route.proxy),
        proxied.proxy
    );
    assert!(Routing::default().control(&Route::default()).is_none());
}

/// golang.org/x/net/http/httpproxy: `http` has a proxy of its own, and the exceptions of both.
#[test]
fn targets_in_clear_have_a_proxy_of_their_own() {
    let clear = |host: &str| target(&format!("repository=http://{host}"));
    let of_tls_alone = routing("");
    assert_eq!(of_tls_alone.proxy_in_clear(&clear("s3.c.test")), None);
    assert!(of_tls_alone.route(&clear("s3.c.test")).is_direct());
    let source = RouteSource::Variable(ProxyVariable::Http);
    let both = Routing {
        clear_proxy: Some(source.clone()),
        ..routing("near.c.test:9000")
    };
    for (host, by) in [
        ("s3.c.test:9000", Some(&source)),
        ("near.c.test:9000", None),
        ("near.c.test", Some(&source)),
        ("localhost:9000", None),
        ("[::1]", None),
    ] {
        assert_eq!(both.proxy_in_clear(&clear(host)), by, "{host}");
    }
    assert_eq!(both.proxy_in_clear(&target("s3.c.test:9000")), None);
    assert_eq!(
        both.route(&clear("near.c.test:9000")).to_string(),
        "direct (NO_PROXY entry near.c.test:9000)"
    );
}

/// What is guessed is one of ours: nothing of the text is repeated, which may hold a password.
#[test]
fn a_misspelt_scheme_is_guessed() {
    for (text, guess) in [
        ("htps://a.test:3128", "did you mean https://? "),
        ("htpp://a.test:3128", "did you mean http://? "),
        ("sock5://a.test:1080", "did you mean socks5://? "),
        ("SOCKS5h1://a.test", "did you mean socks5h://? "),
        ("ftp://a.test", ""),
        ("hunter2://a.test", ""),
    ] {
        let wrong = ProxyUrl::parse(text).expect_err(text);
        let whole = format!("{guess}a proxy's URL begins with http://");
        assert!(wrong.starts_with(&whole), "{text}: {wrong}");
    }
}
