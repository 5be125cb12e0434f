//! The attempts of a saved run, taken as if they had just been measured: judged by themselves, on
//! all processors, and handed on in the order of the input. Lines that cannot be read are problems.

use std::path::Path;
use std::sync::Arc;

use super::ready::{Inputs, holds_no_endpoint, no_such_role};
use super::run::{Kept, Run};
use super::selection::{Selection, fault};
use super::tally::Tally;
use super::watch::{self, Flow, Note, Sink, Watch};
use crate::error::Error;
use crate::evidence::{Attempt, Attempts};
use crate::judge::{self, Endpoint, Given, Lessons, Stores};
use crate::plan::RoleScope;
use crate::runlog::{Log, LogFault, LogFaults};

/// An attempt of the log, judged by itself.
enum Replayed {
    Endpoint(Box<Endpoint>, String),
    /// It is not wanted.
    OfAnotherRole,
    Unreadable(LogFault),
}

/// What replaying comes to.
struct Replay {
    lessons: Lessons,
    tally: Tally,
    left_out: Vec<usize>,
    faults: LogFaults,
}

/// A saved run, judged again as of its own time and with its own stores. Its problems are for the
/// caller to tell.
///
/// # Errors
/// It cannot be read, or holds no endpoint.
pub fn recall(log: Log, file: &Path, watch: &impl Watch) -> Result<Run, Error> {
    let inputs = Inputs {
        objects: Vec::new(),
        statuses: Vec::new(),
        problems: Vec::new(),
        at: log.run().at,
        stores: log.stores().to_vec(),
    };
    let selection = Selection::of(log);
    for note in selection.log().notes() {
        watch.note(&Note::Log(file, *note));
    }
    if selection.is_empty() {
        return Err(holds_no_endpoint(file));
    }
    run(inputs, (selection, file, RoleScope::All), (watch, &mut ()))
}

/// Judges those attempts of a saved run again that have a role of the scope.
pub(super) fn run(
    inputs: Inputs,
    (mut selection, file, scope): (Selection, &Path, RoleScope),
    (watch, sink): (&impl Watch, &mut impl Sink),
) -> Result<Run, Error> {
    let held = Arc::new(Stores::new(&inputs.stores));
    let canaries = selection.log().canaries().to_vec();
    let given = Given::new(&held, &canaries, inputs.at);
    let replay = replay(&selection, scope, given, sink)?;
    let mut problems = inputs.problems;
    let unreadable = !replay.faults.is_empty();
    let replayed = replay.faults.finish();
    let faults = selection.log().faults().iter().chain(&replayed);
    problems.extend(faults.map(|fault| watch.problem(file, fault)));
    selection.without(&replay.left_out);
    if selection.is_empty() && !unreadable {
        watch.note(&Note::Problems(&problems));
        return Err(no_such_role(scope));
    }
    let learnt = replay.lessons.end(&selection, given)?;
    let (shortages, lacking) = watch::shortages(replay.tally.shortages(), watch);
    problems.extend(lacking);
    let (severities, of_logins, led_to) = replay.tally.in_order();
    Ok(Run {
        record: selection.log().run().clone(),
        complete: selection.log().end().is_some_and(|end| end.complete),
        at: inputs.at,
        stores: inputs.stores,
        canaries,
        objects: inputs.objects,
        statuses: inputs.statuses,
        problems,
        shortages,
        interrupted: None,
        saved: Ok(()),
        kept: Kept::Saved(Box::new(selection)),
        held,
        learnt,
        severities,
        of_logins,
        led_to,
    })
}

fn replay(
    selection: &Selection,
    scope: RoleScope,
    given: Given<'_>,
    sink: &mut impl Sink,
) -> Result<Replay, Error> {
    let mut replay = Replay {
        lessons: Lessons::new(given),
        tally: Tally::default(),
        left_out: Vec::new(),
        faults: LogFaults::default(),
    };
    let piece = sink.piece();
    let read = |place: usize| match selection.read(place) {
        Ok(attempt) => Ok(Ok(attempt)),
        Err(error) => fault(error).map(Err),
    };
    let judge = |_, read: Result<Attempt, LogFault>| match read {
        Ok(attempt) if !scope.includes(attempt.target.role) => Replayed::OfAnotherRole,
        Ok(attempt) => {
            let own = given.judge(attempt);
            let made = piece.map(|make| make(&own)).unwrap_or_default();
            Replayed::Endpoint(Box::new(own), made)
        }
        Err(fault) => Replayed::Unreadable(fault),
    };
    let mut flow = Flow::Go;
    let places = (0..selection.len()).map(|place| (place, place));
    judge::in_order(places, read, judge, |place, judged| -> Result<(), Error> {
        match judged {
            Replayed::Endpoint(own, piece) => {
                let place = replay.tally.len();
                if flow == Flow::Go {
                    flow = sink.take(place, &piece);
                }
                replay.lessons.take(place, &own);
                replay.tally.take(place, &own);
            }
            Replayed::OfAnotherRole => replay.left_out.push(place),
            Replayed::Unreadable(fault) => {
                replay.left_out.push(place);
                replay.faults.push(fault);
            }
        }
        Ok(())
    })?;
    Ok(replay)
}
