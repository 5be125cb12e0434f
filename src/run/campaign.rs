//! The measuring part of a run: routes, canaries of the proxies, then every target with its further
//! measurements. Knows when to stop; prints nothing but progress and the note about an
//! interruption.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tokio::sync::Notify;

use super::progress::Progress;
use super::routings::Routings;
use super::{interrupt, output};
use crate::error::Signal;
use crate::evidence::{Attempt, ProxyCanary};
use crate::inputs::{self, Discovery};
use crate::judge::follow;
use crate::judge::{Given, Stores};
use crate::measure::{self, Assignment, Follow, Limits, World};
use crate::moment::Moment;
use crate::plan::RunPlan;
use crate::roles::stranger::NamedBy;
use crate::route::Route;
use crate::target::{Host, Target};

/// Everything that measuring needs.
pub(super) struct Campaign<'p> {
    pub plan: &'p RunPlan,
    pub planned: Vec<(Target, Route)>,
    pub routings: Arc<Routings>,
    pub discovery: Discovery,
    pub stores: Arc<Stores>,
    /// The time at which verdicts are made, those that lead to further measurements included.
    pub at: Moment,
}

/// How often answers may lead to further endpoints: an API server leads to a registry, which leads
/// to its token service.
const WAVES: usize = 3;

/// The result of measuring.
pub(super) struct CampaignResult {
    /// In input order; fewer than targets where it was interrupted.
    pub attempts: Vec<Attempt>,
    pub canaries: Vec<ProxyCanary>,
    /// Nothing was left out: the run was not interrupted, and stdout was not closed.
    pub complete: bool,
    pub interrupted: Option<Signal>,
}

/// Whether a run goes on after one of its attempts was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunControl {
    Go,
    /// Stdout was closed: nothing reads the output any more.
    Stop,
}

/// A campaign under way, with what it needs to measure.
struct Measurer<'a> {
    campaign: &'a Campaign<'a>,
    limits: Limits,
    /// The time of measuring.
    now: Moment,
    progress: Progress,
}

/// What was measured so far; it is kept if the run is cut short.
#[derive(Default)]
struct SoFar {
    /// In input order, then as discovered; `None` is not measured yet.
    done: Vec<Option<Attempt>>,
    canaries: Vec<ProxyCanary>,
}

impl Campaign<'_> {
    /// Measures everything, handing each attempt to `each` as it is done.
    pub(super) async fn run(
        self,
        mut each: impl FnMut(usize, &Attempt, Given<'_>) -> RunControl,
    ) -> CampaignResult {
        let mut limits = self.plan.limits.clone();
        if let Some(files) = measure::raise_open_file_limit() {
            limits.fit_open_files(files);
        }
        limits.named = Arc::new(self.named(&limits));
        let measurer = Measurer {
            campaign: &self,
            limits,
            now: self.plan.now,
            progress: Progress::new(self.plan.notes.progress, self.planned.len()),
        };
        let reader_gone = Notify::new();
        let mut so_far = SoFar::default();
        let measuring = measurer.measure(&mut so_far, |place, attempt, given| {
            let next = measurer.progress.suspended(|| each(place, attempt, given));
            // With `--save` the run goes on although stdout is closed: the file is read later.
            if next == RunControl::Stop && self.plan.save.is_none() {
                reader_gone.notify_one();
            }
        });
        let whole = async {
            tokio::select! {
                () = measuring => true,
                () = reader_gone.notified() => false,
            }
        };
        let ended = interrupt::measuring(whole).await;
        drop(measurer);
        let begun = so_far.done.len().max(self.planned.len());
        let attempts: Vec<Attempt> = so_far.done.into_iter().flatten().collect();
        if let Err(signal) = ended {
            output::note(&format!(
                "interrupted ({signal}): {} of {begun} endpoints were measured",
                attempts.len()
            ));
        }
        CampaignResult {
            attempts,
            canaries: so_far.canaries,
            complete: ended == Ok(true),
            interrupted: ended.err(),
        }
    }

    /// The hosts that the user named, as targets or with fixed addresses.
    fn named(&self, limits: &Limits) -> HashSet<Host> {
        let resolved = limits
            .overrides
            .iter()
            .filter_map(|given| given.host.clone());
        self.planned
            .iter()
            .map(|(target, _)| target.host.clone())
            .chain(resolved)
            .collect()
    }

    /// New targets that the answers from index `first` on name, each with the route of the endpoint
    /// that named it and with everyone who named it.
    fn discovered(&self, done: &[Option<Attempt>], first: usize) -> Vec<Assignment> {
        let mut words: HashMap<Host, NamedBy> = HashMap::new();
        let discovered = done[first..].iter().flatten().flat_map(|attempt| {
            let routing = self.routings.deciding(attempt);
            let discovered = self.discovery.from(attempt);
            for target in &discovered {
                let word = self.discovery.word(attempt, target);
                let word = words
                    .remove(&target.host)
                    .map_or(word.clone(), |before| before.or(word));
                words.insert(target.host.clone(), word);
            }
            discovered.into_iter().map(|target| {
                let route = routing.route(&target);
                (target, route)
            })
        });
        let known = |target: &Target| {
            done.iter()
                .flatten()
                .any(|a| a.target.same_question(target))
        };
        let wanted = |target: &Target| self.plan.scope.includes(target.role);
        let merged =
            inputs::merge(discovered.filter(|(target, _)| wanted(target) && !known(target)));
        let word = |target: &Target| {
            words
                .get(&target.host)
                .cloned()
                .unwrap_or(NamedBy::Strangers(Vec::new()))
        };
        merged
            .into_iter()
            .map(|(target, route)| Assignment {
                word: word(&target),
                target,
                route,
            })
            .collect()
    }
}

impl Measurer<'_> {
    /// Measures the targets, then the targets that their answers name.
    async fn measure(&self, so_far: &mut SoFar, mut each: impl FnMut(usize, &Attempt, Given<'_>)) {
        let planned = self.campaign.planned.iter().cloned();
        let mut wave: Vec<Assignment> = planned.map(Assignment::from).collect();
        for _ in 0..WAVES {
            self.ask_proxies(&wave, &mut so_far.canaries).await;
            let first = so_far.done.len();
            so_far.done.resize(first + wave.len(), None);
            let canaries = &so_far.canaries;
            let done = &mut so_far.done[first..];
            let follow = self.follow(canaries.clone());
            let world = World::at(self.now);
            let keep = |place: usize, attempt: Attempt| {
                each(first + place, &attempt, self.given(canaries));
                self.progress.one_done();
                done[place] = Some(attempt);
            };
            world.run(wave, &self.limits, follow, keep).await;
            wave = self.campaign.discovered(&so_far.done, first);
            self.progress.more(wave.len());
            if wave.is_empty() {
                break;
            }
        }
    }

    /// Each proxy that will be used, once: what does it answer for a name that cannot exist?
    async fn ask_proxies(&self, wave: &[Assignment], asked: &mut Vec<ProxyCanary>) {
        for route in wave
            .iter()
            .map(|aim| &aim.route)
            .filter(|route| !route.is_direct() && !self.campaign.plan.wishes.none)
        {
            if !asked.iter().any(|known| known.route.proxy == route.proxy) {
                let world = World::at(self.now);
                asked.push(world.canary(route, &self.limits).await);
            }
        }
    }

    /// The function that is asked, after each measurement of a target, for the next one.
    fn follow(&self, canaries: Vec<ProxyCanary>) -> Follow {
        let campaign = self.campaign;
        let (stores, routings, at) = (
            Arc::clone(&campaign.stores),
            Arc::clone(&campaign.routings),
            campaign.at,
        );
        let policy = campaign.plan.wishes;
        Arc::new(move |attempt| {
            let given = Given::new(&stores, &canaries, at);
            follow::next(attempt, given, routings.deciding(attempt), policy)
        })
    }

    fn given<'g>(&'g self, canaries: &'g [ProxyCanary]) -> Given<'g> {
        Given::new(&self.campaign.stores, canaries, self.campaign.at)
    }
}
