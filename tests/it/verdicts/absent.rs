//! Usual names of Routes, which nobody gave: what a proxy that refuses every name alike tells of them,
//! and what it does not hide.

use mtc_probe::codes::Code;
use mtc_probe::evidence::{Attempt, Fault, ProxyCanary};
use mtc_probe::judge::{Endpoint, Given, Stores};
use mtc_probe::lab::CertDraft;
use mtc_probe::roles::Answer;
use mtc_probe::target::Origin;
use mtc_probe::words;

use super::proxied::{HTTP, SOCKS, as_canary, beside, ended, refused, refused_by_socks, refusing};
use super::scene::{NOW, answer, answering, cert, unresolved};

const CONSOLE: &str = "console=console-openshift-console.apps.west.example.test";
const NAME: &str = "0123456789abcdef.invalid:443";

fn proposed(mut attempt: Attempt) -> Attempt {
    attempt.target.origins = vec![Origin::Usual {
        of: "oauth-openshift.apps.west.example.test:443".into(),
        domain: "apps.west.example.test".into(),
    }];
    attempt
}

fn judged(attempt: Attempt, canary: ProxyCanary) -> Endpoint {
    Given::new(&Stores::new(&[]), &[canary], NOW).judge(attempt)
}

fn code(attempt: Attempt, canary: ProxyCanary) -> Code {
    judged(attempt, canary).verdict.code()
}

fn page(status: u16) -> Answer {
    answer(status, "No", &[], "<h1>no</h1>")
}

fn squid(error: &str) -> Answer {
    answer(503, "Service Unavailable", &[("x-squid-error", error)], "")
}

#[test]
fn what_a_proxy_refuses_as_any_name_is_not_told() {
    for (status, named) in [
        (403, Code::ProxyDenied),
        (451, Code::ProxyDenied),
        (502, Code::ProxyCannotConnect),
        (503, Code::ProxyCannotConnect),
        (504, Code::TimeoutProxy),
        (521, Code::ProxyCannotConnect),
    ] {
        let asked = || refused(HTTP, CONSOLE, page(status));
        let canary = || refusing(HTTP, page(status));
        let guessed = judged(proposed(asked()), canary());
        assert_eq!(guessed.verdict.code(), Code::NotExposed, "{status}");
        assert!(guessed.is_absent());
        // What the user gave is a failure all the same.
        assert_eq!(code(asked(), canary()), named, "{status}");
        // Nor is the proxy alike where it says something else of a name that cannot exist.
        let other = if status == 502 { 404 } else { 502 };
        let told = code(proposed(asked()), refusing(HTTP, page(other)));
        assert_eq!(told, named, "{status}");
    }
}

/// It says nothing of the target, and there is something to do about the proxy.
#[test]
fn what_is_wrong_with_the_proxy_itself_is_told() {
    for (status, named) in [
        (407, Code::ProxyAuthRequired),
        (400, Code::ProxyNotAProxy),
        (404, Code::ProxyNotAProxy),
        (405, Code::ProxyNotAProxy),
    ] {
        let asked = proposed(refused(HTTP, CONSOLE, page(status)));
        assert_eq!(code(asked, refusing(HTTP, page(status))), named, "{status}");
    }
}

#[test]
fn a_squid_tells_names_apart_by_its_own_error() {
    let asked = || proposed(refused(HTTP, CONSOLE, squid("ERR_CONNECT_FAIL 111")));
    let unknown = refusing(HTTP, squid("ERR_DNS_FAIL 0"));
    assert_eq!(code(asked(), unknown), Code::ProxyCannotConnect);
    let same = refusing(HTTP, squid("ERR_CONNECT_FAIL 111"));
    assert_eq!(code(asked(), same), Code::NotExposed);
}

#[test]
fn socks_refuses_alike_with_any_code() {
    for (reply, named) in [
        (1, Code::ProxyCannotConnect),
        (2, Code::ProxyDenied),
        (3, Code::ProxyCannotConnect),
        (5, Code::ProxyCannotConnect),
        (6, Code::TimeoutProxy),
    ] {
        let asked = || refused_by_socks(SOCKS, CONSOLE, 0, reply);
        let canary = |reply| as_canary(refused_by_socks(SOCKS, NAME, 0, reply));
        assert_eq!(code(proposed(asked()), canary(reply)), Code::NotExposed);
        assert_eq!(code(asked(), canary(reply)), named);
        // Host unreachable: what Go's and OpenSSH's servers say of a name without an address.
        assert_eq!(code(proposed(asked()), canary(4)), named);
    }
    for (method, reply) in [(255, 255), (2, 1)] {
        let wants_a_password = |text| {
            let mut attempt = refused_by_socks(SOCKS, text, method, reply);
            if let Some(proxy) = attempt.connections.first_mut()
                && let mtc_probe::evidence::Step::Failed { saw: Some(saw), .. } = &mut proxy.proxy
            {
                saw.socks_reply = None;
            }
            attempt
        };
        let asked = proposed(wants_a_password(CONSOLE));
        let told = code(asked, as_canary(wants_a_password(NAME)));
        assert_eq!(told, Code::ProxyAuthRequired, "{method}");
    }
}

#[test]
fn a_proxy_that_never_answers_tells_nothing_either() {
    let silent = |text| ended(HTTP, text, Fault::TimedOut { after_ms: 5000 }, None);
    let later = ended(HTTP, NAME, Fault::TimedOut { after_ms: 4998 }, None);
    let asked = proposed(silent(CONSOLE));
    assert_eq!(code(asked, as_canary(later)), Code::NotExposed);
    assert_eq!(
        code(silent(CONSOLE), as_canary(silent(NAME))),
        Code::TimeoutProxy
    );
}

/// The other route decides where it shows a server.
#[test]
fn the_direct_route_tells_what_the_proxy_does_not() {
    let through = |there: Attempt| {
        let here = proposed(refused(HTTP, CONSOLE, page(502)));
        judged(
            beside(here, there, "not-exposed"),
            refusing(HTTP, page(502)),
        )
    };
    let ca = CertDraft::authority(NOW.0, "Ingress Root");
    let ca = ca.self_signed().expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["*.apps.west.example.test"]).signed_by(&ca);
    let chain = [cert(&leaf.expect("a leaf")), cert(&ca)];
    let html = [("content-type", "text/html")];
    let served = answering(
        CONSOLE,
        &chain,
        answer(200, "OK", &html, "<title>Red Hat OpenShift</title>"),
    );
    let found = through(served);
    assert_ne!(found.verdict.code(), Code::NotExposed, "{found:?}");
    assert!(found.verdict.is_failure(), "{found:?}");
    let gone = "<h1>Application is not available</h1>";
    let absent = answering(
        CONSOLE,
        &chain,
        answer(503, "Service Unavailable", &html, gone),
    );
    let told = through(absent);
    assert_eq!(told.verdict.code(), Code::NotExposed);
    let row = |endpoint: &Endpoint| {
        let subject = words::Subject::of(&endpoint.attempt.target, &endpoint.verdict);
        words::brief(&endpoint.verdict.finding, &subject).row
    };
    assert_eq!(row(&told), "not exposed");
    // A name that this machine does not know may be known to the proxy's.
    let open = through(unresolved(CONSOLE, Fault::NoSuchName));
    assert_eq!(row(&open), format!("cannot be told through {HTTP}"));
}
