//! What is left when a run is over: its log, what was given, what was learnt. Whoever asks for an
//! endpoint gets it judged as it counts; nothing holds them all.

use std::io;
use std::sync::Arc;

use super::selection::Selection;
use crate::codes::Severity;
use crate::error::{Error, Problem, Signal};
use crate::evidence::{Attempt, Attempts, ProxyCanary, ReadBackError, Shortages, Store};
use crate::judge::{self, Endpoint, Endpoints, Given, Ground, JudgedRun, Learnt, Stores};
use crate::moment::Moment;
use crate::mtc::{LedTo, RunOutlooks};
use crate::objects::{MtcObject, StatusObject};
use crate::runlog::{LiveLog, RunRecord};
use crate::target::Origin;

/// A run that is over.
pub struct Run {
    /// What its log says of the whole run.
    pub record: RunRecord,
    /// Every target was measured.
    pub complete: bool,
    /// The time at which it is judged.
    pub at: Moment,
    /// What is trusted, and what only tells a public CA from a private one.
    pub stores: Vec<Store>,
    /// What its proxies answer for a name that cannot exist.
    pub canaries: Vec<ProxyCanary>,
    /// MTC's own objects among the inputs.
    pub objects: Vec<MtcObject>,
    /// The statuses of other objects of theirs.
    pub statuses: Vec<StatusObject>,
    /// Inputs that could not be used.
    pub problems: Vec<Problem>,
    /// What this machine had too little of: where something is not measured for that, it is a problem,
    /// too.
    pub shortages: Shortages,
    /// The signal that ended it early.
    pub interrupted: Option<Signal>,
    /// How saving it went.
    pub saved: io::Result<()>,
    pub(super) kept: Kept,
    pub(super) held: Arc<Stores>,
    pub(super) learnt: Learnt,
    /// How bad each endpoint is by itself.
    pub(super) severities: Vec<Severity>,
    /// Places of the endpoints that logins are about.
    pub(super) of_logins: Vec<usize>,
    /// Which endpoints objects lead to.
    pub(super) led_to: LedTo,
}

/// Where the attempts of a run are.
pub(super) enum Kept {
    /// In the log that this run has written.
    Live(Arc<LiveLog>),
    /// In the log of an earlier run.
    Saved(Box<Selection>),
}

impl Attempts for Kept {
    fn len(&self) -> usize {
        match self {
            Self::Live(log) => log.len(),
            Self::Saved(selection) => selection.len(),
        }
    }

    fn read(&self, place: usize) -> Result<Attempt, ReadBackError> {
        match self {
            Self::Live(log) => log.read(place),
            Self::Saved(selection) => selection.read(place),
        }
    }
}

impl Run {
    /// Nothing was measured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.len() == 0
    }

    /// Writes the log that this run has made.
    ///
    /// # Errors
    /// It cannot be read back, or cannot be written.
    pub fn copy_log(&self, to: impl io::Write) -> io::Result<()> {
        match &self.kept {
            Kept::Live(log) => log.copy_to(to),
            Kept::Saved(_) => Ok(()),
        }
    }

    /// What was met, in the order of its endpoints.
    #[must_use]
    pub fn attempts(&self) -> &dyn Attempts {
        &self.kept
    }

    /// What its attempts are judged with, all that the run taught included.
    #[must_use]
    pub fn ground(&self) -> Ground<'_> {
        self.learnt.ground(self.given())
    }

    fn given(&self) -> Given<'_> {
        Given::new(&self.held, &self.canaries, self.at)
    }

    /// Its endpoints, as they count in the end.
    ///
    /// # Errors
    /// The log cannot be read back.
    pub fn judged(&self) -> Result<JudgedRun<'_>, Error> {
        Ok(judge::across(&self.kept, self.given(), &self.learnt)?)
    }

    /// The same, all of them at once.
    ///
    /// # Errors
    /// The log cannot be read back.
    pub fn endpoints(&self) -> Result<Vec<Endpoint>, Error> {
        Ok((&self.judged()? as &dyn Endpoints).all()?)
    }

    /// How bad the worst endpoint is.
    ///
    /// # Errors
    /// The log cannot be read back.
    pub fn worst(&self, judged: &dyn Endpoints) -> Result<Severity, Error> {
        let mut worst = Severity::Ok;
        let mut told = judged.run_findings().iter().peekable();
        for (place, own) in self.severities.iter().enumerate() {
            let severity = match told.next_if(|finding| finding.place == place) {
                Some(_) => judged.endpoint(place)?.severity(),
                None => *own,
            };
            worst = worst.max(severity);
        }
        Ok(worst)
    }

    /// What MTC makes of these objects.
    ///
    /// # Errors
    /// The log cannot be read back.
    pub fn outlooks<'a>(
        &'a self,
        objects: &'a [MtcObject],
        judged: &'a dyn Endpoints,
    ) -> Result<RunOutlooks<'a>, Error> {
        let met = (judged, &self.led_to);
        Ok(RunOutlooks::new(objects, met, &self.stores, self.at)?)
    }

    /// The endpoints that logins are about.
    ///
    /// # Errors
    /// The log cannot be read back.
    pub fn of_logins(&self, judged: &dyn Endpoints) -> Result<Vec<Endpoint>, Error> {
        let places = self.of_logins.iter();
        let endpoints = places.map(|place| {
            // A run may have a hundred thousand of them, each with room for more connections.
            let mut endpoint = judged.endpoint(*place)?;
            let attempt = &mut endpoint.attempt;
            attempt.connections.shrink_to_fit();
            let by_object = |origin: &Origin| matches!(origin, Origin::Object { .. });
            if !attempt.target.origins.iter().any(by_object) {
                // Of a login the verdicts count, not what was asked on the way to them.
                attempt.extras = Vec::new();
                attempt.fetched = Vec::new();
                (endpoint.trust, endpoint.trusts) = (None, Vec::new());
            }
            Ok::<_, Error>(endpoint)
        });
        endpoints.collect()
    }
}
