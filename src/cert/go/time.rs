//! Times as Go's cryptobyte reads them: digits, then `Z` or an offset; a UTCTime may leave out its
//! seconds. What `time.Parse` would read but print otherwise is refused.

use jiff::civil::{Date, DateTime, Time};

use super::der::{Der, GENERALIZED_TIME, UTC_TIME};
use crate::moment::Moment;

const MALFORMED_UTC: &str = "x509: malformed UTCTime";
const MALFORMED_GENERALIZED: &str = "x509: malformed GeneralizedTime";
const OTHER: &str = "x509: unsupported time format";

/// Reads the next value as a time.
///
/// # Errors
/// Go's words.
pub(super) fn read(der: &mut Der<'_>) -> Result<Moment, &'static str> {
    if der.next_is(UTC_TIME) {
        let text = der.read(UTC_TIME).ok_or(MALFORMED_UTC)?.0;
        utc(text).ok_or(MALFORMED_UTC)
    } else if der.next_is(GENERALIZED_TIME) {
        let text = der.read(GENERALIZED_TIME).ok_or(MALFORMED_GENERALIZED)?.0;
        generalized(text).ok_or(MALFORMED_GENERALIZED)
    } else {
        Err(OTHER)
    }
}

fn utc(text: &[u8]) -> Option<Moment> {
    let (short, rest) = number(text, 2)?;
    let year = if short >= 50 { 1900 } else { 2000 } + short;
    with_seconds(year, rest).or_else(|| clock(year, rest, false))
}

fn generalized(text: &[u8]) -> Option<Moment> {
    let (year, rest) = number(text, 4)?;
    with_seconds(year, rest)
}

fn with_seconds(year: i64, rest: &[u8]) -> Option<Moment> {
    clock(year, rest, true)
}

/// Month, day, hour, minute, seconds where there are any, and the offset.
fn clock(year: i64, rest: &[u8], has_seconds: bool) -> Option<Moment> {
    let (month, rest) = number(rest, 2)?;
    let (day, rest) = number(rest, 2)?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest, 2)?;
    let (second, rest) = if has_seconds {
        number(rest, 2)?
    } else {
        (0, rest)
    };
    let date = Date::new(year as i16, month as i8, day as i8).ok()?;
    let time = date.to_datetime(Time::new(hour as i8, minute as i8, second as i8, 0).ok()?);
    let since = time.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    Some(Moment(since.as_secs() - offset(rest)?))
}

/// `Z`, or hours and minutes east of it; no offset of nothing, which Go would print as `Z`.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, digits) = text.split_first()?;
    if *sign == b'Z' {
        return digits.is_empty().then_some(0);
    }
    let (hours, rest) = number(digits, 2)?;
    let (minutes, rest) = number(rest, 2)?;
    let seconds = (hours * 60 + minutes) * 60;
    if !rest.is_empty() || hours > 24 || minutes > 59 || seconds == 0 {
        return None;
    }
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

fn number(text: &[u8], digits: usize) -> Option<(i64, &[u8])> {
    let (head, rest) = text.split_at_checked(digits)?;
    let value = head.iter().try_fold(0, |sum, digit| {
        let digit = char::from(*digit).to_digit(10)?;
        Some(sum * 10 + i64::from(digit))
    });
    Some((value?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_go_reads_them() {
        for (text, moment) in [
            ("700101000000Z", Some(0)),
            ("261123050000Z", Some(1_795_410_000)),
            ("2611230500Z", Some(1_795_410_000)),
            ("261123060000+0100", Some(1_795_410_000)),
            ("261123050000+0000", None),
            ("261123050060Z", None),
            ("261123050000", None),
            ("261123050000.5Z", None),
            ("500101000000Z", Some(-631_152_000)),
            ("491231235959Z", Some(2_524_607_999)),
            ("250229000000Z", None),
        ] {
            assert_eq!(utc(text.as_bytes()).map(|m| m.0), moment, "{text}");
        }
        for (text, moment) in [
            ("19700101000000Z", Some(0)),
            ("99991231235959Z", Some(253_402_300_799)),
            ("00000101000000Z", Some(-62_167_219_200)),
            ("197001010000Z", None),
        ] {
            assert_eq!(generalized(text.as_bytes()).map(|m| m.0), moment, "{text}");
        }
    }
}
