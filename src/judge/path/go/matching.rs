//! Whether a name lies in a subtree of names, as each version of Go decides it. Which names are held
//! against which subtrees is not asked here.

use std::net::IpAddr;

use crate::cert::go::{Edition, GoConstraints, Mailbox, NameKind, Network, url_host, without_port};
use crate::dialects::go::NameRefusal;

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

    /// The network that an address must not be in: the first one, as written, for the oldest Go;
    /// the widest for the newest.
    pub(super) fn excluding_network(&self, bytes: &[u8], is_newest: bool) -> Option<String> {
        let mut holding = self
            .excluded_networks
            .iter()
            .filter(|network| network_holds(network, bytes));
        if is_newest {
            holding
                .min_by_key(|network| ones(&network.mask))
                .map(|network| shown(&masked(network), &network.mask))
        } else {
            holding
                .next()
                .map(|network| shown(&network.address, &network.mask))
        }
    }
}

fn ones(mask: &[u8]) -> u32 {
    mask.iter().map(|byte| byte.count_ones()).sum()
}

fn masked(network: &Network) -> Vec<u8> {
    let pairs = network.address.iter().zip(&network.mask);
    pairs.map(|(byte, mask)| byte & mask).collect()
}

fn shown(bytes: &[u8], mask: &[u8]) -> String {
    let ip = address(bytes).map_or_else(String::new, |ip| ip.to_string());
    format!("{ip}/{}", ones(mask))
}

/// The address lies in the network; both of one family.
pub(super) fn network_holds(network: &Network, bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(&network.address).zip(&network.mask);
    bytes.len() == network.address.len()
        && pairs.into_iter().all(|((b, n), mask)| b & mask == n & mask)
}

/// Whose reading of domains. They differ where a domain is a lone dot or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DomainRule {
    Oldest,
    Newest,
}

/// `constraint` is a suffix of whole labels; one that begins with a dot wants more before it.
/// Nothing is a suffix of everything.
pub(super) fn is_in_domain(name: &str, constraint: &str, rule: DomainRule) -> bool {
    if constraint.is_empty() {
        return true;
    }
    if rule == DomainRule::Oldest && constraint == "." {
        return !name.is_empty();
    }
    let Some(start) = name.len().checked_sub(constraint.len()) else {
        return false;
    };
    let (before, end) = name.as_bytes().split_at(start);
    let is_suffix = end.eq_ignore_ascii_case(constraint.as_bytes());
    let wants_more = constraint.starts_with('.');
    is_suffix
        && match before.last() {
            None => !wants_more || rule == DomainRule::Newest,
            Some(last) => wants_more || *last == b'.',
        }
}

/// The constraint that the newest Go names: the widest that the name lies in, or one below the
/// parent of a name with a star, which may stand for it.
pub(super) fn domain_is_excluded(name: &str, excluded: &[String]) -> Option<String> {
    if excluded.iter().any(String::is_empty) {
        return Some(String::new());
    }
    let lies_in = |rule: &&String| is_in_domain(name, rule, DomainRule::Newest);
    if let Some(widest) = excluded
        .iter()
        .filter(lies_in)
        .min_by_key(|rule| rule.len())
    {
        return Some(widest.clone());
    }
    let parent = name.starts_with('*').then(|| parent(name)).flatten()?;
    let is_widest = |rule: &&String| {
        !excluded
            .iter()
            .any(|other| other.len() < rule.len() && is_in_domain(rule, other, DomainRule::Newest))
    };
    let is_sibling = |rule: &&String| self::parent(rule).as_ref() == Some(&parent);
    let siblings = excluded.iter().filter(is_sibling).filter(is_widest);
    let siblings = siblings.map(|rule| rule.to_ascii_lowercase());
    // The last in Go's order: by labels from the end, a dot before every letter.
    siblings.max_by_key(|rule| {
        let byte = |b: u8| if b == b'.' { 0 } else { b };
        rule.bytes().rev().map(byte).collect::<Vec<u8>>()
    })
}

/// What follows the first label, with the dot, in small letters.
fn parent(name: &str) -> Option<String> {
    let dot = name.find('.')?;
    Some(name[dot..].to_ascii_lowercase())
}

/// A whole address, or one of its domains.
pub(super) fn mail_is_in(
    mailbox: &Mailbox,
    constraint: &str,
    rule: DomainRule,
    edition: &Edition,
) -> bool {
    if !constraint.contains('@') {
        return is_in_domain(&mailbox.domain, constraint, rule);
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
        use DomainRule::{Newest, Oldest};
        for (name, constraint, oldest, newest) in [
            ("a.c.test", "c.test", true, true),
            ("c.test", "C.test", true, true),
            ("c.test", ".c.test", false, false),
            ("a.c.test", ".c.test", true, true),
            ("xc.test", "c.test", false, false),
            ("anything", "", true, true),
            ("anything", ".", true, false),
            ("", "c.test", false, false),
        ] {
            assert_eq!(
                is_in_domain(name, constraint, Oldest),
                oldest,
                "{name} {constraint}"
            );
            assert_eq!(
                is_in_domain(name, constraint, Newest),
                newest,
                "{name} {constraint}"
            );
        }
    }

    #[test]
    fn a_star_may_stand_for_what_is_excluded() {
        let excluded = ["a.c.test".to_owned(), "x.b.c.test".to_owned()];
        let by = |name| domain_is_excluded(name, &excluded);
        assert_eq!(by("*.c.test").as_deref(), Some("a.c.test"));
        assert_eq!(by("*.b.c.test").as_deref(), Some("x.b.c.test"));
        assert_eq!(by("b.c.test"), None);
        assert_eq!(by("*"), None);
    }
}
