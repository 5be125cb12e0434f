//! What is done with each attempt in the task that measured it: it is judged, asked for more where
//! a doubt is left, written to the log, and made into what the sink takes.

use std::io;
use std::sync::Arc;

use super::routings::Routings;
use super::watch::Piece;
use crate::evidence::{Attempt, ProxyCanary};
use crate::judge::follow::{self, FollowPolicy};
use crate::judge::{Endpoint, Given, Stores};
use crate::measure::{Examined, Examiner};
use crate::moment::Moment;
use crate::runlog::LiveLog;

/// Judges attempts by themselves while a run goes on.
pub(super) struct Judging {
    pub(super) stores: Arc<Stores>,
    pub(super) canaries: Arc<Vec<ProxyCanary>>,
    pub(super) at: Moment,
    pub(super) routings: Arc<Routings>,
    pub(super) wishes: FollowPolicy,
    pub(super) log: Arc<LiveLog>,
    pub(super) piece: Option<Piece>,
    /// The place of the wave's first target.
    pub(super) first: usize,
}

/// An endpoint that is done: judged by itself, and in the log.
pub(super) struct Done {
    pub(super) own: Endpoint,
    pub(super) piece: String,
}

impl Examiner for Judging {
    type Outcome = io::Result<Done>;

    fn examine(&self, place: usize, attempt: Attempt, may_ask: bool) -> Examined<Self::Outcome> {
        let given = Given::new(&self.stores, &self.canaries, self.at);
        let own = given.judge(attempt);
        if may_ask {
            let routing = || self.routings.deciding(&own.attempt).as_ref().clone();
            if let Some(wanted) = follow::next_of(&own, given, routing, self.wishes) {
                return Examined::Wants(own.attempt, wanted);
            }
        }
        Examined::Done(self.log(place, own))
    }
}

impl Judging {
    fn log(&self, place: usize, own: Endpoint) -> io::Result<Done> {
        let place = u32::try_from(self.first + place).map_err(io::Error::other)?;
        self.log.attempt(place, &own.attempt)?;
        let piece = self.piece.map(|make| make(&own)).unwrap_or_default();
        Ok(Done { own, piece })
    }
}
