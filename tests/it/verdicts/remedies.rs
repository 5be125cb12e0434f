//! What a remedy may send its reader to: the place of an authentic copy, a name that works from where
//! the endpoint was asked. One row for each kind of endpoint and of signer.

use mtc_probe::codes::Code;
use mtc_probe::evidence::Fault;
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::words::remedy_for;

use super::scene::{self, NOW, cert, judge, serving, trusting};

fn ca(name: &str) -> Issued {
    CertDraft::authority(NOW.0, name)
        .self_signed()
        .expect("a root")
}

/// What is said to do about this class, of a server with these names and this issuer.
fn said(code: Code, target: &str, names: &[&str], issuer: &str) -> String {
    let root = ca(issuer);
    let leaf = CertDraft::leaf(NOW.0, names).signed_by(&root);
    let chain = [cert(&leaf.expect("a leaf")), cert(&root)];
    let endpoint = judge(serving(target, &chain), &trusting(&[]));
    let verdict = endpoint.verdicts().find(|v| v.code() == code);
    let verdict = verdict.unwrap_or_else(|| panic!("{target} is not {code}"));
    remedy_for(&endpoint.attempt.target, verdict)
}

/// Target, who signed, and a part of where the copy is.
const COPIES: [(&str, &str, &str); 12] = [
    (
        "api=api.c.test",
        "kube-apiserver-lb-signer",
        "oc get cm kube-apiserver-server-ca -n openshift-kube-apiserver",
    ),
    ("api=api.c.test", "Company Root", "namedCertificates"),
    (
        "oauth=o.c.test",
        "ingress-operator@1",
        "oc get secret router-ca -n openshift-ingress-operator",
    ),
    (
        "oauth=o.c.test",
        "Company Root",
        "oc get cm oauth-serving-cert",
    ),
    (
        "console=k.c.test",
        "Company Root",
        "spec.defaultCertificate.name",
    ),
    (
        "registry=r.c.test",
        "ingress-operator@1",
        "oc get secret router-ca",
    ),
    (
        "registry=r.c.test:5000",
        "openshift-service-serving-signer@1",
        "openshift-service-ca.crt",
    ),
    (
        "registry=r.c.test",
        "openshift-signer@1",
        "/etc/origin/master/ca.crt",
    ),
    (
        "repository=minio.c.test",
        "Lagerhaus Root CA",
        "whoever runs the storage has it",
    ),
    (
        "repository=s3.c.test",
        "ingress-operator@1",
        "oc get secret router-ca",
    ),
    (
        "repository=s3.openshift-storage.svc",
        "any",
        "openshift-service-ca.crt",
    ),
    (
        "plain=ldap.c.test",
        "Company Root",
        "whoever runs that CA has it",
    ),
];

#[test]
fn a_private_ca_is_compared_where_its_signer_keeps_it() {
    const ROOT_CA: &str = "kube-root-ca.crt";
    for (target, issuer, there) in COPIES {
        let host = target.split(['=', ':']).nth(1).expect("a host");
        let remedy = said(Code::PrivateCa, target, &[host], issuer);
        assert!(remedy.contains(there), "{target} by {issuer}: {remedy}");
        let first = remedy.find(there) < remedy.find("probe export-bundle");
        assert!(
            first,
            "{target}: authenticated before it is exported: {remedy}"
        );
        assert!(
            target.starts_with("api") || !remedy.contains(ROOT_CA),
            "{target} by {issuer}: {remedy}"
        );
    }
}

/// A registry's CA for the nodes of a cluster, under the key that OpenShift reads.
#[test]
fn a_registrys_ca_has_its_key_in_additional_trusted_ca() {
    for (target, key) in [
        ("registry=r.c.test", "the key \"r.c.test\" of"),
        ("registry=r.c.test:5000", "the key \"r.c.test..5000\" of"),
    ] {
        let remedy = said(Code::PrivateCa, target, &["r.c.test"], "Company Root");
        assert!(remedy.contains(key), "{target}: {remedy}");
        assert!(remedy.contains("additionalTrustedCA"), "{target}: {remedy}");
    }
}

const OF_THE_SERVICE: [&str; 6] = [
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "openshift.default.svc.cluster.local",
    "localhost",
    "172.30.0.1",
];

#[test]
fn nobody_is_sent_to_names_that_mean_another_machine_where_he_is() {
    let and = |more: &[&'static str]| [&OF_THE_SERVICE[..], more].concat();
    for (target, names, offers) in [
        ("api=master1.corp.test", and(&[]), "status.apiServerURL"),
        (
            "api=master1.corp.test",
            and(&["api-int.c.test"]),
            "namedCertificates",
        ),
        (
            "api=master1.corp.test",
            and(&["master.c.test", "10.0.0.7"]),
            "(the certificate has master.c.test)",
        ),
        (
            "oauth=o.corp.test",
            and(&[]),
            "oc get route oauth-openshift",
        ),
        (
            "oauth=o.corp.test",
            vec!["oauth-openshift.openshift-authentication.svc"],
            "componentRoutes",
        ),
        (
            "mtc-console=m.corp.test",
            vec!["*.apps.c.test"],
            "oc get route migration",
        ),
        (
            "registry=r.corp.test",
            vec!["image-registry.openshift-image-registry.svc"],
            "oc get route -n openshift-image-registry",
        ),
        (
            "repository=s3.corp.test",
            vec!["s3.openshift-storage.svc", "10.1.1.1"],
            "no name that could be used from here",
        ),
        (
            "repository=s3.corp.test",
            vec!["s3.real.test", "10.1.1.1"],
            "s3.real.test, 10.1.1.1",
        ),
    ] {
        let remedy = said(Code::NameMismatch, target, &names, "Company Root");
        assert!(remedy.contains(offers), "{target} {names:?}: {remedy}");
        for never in [
            ".svc",
            "172.30.0.1",
            "localhost",
            "kubernetes",
            "api-int",
            "10.0.0.7",
        ] {
            assert!(
                !remedy.contains(never),
                "{target} {names:?}: {never} in {remedy}"
            );
        }
    }
}

#[test]
fn a_name_of_pods_is_asked_for_from_a_pod() {
    let target = "repository=s3.openshift-storage.svc";
    let mismatch = said(Code::NameMismatch, target, &["s3.c.test"], "Company Root");
    let missing = judge(scene::unresolved(target, Fault::NoSuchName), &trusting(&[]));
    let missing = remedy_for(&missing.attempt.target, &missing.verdict);
    for remedy in [mismatch, missing] {
        assert!(
            remedy.contains("from a pod") || remedy.contains("only its pods"),
            "{remedy}"
        );
        assert!(remedy.contains("Route that leads there"), "{remedy}");
        assert!(!remedy.contains("spelling"), "{remedy}");
    }
    let elsewhere = judge(
        scene::unresolved("s3.c.test", Fault::NoSuchName),
        &trusting(&[]),
    );
    let remedy = remedy_for(&elsewhere.attempt.target, &elsewhere.verdict);
    assert!(
        remedy.contains("spelling") && !remedy.contains("pods"),
        "{remedy}"
    );
}
