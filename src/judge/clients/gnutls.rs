//! How GnuTLS finds the end of a chain: by the last certificate sent, whatever is trusted before it.
//! Measured with 3.7.9.

use super::quirk::{ClientQuirk, FurtherFault, IssuerMark, TwinTaken};
use super::view::{self, ChainView};
use crate::cert::{Cert, Facts};

pub(super) fn refusal(view: &ChainView<'_>) -> Option<ClientQuirk> {
    if view.lacks_usage(|usage| usage.digital_signature) {
        return Some(ClientQuirk::NoHandshakeUsage);
    }
    let anchor = view.anchor?;
    view.two_labels()
        .or_else(|| unreached(view, anchor))
        .or_else(|| view.any_purpose_only(1..anchor.max(1)))
}

/// It sorts what was sent into a path, and puts the rest behind it unless that path leads to what
/// is trusted; passes over one self-signed certificate at the end; and trusts what is then last, or
/// its issuer.
fn unreached(view: &ChainView<'_>, anchor: usize) -> Option<ClientQuirk> {
    let named = view.names_another(0..anchor, &[IssuerMark::KeyId]);
    if named.is_some() {
        return named;
    }
    let sorted = sorted(view);
    let mut gone_by: Vec<&Cert> = sorted.to_vec();
    if !is_known(view, sorted.last()?) {
        let mut rest: Vec<&Cert> = Vec::new();
        for cert in view.chain {
            if !sorted.contains(&cert) && !rest.contains(&cert) {
                rest.push(cert);
            }
        }
        gone_by.extend(rest);
    }
    if gone_by.len() > 1 && gone_by.last().is_some_and(|last| is_own_issuer(last)) {
        gone_by.pop();
    }
    let last = gone_by.last()?;
    let (is_sorted, is_held) = (gone_by.len() <= sorted.len(), view.trusted.holds(last));
    if is_sorted && (is_held || is_known(view, last)) {
        let top = if is_held {
            gone_by.len() - 1
        } else {
            gone_by.len()
        };
        let twin = if is_held { None } else { twin(view, top) };
        twin.or_else(|| further(view, top))
    } else if anchor == 0 {
        Some(ClientQuirk::PinnedBesideOthers)
    } else {
        Some(ClientQuirk::IntermediateNotLast)
    }
}

/// It looks at the whole of that path, however much of it is trusted.
fn further(view: &ChainView<'_>, top: usize) -> Option<ClientQuirk> {
    let read: Vec<&Facts> = (0..=top).filter_map(|at| view.facts(at)).collect();
    let sha1 = |at: usize| (at < top && view::by_sha1(read[at])).then_some(FurtherFault::Sha1);
    (1..read.len()).find_map(|at| {
        let fault = view.fault_above(&read, at).or_else(|| sha1(at))?;
        Some(ClientQuirk::LooksFurther {
            certificate: view.member(at),
            fault,
        })
    })
}

/// The part of the path that was sent.
fn sorted<'a>(view: &ChainView<'a>) -> &'a [&'a Cert] {
    let sent = view
        .path
        .iter()
        .take_while(|cert| view.chain.contains(cert));
    &view.path[..sent.count()]
}

/// A trusted certificate bears the name of its issuer, and fits by its key identifier.
fn is_known(view: &ChainView<'_>, cert: &Cert) -> bool {
    cert.facts().is_some_and(|facts| {
        let mut named = view.trusted.named(&facts.issuer_der).iter();
        named.any(|(issuer, _)| {
            issuer
                .facts()
                .is_some_and(|f| view::may_have_issued(facts, f))
        })
    })
}

fn is_own_issuer(cert: &Cert) -> bool {
    cert.facts().is_some_and(Facts::self_issued)
}

/// Of several that fit and are valid it takes the last.
fn twin(view: &ChainView<'_>, top: usize) -> Option<ClientQuirk> {
    let (child, right) = (view.facts(top - 1)?, view.facts(top)?);
    let all = view.trusted.named(&child.issuer_der).iter();
    let mut fits = all
        .filter_map(|(cert, _)| cert.facts())
        .filter(|facts| view::may_have_issued(child, facts) && facts.valid_at(view.at));
    let taken = fits.next_back()?;
    (taken.spki != right.spki).then(|| ClientQuirk::TakesTwin {
        name: right.label(),
        taken: TwinTaken::Last,
    })
}
