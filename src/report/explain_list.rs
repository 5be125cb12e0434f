//! `probe explain` without a name: how to ask, and everything that it explains, with its title.
//! Reads rows only; knows no endpoint.

use super::explain::{BUNDLE_FILE, OBJECT};
use super::topics;
use crate::ca_file::FileCode;
use crate::codes::{Code, Family, Severity};
use crate::dialects::others::understood;
use crate::mtc::glossary::Term;
use crate::words::{self, text};

/// What people come with: a line of another program's, as it is printed most.
const ASKED: [&str; 7] = [
    "x509: certificate signed by unknown authority",
    "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
    "x509: certificate is valid for A, not B",
    "x509: certificate has expired or is not yet valid",
    "dial tcp IP:PORT: i/o timeout",
    "net/http: TLS handshake timeout",
    "Get \"https://HOST/\": Forbidden",
];
/// Codes that are named beside such a line.
const NAMED: usize = 4;

/// What to type, and what people come with most.
fn begin(program: &str) -> String {
    let row = |line: &&str| {
        let codes = understood(line).codes;
        let names: Vec<&str> = codes.iter().take(NAMED).map(|code| code.name()).collect();
        let more = if codes.len() > NAMED { ", ..." } else { "" };
        format!("  {line}\n      {}{more}\n", names.join(", "))
    };
    format!(
        "a line of MTC, Go, curl, OpenSSL, Java or a browser, as it was printed:\n  \
         {program} explain 'x509: certificate signed by unknown authority'\n  \
         oc logs -n openshift-migration deploy/migration-controller | {program} explain -\n\
         a code of a report:\n  \
         {program} explain private-ca\n\n\
         what is asked most\n{}\n",
        ASKED.iter().map(row).collect::<String>()
    )
}

/// How to ask, what is asked most, and every class, grouped by family: code, severity, title.
#[must_use]
pub fn explain_all(program: &str) -> String {
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
    let end = format!("\nhow to ask is said at the top: {program} explain | less\n");
    begin(program) + &all.join("\n") + &end
}
