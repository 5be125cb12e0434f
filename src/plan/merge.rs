//! What `probe merge` is to do: which runs become one, and how that one is judged and reported.
//! Reads no file.

use std::path::{Path, PathBuf};

use super::endpoints::EndpointsPlan;
use super::environment::Environment;
use super::run::{PartsPlan, Purpose, STDOUT};
use super::surroundings::Surroundings;
use crate::cli::MergeArgs;
use crate::error::Error;
use crate::quote::for_shell;

/// # Errors
/// Flags contradict each other.
pub(super) fn plan(
    args: MergeArgs,
    surroundings: &Surroundings,
    environment: Environment,
) -> Result<EndpointsPlan, Error> {
    let parts = PartsPlan {
        files: args.runs.clone(),
        save: args.save.clone(),
    };
    if parts
        .files
        .iter()
        .filter(|file| **file == Path::new(STDOUT))
        .count()
        > 1
    {
        return Err(Error::Usage("- can be read once".into()));
    }
    let again = match &parts.save {
        Some(save) if save != Path::new(STDOUT) => format!("--from {}", for_shell(save)),
        // It is to be saved first.
        Some(_) | None => "--from FILE".into(),
    };
    let judging = args.judging(name(&parts));
    let of = (Purpose::Endpoints, surroundings, environment);
    let mut plan = EndpointsPlan::of_parts(judging, Some(parts), of)?;
    plan.again.typed = again;
    Ok(plan)
}

/// What the one run is called in reports and messages: the same in whatever order its parts come.
fn name(parts: &PartsPlan) -> PathBuf {
    match (&parts.save, &parts.files[..]) {
        (Some(save), _) if save != Path::new(STDOUT) => save.clone(),
        (_, [one]) => one.clone(),
        (_, files) => format!("{} saved runs", files.len()).into(),
    }
}
