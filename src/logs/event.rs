//! One event: a line that somebody wrote, taken apart.
//! Plain data; borrowed from the line where nothing had to be changed.

use std::borrow::Cow;

use super::level::Level;
use super::writer::Writer;
use crate::moment::Moment;

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which file of those that are read: its number, from 0.
    pub file: usize,
    /// Which line of it, from 1.
    pub line: u64,
}

/// A line that somebody wrote.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Where it stands.
    pub place: Place,
    /// Whose grammar it is in.
    pub writer: Writer,
    /// The time that it gives itself.
    pub at: Option<Moment>,
    /// How grave its writer calls it; `None`: the grammar says nothing of it.
    pub level: Option<Level>,
    /// What is said, without quotes.
    pub message: Cow<'a, str>,
    /// What is said beside it, by name, without quotes: `error`, `backup`, `namespace`, `logger`.
    pub fields: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// Fields that hold the text of an error, as Go's loggers name them.
const OF_ERRORS: [&str; 6] = [
    "error",
    "err",
    "error.message",
    "err.message",
    "err.detail",
    "stderr",
];

impl<'a> Event<'a> {
    /// A line of which nothing is known but its text.
    #[must_use]
    pub fn plain(line: &'a str, place: Place) -> Self {
        Self {
            place,
            writer: Writer::Plain,
            at: None,
            level: None,
            message: Cow::Borrowed(line),
            fields: Vec::new(),
        }
    }

    /// The first field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    }

    /// The texts of errors that it holds: those of the fields that are there for them. `<nil>`, as Go
    /// prints no error, is none.
    pub fn errors(&self) -> impl Iterator<Item = &str> {
        let of_errors = |name: &str| OF_ERRORS.contains(&name);
        let fields = self.fields.iter().filter(move |(name, _)| of_errors(name));
        fields
            .map(|(_, value)| &**value)
            .filter(|value| !value.is_empty() && *value != "<nil>")
    }
}
