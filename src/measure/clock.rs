//! The time by which attempts are dated.
//! Asks the machine only how much of it has passed.

use tokio::time::Instant;

use crate::moment::Moment;

/// A clock that was set once and goes on: it tells the time of the world without asking the machine
/// for it again.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    set_to: Moment,
    at: Instant,
}

impl Clock {
    /// Sets a clock to this time, now.
    #[must_use]
    pub fn set(to: Moment) -> Self {
        Self {
            set_to: to,
            at: Instant::now(),
        }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Moment {
        let passed = i64::try_from(self.at.elapsed().as_secs()).unwrap_or(i64::MAX);
        Moment(self.set_to.0.saturating_add(passed))
    }
}
