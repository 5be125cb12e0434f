//! The commands that only print words: explanations, and what is about this program itself.
//! Needs no network and no file.

use super::output;
use crate::ca_file::FileCode;
use crate::codes::{Code, nearest};
use crate::error::{self, Error};
use crate::foreign::visible;
use crate::mtc::glossary::Term;
use crate::report::{self, TextStyle};

pub(super) fn explain(code: Option<&str>, style: &TextStyle) -> Result<u8, Error> {
    let text = match code {
        None => report::explain_all(),
        Some(code) => {
            if let Some(fault) = FileCode::named(code) {
                return print(&report::explain_file_fault(fault, style));
            }
            if let Some(term) = Term::named(code) {
                return print(&report::explain_term(term, style));
            }
            let code = Code::of(code).ok_or_else(|| Error::Usage(unknown(code)))?;
            report::explain_one(code, style)
        }
    };
    print(&text)
}

fn unknown(code: &str) -> String {
    let codes = Code::ALL
        .iter()
        .map(|code| code.name())
        .chain(FileCode::ALL.iter().map(|code| code.name()))
        .chain(Term::ALL.iter().map(|term| term.name()));
    let near = nearest(code, codes);
    let guess = near.map_or_else(String::new, |known| format!("did you mean {known}? "));
    // The text is not ours and is printed to a terminal.
    format!(
        "no such code: {}\nhint: {guess}`probe explain` lists them all",
        visible(code)
    )
}

pub(super) fn print(text: &str) -> Result<u8, Error> {
    output::print(text)?;
    Ok(error::OK)
}
