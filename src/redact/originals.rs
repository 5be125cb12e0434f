//! What is to be replaced, in the order in which it was met. Each text is taken as what it is; what prose
//! names beside that (addresses, URLs, hosts below a domain that is known) is found in it.

use std::collections::HashSet;
use std::net::IpAddr;

use super::{everybodys, find};

/// What an original is; its stand-in is of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Original {
    /// The name of a host, also with a wildcard.
    Host,
    /// An address of IPv4 or IPv6.
    Address,
    /// A value in the name of a certificate's subject or issuer.
    Subject,
    /// Hexadecimal digits by which a certificate can be looked up: a hash, a serial number, a key's
    /// name.
    Hash,
    /// A path of a file or of a URL.
    Path,
    /// The name of an object, a context, a user, a bucket, a vantage point.
    Name,
    /// A namespace.
    Namespace,
    /// Anything else that somebody wrote.
    Text,
}

/// Everything that is to be replaced.
#[derive(Debug, Default)]
pub struct Originals {
    pub(super) met: Vec<(Original, String)>,
    known: HashSet<String>,
    /// Texts that may name further hosts below a domain that is known.
    prose: Vec<String>,
    domains: HashSet<String>,
}

impl Originals {
    /// Takes a text that is this.
    pub fn take(&mut self, kind: Original, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if matches!(kind, Original::Host | Original::Subject) && self.is_machine(text) {
            return;
        }
        match kind {
            Original::Name | Original::Namespace | Original::Subject
                if everybodys::is_name(text) => {}
            Original::Subject if everybodys::is_program(text) => {}
            Original::Host => self.host(text),
            Original::Path => self.path(text),
            Original::Address
            | Original::Subject
            | Original::Hash
            | Original::Name
            | Original::Namespace
            | Original::Text => self.enter(kind, text.to_owned()),
        }
    }

    /// Takes what is written before a port, or alone: a name or an address.
    pub fn take_authority(&mut self, text: &str) {
        // The last group of an address of IPv6 is no port.
        if text.parse::<IpAddr>().is_ok() {
            return self.take(Original::Host, text);
        }
        let host = match text.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            Some(_) | None => text,
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        self.take(Original::Host, host.trim_start_matches('.'));
    }

    /// Takes the name of a subject as certificates are shown: `O=Acme, CN=Acme Root CA`.
    pub fn take_subject(&mut self, name: &str) {
        for part in name.split([',', '+', '/']) {
            if let Some((_, value)) = part.split_once('=') {
                self.take(Original::Subject, value);
            }
        }
    }

    /// Takes what prose names: addresses, URLs, and hosts below domains of somebody's.
    pub fn take_prose(&mut self, text: &str) {
        for (_, ip) in find::addresses(text) {
            self.enter(Original::Address, ip.to_string());
        }
        for url in find::urls(text) {
            self.take_authority(url.host);
            if url.path.len() > 1 && !is_everybodys(url.path) {
                self.enter(Original::Path, url.path.to_owned());
            }
        }
        if text.contains('.') {
            self.prose.push(text.to_owned());
        }
    }

    /// Whether the text is an address, a name with dots, or a part of one, which is then taken as such.
    fn is_machine(&mut self, text: &str) -> bool {
        if let Ok(ip) = text.parse::<IpAddr>() {
            self.enter(Original::Address, ip.to_string());
            return true;
        }
        let is_label = |label: &str| {
            let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*');
            !label.is_empty() && label.bytes().all(inner)
        };
        let labels: Vec<&str> = text.trim_end_matches('.').split('.').collect();
        let is_name = labels.len() > 1
            && labels.iter().all(|label| is_label(label))
            && labels
                .last()
                .is_some_and(|end| end.bytes().any(|b| b.is_ascii_alphabetic()));
        if is_name {
            self.host(text);
        }
        is_name
    }

    fn host(&mut self, name: &str) {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        if name.split('.').all(everybodys::is_label) || name.is_empty() {
            return;
        }
        let bare = name.trim_start_matches("*.").to_owned();
        if let Some(domain) = psl::domain_str(&bare) {
            self.domains.insert(domain.to_owned());
            self.enter(Original::Host, domain.to_owned());
        }
        self.enter(Original::Host, bare);
    }

    /// A file is known by its whole path and by its name.
    fn path(&mut self, path: &str) {
        if matches!(path, "-" | "/" | ".") {
            return;
        }
        self.enter(Original::Path, path.to_owned());
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.contains('.') && name != path {
            self.enter(Original::Path, name.to_owned());
        }
    }

    fn enter(&mut self, kind: Original, text: String) {
        // The first that a text was met as counts.
        if self.known.insert(text.clone()) {
            self.met.push((kind, text));
        }
    }

    /// Takes all that another part met, behind what is here.
    pub fn join(&mut self, other: Self) {
        for (kind, text) in other.met {
            self.enter(kind, text);
        }
        self.prose.extend(other.prose);
        self.domains.extend(other.domains);
    }

    /// Hosts of prose, now that all domains are known.
    pub(super) fn close(&mut self) {
        for text in std::mem::take(&mut self.prose) {
            for word in find::dotted(&text) {
                let bare = word.trim_start_matches("*.").to_ascii_lowercase();
                let is_known = psl::domain_str(&bare).is_some_and(|d| self.domains.contains(d));
                if is_known {
                    self.enter(Original::Host, bare);
                }
            }
        }
    }
}

/// Paths that every server has, or that this program asks for.
fn is_everybodys(path: &str) -> bool {
    const ASKED: [&str; 11] = [
        "/console",
        "/handle-login",
        "/health",
        "/version",
        "/login",
        "/v2/",
        "/.well-known/",
        "/api?",
        "/api/",
        "/apis",
        "/oauth/",
    ];
    ASKED
        .iter()
        .any(|asked| path.starts_with(asked) || path == asked.trim_end_matches(['/', '?']))
}
