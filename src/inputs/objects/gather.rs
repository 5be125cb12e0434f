//! Merges the findings of all objects of one file, and gives every target its routing. Works on
//! `Findings` only, whatever kind of object they come from.

use std::collections::{BTreeMap, HashSet};

use super::document::Problems;
use super::findings::{Candidate, Lead, ObjectFindings};
use super::item::Item;
use super::routings::{ConnectsFrom, Proxies, ProxyRoutings};
use crate::cert::Cert;
use crate::evidence::Store;
use crate::foreign::visible;
use crate::inputs::{InputContents, RoutedTarget};
use crate::objects::{MtcObject, StatusObject};
use crate::roles::RoleRef;
use crate::target::Target;

/// At most so many objects are named that name no endpoint.
const MOST_SILENT: usize = 4;
const GIVE: &str = "give what names endpoints: oc get migcluster,migstorage,route -n openshift-migration -o yaml > mtc.yaml, then -f mtc.yaml; or an API server with --api URL";
/// At most so many ignored kinds are named.
const MOST_KINDS: usize = 8;

/// What was found in the objects of one file.
#[derive(Default)]
pub(super) struct FileFindings {
    source: String,
    leads: Vec<Lead>,
    /// Targets of Routes; they count only if another object leads to their hosts.
    candidates: Vec<Candidate>,
    pub proxies: Proxies,
    stores: Vec<Store>,
    /// ConfigMaps that were already taken: name, key and certificates.
    copied: HashSet<(String, String, Vec<Cert>)>,
    objects: Vec<MtcObject>,
    statuses: Vec<StatusObject>,
    /// The objects in which no endpoint is named, for the case that none is named anywhere.
    silent: Vec<String>,
    notes: Vec<String>,
    /// The problems, each with the number of its document.
    problems: Problems,
    /// Kind → how many objects of it were not used.
    passed_over: BTreeMap<String, usize>,
}

impl FileFindings {
    /// Starts with the problems and unknown kinds of the file, before any object is read.
    pub(super) fn new(
        source: String,
        passed_over: BTreeMap<String, usize>,
        problems: Problems,
    ) -> Self {
        Self {
            source,
            problems,
            passed_over,
            ..Self::default()
        }
    }

    /// Adds what was found in one object.
    pub(super) fn take(&mut self, item: &Item, mut findings: ObjectFindings<'_>) {
        let problems = findings.problems();
        let says_why = !problems.is_empty() || !findings.notes.is_empty();
        if findings.leads.is_empty() && !findings.is_passed_over && !says_why {
            self.silent.push(silent(item, &findings.objects));
        }
        for problem in problems {
            self.problems.add(item.document, || problem);
        }
        self.leads.append(&mut findings.leads);
        self.candidates.extend(findings.candidate);
        self.proxies.extend(findings.proxies);
        self.objects.append(&mut findings.objects);
        self.statuses.append(&mut findings.statuses);
        self.notes.append(&mut findings.notes);
        if findings.is_passed_over {
            self.pass_over(&item.object.kind);
        }
        for (field, store) in findings.stores {
            // A cluster has a copy of the same ConfigMap in every namespace.
            let is_copy = item.object.kind == "ConfigMap"
                && !self.copied.insert((
                    item.object.name.raw().to_owned(),
                    field,
                    store.certs.clone(),
                ));
            if !is_copy {
                self.stores.push(store);
            }
        }
    }

    /// Whether an object names an endpoint.
    pub(super) fn leads_somewhere(&self) -> bool {
        !self.leads.is_empty()
    }

    /// Says by name what the file holds instead of endpoints, and what to give. CAs are a reason of their
    /// own to give a file.
    pub(super) fn tell_silence(&mut self) {
        let more = self.silent.len().saturating_sub(MOST_SILENT);
        if self.silent.is_empty() || !self.stores.is_empty() {
            return;
        }
        self.silent.truncate(MOST_SILENT);
        if more > 0 {
            self.silent.push(format!("{more} more"));
        }
        self.notes.push(format!(
            "{}: nothing to connect to in it: it holds {}; {GIVE}",
            self.source,
            self.silent.join(", ")
        ));
    }

    fn pass_over(&mut self, kind: &str) {
        *self.passed_over.entry(kind.into()).or_default() += 1;
    }

    /// Gives every target its routing. A Route becomes a target if `touched` holds its host and
    /// port.
    pub(super) fn finish(
        mut self,
        routings: &ProxyRoutings,
        touched: &BTreeMap<String, (RoleRef, ConnectsFrom)>,
    ) -> InputContents {
        for Candidate { target, refused } in std::mem::take(&mut self.candidates) {
            match (touched.get(&target.authority()), refused) {
                (Some(_), Some(note)) => self.notes.push(note),
                (Some((role, client)), None) => {
                    let target = Target {
                        role: *role,
                        ..target
                    };
                    self.leads.push(Lead {
                        target,
                        client: client.clone(),
                    });
                }
                (None, _) => self.pass_over("Route"),
            }
        }
        if !self.passed_over.is_empty() {
            self.notes.push(format!(
                "{}: passed over: {}",
                self.source,
                counted(&self.passed_over)
            ));
        }
        let problems = self.problems.finish(&self.source, &routings.problems);
        let targets = self.leads.into_iter();
        let targets = targets.map(|lead| RoutedTarget {
            routing: routings.of_client(&lead.client, lead.target.clear),
            target: lead.target,
        });
        InputContents {
            targets: targets.collect(),
            stores: self.stores,
            objects: self.objects,
            statuses: self.statuses,
            notes: self.notes,
            problems,
        }
    }
}

/// The object, and why it names no endpoint where that is no fault.
fn silent(item: &Item, objects: &[MtcObject]) -> String {
    let object = visible(&item.object.to_string());
    if objects.iter().any(|object| object.host_cluster) {
        format!("{object} (isHostCluster: MTC itself runs there, and connects to it from inside)")
    } else {
        object
    }
}

/// The endpoints (`host:port`) that MTC's and Velero's objects lead to, each with its role and who
/// connects there.
pub(super) fn touched<'a>(
    gathered: impl Iterator<Item = &'a FileFindings>,
) -> BTreeMap<String, (RoleRef, ConnectsFrom)> {
    let of_pods = gathered
        .flat_map(|g| &g.leads)
        .filter(|lead| lead.client != ConnectsFrom::Workstation);
    of_pods
        .map(|Lead { target, client }| (target.authority(), (target.role, client.clone())))
        .collect()
}

/// `3 Secret, 1 Pod`, the most frequent first.
fn counted(kinds: &BTreeMap<String, usize>) -> String {
    let mut rows: Vec<_> = kinds.iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let more = rows.len().saturating_sub(MOST_KINDS);
    let mut words: Vec<String> = rows
        .iter()
        .take(MOST_KINDS)
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    if more > 0 {
        words.push(format!("{more} more kinds"));
    }
    words.join(", ")
}
