//! What a format is: its name, its line of help, and the function that renders a run; and the two
//! forms of the smaller reports.
//! Plain data; each format's row is in its own file.

use std::fmt;

use super::{Out, Report, TextStyle};
use crate::error::Error;
use crate::judge::Endpoint;

/// One output format.
pub struct ReportFormat {
    /// As given to `-o`.
    pub name: &'static str,
    /// One line for `--help`.
    pub help: &'static str,
    /// What is made of each endpoint as soon as it is done; `None`: nothing. `render` takes it from
    /// [`Report::pieces`](super::Report::pieces), where it is kept.
    pub piece: Option<fn(&Endpoint) -> String>,
    /// Each endpoint is printed by [`line()`](super::line) as soon as it is done, and at the end only
    /// what the run as a whole tells ([`run_finding_lines()`](super::run_finding_lines)).
    pub streams: bool,
    /// Shows commands of several lines ([`MtcReport::whole_commands`](super::MtcReport::whole_commands)).
    pub whole_commands: bool,
    /// Writes the whole report, which ends in a line break.
    pub render: RenderFn,
}

/// Writes a report. It fails where the evidence cannot be read back, or the text cannot be written.
pub type RenderFn = fn(&Report<'_>, &TextStyle, &mut dyn Out) -> Result<(), Error>;

/// No report: something else goes to standard output.
pub static NOTHING: ReportFormat = ReportFormat {
    name: "nothing",
    help: "No report",
    piece: None,
    streams: false,
    whole_commands: false,
    render: |_, _, _| Ok(()),
};

impl fmt::Debug for ReportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The form of what `probe triage` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriageFormat {
    /// For people, one block for each cause.
    Table,
    /// The same with everything that is known of each.
    Wide,
    /// One JSON object.
    Json,
    /// One JSON object for each cause, each in a line.
    Jsonl,
    /// JUnit's XML, a test case for each cause.
    Junit,
    /// What the table says, as Markdown.
    Markdown,
    /// One page.
    Html,
}

/// The form of what `probe diff` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people, one block for each cause.
    Table,
    /// The same with every endpoint, and what is its own.
    Wide,
    /// One JSON object.
    Json,
    /// One JSON object for each endpoint that changed, each in a line.
    Jsonl,
    /// JUnit XML: an endpoint is a test case.
    Junit,
    /// What the table says, as Markdown.
    Markdown,
    /// One page.
    Html,
}

impl DiffFormat {
    /// Every format, the default first.
    pub const ALL: [Self; 7] = [
        Self::Table,
        Self::Wide,
        Self::Json,
        Self::Jsonl,
        Self::Junit,
        Self::Markdown,
        Self::Html,
    ];

    /// As given to `-o`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Wide => "wide",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// One line for `--help`.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Table => "For people, one block for each cause",
            Self::Wide => "The same with every endpoint, and what is its own",
            Self::Json => "One JSON object",
            Self::Jsonl => "One JSON object for each endpoint that changed, each in a line",
            Self::Junit => "JUnit XML for CI servers: an endpoint is a test case",
            Self::Markdown => "The answer as Markdown, for a CI step's summary or a ticket",
            Self::Html => "One page to hand on",
        }
    }
}

/// The form of a report that has few formats: on a bundle's file, on several vantage points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOrJson {
    /// For people, on one screen.
    Text,
    /// For people, all that was found.
    Wide,
    /// One JSON object.
    Json,
}
