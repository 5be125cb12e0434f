//! Which certificates may enter a bundle: none that an interceptor made, none that only a proxy has shown, unless named by its SHA-256.
//! Pure.

use crate::cert::Cert;
use crate::evidence::ExtraKind;
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, Ground, Learnt};
use crate::moment::Moment;

use super::{Anchor, Refusal};

/// What may be written.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub pin_leaf: bool,
    /// SHA-256 of certificates of interceptors that are wanted all the same; lower-case hex.
    pub accept_interceptor: Vec<String>,
    /// SHA-256 of what an existing bundle brings along.
    pub kept: Vec<String>,
    /// SHA-256 of certificates that only a proxy has shown.
    pub accept_unconfirmed: Vec<String>,
}

/// Why this certificate may not enter the bundle for this endpoint; `None` where it may.
pub(super) fn objection(endpoint: &Endpoint, anchor: &Anchor, rules: &Rules, ground: Ground<'_>) -> Option<Refusal> {
    let Anchor { cert, learnt, .. } = anchor;
    let named = |list: &[String]| list.iter().any(|sha256| sha256 == cert.sha256());
    if named(&rules.accept_interceptor) {
        return None;
    }
    let sha256 = cert.sha256();
    if intercepted(endpoint).is_some() || ground.taint.marks(cert) {
        return Some(Refusal {
            code: "intercepted".into(),
            why: format!("\"{}\", sha256 {sha256}, is the work of an interceptor", cert.label()),
            hint: format!(
                "export on a route without it; or, if its CA is really wanted in the bundle and this is its SHA-256: --accept-interceptor {sha256}"
            ),
        });
    }
    let vouched = matches!(learnt, Learnt::Store(_)) && ground.stores.vouch_for(cert);
    // Where a store of the user's holds it, it is trusted already.
    if (*learnt == Learnt::Sent || (matches!(learnt, Learnt::Store(_)) && !vouched)) && ground.taint.stands_behind(cert) {
        return Some(Refusal {
            code: "intercepted".into(),
            why: format!("\"{}\", sha256 {sha256}, is not an interceptor's, but whoever trusts it trusts one", cert.label()),
            hint: format!("if all that it stands for is to be trusted: --accept-interceptor {sha256}"),
        });
    }
    let held = vouched || ground.authorities.shown_directly(cert);
    let only_by_proxy = !endpoint.attempt.route.is_direct() && !held;
    if only_by_proxy && !confirmed(endpoint, cert) && !named(&rules.accept_unconfirmed) {
        return Some(Refusal {
            code: "unconfirmed".into(),
            why: format!("\"{}\", sha256 {sha256}, was shown by a proxy only, and nothing else vouches for it", cert.label()),
            hint: format!(
                "compare it with the cluster's administrator, then --accept-unconfirmed {sha256}; or give the CA with --ca FILE; or export where the endpoint is reached directly"
            ),
        });
    }
    None
}

/// Why an endpoint that offers no certificate of its own may not be covered by what was there before: it is intercepted, and nothing of
/// that was accepted by its SHA-256.
pub(super) fn objection_to_kept(endpoint: &Endpoint, rules: &Rules) -> Option<Refusal> {
    let accepted = rules.kept.iter().any(|sha256| rules.accept_interceptor.contains(sha256));
    if accepted { None } else { intercepted(endpoint) }
}

/// The refusal of an endpoint whose chain is an interceptor's work.
#[must_use]
pub fn intercepted(endpoint: &Endpoint) -> Option<Refusal> {
    let verdict = endpoint.interception()?;
    Some(Refusal { code: verdict.code().into(), why: verdict.class.title.into(), hint: verdict.remedy.clone() })
}

/// The other route showed the same certificate, or a chain that this certificate anchors.
fn confirmed(endpoint: &Endpoint, cert: &Cert) -> bool {
    let controls = endpoint.attempt.extras.iter().filter(|e| e.kind == ExtraKind::OtherRoute).flat_map(|e| &e.connections);
    let anchor = Anchors::from_bundle(std::slice::from_ref(cert));
    controls.filter_map(|c| c.tls.saw()).map(|s| s.chain.as_slice()).any(|chain| {
        // Dates and names are not the question here: judge within the leaf's own lifetime.
        let at = chain.first().and_then(Cert::facts).map_or(Moment(0), |f| f.not_before);
        chain.contains(cert) || anchor.go(chain, endpoint.attempt.target.name(), at).accepted
    })
}
