//! An address in an object, read as Go's `net/url` and MTC's own checks read it. User and password
//! were removed when the object was read.

use crate::foreign::Foreign;

/// What MTC makes of an address before it connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UrlReading<'a> {
    /// Absent or empty.
    Missing,
    /// Go's `url.Parse` refuses it.
    Malformed,
    /// Another scheme than http and https, or none. Of `api.c.test:6443` Go takes the host for the
    /// scheme.
    Scheme(&'a str),
    /// `http://`: no TLS at all.
    Plain,
    Secure,
}

impl<'a> UrlReading<'a> {
    /// Reads the text of a URL field.
    pub(super) fn of(text: Option<&'a Foreign>) -> Self {
        let Some(text) = text.map(Foreign::raw).filter(|t| !t.is_empty()) else {
            return Self::Missing;
        };
        if text.chars().any(|c| c.is_ascii_control()) {
            return Self::Malformed;
        }
        let Some((scheme, rest)) = split_scheme(text) else {
            // "first path segment in URL cannot contain colon"; or, for a text that begins with
            // one, "missing protocol scheme".
            let segment = text.split(['/', '?', '#']).next().unwrap_or_default();
            return if segment.contains(':') {
                Self::Malformed
            } else {
                Self::Scheme("")
            };
        };
        let authority = rest
            .strip_prefix("//")
            .map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
        if authority.is_some_and(|authority| !is_authority(authority)) {
            return Self::Malformed;
        }
        match scheme {
            _ if scheme.eq_ignore_ascii_case("https") => Self::Secure,
            _ if scheme.eq_ignore_ascii_case("http") => Self::Plain,
            _ => Self::Scheme(scheme),
        }
    }
}

/// The host of a URL, as it is written there; an IPv6 address without its brackets.
pub(super) fn host_written(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    if let Some(inner) = place.strip_prefix('[') {
        return inner.split(']').next().unwrap_or(inner);
    }
    place.split(':').next().unwrap_or(place)
}

/// Go's `getScheme`: a letter, then letters, digits, `+`, `-`, `.`, up to a colon.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let may_begin = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let may_follow = scheme
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (may_begin && may_follow).then_some((scheme, rest))
}

/// Host and port as Go's `parseHost` takes them.
fn is_authority(text: &str) -> bool {
    let refused = |c: char| {
        c.is_ascii_whitespace() || matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let port = match host.strip_prefix('[') {
        Some(v6) => match v6.split_once(']') {
            Some((_, after)) => after,
            None => return false,
        },
        None => host.find(':').map_or("", |at| &host[at..]),
    };
    !host.contains(refused)
        && (port.is_empty()
            || port
                .strip_prefix(':')
                .is_some_and(|p| p.chars().all(|c| c.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::UrlReading::{self, Malformed, Missing, Plain, Scheme, Secure};

    #[test]
    fn addresses_are_read_as_go_reads_them() {
        for (text, reading) in [
            ("", Missing),
            ("https://api.c.test:6443", Secure),
            ("HTTPS://api.c.test:6443/", Secure),
            ("http://minio.c.test:9000", Plain),
            ("api.c.test:6443", Scheme("api.c.test")),
            ("api.c.test", Scheme("")),
            ("ftp://api.c.test", Scheme("ftp")),
            ("10.0.0.5:6443", Malformed),
            ("my_api:6443", Malformed),
            ("https://api.c.test:64x3", Malformed),
            ("https://api c.test", Malformed),
            ("https://[2001:db8::7]:6443", Secure),
            ("https://[2001:db8::7", Malformed),
            ("https://api.c.test\n", Malformed),
            ("https://", Secure),
        ] {
            assert_eq!(UrlReading::of(Some(&text.into())), reading, "{text}");
        }
        assert_eq!(UrlReading::of(None), Missing);
    }
}
