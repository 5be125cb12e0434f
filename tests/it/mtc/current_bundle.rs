//! Bundles that objects have already: what is wrong with them, and until when they work.

use mtc_probe::codes::Severity;
use mtc_probe::lab::{CertDraft, Purpose};
use mtc_probe::mtc::{Outlook, Readiness};
use mtc_probe::objects::{CaField, MtcObject};
use mtc_probe::words;

use super::stage::{self, API, Authority};
use crate::verdicts::scene::{self, NOW};

const NAME: &str = "api.src.test";

/// A MigCluster with this bundle, before an API server of that CA.
fn with(ca: &Authority, bundle: &str) -> Outlook {
    let object = stage::holding(stage::cluster(API), bundle.as_bytes());
    stage::outlook(
        &object,
        vec![stage::serving(&object, &ca.chain(NAME))],
        &[stage::public(&[])],
    )
}

fn codes(outlook: &Outlook) -> Vec<&str> {
    outlook
        .current_bundle
        .as_ref()
        .expect("a bundle")
        .findings
        .iter()
        .map(mtc_probe::mtc::BundleFinding::code)
        .collect()
}

#[test]
fn bundles_that_objects_have_are_judged_as_they_are() {
    let ca = Authority::made();
    let stranger = CertDraft::authority(NOW.0, "Stranger")
        .self_signed()
        .expect("a root")
        .pem();
    let old = CertDraft::authority(NOW.0, "Old Root")
        .valid(NOW.0 - 86_400 * 900, NOW.0 - 86_400)
        .self_signed()
        .expect("a root")
        .pem();
    let (root, renewed) = (ca.root.pem(), ca.renewed.pem());
    for (name, bundle, state, finding) in [
        ("good", root.clone(), Readiness::Ready, None),
        (
            "wrong-ca-of-the-right-name",
            renewed.clone(),
            Readiness::NotReady,
            Some("same-name-other-key"),
        ),
        ("another-ca", stranger.clone(), Readiness::NotReady, None),
        (
            "useless-extra",
            format!("{root}{stranger}"),
            Readiness::Ready,
            Some("certificate-not-needed"),
        ),
        (
            "expired-extra",
            format!("{root}{old}"),
            Readiness::Ready,
            Some("file-expired"),
        ),
        (
            "glued",
            format!("{}{}", root.trim_end(), renewed),
            Readiness::NotReady,
            Some("file-glued"),
        ),
        (
            "cut-off",
            format!("{root}-----BEGIN CERTIFICATE-----\nMIIB"),
            Readiness::Ready,
            Some("file-truncated"),
        ),
        (
            "empty-of-certificates",
            "hello".into(),
            Readiness::NotReady,
            Some("file-no-certificate"),
        ),
    ] {
        let outlook = with(&ca, &bundle);
        assert_eq!(outlook.state, state, "{name}: {:?}", outlook.cause);
        let found = codes(&outlook);
        assert!(
            finding.is_none_or(|code| found.contains(&code)),
            "{name}: {found:?}"
        );
        assert!(finding.is_some() || found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn a_pinned_leaf_says_by_when_it_stops() {
    let ca = Authority::made();
    let draft = CertDraft::leaf(NOW.0, &[NAME])
        .days(-5, 25)
        .purpose(Some(Purpose::Server));
    let chain = ca.issue(&draft);
    let object = stage::holding(stage::cluster(API), chain[0].to_pem().as_bytes());
    let outlook = stage::outlook(
        &object,
        vec![stage::serving(&object, &chain)],
        &[stage::public(&[])],
    );
    assert_eq!(outlook.state, Readiness::Ready);
    assert_eq!(outlook.severity, Severity::Warning);
    let held = outlook.current_bundle.as_ref().expect("a bundle");
    let mut findings = held.findings.iter();
    let pinned = findings.find(|f| f.code() == "leaf-pinned");
    let text = words::bundle_finding(pinned.expect("pinned"));
    let (end, replaced) = (NOW.plus_days(25).date(), NOW.plus_days(10).date());
    assert!(
        text.contains(&end) && text.contains(&format!("expect it by {replaced}")),
        "{text}"
    );
    assert_eq!(
        held.until.map(mtc_probe::moment::Moment::date),
        Some(end),
        "its own end"
    );
    assert!(
        words::outlook(&outlook)
            .actions
            .iter()
            .any(|a| a.contains("--for migcluster/")),
        "{:?}",
        words::outlook(&outlook).actions
    );
}

#[test]
fn a_ca_that_ends_soon_is_said_before_it_does() {
    let root = CertDraft::authority(NOW.0, "Short Root")
        .days(-700, 20)
        .self_signed()
        .expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &[NAME])
        .signed_by(&root)
        .expect("a leaf");
    let object = stage::holding(stage::cluster(API), root.pem().as_bytes());
    let outlook = stage::outlook(
        &object,
        vec![stage::serving(
            &object,
            &[scene::cert(&leaf), scene::cert(&root)],
        )],
        &[],
    );
    assert!(
        codes(&outlook).contains(&"bundle-ends-soon"),
        "{:?}",
        codes(&outlook)
    );
    assert_eq!(
        (outlook.state, outlook.severity),
        (Readiness::Ready, Severity::Warning)
    );
}

#[test]
fn a_private_key_is_a_failure_of_its_own_and_nothing_is_claimed() {
    let ca = Authority::made();
    let field = CaField {
        field: "spec.caBundle".into(),
        bytes: Vec::new(),
        held_a_key: true,
    };
    let object = MtcObject {
        ca: Some(field),
        ..stage::cluster(API)
    };
    let outlook = stage::outlook(
        &object,
        vec![stage::serving(&object, &ca.chain(NAME))],
        &[stage::public(&[])],
    );
    assert_eq!(
        (outlook.state, outlook.severity),
        (Readiness::Unknown, Severity::Failure)
    );
    assert_eq!(codes(&outlook), ["file-private-key"]);
}

#[test]
fn a_bundle_that_lacks_a_public_root_is_better_none() {
    let ca = Authority::made();
    let stranger = CertDraft::authority(NOW.0, "Stranger")
        .self_signed()
        .expect("a root");
    let object = stage::holding(stage::cluster(API), stranger.pem().as_bytes());
    let attempts = vec![stage::serving(&object, &ca.chain(NAME))];
    let outlook = stage::outlook(
        &object,
        attempts,
        &[stage::public(&[scene::cert(&ca.root)])],
    );
    assert_eq!(outlook.state, Readiness::NotReady);
    assert!(
        words::outlook(&outlook).actions[0].starts_with("remove spec.caBundle"),
        "{:?}",
        words::outlook(&outlook).actions
    );
    assert!(codes(&outlook).contains(&"no-bundle-needed"));
}
