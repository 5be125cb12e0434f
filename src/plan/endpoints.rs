//! What `probe endpoints` and `probe login` are to do. A login is the same question about fewer
//! roles.

use super::again::AgainPlan;
use super::environment::Environment;
use super::run::{Purpose, RunPlan};
use super::surroundings::Surroundings;
use crate::cli::{EndpointsArgs, FailOn};
use crate::codes::Severity;
use crate::error::Error;
use crate::report::{ReportFormat, TextStyle};

/// Verdicts on endpoints.
#[derive(Clone, Debug)]
pub struct EndpointsPlan {
    /// What is measured or judged again.
    pub run: RunPlan,
    /// How it is reported.
    pub format: &'static ReportFormat,
    /// How wide and how colourful the report may be.
    pub style: TextStyle,
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
        let EndpointsArgs {
            output: format,
            fail_on,
            expect_verdict,
            source,
            trust,
        } = args;
        let mut run = RunPlan::of(source, trust.into(), purpose, surroundings, environment)?;
        run.sources.expect = expect_verdict;
        Ok(Self {
            run,
            format,
            style: surroundings.style,
            fail_on: least(fail_on),
            whole_commands: format.whole_commands,
            legs: purpose == Purpose::Login,
            again: AgainPlan::of(surroundings),
        })
    }
}

pub(super) fn least(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Failure => Some(Severity::Failure),
        FailOn::Never => None,
    }
}
