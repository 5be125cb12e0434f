//! Text in quotes as Go's `%q` prints it, and read back. Pure; what is printable is a guess where
//! Rust and Go have other versions of Unicode.

/// As [`quoted`], of what may be no UTF-8.
pub(super) fn quoted_bytes(bytes: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        let text = self::quoted(chunk.valid());
        quoted += &text[1..text.len() - 1];
        let bytes = chunk.invalid().iter();
        quoted.extend(bytes.map(|b| format!("\\x{b:02x}")));
    }
    quoted.push('"');
    quoted
}

/// `strconv.Quote`.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\u{7}' => quoted += "\\a",
            '\u{8}' => quoted += "\\b",
            '\u{c}' => quoted += "\\f",
            '\n' => quoted += "\\n",
            '\r' => quoted += "\\r",
            '\t' => quoted += "\\t",
            '\u{b}' => quoted += "\\v",
            _ if is_printable(c) => quoted.push(c),
            _ => quoted += &numbered(c),
        }
    }
    quoted.push('"');
    quoted
}

fn numbered(c: char) -> String {
    let number = u32::from(c);
    match number {
        ..0x80 => format!("\\x{number:02x}"),
        0x80..0x1_0000 => format!("\\u{number:04x}"),
        _ => format!("\\U{number:08x}"),
    }
}

fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return c == ' ' || c.is_ascii_graphic();
    }
    !c.is_whitespace() && c.escape_debug().count() == 1
}

/// A quoted text without its quotes and escapes; `None` where it is not quoted so.
#[must_use]
pub fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut plain = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        let digits = match rest.next()? {
            'a' => plain_char(&mut plain, '\u{7}'),
            'b' => plain_char(&mut plain, '\u{8}'),
            'f' => plain_char(&mut plain, '\u{c}'),
            'n' => plain_char(&mut plain, '\n'),
            'r' => plain_char(&mut plain, '\r'),
            't' => plain_char(&mut plain, '\t'),
            'v' => plain_char(&mut plain, '\u{b}'),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            escaped => plain_char(&mut plain, escaped),
        };
        if digits > 0 {
            let code: String = rest.by_ref().take(digits).collect();
            plain.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
        }
    }
    Some(plain)
}

/// No digits follow.
fn plain_char(plain: &mut String, c: char) -> usize {
    plain.push(c);
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_those_of_go() {
        for (text, go) in [
            ("West CA", "\"West CA\""),
            ("a \"b\" \\", "\"a \\\"b\\\" \\\\\""),
            ("\u{0}\u{7}\n\u{7f}", "\"\\x00\\a\\n\\x7f\""),
            (
                "\u{e9} \u{a0} \u{202e} \u{1f600}",
                "\"\u{e9} \\u00a0 \\u202e \u{1f600}\"",
            ),
        ] {
            assert_eq!(quoted(text), go);
            assert_eq!(unquoted(go).as_deref(), Some(text));
        }
    }
}
