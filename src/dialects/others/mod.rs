//! What others print for each class, so that searching for the message finds it, and the classes
//! that a line of theirs may be about. One file for each program.

mod aws;
mod browser;
mod curl;
mod go;
mod mtc;
mod openssl;
mod row;

use super::pattern::Pattern;
use crate::codes::Code;
use row::Row;

/// Who prints something for the same fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Program {
    /// MTC's conditions and console.
    Mtc,
    /// Go, and what is written in it.
    Go,
    /// curl.
    Curl,
    /// Chrome and Firefox.
    Browser,
    /// `openssl s_client`.
    Openssl,
    /// The AWS command line, and what else is written with botocore.
    Aws,
}

impl Program {
    /// Those that reports show, in that order.
    pub const SHOWN: [Self; 4] = [Self::Mtc, Self::Go, Self::Curl, Self::Browser];

    /// All whose lines are read.
    pub const ALL: [Self; 6] = [
        Self::Mtc,
        Self::Go,
        Self::Curl,
        Self::Browser,
        Self::Openssl,
        Self::Aws,
    ];

    const fn rows(self) -> &'static [Row] {
        match self {
            Self::Mtc => mtc::ROWS,
            Self::Go => go::ROWS,
            Self::Curl => curl::ROWS,
            Self::Browser => browser::ROWS,
            Self::Openssl => openssl::ROWS,
            Self::Aws => aws::ROWS,
        }
    }

    /// Other spellings of the same, which need not be shown.
    const fn variants(self) -> &'static [Row] {
        match self {
            Self::Go => go::VARIANTS,
            Self::Mtc | Self::Curl | Self::Browser | Self::Openssl | Self::Aws => &[],
        }
    }
}

/// What this program prints for this class; empty where it prints nothing of its own.
pub fn printed(program: Program, code: Code) -> impl Iterator<Item = Pattern> {
    of(program.rows(), code)
}

/// The line with these values: of all that the program may print, what they fill best.
#[must_use]
pub fn filled(program: Program, code: Code, values: &[(&str, &str)]) -> Option<String> {
    let known = |name: &&str| values.iter().any(|(known, _)| known == name);
    let all = || printed(program, code).chain(of(program.variants(), code));
    let best = all()
        .find(|pattern| pattern.places().iter().all(known))
        .or_else(|| all().next())?;
    Some(best.fill(values))
}

/// The classes that this line of another program may be about: those of the pattern that says most.
#[must_use]
pub fn read_line(line: &str) -> Vec<Code> {
    let mut best = (0, Vec::new());
    for (code, pattern) in everything() {
        let weight = pattern.weight();
        if weight < best.0 || pattern.read(line).is_none() {
            continue;
        }
        if weight > best.0 {
            best = (weight, Vec::new());
        }
        if !best.1.contains(&code) {
            best.1.push(code);
        }
    }
    best.1
}

/// Every pattern, with the class that it is printed for.
fn everything() -> impl Iterator<Item = (Code, Pattern)> {
    let rows = Program::ALL
        .into_iter()
        .flat_map(|program| [program.rows(), program.variants()])
        .flatten();
    rows.flat_map(|(code, lines)| lines.iter().map(|line| (*code, Pattern::new(line))))
}

fn of(rows: &'static [Row], code: Code) -> impl Iterator<Item = Pattern> {
    rows.iter()
        .filter(move |(known, _)| *known == code)
        .flat_map(|(_, lines)| lines.iter().map(|line| Pattern::new(line)))
}

#[cfg(test)]
mod tests;
