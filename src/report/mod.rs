//! A judged run as text: what every format is given, and the table of formats. Pure: values in,
//! text out; no sockets, files, clock or environment. May name the words, `judge`, `bundle` and
//! `mtc`.

mod across;
mod brief;
mod bundle_file;
mod bundle_screen;
mod cell;
mod census;
mod chain;
mod compare;
mod connection;
mod copies;
mod diff;
mod document;
mod endpoint;
mod explain;
mod explain_line;
mod explain_list;
mod explain_page;
mod explain_word;
mod exported;
mod fingerprint;
mod format;
mod further;
mod given;
mod glance;
mod html;
mod json;
mod jsonl;
mod junit;
mod login;
mod markdown;
mod namesakes;
mod objects;
mod out;
mod overview;
mod phases;
mod pieces;
mod problems;
mod prometheus;
mod redacting;
mod same_bundle;
mod schema;
mod screen;
mod short_name;
mod shortages;
mod statuses;
mod steps;
mod tally;
mod together;
mod topics;
mod triage;
mod view;
mod wide;

pub use bundle_file::{Verified, verified_json, verified_originals, verified_text};
pub use bundle_screen::verified_screen;
pub use compare::{Comparison, compared_json, compared_originals, compared_screen, compared_text};
pub use diff::{DiffedRun, Differences, differences};
pub use document::folded;
pub use explain::{explain_file_fault, explain_one, explain_term};
pub use explain_line::explain_lines;
pub use explain_list::{explain_all, explain_begin};
pub use explain_page::explain_page;
pub use explain_word::{explain_word, words_explained};
pub use exported::{Confirmation, Exported, doubts_text, exported_text, refused_text};
pub use format::{DiffFormat, NOTHING, RenderFn, ReportFormat, TextOrJson, TriageFormat};
pub use given::{Again, MeasuringInfo, MtcReport, Report, TextStyle};
pub use json::{FORMAT as JSON, SCHEMA_VERSION, originals};
pub use jsonl::{line, object_lines, run_finding_lines, shortage_lines};
pub use out::Out;
pub use pieces::Pieces;
pub use same_bundle::{SameBundle, same_json, same_originals, same_text};
pub use schema::{schema, schema_of_types};
pub use screen::FORMAT as TABLE;
pub use topics::{explain_topic, topics_page};
pub use triage::{Measured, Triaged, cures, triaged, triaged_originals};
pub use wide::FORMAT as WIDE;

/// Every format, the default first.
pub static FORMATS: &[&ReportFormat] = &[
    &screen::FORMAT,
    &wide::FORMAT,
    &json::FORMAT,
    &jsonl::FORMAT,
    &junit::FORMAT,
    &prometheus::FORMAT,
    &markdown::FORMAT,
    &html::FORMAT,
];

/// The format of that name.
#[must_use]
pub fn format(name: &str) -> Option<&'static ReportFormat> {
    FORMATS.iter().copied().find(|format| format.name == name)
}
