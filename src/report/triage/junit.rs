//! `-o junit` of `probe triage`: each cause is a test case that fails, in a suite for its family; what
//! may be ignored passes, and a file that cannot be read is an error. Lays out only.

use super::text::{name, times, wheres};
use super::told::Triaged;
use crate::codes::Severity;
use crate::report::junit::{Case, Ended, Fate, NAME, document, inputs, suites};
use crate::report::redacting;
use crate::triage::Finding;
use crate::words;

pub(super) fn render(told: &Triaged<'_>) -> String {
    let found = told.findings.found.iter();
    let mut suites = suites(found.map(|finding| (finding.family(), case(told, finding))));
    suites.extend(inputs(told.problems, told.redaction));
    let mut text = String::new();
    document(NAME, &suites, &mut text).expect("a String takes everything");
    text
}

fn case(told: &Triaged<'_>, finding: &Finding) -> Case {
    let said = |text: String| redacting::text(told.redaction, text);
    let title = said(words::triage(finding, told.program).title);
    let ended = (finding.severity() == Severity::Failure).then(|| Ended {
        fate: Fate::Failure,
        code: name(finding),
        message: title.clone(),
        story: said(story(told, finding)),
    });
    Case {
        name: title,
        suite: name(finding),
        took: None,
        ended,
    }
}

/// Where it was met, what it means, and what to do with which commands.
fn story(told: &Triaged<'_>, finding: &Finding) -> String {
    let said = words::triage(finding, told.program);
    let mut lines = vec![
        format!("where: {}", wheres(told, finding).join(" ")),
        format!("times: {}", times(finding)),
        format!("means: {}", said.cause),
        format!("what to do: {}", said.cure),
    ];
    if !finding.sample.is_empty() {
        lines.push(format!("line: {}", finding.sample.on_one_line()));
    }
    for command in &said.commands {
        lines.push(format!("  {}", words::command(&command.line, command.side)));
    }
    lines.join("\n")
}
