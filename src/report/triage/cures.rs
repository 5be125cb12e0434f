//! `--patch`: the commands that cure, as lines of bash below what they cure. What is not known to be so,
//! and what may be ignored, is left out. Runs nothing.

use std::fmt::Write as _;

use super::told::Triaged;
use crate::foreign::on_one_line;
use crate::triage::command::{Command, Purpose};
use crate::triage::{Finding, Harm};
use crate::words;

/// The commands; comments alone where there is none.
#[must_use]
pub fn cures(told: &Triaged<'_>) -> String {
    let mut text = String::new();
    let mut done: Vec<&Command> = Vec::new();
    for finding in &told.findings.found {
        let new: Vec<&Command> = cures_of(finding)
            .filter(|command| !done.contains(command))
            .collect();
        if new.is_empty() {
            continue;
        }
        let title = words::triage(finding, told.program).title;
        let _ = writeln!(text, "# {}", on_one_line(&title));
        for command in &new {
            let _ = writeln!(text, "{}", words::command(command));
        }
        done.extend(new);
    }
    if text.is_empty() {
        text = format!("# {}\n", words::no_cure());
    }
    text
}

fn cures_of(finding: &Finding) -> impl Iterator<Item = &Command> {
    let is_harm = finding.harm != Harm::Ignorable;
    let commands = finding.commands.iter();
    commands.filter(move |command| is_harm && command.purpose == Purpose::Cure)
}
