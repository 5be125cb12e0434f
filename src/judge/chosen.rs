//! Some endpoints of a run, and endpoints that are held in memory: whoever asks them one by one asks
//! them as it asks a run. Judges nothing.

use std::io;

use super::{Endpoint, Endpoints, RunFinding};
use crate::evidence::{Attempt, ReadBackError};
use crate::moment::Moment;

/// Those endpoints of a run that are at these places, in this order. What the run tells of them is in
/// each; findings of the run are not listed.
pub struct SomeEndpoints<'a> {
    of: &'a dyn Endpoints,
    places: Vec<u32>,
}

impl<'a> SomeEndpoints<'a> {
    /// Of this run.
    #[must_use]
    pub fn of(of: &'a dyn Endpoints, places: Vec<u32>) -> Self {
        Self { of, places }
    }

    fn place(&self, place: usize) -> usize {
        self.places.get(place).map_or(usize::MAX, |at| *at as usize)
    }
}

impl Endpoints for SomeEndpoints<'_> {
    fn at(&self) -> Moment {
        self.of.at()
    }

    fn len(&self) -> usize {
        self.places.len()
    }

    fn own(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        self.of.own(self.place(place))
    }

    fn endpoint(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        self.of.endpoint(self.place(place))
    }

    fn attempt(&self, place: usize) -> Result<Attempt, ReadBackError> {
        self.of.attempt(self.place(place))
    }

    fn run_findings(&self) -> &[RunFinding] {
        &[]
    }
}

/// A few endpoints, all in memory.
pub struct HeldEndpoints {
    /// The time at which they were judged.
    pub at: Moment,
    /// In order.
    pub all: Vec<Endpoint>,
}

impl Endpoints for HeldEndpoints {
    fn at(&self) -> Moment {
        self.at
    }

    fn len(&self) -> usize {
        self.all.len()
    }

    fn own(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        self.endpoint(place)
    }

    fn endpoint(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        let endpoint = self.all.get(place).cloned();
        Ok(endpoint.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?)
    }

    fn attempt(&self, place: usize) -> Result<Attempt, ReadBackError> {
        self.endpoint(place).map(|endpoint| endpoint.attempt)
    }

    fn run_findings(&self) -> &[RunFinding] {
        &[]
    }
}
