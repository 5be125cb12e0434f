//! Targets in flight: each is measured, then examined by whoever asked for the run, who may want more
//! of it, until there is enough. Knows nothing of what is wanted.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinError, JoinSet};

use super::context::MeasureContext;
use super::probe_request::ProbeRequest;
use super::waits::Waits;
use super::whereabouts::Whereabouts;
use super::{Follow, aia, deadline, extra, permission};
use crate::evidence::{
    Attempt, Connection, Extra, ExtraRequest, Fault, FollowRequest, NotAsked, NotAskedReason,
    Resolution, Step,
};
use crate::moment::Moment;

/// Issuers fetched for one target; paths are short, and a certificate may name two addresses.
const MOST_FETCHED: usize = 16;

/// Looks at each attempt as soon as it is made, in the task that made it, so that this is done on
/// all processors.
pub trait Examiner: Send + Sync + 'static {
    /// What comes of a target.
    type Outcome: Send + 'static;

    /// Where it is told how far the target at this place is, before it is begun.
    fn whereabouts(&self, _: usize) -> Whereabouts {
        Whereabouts::default()
    }

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

/// The targets in flight. Each is measured in a task of its own, so that a parser that panics on one
/// costs that one. Attempts that come in at the same time are examined one after the other: the
/// processor then has the code at hand.
pub(super) struct InFlight<E: Examiner> {
    examiner: Arc<E>,
    context: Arc<MeasureContext>,
    tasks: JoinSet<Came<E::Outcome>>,
    /// What a measuring task is about, for the case that it cannot say itself.
    about: HashMap<Id, (usize, Arc<ProbeRequest>)>,
    /// Attempts to be examined.
    measured: Vec<Measured>,
    outcomes: VecDeque<(usize, E::Outcome)>,
    targets: usize,
}

/// Attempts that are examined in one go.
const TOGETHER: usize = 32;

/// A target, as far as it was measured.
struct Measured {
    place: usize,
    probe: Arc<ProbeRequest>,
    attempt: Attempt,
    budget: deadline::Budget,
    may_ask: bool,
}

/// What comes of a task.
enum Came<Outcome> {
    Measured(Box<Measured>),
    Examined(Vec<(Measured, FollowRequest)>, Vec<(usize, Outcome)>),
}

impl<E: Examiner> InFlight<E> {
    pub(super) fn new(examiner: Arc<E>, context: Arc<MeasureContext>) -> Self {
        Self {
            examiner,
            context,
            tasks: JoinSet::new(),
            about: HashMap::new(),
            measured: Vec::new(),
            outcomes: VecDeque::new(),
            targets: 0,
        }
    }

    /// How many targets are in flight.
    pub(super) fn len(&self) -> usize {
        self.targets
    }

    pub(super) fn start(&mut self, place: usize, mut probe: ProbeRequest) {
        probe.whereabouts = self.examiner.whereabouts(place);
        probe.waits = Waits::of(&self.context.supply);
        let (probe, context) = (Arc::new(probe), Arc::clone(&self.context));
        let about = Arc::clone(&probe);
        let measuring = async move {
            let measured = Box::pin(first(&context, &probe, place)).await;
            Came::Measured(Box::new(measured))
        };
        let handle = self.tasks.spawn(measuring);
        self.about.insert(handle.id(), (place, about));
        self.targets += 1;
    }

    /// Carries out what is wanted of a target.
    fn go_on(&mut self, mut measured: Measured, wanted: FollowRequest) {
        let (place, about) = (measured.place, Arc::clone(&measured.probe));
        let context = Arc::clone(&self.context);
        let measuring = async move {
            Box::pin(more(&context, &mut measured, wanted)).await;
            Came::Measured(Box::new(measured))
        };
        let handle = self.tasks.spawn(measuring);
        self.about.insert(handle.id(), (place, about));
    }

    /// What came of the next target that is done; `None` where none is in flight. Nothing is lost if
    /// it is dropped.
    pub(super) async fn next(&mut self) -> Option<(usize, E::Outcome)> {
        loop {
            if let Some(outcome) = self.outcomes.pop_front() {
                self.targets -= 1;
                return Some(outcome);
            }
            let came = match self.tasks.try_join_next_with_id() {
                Some(came) if self.measured.len() < TOGETHER => came,
                Some(came) => {
                    self.examine();
                    came
                }
                None => {
                    self.examine();
                    self.tasks.join_next_with_id().await?
                }
            };
            self.take(came);
        }
    }

    fn take(&mut self, came: Result<(Id, Came<E::Outcome>), JoinError>) {
        match came {
            Ok((id, Came::Measured(measured))) => {
                self.about.remove(&id);
                self.measured.push(*measured);
            }
            Ok((_, Came::Examined(wanting, done))) => {
                self.outcomes.extend(done);
                for (measured, wanted) in wanting {
                    self.go_on(measured, wanted);
                }
            }
            Err(error) => {
                if let Some((place, probe)) = self.about.remove(&error.id()) {
                    self.measured.push(stopped(&self.context, place, probe));
                }
            }
        }
    }

    /// Has all that is measured examined, in one task.
    fn examine(&mut self) {
        if self.measured.is_empty() {
            return;
        }
        let measured = std::mem::take(&mut self.measured);
        let (context, examiner) = (Arc::clone(&self.context), Arc::clone(&self.examiner));
        self.tasks
            .spawn(async move { examine_all(&context, &*examiner, measured) });
    }
}

fn examine_all<E: Examiner>(
    context: &MeasureContext,
    examiner: &E,
    all: Vec<Measured>,
) -> Came<E::Outcome> {
    let (mut wanting, mut done) = (Vec::new(), Vec::new());
    for measured in all {
        let place = measured.place;
        let probe = Arc::clone(&measured.probe);
        let look = AssertUnwindSafe(|| examine(examiner, measured));
        match catch_unwind(look) {
            Ok(Ok(outcome)) => done.push((place, outcome)),
            Ok(Err(wants)) => wanting.push(*wants),
            // A rule that panics costs one endpoint, of which nothing more is asked.
            Err(_) => {
                let stopped = stopped(context, place, probe);
                if let Ok(outcome) = examine(examiner, stopped) {
                    done.push((place, outcome));
                }
            }
        }
    }
    Came::Examined(wanting, done)
}

/// What comes of an attempt, or what else is wanted of its target.
fn examine<E: Examiner>(
    examiner: &E,
    mut measured: Measured,
) -> Result<E::Outcome, Box<(Measured, FollowRequest)>> {
    let attempt = &measured.attempt;
    measured.may_ask = measured.may_ask && !permission::is_closed(attempt);
    let Measured {
        place,
        probe,
        attempt,
        budget,
        may_ask,
    } = measured;
    match examiner.examine(place, attempt, may_ask) {
        Examined::Done(outcome) => Ok(outcome),
        Examined::Wants(attempt, wanted) => Err(Box::new((
            Measured {
                place,
                probe,
                attempt,
                budget,
                may_ask,
            },
            wanted,
        ))),
    }
}

/// A target that a defect of ours stopped.
fn stopped(context: &MeasureContext, place: usize, probe: Arc<ProbeRequest>) -> Measured {
    let fault = Fault::Other {
        os_code: None,
        text: "a defect of this program stopped the measurement".into(),
    };
    let dns = Step::Failed {
        took_us: 0,
        fault,
        saw: None,
    };
    Measured {
        place,
        attempt: record(&probe, context.now(), dns, Vec::new()),
        probe,
        budget: deadline::Budget::new(Duration::ZERO),
        may_ask: false,
    }
}

/// One target, measured once.
async fn first(context: &Arc<MeasureContext>, probe: &Arc<ProbeRequest>, place: usize) -> Measured {
    let started = context.now();
    let (dns, connections) = context
        .visit(
            probe,
            usize::MAX,
            deadline::Budget::new(context.limits.total),
        )
        .await;
    let attempt = record(probe, started, dns, connections);
    let mut budget = deadline::Budget::new(context.limits.total);
    budget.spend(deadline::spent(&attempt.dns, &attempt.connections));
    Measured {
        place,
        probe: Arc::clone(probe),
        attempt,
        budget,
        may_ask: true,
    }
}

/// Carries out what is wanted, or notes why it is not made.
async fn more(context: &Arc<MeasureContext>, measured: &mut Measured, wanted: FollowRequest) {
    let Measured {
        probe,
        attempt,
        budget,
        may_ask,
        ..
    } = measured;
    let in_time = budget.is_worth_while();
    match wanted {
        FollowRequest::Measure(ask) => {
            *may_ask = further(context, (attempt, budget), (ask, None, probe)).await;
        }
        FollowRequest::Pair(pair) => {
            let [one, other] = *pair;
            *may_ask = further(context, (attempt, budget), (one, Some(other), probe)).await;
        }
        FollowRequest::Decline(ask) => {
            let left_open = NotAsked::new(ask, NotAskedReason::Unwanted);
            *may_ask = leave_open(attempt, left_open);
        }
        FollowRequest::Fetch(ask) if in_time && attempt.fetched.len() < MOST_FETCHED => {
            let asking = aia::fetch(context, ask, (budget.left(), &probe.waits));
            let fetched = Box::pin(asking).await;
            let took = fetched.outcome.took_us().unwrap_or(0);
            budget.spend(Duration::from_micros(took));
            attempt.fetched.push(fetched);
        }
        FollowRequest::Fetch(_) => *may_ask = false,
    }
    attempt.has_waited(probe.waits.take());
}

/// Carries out one, and the other side by side with it where a connection is left for it. False
/// where no more may be asked.
async fn further(
    context: &Arc<MeasureContext>,
    (attempt, budget): (&mut Attempt, &mut deadline::Budget),
    (one, other, probe): (ExtraRequest, Option<ExtraRequest>, &Arc<ProbeRequest>),
) -> bool {
    if let Some(why) = why_not(attempt, &one, budget.is_worth_while()) {
        return leave_open(attempt, NotAsked::new(one, why));
    }
    let other = other.filter(|ask| left_for(attempt, ask) > 1);
    let measure = |ask| Box::pin(extra::measure(context, attempt, (ask, probe), *budget));
    let beside = async {
        match other {
            Some(ask) => Some(measure(ask).await),
            None => None,
        }
    };
    let (made, beside) = tokio::join!(measure(one), beside);
    let all = [Some(made), beside].into_iter().flatten();
    let (not_made, all): (Vec<Extra>, Vec<Extra>) = all.partition(Extra::is_cut_short);
    let mut may_ask = true;
    for extra in not_made {
        may_ask &= leave_open(attempt, NotAsked::for_want(extra));
    }
    let took = all.iter().map(|e| deadline::spent(&e.dns, &e.connections));
    budget.spend(took.max().unwrap_or_default());
    attempt.extras.extend(all);
    may_ask
}

/// How many connections may still be made where this one goes.
fn left_for(attempt: &Attempt, ask: &ExtraRequest) -> usize {
    let address = extra::address_of(attempt, (&ask.kind, &ask.route, ask.address));
    attempt.connections_left(&ask.kind, &ask.route, address)
}

/// True where more may be asked: who asks for the same again would go on for ever.
fn leave_open(attempt: &mut Attempt, left_open: NotAsked) -> bool {
    let is_new = !attempt.not_asked.contains(&left_open);
    attempt.not_asked.push(left_open);
    is_new
}

/// Why no further measurement of this kind is made.
fn why_not(attempt: &Attempt, ask: &ExtraRequest, in_time: bool) -> Option<NotAskedReason> {
    if left_for(attempt, ask) == 0 {
        Some(NotAskedReason::Connections)
    } else if in_time {
        None
    } else {
        Some(NotAskedReason::Time)
    }
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
        not_asked: Vec::new(),
        fetched: Vec::new(),
        waited: probe.waits.take(),
    }
}
