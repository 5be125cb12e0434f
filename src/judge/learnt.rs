//! What a run is given before its first target, and what it learns from all of them. A verdict
//! rests on its attempt and on what is given; `across` and `bundle` use what was learnt elsewhere.

use super::{Authorities, Endpoint, Ground, Stores, Taint, endpoint};
use crate::cert::Cert;
use crate::evidence::{Attempt, FetchedIssuer, ProxyCanary};
use crate::moment::Moment;

/// All that a verdict may rest on besides its own attempt: the same for the whole run, and known
/// before its first target is measured.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// What is trusted.
    pub stores: &'a Stores,
    /// What the proxies of the run answer for a name that cannot exist.
    pub canaries: &'a [ProxyCanary],
    /// The time at which verdicts are made.
    pub now: Moment,
}

impl<'a> Given<'a> {
    /// What is trusted, what the proxies answered, and the time.
    #[must_use]
    pub const fn new(stores: &'a Stores, canaries: &'a [ProxyCanary], now: Moment) -> Self {
        Self {
            stores,
            canaries,
            now,
        }
    }

    /// Judges one attempt by itself: whatever else the run meets, this verdict stays.
    #[must_use]
    pub fn judge(self, attempt: &Attempt) -> Endpoint {
        let own = Learnt::of(std::slice::from_ref(attempt), &[], self);
        endpoint(attempt.clone(), own.ground(self))
    }
}

/// What the attempts of a run have shown: issuers, and marks of interceptors.
#[derive(Default)]
pub struct Learnt {
    taint: Taint,
    authorities: Authorities,
}

impl Learnt {
    /// All that these attempts show, in whatever order they come. `fetched` holds issuers that were
    /// fetched for all of them.
    #[must_use]
    pub fn of(attempts: &[Attempt], fetched: &[FetchedIssuer], given: Given<'_>) -> Self {
        let taint = Taint::of(attempts, given.canaries);
        let ground = Ground::new(given.stores, &taint, given.now);
        let own = attempts.iter().flat_map(|attempt| &attempt.fetched);
        let fetched: Vec<FetchedIssuer> = fetched.iter().chain(own).cloned().collect();
        let authorities = Authorities::of(attempts, &fetched, ground);
        Self { taint, authorities }
    }

    /// What is given, and what was learnt, together.
    #[must_use]
    pub fn ground<'a>(&'a self, given: Given<'a>) -> Ground<'a> {
        Ground::new(given.stores, &self.taint, given.now).knowing(&self.authorities)
    }

    /// Something that was learnt may change the verdict of this endpoint: a certificate that it
    /// sent, or that its paths go through, bears a mark or has an issuer that is not among them.
    pub(super) fn concerns(&self, own: &Endpoint) -> bool {
        own.chains().any(|(chain, trust)| {
            let path = || trust.path.iter().map(|(cert, _)| cert);
            let is_new = |cert: &Cert| !chain.contains(cert) && path().all(|held| held != cert);
            chain.iter().chain(path()).any(|cert| {
                let issuer = cert.facts().map(|facts| &facts.issuer_der);
                let mut known = issuer
                    .into_iter()
                    .flat_map(|name| self.authorities.named(name));
                self.taint.marks(cert)
                    || self.taint.mints_on_demand(cert)
                    || known.any(|(known, _)| is_new(known))
            })
        })
    }
}
