//! Near misses: what looks like another change than it is, or like a change and is none.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Extra, ExtraKind, ExtraReason};
use mtc_probe::lab::CertDraft;

use super::{chain, changes, leaf, root, sends, under};
use crate::verdicts::scene::{ADDRESS, NOW, at, attempt, secured};

/// Two addresses, each with a certificate of its own.
fn two(one: &[Cert], other: &[Cert]) -> Attempt {
    let second = at("192.0.2.11", secured(other));
    attempt(super::TARGET, vec![secured(one), second])
}

/// One address that showed this, and asked again that.
fn by_turns(first: &[Cert], again: &[Cert]) -> Attempt {
    let mut attempt = attempt(super::TARGET, vec![secured(first)]);
    let mut connection = at(ADDRESS, secured(again));
    connection.address = attempt.connections[0].address;
    attempt.extras.push(Extra {
        kind: ExtraKind::Again,
        route: attempt.route.clone(),
        because: ExtraReason::Bundle,
        dns: attempt.dns.clone(),
        connections: vec![connection],
    });
    attempt
}

#[test]
fn a_server_that_answers_by_turns_has_not_changed() {
    let root = root("Acme Root");
    let [a, b] = [89, 180].map(|days| under(&leaf(days), &root));
    let (a, b) = (chain(&[&a, &root]), chain(&[&b, &root]));
    assert_eq!(changes(&two(&a, &b), &two(&b, &a)), [""; 0]);
    let new = changes(&by_turns(&a, &b), &by_turns(&b, &a));
    assert_eq!(new, [""; 0]);
    // What is shown by turns need not be met each time.
    let only = attempt(super::TARGET, vec![secured(&b)]);
    assert!(
        !changes(&by_turns(&a, &b), &only)
            .iter()
            .any(|c| c.starts_with("certificate-"))
    );
    assert!(
        !changes(&only, &by_turns(&a, &b))
            .iter()
            .any(|c| c.starts_with("certificate-"))
    );
}

#[test]
fn one_certificate_more_is_no_replacement() {
    let root = root("Acme Root");
    let [a, b] = [89, 180].map(|days| under(&leaf(days), &root));
    let (a, b) = (chain(&[&a, &root]), chain(&[&b, &root]));
    let more = changes(&two(&a, &a), &two(&a, &b));
    assert!(more.contains(&"certificate-joined info".into()), "{more:?}");
    let fewer = changes(&two(&a, &b), &two(&a, &a));
    assert!(
        fewer.contains(&"certificate-withdrawn info".into()),
        "{fewer:?}"
    );
}

/// The new root is signed by the old one, whose bundle goes on working.
#[test]
fn a_cross_signed_ca_is_no_alarm_where_the_older_bundle_accepts_it() {
    let old = root("Acme Root");
    let new = old.with_other_key().expect("rotated");
    let cross = new.cross_signed_by(&old).expect("crossed");
    let before = sends(&[&under(&leaf(89), &old), &old]);
    let after = sends(&[&under(&leaf(89), &new), &cross, &old]);
    let told = changes(&before, &after);
    assert_eq!(told, ["anchor-moved info", "issuer-rotated info"]);
}

#[test]
fn the_servers_own_certificate_in_another_place_is_another_order() {
    let root = root("Acme Root");
    let issuing = under(&CertDraft::authority(NOW.0, "Acme Issuing"), &root);
    let server = under(&leaf(89), &issuing);
    let swapped = changes(&sends(&[&server, &issuing]), &sends(&[&issuing, &server]));
    assert!(
        swapped.contains(&"chain-reordered info".into()),
        "{swapped:?}"
    );
    assert!(
        swapped.iter().any(|c| c == "verdict-changed failure"),
        "{swapped:?}"
    );
}

/// Another intermediate below the same root: bundles hold the root.
#[test]
fn another_intermediate_below_the_same_root_is_no_alarm() {
    let root = root("Acme Root");
    let issuing = |name| under(&CertDraft::authority(NOW.0, name), &root);
    let (one, two) = (issuing("Acme R10"), issuing("Acme R11"));
    let before = sends(&[&under(&leaf(89), &one), &one, &root]);
    let after = sends(&[&under(&leaf(89), &two), &two, &root]);
    assert_eq!(changes(&before, &after), ["issuer-replaced info"]);
}

/// A renewed root has the same key: bundles with the old one go on working.
#[test]
fn a_renewed_root_is_no_alarm() {
    let old = root("Acme Root");
    let draft = CertDraft::authority(NOW.0, "Acme Root").days(-1, 20 * 365);
    let new = old.same_key_for(&draft, &old).expect("renewed");
    let server = under(&leaf(89), &old);
    let told = changes(&sends(&[&server, &old]), &sends(&[&server, &new]));
    assert_eq!(told[0], "anchor-renewed info", "{told:?}");
    assert!(told.iter().all(|c| c.ends_with(" info")), "{told:?}");
}
