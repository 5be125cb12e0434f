//! Cases of services that answer, or do not, behind a sound TLS session.

use std::net::IpAddr;

use mtc_probe::evidence::{
    AddressLeftOut, AddressSource, Attempt, Connection, Fault, Resolution, Step, Store,
};
use mtc_probe::lab::Draft;
use mtc_probe::roles::Answer;
use mtc_probe::roles::stranger::NotContactedReason;
use mtc_probe::target::{ObjectRef, Origin};

use super::Case;
use super::certificates::{root, trusting};
use crate::verdicts::scene::{
    NOW, answer, answering, attempt, cert, exchange, secured, unresolved,
};

const API: &str = "api=https://api.west.example.test:6443";
const OAUTH: &str = "oauth=https://oauth-openshift.apps.west.example.test";
const CONSOLE: &str = "console=https://console-openshift-console.apps.west.example.test";
const CONSOLE_3: &str = "console3=https://master.west.example.test:8443";
const MTC: &str = "mtc-console=https://migration-openshift-migration.apps.west.example.test";
const REGISTRY: &str = "registry=https://registry.apps.west.example.test";
const S3: &str = "repository=https://s3.west.example.test";
const NAMES: &[&str] = &[
    "api.west.example.test",
    "*.apps.west.example.test",
    "s3.west.example.test",
];
const HTML: &[(&str, &str)] = &[("content-type", "text/html")];

/// One sound server for every name here, and the store that trusts it.
struct Sound {
    chain: Vec<mtc_probe::cert::Cert>,
    stores: Vec<Store>,
}

impl Sound {
    fn new() -> Self {
        let root = root();
        let leaf = Draft::leaf(NOW.0, NAMES)
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
    all.extend(absent());
    all.extend(left_alone());
    all.push(asked_by_mtc_only());
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
    let ca = Draft::authority(NOW.0, "ingress-operator@1763000000")
        .self_signed()
        .expect("a root");
    let leaf = Draft::leaf(NOW.0, &["*.apps.west.example.test"])
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
    let squid = "<!DOCTYPE html><title>ERROR: The requested URL could not be retrieved</title><p>Generated by squid</p>";
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

/// A registry that MTC asks without verifying it, and that nobody else named.
fn asked_by_mtc_only() -> Case {
    let sound = Sound::new();
    let bearer = [(
        "www-authenticate",
        r#"Bearer realm="https://registry.apps.west.example.test/openshift/token""#,
    )];
    let mut attempt = answering(
        REGISTRY,
        &sound.chain,
        answer(401, "Unauthorized", &bearer, "{}"),
    );
    let object = ObjectRef {
        kind: "MigCluster".into(),
        namespace: Some("openshift-migration".into()),
        name: "west".into(),
    };
    attempt.target.origins = vec![Origin::Object {
        source: "dump.yaml".into(),
        object,
        field: "spec.exposedRegistryPath".into(),
    }];
    Case::new("registry-not-verified", attempt, &[])
}

/// Endpoints that only a stranger named, and what of them was left alone.
fn left_alone() -> Vec<Case> {
    let sound = Sound::new();
    let named = |mut attempt: Attempt| {
        attempt.target.origins = vec![Origin::Answer {
            of: "api.west.example.test:6443".into(),
            field: "issuer".into(),
        }];
        attempt
    };
    let left = |ip: [u8; 4], reason| AddressLeftOut {
        address: ip.into(),
        reason,
    };
    let looked_up = |addresses: Vec<IpAddr>, not_contacted| Resolution {
        source: AddressSource::System,
        addresses,
        missing: Vec::new(),
        left_out: 0,
        not_contacted,
    };
    let host = || "oauth-openshift.apps.west.example.test".to_owned();
    let all = vec![
        left([127, 0, 0, 1], NotContactedReason::Loopback),
        left([10, 0, 0, 7], NotContactedReason::Private),
    ];
    let fault = Fault::NotContacted {
        host: host(),
        address: Some(all[0].address),
        reason: all[0].reason,
    };
    let mut nowhere = unresolved(OAUTH, fault.clone());
    nowhere.dns = Step::Failed {
        took_us: 2_500,
        fault,
        saw: Some(looked_up(Vec::new(), all)),
    };
    let by_name = Fault::NotContacted {
        host: "localhost".into(),
        address: None,
        reason: NotContactedReason::Loopback,
    };
    let mut in_part = answering(OAUTH, &sound.chain, answer(200, "OK", &[], "ok"));
    let seen = in_part.connections.iter().map(|c| c.address.ip()).collect();
    in_part.dns = Step::Done {
        took_us: 2_500,
        saw: looked_up(
            seen,
            vec![left(
                [169, 254, 169, 254],
                NotContactedReason::MetadataService,
            )],
        ),
    };
    vec![
        Case::new("not-contacted", named(nowhere), &[]),
        Case::new(
            "not-contacted-for-its-name",
            named(unresolved("oauth=localhost:8443", by_name)),
            &[],
        ),
        Case::new("not-contacted-in-part", named(in_part), &sound.stores),
    ]
}

/// Endpoints that nobody named, and that are not there.
fn absent() -> Vec<Case> {
    let page = || {
        answer(
            503,
            "Service Unavailable",
            HTML,
            "<h1>Application is not available</h1>",
        )
    };
    let ca = Draft::authority(NOW.0, "ingress-operator@1763000000")
        .self_signed()
        .expect("a root");
    let leaf = Draft::leaf(NOW.0, &["*.apps.west.example.test"])
        .signed_by(&ca)
        .expect("a certificate");
    let chain = [cert(&leaf), cert(&ca)];
    let proposed = |mut attempt: Attempt| {
        let (of, domain) = (
            "oauth-openshift.apps.west.example.test:443".into(),
            "apps.west.example.test".into(),
        );
        attempt.target.origins = vec![Origin::Usual { of, domain }];
        attempt
    };
    let case = |name, attempt| Case::new(name, proposed(attempt), &[]);
    let sound = Sound::new();
    let forbidden = answering(
        CONSOLE_3,
        &sound.chain,
        answer(403, "Forbidden", &[], r#"{"kind": "Status", "code": 403}"#),
    );
    vec![
        case("not-exposed", answering(REGISTRY, &chain, page())),
        // The default certificate is for other names, and its signer unknown: neither matters.
        case(
            "not-exposed-behind-another-certificate",
            answering(S3, &chain, page()),
        ),
        case(
            "not-exposed-behind-a-page-of-another-make",
            answering(
                S3,
                &chain,
                answer(503, "Service Unavailable", HTML, "<h1>ACME: gone</h1>"),
            ),
        ),
        case(
            "not-exposed-for-want-of-a-name",
            unresolved(CONSOLE, Fault::NoSuchName),
        ),
        case(
            "not-exposed-for-want-of-an-address",
            unresolved(MTC, Fault::NoAddress),
        ),
        case("not-exposed-on-openshift-3", forbidden),
    ]
}
