//! A row: by what a topic is recognised in one event, and how it differs from its near misses.
//! Plain data, and whether an event fits; the rows are in `rows/`.

use super::finding::Harm;
use crate::codes::Topic;
use crate::dialects::pattern::{Pattern, Values};
use crate::logs::{Event, Level, Writer};

/// What is known of a message.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What it is about.
    pub topic: Topic,
    /// Texts of patterns, with places in braces; one of them stands in the event.
    pub patterns: &'static [&'static str],
    /// Where it stands.
    pub at: At,
    /// Each of these stands in the event, too.
    pub beside: &'static [&'static str],
    /// None of these stands in it.
    pub without: &'static [&'static str],
    /// Who writes it; empty: whoever does.
    pub writers: &'static [Writer],
    /// How grave its writer calls it.
    pub levels: Levels,
    /// What it does.
    pub harm: Harm,
    /// The versions that print it; empty: all.
    pub versions: &'static str,
    /// Where it was read or seen.
    pub source: &'static str,
}

/// Where a pattern stands in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In the message or in any field.
    Anywhere,
    /// In the message.
    Message,
    /// In a field that holds an error; in a line that has no fields, in the message.
    Error,
    /// It is the message, from end to end.
    Whole,
    /// It is an error, from end to end.
    WholeError,
}

/// The least level that a row asks for. A line without a level is of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Any: MTC writes real errors at level info.
    Any,
    /// A warning or more, or whatever has an error beside it.
    Trouble,
    /// A warning or more.
    Warning,
    /// An error or more.
    Error,
}

impl Row {
    /// A row of a cause, whoever writes it and wherever it stands; what is otherwise is said behind
    /// it.
    #[must_use]
    pub const fn new(
        topic: Topic,
        patterns: &'static [&'static str],
        source: &'static str,
    ) -> Self {
        Self {
            topic,
            patterns,
            at: At::Anywhere,
            beside: &[],
            without: &[],
            writers: &[],
            levels: Levels::Any,
            harm: Harm::Cause,
            versions: "",
            source,
        }
    }

    /// It stands there.
    #[must_use]
    pub const fn at(self, at: At) -> Self {
        Self { at, ..self }
    }

    /// Each of these stands beside it.
    #[must_use]
    pub const fn beside(self, beside: &'static [&'static str]) -> Self {
        Self { beside, ..self }
    }

    /// None of these does.
    #[must_use]
    pub const fn without(self, without: &'static [&'static str]) -> Self {
        Self { without, ..self }
    }

    /// Only these write it.
    #[must_use]
    pub const fn by(self, writers: &'static [Writer]) -> Self {
        Self { writers, ..self }
    }

    /// From this level on.
    #[must_use]
    pub const fn from_level(self, levels: Levels) -> Self {
        Self { levels, ..self }
    }

    /// It does this.
    #[must_use]
    pub const fn harm(self, harm: Harm) -> Self {
        Self { harm, ..self }
    }

    /// Only these versions print it.
    #[must_use]
    pub const fn versions(self, versions: &'static str) -> Self {
        Self { versions, ..self }
    }

    /// The values of the pattern's places, where the event fits.
    #[must_use]
    pub fn read<'e>(&self, event: &'e Event<'_>, pattern: Pattern) -> Option<Values<'e>> {
        let holds = |text: &&str| {
            event.message.contains(text)
                || event.fields.iter().any(|(_, value)| value.contains(text))
        };
        let fits = (self.writers.is_empty() || self.writers.contains(&event.writer))
            && self.levels.take(event)
            && self.beside.iter().all(holds)
            && !self.without.iter().any(holds);
        fits.then(|| self.values(event, pattern)).flatten()
    }

    fn values<'e>(&self, event: &'e Event<'_>, pattern: Pattern) -> Option<Values<'e>> {
        let in_message = || read(pattern, &event.message);
        let in_error = || event.errors().find_map(|text| read(pattern, text));
        let is_whole = |text: &str, values: &Values<'_>| pattern.fill(values) == text.trim();
        match self.at {
            At::Message => in_message(),
            At::Whole => in_message().filter(|values| is_whole(&event.message, values)),
            At::WholeError => event.errors().find_map(|text| {
                let values = read(pattern, text)?;
                is_whole(text, &values).then_some(values)
            }),
            At::Error if event.fields.is_empty() => in_message(),
            At::Error => in_error(),
            At::Anywhere => in_message().or_else(|| {
                let mut fields = event.fields.iter();
                fields.find_map(|(_, value)| read(pattern, value))
            }),
        }
    }
}

/// The values of the pattern's places in this text; a host is one word without a path.
fn read(pattern: Pattern, text: &str) -> Option<Values<'_>> {
    let is_host = |host: &str| !host.contains(|c: char| c.is_whitespace() || "/\"'\\?".contains(c));
    let values = pattern.read(text)?;
    let mut hosts = values.iter().filter(|(name, _)| *name == "host");
    hosts.all(|(_, host)| is_host(host)).then_some(values)
}

impl Levels {
    fn take(self, event: &Event<'_>) -> bool {
        let from = |least| event.level.is_none_or(|level: Level| level >= least);
        match self {
            Self::Any => true,
            Self::Trouble => {
                from(Level::Warning) || (from(Level::Info) && event.errors().next().is_some())
            }
            Self::Warning => from(Level::Warning),
            Self::Error => from(Level::Error),
        }
    }
}
