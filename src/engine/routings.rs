//! Which routing decides for which target: that of its own source (a kubeconfig's proxy-url, the
//! cluster's Proxy), else that of the run. Flags take precedence over both.

use std::sync::Arc;

use crate::error::Problem;
use crate::evidence::Attempt;
use crate::foreign::visible;
use crate::inputs::{self, RoutedTarget};
use crate::plan::RoutePlan;
use crate::route::{Route, RouteSource, Routing};
use crate::target::Target;

/// A target in clear that its clients ask through a proxy: a limit of this program.
fn through_proxy(target: &Target, by: &RouteSource) -> Problem {
    let named = target.origins.first();
    let what = format!(
        "http://{} is asked through the proxy that {by} names, which this program does not do: not measured",
        target.authority()
    );
    let hint = "to measure its direct way all the same, name its host in --no-proxy";
    Problem::new(
        named.map(ToString::to_string).unwrap_or_default(),
        what,
        hint,
    )
}

/// Targets, each with its route.
pub(super) type Planned = Vec<(Target, Arc<Route>)>;

/// Every routing of a run.
pub(super) struct Routings {
    /// The first one is the run's own.
    all: Vec<Arc<Routing>>,
    flags_decide: bool,
}

impl Routings {
    /// Begins with what flags and environment say.
    pub(super) fn new(own: &RoutePlan) -> Self {
        Self {
            all: vec![Arc::new(own.routing.clone())],
            flags_decide: own.flags_decide,
        }
    }

    /// Each target with its route; the same target along the same route is measured once. What would
    /// be asked in clear through a proxy is left out, which is a problem.
    pub(super) fn plan(
        &mut self,
        routed: Vec<RoutedTarget>,
        problems: &mut Vec<Problem>,
    ) -> Planned {
        // Most targets go the way of the one before.
        let mut last: Arc<Route> = Arc::default();
        let ways = routed
            .into_iter()
            .filter_map(|RoutedTarget { target, routing }| {
                let routing = self.of(routing);
                if let Some(by) = routing.proxy_in_clear(&target) {
                    problems.push(through_proxy(&target, by));
                    return None;
                }
                let route = routing.route(&target);
                if *last != route {
                    last = Arc::new(route);
                }
                Some((target, Arc::clone(&last)))
            });
        inputs::merge(ways)
    }

    fn of(&mut self, said: Option<Arc<Routing>>) -> Arc<Routing> {
        let Some(said) = said.filter(|_| !self.flags_decide) else {
            return Arc::clone(&self.all[0]);
        };
        if !self.all.iter().any(|known| Arc::ptr_eq(known, &said)) {
            self.all.push(Arc::clone(&said));
        }
        said
    }

    /// Entries of the noProxy lists that count in this run and do otherwise in Go than they look:
    /// where each stands, the entry, and what Go does with it.
    pub(super) fn near_misses(&self, planned: &[(Target, Arc<Route>)]) -> Vec<String> {
        let mut all = Vec::new();
        for routing in self.all.iter().filter(|routing| routing.proxy.is_some()) {
            let Some(list) = &routing.no_proxy else {
                continue;
            };
            let own = |(_, route): &&(Target, Arc<Route>)| {
                route.proxy.as_ref() == routing.proxy.as_ref().map(|p| &p.value)
            };
            let targets = planned.iter().filter(own).map(|(target, _)| target);
            for (entry, miss) in list.value.near_misses(targets) {
                // A URL may hold a password, even where none belongs.
                let shown = entry.rsplit('@').next().unwrap_or_default();
                let note = format!("{} `{}`: {miss}", list.source, visible(shown));
                if !all.contains(&note) {
                    all.push(note);
                }
            }
        }
        all
    }

    /// The routing that chose the route of an attempt.
    pub(super) fn deciding(&self, attempt: &Attempt) -> &Arc<Routing> {
        let chose = |routing: &&Arc<Routing>| routing.route(&attempt.target) == attempt.route;
        self.all.iter().find(chose).unwrap_or(&self.all[0])
    }
}
