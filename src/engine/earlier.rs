//! The part of a run that was measured before it was interrupted: whether it is the same run, and what
//! of it is taken over. Measures nothing.

use std::path::Path;
use std::sync::Arc;

use super::selection::fault;
use crate::error::Error;
use crate::evidence::{Attempt, Attempts, ReadBackError, Store};
use crate::moment::Moment;
use crate::plan::RunPlan;
use crate::route::Route;
use crate::runlog::Log;
use crate::target::{Origin, Target};

/// What a log holds of the run that goes on.
pub(super) struct Earlier {
    log: Log,
}

/// Why a log is not that of the run which is asked for.
enum Other {
    Shard,
    Stores,
    /// The target at a place is another, or goes another way.
    Target(Box<Target>),
}

impl Earlier {
    /// That log, if it is one of the same run: the same shard and trust stores, and the same targets
    /// along the same routes at the same places. More of what is given need not be in it.
    ///
    /// # Errors
    /// It is of another run.
    pub(super) fn of(
        log: Log,
        planned: &[(Target, Arc<Route>)],
        (plan, stores): (&RunPlan, &[Store]),
    ) -> Result<Self, Error> {
        let file = plan.save.as_deref().unwrap_or_else(|| Path::new("-"));
        let earlier = Self { log };
        if earlier.log.run().shard != plan.shard {
            return Err(refused(file, &Other::Shard));
        }
        if !same_stores(earlier.log.stores(), stores) {
            return Err(refused(file, &Other::Stores));
        }
        match earlier.first_other(planned)? {
            Some(other) => Err(refused(file, &Other::Target(Box::new(other)))),
            None => Ok(earlier),
        }
    }

    /// When the run began.
    pub(super) fn began(&self) -> Moment {
        self.log.run().at
    }

    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// The first target that is not among those that are given now.
    fn first_other(&self, planned: &[(Target, Arc<Route>)]) -> Result<Option<Target>, Error> {
        for place in 0..self.log.len() {
            let Some(attempt) = self.read(place)? else {
                continue;
            };
            let same = match planned.get(self.log.number(place) as usize) {
                Some((target, route)) => {
                    target.same_question(&attempt.target) && route.proxy == attempt.route.proxy
                }
                None => attempt.target.origins.iter().all(is_found),
            };
            if !same {
                return Ok(Some(attempt.target));
            }
        }
        Ok(None)
    }

    /// An attempt; `None` where its line cannot be read.
    pub(super) fn read(&self, place: usize) -> Result<Option<Attempt>, ReadBackError> {
        match self.log.read(place) {
            Ok(attempt) => Ok(Some(attempt)),
            Err(error) => fault(error).map(|_| None),
        }
    }
}

/// Nobody gave it: an endpoint or a domain led to it.
fn is_found(origin: &Origin) -> bool {
    matches!(origin, Origin::Answer { .. } | Origin::Usual { .. })
}

/// Whether they are described alike. Of the system's and of Mozilla's a log holds only what matters.
fn same_stores(recorded: &[Store], stores: &[Store]) -> bool {
    let about = |store: &Store| {
        (
            store.name.clone(),
            store.kind,
            store.of.clone(),
            store.size(),
        )
    };
    recorded.len() == stores.len()
        && recorded
            .iter()
            .zip(stores)
            .all(|(one, other)| about(one) == about(other))
}

fn refused(file: &Path, other: &Other) -> Error {
    let (why, hint) = match other {
        Other::Shard => (
            "it is the run of another shard".to_owned(),
            "give the --shard with which it was begun, or another file",
        ),
        Other::Stores => (
            "it was begun with other trust stores".to_owned(),
            "give the --trust and --ca with which it was begun, or another file",
        ),
        Other::Target(target) => (
            format!(
                "it holds {}, which is not at that place among the targets given now, or is reached by another route",
                target.authority()
            ),
            "give the same targets and routes, in the same order, or another file",
        ),
    };
    Error::Input {
        what: format!("--resume {}", file.display()),
        why,
        hint: hint.into(),
    }
}
