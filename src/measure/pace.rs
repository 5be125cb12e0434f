//! How fast targets are begun (`--rate`): at equal distances, and never faster to make up for what was
//! lost. Knows nothing of targets, and is told the time.

use std::time::Duration;

use tokio::time::Instant;

/// So many begin in a time.
pub(super) struct Pace {
    /// The distance between two; zero where there is no limit.
    every: Duration,
    /// When the next one may begin.
    next: Instant,
}

impl Pace {
    pub(super) fn new(every: Option<Duration>, now: Instant) -> Self {
        Self {
            every: every.unwrap_or_default(),
            next: now,
        }
    }

    /// Whether one may begin now; who asks begins it.
    pub(super) fn allows(&mut self, now: Instant) -> bool {
        let allowed = now >= self.next;
        if allowed {
            self.next = now + self.every;
        }
        allowed
    }

    /// Until one may begin.
    pub(super) fn left(&self, now: Instant) -> Duration {
        self.next.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_begin_no_closer_than_the_rate_says() {
        let begun = Instant::now();
        let at = |ms| begun + Duration::from_millis(ms);
        let mut pace = Pace::new(Some(Duration::from_millis(100)), begun);
        assert!(pace.allows(at(0)));
        assert!(!pace.allows(at(0)), "at the same time");
        assert_eq!(pace.left(at(0)), Duration::from_millis(100));
        assert!(!pace.allows(at(99)));
        assert!(pace.allows(at(100)));
        // A pause does not lead to a burst.
        assert!(pace.allows(at(10_000)) && !pace.allows(at(10_000)));
        assert_eq!(pace.left(at(10_040)), Duration::from_millis(60));
    }

    #[test]
    fn without_a_rate_all_begin_at_once() {
        let begun = Instant::now();
        let mut pace = Pace::new(None, begun);
        assert!((0..1000).all(|_| pace.allows(begun)));
        assert_eq!(pace.left(begun), Duration::ZERO);
    }
}
