//! The first look of `-o wide` at all endpoints of a run: what is counted of them, and how wide the
//! cells of the table are.

use crate::error::Error;
use crate::judge::Endpoints;

use super::census::{Census, Counted};
use super::document::Columns;
use super::glance;
use super::problems::sightings;

/// What must be known of all endpoints first.
#[derive(Default)]
pub(super) struct Overview {
    pub(super) columns: Columns,
    pub(super) census: Census,
}

impl Overview {
    /// Looks at every endpoint once.
    pub(super) fn of(judgement: &dyn Endpoints) -> Result<Self, Error> {
        let (mut overview, now) = (Self::default(), judgement.at());
        judgement.each(
            |place, endpoint| {
                let columns = Columns::of(&glance::row(&endpoint, now));
                (columns, Counted::of(&endpoint, sightings(place, &endpoint)))
            },
            |place, (columns, counted)| {
                overview.columns.join(&columns);
                overview.census.take(place, counted);
                Ok::<(), Error>(())
            },
        )?;
        Ok(overview)
    }
}
