//! The list of certificates that GnuTLS verifies, and what it finds wrong with it under some trusted
//! certificates of one name. Which of them it tries is asked in `gnutls`.

use super::quirk::{ClientQuirk, FurtherFault, TwinTaken};
use super::view::{self, ChainView, Gated};
use crate::cert::{Cert, Facts, Signed};

/// What is wrong with a list.
#[derive(PartialEq, Eq)]
pub(super) enum ListFault {
    /// Nobody of these names signed the end of it.
    Unknown,
    /// A date or a hash: another end may help.
    Passing(ClientQuirk),
    /// Anything else.
    Final(ClientQuirk),
}

impl ListFault {
    pub(super) const fn is_final(&self) -> bool {
        matches!(self, Self::Final(_))
    }
}

/// What was sent, each once: from the first on by issuers, as far as these were sent, then from the
/// next that is left; up to one whose issuer is trusted. Without a self-signed one at the end
/// (`_gnutls_sort_clist`, `shorten_clist`).
pub(super) fn of<'a>(view: &ChainView<'a>) -> Vec<&'a Cert> {
    let mut left: Vec<&Cert> = Vec::new();
    for cert in view.chain {
        if !left.contains(&cert) {
            left.push(cert);
        }
    }
    let mut list: Vec<&Cert> = Vec::new();
    while !left.is_empty() {
        take_run(&mut left, &mut list);
        if list.last().is_some_and(|last| is_issuer_known(view, last)) {
            break;
        }
    }
    drop_own_issuer(&mut list);
    list
}

/// Moves the first that is left, its issuer, that one's, and so on. The first that fits is taken; the
/// one that stands at the head counts as nobody's issuer.
fn take_run<'a>(left: &mut Vec<&'a Cert>, list: &mut Vec<&'a Cert>) {
    let head = left.remove(0);
    list.push(head);
    let mut end = head;
    while let Some(place) = left.iter().position(|cert| is_issuer(end, cert)) {
        end = left.remove(place);
        list.push(end);
    }
}

fn drop_own_issuer(list: &mut Vec<&Cert>) {
    if list.len() > 1 && list.last().is_some_and(|last| is_issuer(last, last)) {
        list.pop();
    }
}

/// `gnutls_x509_crt_check_issuer`: by name and key identifiers.
fn is_issuer(child: &Cert, issuer: &Cert) -> bool {
    let pair = child.facts().zip(issuer.facts());
    pair.is_some_and(|(child, issuer)| view::may_have_issued(child, issuer))
}

fn is_issuer_known(view: &ChainView<'_>, cert: &Cert) -> bool {
    let issuer = cert.facts().map(|facts| facts.issuer_der.as_slice());
    let mut trusted = view.trusted.named(issuer.unwrap_or_default()).iter();
    trusted.any(|(trusted, _)| is_issuer(cert, trusted))
}

/// `_gnutls_verify_crt_status`, with the trusted certificates of this name.
///
/// # Errors
/// What it finds wrong.
pub(super) fn verify(view: &ChainView<'_>, list: &[&Cert], name: &[u8]) -> Result<(), ListFault> {
    let trusted: Vec<&Cert> = view
        .trusted
        .named(name)
        .iter()
        .map(|(cert, _)| cert)
        .collect();
    let mut list = list.to_vec();
    drop_own_issuer(&mut list);
    for (place, cert) in list.iter().enumerate() {
        let Some(same) = trusted.iter().find(|held| stands_for(cert, held, place)) else {
            continue;
        };
        check_dates(view, same, place)?;
        list.truncate(place);
        break;
    }
    let Some(end) = list.last() else {
        return Ok(());
    };
    let issuer = issuer_among(view, end, &trusted).ok_or(ListFault::Unknown)?;
    list.push(issuer);
    check(view, &list)
}

/// `_gnutls_check_if_same_key`: a trusted CA stands for every other of its name and key, a trusted
/// certificate of a server for itself.
fn stands_for(cert: &Cert, trusted: &Cert, place: usize) -> bool {
    let same_key = || {
        let pair = cert.facts().zip(trusted.facts());
        pair.is_some_and(|(a, b)| a.subject_der == b.subject_der && a.spki == b.spki)
    };
    cert == trusted || (place > 0 && same_key())
}

/// Of several that fit and are valid it takes the last; where none is valid, the last that fits.
fn issuer_among<'a>(view: &ChainView<'_>, child: &Cert, trusted: &[&'a Cert]) -> Option<&'a Cert> {
    let fits = || {
        trusted
            .iter()
            .copied()
            .filter(|cert| is_issuer(child, cert))
    };
    let is_valid = |cert: &&Cert| cert.facts().is_some_and(|facts| facts.valid_at(view.at));
    fits().rfind(is_valid).or_else(|| fits().next_back())
}

/// From the trusted end downward (`verify_crt`).
fn check(view: &ChainView<'_>, list: &[&Cert]) -> Result<(), ListFault> {
    let read: Vec<&Facts> = list.iter().filter_map(|cert| cert.facts()).collect();
    for at in (1..read.len()).rev() {
        // What was sorted may have gaps.
        if !is_issuer(list[at - 1], list[at]) {
            return Err(ListFault::Unknown);
        }
        check_issuer(view, (list, &read), at)?;
        if list[at - 1].signed_by(list[at]) == Signed::No {
            return Err(ListFault::Final(ClientQuirk::TakesTwin {
                name: read[at].label(),
                taken: TwinTaken::Last,
            }));
        }
        check_dates(view, list[at], at)?;
        if view::by_sha1(read[at - 1]) {
            return Err(ListFault::Passing(further(
                &read,
                at - 1,
                FurtherFault::Sha1,
            )));
        }
    }
    Ok(())
}

/// The certificate at this place may issue what is below it.
fn check_issuer(
    view: &ChainView<'_>,
    (list, read): (&[&Cert], &[&Facts]),
    at: usize,
) -> Result<(), ListFault> {
    let facts = read[at];
    let is_trusted = at + 1 == read.len();
    let told = |fault| Err(ListFault::Final(further(read, at, fault)));
    match facts.ca {
        Some(true) => {}
        None if is_trusted => {}
        None if facts.version < 3 => return told(FurtherFault::OldVersion),
        None | Some(false) => return told(FurtherFault::NoCa),
    }
    if facts.key_usage.is_some_and(|usage| !usage.cert_sign) {
        let certificate = view::member(at, Some(facts.label()));
        return Err(ListFault::Final(ClientQuirk::SignsNothing(certificate)));
    }
    if view::insists_on(facts, &[view::POLICY_CONSTRAINTS]) {
        let certificate = view::member(at, Some(facts.label()));
        return Err(ListFault::Final(ClientQuirk::PolicyConstraints(
            certificate,
        )));
    }
    let constraints = facts.name_constraints.as_ref();
    if constraints.is_some_and(|own| own.has_other_kinds || !own.excluded_directories.is_empty()) {
        return told(FurtherFault::KindsOfNames);
    }
    // It knows no URLs: one is refused where any is excluded, and taken where some are permitted.
    let own = view::constraints(list[at]);
    if own.is_some_and(|own| !own.excluded.uris.is_empty()) && view.names_url() {
        return told(FurtherFault::KindsOfNames);
    }
    if !is_trusted && !serves(facts) {
        let certificate = view::member(at, Some(facts.label()));
        return Err(ListFault::Final(if facts.serves_as_any_only() {
            ClientQuirk::AnyPurposeOnly(certificate)
        } else {
            further(read, at, FurtherFault::Purposes)
        }));
    }
    match view.fault_above(read, at) {
        Some(FurtherFault::OutOfDate) | None => Ok(()),
        Some(fault) => told(fault),
    }
}

/// Any purpose does not suffice above a server's certificate; Netscape's server gated crypto does.
fn serves(facts: &Facts) -> bool {
    let is_any = facts.serves_as_any_only();
    (facts.may_serve() && !is_any) || view::gated(facts) == Some(Gated::Netscape)
}

fn check_dates(view: &ChainView<'_>, cert: &Cert, at: usize) -> Result<(), ListFault> {
    match cert.facts() {
        Some(facts) if !facts.valid_at(view.at) => {
            Err(ListFault::Passing(ClientQuirk::LooksFurther {
                certificate: view::member(at, Some(facts.label())),
                fault: FurtherFault::OutOfDate,
            }))
        }
        Some(_) | None => Ok(()),
    }
}

fn further(read: &[&Facts], at: usize, fault: FurtherFault) -> ClientQuirk {
    let certificate = view::member(at, read.get(at).map(|facts| facts.label()));
    ClientQuirk::LooksFurther { certificate, fault }
}
