//! A judged run as text: what every format is given, and the table of formats. Pure: values in,
//! text out; no sockets, files, clock or environment. May name the words, `judge`, `bundle` and
//! `mtc`.

mod block;
mod brief;
mod bundle_file;
mod chain;
mod compare;
mod connection;
mod endpoint;
mod explain;
mod further;
mod given;
mod glance;
mod json;
mod jsonl;
mod layout;
mod login;
mod next;
mod objects;
mod steps;
mod table;
mod view;
mod wide;

use std::fmt;

pub use bundle_file::{Verified, VerifiedEndpoint, verified_json, verified_text};
pub use compare::{Comparison, compared_json, compared_text};
pub use explain::{explain_all, explain_file_fault, explain_one, explain_term};
pub use given::{MeasuringInfo, MtcReport, Report, TextStyle};
pub use json::{SCHEMA_VERSION, schema};
pub use jsonl::line;

/// One output format.
pub struct ReportFormat {
    /// As given to `-o`.
    pub name: &'static str,
    /// One line for `--help`.
    pub help: &'static str,
    /// Each endpoint is printed by [`line()`] as soon as it is done, nothing at the end.
    pub streams: bool,
    /// Shows commands of several lines ([`MtcReport::whole_commands`]).
    pub whole_commands: bool,
    /// The whole report, ending in a line break.
    pub render: fn(&Report<'_>, &TextStyle) -> String,
}

impl fmt::Debug for ReportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// `-o table`.
pub static TABLE: ReportFormat = ReportFormat {
    name: "table",
    help: "A table, then a block per problem",
    streams: false,
    whole_commands: false,
    render: table::render,
};
/// `-o wide`.
pub static WIDE: ReportFormat = ReportFormat {
    name: "wide",
    help: "The table, plus chains, addresses and every step",
    streams: false,
    whole_commands: true,
    render: wide::render,
};
/// `-o json`.
pub static JSON: ReportFormat = ReportFormat {
    name: "json",
    help: "One JSON object (see `probe schema`)",
    streams: false,
    whole_commands: false,
    render: json::render,
};
/// `-o jsonl`.
pub static JSONL: ReportFormat = ReportFormat {
    name: "jsonl",
    help: "One JSON object per endpoint, as each finishes",
    streams: true,
    whole_commands: false,
    render: jsonl::render,
};

/// Every format, the default first.
pub static FORMATS: [&ReportFormat; 4] = [&TABLE, &WIDE, &JSON, &JSONL];

/// The format of that name.
#[must_use]
pub fn format(name: &str) -> Option<&'static ReportFormat> {
    FORMATS.into_iter().find(|format| format.name == name)
}
