//! What a run is given before its first target, and what it learns from all of them. A verdict
//! rests on its attempt and on what is given; `across` and `bundle` use what was learnt elsewhere.

use super::run_index::RunIndex;
use super::{Authorities, Endpoint, Ground, Stores, Taint, endpoint};
use crate::cert::Cert;
use crate::evidence::{Attempt, Attempts, Connection, ProxyCanary, ReadBackError};
use crate::moment::Moment;

/// All that a verdict may rest on besides its own attempt: the same for the whole run, and known
/// before its first target is measured.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// What is trusted.
    pub stores: &'a Stores,
    /// What the proxies of the run answer for a name that cannot exist. A verdict rests on those
    /// of its own route.
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
    pub fn judge(self, attempt: Attempt) -> Endpoint {
        let own = Learnt::of_one(&attempt, self);
        endpoint(attempt, own.ground(self))
    }
}

/// What the attempts of a run have shown: issuers, and marks of interceptors.
#[derive(Default)]
pub struct Learnt {
    taint: Taint,
    authorities: Authorities,
    /// Places of the endpoints that something of it may concern.
    places: Vec<usize>,
}

impl Learnt {
    /// All that these attempts show, in whatever order they come.
    ///
    /// # Errors
    /// An attempt cannot be read back.
    pub fn of(attempts: &dyn Attempts, given: Given<'_>) -> Result<Self, ReadBackError> {
        let mut lessons = Lessons::new(given);
        for place in 0..attempts.len() {
            lessons.take(place, &given.judge(attempts.read(place)?));
        }
        lessons.end(attempts, given)
    }

    /// All that one attempt shows.
    pub(super) fn of_one(attempt: &Attempt, given: Given<'_>) -> Self {
        // Those of other proxies may come later than this verdict: what they tell is the run's.
        let proxy = attempt.route.proxy.as_ref();
        let of_its_route = |canary: &&ProxyCanary| canary.route.proxy.as_ref() == proxy;
        let mut taint = Taint::of_proxies(given.canaries.iter().filter(of_its_route));
        taint.take(attempt);
        let chains = attempt.connections.iter().filter(|c| !c.chain().is_empty());
        if chains.count() < 2 && attempt.fetched.is_empty() {
            // All that it shows is in the one chain that is judged.
            return Self {
                taint,
                ..Self::default()
            };
        }
        let ground = Ground::new(given.stores, &taint, given.now);
        let each = &mut |show: &mut dyn FnMut(&Attempt)| {
            show(attempt);
            Ok(())
        };
        // Nothing is read back, so that nothing fails.
        let authorities = Authorities::shown_by(each, ground, |_| true).unwrap_or_default();
        Self {
            taint,
            authorities,
            places: Vec::new(),
        }
    }

    /// What is given, and what was learnt, together.
    #[must_use]
    pub fn ground<'a>(&'a self, given: Given<'a>) -> Ground<'a> {
        Ground::new(given.stores, &self.taint, given.now).knowing(&self.authorities)
    }

    /// The endpoints whose verdict it may change, by place: no others need be judged again.
    pub(super) fn places(&self) -> &[usize] {
        &self.places
    }

    /// What the other route showed is an interceptor's, and says nothing against this one.
    fn is_compared_with_interceptor(&self, own: &Endpoint) -> bool {
        own.attempt.other_route().any(|control| {
            let proxy = control.route.proxy.as_ref();
            let leaf = |c: &Connection| c.chain().first().is_some_and(|l| self.taint.marks(l));
            proxy.is_some_and(|p| self.taint.is_minting(p)) || control.connections.iter().any(leaf)
        })
    }

    /// Something that was learnt may change the verdict of this endpoint: a certificate that it
    /// sent, or that its paths go through, bears a mark or has an issuer that is not among them.
    pub(super) fn concerns(&self, own: &Endpoint) -> bool {
        self.is_compared_with_interceptor(own)
            || own.chains().any(|(chain, trust)| {
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

/// What a run has shown so far. It is taken in as each endpoint is judged and each proxy answers, in
/// any order, and keeps little of each; the end looks again at the few attempts that matter.
#[derive(Default)]
pub struct Lessons {
    taint: Taint,
    /// A certificate was made for a name that cannot exist, or a server is intercepted: everything
    /// has to be seen in that light.
    interception: bool,
    index: RunIndex,
}

impl Lessons {
    /// Nothing yet but what the proxies answered.
    #[must_use]
    pub fn new(given: Given<'_>) -> Self {
        let mut lessons = Self::default();
        given.canaries.iter().for_each(|c| lessons.take_canary(c));
        lessons
    }

    /// Takes in what one more proxy answers for a name that cannot exist.
    pub fn take_canary(&mut self, canary: &ProxyCanary) {
        self.interception |= self.taint.take_proxy(canary);
    }

    /// Takes in the endpoint at this place, judged by itself.
    pub fn take(&mut self, place: usize, own: &Endpoint) {
        let marked = self.taint.take(&own.attempt);
        self.interception |= marked || own.interception().is_some();
        self.index.take(place, own);
    }

    /// What all of it comes to.
    ///
    /// # Errors
    /// An attempt cannot be read back.
    pub fn end(self, attempts: &dyn Attempts, given: Given<'_>) -> Result<Learnt, ReadBackError> {
        let ground = Ground::new(given.stores, &self.taint, given.now);
        let lacking = self.index.lacking();
        // Where somebody intercepts, whoever bears his marks is judged anew.
        let all = || 0..attempts.len();
        let (showing, places): (Vec<usize>, Vec<usize>) = if self.interception {
            (all().collect(), all().collect())
        } else {
            (
                lacking.showing.iter().copied().collect(),
                lacking.concerned.iter().copied().collect(),
            )
        };
        let each = &mut |show: &mut dyn FnMut(&Attempt)| -> Result<(), ReadBackError> {
            showing
                .iter()
                .try_for_each(|place| attempts.read(*place).map(|attempt| show(&attempt)))
        };
        let authorities = Authorities::shown_by(each, ground, |cert| lacking.wants(cert))?;
        Ok(Learnt {
            taint: self.taint,
            authorities,
            places,
        })
    }
}
