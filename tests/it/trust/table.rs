//! Our two rules say of every topology and bundle what Go 1.23 and rustls were measured to do.

use mtc_probe::cert::Cert;
use mtc_probe::codes::{Family, Severity};
use mtc_probe::evidence::StoreKind;
use mtc_probe::judge::path::Anchors;
use mtc_probe::target::Host;

use super::{ALL, Topology, topology};
use crate::verdicts::scene::{self, NOW};

/// `G` for Go, `R` for the strict rule.
fn who(bundle: &[Cert], topology: &Topology) -> String {
    let anchors = Anchors::from_bundle(bundle);
    let name = Host::parse(topology.name).expect("a host");
    let go = anchors.go(&topology.sent, &name, NOW).is_accepted();
    let strict = anchors.strict(&topology.sent, &name, NOW).is_accepted();
    format!(
        "{}{}",
        if go { "G" } else { "" },
        if strict { "R" } else { "" }
    )
}

/// Every bundle of a topology with who must accept it.
fn bundles(topology: &Topology) -> Vec<(&'static str, Vec<Cert>, &'static str)> {
    let leaf = topology.sent[..1].to_vec();
    let both = [topology.root.clone(), topology.ints.clone()].concat();
    let [by_leaf, by_sent, by_root, by_both] = topology.accepts;
    let usual = [
        ("leaf", leaf, by_leaf),
        ("sent", topology.sent.clone(), by_sent),
        ("root", topology.root.clone(), by_root),
        ("root+ints", both, by_both),
    ];
    usual
        .into_iter()
        .chain(topology.more.iter().cloned())
        .collect()
}

#[test]
fn both_rules_accept_what_was_measured() {
    let mut wrong = Vec::new();
    for topology in ALL.iter() {
        for (what, bundle, measured) in bundles(topology) {
            let said = who(&bundle, topology);
            if said != measured {
                wrong.push(format!(
                    "{} with {what}: measured {measured:?}, said {said:?}",
                    topology.code
                ));
            }
        }
        assert_eq!(
            who(&[], topology),
            "",
            "{}: nothing is trusted with an empty bundle",
            topology.code
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What cannot pass in Go is never called ok, and what a store vouches for is never called an
/// unknown authority.
#[test]
fn verdicts_agree_with_the_go_rule() {
    let mut wrong = Vec::new();
    for topology in ALL.iter() {
        for (what, bundle, _) in bundles(topology) {
            let store = scene::store("bundle", StoreKind::Given, &bundle);
            let endpoint = scene::judge(
                scene::serving(&format!("plain={}:443", topology.name), &topology.sent),
                &[store],
            );
            let trust = endpoint.trust.as_ref().expect("a chain was captured");
            let all = || std::iter::once(&endpoint.verdict).chain(&endpoint.findings);
            let fails = all().any(|v| v.severity() == Severity::Failure);
            let unknown = all().any(|v| v.family() == Family::UnknownAuthority);
            let code = endpoint.verdict.code().name();
            if !trust.go.is_accepted() && !fails {
                wrong.push(format!(
                    "{} with {what}: {code}, but Go says {}",
                    topology.code,
                    trust.go.says()
                ));
            }
            if trust.go.is_accepted() && unknown {
                wrong.push(format!(
                    "{} with {what}: {code}, but Go accepts",
                    topology.code
                ));
            }
            // A signature that nobody here can check leaves open who signed: that is neither known
            // nor unknown.
            let unclear = topology.code.contains("long salt") && code == "weak-key-or-signature";
            if unknown == trust.anchor.is_some() && !unclear {
                wrong.push(format!(
                    "{} with {what}: {code}, anchor {:?}",
                    topology.code, trust.anchor
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Go's own words for the refusals that people search for.
#[test]
fn refusals_are_in_gos_words() {
    let said = |code: &str| {
        let topology = topology(code);
        let name = Host::parse(topology.name).expect("a host");
        Anchors::from_bundle(&topology.root)
            .go(&topology.sent, &name, NOW)
            .says()
    };
    for (code, words) in [
        (
            "T03",
            "x509: certificate relies on legacy Common Name field, use SANs instead",
        ),
        (
            "T12",
            "x509: certificate has expired or is not yet valid: current time 2026-11-23T05:00:00Z is after 2026-11-03T05:00:00Z",
        ),
        (
            "T14",
            "x509: certificate is valid for other.test, not svc.test",
        ),
        (
            "T15",
            "x509: certificate relies on legacy Common Name field, use SANs instead",
        ),
        ("T07", "x509: certificate signed by unknown authority"),
        (
            "T16b",
            "x509: too many intermediates for path length constraint",
        ),
        ("T27", "x509: unhandled critical extension"),
        (
            "T28b",
            "tls: failed to parse certificate from server: x509: negative serial number",
        ),
        (
            "X2",
            "x509: certificate specifies an incompatible key usage",
        ),
        (
            "X5",
            "x509: certificate signed by unknown authority (possibly because of \"x509: invalid signature: parent certificate cannot sign",
        ),
    ] {
        assert!(said(code).starts_with(words), "{code}: {}", said(code));
    }
}
