//! Whether a leaf is for a name, as Go decides it: `VerifyHostname`, and what it says where it is
//! not.

use std::net::{IpAddr, Ipv6Addr};

use crate::cert::go::{Edition, GoView};
use crate::dialects::go::GoRefusal;
use crate::target::Host;

/// The newest Go prints no more names than this.
const MOST_PRINTED: usize = 100;

/// # Errors
/// The leaf is for other names, or for none.
pub(super) fn check(leaf: GoView<'_>, name: &Host, edition: &Edition) -> Result<(), GoRefusal> {
    let covers = match name {
        Host::Ip(ip) => addresses(leaf).any(|address| address == ip.to_canonical()),
        Host::Name(host) => dns_names(leaf).any(|pattern| covers(pattern, host)),
    };
    if covers {
        Ok(())
    } else {
        Err(refusal(leaf, name, edition))
    }
}

fn dns_names(leaf: GoView<'_>) -> impl Iterator<Item = &str> {
    let names = leaf.read.san.iter().flat_map(|san| &san.dns);
    names.map(String::as_str)
}

fn addresses(leaf: GoView<'_>) -> impl Iterator<Item = IpAddr> + '_ {
    let names = leaf.read.san.iter().flat_map(|san| &san.addresses);
    names.filter_map(|bytes| address(bytes))
}

/// An address of 4 or 16 bytes; one of IPv4 in the form of IPv6 is one of IPv4.
pub(super) fn address(bytes: &[u8]) -> Option<IpAddr> {
    match <[u8; 4]>::try_from(bytes) {
        Ok(v4) => Some(v4.into()),
        Err(_) => <[u8; 16]>::try_from(bytes)
            .ok()
            .map(|v6| IpAddr::from(Ipv6Addr::from(v6)).to_canonical()),
    }
}

/// Patterns and final dots count between names that hosts may have; anything else must be the same.
fn covers(pattern: &str, host: &str) -> bool {
    if is_host(host.strip_suffix('.').unwrap_or(host), false) && is_host(pattern, true) {
        pattern_covers(pattern, host)
    } else {
        let is_nothing = |name: &str| name.is_empty() || name == ".";
        !is_nothing(pattern) && !is_nothing(host) && pattern.eq_ignore_ascii_case(host)
    }
}

fn is_host(name: &str, is_pattern: bool) -> bool {
    let is_letter =
        |(at, c): (usize, char)| c.is_ascii_alphanumeric() || c == '_' || (c == '-' && at != 0);
    let is_label = |(at, label): (usize, &str)| {
        (is_pattern && at == 0 && label == "*")
            || (!label.is_empty() && label.char_indices().all(is_letter))
    };
    !name.is_empty() && name != "*" && name.split('.').enumerate().all(is_label)
}

/// A star stands for the whole first label.
fn pattern_covers(pattern: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let (patterns, labels) = (pattern.split('.'), host.split('.'));
    !pattern.is_empty()
        && patterns.clone().count() == labels.clone().count()
        && patterns
            .zip(labels)
            .enumerate()
            .all(|(at, (pattern, label))| {
                (at == 0 && pattern == "*") || pattern.eq_ignore_ascii_case(label)
            })
}

fn refusal(leaf: GoView<'_>, name: &Host, edition: &Edition) -> GoRefusal {
    let wanted = match name {
        Host::Ip(ip) if ip.to_canonical() != *ip && edition.is_newest() => {
            ip.to_canonical().to_string()
        }
        Host::Ip(_) | Host::Name(_) => name.to_string(),
    };
    if leaf.read.san.is_none() && pattern_covers(&leaf.common_name(edition), &wanted) {
        return GoRefusal::LegacyCommonName;
    }
    let valid: Vec<String> = match name {
        Host::Ip(_) => addresses(leaf).map(|ip| ip.to_string()).collect(),
        Host::Name(_) => dns_names(leaf).map(str::to_owned).collect(),
    };
    let count = valid.len();
    let is_too_much = count >= MOST_PRINTED && edition.is_newest();
    match name {
        Host::Ip(_) if valid.is_empty() => GoRefusal::NoIpSans { wanted },
        Host::Ip(_) if is_too_much => GoRefusal::ManyAddresses { count, wanted },
        Host::Name(_) if is_too_much => GoRefusal::ManyNames { count, wanted },
        Host::Name(_) if valid.iter().all(String::is_empty) && count < 2 => {
            GoRefusal::NoNames { wanted }
        }
        Host::Name(_) | Host::Ip(_) => GoRefusal::WrongName { valid, wanted },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_covered_as_in_go() {
        for (pattern, host, is_covered) in [
            ("*.apps.c.test", "oauth.apps.c.test", true),
            ("*.apps.c.test", "a.b.apps.c.test", false),
            ("*.apps.c.test", "-a.apps.c.test", false),
            ("*.apps.c.test", "apps.c.test", false),
            ("a.c.test", "a.c.test.", true),
            ("a.c.test.", "a.c.test.", true),
            ("a.c.test.", "a.c.test", false),
            ("-a.c.test", "-a.c.test", true),
            ("oauth-*.c.test", "oauth-x.c.test", false),
            ("API.c.test", "api.C.test", true),
            ("*", "localhost", false),
            ("*", "*", true),
            ("", "", false),
        ] {
            assert_eq!(covers(pattern, host), is_covered, "{pattern} {host}");
        }
    }
}
