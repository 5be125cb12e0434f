//! Progress on stderr where it is a terminal; nothing otherwise.
//! Counts endpoints and says which is waited for, in which step and why; knows nothing else of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::{Progress, Stage, Whereabouts};
use crate::words;

/// How often it is said anew what is waited for.
const TICK: Duration = Duration::from_millis(120);

/// A line that says how many endpoints are done, and which is waited for. Clones are the same line.
#[derive(Clone)]
pub(super) struct ProgressLine {
    bar: ProgressBar,
    waiting: Arc<Mutex<Waiting>>,
    /// Its time is told by a thread of its own, once.
    ticking: Arc<Once>,
}

/// What is being measured, by its place: the first has waited longest.
type Waiting = BTreeMap<usize, (String, Whereabouts)>;

impl ProgressLine {
    pub(super) fn new(shown: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        // The message is cut where the terminal is narrow; what is counted never is.
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {pos} of {len}  {elapsed}  {wide_msg}")
        {
            // Letters that every terminal shows, whatever its locale.
            bar.set_style(style.tick_chars("-\\|/ "));
        }
        Self {
            bar,
            waiting: Arc::default(),
            ticking: Arc::new(Once::new()),
        }
    }

    pub(super) fn goes(&self, progress: Progress<'_>) {
        match progress {
            Progress::Begins(endpoints) => {
                self.bar.set_length(endpoints as u64);
                self.bar.reset();
                if !self.bar.is_hidden() {
                    self.ticking.call_once(|| self.tick());
                }
            }
            Progress::Starts {
                place,
                target,
                whereabouts,
            } => self.waits(|waiting| {
                waiting.insert(place, (target.authority(), whereabouts.clone()));
            }),
            Progress::Done(place) => {
                self.waits(|waiting| {
                    waiting.remove(&place);
                });
                self.bar.inc(1);
            }
            Progress::More(endpoints) => self.bar.inc_length(endpoints as u64),
            Progress::Over => self.bar.finish_and_clear(),
        }
    }

    /// Says what is waited for, again and again, as long as the line is there.
    fn tick(&self) {
        let (bar, waiting) = (self.bar.downgrade(), Arc::downgrade(&self.waiting));
        let tell = move || {
            while let (Some(bar), Some(waiting)) = (bar.upgrade(), waiting.upgrade()) {
                if !bar.is_finished() {
                    let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                    bar.set_message(waited_for(&waiting));
                    bar.tick();
                }
                drop((bar, waiting));
                std::thread::sleep(TICK);
            }
        };
        let thread = std::thread::Builder::new().name("progress".into());
        // Where the system has no more threads, nothing is said.
        let _ = thread.spawn(tell);
    }

    /// Changes who is waited for. Nothing is kept where nobody sees it.
    fn waits(&self, change: impl FnOnce(&mut Waiting)) {
        if !self.bar.is_hidden() {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut waiting);
        }
    }

    /// Hides the line while something else is printed.
    pub(super) fn suspended<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

fn waited_for(waiting: &Waiting) -> String {
    let mut all = waiting.values();
    all.next().map_or_else(String::new, |(name, whereabouts)| {
        told(name, &whereabouts.now(), all.count())
    })
}

/// `waiting for a.test:443 (and 3 more): asking again: ...; TLS, 7 s of 10 s`.
fn told(name: &str, stage: &Stage, others: usize) -> String {
    let step = stage.step.as_ref();
    let step = step.map(|step| words::running_step(step.name, step.waited, step.at_most));
    let further = stage.further.as_ref();
    let further = further.map(|(kind, because)| words::further_question(kind, because));
    // Why it takes longer than usual comes first: what does not fit is cut.
    let parts: Vec<String> = further.into_iter().chain(step).collect();
    let parts = if parts.is_empty() {
        String::new()
    } else {
        format!(": {}", parts.join("; "))
    };
    let others = match others {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    format!("waiting for {name}{others}{parts}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::StepName;
    use crate::engine::RunningStep;
    use crate::evidence::{ExtraKind, ExtraReason};

    #[test]
    fn whoever_has_waited_longest_is_named() {
        let said = |places: &[usize]| {
            let named = |n: &usize| (*n, (format!("{n}.test:443"), Whereabouts::default()));
            waited_for(&places.iter().map(named).collect())
        };
        assert_eq!(said(&[]), "");
        assert_eq!(said(&[7]), "waiting for 7.test:443");
        assert_eq!(said(&[7, 3, 9]), "waiting for 3.test:443 (and 2 more)");
    }

    #[test]
    fn the_step_its_time_and_the_reason_are_told() {
        let in_step = |name, waited, most| Stage {
            step: Some(RunningStep {
                name,
                waited: Duration::from_millis(waited),
                at_most: Duration::from_secs(most),
            }),
            further: None,
        };
        let said = |stage: &Stage| told("a.test:443", stage, 0);
        assert_eq!(
            said(&in_step(StepName::Tls, 7_900, 10)),
            "waiting for a.test:443: TLS, 7 s of 10 s"
        );
        assert_eq!(
            said(&in_step(StepName::Dns, 900, 5)),
            "waiting for a.test:443: name lookup"
        );
        let again = |because| Stage {
            further: Some((ExtraKind::Again, because)),
            ..in_step(StepName::Tcp, 2_000, 5)
        };
        let turns = ExtraReason::Verdict("addresses-differ".into());
        assert_eq!(
            said(&again(turns)),
            "waiting for a.test:443: asking again: different certificates are presented; connection, 2 s of 5 s"
        );
        let unknown = ExtraReason::Verdict("of-a-later-version".into());
        assert_eq!(
            said(&again(unknown)),
            "waiting for a.test:443: asking again; connection, 2 s of 5 s"
        );
    }
}
