//! `Target`: what to probe, under which name, for which role, and who asked for it; and how targets
//! are written. Opens nothing.

mod origin;
mod scheme;

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::openshift;
use crate::roles::referral::TOKEN_REALM;
use crate::roles::{ROLES, RoleRef};

pub use origin::{ObjectRef, Origin};

/// One endpoint to probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RecordedTarget")]
pub struct Target {
    /// Where to connect: a name to look up, or an address.
    pub host: Host,
    /// The TCP port, which is never 0.
    pub port: u16,
    /// Which kind of service it should be.
    pub role: RoleRef,
    /// Replaces the host both as SNI and as the name the certificate must prove, as
    /// `tls-server-name` does in a kubeconfig.
    pub servername: Option<Host>,
    /// Everyone who named it, in order.
    pub origins: Vec<Origin>,
}

impl Target {
    /// The name the certificate must prove.
    #[must_use]
    pub fn name(&self) -> &Host {
        self.servername.as_ref().unwrap_or(&self.host)
    }

    /// `host:port`, IPv6 in brackets.
    #[must_use]
    pub fn authority(&self) -> String {
        match &self.host {
            Host::Ip(IpAddr::V6(ip)) => format!("[{ip}]:{}", self.port),
            host @ (Host::Name(_) | Host::Ip(IpAddr::V4(_))) => format!("{host}:{}", self.port),
        }
    }

    /// The host is a name, not an address.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        matches!(self.host, Host::Name(_))
    }

    /// Nobody named it: its host is only the usual one, and may not exist.
    #[must_use]
    pub fn is_proposed(&self) -> bool {
        !self.origins.is_empty()
            && self
                .origins
                .iter()
                .all(|origin| matches!(origin, Origin::Usual { .. }))
    }

    /// The registries (`host:port`) that send their clients here for tokens. Those verify it as
    /// they verify the registry: with the CA that is in the registry's directory below `certs.d`
    /// (containers/image, `docker_client.go`).
    pub fn registries(&self) -> impl Iterator<Item = &str> {
        self.origins.iter().filter_map(|origin| {
            let Origin::Answer { of, field } = origin else {
                return None;
            };
            (field == TOKEN_REALM).then_some(of.as_str())
        })
    }

    /// As an image reference begins with it: without its port where that is 443.
    #[must_use]
    pub fn registry(&self) -> String {
        openshift::registry_directory(&self.authority()).to_owned()
    }

    /// Same endpoint asked in the same way; only the origins may differ.
    #[must_use]
    pub fn same_question(&self, other: &Self) -> bool {
        self.host == other.host
            && self.port == other.port
            && self.role == other.role
            && self.servername == other.servername
    }

    /// Reads one target as people write it: `[ROLE=]` then `host`, `host:port`, `[v6]:port`, a bare
    /// IP or `https://host[:port]/…`.
    ///
    /// # Errors
    /// What is wrong with it and how to write it. The text itself is not repeated where it may hold
    /// credentials.
    pub fn parse(text: &str, origin: Origin) -> Result<Self, String> {
        let (role, rest) = match text.split_once('=') {
            Some((name, rest)) if !name.contains(['/', ':', '?']) => {
                (role_named(name.trim())?, rest)
            }
            _ => (RoleRef::PLAIN, text),
        };
        let rest = rest.trim();
        if rest.is_empty() {
            return Err("no host: write host, host:port or https://host".into());
        }
        let (host, port) = match rest.split_once("://") {
            Some((scheme, _)) => from_url(scheme, rest)?,
            None => from_authority(rest, role.port)?,
        };
        if port == 0 {
            return Err("port 0 cannot be connected to".into());
        }
        Ok(Self {
            host,
            port,
            role,
            servername: None,
            origins: vec![origin],
        })
    }
}

fn role_named(name: &str) -> Result<RoleRef, String> {
    RoleRef::named(name).ok_or_else(|| {
        let names: Vec<_> = ROLES.iter().map(|r| r.name).collect();
        format!("no such role `{name}`: one of {}", names.join(", "))
    })
}

fn from_url(scheme: &str, text: &str) -> Result<(Host, u16), String> {
    let usual_port = scheme::port(scheme).ok_or_else(|| {
        let known = scheme::list();
        format!("`{scheme}://` is not TLS from its first byte: write host:port, or one of {known}")
    })?;
    let url = url::Url::parse(text).map_err(|e| not_a_url(text, e))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a target takes no user or password: nothing secret is ever sent".into());
    }
    let host = match url.host() {
        Some(url::Host::Domain(name)) => Host::parse(name)?,
        Some(url::Host::Ipv4(ip)) => Host::Ip(ip.into()),
        Some(url::Host::Ipv6(ip)) => Host::Ip(ip.into()),
        None => return Err("the URL names no host".into()),
    };
    Ok((host, url.port().unwrap_or(usual_port)))
}

/// Credentials were refused before, or are in what is not repeated here: at most one character is.
fn not_a_url(text: &str, error: url::ParseError) -> String {
    let after = text.split_once("://").map_or(text, |(_, after)| after);
    let host = after.split(['/', '?', '#']).next().unwrap_or_default();
    let bare = host.rsplit_once(':').map_or(host, |(host, _)| host);
    format!("not a URL: {}", no_name(bare, error))
}

/// What keeps a text from being a host name, in plain words.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the URL parser has words for every other error"
)]
fn no_name(text: &str, error: url::ParseError) -> String {
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
        _ => "a host name cannot hold a blank".into(),
    }
}

fn from_authority(text: &str, usual_port: u16) -> Result<(Host, u16), String> {
    if text.contains('@') {
        return Err("a target takes no user or password: nothing secret is ever sent".into());
    }
    if let Ok(ip) = text.parse::<Ipv6Addr>() {
        return Ok((Host::Ip(ip.into()), usual_port));
    }
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, parse_port(port)?),
        _ => (text, usual_port),
    };
    Ok((Host::parse(host)?, port))
}

fn parse_port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("`{text}` is no port: a number from 1 to 65535 (IPv6 addresses go in brackets: [::1]:443)"))
}

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
            Ok(url::Host::Ipv4(ip)) => Ok(Self::Ip(ip.into())),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Target, String> {
        Target::parse(text, Origin::Argument { number: 1 })
    }

    #[test]
    fn a_url_names_the_same_host_as_its_bare_name() {
        for text in [
            "https://name.test.",
            "https://NAME.test./x?y",
            "https://name.test:443",
            "name.test.",
            "name.test",
        ] {
            assert_eq!(
                parse(text).map(|t| t.authority()).as_deref(),
                Ok("name.test:443"),
                "{text}"
            );
        }
        for text in [
            "https://a..test",
            "https://.a.test",
            "https://a.test..",
            &format!("https://{}.test", "a".repeat(64)),
        ] {
            assert!(
                parse(text).is_err_and(|why| why.contains("a label is empty or too long")),
                "{text}: {:?}",
                parse(text)
            );
        }
    }

    #[test]
    fn a_url_of_tls_names_its_port_or_has_its_schemes() {
        for (text, authority) in [
            ("ldaps://Dir.test", "dir.test:636"),
            ("ldaps://dir.test:443/dc=x", "dir.test:443"),
            ("LDAPS://[::1]", "[::1]:636"),
            ("wss://a.test/socket?x", "a.test:443"),
            ("tls://10.0.0.1:9000", "10.0.0.1:9000"),
            ("rediss://b\u{fc}cher.test", "xn--bcher-kva.test:6379"),
            ("docker://quay.test/a/b:latest", "quay.test:443"),
        ] {
            assert_eq!(
                parse(text).map(|t| t.authority()).as_deref(),
                Ok(authority),
                "{text}"
            );
        }
        for text in [
            "http://a.test",
            "ldap://a.test",
            "ws://a.test",
            "file:///a",
            "ldaps://u:p@a.test",
            "ldaps://",
            "ldaps:///x",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_name_is_said_plainly() {
        let why = |text: &str| parse(text).unwrap_err();
        assert_eq!(
            why("localhost:443:1"),
            "`localhost:443` is no host name: a host name cannot hold `:`"
        );
        assert_eq!(
            why("a b"),
            "`a b` is no host name: a host name cannot hold a blank"
        );
        assert_eq!(
            why("a\tb:1"),
            "`a\tb` is no host name: a host name cannot hold a blank"
        );
        assert_eq!(
            why("https://a b:1/"),
            "not a URL: a host name cannot hold a blank"
        );
        assert_eq!(
            why("https://a$(id).test"),
            "`a$(id).test` is no host name: a host name cannot hold `$`"
        );
        assert_eq!(why("https://a|b"), "not a URL: a host name cannot hold `|`");
        assert!(
            why(" name = x").starts_with("no such role `name`: "),
            "{}",
            why("name = x")
        );
        assert_eq!(parse("api = a.test").map(|t| t.role.name), Ok("api"));
    }
}
