//! What a person sees on stderr while a run goes on: notes, problems, how far it is. It also hears
//! the signals that end a run. Words come from `words`.

use std::future::Future;
use std::path::Path;

use super::progress::ProgressLine;
use super::{interrupt, output, saved};
use crate::engine::{Note, Progress, Watch};
use crate::error::{Problem, Signal};
use crate::evidence::Shortage;
use crate::plan::Notes;
use crate::runlog::LogFault;
use crate::words;

/// Of several alike so many are named.
const NAMED: usize = 4;

/// Stderr, as far as the plan wants anything said there.
pub(super) struct Terminal {
    notes: Notes,
    line: ProgressLine,
}

impl Terminal {
    pub(super) fn new(notes: Notes) -> Self {
        Self {
            notes,
            line: ProgressLine::new(notes.progress),
        }
    }

    /// The line of progress, which is hidden while something else is printed.
    pub(super) fn printer(&self) -> ProgressLine {
        self.line.clone()
    }

    fn unless_quiet(&self, text: &str) {
        if !self.notes.quiet {
            output::note(text);
        }
    }
}

impl Watch for Terminal {
    fn note(&self, note: &Note<'_>) {
        match note {
            Note::Input(text) => self.unless_quiet(&format!("note: {text}")),
            Note::Command(line) => {
                if self.notes.commands {
                    output::command(&format!("+ {line}"));
                }
            }
            Note::PassedOver(block) => {
                self.unless_quiet(&format!("note: passed over: {block}"));
            }
            Note::WaitedFor(shortage) => {
                let told = words::shortage(shortage);
                let note = format!("note: this machine {}\nhint: {}", told.said, told.advice);
                self.unless_quiet(&note);
            }
            Note::Problems(problems) => output::problems(problems),
            Note::Log(file, note) => {
                let said = words::log_note(note);
                self.unless_quiet(&format!("note: {}: {said}", file.display()));
            }
            Note::IdleResolves(fixed) => self.unless_quiet(&no_target_of(fixed)),
            Note::Interrupted {
                signal,
                measured,
                of,
            } => output::note(&format!(
                "interrupted ({signal}): {measured} of {of} endpoints were measured"
            )),
            Note::EmptyShard(shard) => {
                self.unless_quiet(&format!("note: no target belongs to shard {shard}"));
            }
            Note::LeftAsItWas(path) => {
                output::note(&format!("{} is left as it was", path.display()));
            }
        }
    }

    fn unmeasured(&self, shortage: &Shortage) -> Problem {
        let told = words::shortage(shortage);
        Problem::new("this machine", told.said, told.advice)
    }

    fn problem(&self, file: &Path, fault: &LogFault) -> Problem {
        saved::problem(file, fault)
    }

    fn progress(&self, progress: Progress<'_>) {
        self.line.goes(progress);
    }

    fn reading<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Result<T, Signal>> {
        interrupt::reading(work)
    }

    fn measuring<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> impl Future<Output = Result<T, Signal>> {
        interrupt::measuring(work)
    }
}

/// All of them in one line: a list that is kept in a script has many.
fn no_target_of<T: ToString>(fixed: &[T]) -> String {
    let named: Vec<String> = fixed.iter().take(NAMED).map(T::to_string).collect();
    let named = named.join(", ");
    let more = match fixed.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let verb = if fixed.len() == 1 { "matches" } else { "match" };
    format!("note: --resolve {named}{more} {verb} no target")
}
