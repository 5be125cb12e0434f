//! Who stands behind a certificate of a bundle: a copy that was given, a store, the user, or nobody but the
//! connection that it is to protect. Values; the bundle's comments and the reports say it.

use super::BundleAnchor;
use crate::cert::{Cert, name};
use crate::evidence::{Store, StoreKind};
use crate::judge::CertSource;

/// What stands behind a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Stores that were given or that the system has hold the same, or one above it: what they are
    /// called.
    ConfirmedBy(Vec<String>),
    /// The user named its SHA-256, so that it was taken in spite of what speaks against it.
    Named,
    /// It came out of a store that confirms nothing: an object's own bundle.
    Held,
    /// It came over the network, and nothing else is known of it.
    NotConfirmed,
    /// The same, and this given file holds it and says of itself that nobody has confirmed it.
    Repeated(String),
    /// The same, and a given file holds another key under its name.
    Contradicted(OtherKey),
}

/// A certificate of the same name with another key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherKey {
    /// The file that holds it, as it was given.
    pub file: String,
    /// Its SHA-256, lower-case hex.
    pub sha256: String,
}

/// What is known besides the anchors of a bundle.
#[derive(Clone, Copy, Debug, Default)]
pub struct Witnesses<'a> {
    /// The trust stores of the run.
    pub stores: &'a [Store],
    /// SHA-256 that the user named, lower-case hex.
    pub named: &'a [String],
}

impl Standing {
    /// Nobody confirms it.
    #[must_use]
    pub const fn is_claim(&self) -> bool {
        matches!(
            self,
            Self::NotConfirmed | Self::Repeated(_) | Self::Contradicted(_)
        )
    }

    /// Of a certificate of a bundle.
    #[must_use]
    pub fn of(anchor: &BundleAnchor, witnesses: Witnesses<'_>) -> Self {
        let cert = &anchor.cert;
        let stores = witnesses.stores.iter();
        let holding = stores.filter(|store| store.certs.contains(cert));
        let (repeating, holding): (Vec<&Store>, Vec<&Store>) =
            holding.partition(|store| store.unconfirmed.contains(cert));
        let names: Vec<String> = holding.into_iter().filter_map(confirms).collect();
        if !names.is_empty() {
            return Self::ConfirmedBy(names);
        }
        if witnesses.named.iter().any(|sha256| sha256 == cert.sha256()) {
            return Self::Named;
        }
        if let Some(store) = repeating
            .iter()
            .find(|store| store.kind == StoreKind::Given)
        {
            return Self::Repeated(store.name.clone());
        }
        match &anchor.learnt {
            _ if anchor.vouched => Self::ConfirmedBy(vec!["a trusted CA".into()]),
            CertSource::Store(_) => Self::Held,
            CertSource::Sent | CertSource::Endpoint(_) | CertSource::Aia(_) => {
                let other = other_key(witnesses.stores, cert);
                other.map_or(Self::NotConfirmed, Self::Contradicted)
            }
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
fn confirms(store: &Store) -> Option<String> {
    match store.kind {
        StoreKind::System => Some("the system's roots".into()),
        StoreKind::Mozilla | StoreKind::Reference => Some("Mozilla's public roots".into()),
        StoreKind::Given => Some(store.name.clone()),
        // Nobody vouches for what was once put into an object.
        StoreKind::InUse => None,
    }
}
