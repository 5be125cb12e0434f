//! What a run begins with, whatever it is about; and that there may be nothing to begin with.
//! Plain data, which is logged.

use std::io;
use std::path::Path;

use super::TOOL;
use crate::error::{Error, Problem};
use crate::evidence::Store;
use crate::moment::Moment;
use crate::objects::{MtcObject, StatusObject};
use crate::plan::{RoleScope, RunPlan};
use crate::quote::system_words;
use crate::runlog::{LiveLog, RunRecord};

/// What was read before the first connection, without what the run is about.
pub(super) struct Inputs {
    pub(super) objects: Vec<MtcObject>,
    pub(super) statuses: Vec<StatusObject>,
    pub(super) problems: Vec<Problem>,
    pub(super) at: Moment,
    pub(super) stores: Vec<Store>,
}

impl Inputs {
    /// They are the first in the log.
    pub(super) fn begin(&self, log: &LiveLog) -> io::Result<()> {
        let (mut objects, mut statuses) = (self.objects.iter(), self.statuses.iter());
        objects.try_for_each(|object| log.object(object))?;
        statuses.try_for_each(|status| log.status(status))?;
        let mut problems = self.problems.iter();
        problems.try_for_each(|problem| log.problem(problem))
    }
}

/// The first line of the log of a run that began then.
pub(super) fn header(plan: &RunPlan, began: Moment) -> RunRecord {
    RunRecord {
        shard: plan.shard,
        ..RunRecord::from((TOOL, began))
    }
}

pub(super) fn nothing_to_probe(why: &str) -> Error {
    let hint = "name a cluster by its API server, --api https://api.cluster.example:6443, or any server as HOST:PORT, or a file of them with -f; probe demo needs none";
    Error::Input {
        what: "nothing to probe".into(),
        why: why.into(),
        hint: hint.into(),
    }
}

/// A saved run of which nothing is to be judged.
pub(super) fn holds_no_endpoint(file: &Path) -> Error {
    Error::Input {
        what: file.display().to_string(),
        why: "the saved run holds no endpoint".into(),
        hint: "save a run that measured some".into(),
    }
}

pub(super) fn no_such_role(scope: RoleScope) -> Error {
    nothing_to_probe(&format!(
        "no endpoint has one of the roles {}",
        scope.names().join(", ")
    ))
}

/// The log of a run cannot be written; `save` is where it is to stay.
#[must_use]
pub fn log_failed(save: Option<&Path>, error: &io::Error) -> Error {
    Error::Output {
        to: save.map_or_else(
            || "the log of the run".into(),
            |path| path.display().to_string(),
        ),
        why: system_words(error).to_lowercase(),
    }
}
