//! A point in time: what certificates, evidence and reports are dated with. Reads no clock; only
//! `plan` does.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const DAY: i64 = 86_400;
const EPOCH: jiff::civil::DateTime = jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Seconds since 1970-01-01T00:00:00Z. Printed, saved and parsed as RFC 3339 in UTC. X.509 allows
/// the year 9999 ("no well-defined expiration", RFC 5280 4.1.2.5), so the range is that of an
/// `i64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The end of a certificate that has none: `99991231235959Z` (RFC 5280 4.1.2.5).
    pub const NO_END: Self = Self(253_402_300_799);

    /// As the end of something, it comes before that moment; what has no end never does.
    #[must_use]
    pub fn ends_before(self, horizon: Self) -> bool {
        self < horizon && self != Self::NO_END
    }

    /// Reads RFC 3339 (`2026-11-23T05:00:00Z`) or a plain date (`2026-11-23`, midnight UTC).
    ///
    /// # Errors
    /// The text names neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(t) = text.parse::<jiff::Timestamp>() {
            return Ok(Self(t.as_second()));
        }
        // The last hours of the year 9999 are beyond a timestamp.
        if let Some(civil) = text.strip_suffix('Z')
            && let Ok(civil) = civil.parse::<jiff::civil::DateTime>()
        {
            return Ok(Self(civil.duration_since(EPOCH).as_secs()));
        }
        text.parse::<jiff::civil::Date>()
            .ok()
            .and_then(|date| in_utc(date.into()))
            .ok_or_else(|| format!("`{text}` is no time: write 2026-11-23 or 2026-11-23T05:00:00Z"))
    }

    /// Reads an HTTP date, `Mon, 23 Nov 2026 05:00:00 GMT` (RFC 9110 5.6.7, the preferred form
    /// only).
    #[must_use]
    pub fn parse_http_date(text: &str) -> Option<Self> {
        let civil = jiff::civil::DateTime::strptime("%a, %d %b %Y %H:%M:%S GMT", text).ok()?;
        in_utc(civil)
    }

    /// Whole days from `self` to `later`, rounded down; negative when `later` is past.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0.saturating_sub(self.0)).div_euclid(DAY)
    }

    /// The moment `days` days later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY)))
    }

    /// The date alone, `2026-11-23`.
    #[must_use]
    pub fn date(self) -> String {
        self.to_string().chars().take(10).collect()
    }

    /// The first and the last that a calendar of four digits holds stand for all beyond them.
    fn civil(self) -> jiff::civil::DateTime {
        let since = jiff::SignedDuration::from_secs(self.0);
        EPOCH.saturating_add(since)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        // By hand, since a report has many: a format would be read anew for each.
        let mut text = *b"0000-00-00T00:00:00Z";
        let year = civil.year();
        digits(&mut text[..4], year.unsigned_abs());
        let parts = [
            (5, civil.month()),
            (8, civil.day()),
            (11, civil.hour()),
            (14, civil.minute()),
            (17, civil.second()),
        ];
        for (at, part) in parts {
            digits(&mut text[at..at + 2], part.unsigned_abs().into());
        }
        if year < 0 {
            f.write_str("-")?;
        }
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

/// Fills it with the last digits of the number.
fn digits(text: &mut [u8], mut number: u16) {
    for digit in text.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

fn in_utc(civil: jiff::civil::DateTime) -> Option<Moment> {
    let timestamp = jiff::tz::Offset::UTC.to_timestamp(civil).ok()?;
    Some(Moment(timestamp.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_ends_before_nothing() {
        assert_eq!(Moment::NO_END.to_string(), "9999-12-31T23:59:59Z");
        let far = Moment(i64::MAX);
        assert!(!Moment::NO_END.ends_before(far) && !far.ends_before(far));
        assert!(Moment(Moment::NO_END.0 - 1).ends_before(far));
    }

    #[test]
    fn no_distance_overflows() {
        let (first, last) = (Moment(i64::MIN), Moment(i64::MAX));
        assert_eq!(first.days_until(last), i64::MAX / DAY);
        assert_eq!(last.days_until(first), i64::MIN.div_euclid(DAY));
        assert_eq!(last.plus_days(i64::MAX), last);
        assert_eq!(last.date(), "9999-12-31");
        assert_eq!(first.to_string(), "-9999-01-01T00:00:00Z");
    }

    #[test]
    fn the_last_year_is_itself() {
        for (text, seconds) in [
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("1970-01-01T00:00:00Z", 0),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("2024-02-29T13:05:09Z", 1_709_211_909),
        ] {
            assert_eq!(Moment(seconds).to_string(), text);
            assert_eq!(Moment::parse(text), Ok(Moment(seconds)));
        }
    }
}
