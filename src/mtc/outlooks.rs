//! What MTC would make of all objects of a run: each is worked out when it is asked for, since a run may
//! have a hundred thousand of them. What is kept of each fits into a few bytes.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Outlook, OutlookContext, Readiness, location};
use crate::codes::Severity;
use crate::evidence::{ReadBackError, Store};
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, Endpoints, in_order};
use crate::moment::Moment;
use crate::objects::{Address, MtcObject, ObjectKind};
use crate::target::{ObjectRef, Origin};

/// The most endpoints that one field is judged on: it leads to a handful. Where there are more, somebody wrote
/// one object many times, and each of them would be judged on all.
const MOST_OF_A_FIELD: usize = 8;

/// So many outlooks are kept whole; those of more objects are worked out again whenever they are asked for.
const MOST_KEPT: usize = 2_000;

/// What is kept of an outlook.
#[derive(Clone, Copy, Debug)]
pub struct OutlookBrief {
    /// Which kind of object it is of.
    pub kind: ObjectKind,
    /// What becomes of the object.
    pub state: Readiness,
    /// How much it matters.
    pub severity: Severity,
    /// Something is said of it even where it becomes ready.
    pub always_told: bool,
    /// A hash of what the object is called, without its source.
    pub called: u64,
}

impl OutlookBrief {
    /// What is kept of this outlook.
    #[must_use]
    pub fn of(outlook: &Outlook) -> Self {
        Self {
            kind: outlook.object.kind,
            state: outlook.state,
            severity: outlook.severity,
            always_told: outlook
                .notes
                .iter()
                .any(super::remark::Note::is_always_told),
            called: hash((&outlook.object.object, location(&outlook.object))),
        }
    }
}

/// Outlooks by their place among the inputs.
pub trait Outlooks: Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// What is kept of the one at this place.
    fn brief(&self, place: usize) -> OutlookBrief;

    /// The one at this place.
    ///
    /// # Errors
    /// What was measured cannot be read back.
    fn outlook(&self, place: usize) -> Result<Outlook, ReadBackError>;

    /// There are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl dyn Outlooks + '_ {
    /// What is kept of each, in input order.
    pub fn briefs(&self) -> impl Iterator<Item = OutlookBrief> {
        (0..self.len()).map(|place| self.brief(place))
    }

    /// Makes something of each at these places, on all processors, and uses it in this order.
    ///
    /// # Errors
    /// What was measured cannot be read back, or what `using` says.
    pub fn each<T: Send, E: From<ReadBackError>>(
        &self,
        places: impl Iterator<Item = usize>,
        make: impl Fn(Outlook) -> T + Sync,
        mut using: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        in_order(
            places.map(|place| (place, ())),
            |place| self.outlook(place),
            |(), outlook| make(outlook),
            |(), made| using(made),
        )
    }
}

impl Outlooks for Vec<Outlook> {
    fn len(&self) -> usize {
        self.len()
    }

    fn brief(&self, place: usize) -> OutlookBrief {
        OutlookBrief::of(&self[place])
    }

    fn outlook(&self, place: usize) -> Result<Outlook, ReadBackError> {
        Ok(self[place].clone())
    }
}

/// Which endpoints objects lead to: hashes of their fields, and places.
#[derive(Default)]
pub struct LedTo(Vec<(u64, u32)>);

impl LedTo {
    /// In any order.
    #[must_use]
    pub fn of(mut all: Vec<(u64, u32)>) -> Self {
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// The field of an object that named a target.
    #[must_use]
    pub fn key(origin: &Origin) -> Option<u64> {
        match origin {
            Origin::Object {
                source,
                object,
                field,
            } => Some(key(source, object, field)),
            Origin::Argument { .. }
            | Origin::Flag { .. }
            | Origin::Line { .. }
            | Origin::Kubeconfig { .. }
            | Origin::Answer { .. }
            | Origin::Usual { .. }
            | Origin::Demo => None,
        }
    }

    fn places(&self, object: &MtcObject) -> BTreeSet<usize> {
        let of_field = |address: &Address| {
            let key = key(&object.source, &object.object, &address.field);
            let first = self.0.partition_point(|(known, _)| *known < key);
            let of_it = self.0[first..].iter().take_while(move |(k, _)| *k == key);
            of_it
                .take(MOST_OF_A_FIELD)
                .map(|(_, place)| *place as usize)
        };
        object.addresses.iter().flat_map(of_field).collect()
    }
}

fn key(source: &str, object: &ObjectRef, field: &str) -> u64 {
    hash((source, object, field))
}

fn hash(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The outlooks of a run.
pub struct RunOutlooks<'a> {
    objects: &'a [MtcObject],
    judged: &'a dyn Endpoints,
    led_to: &'a LedTo,
    public: Option<Arc<Anchors>>,
    now: Moment,
    briefs: Vec<OutlookBrief>,
    /// All of them, or none.
    kept: Vec<Outlook>,
    /// What was read last: objects that lead to the same endpoints stand together.
    recent: Mutex<Option<Recent>>,
}

/// Places, and the endpoints there.
type Recent = (BTreeSet<usize>, Arc<Vec<Endpoint>>);

impl<'a> RunOutlooks<'a> {
    /// Of these objects, in their order, by what was met where they lead.
    ///
    /// # Errors
    /// What was measured cannot be read back.
    pub fn new(
        objects: &'a [MtcObject],
        (judged, led_to): (&'a dyn Endpoints, &'a LedTo),
        stores: &[Store],
        now: Moment,
    ) -> Result<Self, ReadBackError> {
        let mut all = Self {
            objects,
            judged,
            led_to,
            public: OutlookContext::public_of(stores),
            now,
            briefs: Vec::new(),
            kept: Vec::new(),
            recent: Mutex::default(),
        };
        let (mut briefs, mut kept) = (Vec::with_capacity(objects.len()), Vec::new());
        let keeps = objects.len() <= MOST_KEPT;
        in_order(
            (0..objects.len()).map(|place| (place, ())),
            |place| all.outlook(place),
            |(), outlook| (OutlookBrief::of(&outlook), keeps.then_some(outlook)),
            |(), (brief, outlook)| {
                briefs.push(brief);
                kept.extend(outlook);
                Ok::<(), ReadBackError>(())
            },
        )?;
        (all.briefs, all.kept) = (briefs, kept);
        Ok(all)
    }

    fn endpoints(&self, places: BTreeSet<usize>) -> Result<Arc<Vec<Endpoint>>, ReadBackError> {
        let recent = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, endpoints)) = recent().as_ref().filter(|(known, _)| *known == places) {
            return Ok(Arc::clone(endpoints));
        }
        let read = places.iter().map(|place| self.judged.endpoint(*place));
        let endpoints = Arc::new(read.collect::<Result<Vec<_>, _>>()?);
        *recent() = Some((places, Arc::clone(&endpoints)));
        Ok(endpoints)
    }
}

impl Outlooks for RunOutlooks<'_> {
    fn len(&self) -> usize {
        self.objects.len()
    }

    fn brief(&self, place: usize) -> OutlookBrief {
        self.briefs[place]
    }

    fn outlook(&self, place: usize) -> Result<Outlook, ReadBackError> {
        if let Some(outlook) = self.kept.get(place) {
            return Ok(outlook.clone());
        }
        let object = &self.objects[place];
        let endpoints = self.endpoints(self.led_to.places(object))?;
        let public = self.public.clone();
        Ok(OutlookContext::of_one(object, &endpoints, public, self.now).outlook(object))
    }
}
