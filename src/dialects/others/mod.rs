//! What others print for each class, so that searching for the message finds it, and the classes
//! that a line of theirs may be about. One file for each program.

mod aws;
mod browser;
mod curl;
mod go;
mod heard;
mod mtc;
mod openssl;
mod program;
mod row;
mod tables;
mod understood;

use super::pattern::Pattern;
use crate::codes::Code;
use row::Row;
use understood::{is_short, of_row, says};

pub use program::Program;
pub use understood::{Understood, understood};

/// What this program prints for this class; empty where it prints nothing of its own.
pub fn printed(program: Program, code: Code) -> impl Iterator<Item = Pattern> {
    of(program.rows(), code)
}

/// What MTC shows for this class where the endpoint has this role; `None` where it shows nothing of
/// its own. MTC verifies no registry.
#[must_use]
pub fn mtc_of_role(code: Code, role: &str) -> Option<String> {
    let all = printed(Program::Mtc, code);
    let mut of_role = all.filter(|pattern| mtc::role_of(&pattern.shown()) == Some(role));
    of_role.next().map(Pattern::shown)
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
    understood(line).codes
}

/// The classes that an error of Go's or of an AWS SDK may be about, as other programs pass it on in a
/// longer text. A word or two that are a whole error (`EOF`, `Forbidden`) count at the end of the text
/// only: before that they are somebody's words.
#[must_use]
pub fn read_error(text: &str) -> Vec<Code> {
    let rows = [go::ROWS, go::VARIANTS, go::READ, aws::ROWS];
    read_among(text, rows.into_iter().flatten().flat_map(of_row)).0
}

/// What programs print into logs, by the class that it is printed for. Browsers and MTC's console write
/// none.
pub fn logged() -> impl Iterator<Item = (Code, Pattern)> {
    let in_logs = |program: &Program| !matches!(program, Program::Mtc | Program::Browser);
    let all = understood::everything().filter(move |(program, ..)| in_logs(program));
    all.map(|(_, code, pattern)| (code, pattern))
        .filter(|(_, pattern)| pattern.weight() >= LEAST || is_short(&pattern.shown()))
}

/// Characters of its own that a pattern has at least, to be told from any number in brackets: curl's
/// codes stand in lines of others, too.
const LEAST: usize = 8;

/// Whether it is a word or two, which count where a text ends with them behind a colon.
#[must_use]
pub fn counts_at_the_end(pattern: Pattern) -> bool {
    is_short(&pattern.shown())
}

/// The same as [`read_error`], where only these patterns can stand in the text; with the pattern that
/// says most.
#[must_use]
pub fn read_among(
    text: &str,
    among: impl Iterator<Item = (Code, Pattern)>,
) -> (Vec<Code>, Option<Pattern>) {
    let text = text.trim_end();
    heaviest(among.filter(|(_, pattern)| {
        let whole = pattern.shown();
        let ends = || {
            let before = text.strip_suffix(whole.as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with(": "))
        };
        pattern.read(text).is_some() && (!is_short(&whole) || ends())
    }))
}

/// The codes of the pattern that says most, each once, and that pattern.
fn heaviest(found: impl Iterator<Item = (Code, Pattern)>) -> (Vec<Code>, Option<Pattern>) {
    let mut most = 0;
    let (mut codes, mut best) = (Vec::new(), None);
    for (code, pattern) in found {
        let weight = says(pattern);
        if weight < most {
            continue;
        }
        if weight > most {
            most = weight;
            codes.clear();
            best = Some(pattern);
        }
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    (codes, best)
}

fn of(rows: &'static [Row], code: Code) -> impl Iterator<Item = Pattern> {
    rows.iter()
        .filter(move |(known, _)| *known == code)
        .flat_map(|(_, lines)| lines.iter().map(|line| Pattern::new(line)))
}

#[cfg(test)]
mod tests;
