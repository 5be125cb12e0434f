//! What is remembered of the endpoints of a run in a few bytes each: how bad each is by itself, and
//! which ones MTC's objects and logins are about; and what this machine had too little of for them. Decides nothing.

use crate::codes::Severity;
use crate::evidence::Shortages;
use crate::judge::Endpoint;
use crate::target::Origin;

/// A few bytes for each endpoint.
#[derive(Default)]
pub(super) struct Tally {
    /// Place and severity.
    severities: Vec<(usize, Severity)>,
    /// Places of the endpoints that MTC's objects name, or that have a part in a login.
    of_mtc: Vec<usize>,
    /// What this machine had too little of.
    shortages: Shortages,
    /// The first endpoint whose way the cluster itself chose, for its own pods.
    of_cluster: Option<usize>,
}

impl Tally {
    pub(super) fn take(&mut self, place: usize, own: &Endpoint) {
        self.severities.push((place, own.severity()));
        self.shortages.take(&own.attempt);
        let target = &own.attempt.target;
        let by_object = |origin: &Origin| matches!(origin, Origin::Object { .. });
        if target.role.in_login.is_some() || target.origins.iter().any(by_object) {
            self.of_mtc.push(place);
        }
        let route = &own.attempt.route;
        if !route.is_direct() && route.because.is_of_cluster() {
            let first = self.of_cluster.map_or(place, |first| first.min(place));
            self.of_cluster = Some(first);
        }
    }

    pub(super) const fn shortages(&self) -> &Shortages {
        &self.shortages
    }

    pub(super) fn len(&self) -> usize {
        self.severities.len()
    }

    /// No place was left out.
    pub(super) fn is_dense(&self) -> bool {
        let last = self.severities.iter().map(|(place, _)| *place).max();
        last.is_none_or(|last| last + 1 == self.severities.len())
    }

    /// The severity of each endpoint, and the places of those that MTC is concerned with, in the
    /// order of the input: places that were left out are not counted.
    pub(super) fn in_order(mut self) -> (Vec<Severity>, Vec<usize>) {
        self.severities.sort_unstable_by_key(|(place, _)| *place);
        let place_of = |place: &usize| {
            self.severities
                .binary_search_by_key(place, |(p, _)| *p)
                .ok()
        };
        let of_mtc = self.of_mtc.iter().chain(&self.of_cluster);
        let mut of_mtc: Vec<usize> = of_mtc.filter_map(place_of).collect();
        of_mtc.sort_unstable();
        of_mtc.dedup();
        let severities = self.severities.iter().map(|(_, severity)| *severity);
        (severities.collect(), of_mtc)
    }
}
