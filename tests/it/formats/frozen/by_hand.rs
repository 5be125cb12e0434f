//! Endpoints that nobody measured, in the place of a judged run.

use mtc_probe::evidence::{Attempt, ReadBackError};
use mtc_probe::judge::{Endpoint, Endpoints, RunFinding};
use mtc_probe::moment::Moment;

/// Endpoints judged by hand.
pub struct FrozenRun {
    pub at: Moment,
    pub endpoints: Vec<Endpoint>,
    pub run_findings: Vec<RunFinding>,
}

impl Endpoints for FrozenRun {
    fn at(&self) -> Moment {
        self.at
    }
    fn len(&self) -> usize {
        self.endpoints.len()
    }
    fn own(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        Ok(self.endpoints[place].clone())
    }
    fn endpoint(&self, place: usize) -> Result<Endpoint, ReadBackError> {
        self.own(place)
    }
    fn attempt(&self, place: usize) -> Result<Attempt, ReadBackError> {
        Ok(self.endpoints[place].attempt.clone())
    }
    fn run_findings(&self) -> &[RunFinding] {
        &self.run_findings
    }
}
