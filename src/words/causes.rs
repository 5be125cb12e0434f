//! What is said of what `probe triage` found.
//! No words of its own.

use super::en;
use super::topic_text::{TopicText, TriageTold};
use crate::codes::Code;
use crate::triage;

/// What is said of a topic of `probe triage`.
#[must_use]
pub fn topic(topic: triage::Topic) -> &'static TopicText {
    en::triage::text(topic)
}

/// What is said of a finding of `probe triage`; `program` starts this program again.
#[must_use]
pub fn triage(finding: &triage::Finding, program: &str) -> TriageTold {
    en::triage::told(finding, program)
}

/// The line of a command with the cluster that it is for as a comment.
#[must_use]
pub fn command(line: &str, side: triage::command::Side) -> String {
    en::triage::shown::command(line, side)
}

/// What stands over commands that lines alone led to: `--patch` prints the first ones as comments.
#[must_use]
pub const fn look_first() -> &'static str {
    en::triage::shown::LOOK_FIRST
}

/// Before a command in which something is to be put in.
#[must_use]
pub fn put_in(wants: &[String]) -> String {
    en::triage::shown::put_in(wants)
}

/// That nothing is to be changed by a command.
#[must_use]
pub const fn no_cure() -> &'static str {
    en::triage::shown::NO_CURE
}

/// The complete command that measures the endpoint of a finding.
#[must_use]
pub fn measuring(finding: &triage::Finding, endpoint: &triage::Endpoint, program: &str) -> String {
    en::triage::command(finding, endpoint, program)
}

/// What a measurement decides between the causes that a line leaves.
#[must_use]
pub fn decided(subject: &triage::Subject, code: Code) -> String {
    en::triage::decided(subject, code)
}
