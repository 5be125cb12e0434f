//! A line as its program wrote it, out of the quotes of whoever passed it on: JSON, Go's `%q` in
//! `%q`, and the colours of a terminal. Changes no word of it.

use std::borrow::Cow;

/// Quotes in each other that are taken off.
const DEEPEST: usize = 4;

/// The line without escapes: `\"` becomes `"`, `\n` and `\t` a blank, and colours go.
#[must_use]
pub fn unquoted(line: &str) -> Cow<'_, str> {
    let mut text = without_colours(line);
    for _ in 0..DEEPEST {
        if !text.contains('\\') {
            break;
        }
        let next = once(&text);
        if next == *text {
            break;
        }
        text = Cow::Owned(next);
    }
    text
}

/// One level of quotes less. Bytes (`\x15`) stay as they are.
fn once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = behind.chars();
        let stands_for = match letters.next() {
            Some(quote @ ('"' | '\'' | '/' | '\\')) => Some(quote),
            Some('n' | 'r' | 't') => Some(' '),
            _ => None,
        };
        if let Some(letter) = stands_for {
            out.push(letter);
            rest = letters.as_str();
        } else {
            out.push('\\');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// Without `ESC [ ... m` (ECMA-48, select graphic rendition).
fn without_colours(line: &str) -> Cow<'_, str> {
    if !line.contains("\u{1b}[") {
        return Cow::Borrowed(line);
    }
    let mut parts = line.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let behind = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        out.push_str(behind.strip_prefix('m').unwrap_or(part));
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::unquoted;

    #[test]
    fn quotes_in_quotes_are_taken_off() {
        for (line, plain) in [
            ("plain", "plain"),
            (
                r#"{"error":"Get \"https://a.test/\": EOF"}"#,
                r#"{"error":"Get "https://a.test/": EOF"}"#,
            ),
            (
                r#"error="Get \\\"https://a.test/\\\": EOF""#,
                r#"error="Get "https://a.test/": EOF""#,
            ),
            (
                r"send request failed\ncaused by: EOF",
                "send request failed caused by: EOF",
            ),
            (
                r#"malformed HTTP response "\x15\x03""#,
                r#"malformed HTTP response "\x15\x03""#,
            ),
            ("\u{1b}[31mERRO\u{1b}[0m[0000] EOF", "ERRO[0000] EOF"),
            ("ends with a stroke \\", "ends with a stroke \\"),
        ] {
            assert_eq!(unquoted(line), plain);
        }
    }
}
