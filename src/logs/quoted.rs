//! Values in the quotes of Go's `%q`, and without: taken off, at most four deep where one error was
//! quoted by the next that wrote it down.
//! Knows nothing of grammars.

use std::borrow::Cow;

/// Quotes in each other that are taken off.
const DEEPEST: usize = 4;

/// The value at the beginning of the text, without its quotes, and what is behind it. A bare value
/// ends at a blank; a quote that is never closed ends with the text.
pub(super) fn value(text: &str) -> (Cow<'_, str>, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(' ').unwrap_or(text.len());
        return (Cow::Borrowed(&text[..end]), &text[end..]);
    };
    let end = closing(quoted);
    let behind = quoted.get(end + 1..).unwrap_or("");
    (unquoted(&quoted[..end]), behind)
}

/// Where the quote that was opened before the text is closed; its end where it is not.
fn closing(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        if bytes[at + found] == b'"' {
            return at + found;
        }
        at += found + 2;
    }
    text.len()
}

/// The text as it was before it was quoted, and quoted again: until nothing changes, at most four
/// times.
pub(super) fn unquoted(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..DEEPEST {
        if memchr::memchr(b'\\', text.as_bytes()).is_none() {
            break;
        }
        let inner = once(&text);
        let bare = inner
            .strip_prefix('"')
            .and_then(|inner| inner.strip_suffix('"'));
        text = Cow::Owned(bare.map_or_else(|| inner.clone(), str::to_owned));
    }
    text
}

/// Takes one layer of backslashes off. What is no escape of Go's stays as it is.
fn once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let rest = letters.as_str();
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some(same @ ('"' | '\\' | '/' | '\'')) => out.push(same),
            Some(kind @ ('x' | 'u' | 'U')) => match coded(kind, &rest[1..]) {
                Some((decoded, length)) => {
                    out.push(decoded);
                    letters = rest[1 + length..].chars();
                }
                None => out.extend(['\\', kind]),
            },
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

/// The letter of `\x1b`, `\u201c`, `\U0001f600`, and how many digits name it.
fn coded(kind: char, digits: &str) -> Option<(char, usize)> {
    let length = match kind {
        'x' => 2,
        'u' => 4,
        _ => 8,
    };
    let code = u32::from_str_radix(digits.get(..length)?, 16).ok()?;
    Some((char::from_u32(code)?, length))
}

#[cfg(test)]
mod tests {
    use super::{unquoted, value};

    #[test]
    fn a_value_ends_where_its_quotes_do() {
        assert_eq!(value(r#"bare next="x""#), ("bare".into(), r#" next="x""#));
        assert_eq!(value(r#""a \"b\" c" d"#), (r#"a "b" c"#.into(), " d"));
        assert_eq!(
            value(r#""never closed \"x"#),
            (r#"never closed "x"#.into(), "")
        );
        assert_eq!(value(r#""ends in \"#), (r"ends in \".into(), ""));
        assert_eq!(value(""), ("".into(), ""));
    }

    #[test]
    fn quotes_in_quotes_are_taken_off_four_deep() {
        let inner = r#"Get "https://a.test/": EOF"#;
        let mut quoted = inner.to_owned();
        for _ in 0..4 {
            quoted = format!("{quoted:?}");
            assert_eq!(value(&quoted), (inner.into(), ""));
        }
        assert_eq!(unquoted(r"a\nb\x1b\u201c"), "a\nb\u{1b}\u{201c}");
        assert_eq!(unquoted(r"C:\dir \xzz"), r"C:\dir \xzz");
    }

    #[test]
    fn a_thousand_quotes_end() {
        let text = "x".to_owned() + &"\\\"".repeat(1000);
        assert_eq!(unquoted(&text).len(), 1001);
        assert!(unquoted(&"\\".repeat(100_001)).len() < 100_001);
    }
}
