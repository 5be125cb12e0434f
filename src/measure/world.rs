//! What measuring shares for as long as the process lives: a clock that was set once, and the client
//! side of TLS. Every measurement begins here.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::clock::Clock;
use super::context::MeasureContext;
use super::examine::{Examiner, FollowExaminer, InFlight};
use super::limits::Limits;
use super::pace::Pace;
use super::probe_request::ProbeRequest;
use super::queue::Queue;
use super::waits::Waits;
use super::{Assignment, Follow, aia, extra, tls};
use crate::evidence::{Attempt, Fault, FetchedIssuer, IssuerRequest, ProxyCanary};
use crate::moment::Moment;
use crate::route::Route;

/// How long nothing may come of the targets in flight before more are begun.
const PATIENCE: Duration = Duration::from_millis(20);

/// The world that is measured, as this process meets it.
#[derive(Clone)]
pub struct World {
    clock: Clock,
    /// Or why no handshake is possible at all.
    client: Arc<Result<tls::TlsClient, Fault>>,
}

impl World {
    /// Meets the world by this clock.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            client: Arc::new(tls::TlsClient::new()),
        }
    }

    /// Meets the world at this time, which goes on from now.
    #[must_use]
    pub fn at(now: Moment) -> Self {
        Self::new(Clock::set(now))
    }

    /// Measures every target along its route, within what the one who named it allows, and hands each
    /// attempt to `done`, with its place in the input, as soon as it is finished. `follow` gets as
    /// many further connections as [`Attempt::connections_left`] allows. As [`World::examine`] otherwise.
    pub async fn run<T, F>(&self, targets: T, limits: &Limits, follow: Follow, done: F)
    where
        T: IntoIterator<Item: Into<Assignment>>,
        F: FnMut(usize, Attempt),
    {
        let examiner = Arc::new(FollowExaminer(follow));
        let numbered = targets.into_iter().enumerate();
        self.examine(numbered, limits, examiner, done).await;
    }

    /// Measures every target along its route, has each attempt examined on any processor, and hands what came of that to `done`, with the target's place, as soon as it is there.
    ///
    /// `targets` is drawn from only as places become free, so memory depends on the limits and not
    /// on the number of targets (but for those that wait for others of their host). As many are in flight as may shake hands at once; where those only
    /// wait, for black holes, more are begun, no faster than the limits say. Attempts are dated by the clock. Dropping the future stops
    /// everything: open connections are closed and nothing further is handed out. Must run inside a
    /// tokio runtime with time and I/O enabled.
    pub async fn examine<T, A, E, F>(
        &self,
        targets: T,
        limits: &Limits,
        examiner: Arc<E>,
        mut done: F,
    ) where
        T: IntoIterator<Item = (usize, A)>,
        A: Into<Assignment>,
        E: Examiner,
        F: FnMut(usize, E::Outcome),
    {
        let context = self.context(limits);
        let mut queue = Queue::new(targets.into_iter(), limits.per_host);
        let mut rate = Pace::new(limits.rate.map(|rate| rate.every), Instant::now());
        let mut next = None;
        let mut running = InFlight::new(examiner, context);
        let most = limits.parallel_connects.max(1);
        let mut at_once = limits.parallel_handshakes.clamp(1, most);
        loop {
            while running.len() < at_once {
                next = next.or_else(|| queue.next());
                let Some((place, aim)) = next.take_if(|_| rate.allows(Instant::now())) else {
                    break;
                };
                running.start(place, ProbeRequest::usual(aim));
            }
            let waits_for_rate = next.is_some();
            let patience = if waits_for_rate {
                rate.left(Instant::now())
            } else {
                PATIENCE
            };
            match timeout(patience, running.next()).await {
                Ok(Some((place, outcome))) => {
                    queue.done(place);
                    done(place, outcome);
                }
                Ok(None) if waits_for_rate => sleep(rate.left(Instant::now())).await,
                Ok(None) => return,
                Err(_) if waits_for_rate => {}
                // All of them wait: more may wait beside them.
                Err(_) => at_once = (at_once * 2).min(most),
            }
        }
    }

    /// Fetches one issuer, outside of any run.
    pub async fn fetch(&self, wanted: IssuerRequest, limits: &Limits) -> FetchedIssuer {
        let context = self.context(limits);
        let waits = Waits::of(&context.supply);
        Box::pin(aia::fetch(&context, wanted, (limits.total, &waits))).await
    }

    /// Asks a proxy for `<random>.invalid:443` and, should it agree, says hello to whatever answers
    /// there.
    pub async fn canary(&self, route: &Route, limits: &Limits) -> ProxyCanary {
        Box::pin(extra::canary(&self.context(limits), route)).await
    }

    fn context(&self, limits: &Limits) -> Arc<MeasureContext> {
        let (clock, client) = (self.clock, Arc::clone(&self.client));
        Arc::new(MeasureContext::new(limits, clock, client))
    }
}
