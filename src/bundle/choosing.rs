//! Anchors chosen one endpoint after the other: which, and whom each serves. Holds of an endpoint only
//! its name. Pure.

use std::collections::BTreeMap;

use super::{
    AdmissionRules, AnchorRefusal, BundleAnchor, ShownByProxies, admitted, admitted_of_proxy,
    generations, not_captured, prove,
};
use crate::cert::Cert;
use crate::judge::{Endpoint, Ground};

/// Anchors, and the endpoints that may have none: their place and why.
#[derive(Clone, Debug, Default)]
pub struct ChosenAnchors {
    /// The anchors, in the order of the file.
    pub anchors: Vec<BundleAnchor>,
    /// Why an endpoint has no anchor, by the place of the endpoint in the input.
    pub objections: BTreeMap<usize, AnchorRefusal>,
}

/// Chooses the anchors for these endpoints. `keep` limits it to some of them, by place.
#[must_use]
pub fn choose(
    endpoints: &[Endpoint],
    ground: Ground<'_>,
    rules: &AdmissionRules,
    keep: impl Fn(usize) -> bool,
) -> ChosenAnchors {
    let only_by_proxies = ShownByProxies::to(endpoints, ground);
    let mut choosing = Choosing::default();
    for (place, endpoint) in endpoints.iter().enumerate().filter(|(at, _)| keep(*at)) {
        choosing.take(
            place,
            wanted_by(endpoint, (ground, rules), &only_by_proxies),
        );
    }
    choosing.end()
}

/// What the run's bundle would hold for this endpoint, in the order of the file; or why there is
/// nothing. `only_by_proxies`: what the proxies of all endpoints have shown.
///
/// # Errors
/// Why none of its certificates may be written, or why Go refuses the endpoint with them.
pub fn for_one(
    endpoint: &Endpoint,
    known: (Ground<'_>, &AdmissionRules),
    only_by_proxies: &ShownByProxies,
) -> Result<Vec<BundleAnchor>, AnchorRefusal> {
    let mut choosing = Choosing::default();
    choosing.take(0, wanted_by(endpoint, known, only_by_proxies));
    let mut chosen = choosing.end();
    if let Some(refusal) = chosen.objections.remove(&0) {
        return Err(refusal);
    }
    let certs: Vec<Cert> = chosen.anchors.iter().map(|a| a.cert.clone()).collect();
    let proof = prove(std::slice::from_ref(endpoint), &certs, known.0.now).pop();
    proof.map_or(Ok(()), |proof| proof.go)?;
    Ok(chosen.anchors)
}

/// What one endpoint wants in the bundle, each with its depth below the top.
pub(super) type Wanted = Result<Vec<(usize, BundleAnchor)>, AnchorRefusal>;

/// What an endpoint wants in the bundle, and what the proxy of its route does.
pub(super) fn wanted_by(
    endpoint: &Endpoint,
    (ground, rules): (Ground<'_>, &AdmissionRules),
    only_by_proxies: &ShownByProxies,
) -> Wanted {
    // A router's answer for a Route that is not there is no endpoint's.
    if endpoint.is_absent() {
        return Err(not_captured(endpoint));
    }
    let mut all = admitted(endpoint, ground, rules)?;
    all.extend(admitted_of_proxy(
        endpoint,
        (ground, rules),
        only_by_proxies,
    )?);
    Ok(all)
}

/// What was chosen so far.
#[derive(Default)]
pub(super) struct Choosing {
    /// By label and SHA-256, with the greatest depth at which each was met.
    chosen: BTreeMap<String, (usize, BundleAnchor)>,
    objections: BTreeMap<usize, AnchorRefusal>,
}

impl Choosing {
    /// Takes in what the endpoint at this place wants. True if it wants something.
    pub(super) fn take(&mut self, place: usize, wanted: Wanted) -> bool {
        match wanted {
            Ok(anchors) => {
                let wants = !anchors.is_empty();
                for (depth, anchor) in anchors {
                    self.add(depth, anchor);
                }
                wants
            }
            Err(refusal) => {
                self.objections.insert(place, refusal);
                false
            }
        }
    }

    /// The order of endpoints does not matter: the same endpoints make the same file in any order.
    fn add(&mut self, depth: usize, new: BundleAnchor) {
        let key = format!("{} {}", new.cert.label(), new.cert.sha256());
        let Some((deepest, anchor)) = self.chosen.get_mut(&key) else {
            self.chosen.insert(key, (depth, new));
            return;
        };
        *deepest = depth.max(*deepest);
        anchor.kind = new.kind.min(anchor.kind);
        anchor.vouched |= new.vouched;
        if new.learnt < anchor.learnt {
            anchor.learnt = new.learnt;
        }
        // Sorted when all are there: one CA may serve a hundred thousand.
        anchor.serves.extend(new.serves);
    }

    /// What all of it comes to.
    pub(super) fn end(self) -> ChosenAnchors {
        let mut placed: Vec<(usize, BundleAnchor)> = self.chosen.into_values().collect();
        for (_, anchor) in &mut placed {
            anchor.serves.sort_unstable();
            anchor.serves.dedup();
            anchor.serves.shrink_to_fit();
        }
        placed.sort_by_cached_key(|(depth, anchor)| {
            (anchor.kind, *depth, generations::order(&anchor.cert))
        });
        ChosenAnchors {
            anchors: placed.into_iter().map(|(_, anchor)| anchor).collect(),
            objections: self.objections,
        }
    }
}
