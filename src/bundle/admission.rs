//! Which certificates may enter a bundle: none that an interceptor made, and none in doubt (only a
//! proxy has shown it, it also signed a certificate for a name that cannot exist, the endpoint's
//! addresses disagree), unless named by its SHA-256. Pure.

use std::net::SocketAddr;

use crate::cert::Cert;
use crate::codes::Code;
use crate::evidence::Connection;
use crate::judge::path::Anchors;
use crate::judge::{CertSource, Endpoint, Ground, Trust, Verdict, is_left_open, shown_by_minter};
use crate::moment::Moment;

use super::anchor::{AdmissionRules, AnchorCandidate, BundleAnchor};
use super::disagreement::{PathGroups, showing};
use super::refusal::{AnchorRefusal, InterceptorExtent, NamedCert};

/// One chain of one endpoint whose certificates may enter the bundle.
pub(super) struct Candidacy<'a> {
    pub(super) endpoint: &'a Endpoint,
    /// What the endpoint's addresses lead to.
    pub(super) sides: &'a PathGroups,
    /// The chain's place among the endpoint's.
    pub(super) place: usize,
    pub(super) trust: &'a Trust,
    pub(super) chain: &'a [Cert],
    pub(super) rules: &'a AdmissionRules,
    pub(super) ground: Ground<'a>,
}

impl Candidacy<'_> {
    /// All of them, topmost first, with their depth below the top; or the first reason why one of
    /// them may not enter the bundle.
    pub(super) fn admit(
        &self,
        candidates: Vec<AnchorCandidate>,
    ) -> Result<Vec<(usize, BundleAnchor)>, AnchorRefusal> {
        let mut all = Vec::new();
        for (depth, (cert, learnt, kind)) in candidates.into_iter().enumerate() {
            let anchor = BundleAnchor {
                vouched: self.endpoint.vouches_for(&cert),
                cert,
                kind,
                serves: vec![self.endpoint.attempt.target.authority()],
                learnt,
            };
            match self.objection(&anchor) {
                Some(refusal) => return Err(refusal),
                None => all.push((depth, anchor)),
            }
        }
        Ok(all)
    }

    /// Where the end of the path is in doubt: the path up to each CA below it, the topmost first. What
    /// is known above a CA must not cost the endpoint the bundle that it would have without. Where
    /// more speaks against the end than that nobody confirms it, only up to one that is vouched for.
    pub(super) fn parts_below<'b>(
        &'b self,
        doubt: &AnchorRefusal,
    ) -> impl Iterator<Item = &'b [(Cert, CertSource)]> + use<'b> {
        let path = self.trust.path_for_bundle();
        let unconfirmed = matches!(doubt, AnchorRefusal::Unconfirmed(_));
        let is_doubt = doubt.is_doubt();
        let parts = (2..path.len()).rev().map(|length| &path[..length]);
        parts.filter(move |part| {
            let end = part.last().map(|(cert, _)| cert);
            is_doubt && (unconfirmed || end.is_some_and(|end| self.is_vouched(end)))
        })
    }

    /// Why this certificate may not enter the bundle; `None` where it may. What is proven comes
    /// before what is in doubt: a proof is lifted by the certificate's SHA-256 alone, a doubt by a
    /// CA that vouches too.
    pub(super) fn objection(&self, anchor: &BundleAnchor) -> Option<AnchorRefusal> {
        let named = |list: &[String]| list.iter().any(|sha256| sha256 == anchor.cert.sha256());
        if named(&self.rules.accept_interceptor) {
            return None;
        }
        self.proven(anchor).or_else(|| {
            self.doubt(anchor)
                .filter(|_| !named(&self.rules.accept_unconfirmed))
        })
    }

    fn proven(&self, BundleAnchor { cert, learnt, .. }: &BundleAnchor) -> Option<AnchorRefusal> {
        let taint = self.ground.taint;
        let marked = taint.marks(cert);
        if marked || !self.sides.accept_all(self.endpoint) {
            return Some(AnchorRefusal::MadeByInterceptor {
                cert: NamedCert::of(cert),
                extent: self.extent(marked),
            });
        }
        let vouched_store =
            matches!(learnt, CertSource::Store(_)) && self.ground.stores.vouch_for(cert);
        // Where a store of the user's holds it, it is trusted already.
        let learnt_here =
            matches!(learnt, CertSource::Sent | CertSource::Store(_)) && !vouched_store;
        (learnt_here && taint.stands_behind(cert))
            .then(|| AnchorRefusal::StandsBehindInterceptor(NamedCert::of(cert)))
    }

    /// Beside an interceptor at one address, what the others show is not its work.
    fn extent(&self, marked: bool) -> InterceptorExtent {
        let addresses: Vec<SocketAddr> = self
            .endpoint
            .interceptions()
            .flat_map(|v| &v.addresses)
            .copied()
            .collect();
        let everywhere =
            addresses.is_empty() || addresses.len() == self.endpoint.attempt.connections.len();
        match (everywhere, marked) {
            (true, _) => InterceptorExtent::Everywhere,
            (false, true) => InterceptorExtent::ItsWorkAt(addresses),
            (false, false) => InterceptorExtent::BesideAt(addresses),
        }
    }

    fn doubt(&self, BundleAnchor { cert, .. }: &BundleAnchor) -> Option<AnchorRefusal> {
        if self.is_vouched(cert) {
            return None;
        }
        let on_demand = self
            .up_to(cert)
            .any(|cert| self.ground.taint.mints_on_demand(cert));
        let attempt = &self.endpoint.attempt;
        let by_minter = |c: &Connection| shown_by_minter(attempt, c, (self.trust, self.ground));
        if on_demand || self.shown_on().any(by_minter) {
            return Some(AnchorRefusal::MintedOnDemand(NamedCert::of(cert)));
        }
        if let Some(verdict) = self.suspicion() {
            return Some(AnchorRefusal::Suspected {
                cert: NamedCert::of(cert),
                verdict: Box::new(verdict.clone()),
            });
        }
        if let Some(refusal) = self.sides.objection(self.place, cert) {
            return Some(refusal);
        }
        if self
            .shown_on()
            .any(|c| is_left_open(self.endpoint, c, self.ground))
        {
            return Some(AnchorRefusal::DoubtLeftOpen(NamedCert::of(cert)));
        }
        let shown =
            self.endpoint.attempt.route.is_direct() || self.ground.authorities.shown_directly(cert);
        (!shown && !confirmed(self.endpoint, cert))
            .then(|| AnchorRefusal::Unconfirmed(NamedCert::of(cert)))
    }

    /// The connections that showed this chain.
    fn shown_on(&self) -> impl Iterator<Item = &Connection> {
        showing(self.endpoint, self.chain)
    }

    /// What was found that speaks against this chain without a proof.
    fn suspicion(&self) -> Option<&Verdict> {
        let speaks = |v: &Verdict| {
            let is_doubt = matches!(v.code(), Code::RoutesDiffer | Code::PossiblyIntercepted);
            (is_doubt || v.finding.is_of_another_key())
                && self.shown_on().any(|c| v.addresses.contains(&c.address))
        };
        self.endpoint.verdicts().find(|v| speaks(v))
    }

    /// The path that signatures prove, and that whose end the bundle is to hold.
    fn paths(&self) -> [&[(Cert, CertSource)]; 2] {
        [&self.trust.path, self.trust.path_for_bundle()]
    }

    /// The certificates of the paths up to this one, this one included.
    fn up_to(&self, cert: &Cert) -> impl Iterator<Item = &Cert> {
        self.paths().into_iter().flat_map(move |path| {
            let place = path.iter().position(|(other, _)| other == cert);
            let length = place.map_or(path.len(), |at| at + 1);
            path.iter().take(length).map(|(cert, _)| cert)
        })
    }

    /// This CA, or one above it, is vouched for.
    fn is_vouched(&self, cert: &Cert) -> bool {
        self.trust.vouched.contains(cert)
    }
}

/// Why an endpoint that offers no certificate of its own may not be covered by what was there
/// before: it is intercepted, and nothing of that was accepted by its SHA-256.
pub(super) fn objection_to_kept(
    endpoint: &Endpoint,
    rules: &AdmissionRules,
) -> Option<AnchorRefusal> {
    let accepted = rules
        .kept
        .iter()
        .any(|sha256| rules.accept_interceptor.contains(sha256));
    if accepted {
        None
    } else {
        intercepted(endpoint)
    }
}

/// The refusal of an endpoint whose chain is an interceptor's work.
#[must_use]
pub fn intercepted(endpoint: &Endpoint) -> Option<AnchorRefusal> {
    let verdict = endpoint.interception()?;
    Some(AnchorRefusal::Intercepted(Box::new(verdict.clone())))
}

/// The other route showed the same certificate, or a chain that this certificate anchors.
pub(super) fn confirmed(endpoint: &Endpoint, cert: &Cert) -> bool {
    let controls = endpoint.attempt.other_route().flat_map(|e| &e.connections);
    let controls = controls.chain(endpoint.attempt.of_other_keys_elsewhere());
    let anchor = Anchors::from_bundle(std::slice::from_ref(cert));
    controls
        .filter_map(|c| c.tls.saw())
        .map(|s| s.chain.as_slice())
        .any(|chain| {
            // Dates and names are not the question here: judge within the leaf's own lifetime.
            let at = chain
                .first()
                .and_then(Cert::facts)
                .map_or(Moment(0), |f| f.not_before);
            chain.contains(cert)
                || anchor
                    .go(chain, endpoint.attempt.target.name(), at)
                    .is_accepted()
        })
}
