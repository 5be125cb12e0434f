//! What the objects of one file have told so far, and what they have to know of one another.
//! Pure.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::documents::TAKE_AGAIN;
use super::item::Item;
use super::proxy::{Proxies, Ways};
use super::route::Candidate;
use super::{Found, MOST_PROBLEMS, counted};
use crate::cert::Cert;
use crate::error::Problem;
use crate::evidence::{Holder, Store, StoreKind};
use crate::inputs::Sought;
use crate::objects::MtcObject;
use crate::quote::visible;
use crate::roles::RoleRef;
use crate::target::{ObjectRef, Origin, Target};

/// What objects of all files say about others.
#[derive(Default)]
pub struct Context {
    /// ConfigMaps in openshift-config that hold CAs, since a Proxy or an Image names them.
    pub named_config_maps: BTreeSet<String>,
    /// Namespace and name of a CloudStorage → what it is.
    pub cloud_storages: BTreeMap<(String, String), CloudStorage>,
}

/// A bucket that OADP made.
#[derive(Clone, Default)]
pub struct CloudStorage {
    pub bucket: String,
    pub provider: String,
    pub region: String,
}

impl Context {
    pub fn of<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let mut context = Self::default();
        for item in items {
            let text = |path: &str| {
                item.value
                    .pointer(path)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            match item.row.kind {
                "Proxy" => drop(
                    context
                        .named_config_maps
                        .insert(text("/spec/trustedCA/name")),
                ),
                "Image" => drop(
                    context
                        .named_config_maps
                        .insert(text("/spec/additionalTrustedCA/name")),
                ),
                "CloudStorage" => {
                    let key = (
                        item.object.namespace.clone().unwrap_or_default(),
                        item.object.name.clone(),
                    );
                    let storage = CloudStorage {
                        bucket: text("/spec/name"),
                        provider: text("/spec/provider"),
                        region: text("/spec/region"),
                    };
                    context.cloud_storages.insert(key, storage);
                }
                _ => {}
            }
        }
        context
    }
}

/// Who connects there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Client {
    /// A browser, or whoever runs this: as the run's own flags and environment say.
    Workstation,
    /// A pod of MTC's.
    Mtc,
    /// A pod of Velero's in this namespace: MTC's own, or OADP's.
    Velero { namespace: String },
}

/// A target that an object names.
pub struct Lead {
    pub target: Target,
    pub client: Client,
}

/// One file's yield.
#[derive(Default)]
pub struct Gather {
    pub source: String,
    pub leads: Vec<Lead>,
    /// Routes that count only if something else leads to their host.
    pub candidates: Vec<Candidate>,
    pub proxies: Proxies,
    pub stores: Vec<Store>,
    /// ConfigMaps by their name, key and certificates.
    pub copied: HashSet<(String, String, Vec<Cert>)>,
    pub objects: Vec<MtcObject>,
    pub notes: Vec<String>,
    /// Each with its document.
    pub problems: Vec<(usize, Problem)>,
    pub passed_over: BTreeMap<String, usize>,
}

impl Gather {
    /// Something in a field that cannot be used.
    pub fn problem(&mut self, item: &Item, field: &str, what: &str, hint: impl Into<String>) {
        let field = if field.is_empty() {
            String::new()
        } else {
            format!(" {field}")
        };
        self.problems.push((
            item.document,
            Problem::new(&item.place, format!("{}{field}: {what}", item.object), hint),
        ));
    }

    /// Something worth a line, nothing to be done about.
    pub fn note(&mut self, item: &Item, field: &str, what: &str) {
        self.notes.push(format!(
            "{}: {} {field}: {what}",
            self.source,
            visible(&item.object.to_string())
        ));
    }

    /// Takes the endpoint that a field leads to, written as targets are; what is none becomes a
    /// note.
    pub fn lead(&mut self, item: &Item, (role, field, text): (&str, &str, &str), client: Client) {
        match target(role, text, self.origin(&item.object, field)) {
            Ok(target) => self.leads.push(Lead { target, client }),
            Err(why) => self.note(item, field, &why),
        }
    }

    pub fn origin(&self, object: &ObjectRef, field: &str) -> Origin {
        Origin::Object {
            source: self.source.clone(),
            object: object.clone(),
            field: field.into(),
        }
    }

    /// Takes certificates under the name of their field; none make no store, and the same twice
    /// only one.
    pub fn store(&mut self, item: &Item, field: &str, kind: StoreKind, certs: Vec<Cert>) {
        // A cluster has a copy of the same in every namespace.
        let is_copy = item.row.kind == "ConfigMap"
            && !self
                .copied
                .insert((item.object.name.clone(), field.to_owned(), certs.clone()));
        if !certs.is_empty() && !is_copy {
            let name = visible(&self.origin(&item.object, field).to_string());
            let holder = || Holder {
                source: self.source.clone(),
                object: item.object.clone(),
            };
            self.stores.push(Store {
                name,
                kind,
                certs,
                of: (kind == StoreKind::InUse).then(holder),
            });
        }
    }

    pub fn pass_over(&mut self, item: &Item) {
        *self.passed_over.entry(item.row.kind.into()).or_default() += 1;
    }

    /// Gives every target its way. `touched` are the leads that make a route worth a target.
    pub fn finish(mut self, ways: &Ways, touched: &BTreeMap<String, (RoleRef, Client)>) -> Found {
        for candidate in std::mem::take(&mut self.candidates) {
            match touched.get(&candidate.target.authority()) {
                Some((role, client)) => {
                    self.leads.push(Lead {
                        target: Target {
                            role: *role,
                            ..candidate.target
                        },
                        client: client.clone(),
                    });
                }
                None => *self.passed_over.entry("Route".into()).or_default() += 1,
            }
        }
        if !self.passed_over.is_empty() {
            self.notes.push(format!(
                "{}: passed over: {}",
                self.source,
                counted(&self.passed_over)
            ));
        }
        self.notes.extend(ways.notes.iter().cloned());
        self.problems.sort_by_key(|(document, _)| *document);
        let mut problems: Vec<Problem> = self
            .problems
            .into_iter()
            .map(|(_, problem)| problem)
            .collect();
        problems.extend(ways.problems.iter().cloned());
        let more = problems.len().saturating_sub(MOST_PROBLEMS);
        problems.truncate(MOST_PROBLEMS);
        if more > 0 {
            problems.push(Problem::new(
                &self.source,
                format!("{more} more problems"),
                TAKE_AGAIN,
            ));
        }
        let sought = self
            .leads
            .into_iter()
            .map(|lead| Sought {
                routing: ways.of_client(&lead.client),
                target: lead.target,
            })
            .collect();
        Found {
            sought,
            stores: self.stores,
            objects: self.objects,
            notes: self.notes,
            problems,
        }
    }
}

/// `role=…` as people write it, without user and password.
fn target(role: &str, text: &str, origin: Origin) -> Result<Target, String> {
    if let Some((scheme, _)) = text.split_once("://")
        && !scheme.eq_ignore_ascii_case("https")
    {
        let why = if scheme.eq_ignore_ascii_case("http") {
            "http:// is not TLS"
        } else {
            "neither https:// nor http://"
        };
        return Err(format!("{why}, so nothing is probed there"));
    }
    let why_not = |_| "no URL that leads anywhere, so nothing is probed there".to_owned();
    Target::parse(&format!("{role}={}", without_credentials(text)), origin).map_err(why_not)
}

/// An address as written, without user and password, and without a query, which may sign; harmless
/// to a terminal.
pub fn without_credentials(text: &str) -> String {
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| {
        (&text[..scheme.len() + 3], rest)
    });
    // Of a password with a slash in it nothing must stay: up to the last @.
    let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
    visible(&format!("{scheme}{place}"))
}
