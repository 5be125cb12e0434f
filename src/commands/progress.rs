//! Progress on stderr where it is a terminal; nothing otherwise.
//! Counts endpoints and says which is waited for, in which step and why; knows nothing else of them.

use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::so_far::SoFar;
use super::stderr::Stderr;
use crate::engine::Progress;

/// How often it is said anew what is waited for.
const TICK: Duration = Duration::from_millis(120);
/// Columns of the spinner, and the last one, behind which some terminals begin a new line.
const BESIDE: usize = 3;

/// A line that says how far a run is, and which endpoint is waited for. Clones are the same line.
#[derive(Clone)]
pub(super) struct ProgressLine {
    bar: ProgressBar,
    so_far: Arc<Mutex<SoFar>>,
    /// Its time is told by a thread of its own, once.
    ticking: Arc<Once>,
}

impl ProgressLine {
    pub(super) fn new(shown: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::term_like(Box::new(Stderr::new()))
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        // The message is made as wide as the terminal is then.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            // Letters that every terminal shows, whatever its locale.
            bar.set_style(style.tick_chars("-\\|/ "));
        }
        Self {
            bar,
            so_far: Arc::default(),
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
                self.changes(|so_far, _| so_far.more(endpoints));
            }
            Progress::Starts {
                place,
                target,
                whereabouts,
            } => self.changes(|so_far, now| {
                so_far.starts(place, target.authority(), now, whereabouts.clone());
            }),
            Progress::Done { place, fails } => {
                self.changes(|so_far, _| so_far.done(place, fails));
                self.bar.inc(1);
            }
            Progress::More(endpoints) => {
                self.bar.inc_length(endpoints as u64);
                self.changes(|so_far, _| so_far.more(endpoints));
            }
            Progress::Over => self.bar.finish_and_clear(),
        }
    }

    /// Says how far the run is, again and again, as long as the line is there.
    fn tick(&self) {
        let (bar, so_far) = (self.bar.downgrade(), Arc::downgrade(&self.so_far));
        let tell = move || {
            while let (Some(bar), Some(so_far)) = (bar.upgrade(), so_far.upgrade()) {
                if !bar.is_finished() {
                    let so_far = so_far.lock().unwrap_or_else(PoisonError::into_inner);
                    let room = Stderr::columns().saturating_sub(BESIDE);
                    bar.set_message(so_far.line(bar.elapsed(), room));
                    bar.tick();
                }
                drop((bar, so_far));
                std::thread::sleep(TICK);
            }
        };
        let thread = std::thread::Builder::new().name("progress".into());
        // Where the system has no more threads, nothing is said.
        let _ = thread.spawn(tell);
    }

    /// Changes how far the run is. Nothing is kept where nobody sees it.
    fn changes(&self, change: impl FnOnce(&mut SoFar, Duration)) {
        if !self.bar.is_hidden() {
            let now = self.bar.elapsed();
            let mut so_far = self.so_far.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut so_far, now);
        }
    }

    /// Hides the line while something else is printed.
    pub(super) fn suspended<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}
