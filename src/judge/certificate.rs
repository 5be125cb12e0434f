//! Faults of the certificates themselves, which no CA bundle cures unless it can end below them. Each is
//! judged apart on the path
//! that signatures prove, so that one never hides another. Pure.

use super::Finding;
use super::case::Case;
use super::constraints::{self, path_too_deep, weak};
use super::finding::CertificateFault;
use super::finding::certificate::{Dated, Defect};
use super::names::{self, NameProof};
use super::rule::Rule;
use crate::cert::{Cert, Facts};
use crate::evidence::Step;

/// One way in which a certificate can be at fault.
type Check = fn(&Case<'_>) -> Option<CertificateFault>;

pub(super) const RULES: &[Rule] = &[
    |case| found(certificate_malformed, case),
    |case| found(expired, case),
    |case| found(not_yet_valid, case),
    |case| found(name_mismatch, case),
    |case| found(no_san, case),
    |case| found(wrong_purpose, case),
    |case| found(weak, case),
    |case| found(path_too_deep, case),
    |case| found(constraint_violated, case),
];

fn found(check: Check, case: &Case<'_>) -> Option<Finding> {
    check(case).map(Finding::from)
}

/// A finding of this file explains why the chain is refused, no matter who signed it.
fn explained(case: &Case<'_>) -> bool {
    [
        certificate_malformed,
        expired,
        not_yet_valid,
        name_mismatch,
        no_san,
        wrong_purpose,
        weak,
        path_too_deep,
    ]
    .iter()
    .any(|rule| rule(case).is_some())
}

fn constraint_violated(case: &Case<'_>) -> Option<CertificateFault> {
    let unexplained = || constraints::refused(case).filter(|_| !explained(case));
    constraints::violation(case).or_else(unexplained)
}

fn certificate_malformed(case: &Case<'_>) -> Option<CertificateFault> {
    let found = case
        .chain()
        .iter()
        .enumerate()
        .find_map(|(at, cert)| Some((at, defect(case, at, cert)?)));
    let none_sent = matches!(case.connection?.tls, Step::Done { .. }) && case.chain().is_empty();
    let (at, defect) = found.or_else(|| none_sent.then_some((0, Defect::NoneSent)))?;
    Some(CertificateFault::CertificateMalformed {
        place: at + 1,
        defect,
    })
}

/// Why clients cannot read it: one of the versions of Go refuses it.
fn defect(case: &Case<'_>, at: usize, cert: &Cert) -> Option<Defect> {
    let why = cert.go_defect()?;
    let is_complete = || case.trust.is_some_and(|trust| trust.anchor.is_some());
    Some(if cert.is_read_by_older_go() {
        Defect::NegativeSerial
    } else if at > 0 && is_complete() && case.path().iter().all(|(on, _)| *on != cert) {
        Defect::Unneeded(why)
    } else {
        Defect::Unreadable(why)
    })
}

fn first_on_path(case: &Case<'_>, fault: impl Fn(&Facts) -> bool) -> Option<Dated> {
    let mut path = case.path_in_use().into_iter();
    let (cert, facts) = path.find(|(_, facts)| fault(facts))?;
    Some(Dated {
        certificate: facts.label(),
        not_before: facts.not_before,
        not_after: facts.not_after,
        sha256: cert.sha256().to_owned(),
        anchor: case.working_anchor(cert),
    })
}

fn expired(case: &Case<'_>) -> Option<CertificateFault> {
    first_on_path(case, |facts| case.now > facts.not_after).map(CertificateFault::Expired)
}

fn not_yet_valid(case: &Case<'_>) -> Option<CertificateFault> {
    first_on_path(case, |facts| case.now < facts.not_before).map(CertificateFault::NotYetValid)
}

fn name_mismatch(case: &Case<'_>) -> Option<CertificateFault> {
    let leaf = case.leaf()?;
    let name = case.attempt.target.name();
    (names::prove(leaf, name) == NameProof::Mismatch).then(|| CertificateFault::NameMismatch {
        expected: name.to_string(),
        presented: names::presented(leaf),
        instead: names::instead(leaf, name),
    })
}

fn no_san(case: &Case<'_>) -> Option<CertificateFault> {
    let leaf = case.leaf()?;
    (!leaf.has_san).then(|| CertificateFault::NoSan {
        common_name: leaf.subject_cn.clone(),
    })
}

fn wrong_purpose(case: &Case<'_>) -> Option<CertificateFault> {
    let mut path = case.path_in_use().into_iter();
    let (cert, facts) = path.find(|(_, facts)| !facts.may_serve())?;
    Some(CertificateFault::WrongPurpose {
        certificate: cert.label(),
        purposes: facts.purposes.clone().unwrap_or_default(),
    })
}
