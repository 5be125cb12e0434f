//! What `probe endpoints` and `probe login` are to do. A login is the same question about fewer
//! roles.

use super::environment::Environment;
use super::run::{Purpose, RunPlan};
use super::surroundings::Surroundings;
use crate::cli::{EndpointsArgs, FailOn, LoginArgs, LoginFormat};
use crate::codes::Severity;
use crate::error::Error;
use crate::report::{self, ReportFormat, TextStyle};

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
}

impl EndpointsPlan {
    pub(super) fn of(
        args: EndpointsArgs,
        surroundings: &Surroundings,
        environment: Environment,
    ) -> Result<Self, Error> {
        Ok(Self {
            run: RunPlan::of(
                args.source,
                args.trust.into(),
                Purpose::Endpoints,
                surroundings,
                environment,
            )?,
            format: args.output,
            style: surroundings.style,
            fail_on: least(args.fail_on),
            whole_commands: args.output.whole_commands,
        })
    }

    pub(super) fn of_login(
        args: LoginArgs,
        surroundings: &Surroundings,
        environment: Environment,
    ) -> Result<Self, Error> {
        Ok(Self {
            run: RunPlan::of(
                args.source,
                args.trust.into(),
                Purpose::Login,
                surroundings,
                environment,
            )?,
            format: match args.output {
                LoginFormat::Table => &report::TABLE,
                LoginFormat::Json => &report::JSON,
            },
            style: surroundings.style,
            fail_on: least(args.fail_on),
            whole_commands: true,
        })
    }
}

fn least(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Failure => Some(Severity::Failure),
        FailOn::Never => None,
    }
}
