//! One object out of many: how it is named on the command line (`migcluster/NS/NAME`), and which
//! endpoints its own bundle must cover.

use crate::foreign::Foreign;
use crate::judge::Endpoint;
use crate::objects::{MtcObject, ObjectKind};

/// What is written after `--for`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectSelector {
    kind: ObjectKind,
    /// `None`: whichever has an object of that name.
    namespace: Option<String>,
    name: String,
    /// Of a DataProtectionApplication, from 0.
    location: Option<usize>,
}

/// A text that is written in none of the forms of a selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedSelector;

/// Why no object is meant, or more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionError {
    /// The inputs hold no object at all.
    NoObjects,
    /// None of these is it.
    NotThere {
        /// Every object of the inputs, as a selector names it.
        known: Vec<String>,
    },
    /// More than one input has it.
    InSeveralInputs {
        /// As a selector names it.
        object: String,
        /// The inputs that have it.
        sources: Vec<String>,
    },
    /// More than one object is of that name.
    Ambiguous {
        /// Those that are, as selectors name them.
        found: Vec<String>,
    },
}

/// The object that is meant.
#[derive(Clone, Copy, Debug)]
pub struct SelectedObject<'a> {
    /// The object that the selector names.
    pub object: &'a MtcObject,
}

impl ObjectSelector {
    /// Reads `KIND/NAME` or `KIND/NAMESPACE/NAME`, of a DataProtectionApplication with `[N]` behind
    /// it.
    ///
    /// # Errors
    /// It is written otherwise.
    pub fn parse(text: &str) -> Result<Self, MalformedSelector> {
        let (path, location) = match text.strip_suffix(']').and_then(|t| t.rsplit_once('[')) {
            Some((path, number)) => (path, Some(number.parse().map_err(|_| MalformedSelector)?)),
            None => (text, None),
        };
        let parts: Vec<&str> = path.split('/').collect();
        let (kind, namespace, name) = match parts[..] {
            [kind, name] => (kind, None, name),
            [kind, namespace, name] => (kind, Some(namespace), name),
            _ => return Err(MalformedSelector),
        };
        let kind = ObjectKind::named(kind).ok_or(MalformedSelector)?;
        let numbered = location.is_some() && kind.row().list.is_none();
        if name.is_empty() || namespace.is_some_and(str::is_empty) || numbered {
            return Err(MalformedSelector);
        }
        Ok(Self {
            kind,
            namespace: namespace.map(str::to_owned),
            name: name.to_owned(),
            location,
        })
    }

    /// The object it names.
    ///
    /// # Errors
    /// There is none, or more than one: which there are.
    pub fn find<'a>(&self, objects: &'a [MtcObject]) -> Result<SelectedObject<'a>, SelectionError> {
        let fits = |o: &&MtcObject| {
            let own = o.object.namespace.as_ref();
            let of_namespace =
                self.namespace.is_none() || self.namespace.as_deref() == own.map(Foreign::raw);
            let of_place = self.location.is_none() || self.location == location(o);
            o.kind == self.kind && o.object.name == *self.name && of_namespace && of_place
        };
        let found: Vec<&MtcObject> = objects.iter().filter(fits).collect();
        match found[..] {
            [object] => Ok(SelectedObject { object }),
            [] if objects.is_empty() => Err(SelectionError::NoObjects),
            [] => Err(SelectionError::NotThere {
                known: objects.iter().map(selector).collect(),
            }),
            _ if found.iter().all(|o| selector(o) == selector(found[0])) => {
                Err(SelectionError::InSeveralInputs {
                    object: selector(found[0]),
                    sources: found.iter().map(|o| o.source.clone()).collect(),
                })
            }
            _ => Err(SelectionError::Ambiguous {
                found: found.into_iter().map(selector).collect(),
            }),
        }
    }
}

impl SelectedObject<'_> {
    /// Whether the object's bundle must make this endpoint verify.
    #[must_use]
    pub fn covers(self, endpoint: &Endpoint) -> bool {
        let origins = &endpoint.attempt.target.origins;
        covered(self.object).any(|field| {
            origins
                .iter()
                .any(|origin| self.object.named(origin, field))
        })
    }

    /// The format that patches an object of its kind.
    #[must_use]
    pub fn format(self) -> &'static str {
        self.object.kind.row().patch
    }

    /// Of a DataProtectionApplication: which backup location.
    #[must_use]
    pub fn location(self) -> Option<usize> {
        location(self.object)
    }
}

/// How an object of each kind is written: `dpa/NAME[N]` where one object holds a list.
#[must_use]
pub fn forms() -> Vec<String> {
    let rows = ObjectKind::ALL.iter().map(|kind| kind.row());
    rows.map(|row| {
        let number = row.list.map_or("", |_| "[N]");
        format!("{}/NAME{number}", row.short)
    })
    .collect()
}

/// The fields whose endpoints an object's CA bundle is for: of a MigCluster the API server, never
/// the registry. Each once, though several addresses follow from one field.
pub(super) fn covered(object: &MtcObject) -> impl Iterator<Item = &str> {
    let only = object.kind.row().ca_for;
    let mut fields: Vec<&str> = Vec::new();
    for address in &object.addresses {
        let field = address.field.as_str();
        if only.is_none_or(|only| only == field) && !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields.into_iter()
}

/// Of an entry of an object's list: its number, which begins all its fields.
#[must_use]
pub fn location(object: &MtcObject) -> Option<usize> {
    let list = object.kind.row().list?;
    let fields = object
        .addresses
        .iter()
        .map(|a| a.field.as_str())
        .chain(object.ca.iter().map(|ca| ca.field.as_str()));
    fields
        .filter_map(|f| f.strip_prefix(list)?.strip_prefix('[')?.split_once(']'))
        .find_map(|(number, _)| number.parse().ok())
}

/// As `--for` reads it.
#[must_use]
pub fn selector(object: &MtcObject) -> String {
    let kind = object.kind.row().short;
    let namespace = object
        .object
        .namespace
        .as_ref()
        .map(|n| format!("{n}/"))
        .unwrap_or_default();
    let place = location(object)
        .map(|n| format!("[{n}]"))
        .unwrap_or_default();
    format!("{kind}/{namespace}{}{place}", object.object.name)
}

/// The field that takes the object's CA bundle.
#[must_use]
pub fn ca_field(object: &MtcObject) -> String {
    let row = object.kind.row();
    let place = location(object).unwrap_or_default();
    row.list.map_or_else(
        || row.ca.to_owned(),
        |list| format!("{list}[{place}].{}", row.ca),
    )
}
