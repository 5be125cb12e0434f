//! `Zone`: the interface behind a link-local address, as in `[fe80::1%eth0]:6443`.
//! Opens nothing; whether this machine has such an interface is found where it connects.

use std::fmt;
use std::net::Ipv6Addr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name or number of an interface of this machine (RFC 4007 11).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Zone(String);

impl Zone {
    /// As it was written: `eth0`, `2`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '~');
        if text.is_empty() || !text.chars().all(fits) {
            return Err(format!("`{text}` is no name of a network interface"));
        }
        Ok(Self(text))
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A target as it was written, without the zone of its address, and that zone.
pub(super) fn split(text: &str) -> Result<(String, Option<Zone>), String> {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, text),
    };
    let host_ends = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (place, path) = rest.split_at(host_ends);
    let Some((before, after)) = place.split_once('%') else {
        return Ok((text.to_owned(), None));
    };
    let Ok(address) = before
        .strip_prefix('[')
        .unwrap_or(before)
        .parse::<Ipv6Addr>()
    else {
        return Ok((text.to_owned(), None));
    };
    let ends = after.find(']').unwrap_or(after.len());
    let (zone, port) = after.split_at(ends);
    let zone = Zone::try_from(unescaped(zone, scheme.is_some()).to_owned())?;
    if !address.is_unicast_link_local() {
        return Err(format!(
            "`{address}%{zone}`: only a link-local address (fe80::/10) is reached through a named interface; leave out %{zone}"
        ));
    }
    let scheme = scheme.map_or_else(String::new, |scheme| format!("{scheme}://"));
    Ok((format!("{scheme}{before}{port}{path}"), Some(zone)))
}

/// In a URL the `%` is written `%25` (RFC 6874), and many write it so without a scheme, too. There
/// `%25` alone is interface number 25.
fn unescaped(zone: &str, in_url: bool) -> &str {
    let begins_a_name = |rest: &&str| in_url || rest.starts_with(|c: char| c.is_alphabetic());
    zone.strip_prefix("25")
        .filter(|rest| !rest.is_empty())
        .filter(begins_a_name)
        .unwrap_or(zone)
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, Target};

    fn parse(text: &str) -> Result<Target, String> {
        Target::parse(text, Origin::Argument { number: 1 })
    }

    #[test]
    fn a_zone_is_read_in_every_form() {
        for (text, authority) in [
            ("[fe80::1%25eth0]:6443", "[fe80::1%eth0]:6443"),
            ("[fe80::1%eth0]:6443", "[fe80::1%eth0]:6443"),
            ("fe80::1%eth0", "[fe80::1%eth0]:443"),
            ("api=fe80::1%br-ex.2", "[fe80::1%br-ex.2]:6443"),
            ("fe80::1%3", "[fe80::1%3]:443"),
            ("fe80::1%25", "[fe80::1%25]:443"),
            ("https://[fe80::1%25eth0]:6443/a%20b", "[fe80::1%eth0]:6443"),
            ("https://[fe80::1%252]", "[fe80::1%2]:443"),
            ("https://[fe80::1%eth0]/", "[fe80::1%eth0]:443"),
        ] {
            let target = parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(target.authority(), authority, "{text}");
            assert_eq!(target.name().to_string(), "fe80::1", "{text}");
            let again = parse(&target.authority()).map(|t| t.authority());
            assert_eq!(again.as_deref(), Ok(authority), "{text}");
        }
    }

    #[test]
    fn a_zone_elsewhere_is_refused() {
        for (text, why) in [
            ("[2001:db8::1%eth0]:443", "only a link-local address"),
            ("[::1%25lo]:443", "only a link-local address"),
            ("[fe80::1%]:443", "`` is no name of a network interface"),
            (
                "[fe80::1%a$b]:443",
                "`a$b` is no name of a network interface",
            ),
            ("name%eth0", "a host name cannot hold `%`"),
        ] {
            let said = parse(text).unwrap_err();
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn two_interfaces_lead_to_two_endpoints() {
        let of = |text| parse(text).expect("a target");
        assert!(!of("fe80::1%eth0").same_question(&of("fe80::1%eth1")));
        let saved = serde_json::to_string(&of("fe80::1%eth0")).expect("JSON");
        let read: Target = serde_json::from_str(&saved).expect(&saved);
        assert_eq!(read, of("fe80::1%eth0"));
    }
}
