//! A line that another program printed, where something else was wanted: who explains it.
//! Knows text only; what the line means is not known here.

use crate::foreign::Foreign;
use crate::mask::masked;

/// Characters of it that are repeated.
const MOST: usize = 200;
/// A name of a file or a host has no more words.
const FEWEST: usize = 3;

/// What to type for a text of several words; `None` where it may be something else.
pub(super) fn explaining(text: &str) -> Option<String> {
    let words = text.split_whitespace();
    if words.clone().count() < FEWEST || words.clone().any(|word| word.starts_with("expect=")) {
        return None;
    }
    let line = masked(text.trim());
    let line = if line.chars().count() > MOST {
        "'LINE'".to_owned()
    } else {
        Foreign::from(line).for_shell()
    };
    Some(format!(
        "a line that another program printed: probe explain {line}"
    ))
}
