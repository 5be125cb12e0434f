//! Cases of services that answer, or do not, behind a sound TLS session.

use mtc_probe::evidence::{Attempt, Connection, Fault, SkipReason, Step, Store};
use mtc_probe::lab::CertDraft;
use mtc_probe::roles::Answer;

use super::Case;
use super::certificates::{root, trusting};
use crate::verdicts::scene::{
    NOW, answer, answering, attempt, cert, connected, done, exchange, secured, tcp,
};

const API: &str = "api=https://api.west.example.test:6443";
pub const OAUTH: &str = "oauth=https://oauth-openshift.apps.west.example.test";
pub const CONSOLE: &str = "console=https://console-openshift-console.apps.west.example.test";
pub const MTC: &str = "mtc-console=https://migration-openshift-migration.apps.west.example.test";
pub const REGISTRY: &str = "registry=https://registry.apps.west.example.test";
pub const S3: &str = "repository=https://s3.west.example.test";
const NAMES: &[&str] = &[
    "api.west.example.test",
    "*.apps.west.example.test",
    "s3.west.example.test",
];
pub const HTML: &[(&str, &str)] = &[("content-type", "text/html")];

/// One sound server for every name here, and the store that trusts it.
pub struct Sound {
    pub chain: Vec<mtc_probe::cert::Cert>,
    pub stores: Vec<Store>,
}

impl Sound {
    pub fn new() -> Self {
        let root = root();
        let leaf = CertDraft::leaf(NOW.0, NAMES)
            .signed_by(&root)
            .expect("a certificate");
        Self {
            chain: vec![cert(&leaf)],
            stores: trusting(&[cert(&root)]),
        }
    }

    fn answers(&self, name: &'static str, text: &str, answer: Answer) -> Case {
        Case::new(name, answering(text, &self.chain, answer), &self.stores)
    }

    fn fails(&self, name: &'static str, text: &str, fault: Fault) -> Case {
        let saw = Some(exchange(text, None));
        let http = Step::Failed {
            took_us: 2_500,
            fault,
            saw,
        };
        Case::new(name, self.one(text, http), &self.stores)
    }

    fn one(&self, text: &str, http: Step<mtc_probe::evidence::HttpExchange>) -> Attempt {
        attempt(
            text,
            vec![Connection {
                http,
                ..secured(&self.chain)
            }],
        )
    }
}

pub fn cases() -> Vec<Case> {
    let mut all = proven();
    all.extend(failing());
    all.extend(wrong());
    all.extend(almost());
    all.push(router_certificate());
    all.extend(sent_elsewhere());
    all.extend(mtc_consoles());
    all.extend(in_clear());
    all
}

fn proven() -> Vec<Case> {
    let sound = Sound::new();
    let metadata = r#"{"issuer": "https://oauth-openshift.apps.west.example.test", "authorization_endpoint": "https://oauth-openshift.apps.west.example.test/oauth/authorize"}"#;
    let bearer = [(
        "www-authenticate",
        r#"Bearer realm="https://registry.apps.west.example.test/openshift/token""#,
    )];
    let minio = [
        ("content-type", "application/xml"),
        ("server", "MinIO"),
        ("x-amz-request-id", "17F3A1B2C3D4E5F6"),
    ];
    let denied = "<Error><Code>AccessDenied</Code></Error>";
    vec![
        sound.answers(
            "ok",
            API,
            answer(200, "OK", &[("content-type", "application/json")], metadata),
        ),
        sound.answers("ok-oauth", OAUTH, answer(200, "OK", &[], "ok")),
        sound.answers(
            "ok-registry",
            REGISTRY,
            answer(401, "Unauthorized", &bearer, "{}"),
        ),
        sound.answers(
            "ok-repository",
            S3,
            answer(403, "Forbidden", &minio, denied),
        ),
    ]
}

/// Storages that are spoken to in clear: one that answers, and what else may be there.
fn in_clear() -> Vec<Case> {
    const CLEAR: &str = "repository=http://minio.west.example.test:9000";
    let case = |name, http| {
        let connection = Connection {
            tls: Step::Skipped {
                why: SkipReason::InClear,
            },
            http,
            ..tcp("192.0.2.10", connected())
        };
        Case::new(name, attempt(CLEAR, vec![connection]), &[])
    };
    let answers = |name, answer| case(name, done(exchange(CLEAR, Some(answer))));
    let fails = |name, fault| {
        let saw = Some(exchange(CLEAR, None));
        let http = Step::Failed {
            took_us: 2_500,
            fault,
            saw,
        };
        case(name, http)
    };
    let minio = [
        ("server", "MinIO"),
        ("x-amz-request-id", "17F3A1B2C3D4E5F6"),
    ];
    let denied = "<Error><Code>AccessDenied</Code></Error>";
    let go = "Client sent an HTTP request to an HTTPS server.\n";
    let away = [("location", "https://minio.west.example.test:9000/")];
    let alert = Fault::Alert {
        code: 10,
        name: "unexpected_message".into(),
    };
    vec![
        answers("in-clear", answer(403, "Forbidden", &minio, denied)),
        fails("wrong-service-that-speaks-tls", alert),
        answers(
            "wrong-service-that-says-it-speaks-tls",
            answer(400, "Bad Request", &[], go),
        ),
        answers(
            "wrong-service-that-leads-to-its-own-tls",
            answer(301, "Moved Permanently", &away, ""),
        ),
        fails("service-error-in-clear", Fault::Closed),
        fails(
            "timeout-http-in-clear",
            Fault::TimedOut { after_ms: 10_000 },
        ),
    ]
}

fn failing() -> Vec<Case> {
    let sound = Sound::new();
    vec![
        sound.fails(
            "timeout-http",
            CONSOLE,
            Fault::TimedOut { after_ms: 10_000 },
        ),
        sound.fails("service-error-without-an-answer", API, Fault::Closed),
        sound.answers(
            "service-error",
            OAUTH,
            answer(500, "Internal Server Error", HTML, "oops"),
        ),
        sound.fails(
            "wrong-service-that-is-no-http",
            CONSOLE,
            Fault::NotTls {
                first_bytes: "5353482d322e302d".into(),
            },
        ),
        sound.fails(
            "tls-alert-after-the-handshake",
            CONSOLE,
            Fault::Alert {
                code: 80,
                name: "internal_error".into(),
            },
        ),
    ]
}

fn wrong() -> Vec<Case> {
    let sound = Sound::new();
    let page = "<html><body><h1>Application is not available</h1></body></html>";
    let index = "<!DOCTYPE html><title>Welcome</title>";
    vec![
        sound.answers(
            "router-default-page",
            REGISTRY,
            answer(503, "Service Unavailable", HTML, page),
        ),
        sound.answers(
            "wrong-service",
            API,
            answer(
                200,
                "OK",
                &[("content-type", "text/html"), ("server", "nginx")],
                index,
            ),
        ),
        sound.answers(
            "wrong-service-behind-a-single-sign-on",
            CONSOLE,
            answer(
                302,
                "Found",
                &[("location", "https://login.example.net/auth?state=8Bu3")],
                "",
            ),
        ),
        sound.answers(
            "wrong-service-with-a-page-of-squid",
            CONSOLE,
            answer(
                403,
                "Forbidden",
                &[("x-squid-error", "ERR_ACCESS_DENIED 0")],
                "",
            ),
        ),
        sound.answers(
            "wrong-service-for-a-repository",
            S3,
            answer(404, "Not Found", HTML, index),
        ),
    ]
}

fn almost() -> Vec<Case> {
    let sound = Sound::new();
    let paths = r#"{"paths": ["/apis", "/healthz", "/version"]}"#;
    let basic = [("www-authenticate", r#"Basic realm="Registry""#)];
    vec![
        sound.answers(
            "no-integrated-oauth",
            API,
            answer(
                404,
                "Not Found",
                &[("content-type", "application/json")],
                paths,
            ),
        ),
        sound.answers(
            "registry-without-token-service",
            REGISTRY,
            answer(401, "Unauthorized", &basic, ""),
        ),
    ]
}

fn router_certificate() -> Case {
    let ca = CertDraft::authority(NOW.0, "ingress-operator@1763000000")
        .self_signed()
        .expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["*.apps.west.example.test"])
        .signed_by(&ca)
        .expect("a certificate");
    let page = answer(
        503,
        "Service Unavailable",
        HTML,
        "<h1>Application is not available</h1>",
    );
    let chain = [cert(&leaf), cert(&ca)];
    Case::new(
        "router-default-certificate",
        answering(S3, &chain, page),
        &trusting(&[cert(&ca)]),
    )
}

/// Sound answers that lead where nobody should or can go.
fn sent_elsewhere() -> Vec<Case> {
    let sound = Sound::new();
    let json = [("content-type", "application/json")];
    let metadata = |server: &str| {
        let body = serde_json::json!({ "issuer": server, "authorization_endpoint": format!("{server}/oauth/authorize") });
        answer(200, "OK", &json, &body.to_string())
    };
    let challenge = |realm: &str| answer(401, "Unauthorized", &[("www-authenticate", realm)], "{}");
    vec![
        sound.answers(
            "oauth-metadata-unusable",
            API,
            metadata("https://127.0.0.1:8443"),
        ),
        sound.answers(
            "oauth-metadata-unusable-in-clear",
            API,
            metadata("http://oauth-openshift.apps.west.example.test"),
        ),
        sound.answers(
            "oauth-metadata-unusable-with-a-password",
            API,
            metadata("https://admin:hunter2@oauth.west.example.test"),
        ),
        sound.answers(
            "token-realm-in-clear",
            REGISTRY,
            challenge(r#"Bearer realm="http://registry.apps.west.example.test/openshift/token""#),
        ),
        sound.answers(
            "token-realm-malformed",
            REGISTRY,
            challenge(r#"Bearer realm="/openshift/token""#),
        ),
        sound.answers(
            "token-realm-malformed-for-want-of-any",
            REGISTRY,
            challenge("Bearer"),
        ),
    ]
}

/// Consoles of MTC that send a browser to a login, and that do not.
fn mtc_consoles() -> Vec<Case> {
    let sound = Sound::new();
    let squid = "<!DOCTYPE html><title>ERROR: The requested URL could not be retrieved</title><p>Generated by squid</p>";
    vec![
        sound.answers(
            "mtc-console-without-oauth",
            MTC,
            answer(302, "Found", &[("location", "/handle-login")], ""),
        ),
        sound.answers(
            "mtc-console-without-oauth-behind-a-proxy",
            MTC,
            answer(503, "Service Unavailable", HTML, squid),
        ),
        sound.answers(
            "ok-mtc-console",
            MTC,
            answer(
                302,
                "Found",
                &[(
                    "location",
                    "https://oauth.west.example.test/oauth/authorize",
                )],
                "",
            ),
        ),
    ]
}
