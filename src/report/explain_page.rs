//! What `probe explain` says of every code, as one page of Markdown on which each code has an address:
//! `docs/verdicts.md`. Reads rows only; writes no file.

use std::fmt::Write as _;

use crate::ca_file::FileCode;
use crate::codes::{Code, Family};
use crate::mtc::glossary::Term;
use crate::words::{self, text};

use super::document::Said;
use super::problems;

const OPENING: &str = "\
# Every code, explained

<!-- Made from src/words: `cargo test --test it -- --ignored formats::bless` writes this file. -->

`probe` gives each endpoint one *verdict*. A verdict has a short name, its *code*. This page says of each code what
it means, what shows it, what other programs print for the same fault, and what to do. `probe explain CODE` prints
the same in a terminal. `probe explain 'TEXT'` finds the codes for a sentence that another program printed.

Words in capital letters, such as HOST or FILE, stand for a value of yours; a report has your endpoint's own.
Codes never change their name; programs may rely on them.
";

/// The page, whole.
#[must_use]
pub fn explain_page() -> String {
    let mut page = OPENING.to_owned();
    let families = Family::ALL.into_iter().filter(|f| *f != Family::Ok);
    for family in families.chain([Family::Ok]) {
        let codes = Code::ALL.iter().filter(|code| code.family() == family);
        contents(&mut page, family.name(), codes.map(|code| code.name()));
    }
    let faults = FileCode::ALL.iter().map(|code| code.name());
    contents(&mut page, "in a bundle file", faults);
    let terms = Term::ALL.iter().map(|term| term.name());
    contents(&mut page, "MTC's and Velero's own conditions", terms);
    for code in Code::ALL {
        verdict(&mut page, *code);
    }
    for code in FileCode::ALL {
        let text = words::file_text(*code);
        let severity = format!(
            "A fault of a bundle file, severity `{}`",
            code.severity().name()
        );
        headed(&mut page, code.name(), text.title, &severity);
        field(&mut page, "It means", text.meaning);
        field(&mut page, "Do this", text.remedy);
    }
    for term in Term::ALL {
        let text = words::term(*term);
        headed(&mut page, term.name(), text.title, "Said of an object");
        field(&mut page, "It means", text.meaning);
        field(&mut page, "MTC prints", text.prints);
        field(&mut page, "Do this", text.remedy);
    }
    page
}

/// A family and its codes, each a link to its place on the page.
fn contents<'a>(page: &mut String, family: &str, codes: impl Iterator<Item = &'a str>) {
    let link = |code: &str| format!("[`{code}`](#{})", code.to_lowercase());
    let links: Vec<String> = codes.map(link).collect();
    let _ = write!(page, "\n**{family}**:\n{}\n", links.join(",\n"));
}

fn verdict(page: &mut String, code: Code) {
    let text = text(code);
    let (family, severity) = (code.family().name(), code.severity().name());
    let kind = format!("Family `{family}`, severity `{severity}`");
    headed(page, code.name(), text.title, &kind);
    field(page, "It means", text.meaning);
    field(page, "What shows it", text.evidence);
    let said = problems::others(code).into_iter();
    let terms = said.flat_map(|said| {
        if let Said::Terms(terms) = said {
            terms
        } else {
            Vec::new()
        }
    });
    let terms: Vec<(&str, String)> = terms.collect();
    if !terms.is_empty() {
        page.push_str("- **Others print**:\n");
    }
    for (program, line) in terms {
        let _ = writeln!(page, "  - {program}: {}", code_span(&line));
    }
    field(page, "Do this", &words::remedy_of_any(code));
    field(page, "Source", text.cite);
}

fn headed(page: &mut String, code: &str, title: &str, kind: &str) {
    let _ = write!(page, "\n## `{code}`\n\n{}. {kind}.\n\n", prose(title));
}

/// Nothing where there is no text.
pub(super) fn field(page: &mut String, label: &str, text: &str) {
    if !text.is_empty() {
        let _ = writeln!(page, "- **{label}**: {}", prose(text));
    }
}

/// Text that stands on the page as it is: what Markdown would read as its own is escaped, but for
/// what is between backticks.
pub(super) fn prose(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut is_code = false;
    for c in text.chars() {
        match c {
            '`' => {
                is_code = !is_code;
                shown.push(c);
            }
            '\n' => shown.push(' '),
            '<' | '*' | '_' | '[' | '\\' if !is_code => {
                shown.push('\\');
                shown.push(c);
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// A line of another program, whatever backticks are in it.
pub(super) fn code_span(line: &str) -> String {
    if line.contains('`') {
        format!("`` {line} ``")
    } else {
        format!("`{line}`")
    }
}

#[cfg(test)]
mod tests {
    use super::{code_span, prose};

    #[test]
    fn markdown_shows_texts_as_they_are() {
        assert_eq!(
            prose("a <b>, `*.x_y`: *.c_d"),
            "a \\<b>, `*.x_y`: \\*.c\\_d"
        );
        assert_eq!(prose("one\ntwo"), "one two");
        assert_eq!(code_span("x509: a"), "`x509: a`");
        assert_eq!(code_span("the `caBundle`"), "`` the `caBundle` ``");
    }
}
