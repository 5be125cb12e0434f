//! Each certificate of a bundle with what is said of it: whom it is for, and who confirms it. A CA that
//! came over the connection it is to protect is a claim.

use std::collections::{BTreeMap, BTreeSet};

use super::given::Exported;
use crate::bundle::BundleAnchor;
use crate::cert::{Cert, name};
use crate::evidence::{Store, StoreKind};
use crate::judge::{CertSource, Endpoint};
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

/// What stands behind a certificate.
#[derive(PartialEq, Eq)]
pub(super) enum Standing {
    /// A store that was given or that the system has holds the same, or one above it.
    ConfirmedBy(String),
    /// The user named its SHA-256, so that it was taken in spite of what speaks against it.
    Named,
    /// It came out of a store that confirms nothing: an object's own bundle.
    Held,
    /// It came over the network, and nothing else is known of it.
    NotConfirmed,
    /// The same, and a given file holds it that this program wrote of what servers sent.
    Repeated(String),
    /// The same, and a given file holds another key under its name.
    Contradicted(OtherKey),
}

/// A certificate of the same name with another key.
#[derive(PartialEq, Eq)]
pub(super) struct OtherKey {
    /// The file that holds it, as it was given.
    pub(super) file: String,
    /// Its SHA-256, lower-case hex.
    pub(super) sha256: String,
}

impl Standing {
    /// Nobody confirms it.
    pub(super) const fn is_claim(&self) -> bool {
        matches!(
            self,
            Self::NotConfirmed | Self::Repeated(_) | Self::Contradicted(_)
        )
    }
}

/// The endpoints by `host:port`.
type ByAuthority<'a> = BTreeMap<String, Vec<&'a Endpoint>>;

pub(super) fn all<'a>(exported: &Exported<'a>) -> Vec<HeldCert<'a>> {
    let mut endpoints = ByAuthority::new();
    for endpoint in exported.endpoints {
        let authority = endpoint.attempt.target.authority();
        endpoints.entry(authority).or_default().push(endpoint);
    }
    let names = names(&endpoints);
    let held = |anchor: &'a BundleAnchor| {
        let serves = anchor.serves.iter();
        let of_it: Vec<&Endpoint> = serves
            .filter_map(|authority| endpoints.get(authority))
            .flatten()
            .copied()
            .collect();
        HeldCert {
            anchor,
            standing: standing(exported, anchor, &of_it),
            served: served(anchor, &names),
            first: of_it.first().copied(),
        }
    };
    exported.bundle.anchors.iter().map(held).collect()
}

/// By `host:port`: the role where that tells the endpoint from all others, else its name.
fn names(endpoints: &ByAuthority<'_>) -> BTreeMap<String, String> {
    let targets = endpoints.iter();
    let targets = targets.map(|(authority, all)| (authority, &all[0].attempt.target));
    let mut of_role: BTreeMap<&str, BTreeSet<&String>> = BTreeMap::new();
    for (authority, target) in targets.clone() {
        let all = of_role.entry(target.role.0.name).or_default();
        all.insert(authority);
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
    let named = targets.map(|(authority, target)| (authority.clone(), name(target)));
    named.collect()
}

fn served(anchor: &BundleAnchor, names: &BTreeMap<String, String>) -> String {
    let all = anchor.serves.iter();
    let all: Vec<&str> = all
        .map(|authority| names.get(authority).unwrap_or(authority).as_str())
        .collect();
    brief::bounded(&all, MOST).join(", ")
}

fn standing(exported: &Exported<'_>, anchor: &BundleAnchor, of_it: &[&Endpoint]) -> Standing {
    let cert = &anchor.cert;
    let stores = exported.stores.iter();
    let holding = stores.filter(|store| store.certs.contains(cert));
    let (repeating, holding): (Vec<&Store>, Vec<&Store>) =
        holding.partition(|store| exported.repeated.contains(&store.name));
    let names: Vec<&str> = holding.into_iter().filter_map(confirms).collect();
    if !names.is_empty() {
        return Standing::ConfirmedBy(brief::bounded(&names, MOST).join(" and "));
    }
    if exported.named.contains(&cert.sha256()) {
        return Standing::Named;
    }
    if let Some(store) = repeating.first() {
        return Standing::Repeated(store.name.clone());
    }
    let vouched = of_it.iter().any(|endpoint| {
        let mut chains = endpoint.chains();
        chains.any(|(_, trust)| trust.vouched.contains(cert))
    });
    match &anchor.learnt {
        _ if vouched => Standing::ConfirmedBy("a CA that is trusted here".into()),
        CertSource::Store(_) => Standing::Held,
        CertSource::Sent | CertSource::Endpoint(_) | CertSource::Aia(_) => {
            let other = other_key(exported.stores, cert);
            other.map_or(Standing::NotConfirmed, Standing::Contradicted)
        }
    }
}

/// What a given file holds under the name of this certificate, where none of them has its key: a
/// file may hold several generations of a CA.
fn other_key(stores: &[Store], cert: &Cert) -> Option<OtherKey> {
    let facts = cert.facts()?;
    let given = stores.iter().filter(|store| store.kind == StoreKind::Given);
    let all = given.flat_map(|store| store.certs.iter().map(move |held| (store, held)));
    let of_its_name: Vec<(&Store, &Cert, bool)> = all
        .filter_map(|(store, held)| {
            let theirs = held.facts()?;
            let same = name::is_same(&theirs.subject_der, &facts.subject_der);
            same.then(|| (store, held, theirs.spki == facts.spki))
        })
        .collect();
    let (store, held, _) = of_its_name.first()?;
    let has_its_key = of_its_name.iter().any(|(_, _, same)| *same);
    (!has_its_key).then(|| OtherKey {
        file: store.name.clone(),
        sha256: held.sha256().to_owned(),
    })
}

/// What a store that confirms is called; `None`: it confirms nothing.
fn confirms(store: &Store) -> Option<&str> {
    match store.kind {
        StoreKind::System => Some("the system's trust store"),
        StoreKind::Mozilla | StoreKind::Reference => Some("Mozilla's public roots"),
        StoreKind::Given => Some(&store.name),
        // Nobody vouches for what was once put into an object.
        StoreKind::InUse => None,
    }
}
