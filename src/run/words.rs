//! The commands that only print words: explanations, completions, the manual, the schema.
//! Needs no network and no file.

use std::fmt::Write as _;

use clap_complete::Shell;

use super::output;
use crate::bundle::file::FileCode;
use crate::codes::Code;
use crate::error::{self, Error};
use crate::foreign::visible;
use crate::mtc::glossary::Term;
use crate::report;
use crate::settings::Settings;

pub(super) fn explain(code: Option<&str>, settings: &Settings) -> Result<u8, Error> {
    let text = match code {
        None => report::explain_all(),
        Some(code) => {
            if let Some(fault) = FileCode::named(code) {
                return print(&report::explain_file_fault(fault, &settings.style));
            }
            if let Some(term) = Term::named(code) {
                return print(&report::explain_term(term, &settings.style));
            }
            let code = Code::of(code).ok_or_else(|| Error::Usage(unknown(code)))?;
            report::explain_one(code, &settings.style)
        }
    };
    print(&text)
}

fn unknown(code: &str) -> String {
    let asked: String = code
        .to_lowercase()
        .chars()
        .map(|c| if matches!(c, '_' | ' ') { '-' } else { c })
        .collect();
    let distance = |known: &&str| {
        let known = known.to_lowercase();
        if known.contains(&asked) && asked.len() > 3 {
            1
        } else {
            edits(&known, &asked)
        }
    };
    let codes = Code::ALL
        .iter()
        .map(|code| code.name())
        .chain(FileCode::ALL.iter().map(|code| code.name()))
        .chain(Term::ALL.iter().map(|term| term.name()));
    let near = codes
        .min_by_key(distance)
        .filter(|known| distance(known) <= known.len() / 3);
    let guess = near.map_or_else(String::new, |known| format!("did you mean {known}? "));
    // The text is not ours and is printed to a terminal.
    format!(
        "no such code: {}\nhint: {guess}`probe explain` lists them all",
        visible(code)
    )
}

/// How many letters must be changed, added or left out (Levenshtein).
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, a) in one.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (at, b) in other.iter().enumerate() {
            let cheapest = (diagonal + usize::from(a != *b))
                .min(row[at] + 1)
                .min(row[at + 1] + 1);
            diagonal = std::mem::replace(&mut row[at + 1], cheapest);
        }
    }
    row[other.len()]
}

pub(super) fn completions(shell: Shell, command: &mut clap::Command) -> Result<u8, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "probe", &mut script);
    print(&String::from_utf8_lossy(&script))
}

pub(super) fn man(command: clap::Command) -> Result<u8, Error> {
    let command = command.disable_help_subcommand(true);
    let failed = |e: std::io::Error| Error::Output {
        to: "the manual page".into(),
        why: e.to_string(),
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(failed)?;
    let mut page =
        String::from_utf8_lossy(&page).replace(".SH EXTRA\nExit codes:\n", ".SH \"EXIT CODES\"\n");
    for sub in command.get_subcommands() {
        let name = sub.get_name();
        // Everything is on this one page.
        page = page.replace(
            &format!("probe\\-{}(1)", name.replace('-', "\\-")),
            &format!("probe {name}"),
        );
        let mut options = Vec::new();
        clap_mangen::Man::new(sub.clone())
            .render_options_section(&mut options)
            .map_err(failed)?;
        let options = String::from_utf8_lossy(&options)
            .replace(".SH OPTIONS\n", "")
            .replace(".SH ", ".SS ");
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = write!(
            page,
            ".SH \"PROBE {}\"\n{about}\n{options}{}",
            name.to_uppercase(),
            targets(sub)
        );
    }
    print(&page)
}

/// What a command's help says below its options. The exit codes are on the page already.
fn targets(command: &clap::Command) -> String {
    let text = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let said = text
        .split("\n\n")
        .filter_map(|part| part.strip_prefix("Targets:\n"));
    said.map(|text| {
        format!(
            ".SS TARGETS\n{}\n",
            text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
        )
    })
    .collect()
}

pub(super) fn print(text: &str) -> Result<u8, Error> {
    output::print(text)?;
    Ok(error::OK)
}
