//! What only the whole run can tell of an endpoint: an issuer that another endpoint shows, an
//! interceptor that gave itself away elsewhere. Its own verdict stays as it was printed; the finding
//! says which code counts instead.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::judged::{Endpoint, Endpoints, RunEffect, RunFinding};
use super::{CertSource, Given, Learnt, endpoint};
use crate::codes::Code;
use crate::evidence::{Attempt, Attempts, ReadBackError};
use crate::moment::Moment;

/// The attempts of a run, each judged when it is asked for: by itself, or again where something
/// learnt from the run concerns it.
pub struct JudgedRun<'a> {
    attempts: &'a dyn Attempts,
    given: Given<'a>,
    learnt: &'a Learnt,
    /// Places of the endpoints that are judged again.
    again: BTreeSet<usize>,
    run_findings: Vec<RunFinding>,
}

/// Judges a run as a whole: each endpoint as it counts in the end.
///
/// # Errors
/// An attempt cannot be read back.
pub fn across<'a>(
    attempts: &'a dyn Attempts,
    given: Given<'a>,
    learnt: &'a Learnt,
) -> Result<JudgedRun<'a>, ReadBackError> {
    let (mut again, mut run_findings) = (BTreeSet::new(), Vec::<RunFinding>::new());
    for place in learnt.places() {
        let own = given.judge(attempts.read(*place)?);
        if !learnt.concerns(&own) {
            continue;
        }
        again.insert(*place);
        let all = endpoint(own.attempt.clone(), learnt.ground(given));
        if own.verdict != all.verdict || own.findings != all.findings {
            let target = &all.attempt.target;
            run_findings.push(RunFinding {
                place: *place,
                authority: target.authority(),
                role: target.role,
                effect: shared(effect(&own, &all), run_findings.last()),
                own: own.verdict.code(),
                effective: all.verdict.code(),
            });
        }
    }
    Ok(JudgedRun {
        attempts,
        given,
        learnt,
        again,
        run_findings,
    })
}

impl Endpoints for JudgedRun<'_> {
    fn at(&self) -> Moment {
        self.given.now
    }

    fn len(&self) -> usize {
        self.attempts.len()
    }

    fn own(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        Ok(self.given.judge(self.attempts.read(place)?))
    }

    fn endpoint(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        if !self.again.contains(&place) {
            return self.own(place);
        }
        let attempt = self.attempts.read(place)?;
        Ok(endpoint(attempt, self.learnt.ground(self.given)))
    }

    fn attempt(&self, place: usize) -> Result<Attempt, ReadBackError> {
        self.attempts.read(place)
    }

    fn run_findings(&self) -> &[RunFinding] {
        &self.run_findings
    }
}

/// One value for all in a row of whom the same is told.
fn shared(effect: RunEffect, last: Option<&RunFinding>) -> Arc<RunEffect> {
    match last {
        Some(last) if *last.effect == effect => Arc::clone(&last.effect),
        _ => Arc::new(effect),
    }
}

fn effect(own: &Endpoint, all: &Endpoint) -> RunEffect {
    let new = |code: Code| {
        all.verdicts().any(|v| v.code() == code) && own.verdicts().all(|v| v.code() != code)
    };
    let path = all.trust.iter().flat_map(|trust| &trust.path);
    let mut met = path.filter_map(|(cert, source)| match source {
        CertSource::Endpoint(at) => Some((cert, at)),
        CertSource::Store(_) | CertSource::Sent | CertSource::Aia(_) => None,
    });
    if new(Code::Intercepted) {
        RunEffect::InterceptorMet
    } else if new(Code::MintedOnDemand) {
        RunEffect::MinterMet
    } else if let Some((cert, at)) = met.next() {
        RunEffect::IssuerMet {
            issuer: cert.label(),
            sha256: cert.sha256().to_owned(),
            at: at.clone(),
        }
    } else {
        RunEffect::MoreKnown
    }
}
