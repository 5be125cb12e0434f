//! Cases of interference on the path that mints no certificate.

use mtc_probe::evidence::{Attempt, ExtraKind, Fault};
use mtc_probe::lab::CertDraft;

use super::Case;
use crate::verdicts::proxied::{HTTP, canary_name, clear, further, through, under_canary};
use crate::verdicts::scene::{
    NOW, answer, answering, attempt, cert, done, failed, handshake, serving, session,
};

const OAUTH: &str = "oauth=https://oauth-openshift.apps.west.example.test";
const API: &str = "api=https://api.west.example.test:6443";

pub fn cases() -> Vec<Case> {
    let mut all = filters();
    all.extend(sizes());
    all.extend(pages_in_clear());
    all.extend(pages_inside_tls());
    all.into_iter()
        .map(|(name, attempt)| Case::new(name, attempt, &[]))
        .collect()
}

type Named = (&'static str, Attempt);

fn silence() -> Fault {
    Fault::TimedOut { after_ms: 10_000 }
}

/// Cut, and cut again.
fn cut_twice(fault: fn() -> Fault, because: &str) -> Attempt {
    further(
        attempt(OAUTH, vec![handshake(fault(), 0)]),
        ExtraKind::Again,
        failed(fault()),
        because,
    )
}

fn filters() -> Vec<Named> {
    let root = CertDraft::authority(NOW.0, "ingress-operator@1763000000")
        .self_signed()
        .expect("a root");
    let default = [
        cert(
            &CertDraft::leaf(NOW.0, &["*.apps.west.example.test"])
                .signed_by(&root)
                .expect("a certificate"),
        ),
        cert(&root),
    ];
    let because = "closed-in-handshake";
    vec![
        (
            "sni-filtered",
            further(
                cut_twice(|| Fault::Reset, because),
                canary_name(),
                under_canary(&default),
                because,
            ),
        ),
        (
            "sni-filtered-in-silence",
            further(
                cut_twice(silence, "timeout-tls"),
                canary_name(),
                under_canary(&default),
                "timeout-tls",
            ),
        ),
        // Once is no proof: the second attempt went through.
        (
            "closed-in-handshake-once",
            further(
                attempt(OAUTH, vec![handshake(Fault::Reset, 0)]),
                ExtraKind::Again,
                done(session(&default)),
                because,
            ),
        ),
        // Whatever name is asked for: no filter on names.
        (
            "closed-in-handshake-for-every-name",
            further(
                cut_twice(|| Fault::Closed, because),
                canary_name(),
                failed(Fault::Closed),
                because,
            ),
        ),
    ]
}

fn sizes() -> Vec<Named> {
    let root = CertDraft::authority(NOW.0, "ingress-operator@1763000000")
        .self_signed()
        .expect("a root");
    let chain = [
        cert(
            &CertDraft::leaf(NOW.0, &["*.apps.west.example.test"])
                .signed_by(&root)
                .expect("a certificate"),
        ),
        cert(&root),
    ];
    let whole = || done(session(&chain));
    let (cut, silent) = ("closed-in-handshake", "timeout-tls");
    let not_by_name = further(
        cut_twice(|| Fault::Reset, cut),
        canary_name(),
        failed(Fault::Reset),
        cut,
    );
    let not_by_name = further(not_by_name, ExtraKind::ListenFirst, failed(silence()), cut);
    let swallowed = further(
        cut_twice(silence, silent),
        canary_name(),
        failed(silence()),
        silent,
    );
    let compared = further(
        serving(OAUTH, &chain),
        ExtraKind::LargeHello,
        failed(Fault::Reset),
        "--compare-routes",
    );
    vec![
        (
            "large-hello-cut",
            further(not_by_name, ExtraKind::SmallHello, whole(), cut),
        ),
        ("large-hello-cut-of-current-go-only", compared),
        (
            "mtu-black-hole",
            further(swallowed, ExtraKind::SmallSegments, whole(), silent),
        ),
    ]
}

fn pages_in_clear() -> Vec<Named> {
    let page = |head: &str| attempt(API, vec![handshake(clear(head), 120)]);
    vec![
        (
            "block-page",
            page("HTTP/1.1 302 Found\r\nLocation: http://portal"),
        ),
        (
            "block-page-that-wants-a-login",
            page("HTTP/1.1 511 Network Authentication Required"),
        ),
        // Nothing shows whether the proxy says it or somebody behind it: a portal in any case.
        (
            "block-page-out-of-a-tunnel",
            through(HTTP, page("HTTP/1.1 511 Network Authentication Required")),
        ),
        // A web server that was meant to be spoken to in clear is no block page.
        (
            "not-tls-but-a-web-server",
            page("HTTP/1.1 403 Forbidden\r\nServer: nginx"),
        ),
    ]
}

fn pages_inside_tls() -> Vec<Named> {
    let filter = CertDraft::authority(NOW.0, "Filter CA")
        .self_signed()
        .expect("a CA");
    let named = |name: &str| {
        let leaf = CertDraft::leaf(NOW.0, &[name]).signed_by(&filter);
        [cert(&leaf.expect("a certificate"))]
    };
    let (own, portals) = (named("api.west.example.test"), named("portal.example.net"));
    let away = [("location", "https://portal.example.net/login?to=api")];
    let denied = [
        ("x-squid-error", "ERR_ACCESS_DENIED 0"),
        ("via", "1.1 proxy (squid/5.7)"),
    ];
    vec![
        (
            "block-page-inside-tls",
            answering(API, &portals, answer(302, "Found", &away, "")),
        ),
        // A private CA, but the key is that of the name: nobody on the way.
        (
            "wrong-service-that-leads-away-under-a-private-ca",
            answering(API, &own, answer(302, "Found", &away, "")),
        ),
        (
            "block-page-of-squid-inside-tls",
            answering(
                API,
                &own,
                answer(403, "Forbidden", &denied, "<html>Access Denied.</html>"),
            ),
        ),
    ]
}
