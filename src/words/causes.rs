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

/// A command of what `probe triage` found, with the cluster it is for as a comment.
#[must_use]
pub fn command(command: &triage::command::Command) -> String {
    en::triage::shown::command(command)
}

/// That nothing is to be changed by a command.
#[must_use]
pub const fn no_cure() -> &'static str {
    en::triage::shown::NO_CURE
}

/// The complete command that measures the endpoint that a line names.
#[must_use]
pub fn measuring(endpoint: &triage::Endpoint, program: &str) -> String {
    en::triage::command(endpoint, program)
}

/// What a measurement decides between the causes that a line leaves.
#[must_use]
pub fn decided(subject: &triage::Subject, code: Code) -> String {
    en::triage::decided(subject, code)
}
