//! How the demo's own words are laid out: lines that fit the terminal, and commands that can be
//! copied from them. Prints; knows nothing of the lab.

use super::super::output;
use crate::error::Error;

/// Wraps text at blanks to the given width, with one indent for the first line and one for the
/// others. A word that is too long is not broken.
pub(super) fn wrapped(text: &str, indents: [usize; 2], width: usize) -> String {
    folded(text.split(' '), indents, width, "")
}

/// A command, continued over several lines as a shell reads it.
pub(super) fn command(words: &[&str], indents: [usize; 2], width: usize) -> String {
    folded(
        words.iter().copied(),
        indents,
        width.saturating_sub(2),
        " \\",
    )
}

fn folded<'a>(
    words: impl Iterator<Item = &'a str>,
    [first, others]: [usize; 2],
    width: usize,
    end: &str,
) -> String {
    let (mut text, mut line) = (String::new(), " ".repeat(first));
    for (n, word) in words.enumerate() {
        if n > 0 && line.chars().count() + 1 + word.chars().count() > width {
            text = format!("{text}{line}{end}\n");
            line = " ".repeat(others) + word;
        } else {
            let gap = if n > 0 { " " } else { "" };
            line = format!("{line}{gap}{word}");
        }
    }
    format!("{text}{line}\n")
}

/// A heading with an empty line on either side.
pub(super) fn heading(text: &str, width: usize) -> Result<(), Error> {
    show(&format!(
        "\n{}\n",
        wrapped(&format!("== {text}"), [0, 6], width)
    ))
}

pub(super) fn show(text: &str) -> Result<(), Error> {
    output::print(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_words_are_whole() {
        assert_eq!(
            wrapped("one two three", [2, 4], 9),
            "  one two\n    three\n"
        );
        assert_eq!(wrapped("abcdefghij b", [2, 4], 5), "  abcdefghij\n    b\n");
        assert_eq!(
            command(&["probe", "--from 'a b'", "-q"], [2, 4], 20),
            "  probe \\\n    --from 'a b' \\\n    -q\n"
        );
        assert_eq!(command(&["probe", "-q"], [2, 4], 20), "  probe -q\n");
    }
}
