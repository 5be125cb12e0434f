//! A bundle with the very text that was proved, and that text cut up by endpoint. Chooses and proves
//! with `bundle`; writes nothing.

use super::merge::Existing;
use super::{Part, pem};
use crate::bundle::{
    self, AdmissionRules, Bundle, BundleAnchor, BundleProof, ByAuthority, Standing, Witnesses,
};
use crate::cert::Cert;
use crate::evidence::Store;
use crate::judge::{Endpoint, Ground};
use crate::moment::Moment;
use crate::target::Host;

/// A bundle, what was proved of it, and the text of which it was.
pub struct ProvedBundle {
    /// Those that it is for, in its own order.
    pub endpoints: Vec<Endpoint>,
    /// Its anchors, and the proof for each endpoint.
    pub bundle: Bundle,
    /// The text that was proved, with what was there before.
    pub pem: String,
    /// What stands behind each anchor, where the text has comments that say it.
    said: Option<Vec<(Cert, Standing)>>,
    /// When it was proved.
    now: Moment,
}

impl ProvedBundle {
    /// Makes a bundle for these endpoints and adds it to the one that was there; both together are
    /// proved. With `comments` each certificate is preceded by lines that say whose it is, why it is
    /// there, and who of these stores has confirmed it.
    #[must_use]
    pub fn onto(
        existing: &Existing,
        endpoints: Vec<Endpoint>,
        ground: Ground<'_>,
        (rules, comments): (&AdmissionRules, Option<&[Store]>),
    ) -> Self {
        let named: Vec<String> = rules.named().cloned().collect();
        let rules = AdmissionRules {
            kept: existing.sha256s(),
            ..rules.clone()
        };
        let by_authority = ByAuthority::of(&endpoints);
        let standing = comments.map(|stores| {
            let named = named.as_slice();
            let by_authority = &by_authority;
            move |anchor: &BundleAnchor| {
                let of_it = by_authority.served_by(anchor);
                Standing::of(anchor, &of_it, Witnesses { stores, named })
            }
        });
        let said = standing
            .as_ref()
            .map(|standing| standing as &dyn Fn(&BundleAnchor) -> Standing);
        let render = |anchors: &[BundleAnchor]| existing.with(anchors, said);
        let (bundle, pem) = bundle::settle(&endpoints, ground, &rules, render);
        let anchors = bundle.anchors.iter();
        let said = said.map(|standing| {
            let one = |anchor: &BundleAnchor| (anchor.cert.clone(), standing(anchor));
            anchors.map(one).collect()
        });
        Self {
            endpoints,
            bundle,
            pem,
            said,
            now: ground.now,
        }
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

    /// Every proved endpoint with the certificates that it needs, which by themselves make it
    /// verify; sorted. A token service is verified with what its registry's directory holds, so it
    /// has none of its own.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let proofs = self.bundle.endpoints.iter().zip(&self.endpoints);
        let mut proved: Vec<&Endpoint> = proofs
            .filter(|(proof, _)| proof.go.is_ok())
            .map(|(_, endpoint)| endpoint)
            .collect();
        proved.sort_by_key(|e| e.attempt.target.authority());
        let (services, others): (Vec<&Endpoint>, Vec<&Endpoint>) = proved
            .into_iter()
            .partition(|e| e.attempt.target.registries().count() == e.attempt.target.origins.len());
        let same = |a: &&Endpoint, b: &&Endpoint| {
            a.attempt.target.authority() == b.attempt.target.authority()
        };
        others
            .chunk_by(same)
            .map(|endpoints| self.part(endpoints, &services))
            .collect()
    }

    fn part(&self, endpoints: &[&Endpoint], services: &[&Endpoint]) -> Part {
        let target = &endpoints[0].attempt.target;
        let (authority, all) = (target.authority(), &self.bundle.anchors);
        let of_it = |e: &&&Endpoint| {
            e.attempt
                .target
                .registries()
                .any(|registry| registry == authority)
        };
        let endpoints: Vec<&Endpoint> = endpoints
            .iter()
            .chain(services.iter().filter(of_it))
            .copied()
            .collect();
        let serves = |a: &&BundleAnchor| {
            endpoints
                .iter()
                .any(|e| a.serves.contains(&e.attempt.target.authority()))
        };
        let own: Vec<BundleAnchor> = all.iter().filter(serves).cloned().collect();
        let anchors = if self.suffices(&own, &endpoints) {
            own
        } else {
            self.thinned(all.clone(), &endpoints)
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
    fn thinned(
        &self,
        mut anchors: Vec<BundleAnchor>,
        endpoints: &[&Endpoint],
    ) -> Vec<BundleAnchor> {
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
            let known = said.iter().find(|(cert, _)| *cert == anchor.cert);
            known.map_or(Standing::NotConfirmed, |(_, standing)| standing.clone())
        };
        pem::render(anchors, Some(&standing))
    }

    /// The proof, on the bytes that would be written.
    fn suffices(&self, anchors: &[BundleAnchor], endpoints: &[&Endpoint]) -> bool {
        let certs = Cert::read_pem(self.text(anchors));
        let proves = |e: &&Endpoint| {
            bundle::prove(std::slice::from_ref(*e), &certs, self.now)
                .iter()
                .all(|p| p.go.is_ok())
        };
        endpoints.iter().all(proves)
    }
}
