//! `Target`: what to probe, under which name, for which role, and who asked for it; and how targets
//! are written. Opens nothing.

mod expectation;
mod host;
mod origin;
mod scheme;
mod shard;
mod zone;

use std::net::{IpAddr, Ipv6Addr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::codes::Code;
use crate::codes::nearest;
use crate::openshift;
use crate::roles::referral::TOKEN_REALM;
use crate::roles::{ROLES, RoleKind, RoleRef};

use host::no_name;

pub use host::Host;
pub use origin::{ObjectRef, Origin};
pub use shard::{Shard, ShardChoice};
pub use zone::Zone;

/// The longest text that is read as a target, in bytes: a URL may have a long query.
const LONGEST: usize = 8192;

/// How the URL of a storage begins that is spoken to in clear.
const IN_CLEAR: &str = "http://";

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
    /// It is spoken to in clear: a storage whose URL begins with `http://`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clear: bool,
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

    /// As it is written on a command line: `role=host:port`, with `http://` where it is spoken to in
    /// clear.
    #[must_use]
    pub fn as_written(&self) -> String {
        let scheme = if self.clear { IN_CLEAR } else { "" };
        format!("{}={scheme}{}", self.role.name, self.authority())
    }

    /// Same endpoint asked in the same way, and the same expected of it; the origins may differ. What
    /// nobody wrote down by itself (a kubeconfig, an answer) expects nothing of its own.
    #[must_use]
    pub fn same_question(&self, other: &Self) -> bool {
        self.host == other.host
            && self.zone == other.zone
            && self.port == other.port
            && self.role == other.role
            && self.clear == other.clear
            && self.servername == other.servername
            && (self.expect == other.expect
                || (self.expect.is_none() && !self.is_written())
                || (other.expect.is_none() && !other.is_written()))
    }

    /// The user wrote it down by itself: without `expect=` that says "it must be well".
    fn is_written(&self) -> bool {
        let by_hand =
            |origin: &Origin| matches!(origin, Origin::Argument { .. } | Origin::Line { .. });
        self.origins.iter().any(by_hand)
    }

    /// Reads one target as people write it: `[ROLE=]` then `host`, `host:port`, `[v6]:port`, a bare
    /// IP or `https://host[:port]/…`, and perhaps ` expect=CODE`. Of a repository alone `http://` is
    /// read, too.
    ///
    /// # Errors
    /// What is wrong with it and how to write it. The text itself is not repeated where it may hold
    /// credentials.
    pub fn parse(text: &str, origin: Origin) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("longer than {LONGEST} bytes, which no target is"));
        }
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
        let scheme = zoneless.split_once("://").map(|(scheme, _)| scheme);
        let clear = scheme.is_some_and(|s| s.eq_ignore_ascii_case("http"))
            && role.kind == RoleKind::Repository;
        let (host, port, absolute) = match scheme {
            Some(_) if clear => from_url(80, &zoneless)?,
            Some(scheme) => from_url(scheme_port(scheme)?, &zoneless)?,
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
            clear,
            expect,
            origins: vec![origin],
        })
    }
}

fn role_named(name: &str) -> Result<RoleRef, String> {
    RoleRef::named(name).ok_or_else(|| {
        if name == expectation::WORD {
            return "`expect=CODE` stands behind a target, which is missing: host:port expect=CODE"
                .into();
        }
        let names: Vec<_> = ROLES.iter().map(|r| r.name).collect();
        let guess = nearest(name, names.iter().copied()).map_or_else(String::new, |near| {
            format!("did you mean `{near}=`? it is ")
        });
        format!("no such role `{name}`: {guess}one of {}", names.join(", "))
    })
}

fn scheme_port(scheme: &str) -> Result<u16, String> {
    scheme::port(scheme).ok_or_else(|| {
        let why = "is not TLS from its first byte: write";
        if scheme.eq_ignore_ascii_case("http") {
            return format!(
                "`{scheme}://` {why} https:// or host:port; http:// is for repository= alone"
            );
        }
        format!(
            "`{scheme}://` {why} host:port, or one of {}",
            scheme::list()
        )
    })
}

fn from_url(usual_port: u16, text: &str) -> Result<(Host, u16, bool), String> {
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
    // A number may have a sign, a port has none.
    let digits = Some(text).filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| format!("`{text}` is no port: a number from 1 to 65535 (IPv6 addresses go in brackets: [::1]:443)"))
}

#[cfg(test)]
mod tests;
