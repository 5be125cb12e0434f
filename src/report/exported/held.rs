//! Each certificate of a bundle with what is said of it: whom it is for, and who confirms it. A CA that
//! came over the connection it is to protect is a claim.

use std::collections::{BTreeMap, BTreeSet};

use super::given::Exported;
use crate::bundle::{BundleAnchor, ByAuthority, Standing};
use crate::judge::Endpoint;
use crate::report::{brief, short_name};
use crate::roles::RoleKind;
use crate::target::Target;

/// Names that are told.
const MOST: usize = 4;

/// A certificate of the bundle.
pub(super) struct HeldCert<'a> {
    pub(super) anchor: &'a BundleAnchor,
    pub(super) standing: Standing,
    /// Whom it is for, in short.
    pub(super) served: String,
    /// One of the endpoints that it is for.
    pub(super) first: Option<&'a Endpoint>,
}

pub(super) fn all<'a>(exported: &Exported<'a>) -> Vec<HeldCert<'a>> {
    let endpoints = ByAuthority::of(exported.endpoints);
    let names = names(exported.endpoints);
    let held = |anchor: &'a BundleAnchor| {
        let of_it = endpoints.served_by(anchor);
        HeldCert {
            anchor,
            standing: Standing::of(anchor, &of_it, exported.witnesses),
            served: served(anchor, &names),
            first: of_it.first().copied(),
        }
    };
    exported.bundle.anchors.iter().map(held).collect()
}

/// By `host:port`: the place of the endpoint among all, and its role where that tells it from all
/// others, else its name.
fn names(endpoints: &[Endpoint]) -> BTreeMap<String, (usize, String)> {
    let mut of_role: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for target in endpoints.iter().map(|endpoint| &endpoint.attempt.target) {
        let all = of_role.entry(target.role.0.name).or_default();
        all.insert(target.authority());
    }
    let name = |target: &Target| {
        let role = target.role.0;
        let is_alone = of_role.get(role.name).is_some_and(|all| all.len() == 1);
        if is_alone && role.kind != RoleKind::Plain {
            role.name.to_owned()
        } else {
            short_name::of(target)
        }
    };
    let mut named = BTreeMap::new();
    for (place, endpoint) in endpoints.iter().enumerate() {
        let target = &endpoint.attempt.target;
        let first = || (place, name(target));
        named.entry(target.authority()).or_insert_with(first);
    }
    named
}

/// Whom it is for, in the order in which they are listed everywhere: that of the input.
fn served(anchor: &BundleAnchor, names: &BTreeMap<String, (usize, String)>) -> String {
    let all = anchor.serves.iter();
    let mut all: Vec<(usize, &str)> = all
        .map(|authority| {
            let known = names.get(authority);
            known.map_or((usize::MAX, authority.as_str()), |(place, name)| {
                (*place, name)
            })
        })
        .collect();
    all.sort_unstable();
    let names: Vec<&str> = all.into_iter().map(|(_, name)| name).collect();
    brief::bounded(&names, MOST).join(", ")
}
