//! A SHA-256 as `openssl x509 -fingerprint -sha256` prints it, to be compared by eye.
//! Knows no certificate.

/// `6B:9B:9F:…`, of 64 hex digits.
pub(super) fn colons(sha256: &str) -> String {
    let upper = sha256.to_ascii_uppercase();
    let pairs = upper.as_bytes().chunks(2).map(String::from_utf8_lossy);
    pairs.collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_between_colons() {
        assert_eq!(colons("6b9b9f48"), "6B:9B:9F:48");
        assert_eq!(colons(&"0a".repeat(32)).len(), 95);
    }
}
