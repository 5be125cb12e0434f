//! Cases of endpoints that the user did not name: answers, usual names and MTC's objects did.
//! What was left alone, what is not there, and what MTC alone asks.

use std::net::IpAddr;

use mtc_probe::evidence::{AddressLeftOut, AddressSource, Attempt, Fault, Resolution, Step};
use mtc_probe::lab::CertDraft;
use mtc_probe::roles::stranger::NotContactedReason;
use mtc_probe::target::{ObjectRef, Origin};

use super::Case;
use super::services::{CONSOLE, HTML, MTC, OAUTH, REGISTRY, S3, Sound};
use crate::verdicts::proxied::{HTTP, refused, refusing};
use crate::verdicts::scene::{NOW, answer, answering, cert, unresolved};

const CONSOLE_3: &str = "console3=https://master.west.example.test:8443";

pub fn cases() -> Vec<Case> {
    let mut all = absent();
    all.extend(left_alone());
    all.push(asked_by_mtc_only());
    all
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

fn left(ip: [u8; 4], reason: NotContactedReason) -> AddressLeftOut {
    AddressLeftOut {
        address: ip.into(),
        reason,
    }
}

fn looked_up(addresses: Vec<IpAddr>, not_contacted: Vec<AddressLeftOut>) -> Resolution {
    Resolution {
        not_contacted,
        ..Resolution::of(AddressSource::System, addresses)
    }
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
    let host = || "oauth-openshift.apps.west.example.test".into();
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
    let ca = CertDraft::authority(NOW.0, "ingress-operator@1763000000")
        .self_signed()
        .expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["*.apps.west.example.test"])
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
        // Whether it is there cannot be told: the proxy says the same of a name that cannot exist.
        case(
            "not-exposed-as-far-as-a-proxy-tells",
            refused(HTTP, CONSOLE, answer(502, "Bad Gateway", &[], "")),
        )
        .canary(refusing(HTTP, answer(502, "Bad Gateway", &[], ""))),
    ]
}
