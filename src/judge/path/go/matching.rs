//! Whether a name lies in a subtree of names, as the oldest Go decides it, and what every Go says where
//! it does. Which names are held against which subtrees is not asked here.

use std::net::IpAddr;

use crate::cert::go::{Edition, GoConstraints, Mailbox, NameKind, Network, url_host, without_port};
use crate::dialects::go::{GoRefusal, NameRefusal, NamedBy};

use super::hostname::address;

/// The constraints of one kind.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub permitted: &'a [String],
    pub excluded: &'a [String],
    pub permitted_networks: &'a [Network],
    excluded_networks: &'a [Network],
}

impl<'a> Rules<'a> {
    pub(super) fn of(kind: NameKind, constraints: &'a GoConstraints) -> Self {
        let (permitted, excluded) = (&constraints.permitted, &constraints.excluded);
        let texts = |permitted: &'a [String], excluded: &'a [String]| Self {
            permitted,
            excluded,
            permitted_networks: &[],
            excluded_networks: &[],
        };
        match kind {
            NameKind::Dns => texts(&permitted.dns, &excluded.dns),
            NameKind::Mail => texts(&permitted.mails, &excluded.mails),
            NameKind::Uri => texts(&permitted.uris, &excluded.uris),
            NameKind::Address => Self {
                permitted_networks: &permitted.networks,
                excluded_networks: &excluded.networks,
                ..texts(&[], &[])
            },
        }
    }

    pub(super) fn excluded_count(&self) -> usize {
        self.excluded.len() + self.excluded_networks.len()
    }

    pub(super) fn permitted_count(&self) -> usize {
        self.permitted.len() + self.permitted_networks.len()
    }

    /// The first network of those that an address must not be in, as written.
    pub(super) fn excluding_network(&self, bytes: &[u8]) -> Option<String> {
        let mut networks = self.excluded_networks.iter();
        let network = networks.find(|network| network_holds(network, bytes))?;
        Some(shown(&network.address, ones(&network.mask)))
    }

    pub(super) fn permits_address(&self, bytes: &[u8]) -> bool {
        let mut networks = self.permitted_networks.iter();
        self.permitted_networks.is_empty() || networks.any(|network| network_holds(network, bytes))
    }
}

fn ones(mask: &[u8]) -> u32 {
    mask.iter().map(|byte| byte.count_ones()).sum()
}

/// A network as Go prints it: one of IPv4 in the form of IPv6 as one of IPv4.
pub(super) fn shown(bytes: &[u8], ones: u32) -> String {
    let Some(ip) = address(bytes) else {
        return String::new();
    };
    let before = if ip.is_ipv4() { bytes.len() - 4 } else { 0 };
    format!("{ip}/{}", ones.saturating_sub(before as u32 * 8))
}

pub(super) fn not_permitted(kind: NamedBy, name: &str) -> GoRefusal {
    let name = name.to_owned();
    GoRefusal::NotPermitted(NameRefusal::NotPermitted { kind, name })
}

pub(super) fn excluded(kind: NamedBy, name: &str, constraint: &str) -> GoRefusal {
    GoRefusal::NotPermitted(NameRefusal::Excluded {
        kind,
        name: name.to_owned(),
        constraint: constraint.to_owned(),
    })
}

/// The address lies in the network; both of one family.
fn network_holds(network: &Network, bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(&network.address).zip(&network.mask);
    bytes.len() == network.address.len()
        && pairs.into_iter().all(|((b, n), mask)| b & mask == n & mask)
}

/// `constraint` is a suffix of whole labels; one that begins with a dot wants more before it.
/// Nothing is a suffix of everything, and a lone dot of everything but nothing.
pub(super) fn is_in_domain(name: &str, constraint: &str) -> bool {
    if constraint.is_empty() || constraint == "." {
        return constraint.is_empty() || !name.is_empty();
    }
    let Some(start) = name.len().checked_sub(constraint.len()) else {
        return false;
    };
    let (before, end) = name.as_bytes().split_at(start);
    let wants_more = constraint.starts_with('.');
    end.eq_ignore_ascii_case(constraint.as_bytes())
        && match before.last() {
            None => !wants_more,
            Some(last) => wants_more || *last == b'.',
        }
}

/// A whole address, or one of its domains.
pub(super) fn mail_is_in(mailbox: &Mailbox, constraint: &str, edition: &Edition) -> bool {
    if !constraint.contains('@') {
        return is_in_domain(&mailbox.domain, constraint);
    }
    Mailbox::read(constraint, edition).is_some_and(|only| {
        only.local == mailbox.local && only.domain.eq_ignore_ascii_case(&mailbox.domain)
    })
}

/// The host of a URL that constraints can be applied to.
///
/// # Errors
/// There is none, or it is an address.
pub(super) fn uri_host(uri: &str, edition: &Edition) -> Result<String, NameRefusal> {
    let own = || uri.to_owned();
    let written = url_host(uri, edition).map_err(|_| NameRefusal::UriUnread { uri: own() })?;
    if written.is_empty() {
        return Err(NameRefusal::UriWithoutHost { uri: own() });
    }
    let mut host = written.to_ascii_lowercase();
    if host.contains(':') && !host.ends_with(']') {
        host = without_port(&written).map_err(|why| NameRefusal::UriHost {
            host: edition.is_newest().then(|| written.clone()),
            why,
        })?;
    }
    if host.parse::<IpAddr>().is_ok() || (host.starts_with('[') && host.ends_with(']')) {
        return Err(NameRefusal::UriIsAddress { uri: own() });
    }
    Ok(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_subtrees() {
        for (name, constraint, is_in) in [
            ("a.c.test", "c.test", true),
            ("c.test", "C.test", true),
            ("c.test", ".c.test", false),
            ("a.c.test", ".c.test", true),
            ("xc.test", "c.test", false),
            ("anything", "", true),
            ("anything", ".", true),
            ("", ".", false),
            ("", "c.test", false),
        ] {
            assert_eq!(is_in_domain(name, constraint), is_in, "{name} {constraint}");
        }
    }
}
