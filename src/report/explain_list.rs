//! `probe explain` without a name: how to ask, and everything that it explains, with its title.
//! Reads rows only; knows no endpoint.

use super::explain::{BUNDLE_FILE, OBJECT};
use super::topics;
use crate::ca_file::FileCode;
use crate::codes::{Code, Family, Severity};
use crate::dialects::others::understood;
use crate::mtc::glossary::Term;
use crate::roles::{ROLES, RoleRef};
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

/// How to ask, and what people come with most: one screen.
#[must_use]
pub fn explain_begin(program: &str) -> String {
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
         a code, a family, a role or a word of a report:\n  \
         {program} explain private-ca\n\n\
         what is asked most\n{}\n\
         everything that is explained: {program} explain --all\n",
        ASKED.iter().map(row).collect::<String>()
    )
}

/// Everything that is explained: classes by family with code, severity and title, faults of files,
/// conditions, topics, roles and words.
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
    all.push(roles());
    all.join("\n")
}

/// The roles with their titles, and the words of reports.
fn roles() -> String {
    let width = ROLES.iter().map(|role| role.name.len()).max().unwrap_or(0);
    let role = |role: &RoleRef| {
        let title = words::title_of(*role);
        format!("  {:<width$}  {title}\n", role.name)
    };
    let roles: String = ROLES.iter().map(role).collect();
    let said = words::spoken()
        .iter()
        .filter_map(|(forms, _)| forms.first());
    let said: String = said.map(|word| format!("  {word}\n")).collect();
    format!("roles\n{roles}\nwords of reports\n{said}")
}
