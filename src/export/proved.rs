//! A bundle with the very text that was proved, and that text cut up by endpoint. Chooses and proves
//! with `bundle`; writes nothing.

use std::collections::HashMap;

use super::merge::Existing;
use super::{Part, pem};
use crate::bundle::{self, AdmissionRules, Bundle, BundleAnchor, BundleProof, Standing, Witnesses};
use crate::cert::Cert;
use crate::evidence::{ReadBackError, Store};
use crate::judge::{Endpoint, Endpoints, Ground};
use crate::moment::Moment;
use crate::target::{Host, Target};

/// A bundle, what was proved of it, and the text of which it was.
pub struct ProvedBundle<'a> {
    /// Those that it is for, in its own order.
    pub endpoints: &'a dyn Endpoints,
    /// Its anchors, and the proof for each endpoint.
    pub bundle: Bundle,
    /// The text that was proved, with what was there before.
    pub pem: String,
    /// What stands behind each anchor, where the text has comments that say it.
    said: Option<HashMap<Cert, Standing>>,
    /// When it was proved.
    now: Moment,
}

impl<'a> ProvedBundle<'a> {
    /// Makes a bundle for these endpoints and adds it to the one that was there; both together are
    /// proved. With `comments` each certificate is preceded by lines that say whose it is, why it is
    /// there, and who of these stores has confirmed it.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub fn onto(
        existing: &Existing,
        endpoints: &'a dyn Endpoints,
        ground: Ground<'_>,
        (rules, comments): (&AdmissionRules, Option<&[Store]>),
    ) -> Result<Self, ReadBackError> {
        let named: Vec<String> = rules.named().cloned().collect();
        let rules = AdmissionRules {
            kept: existing.sha256s(),
            ..rules.clone()
        };
        let named = named.as_slice();
        let standing = comments.map(|stores| {
            let witnesses = Witnesses { stores, named };
            move |anchor: &BundleAnchor| Standing::of(anchor, witnesses)
        });
        let said = standing
            .as_ref()
            .map(|standing| standing as &dyn Fn(&BundleAnchor) -> Standing);
        let render = |anchors: &[BundleAnchor]| existing.with(anchors, said);
        let (bundle, pem) = bundle::settle(endpoints, ground, &rules, render)?;
        let anchors = bundle.anchors.iter();
        let said = said.map(|standing| {
            let one = |anchor: &BundleAnchor| (anchor.cert.clone(), standing(anchor));
            anchors.map(one).collect()
        });
        Ok(Self {
            endpoints,
            bundle,
            pem,
            said,
            now: ground.now,
        })
    }

    /// For how many endpoints it is not proved.
    #[must_use]
    pub fn unproved(&self) -> usize {
        let proofs = self.bundle.endpoints.iter();
        proofs.filter(|proof| proof.go.is_err()).count()
    }

    /// For how many it is proved in part only: Go's clients meet another chain at another turn.
    #[must_use]
    pub fn half_proved(&self) -> usize {
        let proofs = self.bundle.endpoints.iter();
        proofs.filter(|proof| proof.is_half()).count()
    }

    /// Whether every chain that was seen of every endpoint verifies.
    #[must_use]
    pub fn is_for_every_chain(&self) -> bool {
        let mut proofs = self.bundle.endpoints.iter();
        proofs.all(BundleProof::is_for_every_chain)
    }

    /// It makes at least one endpoint verify.
    #[must_use]
    pub fn is_of_use(&self) -> bool {
        self.unproved() < self.bundle.endpoints.len() && !self.pem.is_empty()
    }

    /// Places of the endpoints that have each `host:port`.
    #[must_use]
    pub fn places(&self) -> HashMap<String, Vec<usize>> {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, proof) in self.bundle.endpoints.iter().enumerate() {
            let of_it = places.entry(proof.target.authority()).or_default();
            of_it.push(place);
        }
        places
    }

    /// Every proved endpoint with the certificates that it needs, which by themselves make it
    /// verify; sorted. A token service is verified with what its registry's directory holds, so it
    /// has none of its own.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub fn parts(&self) -> Result<Vec<Part>, ReadBackError> {
        let proofs = self.bundle.endpoints.iter().enumerate();
        let proved = proofs.filter(|(_, proof)| proof.go.is_ok());
        let proved = proved.map(|(place, proof)| (proof.target.authority(), place));
        let mut proved: Vec<(String, usize)> = proved.collect();
        proved.sort_by(|(one, _), (other, _)| one.cmp(other));
        let is_service = |(_, place): &(String, usize)| {
            let target = self.target(*place);
            target.registries().count() == target.origins.len()
        };
        let (services, others): (Vec<_>, Vec<_>) = proved.into_iter().partition(is_service);
        let mut of_registry: HashMap<&str, Vec<usize>> = HashMap::new();
        for (_, place) in &services {
            for registry in self.target(*place).registries() {
                let known = of_registry.entry(registry).or_default();
                if known.last() != Some(place) {
                    known.push(*place);
                }
            }
        }
        let same = |(one, _): &(String, usize), (other, _): &(String, usize)| one == other;
        let parts = others.chunk_by(same).map(|group| {
            let own = group.iter().map(|(_, place)| place);
            let services = of_registry.get(group[0].0.as_str());
            let all = own.chain(services.into_iter().flatten());
            let all = all.map(|place| self.endpoints.endpoint(*place));
            Ok(self.part(&all.collect::<Result<Vec<Endpoint>, ReadBackError>>()?))
        });
        parts.collect()
    }

    fn target(&self, place: usize) -> &Target {
        &self.bundle.endpoints[place].target
    }

    /// The first one gives its name.
    fn part(&self, endpoints: &[Endpoint]) -> Part {
        let (target, all) = (&endpoints[0].attempt.target, &self.bundle.anchors);
        let names = endpoints.iter().map(|e| e.attempt.target.authority());
        let names: Vec<String> = names.collect();
        let serves = |a: &&BundleAnchor| {
            let mut names = names.iter();
            names.any(|name| a.serves.binary_search(name).is_ok())
        };
        let own: Vec<BundleAnchor> = all.iter().filter(serves).cloned().collect();
        let anchors = if self.suffices(&own, endpoints) {
            own
        } else {
            self.thinned(all.clone(), endpoints)
        };
        let host = match &target.host {
            Host::Ip(std::net::IpAddr::V6(ip)) => format!("[{ip}]"),
            host @ (Host::Name(_) | Host::Ip(std::net::IpAddr::V4(_))) => host.to_string(),
        };
        Part {
            host,
            port: target.port,
            pem: self.text(&anchors),
        }
    }

    /// For an endpoint that verifies only with certificates of other endpoints: all certificates,
    /// without those that it does not need.
    fn thinned(&self, mut anchors: Vec<BundleAnchor>, endpoints: &[Endpoint]) -> Vec<BundleAnchor> {
        for at in (0..anchors.len()).rev() {
            let dropped = anchors.remove(at);
            if !self.suffices(&anchors, endpoints) {
                anchors.insert(at, dropped);
            }
        }
        anchors
    }

    /// Some of its anchors as they would be written.
    fn text(&self, anchors: &[BundleAnchor]) -> String {
        let Some(said) = &self.said else {
            return pem::render(anchors, None);
        };
        let standing = |anchor: &BundleAnchor| {
            let known = said.get(&anchor.cert);
            known.map_or(Standing::NotConfirmed, Standing::clone)
        };
        pem::render(anchors, Some(&standing))
    }

    /// The proof, on the bytes that would be written.
    fn suffices(&self, anchors: &[BundleAnchor], endpoints: &[Endpoint]) -> bool {
        let certs = Cert::read_pem(self.text(anchors));
        let proofs = bundle::prove(endpoints, &certs, self.now);
        proofs.iter().all(|proof| proof.go.is_ok())
    }
}
