//! The part that all commands about endpoints have in common: a plan is prepared and run on the
//! engine, seen on this terminal, saved where the plan says so. Judges nothing itself.

use super::terminal::Terminal;
use super::{output, parts, saved};
use crate::engine::{self, Note, Prepared, Run, Sink, Watch};
use crate::error::Error;
use crate::evidence::StoreKind;
use crate::objects::MtcObject;
use crate::plan::RunPlan;
use crate::words;

/// A run that is prepared.
pub(super) struct Session<'p> {
    plan: &'p RunPlan,
    pub(super) terminal: Terminal,
    prepared: Prepared<'p>,
    place: saved::Place,
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
        let (place, earlier) = saved::place(plan)?;
        for (path, log) in plan.save.iter().zip(&earlier) {
            for note in log.notes() {
                terminal.note(&Note::Log(path, *note));
            }
        }
        let open = |path: &_| match &plan.parts {
            Some(parts) => parts::open(parts, &terminal),
            None => saved::open(path),
        };
        let open = |path: &_| open(path).and_then(|log| saved::fit(log, path, plan));
        let prepared = engine::prepare(plan, (open, earlier), &terminal).await?;
        Ok(Self {
            plan,
            terminal,
            prepared,
            place,
        })
    }

    /// MTC's own objects among the inputs.
    pub(super) fn objects(&self) -> &[MtcObject] {
        &self.prepared.objects
    }

    /// Notes which given files say of themselves that nobody has confirmed them: they are trusted, and
    /// vouch for nobody.
    pub(super) fn note_unconfirmed(&self) {
        for store in &self.prepared.stores {
            let said = words::captured(store);
            let said = said.filter(|_| store.kind == StoreKind::Given);
            if let Some(text) = said {
                self.terminal.note(&Note::Input(&text));
            }
        }
    }

    /// Measures, or judges again; hands each endpoint to the sink as it is done.
    pub(super) async fn run(self, sink: &mut impl Sink) -> Result<Run, Error> {
        let place = self.place;
        let begin = Box::new(|run, stores: &[_]| place.begin(run, stores));
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
