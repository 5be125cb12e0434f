//! Targets → attempts: the only code that meets the network. It writes down what happened, step by step, and never judges.
//! May name the words (`evidence`, `target`, `route`, …) only.

mod body;
mod channel;
mod connection;
mod deadline;
mod dns;
mod fault;
mod files;
mod headers;
mod hello;
mod http;
mod limits;
mod recorder;
mod suites;
mod tcp;
mod tls;

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;

use crate::evidence::{Attempt, Fault, Step};
use crate::moment::Moment;
use crate::route::Route;
use crate::target::Target;

pub use files::raise_open_file_limit;
pub use limits::{Families, Limits, Resolve};

/// Measures every target once and hands each attempt to `done`, with its place in the input, as soon as it is finished.
///
/// `targets` is drawn from only as places become free, so memory depends on the limits and not on the number of targets. `start` is
/// the time at which this is called; attempts are dated by it and the time passed since. Dropping the future stops everything: open
/// connections are closed and no further attempt is handed out. Must run inside a tokio runtime with time and I/O enabled.
pub async fn run<T, F>(targets: T, limits: &Limits, start: Moment, mut done: F)
where
    T: IntoIterator<Item = Target>,
    F: FnMut(usize, Attempt),
{
    let world = Arc::new(World::new(limits, start));
    let mut waiting = targets.into_iter().enumerate();
    let mut running = Running::default();
    loop {
        while running.tasks.len() < limits.parallel_connects.max(1) {
            let Some((place, target)) = waiting.next() else { break };
            running.start(&world, place, target);
        }
        match running.next(&world).await {
            Some((place, attempt)) => done(place, attempt),
            None => return,
        }
    }
}

/// What all targets of a run share.
struct World {
    limits: Limits,
    resolver: dns::Resolver,
    /// Or why no handshake is possible at all.
    client: Result<tls::Client, Fault>,
    start: Moment,
    begun: Instant,
    looking_up: Semaphore,
    connecting: Semaphore,
    handshaking: Semaphore,
}

impl World {
    fn new(limits: &Limits, start: Moment) -> Self {
        Self {
            limits: limits.clone(),
            resolver: dns::Resolver::of_system(limits),
            client: tls::Client::new(),
            start,
            begun: Instant::now(),
            looking_up: Semaphore::new(limits.parallel_lookups()),
            connecting: Semaphore::new(limits.parallel_connects.clamp(1, Semaphore::MAX_PERMITS)),
            handshaking: Semaphore::new(limits.parallel_handshakes.clamp(1, Semaphore::MAX_PERMITS)),
        }
    }

    fn now(&self) -> Moment {
        let passed = i64::try_from(self.begun.elapsed().as_secs()).unwrap_or(i64::MAX);
        Moment(self.start.0.saturating_add(passed))
    }
}

/// The targets in flight. Each is a task of its own, so that a parser that panics on one costs that one.
#[derive(Default)]
struct Running {
    tasks: JoinSet<(usize, Attempt)>,
    /// What a task is about, for the case that it cannot say itself.
    about: HashMap<Id, (usize, Target)>,
}

impl Running {
    fn start(&mut self, world: &Arc<World>, place: usize, target: Target) {
        let about = (place, target.clone());
        let world = Arc::clone(world);
        let handle = self.tasks.spawn(async move { (place, Box::pin(attempt(&world, target)).await) });
        self.about.insert(handle.id(), about);
    }

    async fn next(&mut self, world: &World) -> Option<(usize, Attempt)> {
        match self.tasks.join_next_with_id().await? {
            Ok((id, finished)) => {
                self.about.remove(&id);
                Some(finished)
            }
            Err(error) => {
                let (place, target) = self.about.remove(&error.id())?;
                let fault = Fault::Other { os_code: None, text: "a defect of this program stopped the measurement".into() };
                let dns = Step::Failed { took_us: 0, fault, saw: None };
                Some((place, Attempt { target, route: Route::Direct, started: world.now(), dns, connections: Vec::new() }))
            }
        }
    }
}

/// One target: its addresses, then all of them side by side, each with what is left of the total time.
async fn attempt(world: &Arc<World>, target: Target) -> Attempt {
    let started = world.now();
    let place = world.looking_up.acquire().await;
    let (took, dns) = Box::pin(world.resolver.step(&target, &world.limits)).await;
    drop(place);
    let mut budget = deadline::Budget::new(world.limits.total);
    budget.spend(took);
    let addresses = dns.saw().map(|saw| saw.addresses.clone()).unwrap_or_default();
    let connections = connection::all(world, &target, &addresses, budget).await;
    Attempt { target, route: Route::Direct, started, dns, connections }
}
