//! Targets in flight: each is measured, then examined by whoever asked for the run, who may want more
//! of it, until he has what he wants. Knows nothing of what is wanted.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};

use super::context::MeasureContext;
use super::probe_request::ProbeRequest;
use super::{Follow, aia, deadline, extra, permission};
use crate::evidence::{Attempt, Connection, Fault, FollowRequest, Resolution, Step};
use crate::moment::Moment;

/// Issuers fetched for one target; paths are short, and a certificate may name two addresses.
const MOST_FETCHED: usize = 16;

/// Looks at each attempt as soon as it is made, in the task that made it, so that this is done on
/// all processors.
pub trait Examiner: Send + Sync + 'static {
    /// What comes of a target.
    type Outcome: Send + 'static;

    /// Asks for more about the target at this place, as long as it `may_ask`, or says what came of
    /// it.
    fn examine(&self, place: usize, attempt: Attempt, may_ask: bool) -> Examined<Self::Outcome>;
}

/// What an examiner says of an attempt.
#[expect(clippy::large_enum_variant, reason = "it lives for a moment")]
pub enum Examined<Outcome> {
    /// One more measurement would settle a doubt: the attempt, and which.
    Wants(Attempt, FollowRequest),
    /// Nothing more is wanted.
    Done(Outcome),
}

/// Asks what it is told to ask, and hands out the attempts themselves.
pub(super) struct FollowExaminer(pub(super) Follow);

impl Examiner for FollowExaminer {
    type Outcome = Attempt;

    fn examine(&self, _: usize, attempt: Attempt, may_ask: bool) -> Examined<Attempt> {
        match may_ask.then(|| (self.0)(&attempt)).flatten() {
            Some(wanted) => Examined::Wants(attempt, wanted),
            None => Examined::Done(attempt),
        }
    }
}

/// The targets in flight. Each is a task of its own, so that a parser that panics on one costs that
/// one.
pub(super) struct InFlight<E: Examiner> {
    examiner: Arc<E>,
    tasks: JoinSet<(usize, E::Outcome)>,
    /// What a task is about, for the case that it cannot say itself.
    about: HashMap<Id, (usize, Arc<ProbeRequest>)>,
}

impl<E: Examiner> InFlight<E> {
    pub(super) fn new(examiner: Arc<E>) -> Self {
        Self {
            examiner,
            tasks: JoinSet::new(),
            about: HashMap::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tasks.len()
    }

    pub(super) fn start(
        &mut self,
        context: &Arc<MeasureContext>,
        place: usize,
        probe: ProbeRequest,
    ) {
        let probe = Arc::new(probe);
        let about = (place, Arc::clone(&probe));
        let (context, examiner) = (Arc::clone(context), Arc::clone(&self.examiner));
        let handle = self.tasks.spawn(async move {
            let outcome = Box::pin(measure(&context, &probe, (place, &*examiner))).await;
            (place, outcome)
        });
        self.about.insert(handle.id(), about);
    }

    pub(super) async fn next(&mut self, context: &MeasureContext) -> Option<(usize, E::Outcome)> {
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
                let attempt = record(&probe, context.now(), dns, Vec::new());
                Some((place, finish(&*self.examiner, place, attempt)?))
            }
        }
    }
}

/// One target, and whatever further measurements are asked for.
async fn measure<E: Examiner>(
    context: &Arc<MeasureContext>,
    probe: &Arc<ProbeRequest>,
    (place, examiner): (usize, &E),
) -> E::Outcome {
    let started = context.now();
    let (dns, connections) = context
        .visit(probe, deadline::Budget::new(context.limits.total))
        .await;
    let mut attempt = record(probe, started, dns, connections);
    let mut budget = deadline::Budget::new(context.limits.total);
    budget.spend(spent(&attempt.dns, &attempt.connections));
    let mut may_ask = true;
    loop {
        may_ask = may_ask && budget.is_worth_while() && !permission::is_closed(&attempt);
        match examiner.examine(place, attempt, may_ask) {
            Examined::Done(outcome) => return outcome,
            Examined::Wants(so_far, wanted) => {
                attempt = so_far;
                may_ask =
                    may_ask && more(context, &mut attempt, (wanted, probe), &mut budget).await;
            }
        }
    }
}

/// Carries out what is wanted; false where no more is allowed.
async fn more(
    context: &Arc<MeasureContext>,
    attempt: &mut Attempt,
    (wanted, probe): (FollowRequest, &Arc<ProbeRequest>),
    budget: &mut deadline::Budget,
) -> bool {
    match wanted {
        FollowRequest::Measure(ask) if attempt.extras.len() < attempt.most_extras() => {
            let extra = Box::pin(extra::measure(context, attempt, (ask, probe), *budget)).await;
            budget.spend(spent(&extra.dns, &extra.connections));
            attempt.extras.push(extra);
            true
        }
        FollowRequest::Fetch(ask) if attempt.fetched.len() < MOST_FETCHED => {
            let fetched = Box::pin(aia::fetch(context, ask)).await;
            let took = fetched.outcome.took_us().unwrap_or(0);
            budget.spend(Duration::from_micros(took));
            attempt.fetched.push(fetched);
            true
        }
        FollowRequest::Measure(_) | FollowRequest::Fetch(_) => false,
    }
}

/// What comes of an attempt of which nothing more is to be had; `None` where the examiner does not
/// keep to that.
fn finish<E: Examiner>(examiner: &E, place: usize, attempt: Attempt) -> Option<E::Outcome> {
    match examiner.examine(place, attempt, false) {
        Examined::Done(outcome) => Some(outcome),
        Examined::Wants(..) => None,
    }
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
