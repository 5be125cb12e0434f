//! What was found in one object: targets, stores, what MTC does with it, notes, problems. Its
//! reader makes this from an `Item`, without knowing other objects.

use std::collections::BTreeMap;

use super::item::{Field, Item, WrongType};
use super::routings::{ConnectsFrom, Proxies};
use crate::cert::Cert;
use crate::error::Problem;
use crate::evidence::{Store, StoreKind, StoreOwner};
use crate::foreign::{Foreign, visible};
use crate::inputs::interfaces;
use crate::objects::{Address, MtcObject, StatusObject};
use crate::roles::{RoleKind, RoleRef};
use crate::target::{Origin, Target};

/// At most so many wrong fields of one object are reported one by one.
const MOST_WRONG: usize = 8;
const HINT: &str = "the API would refuse it, too: give the object as oc get ... -o yaml prints it";

/// A target that an object names, and who connects there.
pub(super) struct Lead {
    pub target: Target,
    pub client: ConnectsFrom,
}

/// The target of a Route; it counts only if another object leads to its host.
pub(super) struct Candidate {
    pub target: Target,
    /// The note that says why no router serves it; then it is no target.
    pub refused: Option<String>,
}

/// What was found in one object.
pub(super) struct ObjectFindings<'a> {
    pub item: &'a Item,
    pub leads: Vec<Lead>,
    /// What a Route leads to that has no purpose of its own.
    pub candidate: Option<Candidate>,
    pub proxies: Proxies,
    /// The stores, each with the field from which it was read.
    pub stores: Vec<(String, Store)>,
    pub objects: Vec<MtcObject>,
    /// The statuses of what is no object of the list above.
    pub statuses: Vec<StatusObject>,
    pub notes: Vec<String>,
    /// The object is not used at all.
    pub is_passed_over: bool,
    /// What is wrong with fields of the wrong type, by their paths; the empty path stands for the
    /// object itself.
    wrong: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl<'a> ObjectFindings<'a> {
    /// Nothing found yet, except what is wrong with an object that has no name.
    pub(super) fn of(item: &'a Item) -> Self {
        let mut findings = Self::none(item);
        if item.object.name.is_empty() {
            findings
                .wrong
                .insert(String::new(), "no metadata.name".into());
        }
        findings
    }

    /// An object in which nothing is found.
    pub(super) fn none(item: &'a Item) -> Self {
        Self {
            item,
            leads: Vec::new(),
            candidate: None,
            proxies: Proxies::default(),
            stores: Vec::new(),
            objects: Vec::new(),
            statuses: Vec::new(),
            notes: Vec::new(),
            is_passed_over: false,
            wrong: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// An object that is not used.
    pub(super) fn passed_over(item: &'a Item) -> Self {
        Self {
            is_passed_over: true,
            ..Self::none(item)
        }
    }

    /// A field's text. A field of the wrong type counts as absent, and is reported.
    pub(super) fn text(&mut self, path: impl Into<String>) -> Field<'a> {
        let path = path.into();
        let text = self.item.text(&path);
        Field {
            text: self.right(text),
            path,
        }
    }

    pub(super) fn flag(&mut self, path: &str) -> bool {
        let flag = self.item.flag(path);
        self.right(flag)
    }

    /// The paths of a list's items.
    pub(super) fn list(&mut self, path: &str) -> Vec<String> {
        let length = self.item.length(path);
        (0..self.right(length))
            .map(|n| format!("{path}[{n}]"))
            .collect()
    }

    pub(super) fn entries(&mut self, path: &str) -> BTreeMap<&'a str, Option<&'a str>> {
        let entries = self.item.entries(path);
        self.right(entries)
    }

    pub(super) fn has_map(&mut self, path: &str) -> bool {
        let has = self.item.has_map(path);
        self.right(has)
    }

    fn right<T: Default>(&mut self, value: Result<T, WrongType>) -> T {
        value.unwrap_or_else(|wrong| {
            self.wrong.insert(wrong.path, wrong.what);
            T::default()
        })
    }

    /// Adds a problem: a field holds something that cannot be used.
    pub(super) fn problem(&mut self, field: &str, what: &str, hint: impl Into<String>) {
        self.problems.push(problem(self.item, field, what, hint));
    }

    /// Adds a note: the user should know it and need not act on it.
    pub(super) fn note(&mut self, field: &str, what: &str) {
        self.notes.push(note(self.item, field, what));
    }

    /// Adds the endpoint that a field names, written as a target; if it is not a valid target, adds
    /// a note.
    pub(super) fn lead(&mut self, role: RoleRef, field: &str, text: &str, client: &ConnectsFrom) {
        if let Some(target) = self.target(role, field, text) {
            self.connects(target, client);
        }
    }

    /// The endpoint that a field names, as a target that is not added yet; if it is not a valid
    /// target, adds a note.
    pub(super) fn target(&mut self, role: RoleRef, field: &str, text: &str) -> Option<Target> {
        target(role, text, self.item.origin(field))
            .map_err(|why| self.note(field, &why))
            .ok()
    }

    /// Adds an endpoint, and who connects there.
    pub(super) fn connects(&mut self, target: Target, client: &ConnectsFrom) {
        self.leads.push(Lead {
            target,
            client: client.clone(),
        });
    }

    /// Adds the endpoint that a person or a browser reaches, if the field names one.
    pub(super) fn lead_people(&mut self, role: RoleRef, path: impl Into<String>) {
        let field = self.text(path);
        if !field.text.is_empty() {
            self.lead(role, &field.path, field.text, &ConnectsFrom::Workstation);
        }
    }

    /// Adds a store named after the field, unless there are no certificates.
    pub(super) fn store(
        &mut self,
        field: &str,
        kind: StoreKind,
        (certs, unconfirmed): (Vec<Cert>, Vec<Cert>),
    ) {
        if certs.is_empty() {
            return;
        }
        let holder = || StoreOwner {
            source: self.item.source.to_string(),
            object: self.item.object.clone(),
        };
        let store = Store {
            name: visible(&self.item.origin(field).to_string()),
            kind,
            certs,
            left_out: 0,
            unconfirmed,
            of: (kind == StoreKind::InUse).then(holder),
        };
        self.stores.push((field.into(), store));
    }

    /// All that is wrong with the object: first its name and the types of its fields.
    pub(super) fn problems(&mut self) -> Vec<Problem> {
        let item = self.item;
        let wrong = std::mem::take(&mut self.wrong).into_iter().take(MOST_WRONG);
        let wrong = wrong.map(|(path, what)| problem(item, &path, &what, HINT));
        wrong.chain(std::mem::take(&mut self.problems)).collect()
    }
}

/// `dump.yaml: Route default/x spec.tls: it has none`.
pub(super) fn note(item: &Item, field: &str, what: &str) -> String {
    let Item { source, object, .. } = item;
    format!("{source}: {} {field}: {what}", visible(&object.to_string()))
}

fn problem(item: &Item, field: &str, what: &str, hint: impl Into<String>) -> Problem {
    let blank = if field.is_empty() { "" } else { " " };
    Problem::new(
        &item.place,
        format!("{}{blank}{field}: {what}", item.object),
        hint,
    )
}

impl Field<'_> {
    /// The field as an address for the report.
    pub(super) fn address(&self) -> Address {
        Address {
            field: self.path.clone(),
            text: Some(without_credentials(self.text)),
            ..Address::default()
        }
    }
}

/// Reads `role=…` as people write it, without user and password.
fn target(role: RoleRef, text: &str, origin: Origin) -> Result<Target, String> {
    if let Some((scheme, _)) = text.split_once("://")
        && !scheme.eq_ignore_ascii_case("https")
        && !(scheme.eq_ignore_ascii_case("http") && role.kind == RoleKind::Repository)
    {
        let why = if scheme.eq_ignore_ascii_case("http") {
            "http:// is not TLS"
        } else {
            "neither https:// nor http://"
        };
        return Err(format!("{why}, so nothing is probed there"));
    }
    let why_not = |_| "no URL that leads anywhere, so nothing is probed there".to_owned();
    let target = format!("{}={}", role.name, without_credentials(text));
    Target::parse(&target, origin)
        .map_err(why_not)
        .and_then(interfaces::checked)
}

/// An address as written, without user and password, and without its query, which may hold a
/// signature. Saved as it is shown.
pub(super) fn without_credentials(text: &str) -> Foreign {
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| {
        (&text[..scheme.len() + 3], rest)
    });
    // A password may hold a slash, so everything up to the last @ is removed.
    let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
    visible(&format!("{scheme}{place}")).into()
}
