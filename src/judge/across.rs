//! What only the whole run can tell of an endpoint: an issuer that another endpoint shows, an
//! interceptor that gave itself away elsewhere. Its own verdict stays as it was printed; the finding
//! says which code counts instead.

use super::judged::{Endpoint, Judgement, RunEffect, RunFinding};
use super::{CertSource, Given, Learnt, endpoint};
use crate::codes::Code;
use crate::evidence::Attempt;

/// Judges every attempt by itself, and again where something learnt from the run concerns it.
#[must_use]
pub fn across(attempts: &[Attempt], given: Given<'_>, learnt: &Learnt) -> Judgement {
    let mut run_findings = Vec::new();
    let effective = |(place, attempt): (usize, &Attempt)| {
        let own = given.judge(attempt);
        if !learnt.concerns(&own) {
            return own;
        }
        let all = endpoint(attempt.clone(), learnt.ground(given));
        if own.verdict != all.verdict || own.findings != all.findings {
            run_findings.push(RunFinding {
                place,
                effect: effect(&own, &all),
                own: own.verdict.code(),
            });
        }
        all
    };
    let endpoints = attempts.iter().enumerate().map(effective).collect();
    Judgement {
        at: given.now,
        endpoints,
        run_findings,
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
