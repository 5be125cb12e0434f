//! What MTC will see: for each of its objects the condition that MTC would set, why, and what to
//! write into which field; the legs of a login to its console; and which endpoints an object's own
//! bundle must cover. Pure: objects, judged endpoints and stores in, values out. May name the
//! words, `judge` and `bundle`. Everything is measured from this machine; if the pods may take
//! another route, the outlook says so.

mod address;
mod advice;
mod cluster;
mod condition;
mod current_bundle;
mod draft;
pub mod form;
pub mod glossary;
pub mod login;
pub mod pod;
mod pod_view;
mod selector;
mod status_comparison;
mod storage;

use crate::evidence::{Store, StoreKind};
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, Severity};
use crate::moment::Moment;
use crate::objects::{MtcObject, ObjectKind};

pub use condition::{ALL as CONDITIONS, ExpectedCondition, MtcCondition};
pub use current_bundle::{BundleFinding, CurrentBundle};
pub use selector::{ObjectSelector, SelectedObject, location};
pub use status_comparison::Agreement;

/// What MTC would make of one object.
#[derive(Clone, Debug)]
pub struct Outlook {
    pub object: MtcObject,
    pub state: Readiness,
    /// What MTC would set; `None` where it cannot be told from here.
    pub expected: Option<ExpectedCondition>,
    pub cause: Option<Cause>,
    /// Every address of the object, with what was met there.
    pub addresses: Vec<AddressOutlook>,
    /// The CA bundle it has, where it has one.
    pub current_bundle: Option<CurrentBundle>,
    pub agreement: Agreement,
    /// What its status says, beside what is expected.
    pub comparison: String,
    /// Why the state holds from here only, or cannot be told.
    pub doubts: Vec<String>,
    pub notes: Vec<String>,
    /// What the console's form makes of it.
    pub form: Vec<String>,
    /// What to do next, in order.
    pub actions: Vec<String>,
    pub severity: Severity,
}

/// What becomes of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    Ready,
    /// It would be ready if the pods met what was met here, and there is reason to doubt it.
    ReadyFromHere,
    NotReady,
    Unknown,
}

impl Readiness {
    /// As the machine formats name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::ReadyFromHere => "ready-from-here",
            Self::NotReady => "not-ready",
            Self::Unknown => "unknown",
        }
    }
}

/// What MTC's condition leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The error that the pod would get.
    pub go: String,
    /// One of our codes: a class of verdict, a file fault, or `ca-...` of the object's own bundle.
    pub code: String,
    /// The endpoint (`host:port`) it happens at, where it is about one.
    pub at: Option<String>,
}

impl Cause {
    /// A cause in the object itself, in words; classes of verdict have their own.
    #[must_use]
    pub fn meaning(&self) -> Option<&'static str> {
        glossary::term(&self.code).map(|term| term.meaning)
    }
}

/// One address of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressOutlook {
    pub field: String,
    pub text: Option<String>,
    /// `host:port`, where it was measured.
    pub authority: Option<String>,
    /// The headline there.
    pub code: Option<&'static str>,
    /// The way it was reached.
    pub route: Option<String>,
}

/// What every object is judged on.
pub struct OutlookContext<'a> {
    pub endpoints: &'a [Endpoint],
    pub now: Moment,
    /// Mozilla's public roots: they stand in for those of the pod's image.
    public: Option<Anchors>,
}

impl<'a> OutlookContext<'a> {
    #[must_use]
    pub fn new(endpoints: &'a [Endpoint], stores: &[Store], now: Moment) -> Self {
        let public = stores
            .iter()
            .find(|s| matches!(s.kind, StoreKind::Mozilla | StoreKind::Reference));
        Self {
            endpoints,
            now,
            public: public.map(|store| Anchors::from_bundle(&store.certs)),
        }
    }

    /// What every object looks like to MTC, in input order.
    #[must_use]
    pub fn outlooks(&self, objects: &[MtcObject]) -> Vec<Outlook> {
        objects.iter().map(|object| self.outlook(object)).collect()
    }

    fn outlook(&self, object: &MtcObject) -> Outlook {
        match object.kind {
            ObjectKind::MigCluster => cluster::outlook(object, self),
            ObjectKind::MigStorage
            | ObjectKind::BackupStorageLocation
            | ObjectKind::DataProtectionApplication => storage::outlook(object, self),
        }
    }

    /// The endpoints that a field of an object led to.
    fn endpoints_of(&self, object: &MtcObject, field: &str) -> Vec<&'a Endpoint> {
        let named = |e: &&Endpoint| {
            e.attempt
                .target
                .origins
                .iter()
                .any(|origin| object.named(origin, field))
        };
        self.endpoints.iter().filter(named).collect()
    }
}
