//! A judged run as text: what every format is given, and the table of formats. Pure: values in,
//! text out; no sockets, files, clock or environment. May name the words, `judge`, `bundle` and
//! `mtc`.

mod block;
mod bundle_file;
mod chain;
mod compare;
mod connection;
mod endpoint;
mod explain;
mod further;
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
mod words;

use std::fmt;

use crate::error::Problem;
use crate::evidence::{ProxyCanary, Store};
use crate::judge::Judgement;
use crate::moment::Moment;
use crate::mtc::Outlook;
use crate::mtc::login::Login;

pub use bundle_file::{Verified, VerifiedEndpoint, verified_json, verified_text};
pub use compare::{Comparison, compared_json, compared_text};
pub use explain::{explain_all, explain_file_fault, explain_one, explain_term};
pub use json::{SCHEMA_VERSION, schema};
pub use jsonl::line;

/// A run, measured and judged: everything a format may show.
pub struct Report<'a> {
    /// Name and version of the program: `probe 0.1.0`.
    pub tool: &'a str,
    /// When the run was measured. When it was judged is the judgement's own time.
    pub at: Moment,
    pub judgement: &'a Judgement,
    pub mtc: MtcReport<'a>,
    /// What the run's proxies answered for a name that cannot exist.
    pub canaries: &'a [ProxyCanary],
    /// Inputs that could not be used. Only the machine formats show them; people read them on
    /// stderr.
    pub problems: &'a [Problem],
    pub measured: MeasuringInfo<'a>,
}

/// What MTC makes of the endpoints.
#[derive(Clone, Copy, Default)]
pub struct MtcReport<'a> {
    /// Its own objects, in input order.
    pub objects: &'a [Outlook],
    /// Logins to its console, leg by leg.
    pub logins: &'a [Login],
    /// Commands of several lines are printed in the table too.
    pub whole_commands: bool,
}

/// How the evidence was come by, and what trust was judged against.
#[derive(Clone, Default)]
pub struct MeasuringInfo<'a> {
    /// The file the evidence was read from (`--from`); `None` where it was measured in this run.
    pub recording: Option<&'a str>,
    /// What bounded the measuring, named as people say it: `("connections at once", "64")`, `("time
    /// limit", "5s")`.
    pub limits: Vec<(&'static str, String)>,
    pub stores: &'a [Store],
}

/// How text for people is laid out. The machine formats ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns to stay within, never fewer than [`TextStyle::NARROWEST`].
    pub width: usize,
    /// ANSI colours. Everything can be understood without.
    pub colour: bool,
}

impl TextStyle {
    /// Below this the terminal wraps, not we.
    pub const NARROWEST: usize = 60;

    /// Without colour: for pipes and files.
    #[must_use]
    pub const fn plain(width: usize) -> Self {
        Self {
            width,
            colour: false,
        }
    }

    const fn columns(self) -> usize {
        if self.width < Self::NARROWEST {
            Self::NARROWEST
        } else {
            self.width
        }
    }
}

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
