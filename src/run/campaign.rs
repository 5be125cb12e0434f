//! The measuring part of a run: routes, canaries of the proxies, then every target with its further
//! measurements. Knows when to stop; prints nothing but progress and the note about an
//! interruption.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tokio::sync::Notify;

use super::progress::Progress;
use super::ways::Ways;
use super::{interrupt, output};
use crate::cli::{RouteArgs, SourceArgs};
use crate::error::Signal;
use crate::evidence::{Attempt, Fetched, ProxyCanary};
use crate::inputs::{self, Discovery};
use crate::judge::follow::{self, Wish};
use crate::judge::{Authorities, Ground, Stores, Taint, aia};
use crate::measure::{self, Aim, Follow, Limits};
use crate::moment::Moment;
use crate::roles::stranger::Word;
use crate::route::Route;
use crate::settings::{self, Settings};
use crate::target::{Host, Target};

/// Everything that measuring needs.
pub struct Campaign {
    pub planned: Vec<(Target, Route)>,
    pub ways: Arc<Ways>,
    pub discovery: Discovery,
    pub stores: Arc<Stores>,
    /// The time at which verdicts are made, those that lead to further measurements included.
    pub at: Moment,
    /// Discovered endpoints of other roles are left alone; empty: of none.
    pub roles: &'static [&'static str],
    /// A bundle is to be made or verified. What is saved may come to be used for one too.
    pub bundle: bool,
}

/// Answers lead to endpoints whose answers lead to others: an API server to a registry to its token
/// service.
const WAVES: usize = 3;

/// What came of it.
pub struct Measured {
    /// In input order; fewer than targets where it was interrupted.
    pub attempts: Vec<Attempt>,
    pub canaries: Vec<ProxyCanary>,
    /// Issuers asked for with `--aia`.
    pub fetched: Vec<Fetched>,
    /// Nothing was left out: neither interrupted nor abandoned by its reader.
    pub complete: bool,
    pub interrupted: Option<Signal>,
}

/// What is to become of a run after one of its attempts was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Go,
    /// Nobody reads what else there is to say.
    Stop,
}

impl Campaign {
    /// Measures everything, handing each attempt to `each` as it is done.
    pub async fn run(
        self,
        source: &SourceArgs,
        settings: &Settings,
        mut each: impl FnMut(&Attempt, Ground<'_>) -> Next,
    ) -> Measured {
        let mut limits = settings::limits(source);
        if let Some(files) = measure::raise_open_file_limit() {
            limits.fit_open_files(files);
        }
        limits.named = Arc::new(self.named(&limits));
        let progress = Progress::new(settings.progress, self.planned.len());
        let unread = Notify::new();
        let mut done: Vec<Option<Attempt>> = Vec::new();
        let (mut canaries, mut fetched) = (Vec::new(), Vec::new());
        let measuring = async {
            let mut wave: Vec<Aim> = self.planned.iter().cloned().map(Aim::from).collect();
            let mut known = Authorities::default();
            for _ in 0..WAVES {
                ask_proxies(&wave, &mut canaries, (&limits, settings.now), &source.route).await;
                let taint = Arc::new(Taint::of(&[], &canaries));
                let follow = self.follow(
                    &taint,
                    wish(&source.route, self.bundle || source.save.is_some()),
                );
                let first = done.len();
                done.resize(first + wave.len(), None);
                measure::run(wave, &limits, settings.now, follow, |place, attempt| {
                    // Its further measurements may have told more than the proxies did.
                    let taint = Taint::of(std::slice::from_ref(&attempt), &canaries);
                    let ground = Ground::new(&self.stores, &taint, self.at);
                    known.take(&attempt, ground);
                    let ground = ground.knowing(&known);
                    // What is saved is read later, whoever reads now.
                    if progress.suspended(|| each(&attempt, ground)) == Next::Stop
                        && source.save.is_none()
                    {
                        unread.notify_one();
                    }
                    progress.one_done();
                    done[first + place] = Some(attempt);
                })
                .await;
                wave = self.discovered(&done, first);
                progress.more(wave.len());
                if wave.is_empty() {
                    break;
                }
            }
            if source.aia {
                let attempts: Vec<Attempt> = done.iter().flatten().cloned().collect();
                self.complete(&attempts, &canaries, &mut fetched, (&limits, settings.now))
                    .await;
            }
        };
        let measured = async {
            tokio::select! {
                () = measuring => true,
                () = unread.notified() => false,
            }
        };
        let ended = interrupt::measuring(measured).await;
        drop(progress);
        let begun = done.len().max(self.planned.len());
        let attempts: Vec<Attempt> = done.into_iter().flatten().collect();
        if let Err(signal) = ended {
            output::note(&format!(
                "interrupted ({signal}): {} of {begun} endpoints were measured",
                attempts.len()
            ));
        }
        Measured {
            attempts,
            canaries,
            fetched,
            complete: ended == Ok(true),
            interrupted: ended.err(),
        }
    }

    /// Hosts that the user named, as targets or with their addresses.
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

    /// What the answers from place `first` on lead to and nobody has asked for yet, along the way
    /// that led there and on the word of all who led there.
    fn discovered(&self, done: &[Option<Attempt>], first: usize) -> Vec<Aim> {
        let mut words: HashMap<Host, Word> = HashMap::new();
        let found = done[first..].iter().flatten().flat_map(|attempt| {
            let routing = self.ways.behind(attempt);
            let found = self.discovery.from(attempt);
            for target in &found {
                let word = self.discovery.word(attempt, target);
                let word = words
                    .remove(&target.host)
                    .map_or(word.clone(), |before| before.or(word));
                words.insert(target.host.clone(), word);
            }
            found.into_iter().map(|target| {
                let route = routing.route(&target);
                (target, route)
            })
        });
        let known = |target: &Target| {
            done.iter()
                .flatten()
                .any(|a| a.target.same_question(target))
        };
        let wanted =
            |target: &Target| self.roles.is_empty() || self.roles.contains(&target.role.name);
        let merged = inputs::merge(found.filter(|(target, _)| wanted(target) && !known(target)));
        let word = |target: &Target| {
            words
                .get(&target.host)
                .cloned()
                .unwrap_or(Word::Strangers(Vec::new()))
        };
        merged
            .into_iter()
            .map(|(target, route)| Aim {
                word: word(&target),
                target,
                route,
            })
            .collect()
    }

    /// Fetches issuers, level by level, until no path can be made longer.
    async fn complete(
        &self,
        attempts: &[Attempt],
        canaries: &[ProxyCanary],
        fetched: &mut Vec<Fetched>,
        how: (&Limits, Moment),
    ) {
        let taint = Taint::of(attempts, canaries);
        let ground = Ground::new(&self.stores, &taint, self.at);
        for _ in 0..aia::LEVELS {
            let authorities = Authorities::of(attempts, fetched, ground);
            let wanted = aia::wanted(attempts, fetched, ground.knowing(&authorities));
            if wanted.is_empty() {
                return;
            }
            fetched.extend(measure::fetch(wanted, how.0, how.1).await);
            fetched.sort_by(|a, b| (&a.url, a.child.sha256()).cmp(&(&b.url, b.child.sha256())));
        }
    }

    /// Who is asked, after each measurement of a target, for the next.
    fn follow(&self, taint: &Arc<Taint>, wish: Wish) -> Follow {
        let (stores, taint, ways, now) = (
            Arc::clone(&self.stores),
            Arc::clone(taint),
            Arc::clone(&self.ways),
            self.at,
        );
        Arc::new(move |attempt| {
            follow::next(
                attempt,
                Ground::new(&stores, &taint, now),
                ways.behind(attempt),
                wish,
            )
        })
    }
}

fn wish(args: &RouteArgs, bundle: bool) -> Wish {
    Wish {
        none: args.no_extra_probes,
        compare: args.compare_routes,
        bundle,
    }
}

/// Each proxy that will be used, once: what does it answer for a name that cannot exist?
async fn ask_proxies(
    wave: &[Aim],
    asked: &mut Vec<ProxyCanary>,
    how: (&Limits, Moment),
    args: &RouteArgs,
) {
    for route in wave
        .iter()
        .map(|aim| &aim.route)
        .filter(|route| !route.is_direct() && !args.no_extra_probes)
    {
        if !asked.iter().any(|known| known.route.proxy == route.proxy) {
            asked.push(measure::canary(route, how.0, how.1).await);
        }
    }
}
