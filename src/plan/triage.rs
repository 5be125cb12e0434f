//! What `probe triage` is to do: which files, how it is told, and how the endpoints in them are measured.
//! Looks at names only.

use std::sync::Arc;

use super::compare::STDIN;
use super::endpoints::least;
use super::environment::Environment;
use super::run::{Purpose, RunPlan};
use super::surroundings::{Notes, Surroundings};
use crate::cli::{SourceArgs, TriageArgs};
use crate::codes::Severity;
use crate::error::Error;
use crate::inputs::{self, RoutedTarget};
use crate::report::{TextStyle, TriageFormat};
use crate::route::Routing;

/// Logs and objects to be read for what is wrong.
#[derive(Clone, Debug)]
pub struct TriagePlan {
    /// Files and directories; [`STDIN`] is standard input.
    pub names: Vec<String>,
    /// How it is reported.
    pub format: TriageFormat,
    /// How wide and how colourful the report may be.
    pub style: TextStyle,
    /// It has stand-ins for what is not to be told.
    pub redacted: bool,
    /// Only the commands that cure are printed.
    pub patch: bool,
    /// What may be said beside it.
    pub notes: Notes,
    /// The least severity that makes the exit code 1; `None`: no severity does.
    pub fail_on: Option<Severity>,
    /// The command that starts this program again.
    pub program: String,
    /// How endpoints are measured, without any target yet; `None`: they are not.
    probe: Option<RunPlan>,
}

impl TriagePlan {
    pub(super) fn of(
        args: TriageArgs,
        surroundings: &Surroundings,
        environment: Environment,
    ) -> Result<Self, Error> {
        if args.files.iter().filter(|file| *file == STDIN).count() > 1 {
            return Err(Error::Usage("- can be read once".into()));
        }
        let source = SourceArgs::along(args.route);
        let trust = args.trust.into();
        let mut run = RunPlan::of(source, trust, Purpose::Endpoints, surroundings, environment)?;
        run.has_stdout_alone("the report", "give --save a file")?;
        // What is asked is whether these endpoints work, not which others there are.
        run.discovers = false;
        Ok(Self {
            names: args.files,
            format: args.output,
            redacted: args.redact.redact,
            patch: args.patch,
            style: surroundings.style,
            notes: surroundings.notes,
            fail_on: least(args.fail_on),
            program: surroundings.program.clone(),
            probe: args.probe.then_some(run),
        })
    }

    /// The plan that measures these endpoints, each written as a target, and led as its pods are where
    /// that is known; `None` where nothing is to be measured.
    ///
    /// # Errors
    /// One of them is no target.
    pub fn probing(
        &self,
        targets: &[(String, Option<Arc<Routing>>)],
    ) -> Result<Option<RunPlan>, Error> {
        let Some(mut run) = self.probe.clone().filter(|_| !targets.is_empty()) else {
            return Ok(None);
        };
        let written: Vec<&str> = targets
            .iter()
            .map(|(written, _)| written.as_str())
            .collect();
        let routed = inputs::targets(&written)?.into_iter().zip(targets);
        run.sources.targets = routed
            .map(|(target, (_, routing))| RoutedTarget {
                target,
                routing: routing.clone(),
            })
            .collect();
        Ok(Some(run))
    }
}
