//! What every report for people counts of all endpoints before its first line: how many fare how, what
//! is wrong, which proxies are on the way, who is absent. Keeps a few bytes of each that has a problem.

use super::glance::Ways;
use super::problems::{Problems, Sighting};
use super::tally::{Standing, Tally};
use crate::judge::Endpoint;
use crate::route::Route;

/// The counts.
#[derive(Default)]
pub(super) struct Census {
    pub(super) ways: Ways,
    pub(super) tally: Tally,
    pub(super) problems: Problems,
    /// Places of the endpoints that nobody named and that are not there.
    pub(super) absent: Vec<u32>,
}

/// What one endpoint adds.
pub(super) struct Counted {
    /// Not the direct one.
    way: Option<Route>,
    pub(super) standing: Standing,
    sightings: Vec<Sighting>,
}

impl Counted {
    /// `sightings`: the groups that it belongs to.
    pub(super) fn of(endpoint: &Endpoint, sightings: Vec<Sighting>) -> Self {
        let route = &endpoint.attempt.route;
        Self {
            way: (!route.is_direct()).then(|| route.clone()),
            standing: Standing::of(endpoint),
            sightings,
        }
    }
}

impl Census {
    /// Counts the endpoint at this place.
    pub(super) fn take(&mut self, place: usize, counted: Counted) {
        if let Some(route) = counted.way {
            self.ways.take(route);
        }
        if counted.standing.is_absent {
            self.absent.extend(u32::try_from(place));
        }
        self.tally.take(&counted.standing);
        for sighting in &counted.sightings {
            self.problems.take(sighting);
        }
    }
}
