//! The first half of every command: targets and stores from the inputs, then evidence from the
//! network or from a saved run. Judges nothing itself.

use std::path::PathBuf;
use std::sync::Arc;

use super::campaign::{Campaign, CampaignResult, RunControl};
use super::role_scope::RoleScope;
use super::routings::Routings;
use super::{TOOL, addresses, output, saved, sources};
use crate::cli::{BaseTrust, SourceArgs, TrustArgs};
use crate::error::{Error, Problem, Signal};
use crate::evidence::{Attempt, EVIDENCE_VERSION, Recording, Store, StoreKind};
use crate::inputs::{Discovery, InputContents};
use crate::judge::{self, Given, Ground, Judgement, Learnt, Stores};
use crate::moment::Moment;
use crate::objects::MtcObject;
use crate::route::Route;
use crate::settings::{self, Settings};
use crate::stores;
use crate::target::Target;

/// The evidence of a run, and whether it is complete.
pub(super) struct Gathered {
    pub recording: Recording,
    /// If a signal came, there may be fewer attempts than targets.
    pub interrupted: Option<Signal>,
    /// The saved run it was read from.
    pub from: Option<String>,
    /// The time at which verdicts are made.
    at: Moment,
    stores: Arc<Stores>,
    learnt: Learnt,
}

/// Everything read before the first connection.
pub(super) struct Prepared {
    pub stores: Vec<Store>,
    pub problems: Vec<Problem>,
    /// The time at which verdicts are made.
    pub at: Moment,
    objects: Vec<MtcObject>,
    planned: Vec<(Target, Route)>,
    routings: Routings,
    saved: Option<Recording>,
    /// The roles to measure.
    scope: RoleScope,
    judged: JudgedAt,
}

/// The time at which a saved run is judged, unless `--at` says another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JudgedAt {
    /// At the time of its measurement: the verdicts are the same as then.
    AsMeasured,
    /// Now: a bundle is for use today, whenever its evidence was gathered.
    Now,
}

/// Reads targets and stores, or a saved run.
pub(super) async fn prepare(
    source: &SourceArgs,
    trust: &TrustArgs,
    settings: &Settings,
    judged: JudgedAt,
) -> Result<Prepared, Error> {
    if let Some(path) = &source.save {
        output::check_writable(path)?;
    }
    let saved = source.from.as_deref().map(saved::read).transpose()?;
    let contents = if let Some(recording) = &saved {
        InputContents {
            objects: recording.objects.clone(),
            problems: recording.problems.clone(),
            ..InputContents::default()
        }
    } else {
        sources::read(source, settings).await?
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
        .filter(|_| !settings.quiet)
        .for_each(|note| output::note(&format!("note: {note}")));
    let mut routings = Routings::new(
        settings::routing(&source.route, &mut problems)?,
        &source.route,
    );
    let planned = addresses::of_family(routings.plan(targets), source, &mut problems)?;
    if saved.is_none() && planned.is_empty() {
        output::problems(&problems);
        return Err(nothing_to_probe("no usable target was given"));
    }
    if saved.as_ref().is_some_and(|r| r.attempts.is_empty()) {
        return Err(nothing_to_probe("the saved run holds no endpoint"));
    }
    let measured = saved
        .as_ref()
        .filter(|_| judged == JudgedAt::AsMeasured)
        .map(|r| r.at);
    let at = trust.at.or(measured).unwrap_or(settings.now);
    let mut stores = read_stores(trust, saved.as_ref(), &mut problems);
    stores.extend(embedded);
    Ok(Prepared {
        stores,
        problems,
        at,
        objects,
        planned,
        routings,
        saved,
        scope: RoleScope::All,
        judged,
    })
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
    trust: &TrustArgs,
    saved: Option<&Recording>,
    problems: &mut Vec<Problem>,
) -> Vec<Store> {
    let mut contents = match (trust.trust, saved) {
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

impl Prepared {
    /// Restricts the run to endpoints of these roles, including those that are discovered later.
    pub(super) fn only(mut self, scope: RoleScope) -> Result<Self, Error> {
        if scope == RoleScope::All {
            return Ok(self);
        }
        self.scope = scope;
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

    /// MTC's own objects among the inputs.
    pub(super) fn objects(&self) -> &[MtcObject] {
        &self.objects
    }

    /// Measures the targets (or takes the saved attempts), handing each to `each` as it is done. A
    /// signal ends it early.
    pub(super) async fn gather(
        self,
        source: &SourceArgs,
        settings: &Settings,
        each: impl FnMut(&Attempt, Given<'_>) -> RunControl,
    ) -> Result<Gathered, Error> {
        let from = source
            .from
            .as_ref()
            .map(|p: &PathBuf| p.display().to_string());
        let stores = Arc::new(Stores::new(&self.stores));
        let mut fetched = Vec::new();
        let (measured, at) = if let Some(mut recording) = self.saved {
            let at = recording.at;
            fetched = std::mem::take(&mut recording.fetched);
            (replay(recording, &stores, self.at, each), at)
        } else {
            let discovery = Discovery {
                apps_domain: source.cluster.apps_domain.clone(),
            };
            let routings = Arc::new(self.routings);
            let (planned, scope, bundle) = (self.planned, self.scope, self.judged == JudgedAt::Now);
            let campaign = Campaign {
                planned,
                routings,
                discovery,
                stores: Arc::clone(&stores),
                at: self.at,
                scope,
                bundle,
            };
            let measured = campaign.run(source, settings, each).await;
            if measured.complete {
                addresses::note_idle(source, &measured.attempts, settings);
            }
            (measured, settings.now)
        };
        let given = Given::new(&stores, &measured.canaries, self.at);
        let learnt = Learnt::of(&measured.attempts, &fetched, given);
        let recording = Recording {
            evidence_version: EVIDENCE_VERSION,
            tool: TOOL.into(),
            at,
            attempts: measured.attempts,
            canaries: measured.canaries,
            fetched,
            stores: self.stores,
            objects: self.objects,
            problems: self.problems,
        };
        Ok(Gathered {
            recording,
            interrupted: measured.interrupted,
            from,
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
    mut each: impl FnMut(&Attempt, Given<'_>) -> RunControl,
) -> CampaignResult {
    let given = Given::new(stores, &saved.canaries, at);
    let _ = saved
        .attempts
        .iter()
        .all(|attempt| each(attempt, given) == RunControl::Go);
    CampaignResult {
        attempts: saved.attempts,
        canaries: saved.canaries,
        complete: true,
        interrupted: None,
    }
}

impl Gathered {
    /// What its attempts are judged with.
    pub(super) fn ground(&self) -> Ground<'_> {
        self.learnt.ground(self.given())
    }

    fn given(&self) -> Given<'_> {
        Given::new(&self.stores, &self.recording.canaries, self.at)
    }

    /// Every attempt, judged with all that the whole run has shown.
    pub(super) fn across(&self) -> Judgement {
        judge::across(&self.recording.attempts, self.given(), &self.learnt)
    }
}

/// The endpoints of a saved run as of its own time, as `--from` without further flags judges them.
pub(super) fn recalled(recording: &Recording) -> Judgement {
    let stores = Stores::new(&recording.stores);
    let given = Given::new(&stores, &recording.canaries, recording.at);
    let learnt = Learnt::of(&recording.attempts, &recording.fetched, given);
    judge::across(&recording.attempts, given, &learnt)
}

/// Carries out `--save`. A run that was interrupted before its first endpoint replaces none that is
/// there.
pub(super) fn save(source: &SourceArgs, recording: &Recording) -> Result<(), Error> {
    match source.save.as_deref() {
        Some(path) if recording.attempts.is_empty() => {
            output::note(&format!("{} is left as it was", path.display()));
        }
        Some(path) => saved::write(path, recording)?,
        None => {}
    }
    Ok(())
}
