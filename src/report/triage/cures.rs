//! `--patch`: the commands that cure, as lines of bash below what they cure. What is not known to be so,
//! and what may be ignored, is left out; a command in which something is to be put in stays a comment.
//! Runs nothing.

use std::fmt::Write as _;

use super::told::Triaged;
use crate::foreign::on_one_line;
use crate::report::redacting;
use crate::triage::command::Purpose;
use crate::triage::{Finding, Harm};
use crate::words::{self, ToldCommand};

/// The commands; comments alone where there is none.
#[must_use]
pub fn cures(told: &Triaged<'_>) -> String {
    let mut text = String::new();
    let mut done: Vec<ToldCommand> = Vec::new();
    let as_told = |text: String| redacting::text(told.redaction, text);
    let found = told.findings.found.iter();
    for finding in found.filter(|finding| finding.harm != Harm::Ignorable) {
        let said = words::triage(finding, told.program);
        let (looks, cures): (Vec<ToldCommand>, Vec<ToldCommand>) = said
            .commands
            .into_iter()
            .filter(|command| !done.contains(command))
            .partition(|command| command.purpose == Purpose::Look);
        if cures.is_empty() {
            continue;
        }
        let _ = writeln!(text, "# {}", as_told(on_one_line(&said.title)));
        if is_told_by_lines(finding) && !looks.is_empty() {
            let _ = writeln!(text, "# {}", words::look_first());
            for look in &looks {
                let look = words::command(&look.line, look.side);
                let _ = writeln!(text, "#   {}", as_told(look));
            }
        }
        for cure in &cures {
            let line = as_told(words::command(&cure.line, cure.side));
            let _ = if cure.wants.is_empty() {
                writeln!(text, "{line}")
            } else {
                writeln!(text, "# {}: {line}", words::put_in(&cure.wants))
            };
        }
        done.extend(cures);
    }
    if text.is_empty() {
        text = format!("# {}\n", words::no_cure());
    }
    text
}

/// No object led to its commands.
fn is_told_by_lines(finding: &Finding) -> bool {
    finding.commands.is_empty()
}
