//! The file of one vantage point, whatever it is: a saved run, which is judged again, or a report that
//! was printed. What cannot be used is a problem at its place.

use std::path::Path;

use super::terminal::Terminal;
use super::{output, saved};
use crate::compare::{self, Observation, ReadProblem, ReportForm, Vantage};
use crate::engine;
use crate::error::{Error, Problem};
use crate::judge::Endpoints;
use crate::plan::{ComparePlan, LabelledFile};
use crate::report;
use crate::runlog::{Log, LogError, Source};
use crate::words;

/// Reports are read whole.
const LARGEST: u64 = 1 << 30;

/// Those files that can be used, and what is wrong with any.
pub(super) fn all(plan: &ComparePlan) -> (Vec<Vantage>, Vec<Problem>) {
    let terminal = Terminal::new(plan.notes);
    let (mut vantages, mut problems) = (Vec::new(), Vec::new());
    for LabelledFile { file, label } in &plan.vantages {
        match vantage(file, label, &terminal) {
            Ok((vantage, more)) => {
                vantages.push(vantage);
                problems.extend(more);
            }
            Err(problem) => problems.push(problem),
        }
    }
    (vantages, problems)
}

/// A problem with a file, in words, at its place.
fn told(file: &str, problem: &ReadProblem) -> Problem {
    let place = match problem.lines {
        None => file.to_owned(),
        Some((first, last)) if first == last => format!("{file}:{first}"),
        Some((first, last)) => format!("{file}:{first}-{last}"),
    };
    let told = words::read_problem(problem);
    Problem::new(place, told.said, told.advice)
}

fn vantage(
    file: &str,
    label: &str,
    terminal: &Terminal,
) -> Result<(Vantage, Vec<Problem>), Problem> {
    let unreadable = |e: std::io::Error| {
        let why = format!("cannot be read: {}", output::reason(&e));
        Problem::new(file, why, "name a file that is there")
    };
    let source = Source::open(Path::new(file), worth_reading).map_err(unreadable)?;
    let (form, observations, problems, more) = match source.recognise() {
        Ok(()) => judged_again(source, file, terminal)?,
        Err(LogError::NotALog) => {
            let bytes = source.bytes(LARGEST + 1).map_err(unreadable)?;
            if bytes.len() as u64 > LARGEST {
                return Err(Problem::new(
                    file,
                    "larger than 1 GiB",
                    "compare runs of fewer targets",
                ));
            }
            let (form, observations, problems) =
                compare::read(&bytes).map_err(|p| told(file, &p))?;
            (form, observations, problems, Vec::new())
        }
        Err(error) => return Err(unusable(file, saved::refused(file, &error))),
    };
    let problems = problems.iter().map(|p| told(file, p));
    let problems = problems.chain(more).collect();
    if observations.is_empty() {
        return Err(Problem::new(
            file,
            "holds no endpoint",
            "save a run that measured some",
        ));
    }
    Ok((
        Vantage {
            label: label.to_owned(),
            file: file.to_owned(),
            form,
            observations,
        },
        problems,
    ))
}

fn unusable(file: &str, error: Error) -> Problem {
    match error {
        Error::Input { what, why, hint } => Problem::new(what, why, hint),
        other @ (Error::Usage(_)
        | Error::Output { .. }
        | Error::BrokenPipe
        | Error::ReadBack(_)
        | Error::Interrupted(_)) => Problem::new(file, other.to_string(), ""),
    }
}

/// How much is read of a stream that begins so: a device may be endless, and so may be lines of
/// another kind. Every form has one of these fields within what is read first.
fn worth_reading(head: &[u8]) -> u64 {
    const FIELDS: [&[u8]; 4] = [
        b"\"schema_version\"",
        b"\"endpoints\"",
        b"\"target\"",
        b"\"run\"",
    ];
    let has = |field: &&[u8]| head.windows(field.len()).any(|bytes| bytes == *field);
    if FIELDS.iter().any(has) {
        LARGEST + 1
    } else {
        0
    }
}

/// A saved run is judged and printed as JSON lines first, one at a time, so that all files are read by the same
/// code.
fn judged_again(source: Source, file: &str, terminal: &Terminal) -> Result<JudgedAgain, Problem> {
    let failed = |e| unusable(file, e);
    let log = Log::of(source).map_err(|e| failed(saved::refused(file, &e)))?;
    let run = engine::recall(log, Path::new(file), terminal).map_err(failed)?;
    let judged = run.judged().map_err(failed)?;
    let mut lines = compare::Lines::default();
    (&judged as &dyn Endpoints)
        .each(
            |_, endpoint| report::line(&endpoint),
            |_, line| {
                lines.take(line.as_bytes());
                Ok::<(), Error>(())
            },
        )
        .map_err(failed)?;
    let (observations, problems) = lines.end();
    Ok((ReportForm::SavedRun, observations, problems, run.problems))
}

/// The same as of a report, with what is wrong with the log.
type JudgedAgain = (ReportForm, Vec<Observation>, Vec<ReadProblem>, Vec<Problem>);
