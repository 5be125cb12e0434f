//! A proxy's URL, with its credentials in a type that neither prints nor serialises.
//! Parse errors never repeat the text, since it may hold a password.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ProxyScheme;
use crate::codes::nearest;
use crate::target::Host;

/// A proxy. Its credentials are never part of its text, its evidence or its comparison.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProxyUrl {
    /// How it is spoken to.
    pub scheme: ProxyScheme,
    /// Where it is.
    pub host: Host,
    /// The port as given, else the usual one of the scheme.
    pub port: u16,
    /// Credentials were given. Whether they were right is the proxy's answer.
    pub has_credentials: bool,
    /// Never saved: a run that is judged again has no use for them.
    #[serde(skip)]
    pub credentials: Option<Credentials>,
}

impl PartialEq for ProxyUrl {
    fn eq(&self, other: &Self) -> bool {
        (self.scheme, &self.host, self.port, self.has_credentials)
            == (other.scheme, &other.host, other.port, other.has_credentials)
    }
}

impl Eq for ProxyUrl {}

/// User and password. Prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    user: String,
    password: String,
}

impl Credentials {
    /// Both as they are sent, decoded.
    #[must_use]
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }

    /// Hands both to whoever writes them to the proxy.
    pub fn reveal<T>(&self, to: impl FnOnce(&str, &str) -> T) -> T {
        to(&self.user, &self.password)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl ProxyUrl {
    /// Reads `[scheme://][user:password@]host[:port]`; without a scheme it is `http`, as in Go. The
    /// password may hold `@` and percent-encoding.
    ///
    /// # Errors
    /// What is wrong, without repeating the text: it may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.starts_with(['"', '\'']) || text.ends_with(['"', '\'']) {
            return Err("it stands in quotes, which are part of it: take them off".into());
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((name, rest)) => (scheme_named(name)?, rest),
            None if text.contains(['\\']) || text.contains("//") || text.contains(":/") => {
                return Err(beginning());
            }
            None => (ProxyScheme::Http, text),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // Otherwise half a password would be taken for a port and shown.
        if rest[authority.len()..].contains('@') {
            return Err(
                "in a proxy's user and password write %2F for /, %3F for ? and %23 for #".into(),
            );
        }
        let (userinfo, place) = match authority.rsplit_once('@') {
            Some((userinfo, place)) => (Some(userinfo), place),
            None => (None, authority),
        };
        let (host, port) = split_port(place)?;
        let host = host_of(host)?;
        let credentials = userinfo.map(|text| {
            let (user, password) = text.split_once(':').unwrap_or((text, ""));
            Credentials::new(percent_decoded(user), percent_decoded(password))
        });
        Ok(Self {
            scheme,
            host,
            port: port.unwrap_or(scheme.row().port),
            has_credentials: credentials.is_some(),
            credentials,
        })
    }

    /// The same proxy without its credentials, for what is shown or kept.
    #[must_use]
    pub fn without_credentials(&self) -> Self {
        Self {
            credentials: None,
            ..self.clone()
        }
    }

    /// `host:port`, IPv6 in brackets.
    #[must_use]
    pub fn authority(&self) -> String {
        match &self.host {
            Host::Ip(IpAddr::V6(ip)) => format!("[{ip}]:{}", self.port),
            host @ (Host::Name(_) | Host::Ip(_)) => format!("{host}:{}", self.port),
        }
    }
}

impl fmt::Display for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.name(), self.authority())
    }
}

/// A number may have a sign, a port has none.
fn port_of(text: &str) -> Option<u16> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|port| is_number && *port != 0)
}

fn host_of(text: &str) -> Result<Host, String> {
    let (address, has_zone) = match text.split_once('%') {
        Some((address, _)) => (address.trim_start_matches('['), true),
        None => (text, false),
    };
    let is_link_local = |ip: &Ipv6Addr| ip.is_unicast_link_local();
    if has_zone && address.parse().is_ok_and(|ip| is_link_local(&ip)) {
        return Err(link_local());
    }
    match Host::parse(text) {
        Ok(Host::Ip(IpAddr::V6(ip))) if is_link_local(&ip) => Err(link_local()),
        Ok(host) => Ok(host),
        Err(_) => Err("the proxy's host is no name or address".to_owned()),
    }
}

fn link_local() -> String {
    "the proxy's address is link-local (fe80::/10), and this program goes to no proxy by a named interface: give another address of it".into()
}

fn scheme_named(name: &str) -> Result<ProxyScheme, String> {
    let guess = || {
        let known = ProxyScheme::ALL.iter().map(|scheme| scheme.row().name);
        let near = nearest(name, known);
        near.map_or_else(String::new, |near| format!("did you mean {near}://? "))
    };
    ProxyScheme::named(name).ok_or_else(|| guess() + &beginning())
}

fn beginning() -> String {
    let schemes = ProxyScheme::list("or", |_| true);
    format!("a proxy's URL begins with {schemes}")
}

fn split_port(place: &str) -> Result<(&str, Option<u16>), String> {
    match place.rsplit_once(':') {
        Some((host, port))
            if !port.contains(']')
                && !host.is_empty()
                && (!host.contains(':') || host.ends_with(']')) =>
        {
            match port {
                "" => Ok((host, None)),
                _ => Ok((
                    host,
                    Some(port_of(port).ok_or("the proxy's port is no number from 1 to 65535")?),
                )),
            }
        }
        Some((host, _)) if host.contains(':') && !place.starts_with('[') => Err(
            "an IPv6 address of a proxy stands in brackets, its port behind them: [::1]:3128"
                .into(),
        ),
        _ if place.is_empty() => Err("the proxy's URL names no host".into()),
        _ => Ok((place, None)),
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_as_people_write_them() {
        for (text, shown) in [
            ("http://p.test:3128", "http://p.test:3128"),
            ("p.test:3128", "http://p.test:3128"),
            ("p.test", "http://p.test:80"),
            ("HTTPS://p.test/", "https://p.test:443"),
            ("socks5h://u:p@[::1]:9050", "socks5h://[::1]:9050"),
            ("http://user:pa@ss@10.0.0.1:8080/", "http://10.0.0.1:8080"),
        ] {
            assert_eq!(
                ProxyUrl::parse(text).map(|p| p.to_string()),
                Ok(shown.to_owned()),
                "{text}"
            );
        }
        let halved = [
            "http://u:12/3@p.test",
            "http://u:p?q@p.test",
            "http://u:p#q@p.test",
            "http:/u:p@p.test",
            "http//p.test:1",
            "http:\\\\p.test",
            "u:12/3@p.test",
        ];
        for text in [
            "",
            "ftp://p.test",
            "http://",
            "http://p.test:99999",
            "http://p.test:+3128",
            "http://p.test:0",
            "http://a b",
            "\"http://p.test\"",
            "'p.test:3128'",
            "http://[fe80::1]:3128",
            "http://[fe80::1%25eth0]:3128",
            "10.0.0.1.:3128",
            "http://::1:9",
            "http://::1",
            "::1:9",
            "http://u:p@::ffff:127.0.0.1:3128",
            "http://p.test:3128:1",
        ]
        .into_iter()
        .chain(halved)
        {
            assert!(ProxyUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn credentials_are_read_and_never_shown() {
        let proxy = ProxyUrl::parse("http://us%65r:pa@s%3As@p.test:1").expect("a proxy");
        let both = proxy
            .credentials
            .as_ref()
            .map(|c| c.reveal(|u, p| format!("{u}|{p}")));
        assert_eq!(both.as_deref(), Some("user|pa@s:s"));
        let shown = format!(
            "{proxy} {proxy:?} {}",
            serde_json::to_string(&proxy).unwrap_or_default()
        );
        assert!(
            !shown.contains("pa@s") && !shown.contains("user|"),
            "{shown}"
        );
        assert!(proxy.has_credentials);
    }
}
