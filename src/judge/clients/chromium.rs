//! How Chromium decides, with what was imported as an authority (`certutil -t C,,`). Measured with
//! 156, headless.

use super::quirk::{ClientQuirk, PathMember};
use super::view::ChainView;
use crate::cert::KeyKind;

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
        .or_else(|| view.unknown_key(top, |_, key| *key == KeyKind::Ed25519))
        .or_else(p521)
        .or_else(|| view.out_of_date(top))
}

/// Of a registry, as `co.jp`; not of a company that lets its names to others, as `github.io`.
fn is_public_suffix(rest: &str) -> bool {
    psl::suffix(rest.as_bytes())
        .is_some_and(|suffix| suffix == rest.as_bytes() && suffix.typ() == Some(psl::Type::Icann))
}
