//! The first look at all endpoints of a run: what must be known of all of them before the first is
//! printed. Keeps counts, and a few bytes of each endpoint that has a problem.

use crate::error::Error;
use crate::judge::{Endpoint, Endpoints};
use crate::moment::Moment;
use crate::route::Route;

use super::document::Columns;
use super::glance::{self, Ways};
use super::next::{Lead, Leads};
use super::problems::{Problems, Sighting, sightings};
use super::tally::{Standing, Tally};

/// What must be known of all endpoints first.
#[derive(Default)]
pub(super) struct Overview {
    pub(super) columns: Columns,
    pub(super) ways: Ways,
    pub(super) tally: Tally,
    pub(super) problems: Problems,
    /// Places of the endpoints that nobody named and that are not there.
    pub(super) absent: Vec<u32>,
    pub(super) leads: Leads,
}

/// What one endpoint adds to it.
struct Glimpse {
    columns: Columns,
    /// Not the direct one.
    way: Option<Route>,
    standing: Standing,
    sightings: Vec<Sighting>,
    lead: Lead,
}

impl Overview {
    /// Looks at every endpoint once.
    pub(super) fn of(judgement: &dyn Endpoints) -> Result<Self, Error> {
        let (mut overview, now) = (Self::default(), judgement.at());
        judgement.each(
            |place, endpoint| Glimpse::of((place, &endpoint), now),
            |place, glimpse| {
                overview.take(place, glimpse);
                Ok::<(), Error>(())
            },
        )?;
        Ok(overview)
    }

    fn take(&mut self, place: usize, glimpse: Glimpse) {
        self.columns.join(&glimpse.columns);
        if let Some(route) = glimpse.way {
            self.ways.take(route);
        }
        if glimpse.standing.is_absent {
            self.absent.extend(u32::try_from(place));
        }
        self.tally.take(&glimpse.standing);
        for sighting in &glimpse.sightings {
            self.problems.take(sighting);
        }
        self.leads.take(glimpse.lead);
    }
}

impl Glimpse {
    fn of((place, endpoint): (usize, &Endpoint), now: Moment) -> Self {
        let route = &endpoint.attempt.route;
        Self {
            columns: Columns::of(&glance::row(endpoint, now)),
            way: (!route.is_direct()).then(|| route.clone()),
            standing: Standing::of(endpoint),
            sightings: sightings(place, endpoint),
            lead: Lead::of(endpoint),
        }
    }
}
