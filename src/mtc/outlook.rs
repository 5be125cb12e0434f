//! What MTC would make of one object, and what every object is judged on.
//! Plain data.

use std::collections::HashMap;
use std::sync::Arc;

use super::cause::Cause;
use super::condition::ExpectedCondition;
use super::current_bundle::CurrentBundle;
use super::remark::{Doubt, FormRemark, Note};
use super::status::StatusFinding;
use super::status::comparison::{Agreement, Comparison};
use super::step::Step;
use crate::codes::{Code, Severity};
use crate::evidence::{Store, StoreKind};
use crate::foreign::Foreign;
use crate::judge::Endpoint;
use crate::judge::path::Anchors;
use crate::moment::Moment;
use crate::objects::MtcObject;
use crate::target::{ObjectRef, Origin};

/// What MTC would make of one object.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The object, as it was read.
    pub object: MtcObject,
    /// Whether it becomes ready.
    pub state: Readiness,
    /// What MTC would set; `None` where it is unknown from here.
    pub expected: Option<ExpectedCondition>,
    /// What keeps it from being ready; `None` where nothing does.
    pub cause: Option<Cause>,
    /// Every address of the object, with what was met there.
    pub addresses: Vec<AddressOutlook>,
    /// The CA bundle it has, where it has one.
    pub current_bundle: Option<CurrentBundle>,
    /// What its status says, in its own order.
    pub status: Vec<StatusFinding>,
    /// How its status and the expectation go together.
    pub agreement: Agreement,
    /// What its status says, beside what is expected.
    pub comparison: Comparison,
    /// Why the state holds only as seen from here, or is unknown.
    pub doubts: Vec<Doubt>,
    /// What else is worth knowing about the object.
    pub notes: Vec<Note>,
    /// What the console's form makes of it.
    pub form: Vec<FormRemark>,
    /// What to do next, in order.
    pub actions: Vec<Step>,
    /// How much all this matters: the worst of the state and of the findings about its bundle.
    pub severity: Severity,
}

/// What becomes of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// It becomes ready.
    Ready,
    /// It would be ready if the pods met what was met here, and there is reason to doubt it.
    ReadyFromHere,
    /// It does not become ready.
    NotReady,
    /// What was seen from here does not show whether it becomes ready.
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

/// One address of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressOutlook {
    /// The field of the object that holds the address.
    pub field: String,
    /// The address as it is written there; `None` where the field is empty.
    pub text: Option<Foreign>,
    /// `host:port`, where it was measured.
    pub authority: Option<String>,
    /// The headline there.
    pub code: Option<Code>,
    /// The way it was reached.
    pub route: Option<String>,
}

/// What every object is judged on.
pub struct OutlookContext<'a> {
    /// Every endpoint of the run, judged.
    pub endpoints: &'a [Endpoint],
    /// The time at which the run is judged.
    pub now: Moment,
    /// Mozilla's public roots: they stand in for those of the pod's image.
    pub(super) public: Option<Arc<Anchors>>,
    /// Where each object leads, by its source and itself: a run may have a hundred thousand of both.
    led_to: HashMap<(&'a str, &'a ObjectRef), Vec<&'a Endpoint>>,
}

impl<'a> OutlookContext<'a> {
    /// The context of a run. The first store of Mozilla's roots, if there is one, stands in for the
    /// roots of the pod's image.
    #[must_use]
    pub fn new(endpoints: &'a [Endpoint], stores: &[Store], now: Moment) -> Self {
        let mut led_to: HashMap<_, Vec<&Endpoint>> = HashMap::new();
        for endpoint in endpoints {
            for origin in &endpoint.attempt.target.origins {
                let Origin::Object { source, object, .. } = origin else {
                    continue;
                };
                let known = led_to.entry((source.as_str(), object)).or_default();
                if known
                    .last()
                    .is_none_or(|last| !std::ptr::eq(*last, endpoint))
                {
                    known.push(endpoint);
                }
            }
        }
        Self {
            endpoints,
            now,
            public: Self::public_of(stores),
            led_to,
        }
    }

    /// What stands in for the roots of the pod's image.
    pub(super) fn public_of(stores: &[Store]) -> Option<Arc<Anchors>> {
        let mut stores = stores.iter();
        let public = stores.find(|s| matches!(s.kind, StoreKind::Mozilla | StoreKind::Reference));
        public.map(|store| Arc::new(Anchors::from_bundle(&store.certs)))
    }

    /// The context of one object, with the endpoints that it leads to, and roots that many contexts share.
    pub(super) fn of_one(
        object: &'a MtcObject,
        endpoints: &'a [Endpoint],
        public: Option<Arc<Anchors>>,
        now: Moment,
    ) -> Self {
        let of_it = (object.source.as_str(), &object.object);
        Self {
            endpoints,
            now,
            public,
            led_to: HashMap::from([(of_it, endpoints.iter().collect())]),
        }
    }

    /// The endpoints that a field of an object led to.
    pub(super) fn endpoints_of(&self, object: &MtcObject, field: &str) -> Vec<&'a Endpoint> {
        let led_to = self.led_to.get(&(object.source.as_str(), &object.object));
        let named = |e: &&&Endpoint| {
            e.attempt
                .target
                .origins
                .iter()
                .any(|origin| object.named(origin, field))
        };
        led_to
            .into_iter()
            .flatten()
            .filter(named)
            .copied()
            .collect()
    }
}
