//! What came of targets, on its way from the tasks that measured them to the run. It is logged and
//! handed on as one thing: what is in the log is also told and counted, whenever a run is cut short.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::numbers::Numbers;
use crate::evidence::Attempt;
use crate::runlog::LiveLog;

/// Outcomes that are in the log, and that the run has not taken yet.
pub(super) struct Outbox<T> {
    log: Arc<LiveLog>,
    numbers: Numbers,
    state: Mutex<State<T>>,
}

struct State<T> {
    closed: bool,
    /// With their places, in the order of the log.
    outcomes: Vec<(usize, T)>,
}

impl<T> Outbox<T> {
    pub(super) fn new(log: Arc<LiveLog>, numbers: Numbers) -> Self {
        let state = State {
            closed: false,
            outcomes: Vec::new(),
        };
        Self {
            log,
            numbers,
            state: Mutex::new(state),
        }
    }

    /// Logs an attempt, and keeps its outcome for the run. Once the outbox is closed, neither: tasks
    /// that are told to stop go on until they next wait for something.
    pub(super) fn put(
        &self,
        place: usize,
        outcome: T,
        attempt: impl FnOnce(&T) -> &Attempt,
    ) -> io::Result<()> {
        let number = u32::try_from(self.numbers.of_place(place)).map_err(io::Error::other)?;
        let mut state = self.state();
        if !state.closed {
            self.log.attempt(number, attempt(&outcome))?;
            state.outcomes.push((place, outcome));
        }
        Ok(())
    }

    /// The place of the target that has this number in the log; `None` where this run does not measure
    /// it.
    pub(super) fn place_of(&self, number: u32) -> Option<usize> {
        self.numbers.place_of(number as usize)
    }

    /// Takes what is there.
    pub(super) fn take(&self) -> Vec<(usize, T)> {
        std::mem::take(&mut self.state().outcomes)
    }

    /// Takes what is there; nothing more is logged.
    pub(super) fn close(&self) -> Vec<(usize, T)> {
        let mut state = self.state();
        state.closed = true;
        std::mem::take(&mut state.outcomes)
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Attempts, Fault, Step};
    use crate::moment::Moment;
    use crate::route::{Route, RouteReason};
    use crate::target::{Origin, Target};

    fn attempt(host: &str) -> Attempt {
        Attempt {
            target: Target::parse(host, Origin::Argument { number: 1 }).expect("a target"),
            route: Route::direct(RouteReason::Loopback),
            started: Moment(0),
            dns: Step::Failed {
                took_us: 0,
                fault: Fault::Other {
                    os_code: None,
                    text: "nobody asked".into(),
                },
                saw: None,
            },
            connections: Vec::new(),
            extras: Vec::new(),
            not_asked: Vec::new(),
            fetched: Vec::new(),
            waited: Vec::new(),
        }
    }

    #[test]
    fn what_is_logged_is_handed_on_and_nothing_comes_after_the_end() {
        let log = LiveLog::begin(("probe", Moment(0)), &[], None).expect("a log");
        let log = Arc::new(log);
        let outbox = Outbox::new(Arc::clone(&log), Numbers::all(4));
        let put = |place: usize, host: &str| {
            let logged = outbox.put(place, attempt(host), |attempt| attempt);
            logged.expect("a log");
        };
        let names = |taken: Vec<(usize, Attempt)>| -> Vec<_> {
            let name = |(place, attempt): (usize, Attempt)| (place, attempt.target.authority());
            taken.into_iter().map(name).collect()
        };
        put(1, "b.test");
        put(0, "a.test");
        let both = [(1, "b.test:443".to_owned()), (0, "a.test:443".to_owned())];
        assert_eq!(names(outbox.take()), both);
        put(2, "c.test");
        assert_eq!(names(outbox.close()), [(2, "c.test:443".to_owned())]);
        log.end(false, None).expect("a log").expect("no copy");
        put(3, "late.test");
        assert!(outbox.take().is_empty());
        assert_eq!(log.len(), 3);
    }
}
