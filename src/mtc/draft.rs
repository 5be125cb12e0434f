//! An outlook while it is built: what all kinds of objects share. Which condition is expected is
//! decided by `cluster` and `storage`.

use crate::bundle;
use crate::cert::Cert;
use crate::codes::Family;
use crate::judge::Endpoint;
use crate::judge::path::Anchors;
use crate::moment::Moment;
use crate::objects::{Address, CaReference, MtcObject};
use crate::route::Route;

use super::OutlookContext;
use super::address::UrlReading;
use super::cause::{Cause, PodError};
use super::condition::ExpectedCondition;
use super::current_bundle::CurrentBundle;
use super::pod_view::{self, PodFailure, PodView};
use super::provider;
use super::remark::{Doubt, FormRemark, Note};
use super::step::Step;

/// What is known of an object so far.
pub(super) struct OutlookDraft<'a> {
    pub object: &'a MtcObject,
    pub context: &'a OutlookContext<'a>,
    pub current_bundle: Option<CurrentBundle>,
    /// Of its bundle, where that can be read.
    own: Option<Anchors>,
    /// Its clients trust their system's roots beside the bundle.
    adds_to_roots: bool,
    pub doubts: Vec<Doubt>,
    pub notes: Vec<Note>,
    pub form: Vec<FormRemark>,
    pub actions: Vec<Step>,
}

/// What is expected of the object.
pub(super) enum Prediction {
    Expect(ExpectedCondition, Option<Cause>),
    /// The reason why it is unknown.
    Unknown(Doubt),
}

impl<'a> OutlookDraft<'a> {
    pub(super) fn new(object: &'a MtcObject, context: &'a OutlookContext<'a>) -> Self {
        let covered: Vec<&Endpoint> = super::selector::covered(object)
            .flat_map(|field| context.endpoints_of(object, field))
            .filter(|endpoint| !endpoint.attempt.target.clear)
            .collect();
        let bundle = object
            .ca
            .as_ref()
            .and_then(|ca| CurrentBundle::new(ca, &covered, context.now));
        let own = bundle
            .as_ref()
            .filter(|bundle| !bundle.is_unreadable() && !bundle.unknown)
            .map(CurrentBundle::anchors);
        let (doubts, notes, form, actions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            object,
            context,
            current_bundle: bundle,
            own,
            adds_to_roots: provider::adds_to_roots(object),
            doubts,
            notes,
            form,
            actions,
        }
    }

    /// Its clients trust the roots of their own system: it has no bundle, or they add it to those.
    pub(super) fn own_roots_count(&self) -> bool {
        let has_one = self.object.ca.is_some() || self.object.ca_reference.is_some();
        self.adds_to_roots || !has_one
    }

    /// The object has a bundle, but its clients ignore it.
    pub(super) fn ignore_bundle(&mut self) {
        (self.current_bundle, self.own) = (None, None);
    }

    /// The first endpoint of a field.
    pub(super) fn endpoint(&self, field: &str) -> Option<&'a Endpoint> {
        self.context
            .endpoints_of(self.object, field)
            .into_iter()
            .next()
    }

    /// The endpoint of an address: the one that it names, else, of those that share a field, each has
    /// its own.
    pub(super) fn endpoint_at(&self, place: usize) -> Option<&'a Endpoint> {
        let addresses = &self.object.addresses;
        let address = addresses.get(place)?;
        let Address {
            field, endpoint, ..
        } = address;
        if let Some(authority) = endpoint {
            let asked = self.context.endpoints_of(self.object, field);
            let clear = UrlReading::of(address.text.as_ref()) == UrlReading::Plain;
            let is_it = |e: &&Endpoint| {
                let target = &e.attempt.target;
                target.authority() == *authority && target.clear == clear
            };
            return asked.into_iter().find(is_it);
        }
        let before = addresses[..place]
            .iter()
            .filter(|a| a.field == *field)
            .count();
        let endpoints = self.context.endpoints_of(self.object, field);
        endpoints.get(before).or(endpoints.first()).copied()
    }

    /// Meets an endpoint as the object's pods would: its own bundle replaces the roots, else the
    /// public ones count.
    pub(super) fn pod_view(&mut self, endpoint: &Endpoint) -> PodView {
        let now = self.context.now;
        self.doubt_route(&endpoint.attempt.route);
        if inside_only(endpoint) {
            return PodView::Unknown(Doubt::InsideOnly);
        }
        if endpoint.attempt.target.clear {
            return pod_view::in_clear(endpoint);
        }
        if self.object.insecure {
            self.note_insecure(endpoint);
            return pod_view::of(endpoint, None, now);
        }
        if let Some(reference) = &self.object.ca_reference {
            return unknown_anchors(endpoint, reference, now);
        }
        let anchors = self.own.as_ref().or(if self.current_bundle.is_some() {
            None
        } else {
            self.context.public.as_deref()
        });
        let view = pod_view::of(endpoint, anchors, now);
        if self.adds_to_roots && view.is_unknown_authority() {
            return match self.context.public.as_deref() {
                Some(public) => pod_view::of(endpoint, Some(public), now),
                None => PodView::Unknown(Doubt::NoPublicRoots),
            };
        }
        match (view, anchors) {
            (PodView::Passes, None) => PodView::Unknown(if self.current_bundle.is_some() {
                Doubt::BundleNotKept
            } else {
                Doubt::NoPublicRoots
            }),
            (view, _) => view,
        }
    }

    /// Notes which error is hidden because verification is switched off.
    fn note_insecure(&mut self, endpoint: &Endpoint) {
        let anchors = self.own.as_ref().or(self.context.public.as_deref());
        let hidden =
            anchors.and_then(|anchors| pod_view::refused(endpoint, anchors, self.context.now));
        let hides = match hidden {
            Some(PodFailure {
                go: PodError::Printed(go),
                ..
            }) if endpoint.interception().is_none() => Some(go),
            _ => None,
        };
        self.notes.push(Note::NotVerified { hides });
    }

    /// The pods use their own cluster's proxy settings, not those of this workstation.
    fn doubt_route(&mut self, route: &Route) {
        if route.because.is_of_this_machine() {
            self.doubts
                .push(Doubt::RouteOfWorkstation(Box::new(route.clone())));
        }
    }
}

/// What its pods trust is not known: only a fault that no CA cures is told.
fn unknown_anchors(endpoint: &Endpoint, reference: &CaReference, now: Moment) -> PodView {
    let of_proxy = endpoint.attempt.chains_of_proxy();
    let all = bundle::chains(endpoint).chain(of_proxy).flatten();
    let shown: Vec<Cert> = all.cloned().collect();
    match pod_view::of(endpoint, Some(&Anchors::from_bundle(&shown)), now) {
        PodView::Passes => PodView::Unknown(Doubt::BundleInSecret(reference.clone())),
        view @ (PodView::Fails(_) | PodView::Unknown(_)) => view,
    }
}

/// A name of the cluster's own DNS, which is not known here.
fn inside_only(endpoint: &Endpoint) -> bool {
    let host = endpoint.attempt.target.host.to_string();
    let of_cluster = [".svc", ".svc.cluster.local"]
        .iter()
        .any(|end| host.ends_with(end));
    of_cluster && endpoint.verdict.is_failure() && endpoint.verdict.family() == Family::Name
}
