//! What a bundle owes to the proxy of a route, where that is spoken to inside TLS: Go verifies it with
//! the same roots as the endpoint behind it (net/http, `Transport.addTLS` on the first hop). The CA of
//! the proxy's own certificate, never one that it signs other names with. Keeps from endpoints' chains.

use std::collections::BTreeSet;

use super::admission::confirmed;
use super::{AdmissionRules, AnchorRefusal, BundleAnchor, InterceptorExtent, NamedCert};
use crate::cert::Cert;
use crate::judge::path::Anchors;
use crate::judge::{CertSource, Endpoint, Ground, Trust};
use crate::moment::Moment;
use crate::route::ProxyUrl;

/// What proxies have shown and nobody else: keys of the CAs above it. Who holds one of them may be
/// who answers in the endpoints' places.
#[derive(Clone, Debug, Default)]
pub struct ShownByProxies(BTreeSet<Vec<u8>>);

impl ShownByProxies {
    /// By the proxies of these endpoints.
    pub(super) fn to(endpoints: &[Endpoint], ground: Ground<'_>) -> Self {
        let mut all = Self::default();
        for endpoint in endpoints {
            all.join(Self::of(endpoint, ground));
        }
        all
    }

    /// By the proxy of this endpoint.
    #[must_use]
    pub fn of(endpoint: &Endpoint, ground: Ground<'_>) -> Self {
        if endpoint.attempt.route.is_direct() {
            return Self::default();
        }
        let paths = endpoint.chains().map(|(_, trust)| &trust.path);
        let unconfirmed = paths.flatten().filter(|(cert, _)| {
            let shown = ground.authorities.shown_directly(cert) || confirmed(endpoint, cert);
            !shown && !ground.stores.vouch_for(cert)
        });
        let keys = unconfirmed.filter_map(|(cert, _)| Some(cert.facts()?.spki.clone()));
        Self(keys.collect())
    }

    /// And by others.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    fn hold(&self, cert: &Cert) -> bool {
        cert.facts().is_some_and(|f| self.0.contains(&f.spki))
    }
}

/// Why a CA of the proxy's own certificate may not enter the bundle; `None` where it may. As for an
/// endpoint's own (`Candidacy::objection`), what is proven comes before what is in doubt.
pub(super) fn objection(
    (proxy, trust): (&ProxyUrl, &Trust),
    anchor: &BundleAnchor,
    (ground, rules): (Ground<'_>, &AdmissionRules),
    only_by_proxies: &ShownByProxies,
) -> Option<AnchorRefusal> {
    let cert = &anchor.cert;
    let named = |list: &[String]| list.iter().any(|sha256| sha256 == cert.sha256());
    let taint = ground.taint;
    let is_vouched = ground.is_vouched(trust);
    if named(&rules.accept_interceptor) {
        return None;
    }
    if taint.marks(cert) {
        return Some(AnchorRefusal::MadeByInterceptor {
            cert: NamedCert::of(cert),
            extent: InterceptorExtent::Everywhere,
        });
    }
    if is_vouched {
        return None;
    }
    if taint.stands_behind(cert) {
        return Some(AnchorRefusal::StandsBehindInterceptor(NamedCert::of(cert)));
    }
    if named(&rules.accept_unconfirmed) {
        return None;
    }
    if taint.mints_on_demand(cert) {
        return Some(AnchorRefusal::MintedOnDemand(NamedCert::of(cert)));
    }
    if !taint.was_asked(proxy) {
        return Some(AnchorRefusal::DoubtLeftOpen(NamedCert::of(cert)));
    }
    only_by_proxies
        .hold(cert)
        .then(|| AnchorRefusal::Unconfirmed(NamedCert::of(cert)))
}

/// Sent by the proxy, not by the endpoint.
pub(super) fn sent_by(proxy: &ProxyUrl, learnt: CertSource) -> CertSource {
    match learnt {
        CertSource::Sent => CertSource::Endpoint(proxy.authority()),
        learnt @ (CertSource::Store(_) | CertSource::Endpoint(_) | CertSource::Aia(_)) => learnt,
    }
}

/// Why Go does not get past the proxy with these anchors; `None` where it does, and where there is
/// none that is spoken to inside TLS.
pub(super) fn refusal(
    endpoint: &Endpoint,
    anchors: &Anchors,
    now: Moment,
) -> Option<AnchorRefusal> {
    let proxy = endpoint.attempt.route.proxy.as_ref()?;
    let chains = endpoint.attempt.chains_of_proxy();
    chains.into_iter().find_map(|chain| {
        let go = anchors.go(chain, &proxy.host, now);
        Some(AnchorRefusal::ProxyNotAccepted {
            proxy: Box::new(proxy.without_credentials()),
            go: go.refusal()?.clone(),
        })
    })
}
