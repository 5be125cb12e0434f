//! The measuring part of a run: routes, canaries of the proxies, then every target with its further measurements.
//! Knows when to stop; prints nothing but progress and the note about an interruption.

use std::sync::Arc;

use tokio::sync::Notify;

use super::progress::Progress;
use super::{interrupt, output};
use crate::cli::{RouteArgs, SourceArgs};
use crate::evidence::{Attempt, Fetched, ProxyCanary};
use crate::judge::follow::{self, Wish};
use crate::judge::{Authorities, Ground, Stores, Taint, aia};
use crate::measure::{self, Follow, Limits};
use crate::moment::Moment;
use crate::route::{Route, Routing};
use crate::settings::{self, Settings};
use crate::target::Target;

/// Everything that measuring needs.
pub struct Campaign {
    pub targets: Vec<Target>,
    pub routing: Routing,
    pub stores: Arc<Stores>,
    /// The time at which verdicts are made, those that lead to further measurements included.
    pub at: Moment,
}

/// What came of it.
pub struct Measured {
    /// In input order; fewer than targets after Ctrl-C.
    pub attempts: Vec<Attempt>,
    pub canaries: Vec<ProxyCanary>,
    /// Issuers asked for with `--aia`.
    pub fetched: Vec<Fetched>,
    pub interrupted: bool,
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
    pub async fn run(self, source: &SourceArgs, settings: &Settings, mut each: impl FnMut(&Attempt, Ground<'_>) -> Next) -> Measured {
        let mut limits = settings::limits(source);
        if let Some(files) = measure::raise_open_file_limit() {
            limits.fit_open_files(files);
        }
        let progress = Progress::new(settings.progress, self.targets.len());
        let interrupt = interrupt::listen().await;
        let routes: Vec<Route> = self.targets.iter().map(|target| self.routing.route(target)).collect();
        let unread = Notify::new();
        let mut done: Vec<Option<Attempt>> = vec![None; self.targets.len()];
        let (mut canaries, mut fetched) = (Vec::new(), Vec::new());
        let measuring = async {
            canaries = ask_proxies(&routes, &limits, &source.route, settings.now).await;
            let taint = Arc::new(Taint::of(&[], &canaries));
            let targets: Vec<(Target, Route)> = self.targets.iter().cloned().zip(routes).collect();
            let follow = self.follow(&taint, wish(&source.route));
            let mut known = Authorities::default();
            measure::run(targets, &limits, settings.now, follow, |place, attempt| {
                // Its further measurements may have told more than the proxies did.
                let taint = Taint::of(std::slice::from_ref(&attempt), &canaries);
                let ground = Ground::new(&self.stores, &taint, self.at);
                known.take(&attempt, ground);
                let ground = ground.knowing(&known);
                // What is saved is read later, whoever reads now.
                if progress.suspended(|| each(&attempt, ground)) == Next::Stop && source.save.is_none() {
                    unread.notify_one();
                }
                progress.one_done();
                done[place] = Some(attempt);
            })
            .await;
            if source.aia {
                let attempts: Vec<Attempt> = done.iter().flatten().cloned().collect();
                self.complete(&attempts, &canaries, &mut fetched, (&limits, settings.now)).await;
            }
        };
        let interrupted = tokio::select! {
            () = measuring => false,
            () = unread.notified() => false,
            () = interrupt => true,
        };
        drop(progress);
        let attempts: Vec<Attempt> = done.into_iter().flatten().collect();
        if interrupted {
            output::note(&format!("interrupted: {} of {} endpoints were measured", attempts.len(), self.targets.len()));
        }
        Measured { attempts, canaries, fetched, interrupted }
    }

    /// Fetches issuers, level by level, until no path can be made longer.
    async fn complete(&self, attempts: &[Attempt], canaries: &[ProxyCanary], fetched: &mut Vec<Fetched>, how: (&Limits, Moment)) {
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
        let (stores, taint, routing, now) = (Arc::clone(&self.stores), Arc::clone(taint), self.routing.clone(), self.at);
        Arc::new(move |attempt| follow::next(attempt, Ground::new(&stores, &taint, now), &routing, wish))
    }
}

fn wish(args: &RouteArgs) -> Wish {
    Wish { none: args.no_extra_probes, compare: args.compare_routes }
}

/// Each proxy that will be used, once: what does it answer for a name that cannot exist?
async fn ask_proxies(routes: &[Route], limits: &Limits, args: &RouteArgs, start: Moment) -> Vec<ProxyCanary> {
    let mut asked: Vec<&Route> = Vec::new();
    for route in routes.iter().filter(|route| !route.is_direct() && !args.no_extra_probes) {
        if !asked.iter().any(|known| known.proxy == route.proxy) {
            asked.push(route);
        }
    }
    let mut canaries = Vec::new();
    for route in asked {
        canaries.push(measure::canary(route, limits, start).await);
    }
    canaries
}
