//! Proxies that are spoken to inside TLS and stand before an object's addresses: Go verifies them with
//! the object's own bundle. Judges no endpoint: `pod_view` does.

use super::draft::OutlookDraft;
use super::provider;
use crate::judge::Endpoint;
use crate::judge::path::Anchors;
use crate::moment::Moment;
use crate::objects::{AddressUse, CLUSTER_REGISTRY};
use crate::route::ProxyUrl;

/// The proxies whose own CA the object's bundle must hold (net/http, `Transport.addTLS` on the first
/// hop, of `http://` targets too), without credentials, each once.
pub(super) fn proxies(draft: &OutlookDraft<'_>) -> Vec<ProxyUrl> {
    let object = draft.object;
    let mut proxies: Vec<ProxyUrl> = Vec::new();
    if object.insecure || provider::takes_no_bundle(object) {
        return proxies;
    }
    for (place, address) in object.addresses.iter().enumerate() {
        // Nobody verifies a registry, and downloads are asked from where people work.
        if address.field == CLUSTER_REGISTRY || address.asked_for == AddressUse::Downloads {
            continue;
        }
        let endpoint = draft.endpoint_at(place);
        let proxy = endpoint.and_then(|endpoint| of_endpoint(draft, endpoint));
        proxies.extend(proxy.filter(|proxy| !proxies.contains(proxy)));
    }
    proxies
}

fn of_endpoint(draft: &OutlookDraft<'_>, endpoint: &Endpoint) -> Option<ProxyUrl> {
    let proxy = endpoint.attempt.route.proxy.as_ref()?;
    if !proxy.scheme.row().secured {
        return None;
    }
    let public = draft.context.public.as_deref();
    let is_enough = |roots| accepts(roots, (endpoint, proxy), draft.context.now);
    let without = draft.own_roots_count() && public.is_none_or(is_enough);
    (!without).then(|| proxy.without_credentials())
}

/// Every chain that the proxy has shown for itself.
fn accepts(anchors: &Anchors, (endpoint, proxy): (&Endpoint, &ProxyUrl), now: Moment) -> bool {
    let chains = endpoint.attempt.chains_of_proxy();
    let accepted = |chain: &[_]| anchors.go(chain, &proxy.host, now).is_accepted();
    chains.into_iter().all(accepted)
}
