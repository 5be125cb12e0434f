//! Progress on stderr where it is a terminal; nothing otherwise.
//! Counts endpoints and names those that are waited for; knows nothing else about them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::Progress;

/// A line that says how many endpoints are done, and which is waited for. Clones are the same line.
#[derive(Clone)]
pub(super) struct ProgressLine {
    bar: ProgressBar,
    /// What is being measured, by its place: the first has waited longest.
    waiting: Arc<Mutex<BTreeMap<usize, String>>>,
}

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
            bar.set_style(style);
        }
        Self {
            bar,
            waiting: Arc::default(),
        }
    }

    pub(super) fn goes(&self, progress: Progress<'_>) {
        match progress {
            Progress::Begins(endpoints) => {
                self.bar.set_length(endpoints as u64);
                self.bar.reset();
                if !self.bar.is_hidden() {
                    self.bar.enable_steady_tick(Duration::from_millis(120));
                }
            }
            Progress::Starts {
                place,
                target,
                at_most,
            } => self.waits(|waiting| {
                let most = humantime::format_duration(at_most);
                waiting.insert(place, format!("{} (at most {most})", target.authority()));
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

    /// Changes who is waited for, and says so. Nothing is made where nobody sees it.
    fn waits(&self, change: impl FnOnce(&mut BTreeMap<usize, String>)) {
        if self.bar.is_hidden() {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut waiting);
        self.bar.set_message(waited_for(&waiting));
    }

    /// Hides the line while something else is printed.
    pub(super) fn suspended<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

/// `waiting for a.test:443 (at most 20s) and 3 more`.
fn waited_for(waiting: &BTreeMap<usize, String>) -> String {
    let Some(first) = waiting.values().next() else {
        return String::new();
    };
    match waiting.len() - 1 {
        0 => format!("waiting for {first}"),
        more => format!("waiting for {first} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::waited_for;

    #[test]
    fn whoever_has_waited_longest_is_named() {
        let said = |places: &[usize]| {
            waited_for(
                &places
                    .iter()
                    .map(|n| (*n, format!("{n}.test:443")))
                    .collect(),
            )
        };
        assert_eq!(said(&[]), "");
        assert_eq!(said(&[7]), "waiting for 7.test:443");
        assert_eq!(said(&[7, 3, 9]), "waiting for 3.test:443 and 2 more");
    }
}
