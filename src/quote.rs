//! Foreign text made harmless: for a terminal, which obeys control characters, and for a shell,
//! which obeys almost everything. Pure; what is harmless stays as it is.
#![warn(missing_docs, clippy::wildcard_enum_match_arm)]

use std::path::Path;

/// The same text with everything escaped that a terminal obeys instead of showing: control
/// characters (line breaks among them), line and paragraph separators, and the format characters
/// that are invisible or change the direction of what follows.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_obeyed(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// The same for text of several lines that are meant: its own line breaks stay.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// Unicode's categories Cc, Cf, Zl and Zp, without the format characters of single scripts, which
/// are seen.
fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// A URL with a password given in the wrong place is repeated without it.
#[must_use]
pub fn without_userinfo(text: &str) -> String {
    let word = |word: &str| match (word.find("://"), word.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}***{}", &word[..scheme + 3], &word[at..])
        }
        _ => word.to_owned(),
    };
    text.split_inclusive(char::is_whitespace)
        .map(word)
        .collect()
}

/// A path to be typed into a shell, in quotes where it needs them.
#[must_use]
pub fn for_shell(path: &Path) -> String {
    let path = path.display().to_string();
    let harmless = |c: char| {
        c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ',' | ':' | '@' | '%')
    };
    if !path.is_empty() && path.chars().all(harmless) {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_seen_instead() {
        assert_eq!(
            visible("a\n\u{1b}[2J\u{9b}b\tc\r"),
            "a\\n\\u{1b}[2J\\u{9b}b\\tc\\r"
        );
        for c in
            "\u{200b}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}\u{feff}\u{ad}\u{7f}"
                .chars()
        {
            assert_eq!(
                visible(&format!("a{c}b")),
                format!("a{}b", c.escape_unicode())
            );
        }
        let harmless = "caf\u{e9} \u{5d0}\u{5d1} \u{4e2d}\u{6587} \\ ' \u{2026}";
        assert_eq!(visible(harmless), harmless);
        assert_eq!(
            visible_lines("one\ntwo\u{202e}\r\n"),
            "one\ntwo\\u{202e}\\r\n"
        );
    }

    #[test]
    fn a_shell_reads_one_word() {
        for (path, word) in [
            ("/etc/x.pem", "/etc/x.pem"),
            ("a b", "'a b'"),
            ("it's", "'it'\\''s'"),
            ("$(x)", "'$(x)'"),
            ("", "''"),
        ] {
            assert_eq!(for_shell(Path::new(path)), word);
        }
    }
}
