//! An endpoint that says odd things: with its certificate, its answer and its challenge.
//! Builds values; judges nothing.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Connection, Fault, Step, TlsSession};
use mtc_probe::judge::Endpoint;
use mtc_probe::judge::finding::ServiceFault;
use mtc_probe::roles::NoTokenService;

use super::parts::{attempt, found, judged, session, worked};

/// An answer from a stranger: bytes that are no certificate, text that would move the cursor, a
/// warning as headline.
pub(super) fn odd() -> Endpoint {
    saying("\u{1b}[1mr\u{e9}\u{1b}[0m\u{2026}")
}

/// A registry whose challenge names this scheme.
pub fn saying(scheme: &str) -> Endpoint {
    let tls = TlsSession {
        chain: vec![Cert::from_der(vec![0x30, 0x03, 0x02, 0x01])],
        ..session("odd.acme.test", &[])
    };
    let attempt = attempt("registry=odd.acme.test:5000", &["192.0.2.13"], |address| {
        Connection {
            http: Step::Failed {
                took_us: 31_000,
                fault: Fault::Malformed {
                    text: "HTTP/9.9 \u{1b}[2Jgone\r\n".into(),
                },
                saw: None,
            },
            ..worked(tls.clone(), "GET /v2/", 0, "")(address)
        }
    });
    judged(
        attempt,
        found(ServiceFault::RegistryWithoutTokenService(
            NoTokenService::Challenge {
                scheme: scheme.into(),
            },
        )),
    )
}
