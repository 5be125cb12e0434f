//! Cases of servers that ask for a client certificate: those that insist, in each way in which that
//! shows, and those that do not.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Connection, ExtraKind, Fault, Step, Store, TlsSession};
use mtc_probe::lab::CertDraft;
use mtc_probe::roles::Answer;

use super::Case;
use super::certificates::{root, trusting};
use crate::verdicts::proxied::further;
use crate::verdicts::scene::{
    NOW, answer, asking, attempt, cert, done, exchange, failed, session, skipped, tls,
};

const PLAIN: &str = "plain=https://api.west.example.test:6443";
const API: &str = "api=https://api.west.example.test:6443";
const S3: &str = "repository=https://api.west.example.test:6443";
const ISSUERS: &[&str] = &[
    "OU=openshift, CN=admin-kubeconfig-signer",
    "OU=openshift, CN=kubelet-signer",
];
const DOUBT: &str = "client-certificate-required";

pub fn cases() -> Vec<Case> {
    let scene = Scene::new();
    let mut all = scene.insisting();
    all.extend(scene.in_http());
    all.extend(scene.in_doubt());
    all
}

/// A trusted server.
struct Scene {
    leaf: Cert,
    stores: Vec<Store>,
}

fn alert(code: u8, name: &str) -> Fault {
    Fault::Alert {
        code,
        name: name.into(),
    }
}

/// The question and no answer.
fn unanswered(text: &str, fault: Fault) -> Step<mtc_probe::evidence::HttpExchange> {
    Step::Failed {
        took_us: 2_500,
        fault,
        saw: Some(exchange(text, None)),
    }
}

impl Scene {
    fn new() -> Self {
        let root = root();
        let leaf = CertDraft::leaf(NOW.0, &["api.west.example.test"])
            .signed_by(&root)
            .expect("a certificate");
        Self {
            leaf: cert(&leaf),
            stores: trusting(&[cert(&root)]),
        }
    }

    fn case(&self, name: &'static str, attempt: Attempt) -> Case {
        Case::new(name, attempt, &self.stores)
    }

    fn of(&self, name: &'static str, text: &str, connection: Connection) -> Case {
        self.case(name, attempt(text, vec![connection]))
    }

    fn plain(&self) -> TlsSession {
        session(std::slice::from_ref(&self.leaf))
    }

    fn asked(&self) -> TlsSession {
        asking(self.plain(), ISSUERS)
    }

    fn in_tls12(&self) -> TlsSession {
        TlsSession {
            version: Some("TLS 1.2".into()),
            ..self.asked()
        }
    }

    /// TLS 1.2 asks in the handshake, which fails for want of an answer.
    fn refused_in_tls12(&self, fault: Fault) -> Step<TlsSession> {
        Step::Failed {
            took_us: 2_500,
            fault,
            saw: Some(self.in_tls12()),
        }
    }

    /// A handshake of TLS 1.3 that the server regrets.
    fn afterwards(&self, fault: Fault) -> Connection {
        let saw = TlsSession {
            afterwards: Some(fault),
            ..self.asked()
        };
        Connection {
            http: skipped(),
            ..tls(done(saw))
        }
    }

    /// The same where something is asked.
    fn unanswered(&self, text: &str, fault: Fault) -> Connection {
        Connection {
            http: unanswered(text, fault),
            ..tls(done(self.asked()))
        }
    }

    fn answering(&self, answer: Answer) -> Connection {
        Connection {
            http: done(exchange(API, Some(answer))),
            ..tls(done(self.asked()))
        }
    }

    /// A new handshake is wanted once the question is there.
    fn renegotiating(&self) -> Connection {
        let saw = TlsSession {
            version: Some("TLS 1.2".into()),
            renegotiation: true,
            ..self.plain()
        };
        Connection {
            http: unanswered(S3, Fault::Reset),
            ..tls(done(saw))
        }
    }

    fn insisting(&self) -> Vec<Case> {
        let required = || alert(116, "certificate_required");
        vec![
            self.of(
                "client-certificate-required",
                API,
                Connection {
                    http: failed(required()),
                    ..tls(done(self.asked()))
                },
            ),
            self.of(
                "client-certificate-required-afterwards",
                PLAIN,
                self.afterwards(required()),
            ),
            self.of(
                "client-certificate-required-by-hanging-up",
                PLAIN,
                self.afterwards(Fault::Closed),
            ),
            self.of(
                "client-certificate-required-in-tls12",
                API,
                tls(self.refused_in_tls12(alert(40, "handshake_failure"))),
            ),
            self.of(
                "client-certificate-required-in-tls12-by-gnutls",
                API,
                tls(self.refused_in_tls12(alert(50, "decode_error"))),
            ),
            self.of(
                "client-certificate-required-in-tls12-by-reset",
                S3,
                tls(self.refused_in_tls12(Fault::Reset)),
            ),
            self.of(
                "client-certificate-required-by-renegotiation",
                S3,
                self.renegotiating(),
            ),
        ]
    }

    fn in_http(&self) -> Vec<Case> {
        let page = answer(
            400,
            "Bad Request",
            &[("server", "nginx")],
            "<h1>400</h1>No required SSL certificate was sent",
        );
        let late = answer(
            403,
            "Forbidden",
            &[("server", "Apache")],
            "<p>Reason: Cannot perform Post-Handshake Authentication.<br /></p>",
        );
        let metadata = r#"{"kind": "Status", "status": "Failure"}"#;
        let unasked = Connection {
            http: done(exchange(API, Some(late))),
            ..tls(done(self.plain()))
        };
        vec![
            self.of(
                "client-certificate-required-in-a-page",
                API,
                self.answering(page.clone()),
            ),
            self.of(
                "client-certificate-required-in-a-page-of-any-role",
                PLAIN,
                self.answering(page),
            ),
            self.of(
                "ok-whatever-a-role-that-is-asked-nothing-answers",
                PLAIN,
                self.answering(answer(503, "Service Unavailable", &[], "down")),
            ),
            self.of(
                "client-certificate-required-after-the-handshake-of-tls13",
                API,
                unasked,
            ),
            self.of(
                "ok-client-certificate-only-asked-for",
                API,
                self.answering(answer(403, "Forbidden", &[], metadata)),
            ),
        ]
    }

    /// TLS 1.3 is ended without a word, and TLS 1.2 is tried.
    fn in_doubt(&self) -> Vec<Case> {
        let asked = |end, outcome| {
            let cut = attempt(API, vec![self.unanswered(API, end)]);
            further(cut, ExtraKind::OnlyTls12, outcome, DOUBT)
        };
        let with_tls12 = |outcome| asked(Fault::Reset, outcome);
        let in_tls13_only = |end| asked(end, failed(alert(70, "protocol_version")));
        vec![
            self.case(
                "client-certificate-required-as-tls12-shows",
                with_tls12(self.refused_in_tls12(Fault::Closed)),
            ),
            self.case(
                "service-error-behind-an-optional-client-certificate",
                with_tls12(done(self.in_tls12())),
            ),
            self.case(
                "service-error-or-a-client-certificate-in-tls13-only",
                in_tls13_only(Fault::Closed),
            ),
            self.case(
                "service-error-or-a-client-certificate-by-reset",
                in_tls13_only(Fault::Reset),
            ),
        ]
    }
}
