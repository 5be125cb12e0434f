//! What is remembered of the endpoints of a run in a few bytes each: how bad each is by itself, and
//! which ones objects and logins are about; and what this machine had too little of for them. Decides nothing.

use crate::codes::Severity;
use crate::evidence::Shortages;
use crate::judge::Endpoint;
use crate::mtc::LedTo;
use crate::roles::LoginPart;

/// A few bytes for each endpoint.
#[derive(Default)]
pub(super) struct Tally {
    /// Place and severity.
    severities: Vec<(u32, Severity)>,
    /// Places of the endpoints that are an end of a login.
    of_logins: Vec<usize>,
    /// Which endpoints objects name: a hash of the object's field, and the place.
    of_objects: Vec<(u64, usize)>,
    /// What this machine had too little of.
    shortages: Shortages,
    /// The first endpoint whose way the cluster itself chose, for its own pods.
    of_cluster: Option<usize>,
}

impl Tally {
    pub(super) fn take(&mut self, place: usize, own: &Endpoint) {
        // No run has four thousand million targets.
        let short = u32::try_from(place).unwrap_or(u32::MAX);
        self.severities.push((short, own.severity()));
        self.shortages.take(&own.attempt);
        let target = &own.attempt.target;
        if matches!(
            target.role.in_login,
            Some(LoginPart::Console | LoginPart::Server)
        ) {
            self.of_logins.push(place);
        }
        let by_objects = target.origins.iter().filter_map(LedTo::key);
        self.of_objects.extend(by_objects.map(|key| (key, place)));
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
        last.is_none_or(|last| last as usize + 1 == self.severities.len())
    }

    /// The severity of each endpoint, the places of those that logins are about, and those that objects
    /// lead to, in the order of the input: places that were left out are not counted.
    pub(super) fn in_order(mut self) -> (Vec<Severity>, Vec<usize>, LedTo) {
        self.severities.sort_unstable_by_key(|(place, _)| *place);
        let place_of = |place: &usize| {
            self.severities
                .binary_search_by_key(place, |(p, _)| *p as usize)
                .ok()
        };
        let of_logins = self.of_logins.iter().chain(&self.of_cluster);
        let mut of_logins: Vec<usize> = of_logins.filter_map(place_of).collect();
        of_logins.sort_unstable();
        of_logins.dedup();
        let of_objects = self.of_objects.iter();
        let short = |place| u32::try_from(place).ok();
        let of_objects = of_objects
            .filter_map(|(object, place)| Some((*object, place_of(place).and_then(short)?)));
        let of_objects = LedTo::of(of_objects.collect());
        let severities = self.severities.iter().map(|(_, severity)| *severity);
        (severities.collect(), of_logins, of_objects)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_takes_eight_bytes() {
        assert_eq!(size_of::<(u32, Severity)>(), 8);
        let mut tally = Tally::default();
        tally.severities.push((7, Severity::Warning));
        assert!(!tally.is_dense());
    }
}
