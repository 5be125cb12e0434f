//! What Go's clients make of a proxy variable's text (golang.org/x/net/http/httpproxy `parseProxy`, as
//! net/http has it): they never refuse one. Says nothing of a text beyond that: it may hold a password.

use std::fmt;

use super::{ProxyScheme, ProxyUrl};
use crate::cert::go::{ByVersion, GoVersion, url_host};
use crate::target::Host;

/// What Go's clients do with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyInGo {
    /// They use the proxy that it names.
    AsMeant,
    /// They pass over it, and go directly.
    Ignored,
    /// They take another part of it for the proxy's host; which, where that is the name of a scheme.
    Elsewhere(Option<ProxyScheme>),
    /// They speak HTTP CONNECT to it, though its scheme is another.
    AsHttp,
}

impl ProxyInGo {
    /// As Go 1.27 reads it; 1.23 looks up another wrong host in a few more cases.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let Some((scheme, authority)) = parsed(text) else {
            return Self::Ignored;
        };
        if ProxyScheme::named(scheme).is_none() {
            return Self::AsHttp;
        }
        let read = ProxyUrl::parse(&format!("{scheme}://{authority}"));
        let meant = ProxyUrl::parse(text);
        match (read, meant) {
            (Ok(read), Ok(meant)) if place(&read) == place(&meant) => Self::AsMeant,
            _ => {
                let host = authority.trim_matches(['"', '\'', ':']);
                Self::Elsewhere(ProxyScheme::named(host))
            }
        }
    }

    /// The proxy is used as its text means it.
    #[must_use]
    pub fn is_as_meant(self) -> bool {
        self == Self::AsMeant
    }
}

impl fmt::Display for ProxyInGo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsMeant => f.write_str("Go's clients use the proxy that it names"),
            Self::Ignored => f.write_str("Go's clients ignore it without a word and go directly"),
            Self::Elsewhere(Some(scheme)) => {
                let name = scheme.name();
                write!(
                    f,
                    "Go's clients take `{name}` for the proxy's host, and every request ends with \"proxyconnect tcp: dial tcp: lookup {name}: no such host\""
                )
            }
            Self::Elsewhere(None) => f.write_str(
                "Go's clients take another part of it for the proxy's host, and every request ends with \"proxyconnect tcp: dial tcp …\"",
            ),
            Self::AsHttp => f.write_str(
                "Go's clients speak HTTP CONNECT to it all the same, which no proxy of another kind understands",
            ),
        }
    }
}

/// The scheme, and the host with its port: as it stands, else with `http://` before it, else as it
/// stands without a host.
fn parsed(text: &str) -> Option<(&str, String)> {
    let host = |url: &str| {
        let read = ByVersion::ask(|edition| url_host(url, edition));
        read.of(GoVersion::Go127).clone().ok()
    };
    let (scheme, _) = text.split_once(':').unwrap_or_default();
    match host(text) {
        Some(own) if !own.is_empty() && !scheme.is_empty() => Some((scheme, own)),
        own => {
            let with_scheme = host(&format!("http://{text}"));
            with_scheme.or(own).map(|host| ("http", host))
        }
    }
}

fn place(proxy: &ProxyUrl) -> (ProxyScheme, &Host, u16) {
    (proxy.scheme, &proxy.host, proxy.port)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts, and what Go 1.23 and 1.27 did with each.
    #[test]
    fn go_does_with_a_text_what_it_was_seen_to_do() {
        use ProxyInGo::{AsHttp, AsMeant, Elsewhere, Ignored};
        let http = Elsewhere(Some(ProxyScheme::Http));
        for (text, expected) in [
            ("http://p.test:3128", AsMeant),
            ("HTTP://p.test:1", AsMeant),
            ("p.test:3128", AsMeant),
            ("proxy", AsMeant),
            ("u:p@p.test:1", AsMeant),
            ("http://u:p@q@p.test:1", AsMeant),
            ("http://[::1]:1", AsMeant),
            ("http://p.test:1/", AsMeant),
            ("http://p.test:", AsMeant),
            ("socks5h://p.test", AsMeant),
            ("http://b\u{fc}cher.test:1", AsMeant),
            ("\"http://p.test:3128\"", http),
            ("'http://p.test:3128'", http),
            ("\"p.test:3128\"", Ignored),
            ("http://u:p#q@p.test:1", http),
            ("http://u:p/q@p.test:1", http),
            ("http://u:p?q@p.test:1", http),
            ("http://u:12#q@p.test:1", Elsewhere(None)),
            ("http://u:p^q@p.test:1", http),
            ("http://u:p\u{fc}@p.test:1", http),
            ("http://u:p%zz@p.test:1", Ignored),
            ("http://u:p%a\u{20ac}@p.test:1", Ignored),
            ("socks4://p.test:1", AsHttp),
            ("htpp://p.test:1", AsHttp),
            ("ftp://p.test:1", AsHttp),
            ("http//p.test:1", http),
            ("http:/p.test:1", http),
            ("http:p.test:1", Elsewhere(None)),
            ("http:\\\\p.test:1", Elsewhere(None)),
            (" http://p.test:1", Ignored),
            ("http://p.test:1 ", http),
            ("http://p.test:1\n", Ignored),
            ("http://p.test:abc", http),
            ("http://p.test:99999", Elsewhere(None)),
            ("http://", http),
            ("://x", Elsewhere(None)),
            ("http://a.test:1,http://b.test", http),
        ] {
            assert_eq!(ProxyInGo::of(text), expected, "{text:?}");
        }
    }
}
