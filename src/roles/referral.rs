//! Where an answer sends its readers: the OAuth servers of an API server's metadata, the token
//! service of a registry. Reads foreign text and believes none of it: every address is fit to be
//! followed, or unfit for a reason. Only parses text; opens nothing.

use std::fmt;
use std::net::IpAddr;

use super::Answer;
use super::stranger::{self, NotContactedReason};

/// A longer URL is not followed.
const LONGEST: usize = 2048;
/// The field of a registry's challenge that names its token service.
pub const TOKEN_REALM: &str = "token realm";
/// The fields of OAuth metadata that name the server (RFC 8414 2).
const OAUTH_FIELDS: [&str; 3] = ["issuer", "authorization_endpoint", "token_endpoint"];

/// One address in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Where it was written: `token_endpoint`, `token realm`.
    pub field: &'static str,
    /// Where it leads, or why nobody goes there.
    pub to: Result<HostPort, NotFollowed>,
}

/// Where to connect: a DNS name or an address (IPv6 without brackets), and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// The name in lower case, without a final dot; or the address.
    pub host: String,
    /// The port, which is never 0.
    pub port: u16,
}

impl HostPort {
    /// As a URL of plain HTTP begins.
    #[must_use]
    pub fn in_clear(&self) -> String {
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        if self.port == 80 {
            format!("http://{host}")
        } else {
            format!("http://{host}:{}", self.port)
        }
    }
}

/// Why an address is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFollowed {
    /// No URL, or one of another kind: why.
    Malformed(String),
    /// `http://`: everything sent there can be read on the way.
    InClear(HostPort),
    /// It holds a user or a password; they are neither sent nor repeated.
    Credentials,
    /// As it stands it is an address, or a name, where nobody is contacted on a stranger's word.
    /// Where a name leads is told by a lookup.
    Nowhere(String, NotContactedReason),
}

impl fmt::Display for NotFollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => f.write_str(why),
            Self::InClear(place) => write!(f, "{} is not TLS", place.in_clear()),
            Self::Credentials => f.write_str("it holds a user or a password"),
            Self::Nowhere(host, reason) => write!(f, "{host} is {reason}"),
        }
    }
}

/// The OAuth servers that metadata name, field by field; none where the answer is no metadata.
/// `asked` is the host that answered: it may name itself, whatever it is.
#[must_use]
pub fn oauth_servers(answer: &Answer, asked: &str) -> Vec<Referral> {
    let json: Option<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(answer.body.raw()).ok();
    let Some(json) = json.filter(|_| answer.status == 200) else {
        return Vec::new();
    };
    let said = |field: &'static str| {
        Some(Referral {
            field,
            to: place(json.get(field)?.as_str()?, asked),
        })
    };
    let metadata = OAUTH_FIELDS[..2]
        .iter()
        .all(|field| json.get(*field).is_some_and(serde_json::Value::is_string));
    OAUTH_FIELDS
        .into_iter()
        .filter(|_| metadata)
        .filter_map(said)
        .collect()
}

/// The token service that a registry's challenge names (distribution token authentication); `None`
/// where it asks for no Bearer token.
#[must_use]
pub fn token_realm(answer: &Answer, asked: &str) -> Option<Referral> {
    let challenge = bearer(answer)?;
    let to = match parameter(challenge, "realm") {
        Some(realm) => place(&realm, asked),
        None => Err(NotFollowed::Malformed(
            "the challenge names no realm".into(),
        )),
    };
    Some(Referral {
        field: TOKEN_REALM,
        to,
    })
}

/// What follows `Bearer` in the first challenge of that scheme.
fn bearer(answer: &Answer) -> Option<&str> {
    let challenges = answer
        .headers
        .iter()
        .filter(|(name, _)| answer.status == 401 && name == "www-authenticate");
    challenges
        .map(|(_, value)| value.raw().trim())
        .find_map(|value| {
            let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
            scheme.eq_ignore_ascii_case("bearer").then_some(rest)
        })
}

/// The value of one parameter of a challenge, quoted or not (RFC 9110 11.2); `None` where it is
/// absent, empty or not ended.
fn parameter(mut rest: &str, wanted: &str) -> Option<String> {
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches([' ', '\t', ',']);
        let (value, behind) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => after
                .split_once(',')
                .map_or((after.trim().to_owned(), ""), |(value, behind)| {
                    (value.trim().to_owned(), behind)
                }),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value).filter(|value| !value.is_empty());
        }
        rest = behind;
    }
    None
}

fn unquoted(text: &str) -> Option<(String, &str)> {
    let (mut value, mut escaped) = (String::new(), false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => (value, escaped) = (value + c.encode_utf8(&mut [0; 4]), false),
            '\\' => escaped = true,
            '"' => return Some((value, &text[at + 1..])),
            _ => value.push(c),
        }
    }
    None
}

/// Reads one address; nothing of a bad one is repeated but its scheme or host.
fn place(text: &str, asked: &str) -> Result<HostPort, NotFollowed> {
    let malformed = |why: &str| NotFollowed::Malformed(why.to_owned());
    if text.len() > LONGEST {
        return Err(malformed("longer than 2048 characters"));
    }
    // The URL parser would take such characters out without a word.
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(malformed("it holds a blank or a control character"));
    }
    // It also takes any number of slashes, and none, before the host.
    if text
        .split_once("://")
        .is_none_or(|(_, rest)| rest.starts_with(['/', '\\']))
    {
        return Err(malformed("no URL with a host"));
    }
    let url = url::Url::parse(text).map_err(|e| malformed(&format!("no URL: {e}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(NotFollowed::Credentials);
    }
    if !matches!(url.scheme(), "https" | "http") {
        return Err(malformed("neither https:// nor http://"));
    }
    let host = host(&url, text)?;
    let port = url
        .port_or_known_default()
        .filter(|port| *port != 0)
        .ok_or_else(|| malformed("port 0 cannot be connected to"))?;
    let own = host.eq_ignore_ascii_case(asked);
    if let Some(reason) = nowhere(&host).filter(|_| !own) {
        return Err(NotFollowed::Nowhere(host, reason));
    }
    let place = HostPort { host, port };
    if url.scheme() == "http" {
        Err(NotFollowed::InClear(place))
    } else {
        Ok(place)
    }
}

fn host(url: &url::Url, text: &str) -> Result<String, NotFollowed> {
    match url.host() {
        Some(url::Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            let fits =
                name.len() <= 253 && name.split('.').all(|label| (1..=63).contains(&label.len()));
            if fits {
                Ok(name.to_owned())
            } else {
                Err(NotFollowed::Malformed(
                    "a label of its host name is empty or too long".into(),
                ))
            }
        }
        Some(url::Host::Ipv4(ip)) => {
            let written = text.split_once("://").map_or("", |(_, rest)| rest);
            if written.starts_with(&ip.to_string()) {
                Ok(ip.to_string())
            } else {
                Err(NotFollowed::Malformed(format!(
                    "its host is ambiguous: some programs read it as the address {ip}, others as a name"
                )))
            }
        }
        Some(url::Host::Ipv6(ip)) => Ok(ip.to_canonical().to_string()),
        None => Err(NotFollowed::Malformed("it names no host".into())),
    }
}

/// Private addresses are for `measure` to allow or not: it depends on where the one who answers was
/// reached.
fn nowhere(host: &str) -> Option<NotContactedReason> {
    let closed = host
        .parse::<IpAddr>()
        .map_or_else(|_| stranger::closed_name(host), stranger::closed);
    closed.filter(|reason| *reason != NotContactedReason::Private)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match place(text, "api.a.test") {
            Ok(place) => format!("{} {}", place.host, place.port),
            Err(unfit) => format!("{unfit:?}"),
        }
    }

    /// An address, and what is read of it.
    const ADDRESSES: &[(&str, &str)] = &[
        ("https://oauth.a.test", "oauth.a.test 443"),
        (
            "https://OAUTH.a.test.:8443/some/path?x#y",
            "oauth.a.test 8443",
        ),
        ("https://10.1.2.3:8443", "10.1.2.3 8443"),
        ("https://[2001:db8::1]", "2001:db8::1 443"),
        (
            "http://oauth.a.test",
            r#"InClear(HostPort { host: "oauth.a.test", port: 80 })"#,
        ),
        (
            "ftp://oauth.a.test",
            r#"Malformed("neither https:// nor http://")"#,
        ),
        ("https://user@oauth.a.test", "Credentials"),
        ("https://:hunter2@oauth.a.test", "Credentials"),
        (
            "https://127.0.0.1:8443",
            r#"Nowhere("127.0.0.1", Loopback)"#,
        ),
        (
            "https://2130706433",
            r#"Malformed("its host is ambiguous: some programs read it as the address 127.0.0.1, others as a name")"#,
        ),
        ("https://[::1]", r#"Nowhere("::1", Loopback)"#),
        (
            "https://[::ffff:127.0.0.1]",
            r#"Nowhere("127.0.0.1", Loopback)"#,
        ),
        (
            "https://169.254.169.254/latest",
            r#"Nowhere("169.254.169.254", MetadataService)"#,
        ),
        ("https://[fe80::1]", r#"Nowhere("fe80::1", LinkLocal)"#),
        ("https://0.0.0.0", r#"Nowhere("0.0.0.0", Unspecified)"#),
        (
            "https://localhost:6443",
            r#"Nowhere("localhost", Loopback)"#,
        ),
        (
            "https://[64:ff9b::a9fe:a9fe]",
            r#"Nowhere("64:ff9b::a9fe:a9fe", MetadataService)"#,
        ),
        (
            "https://metadata.google.internal.",
            r#"Nowhere("metadata.google.internal", MetadataService)"#,
        ),
        (
            "https://a.test:0",
            r#"Malformed("port 0 cannot be connected to")"#,
        ),
        (
            "https://a b.test",
            r#"Malformed("it holds a blank or a control character")"#,
        ),
        (
            "https://a\u{1b}.test",
            r#"Malformed("it holds a blank or a control character")"#,
        ),
        ("/oauth", r#"Malformed("no URL with a host")"#),
        ("https:///oauth", r#"Malformed("no URL with a host")"#),
        ("https:oauth", r#"Malformed("no URL with a host")"#),
        ("", r#"Malformed("no URL with a host")"#),
        ("https://", r#"Malformed("no URL: empty host")"#),
        (
            "https://a.test:x",
            r#"Malformed("no URL: invalid port number")"#,
        ),
    ];

    #[test]
    fn addresses_are_read_and_bad_ones_refused() {
        for (text, expected) in ADDRESSES {
            assert_eq!(said(text), *expected, "{text}");
        }
        assert_eq!(
            said(&format!("https://{}.test", "a".repeat(300))),
            r#"Malformed("a label of its host name is empty or too long")"#
        );
        assert!(said(&format!("https://a.test/{}", "a".repeat(LONGEST))).contains("longer"));
        assert!(
            place("https://127.0.0.1:8443", "127.0.0.1").is_ok(),
            "whoever answers may name itself"
        );
    }

    #[test]
    fn challenges_are_read_as_the_rfc_writes_them() {
        let realm = |challenge: &str| {
            let headers = vec![
                ("www-authenticate".to_owned(), "Basic realm=\"x\"".into()),
                ("www-authenticate".to_owned(), challenge.into()),
            ];
            let answer = Answer {
                status: 401,
                headers,
                ..Answer::default()
            };
            token_realm(&answer, "r.test").map(|referral| {
                referral
                    .to
                    .map(|place| place.host)
                    .map_err(|unfit| unfit.to_string())
            })
        };
        let found = Some(Ok("t.test".to_owned()));
        for challenge in [
            r#"Bearer realm="https://t.test/token""#,
            r#"bearer service="a, realm=b" , Realm = "https://t.test/token",scope="x""#,
            "Bearer realm=https://t.test/token,service=r",
            r#"Bearer realm="https:\/\/t.test""#,
        ] {
            assert_eq!(realm(challenge), found, "{challenge}");
        }
        for challenge in [
            "Bearer",
            "Bearer realm=",
            r#"Bearer realm="https://t.test"#,
            r#"Bearer service="r""#,
            "Bearer ,,,",
        ] {
            assert!(matches!(realm(challenge), Some(Err(_))), "{challenge}");
        }
        assert_eq!(realm("Negotiate"), None);
    }
}
