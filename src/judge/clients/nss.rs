//! How NSS decides, with what was imported as an authority (`certutil -t C,,`). Firefox decides
//! otherwise. Measured with 3.87.1, `tstclnt`.

use super::quirk::{ClientQuirk, IssuerMark, TwinTaken};
use super::view::{self, ChainView};
use crate::cert::{Facts, KeyKind, name};

pub(super) fn refusal(view: &ChainView<'_>) -> Option<ClientQuirk> {
    let leaf = view.leaf()?;
    if view.lacks_usage(|usage| match leaf.key {
        KeyKind::Rsa(_) => usage.key_encipherment,
        KeyKind::Ec(_) | KeyKind::Ed25519 | KeyKind::Other(_) => {
            usage.digital_signature || usage.key_agreement
        }
    }) {
        return Some(ClientQuirk::NoHandshakeUsage);
    }
    let Some(top) = view.authority() else {
        return view.anchor.map(|_| ClientQuirk::AuthoritiesOnly);
    };
    view.two_labels()
        .or_else(|| view.unknown_key(top, |_, key| is_unknown(key)))
        .or_else(|| view.names_another(0..top, &[IssuerMark::KeyId]))
        .or_else(|| (0..top).find_map(|at| twin(view, at)))
        .or_else(|| view.out_of_date(top))
        .or_else(|| view.signs_nothing(1..=top.saturating_sub(1)))
        .or_else(|| view.forbidden_subject(1..=top, name::begins_with))
        .or_else(|| constrained(view, top))
        .or_else(|| view.any_purpose_only(0..top))
}

fn is_unknown(key: &KeyKind) -> bool {
    *key == KeyKind::Ed25519 || view::is_p224(key)
}

/// An intermediate says something critical of policies.
fn constrained(view: &ChainView<'_>, top: usize) -> Option<ClientQuirk> {
    let unknown = [view::POLICY_CONSTRAINTS, view::INHIBIT_ANY_POLICY];
    let insists = |at: &usize| {
        view.facts(*at)
            .is_some_and(|f| view::insists_on(f, &unknown))
    };
    let at = (1..top).find(insists)?;
    Some(ClientQuirk::PolicyConstraints(view.member(at)))
}

/// Of several that fit and are valid, those that were imported come first, and of them the one that
/// began last. Where two began at once, which it takes is not known.
fn twin(view: &ChainView<'_>, at: usize) -> Option<ClientQuirk> {
    let (child, right) = (view.facts(at)?, view.facts(at + 1)?);
    let began = view
        .trusted
        .holds(view.path[at + 1])
        .then_some(right.not_before);
    let preferred = |facts: &&Facts| {
        view::may_have_issued(child, facts)
            && facts.valid_at(view.at)
            && began.is_none_or(|began| facts.not_before > began)
    };
    let trusted = view.trusted.named(&child.issuer_der).iter();
    let taken = trusted
        .filter_map(|(cert, _)| cert.facts())
        .filter(preferred)
        .max_by_key(|facts| facts.not_before)?;
    (taken.spki != right.spki).then(|| ClientQuirk::TakesTwin {
        name: right.label(),
        taken: TwinTaken::Newest,
    })
}
