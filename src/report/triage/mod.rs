//! `probe triage`: what logs and objects are about, for people and for programs.
//! Pure: what a line means is decided in `triage`; here it is laid out.

mod cures;
mod json;
mod junit;
mod originals;
mod page;
mod text;
mod told;

use super::TextStyle;
use super::format::TriageFormat;

pub use cures::cures;
pub(super) use json::{TriageLine, TriageView};
pub use originals::triaged_originals;
pub use told::{Measured, Triaged};

/// In this format; it ends in a line break.
#[must_use]
pub fn triaged(told: &Triaged<'_>, format: TriageFormat, style: TextStyle) -> String {
    match format {
        TriageFormat::Table => text::render(told, style, false),
        TriageFormat::Wide => text::render(told, style, true),
        TriageFormat::Json => json::whole(told),
        TriageFormat::Jsonl => json::lines(told),
        TriageFormat::Junit => junit::render(told),
        TriageFormat::Markdown => text::markdown(told),
        TriageFormat::Html => page::render(told),
    }
}
