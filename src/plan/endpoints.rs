//! What `probe endpoints` and `probe login` are to do. A login is the same question about fewer
//! roles.

use std::path::{Path, PathBuf};

use super::again::AgainPlan;
use super::distinct;
use super::environment::Environment;
use super::reports::{one, parted};
use super::run::{PartsPlan, Purpose, RunPlan, STDOUT};
use super::surroundings::Surroundings;
use crate::cli::{EndpointsArgs, FailOn, ReportTo};
use crate::codes::Severity;
use crate::error::Error;
use crate::report::{NOTHING, ReportFormat, TABLE, TextStyle};

/// Verdicts on endpoints.
#[derive(Clone, Debug)]
pub struct EndpointsPlan {
    /// What is measured or judged again.
    pub run: RunPlan,
    /// How it is reported on standard output.
    pub format: &'static ReportFormat,
    /// Further reports, and the file of each.
    pub files: Vec<(&'static ReportFormat, PathBuf)>,
    /// How wide and how colourful the report may be.
    pub style: TextStyle,
    /// The reports have stand-ins for what is not to be told.
    pub redacted: bool,
    /// Where the run is saved with such stand-ins, too.
    pub saved_redacted: Option<PathBuf>,
    /// The least severity that makes the exit code 1; `None`: no severity does.
    pub fail_on: Option<Severity>,
    /// Shows commands of several lines.
    pub whole_commands: bool,
    /// A login is what is asked about, so that it comes first, leg by leg.
    pub legs: bool,
    /// How the same endpoints are asked for again.
    pub again: AgainPlan,
}

impl EndpointsPlan {
    pub(super) fn of(
        args: EndpointsArgs,
        purpose: Purpose,
        surroundings: &Surroundings,
        environment: Environment,
    ) -> Result<Self, Error> {
        Self::of_parts(args, None, (purpose, surroundings, environment))
    }

    /// The same where the saved run that is judged is made of these.
    pub(super) fn of_parts(
        args: EndpointsArgs,
        parts: Option<PartsPlan>,
        (purpose, surroundings, environment): (Purpose, &Surroundings, Environment),
    ) -> Result<Self, Error> {
        let EndpointsArgs {
            output,
            fail_on,
            expect_verdict,
            redact,
            source,
            trust,
        } = args;
        let mut run = RunPlan::of(source, trust.into(), purpose, surroundings, environment)?;
        run.sources.expect = expect_verdict;
        run.parts = parts;
        let (format, files) = reports(output, &run)?;
        let saved_redacted = if redact.redact {
            saved_at_the_end(&mut run)?
        } else {
            run.saves_what_it_measures()?;
            None
        };
        Ok(Self {
            run,
            redacted: redact.redact,
            saved_redacted,
            format,
            files,
            style: surroundings.style,
            fail_on: least(fail_on),
            whole_commands: format.whole_commands,
            legs: purpose == Purpose::Login,
            again: AgainPlan::of(surroundings),
        })
    }
}

/// A report in a format, and its file.
type FileReport = (&'static ReportFormat, PathBuf);

/// What goes to standard output (the table, unless something else is to, or the log), and what into
/// files.
fn reports(
    wanted: Vec<ReportTo>,
    run: &RunPlan,
) -> Result<(&'static ReportFormat, Vec<FileReport>), Error> {
    let (shown, files) = parted(wanted);
    if let Some(format) = shown.first() {
        let other = format!("-o {}", format.name);
        run.has_stdout_alone(&other, &format!("give one of them a file: {other}=FILE"))?;
    }
    let format = one(&shown, |format: &ReportFormat| format.name)?;
    let flags: Vec<String> = files
        .iter()
        .map(|(format, _)| format!("-o {}", format.name))
        .collect();
    let written = flags.iter().zip(&files);
    let mut written: Vec<_> = written
        .map(|(flag, (_, path))| (flag.as_str(), Some(path.as_path())))
        .collect();
    let parts = run.parts.as_ref();
    let save = run
        .save
        .as_deref()
        .or(parts.and_then(|parts| parts.save.as_deref()));
    let save = save.filter(|path| *path != Path::new(STDOUT));
    written.push(("--save", save));
    let read: Vec<_> = match parts {
        Some(parts) => parts
            .files
            .iter()
            .map(|file| ("RUN", Some(file.as_path())))
            .collect(),
        None => vec![("--from", run.from.as_deref())],
    };
    distinct::check(&written, &read)?;
    let usual = if run.saves_to_stdout() {
        &NOTHING
    } else {
        &TABLE
    };
    Ok((format.unwrap_or(usual), files))
}

/// Where a run is saved with stand-ins: at its end and nowhere before, since what is met first may name
/// what is met last.
///
/// # Errors
/// It is to go on with a run that has none.
fn saved_at_the_end(run: &mut RunPlan) -> Result<Option<PathBuf>, Error> {
    if run.resumes {
        return Err(Error::Usage(
            "--redact and --resume: a run with stand-ins cannot be gone on with\nhint: resume it without --redact, and then redact it: probe endpoints --from RUN --redact --save SHARED"
                .into(),
        ));
    }
    let of_parts = run.parts.as_mut().and_then(|parts| parts.save.take());
    Ok(run.save.take().or(of_parts))
}

pub(super) fn least(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Failure => Some(Severity::Failure),
        FailOn::Never => None,
    }
}
