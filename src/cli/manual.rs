//! The command line told as a whole: scripts that complete it in a shell, and manual pages, one for
//! the program and one for each command. Makes text; prints nothing.

use std::fmt::Write as _;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::Cli;
use super::after_help::{self, PAGES, Page};
use super::descriptions;
use super::surroundings;

/// How each part of a page begins; once is enough.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// The script that completes commands and flags in this shell.
#[must_use]
pub fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "probe", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page of this command, or of the program.
///
/// # Errors
/// None but of writing into memory.
pub fn manual(of: Option<&str>) -> std::io::Result<String> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let name = of.unwrap_or_default();
    let mut command = program.find_subcommand(name).unwrap_or(&program).clone();
    let above = synopsis(&mut command, name) + &description(name);
    let man = Man::new(command);
    let mut parts = Vec::new();
    man.render_title(&mut parts)?;
    man.render_name_section(&mut parts)?;
    parts.extend(above.into_bytes());
    man.render_options_section(&mut parts)?;
    if of.is_none() {
        man.render_subcommands_section(&mut parts)?;
    }
    let page = after_help::of(name);
    let parts = String::from_utf8_lossy(&parts).replace(PREAMBLE, "");
    Ok(format!("{PREAMBLE}{parts}{}", below(page)))
}

/// How it is called, in one line: each flag is told below.
fn synopsis(command: &mut Command, name: &str) -> String {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:");
    let mut lines: Vec<&str> = usage.lines().map(str::trim).collect();
    if name.is_empty() {
        lines.push("probe [OPTIONS] HOST[:PORT]");
    }
    let line = |line: &str| format!(".nf\n{}\n.fi\n", escaped(line));
    let lines: String = lines.into_iter().map(line).collect();
    format!(".SH SYNOPSIS\n{lines}")
}

/// What it does.
fn description(name: &str) -> String {
    let paragraphs = descriptions::of(name).iter();
    let paragraphs: Vec<String> = paragraphs.map(|text| escaped(text)).collect();
    format!(".SH DESCRIPTION\n{}\n", paragraphs.join("\n.PP\n"))
}

/// What stands below the flags.
fn below(page: &Page) -> String {
    let mut text = String::new();
    for note in page.notes {
        let (title, lines) = note.split_once(":\n").unwrap_or(("Notes", note));
        let _ = writeln!(text, ".SH {}", title.to_uppercase());
        text += &lines_of(lines);
    }
    text += ".SH EXAMPLES\n";
    for example in page.examples {
        let (purpose, command) = (escaped(example.purpose), escaped(example.command));
        let _ = writeln!(text, ".PP\n{purpose}\n.PP\n.RS 4\n.nf\n{command}\n.fi\n.RE");
    }
    text += ".SH ENVIRONMENT\n";
    text += &terms(surroundings::variables(page.name));
    text += ".SH FILES\n";
    let files = surroundings::files(page.name);
    if files.is_empty() {
        text += "None.\n";
    }
    text += &terms(files);
    text += ".SH \"EXIT STATUS\"\n";
    text += &terms(exit_codes(page.exit_codes));
    text + &see_also(page)
}

/// Code and meaning, of lines that begin with the code or go on with its meaning.
fn exit_codes(text: &str) -> Vec<(String, String)> {
    let mut codes: Vec<(String, String)> = Vec::new();
    for line in text.lines().skip(1).map(str::trim_start) {
        match (line.split_once("  "), codes.last_mut()) {
            (Some((code, meaning)), _) if code.bytes().all(|b| b.is_ascii_digit()) => {
                codes.push((code.to_owned(), meaning.trim_start().to_owned()));
            }
            (_, Some((_, meaning))) => {
                meaning.push(' ');
                meaning.push_str(line);
            }
            (_, None) => {}
        }
    }
    codes
}

fn terms<T: AsRef<str>>(terms: Vec<(T, T)>) -> String {
    let term = |(name, what): (T, T)| {
        let (name, what) = (escaped(name.as_ref()), escaped(what.as_ref()));
        format!(".TP\n\\fB{name}\\fR\n{what}\n")
    };
    terms.into_iter().map(term).collect()
}

fn lines_of(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    lines.map(|line| escaped(line) + "\n").collect()
}

fn see_also(page: &Page) -> String {
    let others = PAGES.iter().filter(|other| other.name != page.name);
    let names = others.map(|other| match other.name {
        "" => "\\fBprobe\\fR(1)".to_owned(),
        name => format!("\\fBprobe\\-{}\\fR(1)", escaped(name)),
    });
    let names: Vec<String> = names.collect();
    format!(".SH \"SEE ALSO\"\n{}\n", names.join(",\n"))
}

/// Text that `roff` prints as it is.
fn escaped(text: &str) -> String {
    let text = text
        .replace('\\', "\\e")
        .replace('-', "\\-")
        .replace('\'', "\\(aq");
    if text.starts_with('.') {
        format!("\\&{text}")
    } else {
        text
    }
}
