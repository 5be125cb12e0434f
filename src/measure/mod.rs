//! Targets → attempts: the only code that meets the network. It writes down what happened, step by
//! step, and never judges. May name the words (`evidence`, `target`, `route`, …) only.

mod aia;
mod body;
mod channel;
mod connection;
mod context;
mod deadline;
mod dns;
mod extra;
mod fault;
mod files;
mod headers;
mod hello;
mod http;
mod issuers;
mod limits;
mod listen;
mod permission;
mod probe_request;
mod proxy;
mod recorder;
mod reply;
mod scrub;
mod stream;
mod suites;
mod tcp;
mod tls;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};

use crate::evidence::{
    Attempt, Connection, Fault, FetchedIssuer, FollowRequest, IssuerRequest, ProxyCanary,
    Resolution, Step,
};
use crate::moment::Moment;
use crate::route::Route;
use context::MeasureContext;
use probe_request::ProbeRequest;

pub use files::raise_open_file_limit;
pub use limits::{Families, Limits, Resolve};
pub use probe_request::Assignment;

/// Asked after each measurement of a target, with everything met so far, for the next one that
/// would settle a doubt.
pub type Follow = Arc<dyn Fn(&Attempt) -> Option<FollowRequest> + Send + Sync>;

/// Issuers fetched for one target; paths are short, and a certificate may name two addresses.
const MOST_FETCHED: usize = 16;

/// No further measurements.
#[must_use]
pub fn no_follow() -> Follow {
    Arc::new(|_| None)
}

/// Measures every target along its route, within what the one who named it allows, and hands each
/// attempt to `done`, with its place in the input, as soon as it is finished.
///
/// `targets` is drawn from only as places become free, so memory depends on the limits and not on
/// the number of targets. `start` is the time at which this is called; attempts are dated by it and
/// the time passed since. `follow` gets at most [`Attempt::most_extras`] further measurements per
/// target, which have the total time of a target for themselves. Dropping the future stops
/// everything: open connections are closed and no further attempt is handed out. Must run inside a
/// tokio runtime with time and I/O enabled.
pub async fn run<T, F>(targets: T, limits: &Limits, start: Moment, follow: Follow, mut done: F)
where
    T: IntoIterator<Item: Into<Assignment>>,
    F: FnMut(usize, Attempt),
{
    let context = Arc::new(MeasureContext::new(limits, start));
    let mut waiting = targets.into_iter().enumerate();
    let mut running = InFlight {
        follow,
        tasks: JoinSet::new(),
        about: HashMap::new(),
    };
    loop {
        while running.tasks.len() < limits.parallel_connects.max(1) {
            let Some((place, aim)) = waiting.next() else {
                break;
            };
            running.start(&context, place, ProbeRequest::usual(aim.into()));
        }
        match running.next(&context).await {
            Some((place, attempt)) => done(place, attempt),
            None => return,
        }
    }
}

/// Fetches one issuer, outside of any run.
pub async fn fetch(wanted: IssuerRequest, limits: &Limits, start: Moment) -> FetchedIssuer {
    Box::pin(aia::fetch(&MeasureContext::new(limits, start), wanted)).await
}

/// Asks a proxy for `<random>.invalid:443` and, should it agree, says hello to whatever answers
/// there.
pub async fn canary(route: &Route, limits: &Limits, start: Moment) -> ProxyCanary {
    let context = Arc::new(MeasureContext::new(limits, start));
    Box::pin(extra::canary(&context, route)).await
}

/// The targets in flight. Each is a task of its own, so that a parser that panics on one costs that
/// one.
struct InFlight {
    follow: Follow,
    tasks: JoinSet<(usize, Attempt)>,
    /// What a task is about, for the case that it cannot say itself.
    about: HashMap<Id, (usize, Arc<ProbeRequest>)>,
}

impl InFlight {
    fn start(&mut self, context: &Arc<MeasureContext>, place: usize, probe: ProbeRequest) {
        let probe = Arc::new(probe);
        let about = (place, Arc::clone(&probe));
        let (context, follow) = (Arc::clone(context), Arc::clone(&self.follow));
        let handle = self
            .tasks
            .spawn(async move { (place, Box::pin(attempt(&context, &probe, &follow)).await) });
        self.about.insert(handle.id(), about);
    }

    async fn next(&mut self, context: &MeasureContext) -> Option<(usize, Attempt)> {
        match self.tasks.join_next_with_id().await? {
            Ok((id, finished)) => {
                self.about.remove(&id);
                Some(finished)
            }
            Err(error) => {
                let (place, probe) = self.about.remove(&error.id())?;
                let fault = Fault::Other {
                    os_code: None,
                    text: "a defect of this program stopped the measurement".into(),
                };
                let dns = Step::Failed {
                    took_us: 0,
                    fault,
                    saw: None,
                };
                Some((place, record(&probe, context.now(), dns, Vec::new())))
            }
        }
    }
}

/// One target, and whatever further measurements are asked for.
async fn attempt(
    context: &Arc<MeasureContext>,
    probe: &Arc<ProbeRequest>,
    follow: &Follow,
) -> Attempt {
    let started = context.now();
    let (dns, connections) = context
        .visit(probe, deadline::Budget::new(context.limits.total))
        .await;
    let mut attempt = record(probe, started, dns, connections);
    let mut budget = deadline::Budget::new(context.limits.total);
    budget.spend(spent(&attempt.dns, &attempt.connections));
    while budget.is_worth_while() && !permission::is_closed(&attempt) {
        match follow(&attempt) {
            Some(FollowRequest::Measure(ask)) if attempt.extras.len() < attempt.most_extras() => {
                let extra = Box::pin(extra::measure(context, &attempt, (ask, probe), budget)).await;
                budget.spend(spent(&extra.dns, &extra.connections));
                attempt.extras.push(extra);
            }
            Some(FollowRequest::Fetch(ask)) if attempt.fetched.len() < MOST_FETCHED => {
                let fetched = Box::pin(aia::fetch(context, ask)).await;
                let took = fetched.outcome.took_us().unwrap_or(0);
                budget.spend(Duration::from_micros(took));
                attempt.fetched.push(fetched);
            }
            Some(_) | None => break,
        }
    }
    attempt
}

/// What a measurement took of the total time: the lookup, and the longest of the connections, which
/// are made side by side.
fn spent(dns: &Step<Resolution>, connections: &[Connection]) -> Duration {
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

fn record(
    probe: &ProbeRequest,
    started: Moment,
    dns: Step<Resolution>,
    connections: Vec<Connection>,
) -> Attempt {
    Attempt {
        target: probe.target.clone(),
        route: probe.route.clone(),
        started,
        dns,
        connections,
        extras: Vec::new(),
        fetched: Vec::new(),
    }
}
