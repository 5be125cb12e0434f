//! Everything that is read before the first connection: targets and stores from the inputs, or a
//! saved run. Measures nothing.

use std::path::Path;

use super::earlier::Earlier;
use super::ready::{Inputs, header, holds_no_endpoint, no_such_role, nothing_to_probe};
use super::routings::Routings;
use super::run::Run;
use super::selection::Selection;
use super::watch::{Note, Sink, Watch};
use super::{families, replay, sources, trust, waves};
use std::sync::Arc;

use crate::error::{Error, Problem};
use crate::evidence::{Attempts, Store};
use crate::inputs::InputContents;
use crate::measure::World;
use crate::moment::Moment;
use crate::objects::{MtcObject, StatusObject};
use crate::plan::{JudgedAt, RunPlan};
use crate::route::Route;
use crate::runlog::{LiveLog, Log, RunRecord};
use crate::target::Target;

/// A run that may begin.
pub struct Prepared<'p> {
    /// MTC's own objects among the inputs.
    pub objects: Vec<MtcObject>,
    /// The statuses of other objects of theirs.
    pub statuses: Vec<StatusObject>,
    /// Inputs that could not be used.
    pub problems: Vec<Problem>,
    /// The time at which verdicts are made.
    pub at: Moment,
    pub(super) plan: &'p RunPlan,
    /// The trust stores, as far as the inputs name them.
    pub stores: Vec<Store>,
    subject: Subject,
}

/// What the run is about.
enum Subject {
    /// Targets, each with its way.
    Targets(Vec<(Target, Arc<Route>)>, Routings, Option<Box<Earlier>>),
    /// An earlier run.
    Saved(Box<Selection>),
}

/// Begins the log of a run: name and time of the run, and its stores.
pub type BeginLog<'a> = dyn FnOnce(RunRecord, &[Store]) -> Result<LiveLog, Error> + 'a;

/// Reads targets and stores, or a saved run, which `open` opens. A run that goes on is given what it
/// has logged before.
///
/// # Errors
/// Nothing is left to probe, or what was named cannot be read.
pub async fn prepare<'p>(
    plan: &'p RunPlan,
    (open, earlier): (impl FnOnce(&Path) -> Result<Log, Error>, Option<Log>),
    watch: &impl Watch,
) -> Result<Prepared<'p>, Error> {
    match &plan.from {
        Some(path) => {
            let selection = Selection::of(open(path)?);
            saved(plan, path, selection, watch)
        }
        None => targets(plan, earlier, watch).await,
    }
}

async fn targets<'p>(
    plan: &'p RunPlan,
    earlier: Option<Log>,
    watch: &impl Watch,
) -> Result<Prepared<'p>, Error> {
    let InputContents {
        targets,
        stores: embedded,
        objects,
        statuses,
        notes,
        mut problems,
    } = sources::read(&plan.sources, watch).await?;
    for note in &notes {
        watch.note(&Note::Input(note));
    }
    problems.extend(plan.routes.problems.iter().cloned());
    let mut routings = Routings::new(&plan.routes);
    let planned = routings.plan(targets, &mut problems);
    let mut planned = families::fitting(planned, plan, &mut problems)?;
    if planned.is_empty() {
        watch.note(&Note::Problems(&problems));
        return Err(nothing_to_probe("no usable target was given"));
    }
    for note in routings.near_misses(&planned) {
        watch.note(&Note::Input(&note));
    }
    planned.retain(|(target, _)| plan.scope.includes(target.role));
    if planned.is_empty() {
        return Err(no_such_role(plan.scope));
    }
    let mut stores = trust::read(&plan.trust, None, (&mut problems, watch));
    stores.extend(embedded);
    watch.note(&Note::Problems(&problems));
    let earlier = earlier
        .map(|log| Earlier::of(log, &planned, (plan, &stores)))
        .transpose()?;
    let began = earlier.as_ref().map_or(plan.now, Earlier::began);
    Ok(Prepared {
        objects,
        statuses,
        problems,
        at: plan.trust.at.unwrap_or(began),
        plan,
        stores,
        subject: Subject::Targets(planned, routings, earlier.map(Box::new)),
    })
}

fn saved<'p>(
    plan: &'p RunPlan,
    path: &Path,
    selection: Selection,
    watch: &impl Watch,
) -> Result<Prepared<'p>, Error> {
    let log = selection.log();
    for note in log.notes() {
        watch.note(&Note::Log(path, *note));
    }
    if selection.is_empty() {
        let faults = log.faults().iter();
        let problems: Vec<Problem> = faults.map(|fault| watch.problem(path, fault)).collect();
        watch.note(&Note::Problems(&problems));
        return Err(holds_no_endpoint(path));
    }
    let mut problems = log.problems().to_vec();
    problems.extend(plan.routes.problems.iter().cloned());
    let stores = trust::read(&plan.trust, Some(log.stores()), (&mut problems, watch));
    let measured = Some(log.run().at).filter(|_| plan.judged == JudgedAt::AsMeasured);
    Ok(Prepared {
        objects: log.objects().to_vec(),
        statuses: log.statuses().to_vec(),
        problems,
        at: plan.trust.at.or(measured).unwrap_or(plan.now),
        plan,
        stores,
        subject: Subject::Saved(Box::new(selection)),
    })
}

impl Prepared<'_> {
    /// Measures the targets, or takes the attempts of the saved run; hands each endpoint to the sink
    /// as it is done. A signal ends it early, and so does a sink that wants no more, unless the run
    /// is saved.
    ///
    /// # Errors
    /// The log cannot be written or read back.
    pub async fn run(
        self,
        (watch, sink): (&impl Watch, &mut impl Sink),
        begin_log: Box<BeginLog<'_>>,
    ) -> Result<Run, Error> {
        let Self {
            objects,
            statuses,
            problems,
            at,
            plan,
            stores,
            subject,
        } = self;
        let inputs = Inputs {
            objects,
            statuses,
            problems,
            at,
            stores,
        };
        match subject {
            Subject::Saved(selection) => {
                let file = plan.from.as_deref().unwrap_or_else(|| Path::new("-"));
                let run = replay::run(inputs, (*selection, file, plan.scope), (watch, sink))?;
                watch.note(&Note::Problems(&run.problems));
                Ok(run)
            }
            Subject::Targets(planned, routings, earlier) => {
                let began = earlier.as_ref().map_or(plan.now, |earlier| earlier.began());
                let log = begin_log(header(plan, began), &inputs.stores)?;
                let world = World::at(plan.now);
                waves::run(
                    (plan, inputs),
                    (planned, routings, earlier),
                    (&world, log),
                    (watch, sink),
                )
                .await
            }
        }
    }
}
