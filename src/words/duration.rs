//! A span of time for people.
//! Numbers and units, alike in every language.

/// `12 ms`, `5.0 s`.
pub(super) fn of_ms(ms: u64) -> String {
    if ms < 1000 {
        format!("{ms} ms")
    } else {
        format!("{:.1} s", ms as f64 / 1000.0)
    }
}
