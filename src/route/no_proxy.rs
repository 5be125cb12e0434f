//! The list of exceptions in Go's dialect, entry by entry as golang.org/x/net/http/httpproxy reads
//! it. Pure.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::target::Host;

/// A NO_PROXY list as written, read in Go's dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoProxy {
    /// The list as written.
    pub text: String,
}

impl NoProxy {
    /// A list as written.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// The first entry that exempts `host:port`, as written. `example.test` covers itself and its
    /// subdomains, `.example.test` and `*.example.test` subdomains only, `host:port` that port
    /// only, `*` everything; CIDRs and addresses match only targets that are addresses, never a
    /// name that resolves to one.
    #[must_use]
    pub fn matching(&self, host: &Host, port: u16) -> Option<&str> {
        self.entries().find(|entry| covers(entry, host, port))
    }

    /// The entries, comma-separated; blanks around them do not count.
    pub fn entries(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
    }
}

fn covers(entry: &str, host: &Host, port: u16) -> bool {
    let entry = entry.to_ascii_lowercase();
    if entry == "*" {
        return true;
    }
    if let Some((network, bits)) = cidr(&entry) {
        return matches!(host, Host::Ip(ip) if within(*ip, network, bits));
    }
    let (pattern, only_port) = split_port(&entry);
    if only_port.is_some_and(|only| !only.is_empty() && only != port.to_string()) {
        return false;
    }
    match (pattern.parse::<IpAddr>(), host) {
        // An IPv4 address that IPv6 maps (RFC 4291 2.5.5.2) is that address to Go.
        (Ok(entry), Host::Ip(ip)) => entry.to_canonical() == ip.to_canonical(),
        (Ok(_), Host::Name(_)) => false,
        (Err(_), host) => domain_covers(pattern, &host.to_string()),
    }
}

fn domain_covers(pattern: &str, host: &str) -> bool {
    let pattern = pattern
        .strip_prefix('*')
        .filter(|rest| rest.starts_with('.'))
        .unwrap_or(pattern);
    let (only_below, name) = match pattern.strip_prefix('.') {
        Some(parent) => (true, parent),
        None if pattern.is_empty() => return false,
        None => (false, pattern),
    };
    let Some(name) = in_ascii(name) else {
        return false;
    };
    let below = host.strip_suffix(&*name);
    below.is_some_and(|rest| rest.ends_with('.')) || (!only_below && host == name)
}

/// As Go compares it: other letters in their ASCII form (`idna.Lookup.ToASCII`). `None`: it has none.
pub(super) fn in_ascii(name: &str) -> Option<Cow<'_, str>> {
    if name.is_ascii() {
        return Some(Cow::Borrowed(name));
    }
    match url::Host::parse(name) {
        Ok(url::Host::Domain(ascii)) => Some(Cow::Owned(ascii)),
        Ok(url::Host::Ipv4(_) | url::Host::Ipv6(_)) | Err(_) => None,
    }
}

/// `host:port` or `[v6]:port`; a bare IPv6 address has no port.
pub(super) fn split_port(entry: &str) -> (&str, Option<&str>) {
    let bare = |host: &'_ str| host.trim_start_matches('[').trim_end_matches(']').len();
    match entry.rsplit_once(':') {
        Some((host, port)) if host.starts_with('[') && host.ends_with(']') && bare(host) > 0 => {
            (&host[1..host.len() - 1], Some(port))
        }
        Some((host, port)) if !host.contains(':') => (host, Some(port)),
        _ => (entry, None),
    }
}

/// Network and prefix length of `a.b.c.d/n` or `v6/n`.
pub(super) fn cidr(entry: &str) -> Option<(IpAddr, u8)> {
    let (network, bits) = entry.split_once('/')?;
    let network: IpAddr = network.parse().ok()?;
    let bits: u8 = bits.parse().ok()?;
    let most = if network.is_ipv4() { 32 } else { 128 };
    (bits <= most).then_some((network, bits))
}

pub(super) fn within(ip: IpAddr, network: IpAddr, bits: u8) -> bool {
    let (network, bits) = match network.to_canonical() {
        canonical @ IpAddr::V4(_) if network.is_ipv6() && bits >= 96 => (canonical, bits - 96),
        IpAddr::V4(_) | IpAddr::V6(_) => (network, bits),
    };
    match (ip.to_canonical(), network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            u32::from(ip) & mask == u32::from(network) & mask
        }
        (IpAddr::V6(ip), IpAddr::V6(network)) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            u128::from(ip) & mask == u128::from(network) & mask
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As measured with Go 1.23 and 1.27.
    #[test]
    fn go_dialect() {
        for (list, host, port, direct) in [
            ("example.test", "api.example.test", 443, true),
            ("example.test", "example.test", 443, true),
            ("example.test", "notexample.test", 443, false),
            (".example.test", "api.example.test", 443, true),
            (".example.test", "example.test", 443, false),
            ("*.example.test", "api.example.test", 443, true),
            ("*.example.test", "example.test", 443, false),
            ("api.example.test:6443", "api.example.test", 6443, true),
            ("api.example.test:6443", "api.example.test", 443, false),
            ("10.0.0.0/8", "10.1.2.3", 443, true),
            ("10.0.0.0/8", "eleven.test", 443, false),
            ("10.1.2.3", "10.1.2.3", 443, true),
            ("10.1.2.3:8443", "10.1.2.3", 443, false),
            ("[fd00::1]:443", "fd00::1", 443, true),
            ("fd00::/8", "fd00::1", 443, true),
            ("a.test b.test", "b.test", 443, false),
            (" a.test , B.test ", "b.test", 443, true),
            ("*", "anything.test", 443, true),
            ("", "anything.test", 443, false),
            (".", "a.test", 443, false),
            ("api.example.test:", "api.example.test", 6443, true),
            ("api.example.test:0443", "api.example.test", 443, false),
            ("https://api.example.test", "api.example.test", 443, false),
            ("api.example.test.", "api.example.test", 443, false),
            ("10.1.2.3/16", "10.1.9.9", 443, true),
            ("10.1.0.0/33", "10.1.9.9", 443, false),
            ("10.1.0.0/16:443", "10.1.2.3", 443, false),
            ("[fd00::1]", "fd00::1", 443, false),
            ("fd00::1:443", "fd00::1", 443, false),
            ("::ffff:10.1.2.3", "10.1.2.3", 443, true),
            ("10.1.2.3", "::ffff:10.1.2.3", 443, true),
            ("::ffff:10.1.0.0/112", "10.1.2.3", 443, true),
            ("*example.test", "api.example.test", 443, false),
            ("api.*.test", "api.example.test", 443, false),
            ("*:443", "api.example.test", 443, false),
            ("*.example.test:443", "api.example.test", 443, true),
            ("..example.test", "api.example.test", 443, false),
            ("API.example.test", "api.example.test", 443, true),
            ("a.test;b.test", "a.test", 443, false),
        ] {
            holds((list, host, port), direct);
        }
    }

    /// The same: it compares the ASCII form of both.
    #[test]
    fn go_dialect_of_other_letters() {
        for (list, host, port, direct) in [
            ("b\u{fc}cher.test", "b\u{fc}cher.test", 443, true),
            ("b\u{fc}cher.test", "xn--bcher-kva.test", 443, true),
            ("xn--bcher-kva.test", "b\u{fc}cher.test", 443, true),
            (".b\u{fc}cher.test", "a.b\u{fc}cher.test", 443, true),
            (".b\u{fc}cher.test", "b\u{fc}cher.test", 443, false),
            ("*.b\u{fc}cher.test", "a.xn--bcher-kva.test", 443, true),
            ("B\u{dc}CHER.test", "b\u{fc}cher.test", 443, true),
            ("stra\u{df}e.test", "xn--strae-oqa.test", 443, true),
            ("stra\u{df}e.test", "strasse.test", 443, false),
            ("b\u{fc}cher.test:8443", "b\u{fc}cher.test", 8443, true),
            ("b\u{fc}cher.test:8443", "b\u{fc}cher.test", 443, false),
            ("b\u{fc}cher\u{3002}test", "b\u{fc}cher.test", 443, true),
            ("\u{ff45}xample.test", "example.test", 443, true),
            ("b\u{fc}cher.test", "notb\u{fc}cher.test", 443, false),
            ("\u{ff11}0.1.2.3", "10.1.2.3", 443, false),
        ] {
            holds((list, host, port), direct);
        }
    }

    fn holds((list, host, port): (&str, &str, u16), direct: bool) {
        let host = Host::parse(host).expect("a host");
        assert_eq!(
            NoProxy::new(list).matching(&host, port).is_some(),
            direct,
            "{list} {host}:{port}"
        );
    }
}
