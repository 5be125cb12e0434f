//! What an interrupted run has measured becomes the beginning of the one that goes on: judged, logged and
//! told as if it had just been measured. Measures nothing.

use std::collections::HashSet;
use std::io;

use super::earlier::Earlier;
use super::judging::Judging;
use crate::evidence::{Attempts, ReadBackError};
use crate::judge::{self, Endpoint, Given};
use crate::target::Target;

/// Targets that were measured before.
#[derive(Default)]
pub(super) struct Taken {
    /// Their places.
    pub(super) places: HashSet<usize>,
    /// The place behind the last of them.
    pub(super) next: usize,
}

impl Taken {
    /// How many of them are not among those that were named, which are so many.
    pub(super) fn found(&self, named: usize) -> usize {
        self.places.iter().filter(|place| **place >= named).count()
    }
}

/// Takes over what is in the log, on all processors; `next` hears of the target of each, which is in the
/// outbox by then. A line that cannot be read is left out, and so is what this machine had too little for: its
/// target is measured again.
///
/// # Errors
/// The log cannot be read, or that of this run cannot be written.
pub(super) fn take_over(
    earlier: &Earlier,
    judging: &Judging,
    mut next: impl FnMut(&Target),
) -> io::Result<Taken> {
    let log = earlier.log();
    let given = Given::new(&judging.stores, &judging.canaries, judging.at);
    let read = |place: usize| {
        let attempt = earlier.read(place)?;
        Ok(attempt.filter(|attempt| !attempt.is_cut_short()))
    };
    let judge = |_, attempt: Option<_>| attempt.map(|attempt| Box::new(given.judge(attempt)));
    let mut taken = Taken::default();
    let places = (0..log.len()).map(|place| (place, place));
    judge::in_order(places, read, judge, |at, own: Option<Box<Endpoint>>| {
        let place = judging.outbox.place_of(log.number(at));
        if let (Some(own), Some(place)) = (own, place) {
            let target = own.attempt.target.clone();
            judging.put(place, *own)?;
            taken.places.insert(place);
            taken.next = taken.next.max(place + 1);
            next(&target);
        }
        Ok::<(), Failed>(())
    })
    .map_err(|failed| failed.0)?;
    Ok(taken)
}

/// Reading and writing fail alike.
struct Failed(io::Error);

impl From<ReadBackError> for Failed {
    fn from(error: ReadBackError) -> Self {
        Self(error.0)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self(error)
    }
}
