//! Those attempts of a saved run that are wanted and can be read, numbered anew.
//! Reads; decides nothing about them.

use crate::evidence::{Attempt, Attempts, ReadBackError};
use crate::runlog::{Log, LogFault};

/// Some attempts of a log.
pub(super) struct Selection {
    log: Log,
    places: Vec<u32>,
}

impl Selection {
    pub(super) fn of(log: Log) -> Self {
        let places = (0..u32::try_from(log.len()).unwrap_or(u32::MAX)).collect();
        Self { log, places }
    }

    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// Leaves out those at these places, which are in order.
    pub(super) fn without(&mut self, left_out: &[usize]) {
        let mut place = 0;
        self.places.retain(|_| {
            place += 1;
            left_out.binary_search(&(place - 1)).is_err()
        });
    }
}

impl Attempts for Selection {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn read(&self, place: usize) -> Result<Attempt, ReadBackError> {
        let place = self.places.get(place).map_or(usize::MAX, |at| *at as usize);
        self.log.read(place)
    }
}

/// What is wrong with the line of an attempt, where that is why it cannot be read; any other error
/// ends the run.
pub(super) fn fault(error: ReadBackError) -> Result<LogFault, ReadBackError> {
    if error.0.kind() == std::io::ErrorKind::InvalidData {
        Ok(LogFault::of(&error))
    } else {
        Err(error)
    }
}
