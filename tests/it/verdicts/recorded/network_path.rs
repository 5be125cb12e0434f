//! Cases of interference on the path that mints no certificate.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, ExtraKind, Fault, Step, TlsSession};
use mtc_probe::lab::CertDraft;

use super::Case;
use crate::verdicts::proxied::{HTTP, beside, canary_name, clear, further, through, under_canary};
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

/// What a further measurement brought.
type Asked = (ExtraKind, Step<TlsSession>);

fn again(outcome: Step<TlsSession>) -> Asked {
    (ExtraKind::Again, outcome)
}

fn after(attempt: Attempt, because: &str, asked: impl IntoIterator<Item = Asked>) -> Attempt {
    let one = |attempt, (kind, outcome)| further(attempt, kind, outcome, because);
    asked.into_iter().fold(attempt, one)
}

/// The question itself, by turns with one that is answered: cut each time, three times over.
fn by_turns(cut: fn() -> Fault, changed: &Asked) -> Vec<Asked> {
    let pair = || [again(failed(cut())), changed.clone()];
    (0..3).flat_map(|_| pair()).collect()
}

fn silence() -> Fault {
    Fault::TimedOut { after_ms: 10_000 }
}

fn cut(fault: fn() -> Fault) -> Attempt {
    attempt(OAUTH, vec![handshake(fault(), 0)])
}

/// What a router shows for every name that it does not know.
fn router() -> [Cert; 2] {
    let root = CertDraft::authority(NOW.0, "ingress-operator@1763000000")
        .self_signed()
        .expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["*.apps.west.example.test"]);
    [
        cert(&leaf.signed_by(&root).expect("a certificate")),
        cert(&root),
    ]
}

fn filters() -> Vec<Named> {
    let mut all = names();
    all.extend(turns());
    all
}

/// One name is cut, others are answered.
fn names() -> Vec<Named> {
    let default = router();
    let (cut_off, silent) = ("closed-in-handshake", "timeout-tls");
    // A wildcard's might be another router's; this one bears the very name.
    let own = CertDraft::leaf(NOW.0, &["oauth-openshift.apps.west.example.test"]);
    let own = [cert(&own.self_signed().expect("a certificate"))];
    let elsewhere = || through(HTTP, serving(OAUTH, &own));
    let under_own = (canary_name(), under_canary(&own));
    let others = (canary_name(), under_canary(&default));
    let of_another = CertDraft::leaf(NOW.0, &["default.example.test"])
        .self_signed()
        .expect("a certificate");
    let another = (canary_name(), under_canary(&[cert(&of_another)]));
    let reset = || Fault::Reset;
    vec![
        (
            "sni-filtered",
            after(
                beside(cut(reset), elsewhere(), cut_off),
                cut_off,
                by_turns(reset, &under_own),
            ),
        ),
        (
            "sni-filtered-in-silence",
            after(
                beside(cut(silence), elsewhere(), silent),
                silent,
                by_turns(silence, &under_own),
            ),
        ),
        // A passthrough route whose pods are gone, and a filter on the name, look the same.
        (
            "closed-in-handshake-for-one-name",
            after(cut(reset), cut_off, by_turns(reset, &others)),
        ),
        (
            "closed-in-handshake-where-another-server-answers",
            after(cut(reset), cut_off, by_turns(reset, &another)),
        ),
        (
            "timeout-tls-for-one-name",
            after(cut(silence), silent, by_turns(silence, &others)),
        ),
    ]
}

/// What the name has nothing to do with.
fn turns() -> Vec<Named> {
    let default = router();
    let cut_off = "closed-in-handshake";
    let others = (canary_name(), under_canary(&default));
    let reset = || Fault::Reset;
    vec![
        // Once is no proof: the second attempt went through.
        (
            "closed-in-handshake-once",
            after(cut(reset), cut_off, [again(done(session(&default)))]),
        ),
        // Two of three servers behind one address are down.
        (
            "closed-in-handshake-by-turns",
            after(
                cut(reset),
                cut_off,
                [
                    again(failed(reset())),
                    others.clone(),
                    again(failed(reset())),
                    (canary_name(), failed(reset())),
                ],
            ),
        ),
        // Whatever name is asked for: no filter on names.
        (
            "closed-in-handshake-for-every-name",
            after(
                cut(|| Fault::Closed),
                cut_off,
                [
                    again(failed(Fault::Closed)),
                    (canary_name(), failed(Fault::Closed)),
                ],
            ),
        ),
    ]
}

fn sizes() -> Vec<Named> {
    let chain = router();
    let whole = || done(session(&chain));
    let (cut_off, silent) = ("closed-in-handshake", "timeout-tls");
    let reset = || Fault::Reset;
    let small = (ExtraKind::SmallHello, whole());
    let in_pieces = (ExtraKind::SmallSegments, whole());
    let not_by_name = [
        again(failed(Fault::Reset)),
        (canary_name(), failed(Fault::Reset)),
        (ExtraKind::ListenFirst, failed(silence())),
        small.clone(),
        again(failed(Fault::Reset)),
        small,
    ];
    let swallowed = [
        again(failed(silence())),
        (canary_name(), failed(silence())),
        in_pieces.clone(),
        again(failed(silence())),
        in_pieces,
    ];
    let larger = (ExtraKind::LargeHello, failed(Fault::Reset));
    let compared = [
        larger.clone(),
        again(whole()),
        again(whole()),
        larger.clone(),
        larger,
    ];
    vec![
        ("large-hello-cut", after(cut(reset), cut_off, not_by_name)),
        (
            "large-hello-cut-of-current-go-only",
            after(serving(OAUTH, &chain), "--compare-routes", compared),
        ),
        ("mtu-black-hole", after(cut(silence), silent, swallowed)),
    ]
}

fn pages_in_clear() -> Vec<Named> {
    let page = |head: &str| attempt(API, vec![handshake(clear(head), 120)]);
    vec![
        (
            "block-page",
            page("HTTP/1.1 302 Found\r\nLocation: http://portal.example.net/\r\n\r\n"),
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
        // It sends its clients to its own port of TLS.
        (
            "not-tls-but-a-redirect-of-its-own",
            page("HTTP/1.1 301 Moved\r\nLocation: https://api.west.example.test/\r\n\r\n"),
        ),
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
                &portals,
                answer(403, "Forbidden", &denied, "<html>Access Denied.</html>"),
            ),
        ),
    ]
}
