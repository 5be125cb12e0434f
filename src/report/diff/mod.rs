//! `probe diff`: what changed between two saved runs, for people, for programs and for CI servers.
//! Pure: what changed and how much it matters is decided in `diff`; here it is laid out.

mod detail;
mod json;
mod junit;
mod page;
mod text;
mod told;

use super::TextStyle;
use super::document::{Document, Markdown, Text};
use super::format::DiffFormat;
use crate::error::Error;

pub(super) use json::{DiffLine, DiffView};
pub use told::{DiffedRun, Differences};

/// In this format; it ends in a line break.
///
/// # Errors
/// It cannot be written.
pub fn differences(
    told: &Differences<'_>,
    format: DiffFormat,
    style: TextStyle,
) -> Result<String, Error> {
    let mut out = String::new();
    match format {
        DiffFormat::Table | DiffFormat::Wide => {
            let wide = format == DiffFormat::Wide;
            Text::write(style, &mut out, |doc| doc.all(&text::blocks(told, wide)))?;
        }
        DiffFormat::Markdown => {
            Markdown::new(&mut out).all(&text::blocks(told, false))?;
        }
        DiffFormat::Json => out = json::whole(told),
        DiffFormat::Jsonl => out = json::lines(told),
        DiffFormat::Junit => out = junit::render(told)?,
        DiffFormat::Html => out = page::render(told),
    }
    Ok(out)
}
