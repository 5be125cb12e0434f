//! A run that is saved with stand-ins (`--redact --save`): written at the end, when all that it names is
//! known; read back and judged again, so that what it says otherwise is told.

use std::collections::BTreeSet;
use std::io;

use super::parts::{self, ToSpool};
use super::terminal::Terminal;
use super::{output, saved};
use crate::cert::Cert;
use crate::codes::Code;
use crate::engine::{self, Run};
use crate::error::Error;
use crate::evidence::Store;
use crate::judge::{Endpoint, Endpoints, Verdict};
use crate::plan::EndpointsPlan;
use crate::redact::{Originals, Redaction};
use crate::runlog::{Log, LogWriter, RunRecord, Source, Spool, mattering};
use crate::stand_in::{Met, StandIns};
use crate::words::{self, JudgedOtherwise};

/// What is to be replaced in the reports of a run, and in the run itself where it is saved.
pub(super) struct Known {
    pub(super) redaction: Redaction,
    certs: Vec<Cert>,
    stores: Vec<Store>,
}

impl Known {
    /// What the reports name; where the run is saved, what else it names behind that.
    pub(super) fn of(run: &Run, reported: Originals, saves: bool) -> Result<Self, Error> {
        let mut met = Met::after(reported);
        let mut stores = Vec::new();
        if saves {
            let attempts = run.attempts();
            for place in 0..attempts.len() {
                met.part(&attempts.read(place)?);
            }
            run.canaries.iter().for_each(|canary| met.part(canary));
            stores = mattering(&run.stores, met.certs());
            for store in &stores {
                met.part(store);
            }
            run.objects.iter().for_each(|object| met.part(object));
            run.statuses.iter().for_each(|status| met.part(status));
            run.problems.iter().for_each(|problem| met.part(problem));
        }
        let (redaction, certs) = met.end();
        Ok(Self {
            redaction,
            certs,
            stores,
        })
    }

    /// Saves the run where the plan says so, and says of which endpoints it tells something else.
    pub(super) fn save(
        &self,
        plan: &EndpointsPlan,
        (run, judged): (&Run, &dyn Endpoints),
    ) -> Result<(), Error> {
        let Some(path) = &plan.saved_redacted else {
            return Ok(());
        };
        let failed = |error: io::Error| engine::log_failed(Some(path), &error);
        let spool = written(run, self).map_err(failed)?;
        let source = Source::spooled(spool).map_err(failed)?;
        parts::save(path, &source)?;
        let log = Log::of(source).map_err(|error| saved::refused("the redacted run", &error))?;
        if judged.is_empty() {
            return Ok(());
        }
        let again = engine::recall(log, path, &Terminal::new(plan.run.notes))?;
        let others = otherwise(judged, &again.judged()?, &self.redaction)?;
        if !others.is_empty() {
            output::note(&words::judged_otherwise(&others));
        }
        Ok(())
    }
}

/// The log of the run with stand-ins.
fn written(run: &Run, known: &Known) -> io::Result<Spool> {
    let stand_ins = StandIns::of(&known.redaction, &known.certs);
    let stores: Vec<_> = known.stores.iter().map(|s| stand_ins.store(s)).collect();
    let record = RunRecord {
        redacted: true,
        ..run.record.clone()
    };
    let out = io::BufWriter::new(ToSpool(Spool::new()));
    let mut log = LogWriter::begin(out, record, &stores)?;
    for object in &run.objects {
        log.object(&stand_ins.part(object).map_err(io::Error::other)?)?;
    }
    for status in &run.statuses {
        log.status(&stand_ins.part(status).map_err(io::Error::other)?)?;
    }
    for problem in &run.problems {
        log.problem(&stand_ins.part(problem).map_err(io::Error::other)?)?;
    }
    for canary in &run.canaries {
        log.canary(&stand_ins.part(canary).map_err(io::Error::other)?)?;
    }
    let attempts = run.attempts();
    for place in 0..attempts.len() {
        let attempt = attempts.read(place).map_err(|error| error.0)?;
        let attempt = stand_ins.part(&attempt).map_err(io::Error::other)?;
        log.attempt(u32::try_from(place).unwrap_or(u32::MAX), &attempt)?;
    }
    let out = log.end(run.complete, run.interrupted)?;
    Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?.0)
}

/// Endpoints of which the two runs have other verdicts.
fn otherwise(
    judged: &dyn Endpoints,
    again: &dyn Endpoints,
    redaction: &Redaction,
) -> Result<Vec<JudgedOtherwise>, Error> {
    let mut others = Vec::new();
    for place in 0..judged.len().min(again.len()) {
        let (was, now) = (judged.endpoint(place)?, again.endpoint(place)?);
        let (before, after) = (codes(&was), codes(&now));
        if before != after {
            let authority = was.attempt.target.authority();
            others.push(JudgedOtherwise {
                endpoint: redaction.text(&authority).into_owned(),
                lost: before.difference(&after).copied().collect(),
                gained: after.difference(&before).copied().collect(),
            });
        }
    }
    Ok(others)
}

fn codes(endpoint: &Endpoint) -> BTreeSet<Code> {
    endpoint.verdicts().map(Verdict::code).collect()
}
