//! The first half of every command: targets and stores from the inputs, then evidence from the
//! network or from a saved run. Judges nothing itself.

use std::sync::Arc;

use super::campaign::{Campaign, CampaignResult, RunControl};
use super::routings::Routings;
use super::saved::Saving;
use super::{TOOL, addresses, output, saved, sources};
use crate::error::{Error, Problem, Signal};
use crate::evidence::{Attempt, Recording, Store, StoreKind};
use crate::inputs::{Discovery, InputContents};
use crate::judge::{self, Endpoint, Endpoints, Given, Ground, JudgedRun, Learnt, Stores};
use crate::moment::Moment;
use crate::objects::MtcObject;
use crate::plan::{JudgedAt, RoleScope, RunPlan, TrustPlan};
use crate::route::Route;
use crate::stores::{self, BaseTrust};
use crate::target::Target;

/// The evidence of a run, and whether it is complete.
pub(super) struct Gathered {
    pub recording: Recording,
    /// If a signal came, there may be fewer attempts than targets.
    pub interrupted: Option<Signal>,
    /// The saved run it was read from.
    pub from: Option<String>,
    saving: Option<Saving>,
    /// The time at which verdicts are made.
    at: Moment,
    stores: Arc<Stores>,
    learnt: Learnt,
}

/// Everything read before the first connection.
pub(super) struct Prepared<'p> {
    plan: &'p RunPlan,
    pub stores: Vec<Store>,
    pub problems: Vec<Problem>,
    /// The time at which verdicts are made.
    pub at: Moment,
    objects: Vec<MtcObject>,
    planned: Vec<(Target, Route)>,
    routings: Routings,
    saved: Option<Recording>,
}

/// Reads targets and stores, or a saved run.
pub(super) async fn prepare(plan: &RunPlan) -> Result<Prepared<'_>, Error> {
    if let Some(path) = &plan.save {
        output::check_writable(path)?;
    }
    let saved = plan.from.as_deref();
    let saved = saved
        .map(|path| saved::read(path, plan.notes.quiet))
        .transpose()?;
    let contents = if let Some(recording) = &saved {
        InputContents {
            objects: recording.objects.clone(),
            problems: recording.problems.clone(),
            ..InputContents::default()
        }
    } else {
        sources::read(&plan.sources, plan.notes.commands).await?
    };
    let InputContents {
        targets,
        stores: embedded,
        objects,
        notes,
        mut problems,
    } = contents;
    notes
        .iter()
        .filter(|_| !plan.notes.quiet)
        .for_each(|note| output::note(&format!("note: {note}")));
    problems.extend(plan.routes.problems.iter().cloned());
    let mut routings = Routings::new(&plan.routes);
    let planned = addresses::of_family(routings.plan(targets), plan, &mut problems)?;
    if saved.is_none() && planned.is_empty() {
        output::problems(&problems);
        return Err(nothing_to_probe("no usable target was given"));
    }
    if saved.as_ref().is_some_and(|r| r.attempts.is_empty()) {
        return Err(nothing_to_probe("the saved run holds no endpoint"));
    }
    let measured = saved
        .as_ref()
        .filter(|_| plan.judged == JudgedAt::AsMeasured)
        .map(|r| r.at);
    let at = plan.trust.at.or(measured).unwrap_or(plan.now);
    let mut stores = read_stores(&plan.trust, saved.as_ref(), &mut problems);
    stores.extend(embedded);
    let prepared = Prepared {
        plan,
        stores,
        problems,
        at,
        objects,
        planned,
        routings,
        saved,
    };
    prepared.only(plan.scope)
}

fn nothing_to_probe(why: &str) -> Error {
    let hint = "name a target, such as api=https://api.cluster.example:6443, or a file of them with -f; `probe demo` needs none";
    Error::Input {
        what: "nothing to probe".into(),
        why: why.into(),
        hint: hint.into(),
    }
}

/// The base store and the given ones; those of a saved run stay unless others are named.
fn read_stores(
    trust: &TrustPlan,
    saved: Option<&Recording>,
    problems: &mut Vec<Problem>,
) -> Vec<Store> {
    let mut contents = match (trust.base, saved) {
        (None, Some(recording)) => recording.stores.clone(),
        (base, saved) => {
            let given = saved
                .iter()
                .flat_map(|r| &r.stores)
                .filter(|s| matches!(s.kind, StoreKind::Given | StoreKind::InUse))
                .cloned();
            base_stores(base.unwrap_or(BaseTrust::System), problems)
                .into_iter()
                .chain(given)
                .collect()
        }
    };
    for path in &trust.cas {
        let (given, bad) = stores::from_path(path);
        contents.extend(given);
        problems.extend(bad);
    }
    contents
}

fn base_stores(base: BaseTrust, problems: &mut Vec<Problem>) -> Vec<Store> {
    let reference = || stores::mozilla(StoreKind::Reference);
    match base {
        BaseTrust::Mozilla => vec![stores::mozilla(StoreKind::Mozilla)],
        BaseTrust::None => vec![reference()],
        BaseTrust::System => {
            let (system, bad) = stores::system();
            problems.extend(bad);
            vec![system, reference()]
        }
    }
}

impl Prepared<'_> {
    /// Restricts the run to endpoints of these roles, including those that are discovered later.
    fn only(mut self, scope: RoleScope) -> Result<Self, Error> {
        if scope == RoleScope::All {
            return Ok(self);
        }
        self.planned
            .retain(|(target, _)| scope.includes(target.role));
        if let Some(saved) = &mut self.saved {
            saved
                .attempts
                .retain(|attempt| scope.includes(attempt.target.role));
        }
        if self.planned.is_empty()
            && self
                .saved
                .as_ref()
                .is_none_or(|saved| saved.attempts.is_empty())
        {
            return Err(nothing_to_probe(&format!(
                "no endpoint has one of the roles {}",
                scope.names().join(", ")
            )));
        }
        Ok(self)
    }

    /// Begins what `--save` asks for.
    fn saving(&self, at: Moment) -> Result<Option<Saving>, Error> {
        let inputs = (&self.objects[..], &self.problems[..]);
        let begun = self.plan.save.as_deref();
        let begun = begun.map(|path| Saving::begin(path, (TOOL, at), &self.stores, inputs));
        begun.transpose()
    }

    /// MTC's own objects among the inputs.
    pub(super) fn objects(&self) -> &[MtcObject] {
        &self.objects
    }

    /// Measures the targets (or takes the saved attempts), handing each to `each` as it is done. A
    /// signal ends it early.
    pub(super) async fn gather(
        self,
        mut each: impl FnMut(&Attempt, Given<'_>) -> RunControl,
    ) -> Result<Gathered, Error> {
        let plan = self.plan;
        let at = self.saved.as_ref().map_or(plan.now, |saved| saved.at);
        let mut saving = self.saving(at)?;
        let each = |place, attempt: &Attempt, given: Given<'_>| {
            if let Some(saving) = &mut saving {
                saving.take(place, attempt, given.canaries);
            }
            each(attempt, given)
        };
        let from = plan.from.as_ref().map(|path| path.display().to_string());
        let stores = Arc::new(Stores::new(&self.stores));
        let measured = if let Some(recording) = self.saved {
            replay(recording, &stores, self.at, each)
        } else {
            let discovery = Discovery {
                apps_domain: plan.sources.apps_domain.clone(),
            };
            let routings = Arc::new(self.routings);
            let campaign = Campaign {
                plan,
                planned: self.planned,
                routings,
                discovery,
                stores: Arc::clone(&stores),
                at: self.at,
            };
            let measured = campaign.run(each).await;
            if measured.complete {
                addresses::note_idle(plan, &measured.attempts);
            }
            measured
        };
        if let Some(saving) = &mut saving {
            saving.end(&measured.canaries, measured.complete, measured.interrupted);
        }
        let given = Given::new(&stores, &measured.canaries, self.at);
        let learnt = Learnt::of(&measured.attempts, given)?;
        let recording = Recording {
            tool: TOOL.into(),
            at,
            attempts: measured.attempts,
            canaries: measured.canaries,
            stores: self.stores,
            objects: self.objects,
            problems: self.problems,
        };
        Ok(Gathered {
            recording,
            interrupted: measured.interrupted,
            from,
            saving,
            at: self.at,
            stores,
            learnt,
        })
    }
}

/// Takes the attempts of a saved run as if they had just been measured.
fn replay(
    saved: Recording,
    stores: &Stores,
    at: Moment,
    mut each: impl FnMut(usize, &Attempt, Given<'_>) -> RunControl,
) -> CampaignResult {
    let given = Given::new(stores, &saved.canaries, at);
    let mut attempts = saved.attempts.iter().enumerate();
    let _ = attempts.all(|(place, attempt)| each(place, attempt, given) == RunControl::Go);
    CampaignResult {
        attempts: saved.attempts,
        canaries: saved.canaries,
        complete: true,
        interrupted: None,
    }
}

impl Gathered {
    /// Says how `--save` went.
    pub(super) fn save(&self) -> Result<(), Error> {
        self.saving.as_ref().map_or(Ok(()), Saving::told)
    }

    /// What its attempts are judged with.
    pub(super) fn ground(&self) -> Ground<'_> {
        self.learnt.ground(self.given())
    }

    fn given(&self) -> Given<'_> {
        Given::new(&self.stores, &self.recording.canaries, self.at)
    }

    /// Every attempt, judged with all that the whole run has shown.
    pub(super) fn across(&self) -> Result<JudgedRun<'_>, Error> {
        let attempts = &self.recording.attempts;
        Ok(judge::across(attempts, self.given(), &self.learnt)?)
    }
}

/// The endpoints of a saved run as of its own time, as `--from` without further flags judges them.
pub(super) fn recalled(recording: &Recording) -> Result<Vec<Endpoint>, Error> {
    let stores = Stores::new(&recording.stores);
    let given = Given::new(&stores, &recording.canaries, recording.at);
    let learnt = Learnt::of(&recording.attempts, given)?;
    let judged: &dyn Endpoints = &judge::across(&recording.attempts, given, &learnt)?;
    Ok(judged.all()?)
}
