//! What several objects say, put side by side: namespaces of both clusters, a plan with its migrations
//! and their pods, backups with their volumes and storages. Objects in, findings out: opens nothing,
//! reads no clock, makes no sentence.
//!
//! | rules | file |
//! |---|---|
//! | namespaces of source and target | `namespaces` |
//! | plan → migration → DirectVolumeMigration → its pods | `transfers` |
//! | PodVolumeBackups and why they take so long | `backups` |
//! | Restore → PodVolumeRestore → pod | `restores` |
//! | storage locations, their repositories and Secrets | `locations` |
//! | images of the namespace `openshift` | `images` |
//! | zones of volumes, NFS | `volumes` |
//! | memory of pods | `pods` |
//! | what plans and migrations say | `plans` |
//! | every other condition | `statuses` |
//! | which way pods connect | `ways` |

mod backups;
mod finding;
mod heard;
mod images;
mod locations;
mod namespaces;
mod plans;
mod pods;
mod quantity;
mod restores;
mod scene;
mod statuses;
mod told;
mod transfers;
mod volumes;
mod ways;

use super::finding::{Finding, Findings, Pods, Subject, Way};
use crate::logs::{Event, Place};
use crate::objects::DumpedObject;
use crate::target::{Origin, Target};

pub use finding::{FoundAt, ObjectFinding};
use scene::Scene;

/// Objects that are kept: a large cluster has a tenth of it of these kinds.
const MOST_OBJECTS: usize = 100_000;

/// Looks at all objects together.
type Rule = fn(&Scene<'_>) -> Vec<ObjectFinding>;

/// Every rule, causes before what follows from them.
const RULES: [Rule; 18] = [
    namespaces::node_selectors,
    namespaces::permissions,
    namespaces::uid_ranges,
    volumes::zones,
    volumes::root_squash,
    pods::out_of_memory,
    locations::missing,
    locations::leftover,
    locations::secrets,
    images::deprecated,
    transfers::without_root,
    transfers::failed,
    transfers::pending,
    backups::unfinished,
    restores::errors,
    plans::incompatible,
    plans::quiesced,
    plans::verified,
];

/// Objects of all files, as they come.
#[derive(Debug, Default)]
pub struct Survey {
    objects: Vec<DumpedObject>,
    left_out: u64,
}

impl Survey {
    /// Another object.
    pub fn take(&mut self, object: DumpedObject) {
        if self.objects.len() < MOST_OBJECTS {
            self.objects.push(object);
        } else {
            self.left_out += 1;
        }
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// None was taken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Objects for which there was no room.
    #[must_use]
    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// What all of them say: causes, then what follows from them, then what may be ignored. What events
    /// and statuses say in words is handed to `hear` as lines of a log are, which says whether it knows
    /// them.
    #[must_use]
    pub fn findings(
        &self,
        hear: &mut dyn FnMut(&DumpedObject, &Event<'_>) -> bool,
    ) -> Vec<ObjectFinding> {
        let scene = Scene::of(&self.objects);
        let agreed = namespaces::agreed(&scene);
        for event in scene.kind("Event") {
            let is_refuted = agreed.contains(&event.namespace())
                && namespaces::NO_NODE_FITS
                    .iter()
                    .any(|text| scene::said(event).contains(text));
            if let Some(line) = heard::event(event).filter(|_| !is_refuted) {
                hear(event, &line);
            }
        }
        let mut found: Vec<ObjectFinding> = RULES.iter().flat_map(|rule| rule(&scene)).collect();
        let told = statuses::told(&scene, &found, &mut |object, status| {
            heard::status(object, status).is_some_and(|line| hear(object, &line))
        });
        found.extend(told);
        found.sort_by_key(|finding| finding.harm);
        found
    }
}

impl Findings {
    /// Tells of each endpoint which way the pods take that connect to it, as far as objects say so.
    /// `cluster` is the cluster of a file's number, as its directory names it.
    pub fn take_ways<'f>(&mut self, survey: &Survey, cluster: &dyn Fn(usize) -> Option<&'f str>) {
        let scene = Scene::of(&survey.objects);
        for finding in &mut self.found {
            let of = finding.places.first().and_then(|at| cluster(at.file));
            finding.way = way(&scene, finding, of);
        }
    }
}

fn way(scene: &Scene<'_>, finding: &Finding, cluster: Option<&str>) -> Option<Way> {
    let Subject::Network(_, Some(endpoint)) = &finding.subject else {
        return None;
    };
    if endpoint.proxy.is_some() || endpoint.clear {
        return None;
    }
    let pods = Pods::of(finding, endpoint)?;
    let routing = ways::routing(scene, pods, cluster)?;
    let target = Target::parse(&endpoint.as_written(), Origin::Argument { number: 1 }).ok()?;
    Some(Way {
        pods,
        route: routing.route(&target),
    })
}

/// Findings of objects as those of lines; `place` tells the number of a file.
#[must_use]
pub fn as_findings(
    found: Vec<ObjectFinding>,
    place: &dyn Fn(&str, usize) -> Place,
) -> (Vec<Finding>, Vec<Finding>) {
    let (open, found): (Vec<ObjectFinding>, Vec<ObjectFinding>) =
        found.into_iter().partition(|finding| finding.is_open);
    let all = |found: Vec<ObjectFinding>| {
        let found = found.into_iter();
        found.map(|finding| told::finding(finding, place)).collect()
    };
    (all(found), all(open))
}
