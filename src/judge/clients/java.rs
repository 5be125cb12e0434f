//! How Java decides: any trusted certificate is an anchor, found by its key identifier too.
//! Measured with 17.0.15.

use super::quirk::{ClientQuirk, IssuerMark};
use super::view::{self, ChainView};
use crate::cert::name;
use crate::target::Host;

pub(super) fn refusal(view: &ChainView<'_>) -> Option<ClientQuirk> {
    if matches!(view.name, Host::Name(name) if name.contains('_')) {
        return Some(ClientQuirk::Underscore);
    }
    // A pinned certificate is believed whatever it says.
    let last = view.anchor?.checked_sub(1)?;
    if view.lacks_usage(|usage| usage.digital_signature) {
        return Some(ClientQuirk::NoHandshakeUsage);
    }
    let marks = [IssuerMark::KeyId, IssuerMark::Serial];
    let named = view.names_another(last..last + 1, &marks);
    named
        .filter(|_| !fits_another(view, last))
        .or_else(|| view.signs_nothing(1..=last + 1))
        // What a trusted certificate forbids does not count.
        .or_else(|| view.forbidden_subject(1..=last, name::lies_in))
        .or_else(|| view.unknown_key(last + 1, |at, key| at > 0 && view::is_p224(key)))
        .or_else(|| view.policies())
}

/// Another trusted certificate has the same key, and is named right.
fn fits_another(view: &ChainView<'_>, at: usize) -> bool {
    let Some((child, issuer)) = view.facts(at).zip(view.facts(at + 1)) else {
        return false;
    };
    let named = view.trusted.named(&child.issuer_der).iter();
    named.filter_map(|(cert, _)| cert.facts()).any(|facts| {
        facts.spki == issuer.spki
            && view::may_have_issued(child, facts)
            && !view::differs(child, facts, IssuerMark::Serial)
    })
}
