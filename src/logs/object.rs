//! The fields of a JSON object in a line, also of one that is cut off: no error of its grammar loses what
//! stands before it.
//! Knows nothing of what the fields mean.

use std::borrow::Cow;

use super::quoted::unquoted;

/// The fields at the top of the object that begins the text, and what is behind it. Strings are
/// without quotes, numbers and words as they are; objects and lists are their text.
pub(super) fn fields(text: &str) -> Option<(super::pairs::Pairs<'_>, &str)> {
    let mut rest = text.trim_start().strip_prefix('{')?;
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', ',', '\t', '\n']);
        if let Some(behind) = rest.strip_prefix('}') {
            return Some((found, behind));
        }
        let Some((key, behind)) = string(rest) else {
            return Some((found, rest));
        };
        let Some(behind) = behind.trim_start().strip_prefix(':') else {
            return Some((found, behind));
        };
        let (value, behind) = value(behind.trim_start());
        if found.len() < super::pairs::MOST_FIELDS {
            found.push((Cow::Borrowed(key), value));
        }
        rest = behind;
    }
}

/// The text between the quotes that begin it, as it is written; of one that is cut off, all.
fn string(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let bytes = inner.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        if bytes[at + found] == b'"' {
            return Some((&inner[..at + found], &inner[at + found + 1..]));
        }
        at += found + 2;
    }
    Some((inner, ""))
}

fn value(text: &str) -> (Cow<'_, str>, &str) {
    if let Some((inner, behind)) = string(text) {
        return (unquoted(inner), behind);
    }
    let end = if text.starts_with(['{', '[']) {
        nested(text)
    } else {
        text.find([',', '}']).unwrap_or(text.len())
    };
    (Cow::Borrowed(text[..end].trim_end()), &text[end..])
}

/// Where the object or list that begins the text ends.
fn nested(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(found) = text[at..].find(['{', '[', '}', ']', '"']) {
        at += found;
        match text.as_bytes()[at] {
            b'"' => {
                let behind = string(&text[at..]).map_or("", |(_, behind)| behind);
                at = text.len() - behind.len();
                continue;
            }
            b'{' | b'[' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::fields;

    const LINE: &str =
        r#"{"level":"info","n":1.5,"o":{"a":"}\"","b":[1,{}]},"error":"a \"b\"","nil":null} x"#;

    #[test]
    fn fields_of_any_kind_are_read() {
        let (found, behind) = fields(LINE).expect("an object");
        let told: Vec<(&str, &str)> = found.iter().map(|(k, v)| (&**k, &**v)).collect();
        let expected = [
            ("level", "info"),
            ("n", "1.5"),
            ("o", r#"{"a":"}\"","b":[1,{}]}"#),
            ("error", r#"a "b""#),
            ("nil", "null"),
        ];
        assert_eq!(told, expected);
        assert_eq!(behind, " x");
        assert!(fields("no object").is_none());
    }

    #[test]
    fn a_cut_line_keeps_what_it_had() {
        for end in 1..LINE.len() {
            let (found, _) = fields(&LINE[..end]).expect("an object");
            assert!(end < 16 || found[0].1 == "info", "{end}");
        }
    }
}
