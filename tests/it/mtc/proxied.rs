//! Objects behind a proxy that is spoken to inside TLS: Go verifies it with the object's own bundle.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Connection, ProxySession};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::mtc::{BundleFinding, Note, Outlook, Readiness, Step};
use mtc_probe::objects::{CaReference, MtcObject};

use super::stage::{self, Authority, S3};
use crate::verdicts::proxied::{granted, through};
use crate::verdicts::scene::{NOW, cert, done, session};

const GATE: &str = "https://gate.corp.test:21503";

pub fn gate() -> (Issued, Vec<Cert>) {
    let root = CertDraft::authority(NOW.0, "Gateway Root").self_signed();
    let root = root.expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["gate.corp.test"]).signed_by(&root);
    let chain = vec![cert(&leaf.expect("a leaf")), cert(&root)];
    (root, chain)
}

/// What the object's address leads to, through the proxy that shows this chain for itself.
pub fn led_through(object: &MtcObject, of_target: &[Cert], own: &[Cert]) -> Attempt {
    let mut attempt = stage::serving(object, of_target);
    let session = ProxySession {
        tls: Some(session(own)),
        ..granted(&attempt.target.authority())
    };
    let with_proxy = |connection: Connection| Connection {
        proxy: done(session.clone()),
        ..connection
    };
    attempt.connections = attempt.connections.into_iter().map(with_proxy).collect();
    through(GATE, attempt)
}

fn meets(object: &MtcObject, authority: &Authority, own: &[Cert]) -> Outlook {
    let attempt = led_through(object, &authority.chain("s3.src.test"), own);
    stage::outlook(object, vec![attempt], &[stage::public(&[])])
}

#[test]
fn with_both_cas_it_is_available_and_neither_is_idle() {
    let (authority, (root, own)) = (Authority::made(), gate());
    let both = authority.root.pem() + &root.pem();
    for object in [stage::location(S3), stage::storage(S3)] {
        let outlook = meets(&stage::holding(object, both.as_bytes()), &authority, &own);
        assert_eq!(
            outlook.state,
            Readiness::ReadyFromHere,
            "{:?}",
            outlook.cause
        );
        let needed = |note: &Note| matches!(note, Note::ProxyVerified(_));
        assert!(outlook.notes.iter().any(needed), "{:?}", outlook.notes);
        let bundle = outlook.current_bundle.expect("a bundle");
        let idle = |f: &BundleFinding| matches!(f, BundleFinding::NotNeeded { .. });
        assert!(!bundle.findings.iter().any(idle), "{:?}", bundle.findings);
    }
}

#[test]
fn without_the_proxys_ca_it_is_go_that_refuses_the_proxy() {
    let (authority, (_, own)) = (Authority::made(), gate());
    let alone = stage::holding(stage::location(S3), authority.root.pem().as_bytes());
    let outlook = meets(&alone, &authority, &own);
    assert_eq!(outlook.state, Readiness::NotReady);
    let said = stage::says(&outlook);
    let error = "proxyconnect tcp: x509: certificate signed by unknown authority";
    assert!(said.contains(error), "{said}");
    let cause = outlook.cause.expect("a cause");
    assert_eq!(cause.code.name(), "proxy-untrusted");
    assert!(outlook.actions.contains(&Step::WriteBundle {
        first: mtc_probe::mtc::BeforeBundle::Nothing,
        verifies: false,
    }));
}

/// A CA that is in no path is idle all the same, behind whatever proxy.
#[test]
fn a_third_ca_is_idle() {
    let (authority, (root, own)) = (Authority::made(), gate());
    let stranger = CertDraft::authority(NOW.0, "Stranger").self_signed();
    let all = authority.root.pem() + &root.pem() + &stranger.expect("a root").pem();
    let outlook = meets(
        &stage::holding(stage::location(S3), all.as_bytes()),
        &authority,
        &own,
    );
    let bundle = outlook.current_bundle.expect("a bundle");
    let idle = |finding: &BundleFinding| {
        let BundleFinding::NotNeeded { certs } = finding else {
            return None;
        };
        Some(certs.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let idle: Vec<String> = bundle.findings.iter().filter_map(idle).flatten().collect();
    assert_eq!(idle, ["Stranger"]);
}

/// Who verifies nothing does not verify the proxy either.
#[test]
fn unverified_it_passes() {
    let (authority, (_, own)) = (Authority::made(), gate());
    let insecure = MtcObject {
        insecure: true,
        ..stage::cluster("https://s3.src.test:6443")
    };
    let outlook = meets(&insecure, &authority, &own);
    assert_eq!(
        outlook.state,
        Readiness::ReadyFromHere,
        "{:?}",
        outlook.cause
    );
}

/// What is wrong with the proxy's certificate besides its signer is no matter of the bundle.
#[test]
fn a_proxy_of_another_name_is_not_cured_by_a_bundle() {
    let (authority, (root, _)) = (Authority::made(), gate());
    let leaf = CertDraft::leaf(NOW.0, &["other.corp.test"]).signed_by(&root);
    let own = [cert(&leaf.expect("a leaf")), cert(&root)];
    let both = authority.root.pem() + &root.pem();
    let outlook = meets(
        &stage::holding(stage::location(S3), both.as_bytes()),
        &authority,
        &own,
    );
    assert!(
        stage::says(&outlook)
            .contains("proxyconnect tcp: x509: certificate is valid for other.corp.test")
    );
    let writes = |step: &Step| matches!(step, Step::WriteBundle { .. });
    assert!(!outlook.actions.iter().any(writes), "{:?}", outlook.actions);
}

fn is_told(outlook: &Outlook) -> bool {
    let told = |note: &Note| matches!(note, Note::ProxyVerified(_));
    outlook.notes.iter().any(told)
}

/// Whatever else becomes of the object.
#[test]
fn it_is_told_of_every_object_whose_bundle_verifies_the_proxy() {
    let (authority, (root, own)) = (Authority::made(), gate());
    let both = authority.root.pem() + &root.pem();
    let held = |object| stage::holding(object, both.as_bytes());
    let in_secret = MtcObject {
        ca_reference: Some(CaReference {
            field: "spec.objectStorage.caCertRef".into(),
            secret: "ca".into(),
            key: "ca.crt".into(),
        }),
        ..stage::location(S3)
    };
    let of_google = MtcObject {
        provider: Some("gcp".into()),
        ..stage::location(S3)
    };
    let insecure = MtcObject {
        insecure: true,
        ..held(stage::storage(S3))
    };
    for (object, told) in [
        (held(stage::cluster("https://s3.src.test:6443")), true),
        (held(stage::location("http://s3.src.test:9000")), true),
        (stage::location(S3), true),
        (in_secret, true),
        (of_google, false),
        (insecure, false),
    ] {
        let outlook = meets(&object, &authority, &own);
        assert_eq!(is_told(&outlook), told, "{object:?}: {:?}", outlook.notes);
    }
}

/// What the roots of the pods' own system accept needs no place in a bundle that is not there.
#[test]
fn a_proxy_of_a_public_ca_asks_for_no_bundle_and_for_its_root_in_one() {
    let (authority, (root, own)) = (Authority::made(), gate());
    let public = || stage::public(&[cert(&root), cert(&authority.root)]);
    let told = |object: &MtcObject| {
        let attempt = led_through(object, &authority.chain("s3.src.test"), &own);
        is_told(&stage::outlook(object, vec![attempt], &[public()]))
    };
    assert!(!told(&stage::location(S3)));
    let held = stage::holding(stage::location(S3), authority.root.pem().as_bytes());
    assert!(told(&held));
}

/// What is in a Secret may hold the proxy's CA: nobody is said to lack it.
#[test]
fn a_bundle_that_is_not_read_is_not_said_to_lack_the_proxys_ca() {
    let (authority, (_, own)) = (Authority::made(), gate());
    let object = MtcObject {
        ca_reference: Some(CaReference {
            field: "spec.objectStorage.caCertRef".into(),
            secret: "ca".into(),
            key: "ca.crt".into(),
        }),
        ..stage::location(S3)
    };
    let outlook = meets(&object, &authority, &own);
    assert_eq!(outlook.state, Readiness::Unknown, "{:?}", outlook.cause);
}
