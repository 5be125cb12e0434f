//! What stands in a text of somebody's that names a machine: addresses, and the hosts and paths of URLs.
//! Knows no report; pure.

use std::net::{IpAddr, Ipv6Addr};

/// The addresses in a text, each as it is written and as it is meant.
pub(super) fn addresses(text: &str) -> Vec<(&str, IpAddr)> {
    let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':');
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ':' | '_' | '-')));
    let mut found = Vec::new();
    for word in words.filter(|word| word.chars().all(is_part)) {
        let word = word.trim_end_matches(['.', ':']);
        if let Ok(ip) = word.parse::<IpAddr>() {
            found.push((word, ip));
        } else if let Some((host, _)) = word.rsplit_once(':')
            && let Ok(ip) = host.parse::<IpAddr>()
            && (ip.is_ipv4() || host.parse::<Ipv6Addr>().is_ok())
        {
            found.push((host, ip));
        }
    }
    found
}

/// A URL in a text, as far as it names somebody.
pub(super) struct UrlParts<'t> {
    pub(super) host: &'t str,
    /// Behind the host and its port, with the slash; empty: none.
    pub(super) path: &'t str,
}

pub(super) fn urls(text: &str) -> Vec<UrlParts<'_>> {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '`' | '<' | '>' | ')' | ']' | '\\' | ',' | ';'
            )
    };
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("://") {
        rest = behind;
        // An address of IPv6 stands in brackets, and is found as an address.
        if behind.starts_with('[') {
            continue;
        }
        let whole = &behind[..behind.find(ends).unwrap_or(behind.len())];
        let at = whole.find(['/', '?', '#']).unwrap_or(whole.len());
        let (authority, path) = whole.split_at(at);
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        let host = authority.split(':').next().unwrap_or_default();
        let path = path.trim_end_matches(['.', ':']);
        found.push(UrlParts { host, path });
    }
    found
}

/// Words of a text that may be names of hosts: letters, digits and hyphens, parted by dots.
pub(super) fn dotted(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*' | '_');
    text.split(move |c: char| !is_part(c))
        .map(|word| word.trim_matches(['.', '-', '_']))
        .filter(|word| word.contains('.') && word.bytes().any(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_urls_are_found_in_prose() {
        let text = "dial tcp 192.0.2.1:443: refused; [2001:db8::7]:6443, at 12:30:05, v1.2.3.4x, 10.0.0.1.";
        let found: Vec<&str> = addresses(text).into_iter().map(|(word, _)| word).collect();
        assert_eq!(found, ["192.0.2.1", "2001:db8::7", "10.0.0.1"]);
        let urls = urls("Get \"https://u:p@s3.corp.test:9000/bucket/x?q=1\": EOF, http://a.test.");
        let parts: Vec<(&str, &str)> = urls.iter().map(|url| (url.host, url.path)).collect();
        assert_eq!(parts, [("s3.corp.test", "/bucket/x?q=1"), ("a.test.", "")]);
    }
}
