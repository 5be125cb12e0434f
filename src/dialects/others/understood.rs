//! What one line of another program tells by itself: who prints it, the classes that it may be about,
//! and the values in it. The pattern that says most counts; nothing is guessed beyond that.

use std::sync::LazyLock;

use super::heard;
use super::program::Program;
use super::row::Row;
use crate::codes::Code;
use crate::dialects::pattern::Pattern;
use crate::dialects::patterns::Patterns;

/// What a line of another program tells by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// Who prints it.
    pub programs: Vec<Program>,
    /// The classes that it may be about, the likelier first.
    pub codes: Vec<Code>,
    /// What stands in its places, by their names: an address, a host, the name of a CA, an alert.
    pub values: Vec<(&'static str, String)>,
}

/// A pattern, who prints it, and for which class.
type Printed = (Program, Code, Pattern);

/// Every row, and all their patterns made ready for one pass.
static ALL: LazyLock<(Vec<Printed>, Patterns)> = LazyLock::new(|| {
    let rows: Vec<_> = everything().collect();
    let patterns = Patterns::new(rows.iter().map(|(_, _, pattern)| *pattern));
    (rows, patterns)
});

/// What this line tells: by the patterns that say most of those that fit.
#[must_use]
pub fn understood(line: &str) -> Understood {
    let (rows, patterns) = &*ALL;
    let candidates = patterns.candidates(line).into_iter().map(|at| rows[at]);
    let found = candidates.filter_map(|(program, code, pattern)| {
        let values = pattern.read(line)?;
        let whole = pattern.shown();
        let counts = program != Program::Go || !is_short(&whole) || is_whole(&whole, line);
        counts.then_some((says(pattern), program, code, values))
    });
    let found: Vec<_> = found.collect();
    let most = found.iter().map(|(says, ..)| *says).max();
    let mut all = Understood {
        programs: Vec::new(),
        codes: Vec::new(),
        values: Vec::new(),
    };
    for (_, program, code, values) in found.into_iter().filter(|found| Some(found.0) == most) {
        if !all.programs.contains(&program) {
            all.programs.push(program);
        }
        if !all.codes.contains(&code) {
            all.codes.push(code);
        }
        for (name, value) in values {
            if all.values.iter().all(|(known, _)| *known != name) {
                all.values.push((name, value.to_owned()));
            }
        }
    }
    all
}

/// An error of few words, none of which only an error has.
pub(super) fn is_short(whole: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphabetic() || c == ' ';
    whole.split(' ').count() <= 3 && whole.chars().all(plain) && whole != "RequestTimeTooSkewed"
}

/// Whether these few words are a whole error in the line: behind a colon or at the beginning, and
/// before a quote, a bracket or the end. Elsewhere they are somebody's words, and so they are behind
/// the status of a service that answered.
fn is_whole(words: &str, line: &str) -> bool {
    let has_answered = ["status code: ", "StatusCode: ", "StatusCode="]
        .iter()
        .any(|name| {
            let behind = line.split_once(name).map(|(_, behind)| behind);
            behind.is_some_and(|status| !status.starts_with('0'))
        });
    !has_answered
        && line.match_indices(words).any(|(at, _)| {
            let (before, behind) = (&line[..at], &line[at + words.len()..]);
            let begins =
                before.trim().is_empty() || before.ends_with(": ") || before.ends_with('"');
            let ends = behind.trim_start();
            begins && (ends.is_empty() || ends.starts_with(['"', '\\', ']', ')', '\'']))
        })
}

/// How much a pattern says. What an error of the proxy's says behind that is the proxy's too, and what
/// a server says of its client is about that.
pub(super) fn says(pattern: Pattern) -> usize {
    let shown = pattern.shown();
    let is_led = LEADING.iter().any(|words| shown.starts_with(words));
    pattern.weight() + if is_led { LONGEST } else { 0 }
}

/// Whose error it is, whatever stands behind.
const LEADING: [&str; 3] = [
    "proxyconnect tcp: ",
    "socks connect tcp ",
    "http: TLS handshake error from ",
];

/// More than any pattern weighs.
const LONGEST: usize = 1000;

/// Every pattern, with who prints it and the class that it is printed for. What is only read has its
/// classes in the order in which they are likely, so it comes first.
pub(super) fn everything() -> impl Iterator<Item = (Program, Code, Pattern)> {
    let all = Program::ALL.iter().copied();
    all.flat_map(|program| {
        let tables = [program.rows(), program.variants(), program.read()];
        let rows = tables.into_iter().flatten().flat_map(of_row);
        heard(program)
            .chain(rows)
            .map(move |(code, pattern)| (program, code, pattern))
    })
}

/// What is only read of a program.
fn heard(program: Program) -> impl Iterator<Item = (Code, Pattern)> {
    let rows = heard::tables(program).iter().copied().flatten();
    rows.flat_map(|(lines, codes)| {
        let each = |code: &'static Code| lines.iter().map(|line| (*code, Pattern::new(line)));
        codes.iter().flat_map(each)
    })
}

/// The patterns of a row, each with its class.
pub(super) fn of_row((code, lines): &'static Row) -> impl Iterator<Item = (Code, Pattern)> {
    lines.iter().map(|line| (*code, Pattern::new(line)))
}
