//! Progress on stderr where it is a terminal; nothing otherwise.
//! Counts endpoints and knows nothing else about them.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line that says how many endpoints are done. It disappears when dropped.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new(shown: bool, endpoints: usize) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(endpoints as u64), target);
        if let Ok(style) = ProgressStyle::with_template(
            "{spinner} probing {pos}/{len} endpoints {wide_bar} {elapsed}",
        ) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    pub(super) fn one_done(&self) {
        self.0.inc(1);
    }

    /// More endpoints have been discovered.
    pub(super) fn more(&self, endpoints: usize) {
        self.0.inc_length(endpoints as u64);
    }

    /// Hides the line while something else is printed.
    pub(super) fn suspended<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
