//! An outlook in the making: what every kind of object needs said, in one place.
//! Pure; which condition is expected is decided by the kinds.

use crate::judge::path::Anchors;
use crate::judge::{Endpoint, Family, Severity};
use crate::objects::MtcObject;
use crate::route::Route;

use super::condition::Expected;
use super::held::Held;
use super::meeting::{self, Failing, Met};
use super::{Grounds, Link, Outlook, State, Why, advice, told};

/// What is known of an object so far.
pub struct Draft<'a> {
    pub object: &'a MtcObject,
    pub grounds: &'a Grounds<'a>,
    pub held: Option<Held>,
    /// Of its bundle, where that can be read.
    own: Option<Anchors>,
    pub doubts: Vec<String>,
    pub notes: Vec<String>,
    pub form: Vec<String>,
    pub actions: Vec<String>,
}

/// How it ends for the object.
pub enum End {
    Expect(Expected, Option<Why>),
    /// It cannot be told; why.
    Untold(String),
}

impl<'a> Draft<'a> {
    pub fn new(object: &'a MtcObject, grounds: &'a Grounds<'a>) -> Self {
        let covered: Vec<&Endpoint> = super::chosen::covered(object)
            .flat_map(|field| grounds.met(object, field))
            .collect();
        let held = object
            .ca
            .as_ref()
            .and_then(|ca| Held::new(ca, &covered, grounds.now));
        let own = held
            .as_ref()
            .filter(|held| !held.is_unreadable() && !held.unknown)
            .map(Held::anchors);
        let (doubts, notes, form, actions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            object,
            grounds,
            held,
            own,
            doubts,
            notes,
            form,
            actions,
        }
    }

    /// It has a bundle that nobody reads.
    pub fn ignore_bundle(&mut self) {
        (self.held, self.own) = (None, None);
    }

    /// The first endpoint of a field.
    pub fn endpoint(&self, field: &str) -> Option<&'a Endpoint> {
        self.grounds.met(self.object, field).into_iter().next()
    }

    /// The endpoint of an address: of those that share a field, each has its own.
    pub fn endpoint_at(&self, place: usize) -> Option<&'a Endpoint> {
        let addresses = &self.object.addresses;
        let field = &addresses.get(place)?.field;
        let before = addresses[..place]
            .iter()
            .filter(|a| a.field == *field)
            .count();
        let met = self.grounds.met(self.object, field);
        met.get(before).or(met.first()).copied()
    }

    /// Meets an endpoint as the object's pods would: its own bundle replaces the roots, else the
    /// public ones count.
    pub fn meet(&mut self, endpoint: &Endpoint) -> Met {
        let now = self.grounds.now;
        self.doubt_route(&endpoint.attempt.route);
        if inside_only(endpoint) {
            return Met::Untold(
                "it names a Service, which only the pods of its cluster can reach".into(),
            );
        }
        if self.object.insecure {
            self.note_insecure(endpoint);
            return meeting::meet(endpoint, None, now);
        }
        let anchors = self.own.as_ref().or(if self.held.is_some() {
            None
        } else {
            self.grounds.public.as_ref()
        });
        let met = meeting::meet(endpoint, anchors, now);
        match (met, anchors) {
            (Met::Passes, None) => Met::Untold(if self.held.is_some() {
                "its CA bundle was not kept, since a private key stood in it: what its pods trust is not known".into()
            } else {
                "the public roots are not among the stores of this run: what its pods trust is not known".into()
            }),
            (met, _) => met,
        }
    }

    /// What switched-off verification keeps from being seen.
    fn note_insecure(&mut self, endpoint: &Endpoint) {
        let anchors = self.own.as_ref().or(self.grounds.public.as_ref());
        let hidden =
            anchors.and_then(|anchors| meeting::refused(endpoint, anchors, self.grounds.now));
        let what = match hidden {
            Some(Failing { go, .. }) if endpoint.interception().is_none() => {
                format!("; it hides: {go}")
            }
            _ => String::new(),
        };
        self.notes.push(format!("TLS is not verified: whoever stands in between is believed and given the credentials{what}"));
    }

    /// The pods take their own cluster's way, not this workstation's.
    fn doubt_route(&mut self, route: &Route) {
        let here = [
            "--proxy",
            "--no-proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "NO_PROXY",
            "no_proxy",
        ];
        if here.iter().any(|own| route.because.starts_with(own)) {
            self.doubts.push(format!("measured {route}, which is this workstation's way; the pods take that of their own cluster's Proxy"));
        }
    }

    /// Done: compares with the status and weighs.
    pub fn finish(mut self, end: End) -> Outlook {
        let (expected, why) = match end {
            End::Expect(expected, why) => (Some(expected), why),
            End::Untold(doubt) => {
                self.doubts.push(doubt);
                (None, None)
            }
        };
        let state = match &expected {
            None => State::Unknown,
            Some(expected) if !expected.condition.good => State::NotReady,
            Some(_) if self.doubts.is_empty() => State::Ready,
            Some(_) => State::ReadyFromHere,
        };
        let (agreement, told) = told::compare(&self.object.reported, expected.as_ref());
        let severity = self.severity(state, agreement);
        advice::keep_bundle(&mut self, state);
        advice::verify(&mut self);
        let links = (0..self.object.addresses.len())
            .map(|place| self.link(place))
            .collect();
        let Self {
            object,
            held,
            doubts,
            notes,
            form,
            actions,
            ..
        } = self;
        Outlook {
            object: object.clone(),
            state,
            expected,
            why,
            links,
            held,
            agreement,
            told,
            doubts,
            notes,
            form,
            actions,
            severity,
        }
    }

    fn link(&self, place: usize) -> Link {
        let (address, met) = (&self.object.addresses[place], self.endpoint_at(place));
        Link {
            field: address.field.clone(),
            text: address.text.clone(),
            authority: met.map(|e| e.attempt.target.authority()),
            code: met.map(|e| e.verdict.code()),
            route: met.map(|e| e.attempt.route.to_string()),
        }
    }

    fn severity(&self, state: State, agreement: told::Agreement) -> Severity {
        let findings = self
            .held
            .iter()
            .flat_map(|held| &held.findings)
            .map(|f| f.severity)
            .max()
            .unwrap_or(Severity::Ok);
        let of_state = match state {
            State::NotReady => Severity::Failure,
            State::Ready if !self.object.insecure && agreement != told::Agreement::WorseThere => {
                Severity::Ok
            }
            _ => Severity::Warning,
        };
        of_state.max(findings)
    }
}

/// A name of the cluster's own DNS, which is not known here.
fn inside_only(endpoint: &Endpoint) -> bool {
    let host = endpoint.attempt.target.host.to_string();
    let of_cluster = [".svc", ".svc.cluster.local"]
        .iter()
        .any(|end| host.ends_with(end));
    of_cluster && endpoint.verdict.is_failure() && endpoint.verdict.class.family == Family::Name
}
