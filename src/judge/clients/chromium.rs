//! How Chromium decides, with what was imported as an authority (`certutil -t C,,`). Measured with
//! 156, headless.

use super::quirk::{ClientQuirk, FurtherFault, PathMember};
use super::view::{self, ChainView};
use crate::cert::go::GoVersion;
use crate::cert::{KeyKind, name};

pub(super) fn refusal(view: &ChainView<'_>) -> Option<ClientQuirk> {
    if view.lacks_usage(|usage| usage.digital_signature) {
        return Some(ClientQuirk::NoHandshakeUsage);
    }
    let issues = || !view.lacks_usage(|usage| usage.cert_sign);
    let Some(top) = view.authority().filter(|top| *top > 0 || issues()) else {
        return view.anchor.map(|_| ClientQuirk::AuthoritiesOnly);
    };
    let p521 = || match &view.leaf()?.key {
        key @ KeyKind::Ec(curve) if curve == "P-521" => Some(ClientQuirk::UnknownKey {
            certificate: PathMember::Leaf,
            key: key.clone(),
        }),
        KeyKind::Ec(_) | KeyKind::Rsa(_) | KeyKind::Ed25519 | KeyKind::Other(_) => None,
    };
    view.two_labels()
        .or_else(|| view.wildcard(is_public_suffix))
        .or_else(|| view.unknown_key(top, |_, key| is_unknown(key)))
        .or_else(p521)
        .or_else(|| view.out_of_date(top))
        .or_else(|| view.signs_nothing(1..=top))
        .or_else(|| view.forbidden_subject(1..=top, name::lies_in))
        .or_else(|| view.policies())
        .or_else(|| demanded(view, top))
        .or_else(|| constrained_urls(view, top))
}

/// A critical constraint on URLs is one of a kind that it does not know, trusted or not: a leaf that
/// has a URL is refused, wherever that lies.
fn constrained_urls(view: &ChainView<'_>, top: usize) -> Option<ClientQuirk> {
    let constrains = |at: &usize| {
        let constraints = view.path.get(*at).and_then(|cert| view::constraints(cert));
        let urls = constraints
            .is_some_and(|all| !all.permitted.uris.is_empty() || !all.excluded.uris.is_empty());
        let facts = view.facts(*at);
        urls && facts.is_some_and(|facts| view::insists_on(facts, &[view::NAME_CONSTRAINTS]))
    };
    let at = (1..=top).find(constrains).filter(|_| view.names_url())?;
    Some(ClientQuirk::LooksFurther {
        certificate: view.member(at),
        fault: FurtherFault::KindsOfNames,
    })
}

fn is_unknown(key: &KeyKind) -> bool {
    *key == KeyKind::Ed25519 || view::is_p224(key)
}

/// What a trusted certificate demands counts too: policies, on the certificates below it that have
/// none.
fn demanded(view: &ChainView<'_>, top: usize) -> Option<ClientQuirk> {
    let policies = |at: usize| {
        let read = view.path.get(at)?.go_of(GoVersion::Go127).ok()?.read;
        Some(&read.policies)
    };
    let most = policies(top)?.require_explicit?;
    let has_none = |at: usize| policies(at).is_some_and(|policies| policies.own.is_empty());
    let is_demanded = usize::try_from(most).is_ok_and(|most| most < top);
    (is_demanded && (0..top).any(has_none)).then_some(ClientQuirk::Policies)
}

/// Of a registry, as `co.jp`; not of a company that lets its names to others, as `github.io`.
fn is_public_suffix(rest: &str) -> bool {
    psl::suffix(rest.as_bytes())
        .is_some_and(|suffix| suffix == rest.as_bytes() && suffix.typ() == Some(psl::Type::Icann))
}
