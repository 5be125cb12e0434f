//! `probe endpoints`: inputs → evidence → verdicts → report. What was found is printed before
//! anything else can fail, and is saved even if stdout is closed. `probe login` is the same for
//! fewer roles.

use std::path::Path;

use super::output::{self, Stdout};
use super::printing::Printing;
use super::redacted::Known;
use super::session::Session;
use super::{exit_code, given, interrupt, saved};
use crate::codes::Severity;
use crate::engine::{Run, TOOL};
use crate::error::Error;
use crate::judge::Endpoints;
use crate::mtc::login::{Login, logins};
use crate::mtc::{Outlooks, RunOutlooks, StatusOutlook, status_outlooks};
use crate::plan::{EndpointsPlan, RoleScope, STDOUT};
use crate::report::{self, Again, MeasuringInfo, MtcReport, Report, TextStyle};

/// The program in a report that is handed on: wherever it is here.
const PROGRAM: &str = "probe";

/// What the report says about MTC, beside the endpoints themselves.
struct MtcFindings<'a> {
    objects: RunOutlooks<'a>,
    statuses: Vec<StatusOutlook>,
    logins: Vec<Login>,
}

pub(super) async fn run(plan: &EndpointsPlan) -> Result<u8, Error> {
    let (run, worst) = show(plan).await?;
    let interrupted = run.interrupted.or_else(interrupt::came);
    let passed = plan.fail_on.is_none_or(|least| worst < least);
    Ok(exit_code(interrupted, run.problems.is_empty(), passed))
}

/// Measures, prints and saves; gives the run, and how bad the worst of it is.
pub(super) async fn show(plan: &EndpointsPlan) -> Result<(Run, Severity), Error> {
    check_places(plan)?;
    let session = Session::prepare(&plan.run).await?;
    session.note_unconfirmed();
    let mut printing = Printing::of(plan.format, session.terminal.printer());
    if plan.redacted {
        // What is told of the first endpoint may name the last.
        printing = printing.whole();
    }
    let mut run = session.run(&mut printing).await?;
    let judged = run.judged()?;
    let found = MtcFindings::of(&run, &judged, plan.run.scope)?;
    let from = plan.run.from.as_ref();
    let from = from.map(|path| path.display().to_string());
    let typed = given::again_without_unread(&plan.again, (&plan.run.trust.cas, &run.stores));
    let words = (from.as_deref(), typed.as_str());
    let mut whole = report(plan, &run, (&judged, &found), words);
    let known = if plan.redacted {
        let saves = plan.saved_redacted.is_some();
        Some(Known::of(&run, report::originals(&whole)?, saves)?)
    } else {
        None
    };
    whole.redaction = known.as_ref().map(|known| &known.redaction);
    let printed = printing.end(&judged, (&found.report(plan), &run.shortages), |pieces| {
        let report = Report {
            pieces,
            ..whole.clone()
        };
        (plan.format.render)(&report, &plan.style, &mut Stdout)
    });
    let written = files(plan, &whole);
    let worst = found.worst().max(run.worst(&judged)?);
    let kept = known.map(|known| known.save(plan, (&run, &judged)));
    drop(judged);
    saved::check(plan.run.save.as_deref(), &mut run)?;
    printed?;
    written?;
    kept.transpose()?;
    Ok((run, worst))
}

/// Fails now, before anything is measured, if a report or a run could not be written later.
fn check_places(plan: &EndpointsPlan) -> Result<(), Error> {
    let reports = plan.files.iter();
    let reports = reports.map(|(format, path)| (format!("-o {}", format.name), path));
    let run = plan.saved_redacted.iter();
    let run = run.filter(|path| path.as_path() != Path::new(STDOUT));
    for (flag, path) in reports.chain(run.map(|path| ("--save".to_owned(), path))) {
        output::check_is_not_stdout(&flag, path)?;
        output::check_writable(path)?;
    }
    Ok(())
}

impl<'a> MtcFindings<'a> {
    /// What is reported about MTC beside the endpoints. A login (`probe login`) reports no objects.
    fn of(run: &'a Run, judged: &'a dyn Endpoints, scope: RoleScope) -> Result<Self, Error> {
        let only_login = scope == RoleScope::Login;
        let objects = if only_login { &[] } else { &run.objects[..] };
        let statuses = if only_login { &[] } else { &run.statuses[..] };
        Ok(Self {
            objects: run.outlooks(objects, judged)?,
            statuses: status_outlooks(statuses),
            logins: logins(&run.of_logins(judged)?, only_login),
        })
    }

    fn worst(&self) -> Severity {
        let objects: &dyn Outlooks = &self.objects;
        let objects = objects.briefs().map(|outlook| outlook.severity);
        let statuses = self.statuses.iter().map(StatusOutlook::severity);
        objects.chain(statuses).max().unwrap_or(Severity::Ok)
    }

    fn report(&self, plan: &EndpointsPlan) -> MtcReport<'_> {
        MtcReport {
            objects: &self.objects,
            statuses: &self.statuses,
            logins: &self.logins,
            whole_commands: plan.whole_commands,
            legs: plan.legs,
        }
    }
}

/// Every report that goes into a file. What cannot be written keeps no other from being written.
fn files(plan: &EndpointsPlan, report: &Report<'_>) -> Result<(), Error> {
    let mut written = Ok(());
    for (format, path) in &plan.files {
        let style = TextStyle::plain(output::FILE_WIDTH);
        let one = output::write_whole(path, |out| (format.render)(report, &style, out));
        written = written.and(one);
    }
    written
}

fn report<'a>(
    plan: &'a EndpointsPlan,
    run: &'a Run,
    (judgement, found): (&'a dyn Endpoints, &'a MtcFindings<'_>),
    (from, typed): (Option<&'a str>, &'a str),
) -> Report<'a> {
    Report {
        tool: TOOL,
        at: run.record.at,
        judgement,
        pieces: None,
        ground: run.ground(),
        mtc: found.report(plan),
        canaries: &run.canaries,
        problems: &run.problems,
        shortages: &run.shortages,
        measured: MeasuringInfo {
            recording: from,
            limits: plan.run.deadlines.clone(),
            stores: &run.stores,
            is_redacted: run.record.redacted,
            again: Again {
                program: if plan.redacted {
                    PROGRAM
                } else {
                    &plan.again.program
                },
                typed,
            },
        },
        redaction: None,
    }
}
