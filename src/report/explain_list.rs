//! `probe explain` without a name: everything that it explains, with its title.
//! Reads rows only; knows no endpoint.

use super::explain::{BUNDLE_FILE, OBJECT};
use super::topics;
use crate::ca_file::FileCode;
use crate::codes::{Code, Family, Severity};
use crate::mtc::glossary::Term;
use crate::words::{self, text};

/// Every class, grouped by family: code, severity, title.
#[must_use]
pub fn explain_all() -> String {
    let mut families: Vec<Family> = Vec::new();
    for code in Code::ALL {
        if !families.contains(&code.family()) {
            families.push(code.family());
        }
    }
    let width = Code::ALL.iter().map(|code| code.name().len());
    let width = width.max().unwrap_or(0);
    let line = |(name, severity, title): (&str, Severity, &str)| {
        format!("  {name:<width$}  {:<7}  {title}\n", severity.name())
    };
    let of = |family: Family| {
        let codes = Code::ALL.iter().filter(|code| code.family() == family);
        codes
            .map(|code| line((code.name(), code.severity(), text(*code).title)))
            .collect::<String>()
    };
    let mut all: Vec<String> = families
        .into_iter()
        .map(|family| format!("{}\n{}", family.name(), of(family)))
        .collect();
    let faults = FileCode::ALL
        .iter()
        .map(|code| line((code.name(), code.severity(), words::file_text(*code).title)));
    all.push(format!("{BUNDLE_FILE}\n{}", faults.collect::<String>()));
    let width = Term::ALL
        .iter()
        .map(|term| term.name().len())
        .max()
        .unwrap_or(0);
    let terms = Term::ALL.iter().map(|term| {
        let title = words::term(*term).title;
        format!("  {:<width$}  {title}\n", term.name())
    });
    all.push(format!("{OBJECT}\n{}", terms.collect::<String>()));
    all.push(topics::listed());
    all.join("\n")
}
