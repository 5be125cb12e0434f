//! Targets that answers name: collected while a wave is measured, and made the next wave. What an
//! answer says is read in `inputs`.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::routings::Routings;
use crate::evidence::Attempt;
use crate::inputs::{self, Discovery};
use crate::measure::Assignment;
use crate::plan::RoleScope;
use crate::roles::stranger::NamedBy;
use crate::route::Route;
use crate::target::{Host, Origin, Target};

/// What the answers of a run name.
pub(super) struct Discovered {
    discovery: Discovery,
    scope: RoleScope,
    /// Every question that was asked: its hash, since a run may ask a hundred thousand.
    asked: HashSet<u64>,
    /// By the place of the endpoint that names them, so that the order in which endpoints are done
    /// changes nothing.
    named: BTreeMap<usize, Vec<(Target, Route, NamedBy)>>,
}

impl Discovered {
    pub(super) fn new(apps_domain: Option<String>, scope: RoleScope) -> Self {
        Self {
            discovery: Discovery { apps_domain },
            scope,
            asked: HashSet::new(),
            named: BTreeMap::new(),
        }
    }

    /// This target is measured.
    pub(super) fn is_asked(&mut self, target: &Target) {
        self.asked.insert(question(target));
    }

    /// Reads what the endpoint at this place answered.
    pub(super) fn take(&mut self, place: usize, attempt: &Attempt, routings: &Routings) {
        let targets = self.discovery.from(attempt);
        if targets.is_empty() {
            return;
        }
        let routing = routings.deciding(attempt);
        let named = targets.into_iter().map(|target| {
            let word = self.discovery.word(attempt, &target);
            let route = routing.route(&target);
            (target, route, word)
        });
        self.named.insert(place, named.collect());
    }

    /// The next wave: new targets, each with the route of the endpoint that named it and with
    /// everyone who named it.
    pub(super) fn next_wave(&mut self) -> Vec<Assignment> {
        let named: Vec<_> = std::mem::take(&mut self.named)
            .into_values()
            .flatten()
            .collect();
        let mut words: HashMap<Host, NamedBy> = HashMap::new();
        for (target, _, word) in &named {
            let both = match words.remove(&target.host) {
                Some(before) => before.or(word.clone()),
                None => word.clone(),
            };
            words.insert(target.host.clone(), both);
        }
        let new = named.into_iter().filter(|(target, ..)| {
            self.scope.includes(target.role) && !self.asked.contains(&question(target))
        });
        let merged = inputs::merge(new.map(|(target, route, _)| (target, route)));
        let word = |target: &Target| words.get(&target.host).cloned();
        merged
            .into_iter()
            .map(|(target, route)| Assignment {
                word: word(&target).unwrap_or(NamedBy::Strangers(Vec::new())),
                target,
                route,
            })
            .collect()
    }
}

/// How many answers led to each endpoint that was found: a run that goes on after it was interrupted
/// goes no further than one that was not.
#[derive(Default)]
pub(super) struct Depths(HashMap<String, usize>);

impl Depths {
    /// 0 for what was named.
    pub(super) fn of(&mut self, target: &Target) -> usize {
        let depth_of = |origin: &Origin| {
            let by = origin.told_by()?;
            Some(self.0.get(by).copied().unwrap_or(0) + 1)
        };
        let depths: Option<Vec<usize>> = target.origins.iter().map(depth_of).collect();
        let depth = depths.and_then(|all| all.into_iter().min()).unwrap_or(0);
        if depth > 0 {
            self.0.insert(target.authority(), depth);
        }
        depth
    }
}

/// A hash of what is asked of whom ([`Target::same_question`]).
fn question(target: &Target) -> u64 {
    let mut hasher = DefaultHasher::new();
    let Target {
        host,
        port,
        role,
        servername,
        zone,
        clear,
        ..
    } = target;
    (host, zone, port, role.name, servername, clear).hash(&mut hasher);
    hasher.finish()
}
