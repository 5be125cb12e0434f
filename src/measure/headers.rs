//! Which response headers are kept, and in what shape: enough to tell who answered, nothing that
//! could be a secret.

use crate::foreign::Foreign;

const LONGEST_VALUE: usize = 512;

/// Never cookies, never tokens: only what says who answered, where to, or when.
const KEPT: [&str; 17] = [
    "content-length",
    "content-type",
    "date",
    "docker-distribution-api-version",
    "location",
    "proxy-agent",
    "proxy-authenticate",
    "retry-after",
    "server",
    "via",
    "www-authenticate",
    "x-amz-id-2",
    "x-amz-request-id",
    "x-cache",
    "x-guploader-uploadid",
    "x-ms-request-id",
    "x-squid-error",
];

/// The kept ones, names in lower case, in the order they came.
pub(super) fn kept(headers: &[httparse::Header<'_>]) -> Vec<(String, Foreign)> {
    let named = headers
        .iter()
        .map(|h| (h.name.to_ascii_lowercase(), h.value));
    named
        .filter(|(name, _)| KEPT.contains(&name.as_str()))
        .map(|(name, value)| {
            let text = bounded(value);
            let text = if name == "location" {
                without_secrets(text.raw()).into()
            } else {
                text
            };
            (name, text)
        })
        .collect()
}

/// Foreign text made safe to show: at most 512 characters, control characters escaped.
pub(super) fn bounded(bytes: &[u8]) -> Foreign {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::new();
    for c in text.chars().take(LONGEST_VALUE) {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out.into()
}

/// A redirect may carry credentials or a token: its user part, query and fragment are dropped.
fn without_secrets(location: &str) -> String {
    let plain = location.split(['?', '#']).next().unwrap_or_default();
    let Some(start) = plain.find("//").map(|at| at + 2) else {
        return plain.to_owned();
    };
    let end = plain[start..]
        .find('/')
        .map_or(plain.len(), |at| start + at);
    let host = plain[start..end].rsplit('@').next().unwrap_or_default();
    format!("{}{host}{}", &plain[..start], &plain[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_headers_are_kept() {
        let fields = [
            ("Set-Cookie", "secret"),
            ("Server", "nginx\x1b[2J"),
            ("Authorization", "x"),
        ];
        let headers = fields.map(|(name, value)| httparse::Header {
            name,
            value: value.as_bytes(),
        });
        assert_eq!(
            kept(&headers),
            [("server".to_owned(), "nginx\\u{1b}[2J".into())]
        );
    }

    #[test]
    fn values_are_bounded() {
        assert_eq!(bounded(&vec![b'a'; 10_000]).len(), LONGEST_VALUE);
    }

    #[test]
    fn a_location_loses_what_may_be_secret() {
        let cases = [
            (
                "https://user:pw@login.test/x?code=1#t",
                "https://login.test/x",
            ),
            ("//user@login.test", "//login.test"),
            ("/oauth?state=1", "/oauth"),
            ("https://a@b@c.test:8443/y@z", "https://c.test:8443/y@z"),
        ];
        for (given, wanted) in cases {
            assert_eq!(without_secrets(given), wanted);
        }
    }
}
