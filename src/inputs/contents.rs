//! What one source of targets contains, of whatever kind it is: targets, trust, objects, and what
//! could not be used.

use std::sync::Arc;

use crate::error::Problem;
use crate::evidence::Store;
use crate::objects::{MtcObject, StatusObject};
use crate::route::Routing;
use crate::target::Target;

/// Everything that one input contains.
#[derive(Debug, Default)]
pub struct InputContents {
    /// What it asks to probe, in its order.
    pub targets: Vec<RoutedTarget>,
    /// Certificate authorities in it, each store named after where it was written.
    pub stores: Vec<Store>,
    /// The objects of MTC and Velero in it, without their secrets.
    pub objects: Vec<MtcObject>,
    /// The statuses of other objects of theirs.
    pub statuses: Vec<StatusObject>,
    /// Lines for stderr about which the user need not do anything.
    pub notes: Vec<String>,
    /// What in it could not be used.
    pub problems: Vec<Problem>,
}

/// A target, and the routing that its own source names.
#[derive(Clone, Debug)]
pub struct RoutedTarget {
    /// What to probe.
    pub target: Target,
    /// `None`: the run's own flags and environment decide.
    pub routing: Option<Arc<Routing>>,
}

impl From<Target> for RoutedTarget {
    fn from(target: Target) -> Self {
        Self {
            target,
            routing: None,
        }
    }
}

impl InputContents {
    /// Targets without a routing of their own, and the problems of the others.
    #[must_use]
    pub fn targets(targets: Vec<Target>, problems: Vec<Problem>) -> Self {
        Self {
            targets: targets.into_iter().map(RoutedTarget::from).collect(),
            problems,
            ..Self::default()
        }
    }

    /// The contents of an input of which nothing can be used.
    #[must_use]
    pub fn problem(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            ..Self::default()
        }
    }

    /// Adds the contents of another input.
    pub fn take(&mut self, other: Self) {
        self.targets.extend(other.targets);
        self.stores.extend(other.stores);
        self.objects.extend(other.objects);
        self.statuses.extend(other.statuses);
        self.notes.extend(other.notes);
        self.problems.extend(other.problems);
    }
}
