//! Each certificate of a bundle with what is said of it: whom it is for, and who confirms it. A CA that
//! came over the connection it is to protect is a claim.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::given::Exported;
use crate::bundle::{Bundle, BundleAnchor, Standing};
use crate::error::Error;
use crate::report::problems::hash;
use crate::report::{brief, short_name};
use crate::roles::RoleKind;
use crate::words::{CopyAt, Subject};

/// Names that are told.
const MOST: usize = 4;

/// A certificate of the bundle.
pub(super) struct HeldCert<'a> {
    pub(super) anchor: &'a BundleAnchor,
    pub(super) standing: Standing,
    /// Whom it is for, in short.
    pub(super) served: String,
    /// Where an authentic copy is of what nobody confirms, for the first endpoint that it is for.
    pub(super) copy: Option<CopyAt>,
}

/// Asks for the first endpoint of each certificate that nobody confirms, and for no other.
///
/// # Errors
/// The evidence cannot be read back.
pub(super) fn all<'a>(exported: &Exported<'a>) -> Result<Vec<HeldCert<'a>>, Error> {
    let names = Names::of(exported.bundle);
    let held = |anchor: &'a BundleAnchor| HeldCert {
        anchor,
        standing: Standing::of(anchor, exported.witnesses),
        served: names.served(anchor),
        copy: None,
    };
    let mut all: Vec<HeldCert<'_>> = exported.bundle.anchors.iter().map(held).collect();
    let claims = all.iter().enumerate();
    let claims = claims.filter(|(_, held)| held.standing.is_claim());
    let first = claims.filter_map(|(at, held)| Some((names.first(held.anchor)?, at)));
    let mut first: Vec<(usize, usize)> = first.collect();
    first.sort_unstable();
    let anchors = &exported.bundle.anchors;
    exported.endpoints.some(
        first.into_iter(),
        |at, endpoint| {
            let subject = Subject::of(&endpoint.attempt.target, &endpoint.verdict);
            subject.copy_at(&anchors[at].cert.label())
        },
        |at, copy| {
            all[at].copy = Some(copy);
            Ok::<(), Error>(())
        },
    )?;
    Ok(all)
}

/// What endpoints are called. A bundle may be for a hundred thousand of them.
struct Names<'a> {
    bundle: &'a Bundle,
    /// The place of the first of each `host:port`, which is hashed.
    places: HashMap<u64, usize>,
    /// The first `host:port` of each role, and whether there are others.
    roles: BTreeMap<&'a str, (u64, bool)>,
}

impl<'a> Names<'a> {
    fn of(bundle: &'a Bundle) -> Self {
        let (mut places, mut roles) = (HashMap::new(), BTreeMap::new());
        for (place, proof) in bundle.endpoints.iter().enumerate() {
            let of_it = hash(&proof.target.authority());
            places.entry(of_it).or_insert(place);
            let role = roles.entry(proof.target.role.0.name);
            let (first, more) = role.or_insert((of_it, false));
            *more |= *first != of_it;
        }
        Self {
            bundle,
            places,
            roles,
        }
    }

    fn place(&self, authority: &String) -> Option<usize> {
        self.places.get(&hash(authority)).copied()
    }

    /// The place of the first endpoint that it is for.
    fn first(&self, anchor: &BundleAnchor) -> Option<usize> {
        let mut serves = anchor.serves.iter();
        serves.find_map(|authority| self.place(authority))
    }

    /// Whom it is for, in the order in which they are listed everywhere: that of the input.
    fn served(&self, anchor: &BundleAnchor) -> String {
        let all = anchor.serves.iter();
        let all = all.map(|authority| (self.place(authority), authority.as_str()));
        let mut all: Vec<(usize, &str)> = all
            .map(|(place, authority)| (place.unwrap_or(usize::MAX), authority))
            .collect();
        all.sort_unstable();
        let names = all.into_iter().enumerate();
        let names = names.map(|(nth, (place, authority))| match nth {
            0..MOST => self.name(place).unwrap_or(Cow::Borrowed(authority)),
            _ => Cow::Borrowed(authority),
        });
        brief::bounded(&names.collect::<Vec<_>>(), MOST).join(", ")
    }

    /// The role where that tells it from all others, else its name.
    fn name(&self, place: usize) -> Option<Cow<'a, str>> {
        let target = &self.bundle.endpoints.get(place)?.target;
        let role = target.role.0;
        let is_alone = self.roles.get(role.name).is_some_and(|(_, more)| !more);
        Some(if is_alone && role.kind != RoleKind::Plain {
            Cow::Borrowed(role.name)
        } else {
            Cow::Owned(short_name::of(target))
        })
    }
}
