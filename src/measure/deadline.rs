//! Deadlines that really cancel: a step is timed as a whole, so a peer that trickles costs its
//! deadline and nothing more. Knows nothing of what a step does.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

use crate::evidence::{Connection, Fault, Resolution, Step};

/// What is left of a target's total time. Only steps spend it; waiting for a free place does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    left: Duration,
}

impl Budget {
    pub(super) const fn new(total: Duration) -> Self {
        Self { left: total }
    }

    /// All that is left.
    pub(super) const fn left(&self) -> Duration {
        self.left
    }

    /// The time a step may take: its own limit, or what is left.
    pub(super) fn allow(&self, step: Duration) -> Duration {
        step.min(self.left)
    }

    /// A fair part of what is left, where `further` measurements may still be made: what passes at
    /// all passes soon.
    pub(super) fn share(&self, further: usize) -> Duration {
        let part = self.left / u32::try_from(further.max(1)).unwrap_or(1);
        part.clamp(Duration::from_millis(500), Duration::from_secs(3))
    }

    /// Enough is left for a further measurement to tell something.
    pub(super) fn is_worth_while(&self) -> bool {
        self.left >= Duration::from_millis(200)
    }

    pub(super) fn spend(&mut self, took: Duration) {
        self.left = self.left.saturating_sub(took);
    }
}

/// Runs one step under its limit. At the limit the step's future is dropped: what must survive it
/// lives outside.
pub(super) async fn within<T>(
    limit: Duration,
    step: impl Future<Output = Result<T, Fault>>,
) -> (Duration, Result<T, Fault>) {
    let begun = Instant::now();
    let outcome = tokio::time::timeout(limit, step).await;
    let took = begun.elapsed();
    (took, outcome.unwrap_or_else(|_| Err(timed_out(took))))
}

pub(super) fn timed_out(after: Duration) -> Fault {
    Fault::TimedOut {
        after_ms: u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
    }
}

/// The record of a step that keeps what it saw whether it ended well or badly.
pub(super) fn step<T>(took: Duration, outcome: Result<(), Fault>, saw: T) -> Step<T> {
    match outcome {
        Ok(()) => done(took, saw),
        Err(fault) => failed(took, fault, Some(saw)),
    }
}

pub(super) fn done<T>(took: Duration, saw: T) -> Step<T> {
    Step::Done {
        took_us: micros(took),
        saw,
    }
}

pub(super) fn failed<T>(took: Duration, fault: Fault, saw: Option<T>) -> Step<T> {
    Step::Failed {
        took_us: micros(took),
        fault,
        saw,
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// What a measurement took of the total time: the lookup, and the longest of the connections, which
/// are made side by side.
pub(super) fn spent(dns: &Step<Resolution>, connections: &[Connection]) -> Duration {
    let took = |c: &Connection| {
        [
            c.tcp.took_us(),
            c.proxy.took_us(),
            c.tls.took_us(),
            c.http.took_us(),
        ]
        .into_iter()
        .flatten()
        .sum::<u64>()
    };
    let longest = connections.iter().map(took).max().unwrap_or(0);
    Duration::from_micros(dns.took_us().unwrap_or(0) + longest)
}
