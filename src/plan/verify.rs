//! What `probe verify-bundle` is to do: judge a file alone, or what it does for endpoints, too.
//! Opens nothing.

use std::path::PathBuf;
use std::time::Duration;

use super::again::AgainPlan;
use super::environment::Environment;
use super::run::{Purpose, RunPlan, TrustPlan};
use super::surroundings::Surroundings;
use crate::cli::VerifyArgs;
use crate::error::Error;
use crate::moment::Moment;
use crate::report::{TextOrJson, TextStyle};

/// A bundle's file to be checked.
#[derive(Clone, Debug)]
pub struct VerifyPlan {
    /// The file.
    pub bundle: PathBuf,
    /// How it is reported.
    pub format: TextOrJson,
    /// It has stand-ins for what is not to be told.
    pub redacted: bool,
    /// How wide and how colourful the report may be.
    pub style: TextStyle,
    /// Certificates that end within this time are named.
    pub valid_for: Duration,
    /// When the file is judged.
    pub at: Moment,
    /// The file whose certificates it is compared with; then it is asked nothing else.
    pub same_as: Option<PathBuf>,
    /// The endpoints it is to verify; `None`: the file alone.
    pub run: Option<RunPlan>,
    /// How the same endpoints are asked for again.
    pub again: AgainPlan,
}

impl VerifyPlan {
    pub(super) fn of(
        args: VerifyArgs,
        surroundings: &Surroundings,
        environment: Environment,
    ) -> Result<Self, Error> {
        if args.same_as.is_some() && !args.source.is_empty() {
            return Err(Error::Usage(
                "--same-as compares two files: leave out the targets, or verify without it".into(),
            ));
        }
        // The system's trust does not affect the result; it only helps to explain why an endpoint
        // does not verify.
        let trust = TrustPlan {
            at: args.at,
            ..TrustPlan::default()
        };
        let run = if args.source.is_empty() {
            None
        } else {
            let purpose = Purpose::Bundle;
            let run = RunPlan::of(args.source, trust, purpose, surroundings, environment)?;
            if args.redact.redact {
                nothing_saved(&run)?;
            }
            run.has_stdout_alone("the report", "give --save a file")?;
            Some(run)
        };
        Ok(Self {
            bundle: args.bundle,
            format: args.output,
            redacted: args.redact.redact,
            style: surroundings.style,
            valid_for: args.valid_for,
            same_as: args.same_as,
            at: args.at.unwrap_or(surroundings.now),
            run,
            again: AgainPlan::of(surroundings),
        })
    }
}

/// Of a run that is saved beside a report with stand-ins nobody could tell which of the two is meant to
/// be handed on.
fn nothing_saved(run: &RunPlan) -> Result<(), Error> {
    if run.save.is_some() {
        return Err(Error::Usage(
            "--redact and --save: here a run is saved as it was measured\nhint: probe endpoints --redact --save SHARED saves one with stand-ins"
                .into(),
        ));
    }
    Ok(())
}
