//! The result of judging: an endpoint with its verdicts, and a whole run. Plain data, and what can
//! be asked of it; decides no verdict.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::trusted::Trust;
use super::{Verdict, contact, not_exposed};
use crate::cert::Cert;
use crate::codes::{Code, Severity};
use crate::evidence::{Attempt, ReadBackError};
use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::roles::RoleRef;

/// One endpoint, judged.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// What was measured.
    pub attempt: Attempt,
    /// The headline: `ok`, or the verdict to act on first.
    pub verdict: Verdict,
    /// Everything else found, most severe first; never repeats the headline.
    pub findings: Vec<Verdict>,
    /// Of the connection the headline is about, where it captured a chain.
    pub trust: Option<Arc<Trust>>,
    /// Of each connection that presented a chain ([`Attempt::presented`]), in that order: its own,
    /// then those of other key types. `None` where none was captured.
    pub trusts: Vec<Option<Arc<Trust>>>,
}

impl Endpoint {
    /// The headline and everything else found.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        std::iter::once(&self.verdict).chain(&self.findings)
    }

    /// Every different chain that its addresses presented, with the judgement of it; those of other
    /// key types last.
    pub fn chains(&self) -> impl Iterator<Item = (&[Cert], &Arc<Trust>)> {
        let connections = self.attempt.presented().zip(&self.trusts);
        let all = connections
            .filter_map(|(connection, trust)| Some((connection.chain(), trust.as_ref()?)));
        let mut seen: Vec<&[Cert]> = Vec::new();
        all.filter(move |(chain, _)| {
            let new = !seen.contains(chain);
            if new {
                seen.push(chain);
            }
            new
        })
    }

    /// A CA that is trusted leads to this certificate, by what the endpoint shows.
    #[must_use]
    pub fn vouches_for(&self, cert: &Cert) -> bool {
        let mut chains = self.chains();
        chains.any(|(_, trust)| trust.vouched.contains(cert))
    }

    /// The verdict of interception, whatever else is wrong too.
    #[must_use]
    pub fn interception(&self) -> Option<&Verdict> {
        self.interceptions().next()
    }

    /// The same of each interceptor, where several answer on different addresses.
    pub fn interceptions(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts().filter(|v| v.code() == Code::Intercepted)
    }

    /// Nobody named it, and it is not there: no failure, and no bundle can be for it.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        not_exposed::says_it_all(&self.verdict)
    }

    /// A stranger named it, and nothing of it was contacted: nothing is known about it, and no
    /// bundle can be for it.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        contact::is_closed(&self.attempt)
    }

    /// Whether its verdict is the one that was expected, on every address; `None` where none was.
    #[must_use]
    pub fn is_as_expected(&self) -> Option<bool> {
        let expected = self.attempt.target.expect?;
        let shows_it = &self.verdict.addresses;
        let mut all = self.attempt.connections.iter();
        let everywhere = shows_it.is_empty() || all.all(|c| shows_it.contains(&c.address));
        Some(self.verdict.code() == expected && everywhere)
    }

    /// How much is wrong: the most severe of what was found. Where some addresses work, the
    /// failures of the others are a warning. Where a verdict was expected, nothing is if it came, and
    /// everything if another did.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.is_as_expected() {
            Some(true) => return Severity::Ok,
            Some(false) => return Severity::Failure,
            None => {}
        }
        let worst = self
            .findings
            .iter()
            .map(Verdict::severity)
            .max()
            .unwrap_or(Severity::Ok);
        let bound = if self.verdict.is_failure() {
            Severity::Failure
        } else {
            Severity::Warning
        };
        self.verdict.severity().max(worst.min(bound))
    }
}

/// The judged endpoints of a run, by their place in the input (from 0). They are made when they are
/// asked for, and not kept: a run may have a hundred thousand of them.
pub trait Endpoints: Sync {
    /// The time at which the run is judged.
    fn at(&self) -> Moment;

    /// How many there are.
    fn len(&self) -> usize;

    /// The endpoint as its own attempt shows it, whatever the rest of the run tells.
    ///
    /// # Errors
    /// Its evidence cannot be read back.
    fn own(&self, place: usize) -> Result<Endpoint, ReadBackError>;

    /// The endpoint with the verdict that counts.
    ///
    /// # Errors
    /// Its evidence cannot be read back.
    fn endpoint(&self, place: usize) -> Result<Endpoint, ReadBackError>;

    /// What was measured of the endpoint, where no verdict is asked for.
    ///
    /// # Errors
    /// It cannot be read back.
    fn attempt(&self, place: usize) -> Result<Attempt, ReadBackError>;

    /// Where the run tells more of an endpoint than its own verdicts do, by place.
    fn run_findings(&self) -> &[RunFinding];

    /// There are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl dyn Endpoints + '_ {
    /// Makes something of each endpoint, on all processors, and uses what was made in the order of
    /// the input.
    ///
    /// # Errors
    /// An endpoint's evidence cannot be read back, or what `using` says.
    pub fn each<T: Send, E: From<ReadBackError>>(
        &self,
        make: impl Fn(usize, Endpoint) -> T + Sync,
        using: impl FnMut(usize, T) -> Result<(), E>,
    ) -> Result<(), E> {
        self.some((0..self.len()).map(|place| (place, place)), make, using)
    }

    /// The same of the endpoints at these places, in this order; something goes with each.
    ///
    /// # Errors
    /// As of `each`.
    pub fn some<W: Copy + Sync + Send, T: Send, E: From<ReadBackError>>(
        &self,
        places: impl Iterator<Item = (usize, W)>,
        make: impl Fn(W, Endpoint) -> T + Sync,
        using: impl FnMut(W, T) -> Result<(), E>,
    ) -> Result<(), E> {
        in_order(places, |place| self.endpoint(place), make, using)
    }

    /// The same of what was measured at these places: nothing is judged.
    ///
    /// # Errors
    /// As of `each`.
    pub fn attempts<W: Copy + Sync + Send, T: Send, E: From<ReadBackError>>(
        &self,
        places: impl Iterator<Item = (usize, W)>,
        make: impl Fn(W, Attempt) -> T + Sync,
        using: impl FnMut(W, T) -> Result<(), E>,
    ) -> Result<(), E> {
        in_order(places, |place| self.attempt(place), make, using)
    }

    /// The same of every endpoint as its own attempt shows it.
    ///
    /// # Errors
    /// As of `each`.
    pub fn each_own<T: Send, E: From<ReadBackError>>(
        &self,
        make: impl Fn(usize, Endpoint) -> T + Sync,
        using: impl FnMut(usize, T) -> Result<(), E>,
    ) -> Result<(), E> {
        let places = (0..self.len()).map(|place| (place, place));
        in_order(places, |place| self.own(place), make, using)
    }

    /// All of them at once.
    ///
    /// # Errors
    /// An endpoint's evidence cannot be read back.
    pub fn all(&self) -> Result<Vec<Endpoint>, ReadBackError> {
        let mut all = Vec::new();
        self.each(
            |_, endpoint| endpoint,
            |_, endpoint| {
                all.push(endpoint);
                Ok::<(), ReadBackError>(())
            },
        )?;
        Ok(all)
    }
}

/// Reads what is at these places and makes something of it, on all processors; uses it in order,
/// while more is made.
///
/// # Errors
/// What is at a place cannot be read, or what `using` says.
pub fn in_order<W: Copy + Sync + Send, R, T: Send, E: From<ReadBackError>>(
    mut places: impl Iterator<Item = (usize, W)>,
    read: impl Fn(usize) -> Result<R, ReadBackError> + Sync,
    make: impl Fn(W, R) -> T + Sync,
    mut using: impl FnMut(W, T) -> Result<(), E>,
) -> Result<(), E> {
    let of = |(place, with): (usize, W)| read(place).map(|read| make(with, read));
    let all_of = |some: &[(usize, W)]| -> Vec<(W, Result<T, ReadBackError>)> {
        let results: Vec<Mutex<_>> = some.iter().map(|_| Mutex::new(None)).collect();
        each_below(some.len(), &|nth| {
            *results[nth].lock().unwrap_or_else(PoisonError::into_inner) = Some(of(some[nth]));
        });
        let results = results.into_iter().map(Mutex::into_inner);
        let results = results.map(|result| result.unwrap_or_else(PoisonError::into_inner));
        let all = some.iter().zip(results);
        all.filter_map(|((_, with), result)| Some((*with, result?)))
            .collect()
    };
    let mut some = || places.by_ref().take(AT_ONCE).collect::<Vec<_>>();
    let mut ready = all_of(&some());
    while !ready.is_empty() {
        let (next, mut coming, mut used) = (some(), Vec::new(), Ok(()));
        let mut use_all = || {
            let mut all = ready.drain(..);
            used = all.try_for_each(|(with, read)| using(with, read?));
        };
        if next.is_empty() {
            use_all();
        } else {
            beside(&mut || coming = all_of(&next), &mut use_all);
        }
        used?;
        ready = coming;
    }
    Ok(())
}

/// Does this for each number below `count`, on all processors. Not generic, so that the program has
/// it once.
fn each_below(count: usize, work: &(dyn Fn(usize) + Sync)) {
    if count < FEW {
        (0..count).for_each(work);
    } else {
        (0..count).into_par_iter().for_each(work);
    }
}

/// Does the one thing on another processor, where there is one, and the other here.
fn beside(there: &mut (dyn FnMut() + Send), here: &mut dyn FnMut()) {
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| there());
        here();
    });
}

/// How many endpoints are judged side by side before they are used.
const AT_ONCE: usize = 256;
/// So few that one processor does.
const FEW: usize = 16;

/// One endpoint in the light of the whole run, where its verdicts are not those of its own attempt:
/// another headline, or other findings beside the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFinding {
    /// The place of the endpoint among [`Endpoints`].
    pub place: usize,
    /// The endpoint, `host:port`.
    pub authority: String,
    /// Its kind.
    pub role: RoleRef,
    /// What the run brought to light.
    pub effect: Arc<RunEffect>,
    /// The code of the endpoint's own verdict.
    pub own: Code,
    /// The code that counts in summaries, exit codes and bundles.
    pub effective: Code,
}

/// What the run brought to light about an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunEffect {
    /// Another endpoint shows an issuer that this one leaves out.
    IssuerMet {
        /// Label of the issuer.
        issuer: Foreign,
        /// SHA-256 of its certificate, lower-case hex.
        sha256: String,
        /// The endpoint that shows it, `host:port`.
        at: String,
    },
    /// Its certificate bears the mark of an interceptor that gave itself away at another endpoint.
    InterceptorMet,
    /// Its certificate bears the mark of somebody who made a certificate for a name that cannot
    /// exist, at another endpoint.
    MinterMet,
    /// What was learnt elsewhere changes the evidence, but neither of the above is the reason.
    MoreKnown,
}
