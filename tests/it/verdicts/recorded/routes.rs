//! Cases of what only the other route tells.
//! What a proxy says by itself is in `proxies`.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Fault, Step, TlsSession};
use mtc_probe::lab::CertDraft;
use mtc_probe::route::{ProxyVariable, Route, RouteReason, RouteSource};

use super::Case;
use super::proxies::{API, OAUTH};
use crate::verdicts::proxied::{HTTP, beside, refused, through, unreachable};
use crate::verdicts::scene::{
    NOW, answer, answering, attempt, cert, failed, serving, session, tls,
};

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
        Case::new(
            "proxy-cuts-tunnel",
            beside(cut_tunnel(), serving(API, &api), "closed-in-handshake"),
            &stores,
        ),
        Case::new(
            "proxy-cuts-tunnel-for-one-name",
            cut_for_one_name(&chain("default.example.test")),
            &stores,
        ),
    ]
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

/// Under another name the same tunnel leads to a server, which shows this chain.
fn cut_for_one_name(chain: &[Cert]) -> Attempt {
    let named = |saw: TlsSession| Step::Done {
        took_us: 2_500,
        saw,
    };
    crate::verdicts::proxied::further(
        cut_tunnel(),
        crate::verdicts::proxied::canary_name(),
        named(session(chain)),
        "closed-in-handshake",
    )
}
