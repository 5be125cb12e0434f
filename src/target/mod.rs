//! `Target`: what to probe, under which name, for which role, and who asked for it; and how targets
//! are written. Opens nothing.

mod expectation;
mod host;
mod origin;
mod scheme;
mod zone;

use std::net::{IpAddr, Ipv6Addr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::codes::Code;
use crate::openshift;
use crate::roles::referral::TOKEN_REALM;
use crate::roles::{ROLES, RoleRef};

use host::no_name;

pub use host::Host;
pub use origin::{ObjectRef, Origin};
pub use zone::Zone;

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
    /// The interface that leads to a link-local address. It is this machine's own affair: no name
    /// that is sent or proved has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// The host was written with a final dot: no suffix of the search list is tried for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub absolute: bool,
    /// The code that its verdict must have; `None`: any that is no failure will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Code>,
    /// Everyone who named it, in order.
    pub origins: Vec<Origin>,
}

impl Target {
    /// The name the certificate must prove.
    #[must_use]
    pub fn name(&self) -> &Host {
        self.servername.as_ref().unwrap_or(&self.host)
    }

    /// `host:port`, IPv6 in brackets, a link-local one with its interface.
    #[must_use]
    pub fn authority(&self) -> String {
        match (&self.host, &self.zone) {
            (host, Some(zone)) => format!("[{host}%{zone}]:{}", self.port),
            (_, None) => self.authority_for_others(),
        }
    }

    /// The same as it is told to servers and proxies, to whom an interface of this machine says
    /// nothing.
    #[must_use]
    pub fn authority_for_others(&self) -> String {
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

    /// Same endpoint asked in the same way, and nothing else expected of it; the origins may differ.
    #[must_use]
    pub fn same_question(&self, other: &Self) -> bool {
        self.host == other.host
            && self.zone == other.zone
            && self.port == other.port
            && self.role == other.role
            && self.servername == other.servername
            && (self.expect == other.expect || self.expect.is_none() || other.expect.is_none())
    }

    /// Reads one target as people write it: `[ROLE=]` then `host`, `host:port`, `[v6]:port`, a bare
    /// IP or `https://host[:port]/…`, and perhaps ` expect=CODE`.
    ///
    /// # Errors
    /// What is wrong with it and how to write it. The text itself is not repeated where it may hold
    /// credentials.
    pub fn parse(text: &str, origin: Origin) -> Result<Self, String> {
        let (text, expect) = expectation::split(text)?;
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
        let (zoneless, zone) = zone::split(rest)?;
        let (host, port, absolute) = match zoneless.split_once("://") {
            Some((scheme, _)) => from_url(scheme, &zoneless)?,
            None => from_authority(&zoneless, role.port)?,
        };
        if port == 0 {
            return Err("port 0 cannot be connected to".into());
        }
        Ok(Self {
            host,
            port,
            role,
            servername: None,
            zone,
            absolute,
            expect,
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

fn from_url(scheme: &str, text: &str) -> Result<(Host, u16, bool), String> {
    let usual_port = scheme::port(scheme).ok_or_else(|| {
        let known = scheme::list();
        format!("`{scheme}://` is not TLS from its first byte: write host:port, or one of {known}")
    })?;
    let url = url::Url::parse(text).map_err(|e| not_a_url(text, e))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a target takes no user or password: nothing secret is ever sent".into());
    }
    let (host, absolute) = match url.host() {
        Some(url::Host::Domain(name)) => (Host::parse(name)?, name.ends_with('.')),
        // As it was written: the URL parser has read octal and hexadecimal numbers.
        Some(url::Host::Ipv4(_)) => (Host::parse(host_as_written(text))?, false),
        Some(url::Host::Ipv6(ip)) => (Host::Ip(ip.into()), false),
        None => return Err("the URL names no host".into()),
    };
    Ok((host, url.port().unwrap_or(usual_port), absolute))
}

/// Between the scheme and the port; a URL of a target has no user.
fn host_as_written(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let host = after
        .split(['/', '?', '#', '\\'])
        .next()
        .unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(host, _)| host)
}

/// Credentials were refused before, or are in what is not repeated here: at most one character is.
fn not_a_url(text: &str, error: url::ParseError) -> String {
    format!("not a URL: {}", no_name(host_as_written(text), error))
}

fn from_authority(text: &str, usual_port: u16) -> Result<(Host, u16, bool), String> {
    if text.contains('@') {
        return Err("a target takes no user or password: nothing secret is ever sent".into());
    }
    if let Ok(ip) = text.parse::<Ipv6Addr>() {
        return Ok((Host::Ip(ip.into()), usual_port, false));
    }
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, parse_port(port)?),
        _ => (text, usual_port),
    };
    Ok((Host::parse(host)?, port, host.ends_with('.')))
}

fn parse_port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("`{text}` is no port: a number from 1 to 65535 (IPv6 addresses go in brackets: [::1]:443)"))
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
    fn a_final_dot_is_kept_for_the_lookup_only() {
        for (text, absolute) in [
            ("https://name.test.", true),
            ("https://name.test.:443/x", true),
            ("name.test.:8443", true),
            ("name.test", false),
            ("https://name.test", false),
            ("192.0.2.1:443", false),
        ] {
            assert_eq!(parse(text).map(|t| t.absolute), Ok(absolute), "{text}");
        }
        let (dotted, bare) = (parse("name.test.").unwrap(), parse("name.test").unwrap());
        assert!(dotted.same_question(&bare));
        assert_eq!(dotted.name(), bare.name());
    }

    #[test]
    fn an_address_that_programs_read_differently_is_refused() {
        for (host, read_as) in [
            ("010.0.0.1", "8.0.0.1"),
            ("0x7f.1", "127.0.0.1"),
            ("127.1", "127.0.0.1"),
            ("1", "0.0.0.1"),
            ("2130706433", "127.0.0.1"),
            ("%31.0.0.1", "1.0.0.1"),
            ("\u{ff11}.0.0.1", "1.0.0.1"),
        ] {
            let url = format!("https://{host}:6443/x");
            for text in [host, &format!("{host}:443"), &url] {
                let why = parse(text).unwrap_err();
                assert!(
                    why.contains(&format!("`{host}` is ambiguous"))
                        && why.contains(&format!("the address {read_as},")),
                    "{text}: {why}"
                );
            }
        }
        for text in ["10.0.0.1", "https://10.0.0.1", "10.0.0.1."] {
            assert_eq!(
                parse(text).map(|t| t.authority()).as_deref(),
                Ok("10.0.0.1:443")
            );
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
