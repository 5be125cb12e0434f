//! What is done with each attempt in the task that measured it: it is judged, asked for more where
//! a doubt is left, written to the log, and made into what the sink takes.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::outbox::Outbox;
use super::routings::Routings;
use super::watch::Piece;
use crate::evidence::{Attempt, ProxyCanary};
use crate::judge::follow::{self, FollowPolicy};
use crate::judge::{Endpoint, Given, Stores};
use crate::measure::{Examined, Examiner, Whereabouts};
use crate::moment::Moment;

/// Judges attempts by themselves while a run goes on.
pub(super) struct Judging {
    pub(super) stores: Arc<Stores>,
    pub(super) canaries: Arc<Vec<ProxyCanary>>,
    pub(super) at: Moment,
    pub(super) routings: Arc<Routings>,
    pub(super) wishes: FollowPolicy,
    pub(super) outbox: Arc<Outbox<Done>>,
    pub(super) piece: Option<Piece>,
    /// The place of the wave's first target.
    pub(super) first: usize,
    /// Of targets that are about to be measured.
    pub(super) begun: Mutex<HashMap<usize, Whereabouts>>,
}

/// An endpoint that is done: judged by itself, and in the log.
pub(super) struct Done {
    pub(super) own: Endpoint,
    pub(super) piece: String,
}

impl Examiner for Judging {
    type Outcome = io::Result<()>;

    fn whereabouts(&self, place: usize) -> Whereabouts {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.remove(&place).unwrap_or_default()
    }

    fn examine(&self, place: usize, attempt: Attempt, may_ask: bool) -> Examined<Self::Outcome> {
        let given = Given::new(&self.stores, &self.canaries, self.at);
        let own = given.judge(attempt);
        if may_ask {
            let routing = || self.routings.deciding(&own.attempt).as_ref().clone();
            if let Some(wanted) = follow::next_of(&own, given, routing, self.wishes) {
                return Examined::Wants(own.attempt, wanted);
            }
        }
        Examined::Done(self.put(place, own))
    }
}

impl Judging {
    /// How far the target at this place of the wave is, from now on.
    pub(super) fn begins(&self, place: usize) -> Whereabouts {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.entry(place).or_default().clone()
    }

    /// Logs an endpoint, and hands on what is made of it.
    pub(super) fn put(&self, place: usize, own: Endpoint) -> io::Result<()> {
        let piece = self.piece.map(|make| make(&own)).unwrap_or_default();
        let done = Done { own, piece };
        self.outbox
            .put(self.first + place, done, |done| &done.own.attempt)
    }
}
