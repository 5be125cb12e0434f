//! `probe verify-bundle`: what is wrong in a file, and what it alone does for endpoints.
//! Writes nothing but its report.

use std::path::Path;

use super::pem_file::{after, read};
use super::session::Session;
use super::{absent, exit_code, interrupt, output};
use crate::bundle;
use crate::bundle::{FileTrial, file};
use crate::cert::Cert;
use crate::engine::TOOL;
use crate::error::{Error, Problem, Signal};
use crate::judge::{Endpoint, Endpoints, SomeEndpoints};
use crate::moment::Moment;
use crate::plan::VerifyPlan;
use crate::quote::for_shell;
use crate::redact::Redaction;
use crate::report::{self, Again, SameBundle, TextOrJson, Verified};
use crate::words;

/// The program in a report that is handed on.
const PROGRAM: &str = "probe";

pub(super) async fn run(plan: &VerifyPlan) -> Result<u8, Error> {
    if let Some(other) = &plan.same_as {
        return compare(plan, other);
    }
    let bytes = read(&plan.bundle)?;
    let seen = Seen::of(plan).await?;
    let horizon = after(seen.at, plan.valid_for);
    let check = file::check(&bytes, seen.at, horizon);
    let trials = bundle::try_file(&seen.endpoints, &check, (seen.at, horizon));
    let mut shown = Verified {
        tool: TOOL,
        file: &plan.bundle.display().to_string(),
        at: seen.at,
        horizon,
        check: &check,
        endpoints: &trials,
        problems: &seen.problems,
        again: Again {
            program: if plan.redacted {
                PROGRAM
            } else {
                &plan.again.program
            },
            typed: &plan.again.typed,
        },
        redaction: None,
    };
    let redaction = plan
        .redacted
        .then(|| Redaction::of(report::verified_originals(&shown)));
    shown.redaction = redaction.as_ref();
    output::report(&match plan.format {
        TextOrJson::Text => report::verified_screen(&shown, &plan.style),
        TextOrJson::Wide => report::verified_text(&shown, &plan.style),
        TextOrJson::Json => report::verified_json(&shown),
    })?;
    // Which of an endpoint's chains came first is chance, where servers answer by turns.
    let serves = |trial: &FileTrial| trial.proof.is_for_every_chain();
    let passed = !check.has_failure() && trials.iter().all(serves);
    let interrupted = seen.interrupted.or_else(interrupt::came);
    Ok(exit_code(interrupted, seen.problems.is_empty(), passed))
}

/// Whether both files hold the same certificates, whatever else is in them.
fn compare(plan: &VerifyPlan, other: &Path) -> Result<u8, Error> {
    let (one, two) = (found(&plan.bundle, plan.at)?, found(other, plan.at)?);
    let mut shown = SameBundle {
        tool: TOOL,
        files: [
            &plan.bundle.display().to_string(),
            &other.display().to_string(),
        ],
        certs: [&one, &two],
        redaction: None,
    };
    let redaction = plan
        .redacted
        .then(|| Redaction::of(report::same_originals(&shown)));
    shown.redaction = redaction.as_ref();
    output::report(&match plan.format {
        TextOrJson::Text | TextOrJson::Wide => report::same_text(&shown, &plan.style),
        TextOrJson::Json => report::same_json(&shown),
    })?;
    Ok(exit_code(None, true, shown.is_same()))
}

/// What Go finds in a file. One that holds nothing, or of which Go drops a part, is like no other.
fn found(path: &Path, at: Moment) -> Result<Vec<Cert>, Error> {
    let check = file::check(&read(path)?, at, at);
    let Some(fault) = check.loss() else {
        return Ok(check.go);
    };
    let told = words::file_fault(fault, &for_shell(path));
    Err(Error::Input {
        what: path.display().to_string(),
        why: told.said,
        hint: told.advice,
    })
}

/// The endpoints that the file is tried on, and the time at which they are judged.
struct Seen {
    at: Moment,
    endpoints: Vec<Endpoint>,
    problems: Vec<Problem>,
    interrupted: Option<Signal>,
}

impl Seen {
    /// None where the plan asks about the file alone.
    async fn of(plan: &VerifyPlan) -> Result<Self, Error> {
        let Some(measured) = &plan.run else {
            return Ok(Self {
                at: plan.at,
                endpoints: Vec::new(),
                problems: Vec::new(),
                interrupted: None,
            });
        };
        let run = Session::prepare(measured).await?.run_to_its_end().await?;
        let endpoints = {
            let judged = run.judged()?;
            let all = (0..judged.len()).filter_map(|place| u32::try_from(place).ok());
            let places = absent::left_out(&judged, all, measured.notes.quiet)?;
            (&SomeEndpoints::of(&judged, places) as &dyn Endpoints).all()?
        };
        Ok(Self {
            at: run.at,
            endpoints,
            problems: run.problems,
            interrupted: run.interrupted,
        })
    }
}
