//! Whether a certificate proves a name: by subjectAltName only (RFC 6125 6.4, RFC 9525), as Go and
//! webpki decide it. Pure.

use super::subtrees::{Domains, Networks};
use crate::cert::{Facts, NameConstraints};
use crate::foreign::Foreign;
use crate::target::Host;
use std::net::IpAddr;

/// How a leaf relates to the name it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProof {
    /// A subjectAltName entry covers it.
    Proven,
    /// There are names, but none covers it.
    Mismatch,
    /// No subjectAltName extension; only a common name, which does cover it.
    ByCommonNameOnly,
    /// No subjectAltName extension, and the common name does not cover it either.
    NoNames,
}

/// Looks for `wanted` in a leaf.
#[must_use]
pub fn prove(leaf: &Facts, wanted: &Host) -> NameProof {
    if covers(leaf, wanted) {
        return NameProof::Proven;
    }
    if leaf.has_san {
        return NameProof::Mismatch;
    }
    if common_name_covers(leaf, wanted) {
        NameProof::ByCommonNameOnly
    } else {
        NameProof::NoNames
    }
}

/// The common name is this name, or a wildcard for it.
pub(super) fn common_name_covers(leaf: &Facts, wanted: &Host) -> bool {
    let cn = leaf.subject_cn.as_ref().map(Foreign::raw);
    cn.is_some_and(|cn| match wanted {
        Host::Name(name) => pattern_covers(cn, name),
        Host::Ip(ip) => cn == ip.to_string(),
    })
}

/// The leaf proves this name to some clients at least: a common name counts.
pub(super) fn is_proven(leaf: &Facts, wanted: &Host) -> bool {
    matches!(
        prove(leaf, wanted),
        NameProof::Proven | NameProof::ByCommonNameOnly
    )
}

/// The wildcard by which the leaf proves the name, where no entry is the name itself.
pub(super) fn by_wildcard_alone<'a>(leaf: &'a Facts, wanted: &Host) -> Option<&'a Foreign> {
    let Host::Name(name) = wanted else {
        return None;
    };
    let covers = |pattern: &&Foreign| pattern_covers(pattern.raw(), name);
    let mut all = leaf.dns_names.iter().filter(covers);
    let first = all.next()?;
    let is_wide = |pattern: &Foreign| pattern.raw().starts_with("*.");
    (is_wide(first) && all.all(is_wide)).then_some(first)
}

/// The leaf bears this very name: no wildcard stands for it, as in the certificate that a router has
/// for every name that it does not know better.
pub(super) fn bears(leaf: &Facts, wanted: &Host) -> bool {
    let itself = |name: &str| {
        let by_name = |own: &Foreign| own.raw().eq_ignore_ascii_case(name);
        leaf.dns_names.iter().any(by_name)
            || (!leaf.has_san && leaf.subject_cn.as_ref().is_some_and(by_name))
    };
    match wanted {
        Host::Name(name) => itself(name),
        Host::Ip(_) => covers(leaf, wanted),
    }
}

fn covers(leaf: &Facts, wanted: &Host) -> bool {
    match wanted {
        Host::Name(name) => leaf
            .dns_names
            .iter()
            .any(|pattern| pattern_covers(pattern.raw(), name)),
        Host::Ip(ip) => leaf.ip_names.contains(ip),
    }
}

/// `*` stands for exactly one whole, leftmost label; everything else is compared without case.
fn pattern_covers(pattern: &str, name: &str) -> bool {
    let (mut patterns, mut labels) = (pattern.split('.'), name.split('.'));
    if patterns.clone().count() != labels.clone().count() || name.is_empty() {
        return false;
    }
    let first_matches = match (patterns.next(), labels.next()) {
        (Some("*"), Some(label)) => !label.is_empty() && labels.clone().count() > 0,
        (Some(pattern), Some(label)) => pattern.eq_ignore_ascii_case(label),
        _ => false,
    };
    first_matches
        && patterns
            .zip(labels)
            .all(|(pattern, label)| pattern.eq_ignore_ascii_case(label))
}

/// The first name of `leaf` that `constraints` forbid, as Go checks every name of a leaf against
/// every CA above it (RFC 5280 6.1.3 b, c).
#[must_use]
pub fn forbidden(leaf: &Facts, constraints: &NameConstraints) -> Option<Foreign> {
    let (permitted, excluded) = (
        domains(&constraints.permitted_dns),
        domains(&constraints.excluded_dns),
    );
    let dns = |name: &&Foreign| {
        excluded.widest(name.raw()).is_some()
            || (!permitted.is_empty() && permitted.widest(name.raw()).is_none())
    };
    let (permitted, excluded) = (
        networks(&constraints.permitted_ip),
        networks(&constraints.excluded_ip),
    );
    let ip = |ip: &&IpAddr| {
        let address = octets(**ip);
        // Nobody reads a certificate with such networks, and none of its words accuses another.
        !permitted.has_odd
            && !excluded.has_odd
            && (excluded.widest(&address).is_some()
                || (!permitted.is_empty() && permitted.widest(&address).is_none()))
    };
    leaf.dns_names
        .iter()
        .find(dns)
        .cloned()
        .or_else(|| leaf.ip_names.iter().find(ip).map(address))
}

fn domains(list: &[Foreign]) -> Domains<'_> {
    Domains::new(list.iter().map(Foreign::raw))
}

fn networks(list: &[Vec<u8>]) -> Networks {
    Networks::new(
        list.iter()
            .map(|network| network.split_at(network.len() / 2)),
    )
}

fn octets(ip: IpAddr) -> Vec<u8> {
    match ip {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets().to_vec(),
    }
}

/// The leaf's names, DNS names first.
pub fn presented(leaf: &Facts) -> Vec<Foreign> {
    let addresses = leaf.ip_names.iter().map(address);
    leaf.dns_names.iter().cloned().chain(addresses).collect()
}

/// Those of a leaf's names that whoever asked for `wanted` may ask for instead. Left out is what means
/// another machine elsewhere: this machine itself, names of a cluster's own DNS (unless `wanted` is
/// one) and of its nodes (`api-int`), names of one label, and in a certificate with such
/// names every address, since it may be a Service's.
#[must_use]
pub fn instead(leaf: &Facts, wanted: &Host) -> Vec<Foreign> {
    let inside = matches!(wanted, Host::Name(name) if is_of_cluster(name));
    let has_inner = leaf.dns_names.iter().any(|name| is_of_cluster(name.raw()));
    let names = leaf.dns_names.iter().filter(|name| {
        let name = name.raw();
        name.contains('.')
            && !name.ends_with(".localdomain")
            && !name.starts_with("api-int.")
            && (inside || !is_of_cluster(name))
    });
    let addresses = leaf.ip_names.iter();
    let addresses = addresses.filter(|ip| !has_inner && !ip.is_loopback() && !ip.is_unspecified());
    names.cloned().chain(addresses.map(address)).collect()
}

/// A name that only the pods of a cluster resolve: of a Service, in whatever length, or of the API
/// server among them.
#[must_use]
pub fn is_of_cluster(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends = [".svc", ".cluster.local"];
    let api = ["kubernetes", "openshift"];
    ends.iter().any(|end| name.ends_with(end))
        || api.contains(&name.strip_suffix(".default").unwrap_or(&name))
}

fn address(ip: &IpAddr) -> Foreign {
    Foreign::from(ip.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_only_pods_resolve() {
        for (name, of_cluster) in [
            ("kubernetes", true),
            ("kubernetes.default", true),
            ("kubernetes.default.svc", true),
            ("openshift.default.svc.cluster.local", true),
            ("S3.openshift-storage.SVC.", true),
            ("kubernetes.corp.test", false),
            ("default", false),
            ("svc", false),
            ("svc.corp.test", false),
            ("api.c.test", false),
        ] {
            assert_eq!(is_of_cluster(name), of_cluster, "{name}");
        }
    }

    #[test]
    fn a_star_stands_for_one_leftmost_label() {
        for (pattern, name, covers) in [
            ("*.apps.c.test", "oauth.apps.c.test", true),
            ("*.apps.c.test", "a.b.apps.c.test", false),
            ("*.apps.c.test", "apps.c.test", false),
            ("*.apps.c.test", ".apps.c.test", false),
            ("oauth-*.c.test", "oauth-x.c.test", false),
            ("API.c.test", "api.C.test", true),
            ("*", "localhost", false),
            ("", "", false),
        ] {
            assert_eq!(pattern_covers(pattern, name), covers, "{pattern} {name}");
        }
    }
}
