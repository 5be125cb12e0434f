//! Quantities of Kubernetes and durations of Go, as far as a cure needs them.
//! Pure.

/// The double of an amount of memory, as Kubernetes writes it: `512Mi` → `1024Mi`.
pub(super) fn doubled(memory: &str) -> Option<String> {
    let end = memory
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(memory.len());
    let (number, unit) = memory.split_at(end);
    let double = number.parse::<u64>().ok()?.checked_mul(2)?;
    let known = ["", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti"];
    known.contains(&unit).then(|| format!("{double}{unit}"))
}

/// The seconds of a duration such as `3h30m15s` or `20.5s`, rounded down.
pub(super) fn seconds(duration: &str) -> Option<i64> {
    let mut rest = duration;
    let mut all = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        rest = &rest[end..];
        let end = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let of = match &rest[..end] {
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            "us" | "\u{b5}s" | "ns" => 0.0,
            _ => return None,
        };
        all += number * of;
        rest = &rest[end..];
    }
    // A duration of Go has at most 292 years.
    (!duration.is_empty() && all < 1e10).then_some(all as i64)
}

/// Whole hours for so many seconds and a half of them more, `4h` at least: what Velero takes upstream.
pub(super) fn hours_for(seconds: i64) -> String {
    let wanted = seconds.saturating_add(seconds / 2);
    format!("{}h", (wanted / 3600 + 1).max(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_doubled_in_its_unit() {
        let of = |text| doubled(text);
        assert_eq!(of("512Mi").as_deref(), Some("1024Mi"));
        assert_eq!(of("1Gi").as_deref(), Some("2Gi"));
        assert_eq!(of("1000").as_deref(), Some("2000"));
        assert_eq!((of(""), of("1.5Gi"), of("1Xi")), (None, None, None));
    }

    #[test]
    fn durations_are_those_of_go() {
        let all = ["1h", "3h30m15s", "20.052s", "750ms", "", "1x", "h"];
        let read: Vec<Option<i64>> = all.into_iter().map(seconds).collect();
        let wanted = [Some(3600), Some(12615), Some(20), Some(0), None, None, None];
        assert_eq!(read, wanted);
        assert_eq!(hours_for(3600), "4h");
        assert_eq!(hours_for(6 * 3600), "10h");
    }
}
