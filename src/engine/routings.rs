//! Which routing decides for which target: that of its own source (a kubeconfig's proxy-url, the
//! cluster's Proxy), else that of the run. Flags take precedence over both.

use std::sync::Arc;

use crate::evidence::Attempt;
use crate::foreign::visible;
use crate::inputs::{self, RoutedTarget};
use crate::plan::RoutePlan;
use crate::route::{Route, Routing};
use crate::target::Target;

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

    /// Each target with its route; the same target along the same route is measured once.
    pub(super) fn plan(&mut self, routed: Vec<RoutedTarget>) -> Vec<(Target, Arc<Route>)> {
        // Most targets go the way of the one before.
        let mut last: Arc<Route> = Arc::default();
        inputs::merge(routed.into_iter().map(|RoutedTarget { target, routing }| {
            let route = self.of(routing).route(&target);
            if *last != route {
                last = Arc::new(route);
            }
            (target, Arc::clone(&last))
        }))
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
