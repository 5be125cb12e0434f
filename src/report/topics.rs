//! What `probe explain` says of the causes that messages of a migration have, and the page that has
//! them all: `docs/troubleshooting.md`. Reads words only; writes no file.

use std::fmt::Write as _;

use super::TextStyle;
use super::cell::Tone;
use super::document::{Said, Text};
use super::explain::{headed, placeholders};
use super::explain_page::{code_span, field, prose};
use crate::codes::Topic;
use crate::words;

const OPENING: &str = "\
# What messages of a migration mean

<!-- Made from src/words: `cargo test --test it -- --ignored formats::bless` writes this file. -->

`probe triage FILE` reads logs and objects of MTC, Velero, OADP and OpenShift, and names the cause of each message that
it knows by a *topic*. This page says of each topic what it means, what to do, where the printed documentation differs,
and what only looks alike. `probe explain TOPIC` prints the same in a terminal. Faults on the way to an endpoint have
codes instead: [every code](verdicts.md).

Words in capital letters, such as NAMESPACE or HOST, stand for what the message itself says there.
";

/// The family of all topics, and each of them with its title, in lines for a list.
pub(super) fn listed() -> String {
    let width = Topic::ALL.iter().map(|topic| topic.name().len()).max();
    let width = width.unwrap_or(0);
    let line = |topic: &Topic| {
        let title = words::topic(*topic).title;
        format!("  {:<width$}  {title}\n", topic.name())
    };
    let lines: String = Topic::ALL.iter().map(line).collect();
    format!("{}\n{lines}", Topic::FAMILY)
}

/// One topic: what it means, what to do, what the documentation says, and what looks alike.
#[must_use]
pub fn explain_topic(topic: Topic, program: &str, style: &TextStyle) -> String {
    let text = words::topic(topic);
    let mut fields = headed(Tone::Bad, topic.name(), text.title);
    fields.prose("family", Topic::FAMILY);
    fields.prose("what", &placeholders(text.cause));
    fields.advice("do this", &placeholders(text.cure));
    for command in text.commands {
        let command = Said::Command(shown(command, program));
        fields.field("command", vec![command]);
    }
    if !text.docs.is_empty() {
        fields.prose("docs", text.docs);
    }
    fields.prose("not this", text.unlike);
    Text::whole(&fields.blocks, *style)
}

fn shown(command: &words::CommandText, program: &str) -> String {
    let line = placeholders(&command.line.replace("{probe}", program));
    words::command(&line, command.side)
}

/// The page, whole.
#[must_use]
pub fn topics_page() -> String {
    let mut page = OPENING.to_owned();
    page.push('\n');
    for topic in Topic::ALL {
        let (name, title) = (topic.name(), words::topic(*topic).title);
        let _ = writeln!(page, "- [`{name}`](#{name}): {}", prose(title));
    }
    for topic in Topic::ALL {
        let text = words::topic(*topic);
        let _ = write!(
            page,
            "\n## `{}`\n\n{}.\n\n",
            topic.name(),
            prose(text.title)
        );
        field(&mut page, "It means", &placeholders(text.cause));
        field(&mut page, "Do this", &placeholders(text.cure));
        for command in text.commands {
            let _ = writeln!(page, "  - {}", code_span(&shown(command, "probe")));
        }
        field(&mut page, "The documentation", text.docs);
        field(&mut page, "Not to be confused", text.unlike);
    }
    page
}
