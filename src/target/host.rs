//! `Host`: a DNS name or an IP address, as people write them.
//! What programs read differently is refused. Opens nothing.

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A DNS name (lower case, punycode, without a final dot) or an IP address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Host {
    /// A DNS name in that form.
    Name(String),
    /// An IP address; a URL's brackets are taken off.
    Ip(IpAddr),
}

impl Host {
    /// Reads a name, an IPv4 address or an IPv6 address with or without brackets; non-ASCII names
    /// become punycode.
    ///
    /// # Errors
    /// Why it is none of these.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bare = text
            .strip_prefix('[')
            .and_then(|t| t.strip_suffix(']'))
            .unwrap_or(text);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return Ok(Self::Ip(ip));
        }
        let dotless = text.strip_suffix('.').unwrap_or(text);
        if dotless.len() < text.len()
            && let Ok(url::Host::Ipv4(_) | url::Host::Ipv6(_)) = url::Host::parse(dotless)
        {
            return Err(dotted(text, dotless));
        }
        match url::Host::parse(dotless) {
            // A URL's host may hold what no name in the DNS has, and what a shell obeys.
            Ok(url::Host::Domain(name)) if name.chars().any(is_foreign) => {
                Err(format!("`{text}` is no host name: {}", foreign_in(&name)))
            }
            Ok(url::Host::Domain(name))
                if name
                    .split('.')
                    .all(|label| !label.is_empty() && label.len() <= 63)
                    && name.len() <= 253 =>
            {
                Ok(Self::Name(name))
            }
            Ok(url::Host::Ipv4(ip)) if dotless == ip.to_string() => Ok(Self::Ip(ip.into())),
            Ok(url::Host::Ipv4(ip)) => Err(ambiguous(dotless, ip)),
            Ok(url::Host::Ipv6(ip)) => Ok(Self::Ip(ip.into())),
            Ok(url::Host::Domain(_)) => Err(format!(
                "`{text}` is no host name: a label is empty or too long"
            )),
            Err(e) => Err(format!("`{text}` is no host name: {}", no_name(dotless, e))),
        }
    }
}

impl Host {
    /// The address, where it is one.
    #[must_use]
    pub const fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Ip(ip) => Some(*ip),
            Self::Name(_) => None,
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Ip(ip) => write!(f, "{ip}"),
        }
    }
}

impl Serialize for Host {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Host {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Host {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Host".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "A DNS name, or an IP address without brackets." })
    }
}

/// `010.0.0.1`, `0x7f.1`, `127.1`, `1`: the C library reads octal and hexadecimal numbers and fewer
/// than four of them (inet_aton(3)), Go looks the same text up as a name.
fn ambiguous(text: &str, ip: Ipv4Addr) -> String {
    format!(
        "`{text}` is ambiguous: curl and the C library read it as the address {ip}, Go looks it up as a name; write an address as four decimal numbers without leading zeros"
    )
}

/// `127.0.0.1.`: browsers read an address (URL Standard, ends-in-a-number checker), curl 7.88 asks
/// the resolvers for a name, Go 1.19 to 1.27 say "no such host" and ask nobody. `[::1].` is read by
/// nobody.
fn dotted(text: &str, dotless: &str) -> String {
    format!(
        "`{text}` is ambiguous: with a final dot browsers read an address, curl and Go look it up as a name; write `{dotless}`"
    )
}

/// What keeps a text from being a host name, in plain words.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the URL parser has words for every other error"
)]
pub(super) fn no_name(text: &str, error: url::ParseError) -> String {
    match error {
        url::ParseError::IdnaError | url::ParseError::InvalidDomainCharacter
            if text.chars().any(is_foreign) =>
        {
            foreign_in(text)
        }
        error => error.to_string(),
    }
}

/// Letters, digits, `-` and `.` are what host names are made of (RFC 1123 2.1); `_` stands in
/// others of the DNS.
const fn is_foreign(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '_')
}

fn foreign_in(text: &str) -> String {
    match text.chars().find(|c| is_foreign(*c)) {
        Some(c) if c.is_ascii_graphic() => format!("a host name cannot hold `{c}`"),
        Some(c) if !c.is_whitespace() => "a host name cannot hold a control character".into(),
        _ => "a host name cannot hold a blank".into(),
    }
}
