//! Each kind of change by one example: what it is called, and how much it matters.

use mtc_probe::evidence::{Attempt, Fault, Step};
use mtc_probe::lab::CertDraft;
use mtc_probe::route::{ProxyUrl, Route, RouteReason};

use super::{changes, changes_trusting, leaf, root, sends, under};
use crate::verdicts::scene::{ADDRESS, NOW, at, attempt, failed, secured, serving, tcp};

fn slow(mut attempt: Attempt, us: u64) -> Attempt {
    for connection in &mut attempt.connections {
        if let Step::Done { took_us, .. } = &mut connection.tls {
            *took_us = us;
        }
    }
    attempt
}

#[test]
fn what_is_the_same_has_no_change() {
    let root = root("Acme Root");
    let server = under(&leaf(89), &root);
    let sent = sends(&[&server, &root]);
    assert_eq!(changes(&sent, &sent), [""; 0]);
}

#[test]
fn a_certificate_of_the_same_issuer_is_no_alarm() {
    let root = root("Acme Root");
    let server = under(&leaf(89), &root);
    let old = sends(&[&server, &root]);
    let renewed = server.same_key_for(&leaf(180), &root).expect("renewed");
    let renewed = sends(&[&renewed, &root]);
    assert_eq!(changes(&old, &renewed), ["certificate-renewed info"]);
    assert_eq!(changes(&renewed, &old), ["certificate-reverted info"]);
    let rekeyed = sends(&[&under(&leaf(180), &root), &root]);
    assert_eq!(changes(&old, &rekeyed), ["certificate-rekeyed info"]);
    let more = CertDraft::leaf(NOW.0, &[super::NAME, "www.svc.test"]);
    let reissued = sends(&[&under(&more, &root), &root]);
    assert_eq!(changes(&old, &reissued), ["certificate-reissued info"]);
}

#[test]
fn a_ca_that_the_older_bundle_lacks_is_a_failure() {
    let root = root("Acme Root");
    let old = sends(&[&under(&leaf(89), &root), &root]);
    let rotated = root.with_other_key().expect("rotated");
    let new = sends(&[&under(&leaf(89), &rotated), &rotated]);
    assert_eq!(changes(&old, &new), ["anchor-replaced failure"]);
    let other = super::root("Another Root");
    let new = sends(&[&under(&leaf(89), &other), &other]);
    assert_eq!(changes(&old, &new), ["anchor-replaced failure"]);
}

/// No anchor is to be had of either, so that only the certificates tell.
#[test]
fn an_issuer_that_nobody_sends_is_told_by_what_names_it() {
    let root = root("Acme Root");
    let old = sends(&[&under(&leaf(89), &root)]);
    let rotated = root.with_other_key().expect("rotated");
    let new = sends(&[&under(&leaf(89), &rotated)]);
    assert_eq!(changes(&old, &new), ["issuer-rotated failure"]);
    let new = sends(&[&under(&leaf(89), &super::root("Another Root"))]);
    assert_eq!(changes(&old, &new), ["issuer-replaced failure"]);
}

#[test]
fn a_self_signed_server_with_another_key_is_another_ca() {
    let own = |days| leaf(days).self_signed().expect("a certificate");
    let (one, two) = (own(89), own(180));
    let new = changes(&sends(&[&one]), &sends(&[&two]));
    assert_eq!(new, ["anchor-replaced failure"]);
}

#[test]
fn order_and_extras_alone_are_told_as_that() {
    let root = root("Acme Root");
    let issuing = under(&CertDraft::authority(NOW.0, "Acme Issuing"), &root);
    let server = under(&leaf(89), &issuing);
    let whole = sends(&[&server, &issuing, &root]);
    let disordered = changes(&whole, &sends(&[&server, &root, &issuing]));
    assert_eq!(disordered[0], "chain-reordered info");
    let fewer = changes(&whole, &sends(&[&server, &issuing]));
    assert!(
        fewer.contains(&"chain-others-sent info".into()),
        "{fewer:?}"
    );
}

#[test]
fn what_fails_now_matters_and_what_is_cured_does_not() {
    let root = root("Acme Root");
    let good = sends(&[&under(&leaf(89), &root), &root]);
    let refused = attempt(super::TARGET, vec![tcp(ADDRESS, failed(Fault::Refused))]);
    let trusted = super::chain(&[&root]);
    let told = |old, new| changes_trusting(&trusted, old, new);
    let broken = told(&good, &refused);
    assert!(
        broken.contains(&"verdict-changed failure".into()),
        "{broken:?}"
    );
    // A bundle of the older run could not hold the CA.
    let cured = told(&refused, &good);
    assert_eq!(cured[0], "endpoint-not-recorded failure", "{cured:?}");
    assert!(cured.contains(&"verdict-changed ok".into()), "{cured:?}");
    // It fails otherwise than before.
    let unreached = attempt(
        super::TARGET,
        vec![tcp(ADDRESS, failed(Fault::TimedOut { after_ms: 5_000 }))],
    );
    assert_eq!(told(&refused, &unreached), ["verdict-changed failure"]);
}

#[test]
fn routes_addresses_and_times_are_told() {
    let root = root("Acme Root");
    let server = [under(&leaf(89), &root), root];
    let of = [&server[0], &server[1]];
    let sent = sends(&of);
    let proxy = ProxyUrl::parse("http://proxy.test:3128").expect("a proxy");
    let proxied = Attempt {
        route: Route {
            proxy: Some(proxy),
            because: RouteReason::NoProxyConfigured,
            curl_differs: None,
        },
        ..sent.clone()
    };
    let new = changes(&sent, &proxied);
    assert_eq!(new[0], "route-changed warning", "{new:?}");
    let chain = super::chain(&of);
    let moved = attempt(super::TARGET, vec![at("192.0.2.99", secured(&chain))]);
    assert_eq!(changes(&sent, &moved), ["addresses-changed info"]);
    let slower = slow(sent.clone(), 900_000);
    assert_eq!(changes(&sent, &slower), ["step-slower warning"]);
    assert_eq!(changes(&slower, &sent), ["step-faster info"]);
    assert_eq!(changes(&sent, &slow(sent.clone(), 400_000)), [""; 0]);
}

#[test]
fn endpoints_come_and_go() {
    let root = root("Acme Root");
    let own = under(&leaf(89), &root);
    let served = |target: &str| serving(target, &super::chain(&[&own, &root]));
    let both = [served(super::TARGET), served("plain=svc.test:8443")];
    let [one, two] = super::runs(&both[..1], &both, &[]);
    let all = super::compared(&one, &two);
    let told: Vec<_> = all.iter().map(super::told).collect();
    // Its CA is known from the other.
    assert_eq!(told, [vec![], vec!["endpoint-added failure".to_owned()]]);
    let all = super::compared(&two, &one);
    let told: Vec<_> = all.iter().map(super::told).collect();
    assert_eq!(told, [vec![], vec!["endpoint-removed warning".to_owned()]]);
}
