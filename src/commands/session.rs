//! The part that all commands about endpoints have in common: a plan is prepared and run on the
//! engine, seen on this terminal, saved where the plan says so. Judges nothing itself.

use super::terminal::Terminal;
use super::{output, saved};
use crate::engine::{self, Prepared, Run, Sink};
use crate::error::Error;
use crate::objects::MtcObject;
use crate::plan::RunPlan;

/// A run that is prepared.
pub(super) struct Session<'p> {
    plan: &'p RunPlan,
    pub(super) terminal: Terminal,
    prepared: Prepared<'p>,
}

impl<'p> Session<'p> {
    /// Reads targets and stores, or a saved run. Fails now, before anything is measured, if the run
    /// could not be saved later.
    pub(super) async fn prepare(plan: &'p RunPlan) -> Result<Self, Error> {
        if let Some(path) = plan.save.as_ref().filter(|_| !plan.saves_to_stdout()) {
            output::check_is_not_stdout("--save", path)?;
            output::check_writable(path)?;
        }
        let terminal = Terminal::new(plan.notes);
        let prepared = engine::prepare(plan, saved::open, &terminal).await?;
        Ok(Self {
            plan,
            terminal,
            prepared,
        })
    }

    /// MTC's own objects among the inputs.
    pub(super) fn objects(&self) -> &[MtcObject] {
        &self.prepared.objects
    }

    /// Measures, or judges again; hands each endpoint to the sink as it is done.
    pub(super) async fn run(self, sink: &mut impl Sink) -> Result<Run, Error> {
        let save = self.plan.save.as_deref();
        let begin = Box::new(|run: (&str, _), stores: &[_]| saved::begin(save, run, stores));
        self.prepared.run((&self.terminal, sink), begin).await
    }

    /// The same where nobody looks at the endpoints before the end, and nothing is done if the run
    /// could not be saved.
    pub(super) async fn run_to_its_end(self) -> Result<Run, Error> {
        let plan = self.plan;
        let mut run = self.run(&mut ()).await?;
        saved::check(plan.save.as_deref(), &mut run)?;
        Ok(run)
    }
}
