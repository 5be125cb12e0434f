//! A SHA-256 as `openssl x509 -fingerprint -sha256` prints it, to be compared by eye.
//! Knows no certificate.

/// `6B:9B:9F:…`, of 64 hex digits.
pub(super) fn colons(sha256: &str) -> String {
    let upper = sha256.to_ascii_uppercase();
    let pairs = upper.as_bytes().chunks(2).map(String::from_utf8_lossy);
    pairs.collect::<Vec<_>>().join(":")
}

/// Its two ends, where the whole has no room: `6B:9B:9F:48:...:C7:33`.
pub(super) fn in_short(sha256: &str) -> String {
    /// Columns of four bytes at the start, and of two at the end.
    const ENDS: (usize, usize) = (12, 5);
    let whole = colons(sha256);
    let end = whole.len().saturating_sub(ENDS.1);
    match (whole.get(..ENDS.0), whole.get(end..)) {
        (Some(start), Some(end)) if whole.len() > ENDS.0 + ENDS.1 => format!("{start}...:{end}"),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_between_colons() {
        assert_eq!(colons("6b9b9f48"), "6B:9B:9F:48");
        assert_eq!(colons(&"0a".repeat(32)).len(), 95);
        let long = "6b9b9f48".to_owned() + &"0a".repeat(26) + "c733";
        assert_eq!(in_short(&long), "6B:9B:9F:48:...:C7:33");
        assert_eq!(in_short("6b9b"), "6B:9B");
    }
}
