//! Targets measured in waves: those that were named, then those that their answers name. What comes
//! of each is taken in as it is done, so that little is kept of it.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::discovered::{Depths, Discovered};
use super::earlier::Earlier;
use super::families::IdleResolves;
use super::judging::{Done, Judging};
use super::limits::limits;
use super::numbers::Numbers;
use super::outbox::Outbox;
use super::ready::{Inputs, header, log_failed};
use super::routings::{Planned, Routings};
use super::run::{Kept, Run};
use super::taking_over::{Taken, take_over};
use super::tally::Tally;
use super::watch::{self, Flow, Note, Progress, Sink, Watch};
use crate::codes::Severity;
use crate::error::{Error, Signal};
use crate::evidence::ProxyCanary;
use crate::judge::{Given, Learnt, Lessons, Stores};
use crate::measure::{Assignment, Limits, World};
use crate::plan::RunPlan;
use crate::route::Route;
use crate::runlog::LiveLog;
use crate::target::Shard;

/// How often answers may lead to further endpoints: an API server leads to a registry, which leads
/// to its token service.
const WAVES: usize = 3;

/// A run under way: what is fixed, and what was met so far.
struct UnderWay<'a, W, S> {
    plan: &'a RunPlan,
    world: &'a World,
    limits: Limits,
    held: Arc<Stores>,
    routings: Arc<Routings>,
    log: Arc<LiveLog>,
    outbox: Arc<Outbox<Done>>,
    at: crate::moment::Moment,
    watch: &'a W,
    sink: &'a mut S,
    so_far: SoFar,
}

/// What is kept if the run is cut short.
struct SoFar {
    canaries: Arc<Vec<ProxyCanary>>,
    discovered: Discovered,
    depths: Depths,
    lessons: Lessons,
    tally: Tally,
    idle: IdleResolves,
    /// How many targets there are so far.
    planned: usize,
    /// Why the run cannot go on.
    failed: Option<io::Error>,
}

pub(super) async fn run(
    (plan, inputs): (&RunPlan, Inputs),
    (planned, routings, earlier): (Planned, Routings, Option<Box<Earlier>>),
    (world, log): (&World, LiveLog),
    (watch, sink): (&impl Watch, &mut impl Sink),
) -> Result<Run, Error> {
    let failed = |e: io::Error| log_failed(plan.save.as_deref(), &e);
    inputs.begin(&log).map_err(failed)?;
    let held = Arc::new(Stores::new(&inputs.stores));
    let log = Arc::new(log);
    let limits = limits(plan, &planned);
    let began = earlier.as_ref().map_or(plan.now, |earlier| earlier.began());
    let mut so_far = SoFar::new(plan);
    let (planned, numbers) = so_far.own(planned, plan.shard, watch);
    let mut under_way = UnderWay {
        limits,
        plan,
        world,
        routings: Arc::new(routings),
        outbox: Arc::new(Outbox::new(Arc::clone(&log), numbers)),
        log: Arc::clone(&log),
        at: inputs.at,
        watch,
        sink,
        so_far,
        held: Arc::clone(&held),
    };
    let ended = under_way.until_done(planned, earlier.as_deref()).await;
    let mut so_far = under_way.so_far;
    if let Some(error) = so_far.failed.take() {
        return Err(failed(error));
    }
    tell(plan, &so_far, ended, watch);
    let complete = ended == Ok(true);
    let saved = log.end(complete, ended.err()).map_err(failed)?;
    let canaries = so_far.canaries.to_vec();
    let given = Given::new(&held, &canaries, inputs.at);
    let lessons = std::mem::take(&mut so_far.lessons);
    let learnt = learnt((lessons, &so_far.tally), &log, given)?;
    let (shortages, lacking) = watch::shortages(so_far.tally.shortages(), watch);
    watch.note(&Note::Problems(&lacking));
    let (severities, of_logins, led_to) = so_far.tally.in_order();
    Ok(Run {
        record: header(plan, began),
        complete,
        at: inputs.at,
        stores: inputs.stores,
        canaries,
        objects: inputs.objects,
        statuses: inputs.statuses,
        problems: [inputs.problems, lacking].concat(),
        shortages,
        interrupted: ended.err(),
        saved,
        kept: Kept::Live(log),
        held,
        learnt,
        severities,
        of_logins,
        led_to,
    })
}

impl SoFar {
    fn new(plan: &RunPlan) -> Self {
        Self {
            canaries: Arc::default(),
            discovered: Discovered::new(plan.sources.apps_domain.clone(), plan.scope),
            depths: Depths::default(),
            lessons: Lessons::default(),
            tally: Tally::default(),
            idle: IdleResolves::of(&plan.limits),
            planned: 0,
            failed: None,
        }
    }

    /// The targets that this run measures. All others that were given are known as well, so that none
    /// of them is measured here because an answer names it.
    fn own(
        &mut self,
        planned: Planned,
        shard: Option<Shard>,
        watch: &impl Watch,
    ) -> (Planned, Numbers) {
        for (target, _) in &planned {
            self.discovered.is_asked(target);
        }
        let (planned, numbers) = match shard {
            None => {
                let all = Numbers::all(planned.len());
                (planned, all)
            }
            Some(shard) => Numbers::share(planned, |(target, _)| shard.takes(target)),
        };
        self.planned = planned.len();
        if let (true, Some(shard)) = (planned.is_empty(), shard) {
            watch.note(&Note::EmptyShard(shard));
        }
        (planned, numbers)
    }
}

/// One after the other; the memory of those that are gone is given back.
fn in_pieces<T>(all: Vec<T>) -> impl Iterator<Item = T> {
    const PIECE: usize = 1024;
    let mut all = all.into_iter();
    let piece = || Some(all.by_ref().take(PIECE).collect::<Vec<T>>());
    let pieces = std::iter::from_fn(piece).take_while(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().into_iter().flatten()
}

/// What the run has learnt. The log counts no places that were left out: where there are such, it is
/// looked at again.
fn learnt(
    (lessons, tally): (Lessons, &Tally),
    log: &LiveLog,
    given: Given<'_>,
) -> Result<Learnt, Error> {
    Ok(if tally.is_dense() {
        lessons.end(log, given)?
    } else {
        Learnt::of(log, given)?
    })
}

/// What is worth saying of a run that is over, or was ended.
fn tell(plan: &RunPlan, so_far: &SoFar, ended: Result<bool, Signal>, watch: &impl Watch) {
    let measured = so_far.tally.len();
    match ended {
        Ok(true) => {
            let idle = so_far.idle.left();
            // Other shards have other targets.
            if !idle.is_empty() && plan.shard.is_none() {
                watch.note(&Note::IdleResolves(idle));
            }
        }
        Ok(false) => {}
        Err(signal) => watch.note(&Note::Interrupted {
            signal,
            measured,
            of: so_far.planned,
        }),
    }
    // A shard may have no target at all, and is saved.
    let unsaved = plan.save.as_ref().filter(|_| ended != Ok(true));
    if let (0, Some(path)) = (measured, unsaved) {
        watch.note(&Note::LeftAsItWas(path));
    }
}

impl<W: Watch, S: Sink> UnderWay<'_, W, S> {
    /// Measures until all is done or a signal comes.
    async fn until_done(
        &mut self,
        planned: Planned,
        earlier: Option<&Earlier>,
    ) -> Result<bool, Signal> {
        let watch = self.watch;
        watch.progress(Progress::Begins(planned.len()));
        let ended = watch.measuring(self.measure(planned, earlier)).await;
        self.close();
        watch.progress(Progress::Over);
        ended
    }

    /// Measures the targets, then the targets that their answers name. False if nobody wants to
    /// read what comes of it.
    async fn measure(&mut self, planned: Planned, earlier: Option<&Earlier>) -> bool {
        let measured = match earlier.map(|earlier| self.take_over(earlier)) {
            None => Taken::default(),
            Some(Ok(taken)) => taken,
            Some(Err(error)) => {
                self.so_far.failed.get_or_insert(error);
                return false;
            }
        };
        self.ask_proxies(planned.iter().map(|(_, route)| &**route))
            .await;
        let mut first = planned.len().max(measured.next);
        // Each target is given away as it is begun.
        let named = in_pieces(planned).map(Assignment::from).enumerate();
        let named = named.filter(|(place, _)| !measured.places.contains(place));
        if !self.measure_wave(0, named).await {
            return false;
        }
        for _ in 1..WAVES {
            let wave = self.so_far.discovered.next_wave();
            self.watch.progress(Progress::More(wave.len()));
            if wave.is_empty() {
                break;
            }
            self.so_far.planned += wave.len();
            self.ask_proxies(wave.iter().map(|aim| &aim.route)).await;
            for aim in &wave {
                self.so_far.discovered.is_asked(&aim.target);
            }
            let size = wave.len();
            if !self.measure_wave(first, wave.into_iter().enumerate()).await {
                return false;
            }
            first += size;
        }
        true
    }

    /// Takes over what was measured before the run was interrupted.
    fn take_over(&mut self, earlier: &Earlier) -> io::Result<Taken> {
        for canary in earlier.log().canaries() {
            self.log.canary(canary)?;
            self.so_far.lessons.take_canary(canary);
        }
        self.so_far.canaries = Arc::new(earlier.log().canaries().to_vec());
        let named = self.so_far.planned;
        let judging = self.judging(0);
        let taken = take_over(earlier, &judging, |target| {
            self.so_far.discovered.is_asked(target);
            self.take_all(Ok(()));
        })?;
        self.so_far.planned += taken.found(named);
        self.watch.progress(Progress::More(taken.found(named)));
        Ok(taken)
    }

    fn judging(&self, first: usize) -> Judging {
        Judging {
            stores: Arc::clone(&self.held),
            canaries: Arc::clone(&self.so_far.canaries),
            at: self.at,
            routings: Arc::clone(&self.routings),
            wishes: self.plan.wishes,
            outbox: Arc::clone(&self.outbox),
            piece: self.sink.piece(),
            first,
            begun: Mutex::default(),
        }
    }

    async fn measure_wave(
        &mut self,
        first: usize,
        wave: impl Iterator<Item = (usize, Assignment)>,
    ) -> bool {
        let examiner = Arc::new(self.judging(first));
        let (world, limits) = (self.world, self.limits.clone());
        let (watch, begun) = (self.watch, Arc::clone(&examiner));
        // Each is taken from the wave as it is begun.
        let wave = wave.inspect(|(place, aim)| {
            watch.progress(Progress::Starts {
                place: first + place,
                target: &aim.target,
                whereabouts: &begun.begins(*place),
            });
        });
        let over = Notify::new();
        let done = |_, done: io::Result<()>| {
            if self.take_all(done) == Flow::Stop {
                over.notify_one();
            }
        };
        let stopped = tokio::select! {
            () = world.examine(wave, &limits, examiner, done) => false,
            () = over.notified() => true,
        };
        !stopped
    }

    /// Takes in what is done, unless the log of it has failed.
    fn take_all(&mut self, logged: io::Result<()>) -> Flow {
        if let Err(error) = logged {
            self.so_far.failed.get_or_insert(error);
            return Flow::Stop;
        }
        let mut flow = Flow::Go;
        for (place, done) in self.outbox.take() {
            if self.take(place, &done) == Flow::Stop {
                flow = Flow::Stop;
            }
        }
        flow
    }

    /// Takes in what was logged before the run was cut short; nothing more is logged.
    fn close(&mut self) {
        for (place, done) in self.outbox.close() {
            self.take(place, &done);
        }
    }

    /// Takes in what came of a target.
    fn take(&mut self, place: usize, Done { own, piece }: &Done) -> Flow {
        let flow = self.sink.take(place, piece);
        self.watch.progress(Progress::Done {
            place,
            fails: own.severity() >= Severity::Failure,
        });
        let so_far = &mut self.so_far;
        so_far.lessons.take(place, own);
        so_far.tally.take(place, own);
        so_far.idle.take(&own.attempt);
        if so_far.depths.of(&own.attempt.target) + 1 < WAVES {
            so_far.discovered.take(place, &own.attempt, &self.routings);
        }
        // A run that is saved goes on although nobody reads what is printed: the file is read later.
        if self.plan.save.is_some() {
            Flow::Go
        } else {
            flow
        }
    }

    /// Each proxy that will be used, once: what does it answer for a name that cannot exist?
    async fn ask_proxies(&mut self, routes: impl Iterator<Item = &Route>) {
        if self.plan.wishes.none {
            return;
        }
        let mut asked = self.so_far.canaries.to_vec();
        for route in routes.filter(|route| !route.is_direct()) {
            if asked.iter().any(|known| known.route.proxy == route.proxy) {
                continue;
            }
            let canary = self.world.canary(route, &self.limits).await;
            if let Err(error) = self.log.canary(&canary) {
                self.so_far.failed.get_or_insert(error);
            }
            self.so_far.lessons.take_canary(&canary);
            asked.push(canary);
        }
        if asked.len() > self.so_far.canaries.len() {
            self.so_far.canaries = Arc::new(asked);
        }
    }
}
