//! Whether a file holds Kubernetes objects or lines of targets, by its content, never by its name.
//! A guess from the beginning of the file; `split` and `sheet` do the reading.

use super::split::is_marker;

/// Keys that begin a line of an object, of a list of them or of an install-config, and of no target.
const KEYS: [&str; 9] = [
    "apiVersion",
    "kind",
    "items",
    "metadata",
    "spec",
    "status",
    "data",
    "baseDomain",
    "additionalTrustBundle",
];
/// At most so many lines of the file are searched.
const LINES: usize = 2000;

/// Whether it holds objects: a JSON value at its start, a document marker, or a line `kind: …`.
#[must_use]
pub fn are_objects(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut first = true;
    for line in bytes.split(|b| *b == b'\n').take(LINES) {
        let said = line.trim_ascii();
        if said.is_empty() || said.starts_with(b"#") {
            continue;
        }
        // The whole text may be indented.
        if (first && is_json(said)) || is_marker(said) || is_key(said) {
            return true;
        }
        first = false;
    }
    false
}

/// Whether JSON starts here: `{`, or `[` if it does not begin an IPv6 address.
fn is_json(line: &[u8]) -> bool {
    match line {
        [b'{', ..] => true,
        [b'[', rest @ ..] => matches!(
            rest.trim_ascii_start().first(),
            None | Some(b'{' | b'[' | b']' | b'"')
        ),
        _ => false,
    }
}

/// Whether the line starts with such a key and a blank; `kind:443` is a host.
fn is_key(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"- ").unwrap_or(line);
    KEYS.iter().any(|key| {
        let quoted = line.strip_prefix(b"\"").unwrap_or(line);
        let rest = quoted
            .strip_prefix(key.as_bytes())
            .map(|rest| rest.strip_prefix(b"\"").unwrap_or(rest));
        rest.and_then(|rest| rest.strip_prefix(b":"))
            .is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
    })
}

#[cfg(test)]
mod tests {
    use super::are_objects;

    #[test]
    fn objects_are_told_from_lines_of_targets() {
        for text in [
            "{}",
            "# dump\n\n{\"kind\": 1}",
            "[\n{",
            "---\nx: 1",
            "kind: List\n",
            "a: 1\nitems:\n- b",
            "\u{feff}apiVersion: v1\r\n",
            "- kind: Route\n",
            "    apiVersion: v1\n    kind: Route\n",
            "\t---\n\tx: 1\n",
            "additionalTrustBundle: |\n  -----BEGIN CERTIFICATE-----\n",
        ] {
            assert!(are_objects(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "# kind: x\na.test",
            "[::1]:443",
            "[fd00::1]\nb.test",
            "kind:443",
            "api=a.test",
            "-----BEGIN CERTIFICATE-----\nMII",
        ] {
            assert!(!are_objects(text.as_bytes()), "{text}");
        }
    }
}
