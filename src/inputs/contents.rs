//! What a source of targets has to give, whatever kind it is: targets, trust, objects, and what
//! could not be used. Plain data.

use std::sync::Arc;

use crate::error::Problem;
use crate::evidence::Store;
use crate::objects::MtcObject;
use crate::route::Routing;
use crate::target::Target;

/// Everything that one input told.
#[derive(Debug, Default)]
pub struct InputContents {
    pub targets: Vec<RoutedTarget>,
    /// Certificate authorities in it, each store named after where it was written.
    pub stores: Vec<Store>,
    pub objects: Vec<MtcObject>,
    /// Worth a line on stderr, nothing to do about.
    pub notes: Vec<String>,
    pub problems: Vec<Problem>,
}

/// A target, and the way its own source says to take.
#[derive(Clone, Debug)]
pub struct RoutedTarget {
    pub target: Target,
    /// `None`: as the run's own flags and environment say.
    pub routing: Option<Arc<Routing>>,
}

impl InputContents {
    /// Targets about whose way nothing is said, and what was wrong with others.
    #[must_use]
    pub fn targets(targets: Vec<Target>, problems: Vec<Problem>) -> Self {
        let targets = targets
            .into_iter()
            .map(|target| RoutedTarget {
                target,
                routing: None,
            })
            .collect();
        Self {
            targets,
            problems,
            ..Self::default()
        }
    }

    #[must_use]
    pub fn problem(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            ..Self::default()
        }
    }

    /// Adds what another input told.
    pub fn take(&mut self, other: Self) {
        self.targets.extend(other.targets);
        self.stores.extend(other.stores);
        self.objects.extend(other.objects);
        self.notes.extend(other.notes);
        self.problems.extend(other.problems);
    }
}
