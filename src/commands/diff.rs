//! `probe diff`: two saved runs, each judged again as of its own time → what changed. Needs no network
//! and reads no clock. Endpoints are read as they are compared: none is kept.

use std::path::Path;

use super::terminal::Terminal;
use super::{exit_code, output, saved};
use crate::bundle::{AdmissionRules, Bundle};
use crate::diff::{self, Changed, RunSide};
use crate::engine::{self, Run, TOOL};
use crate::error::{Error, Problem};
use crate::export::ProvedBundle;
use crate::export::merge::Existing;
use crate::judge::{Endpoints, JudgedRun, SomeEndpoints};
use crate::plan::DiffPlan;
use crate::report::{self, DiffedRun, Differences, TextStyle};

/// Said where a run with stand-ins is held against another.
const UNLIKE: &str = "note: a redacted run is among them: its stand-ins are its own, so that nothing of another run is found in it; hold the original runs against each other";

/// A run that is read again.
struct Recalled {
    run: Run,
    tool: String,
    is_whole: bool,
}

/// The same, judged, with the bundle that it would make.
struct Side<'a> {
    recalled: &'a Recalled,
    judged: JudgedRun<'a>,
    bundle: Bundle,
}

pub(super) fn run(plan: &DiffPlan) -> Result<u8, Error> {
    for (format, path) in &plan.files {
        output::check_is_not_stdout(&format!("-o {}", format.name()), path)?;
        output::check_writable(path)?;
    }
    let terminal = Terminal::new(plan.notes);
    let old = Recalled::read(&plan.old, &terminal)?;
    let new = Recalled::read(&plan.new, &terminal)?;
    let problems: Vec<Problem> = [&old, &new]
        .into_iter()
        .flat_map(|side| side.run.problems.clone())
        .collect();
    output::problems(&problems);
    if plan.old != plan.new && (old.run.record.redacted || new.run.record.redacted) {
        output::note(UNLIKE);
    }
    let (old, new) = (old.judged()?, new.judged()?);
    let (before, after) = (old.side(), new.side());
    let endpoints = diff::diff(&before, &after)?;
    let shown = Differences {
        tool: TOOL,
        old: old.described(&plan.old),
        new: new.described(&plan.new),
        endpoints: &endpoints,
        whole: &diff::whole(&before, &after, &endpoints),
        fail_on: plan.fail_on,
        problems: &problems,
    };
    let printed = output::report(&report::differences(&shown, plan.format, plan.style)?);
    let written = files(plan, &shown);
    printed?;
    written?;
    let worst = endpoints.iter().map(Changed::severity).max();
    let matters = plan.fail_on.is_some_and(|least| worst >= Some(least));
    Ok(exit_code(None, problems.is_empty(), !matters))
}

impl Recalled {
    fn read(file: &str, terminal: &Terminal) -> Result<Self, Error> {
        let path = Path::new(file);
        let log = saved::open(path)?;
        let tool = log.run().tool.clone();
        let is_whole = log.end().is_some_and(|end| end.complete);
        let run = engine::recall(log, path, terminal)?;
        Ok(Self {
            run,
            tool,
            is_whole,
        })
    }

    fn judged(&self) -> Result<Side<'_>, Error> {
        let judged = self.run.judged()?;
        let bundle = bundle(&judged, &self.run)?;
        Ok(Side {
            recalled: self,
            judged,
            bundle,
        })
    }
}

impl Side<'_> {
    fn side(&self) -> RunSide<'_> {
        RunSide {
            at: self.recalled.run.at,
            endpoints: &self.judged,
            bundle: &self.bundle,
            stores: &self.recalled.run.stores,
        }
    }

    fn described<'a>(&'a self, file: &'a str) -> DiffedRun<'a> {
        DiffedRun {
            file,
            tool: &self.recalled.tool,
            at: self.recalled.run.at,
            endpoints: self.judged.len(),
            is_whole: self.recalled.is_whole,
        }
    }
}

/// Every report that goes into a file. What cannot be written keeps no other from being written.
fn files(plan: &DiffPlan, shown: &Differences<'_>) -> Result<(), Error> {
    let mut written = Ok(());
    for (format, path) in &plan.files {
        let text = report::differences(shown, *format, TextStyle::plain(output::FILE_WIDTH));
        let one = text.and_then(|text| output::write_file(path, text.as_bytes()));
        written = written.and(one);
    }
    written
}

/// What `export-bundle` would write of this run, without any flag.
fn bundle(judged: &dyn Endpoints, run: &Run) -> Result<Bundle, Error> {
    let mut covered = Vec::new();
    judged.each(
        |_, e| !(e.attempt.target.clear || e.is_absent() || e.is_closed()),
        |place, can_be_covered| {
            covered.extend(u32::try_from(place).ok().filter(|_| can_be_covered));
            Ok::<(), Error>(())
        },
    )?;
    let covered = SomeEndpoints::of(judged, covered);
    let how = (&AdmissionRules::default(), None);
    Ok(ProvedBundle::onto(&Existing::default(), &covered, run.ground(), how)?.bundle)
}
