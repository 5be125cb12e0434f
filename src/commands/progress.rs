//! Progress on stderr where it is a terminal; nothing otherwise.
//! Counts endpoints and knows nothing else about them.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::Progress;

/// A line that says how many endpoints are done. Clones are the same line.
#[derive(Clone)]
pub(super) struct ProgressLine(ProgressBar);

impl ProgressLine {
    pub(super) fn new(shown: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template(
            "{spinner} probing {pos}/{len} endpoints {wide_bar} {elapsed}",
        ) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    pub(super) fn goes(&self, progress: Progress) {
        match progress {
            Progress::Begins(endpoints) => {
                self.0.set_length(endpoints as u64);
                self.0.reset();
                if !self.0.is_hidden() {
                    self.0.enable_steady_tick(Duration::from_millis(120));
                }
            }
            Progress::OneDone => self.0.inc(1),
            Progress::More(endpoints) => self.0.inc_length(endpoints as u64),
            Progress::Over => self.0.finish_and_clear(),
        }
    }

    /// Hides the line while something else is printed.
    pub(super) fn suspended<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }
}
