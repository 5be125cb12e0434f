//! What differs and what it means: a table of pairs, each a sight that works and one that is
//! changed in one respect. No file, no network.

use mtc_probe::compare::{Difference, READS, compare};
use mtc_probe::report::SCHEMA_VERSION;
use mtc_probe::words::explanation;
use serde_json::{Value, json};

use super::{certificate, seen, vantage, verdict, with};

/// Laptop as it works, the pod with changes: what differs, and all that is said about it.
fn told(changes: &[(&str, Value)]) -> (String, String) {
    let vantages = [
        vantage("laptop", &[seen()]),
        vantage("pod", &[with(seen(), changes)]),
    ];
    let compared = compare(&vantages);
    assert_eq!(compared.len(), 1);
    let differs: Vec<&str> = compared[0].differs.iter().map(|d| d.name()).collect();
    let said: Vec<String> = compared[0]
        .meanings
        .iter()
        .map(explanation)
        .map(|told| format!("{} / {}", told.said, told.advice))
        .collect();
    (differs.join(", "), said.join("\n"))
}

fn failing(code: &str, family: &str) -> (&'static str, Value) {
    ("/verdict", verdict(code, family, "failure"))
}

fn proxied() -> (&'static str, Value) {
    (
        "/route",
        json!({"via": "proxy", "proxy": "http://proxy.test:3128", "because": "HTTPS_PROXY"}),
    )
}

/// Changes, what differs, what is said.
type Row = (Vec<(&'static str, Value)>, &'static str, &'static str);

const NONE: fn() -> Value = || json!([]);

/// Addresses, chains and routes that differ, while both get an answer.
fn both_answered() -> Vec<Row> {
    let other = |name: &str, key: &str| ("/chain", json!([certificate("b2", name, key)]));
    vec![
        (vec![], "", ""),
        (vec![proxied()], "route", ""),
        (vec![elsewhere()], "addresses", ""),
        (
            vec![other("CN=Acme CA", "c1")],
            "leaf",
            "several servers, or a load balancer",
        ),
        (
            vec![other("CN=Acme CA", "d4")],
            "leaf",
            "rotated or set up anew, or a copy",
        ),
        (
            vec![other("CN=Gate", "d4")],
            "leaf",
            "someone on the way of one of them re-signs",
        ),
        (
            vec![other("CN=Gate", "d4"), elsewhere()],
            "leaf, addresses",
            "most likely split DNS",
        ),
        (
            vec![other("CN=Gate", "d4"), proxied()],
            "leaf, route",
            "from pod through http://proxy.test:3128: someone on one of these ways",
        ),
        (
            vec![("/chain", json!([certificate("a1", "CN=Acme CA", "c1")]))],
            "chain",
            "2 in all to laptop, 1 to pod",
        ),
    ]
}

/// One vantage point does not get there.
fn one_unreached() -> Vec<Row> {
    let unreached = || failing("timeout-tcp", "timeout");
    vec![
        (
            vec![unreached(), ("/chain", NONE())],
            "verdict",
            "a firewall or an egress rule is between / have s3.example.test:443 opened for pod",
        ),
        (
            vec![unreached(), elsewhere(), ("/chain", NONE())],
            "verdict, addresses",
            "from laptop and pod the name leads to different addresses",
        ),
        (
            vec![unreached(), proxied(), ("/chain", NONE())],
            "verdict, route",
            "add s3.example.test to the noProxy that pod has",
        ),
        (
            vec![failing("refused", "reach"), ("/chain", NONE())],
            "verdict",
            "(refused): a firewall",
        ),
        (
            vec![
                failing("name-not-found", "name"),
                ("/chain", NONE()),
                ("/resolution", Value::Null),
            ],
            "verdict",
            "oc edit dns.operator/default",
        ),
        (
            vec![
                failing("timeout-dns", "timeout"),
                ("/chain", NONE()),
                ("/resolution", Value::Null),
            ],
            "verdict",
            "from laptop it does: they ask different ones",
        ),
    ]
}

/// Verdicts that differ though both got an answer, if only the proxy's.
fn other_verdicts() -> Vec<Row> {
    vec![
        (
            vec![failing("private-ca", "unknown-authority")],
            "verdict",
            "its CA is trusted at laptop by ca.pem, and unknown at pod",
        ),
        (
            vec![failing("expired", "certificate")],
            "verdict",
            "at 2026-11-23T05:00:00Z",
        ),
        (
            vec![failing("wrong-service", "service")],
            "verdict",
            "from pod wrong-service: title of wrong-service / cure of wrong-service",
        ),
        (
            vec![
                failing("proxy-denied", "proxy-interference"),
                proxied(),
                ("/chain", NONE()),
            ],
            "verdict, route",
            "cure of proxy-denied",
        ),
        (
            vec![("/verdict", verdict("half-up", "ok", "warning"))],
            "verdict",
            "no failure from either, but from pod half-up: title of half-up",
        ),
    ]
}

fn elsewhere() -> (&'static str, Value) {
    ("/resolution/addresses", json!(["198.51.100.7"]))
}

#[test]
fn each_difference_is_told_for_what_it_is() {
    for (changes, differs, said) in [both_answered(), one_unreached(), other_verdicts()].concat() {
        let (differed, told) = told(&changes);
        assert_eq!(differed, differs, "{changes:?}");
        assert!(
            told.contains(said) && told.is_empty() == said.is_empty(),
            "{changes:?}: {told}"
        );
    }
}

#[test]
fn an_interceptor_is_named_and_its_certificate_explains_the_rest() {
    let minted = ("/chain", json!([certificate("b2", "CN=Gate", "d4")]));
    let (differs, said) = told(&[
        failing("intercepted", "proxy-interference"),
        proxied(),
        minted.clone(),
    ]);
    assert_eq!(differs, "verdict, leaf, route");
    assert!(
        said.contains("from pod, through http://proxy.test:3128, an interceptor answers"),
        "{said}"
    );
    assert!(
        said.contains("exempt s3.example.test from interception for pod"),
        "{said}"
    );
    assert!(!said.contains('\n'), "said once: {said}");
    let (_, said) = told(&[
        (
            "/findings",
            json!([verdict("intercepted", "proxy-interference", "warning")]),
        ),
        minted,
    ]);
    assert!(
        said.contains("from pod, directly, an interceptor answers"),
        "{said}"
    );
}

#[test]
fn a_renewal_between_two_measurements_is_no_other_server() {
    let mut renewed = certificate("b2", "CN=Acme CA", "c1");
    renewed["not_before"] = "2026-11-23T12:00:00Z".into();
    let (_, said) = told(&[
        ("/chain", json!([renewed])),
        ("/started", "2026-11-24T05:00:00Z".into()),
    ]);
    assert!(said.contains("renewed after the measurement from laptop and before that from pod / measure from laptop again"), "{said}");
}

#[test]
fn who_needs_the_proxy_is_told_from_whom_it_hinders() {
    let blocked = [failing("timeout-tcp", "timeout"), ("/chain", NONE())];
    let vantages = [
        vantage("laptop", &[with(seen(), &[proxied()])]),
        vantage("pod", &[with(seen(), &blocked)]),
    ];
    let said = explanation(&compare(&vantages)[0].meanings[0]);
    assert!(
        said.said
            .contains("from pod directly and does not (timeout-tcp): the proxy is needed"),
        "{}",
        said.said
    );
    assert!(
        said.advice.contains("the Secret migration-proxy"),
        "{}",
        said.advice
    );
}

#[test]
fn vantage_points_that_saw_the_same_are_named_together() {
    let refused = with(seen(), &[failing("refused", "reach"), ("/chain", NONE())]);
    let vantages = ["laptop", "bastion", "pod", "node"].map(|label| {
        vantage(
            label,
            &[if label.len() < 5 {
                refused.clone()
            } else {
                seen()
            }],
        )
    });
    let compared = compare(&vantages);
    assert_eq!(compared[0].meanings.len(), 1, "{:?}", compared[0].meanings);
    assert!(
        explanation(&compared[0].meanings[0])
            .said
            .contains("from pod and node it does not get there"),
        "{:?}",
        compared[0].meanings
    );
}

#[test]
fn endpoints_are_matched_by_what_was_asked() {
    let moved = |pointer: &str, value: &str| with(seen(), &[(pointer, value.into())]);
    let others = [
        moved("/role", "plain"),
        moved("/target/servername", "x.test"),
        moved("/target/authority", "s3.example.test:444"),
    ];
    let vantages = [
        vantage("laptop", &[seen()]),
        vantage("pod", &[&[seen()][..], &others].concat()),
    ];
    let compared = compare(&vantages);
    let absent: Vec<bool> = compared
        .iter()
        .map(|c| c.differs == [Difference::Presence])
        .collect();
    assert_eq!(absent, [false, true, true, true]);
    assert!(
        explanation(&compared[1].meanings[0])
            .said
            .contains("not among what was probed from laptop")
    );
    assert!(compared[1].matters());
}

#[test]
fn who_got_no_certificate_has_no_other_one() {
    let (differs, _) = told(&[("/chain", NONE())]);
    assert_eq!(differs, "");
    let vantages = [
        vantage("a", &[with(seen(), &[("/chain", NONE())])]),
        vantage("b", &[seen()]),
        vantage("c", &[seen()]),
    ];
    assert!(compare(&vantages)[0].differs.is_empty());
}

#[test]
fn the_version_that_is_read_is_the_one_that_is_printed() {
    assert_eq!(READS, u64::from(SCHEMA_VERSION));
}

/// A port that must refuse is well where it does, and fails where it serves.
#[test]
fn what_was_expected_is_no_failure() {
    let target = json!({"host": "s3.example.test", "port": 443, "authority": "s3.example.test:443", "servername": null, "expected": "refused", "origins": []});
    let refuses = with(
        seen(),
        &[("/target", target.clone()), failing("refused", "reach")],
    );
    let serves = with(seen(), &[("/target", target)]);
    let vantages = [vantage("laptop", &[serves]), vantage("pod", &[refuses])];
    let fails = |at: usize| vantages[at].observations[0].fails();
    assert!(fails(0) && !fails(1));
    let unexpected = vantage("laptop", &[with(seen(), &[failing("refused", "reach")])]);
    assert!(unexpected.observations[0].fails());
}
