//! Cases of what only the other route tells.
//! What a proxy says by itself is in `proxies`.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, ExtraKind, Fault, ProxySession, Store};
use mtc_probe::lab::CertDraft;
use mtc_probe::route::{ProxyVariable, Route, RouteReason, RouteSource};

use super::Case;
use super::proxies::{API, OAUTH};
use crate::verdicts::proxied::{HTTP, beside, canary_name, further, refused, through, unreachable};
use crate::verdicts::scene::{
    ADDRESS, NOW, answer, answering, attempt, cert, done, failed, serving, session, tls,
};

/// A proxy whose clients look names up themselves.
const SOCKS: &str = "socks5://proxy.west.example.test:1080";

pub fn cases() -> Vec<Case> {
    let root = super::certificates::root();
    let chain = |name: &str| {
        vec![
            cert(
                &CertDraft::leaf(NOW.0, &[name])
                    .signed_by(&root)
                    .expect("a certificate"),
            ),
            cert(&root),
        ]
    };
    let stores = super::certificates::trusting(&[cert(&root)]);
    let (api, oauth) = (
        chain("api.west.example.test"),
        chain("*.apps.west.example.test"),
    );
    let status = answer(403, "Forbidden", &[], r#"{"kind": "Status"}"#);
    let metadata = answer(
        200,
        "OK",
        &[],
        r#"{"issuer": "https://oauth-openshift.apps.west.example.test"}"#,
    );
    let exempt = Attempt {
        route: Route::direct(RouteReason::NoProxyEntry {
            from: RouteSource::Variable(ProxyVariable::No),
            entry: ".west.example.test".into(),
        }),
        ..unreachable(API)
    };
    vec![
        Case::new(
            "no-proxy-missing",
            beside(
                forbidden(),
                answering(OAUTH, &oauth, metadata),
                "proxy-denied",
            ),
            &stores,
        ),
        Case::new(
            "proxy-required",
            beside(
                exempt,
                through(HTTP, answering(API, &api, status)),
                "timeout-tcp",
            ),
            &stores,
        ),
    ]
    .into_iter()
    .chain(cut((&api, &chain("default.example.test")), &stores))
    .collect()
}

/// Tunnels that are cut, to a server with one chain, and with another where no name is asked for.
fn cut((api, without_name): (&[Cert], &[Cert]), stores: &[Store]) -> [Case; 4] {
    let named = cut_for_one_name(cut_by_turns(cut_tunnel(), api), api);
    let addressed = cut_by_turns(cut_tunnel_to_an_address(), api);
    let elsewhere = cut_for_one_name(cut_tunnel(), without_name);
    [
        ("proxy-cuts-tunnel", cut_by_turns(cut_tunnel(), api)),
        ("proxy-cuts-tunnel-for-one-name", named),
        ("proxy-cuts-tunnel-to-a-given-address", addressed),
        ("closed-in-handshake-in-a-tunnel-for-one-name", elsewhere),
    ]
    .map(|(name, attempt)| Case::new(name, attempt, stores))
}

/// The proxy's rules forbid it.
fn forbidden() -> Attempt {
    refused(
        HTTP,
        OAUTH,
        answer(
            403,
            "Forbidden",
            &[("x-squid-error", "ERR_ACCESS_DENIED 0")],
            "",
        ),
    )
}

/// The proxy grants the tunnel, and cuts it at the client's hello.
fn cut_tunnel() -> Attempt {
    through(HTTP, attempt(API, vec![tls(failed(Fault::Closed))]))
}

/// The same by a proxy that was given the address.
fn cut_tunnel_to_an_address() -> Attempt {
    let mut cut = through(SOCKS, attempt(API, vec![tls(failed(Fault::Closed))]));
    let address = ADDRESS.parse().expect("an address");
    for connection in &mut cut.connections {
        connection.proxy = done(ProxySession {
            asked: format!("SOCKS5 {address}:{}", cut.target.port),
            socks_method: Some(0),
            socks_reply: Some(0),
            resolved: Some(address),
            ..ProxySession::default()
        });
    }
    cut
}

/// Asked by turns, the direct route answers each time and the tunnel never does.
fn cut_by_turns(cut: Attempt, chain: &[Cert]) -> Attempt {
    const BECAUSE: &str = "closed-in-handshake";
    let pair = |attempt| {
        let attempt = beside(attempt, serving(API, chain), BECAUSE);
        further(attempt, ExtraKind::Again, failed(Fault::Closed), BECAUSE)
    };
    (0..3).fold(cut, |attempt, _| pair(attempt))
}

/// Under another name the same tunnel leads to a server, which shows this chain.
fn cut_for_one_name(cut: Attempt, chain: &[Cert]) -> Attempt {
    const BECAUSE: &str = "closed-in-handshake";
    let pair = |attempt| {
        let attempt = further(attempt, ExtraKind::Again, failed(Fault::Closed), BECAUSE);
        further(attempt, canary_name(), done(session(chain)), BECAUSE)
    };
    (0..3).fold(cut, |attempt, _| pair(attempt))
}
