//! What Go's clients make of a proxy variable's text (golang.org/x/net/http/httpproxy `parseProxy`, as
//! net/http has it), version by version: they never refuse one. Says nothing of a text beyond that: it
//! may hold a password.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use super::{ProxyScheme, ProxyUrl};
use crate::cert::go::{ByVersion, GoVersion, url_host};
use crate::target::Host;

/// What the clients of each known version of Go do with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyInGo {
    go119: Reading,
    go123: Reading,
    go127: Reading,
}

/// What one version does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// It uses the proxy that it names.
    AsMeant,
    /// It passes over it, and goes directly.
    Ignored,
    /// It takes another part of it for the proxy's host; which, where that is the name of a scheme.
    Elsewhere(Option<ProxyScheme>),
    /// It speaks HTTP CONNECT to it, though its scheme is another.
    AsHttp,
    /// It uses the proxy at this address, which stands there without brackets.
    At(Ipv6Addr, u16),
    /// It takes what stands in brackets for the proxy's host, though it is no IPv6 address.
    InBrackets,
    /// It finds no host in it, and connects to this machine.
    ThisMachine,
}

/// Where versions part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Release {
    Go119,
    Go123,
    Go127,
}

impl ProxyInGo {
    /// Held against programs that were built by Go 1.19, 1.23 and 1.27, each with its own version in
    /// go.mod: with an older one there, a newer Go reads URLs as the older one does.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let reading = |release| reading(text, release);
        Self {
            go119: reading(Release::Go119),
            go123: reading(Release::Go123),
            go127: reading(Release::Go127),
        }
    }

    /// The versions that clients of a migration are built with use the proxy as its text means it.
    #[must_use]
    pub fn is_as_meant(self) -> bool {
        [self.go123, self.go127] == [Reading::AsMeant; 2]
    }

    /// The newest version passes over it.
    #[must_use]
    pub fn is_ignored(self) -> bool {
        self.go127 == Reading::Ignored
    }
}

/// Versions of which the same holds are named together.
impl fmt::Display for ProxyInGo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &Self {
            go119,
            go123,
            go127,
        } = self;
        let groups: Vec<(&str, Reading)> = match (go119 == go123, go123 == go127) {
            (true, true) => vec![("go1.19 to go1.27", go127)],
            (true, false) => vec![("go1.19 to go1.23", go123), ("go1.27", go127)],
            (false, true) => vec![("go1.19", go119), ("go1.23 to go1.27", go127)],
            (false, false) => vec![("go1.19", go119), ("go1.23", go123), ("go1.27", go127)],
        };
        for (n, (versions, reading)) in groups.into_iter().enumerate() {
            let joint = if n == 0 { "" } else { "; " };
            write!(f, "{joint}Go's clients ({versions}) {reading}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsMeant => f.write_str("use the proxy that it names"),
            Self::Ignored => f.write_str("ignore it without a word and go directly"),
            Self::Elsewhere(Some(scheme)) => {
                let name = scheme.name();
                write!(
                    f,
                    "take `{name}` for the proxy's host, and every request ends with \"proxyconnect tcp: dial tcp: lookup {name}: no such host\""
                )
            }
            Self::Elsewhere(None) => f.write_str(
                "take another part of it for the proxy's host, and every request ends with \"proxyconnect tcp: dial tcp …\"",
            ),
            Self::AsHttp => f.write_str(
                "speak HTTP CONNECT to it all the same, which no proxy of another kind understands",
            ),
            Self::At(ip, port) => write!(f, "use the proxy at [{ip}]:{port}"),
            Self::InBrackets => f.write_str("use the host that stands in brackets"),
            Self::ThisMachine => f.write_str(
                "find no host in it and take this machine for the proxy, and every request ends with \"proxyconnect tcp: dial tcp :80 …\"",
            ),
        }
    }
}

fn reading(text: &str, release: Release) -> Reading {
    let Some((scheme, authority)) = parsed(text, release) else {
        return Reading::Ignored;
    };
    let (host, port) = host_and_port(&authority);
    if host.is_empty() {
        return Reading::ThisMachine;
    }
    let Some(scheme) = ProxyScheme::named(scheme) else {
        return Reading::AsHttp;
    };
    let port = match port {
        "" => Some(scheme.row().port),
        digits => digits.parse().ok(),
    };
    let has_brackets = authority.starts_with('[');
    match (host.parse::<Ipv6Addr>(), port) {
        (Ok(ip), Some(port)) if !has_brackets => return Reading::At(ip, port),
        (Err(_), _) if has_brackets && !host.contains('%') => return Reading::InBrackets,
        _ => {}
    }
    let meant = ProxyUrl::parse(text).ok();
    let is_meant = meant.is_some_and(|meant| {
        let read = (scheme, read_host(host), port);
        read == (meant.scheme, Some(meant.host), Some(meant.port))
    });
    if is_meant {
        Reading::AsMeant
    } else {
        let name = host.trim_matches(['"', '\'', ':']);
        Reading::Elsewhere(ProxyScheme::named(name))
    }
}

fn read_host(host: &str) -> Option<Host> {
    match host.parse::<IpAddr>() {
        Ok(ip) => Some(Host::Ip(ip)),
        Err(_) => Host::parse(host).ok(),
    }
}

/// Go's `URL.Hostname` and `URL.Port`: brackets are taken off, whatever stands in them, and a port is
/// what stands behind the last colon.
fn host_and_port(authority: &str) -> (&str, &str) {
    let inner = authority.strip_prefix('[');
    match inner.and_then(|inner| inner.split_once(']')) {
        Some((host, behind)) => (host, behind.strip_prefix(':').unwrap_or_default()),
        None => authority.rsplit_once(':').unwrap_or((authority, "")),
    }
}

/// The scheme, and the host with its port: as it stands where Go takes that for a proxy's URL, else
/// with `http://` before it, else as it stands.
fn parsed(text: &str, release: Release) -> Option<(&str, String)> {
    let host = |url: &str| {
        let read = ByVersion::ask(|edition| url_host(url, edition));
        let version = match release {
            Release::Go119 | Release::Go123 => GoVersion::Go123,
            Release::Go127 => GoVersion::Go127,
        };
        read.of(version).clone().ok()
    };
    let (scheme, _) = text.split_once(':').unwrap_or_default();
    let own = host(text);
    let known = ["http", "https", "socks5"];
    let is_taken = match release {
        // Before x/net of 2023 the scheme counted, and no host was asked for.
        Release::Go119 => own.is_some() && known.iter().any(|k| scheme.eq_ignore_ascii_case(k)),
        Release::Go123 | Release::Go127 => {
            own.as_ref().is_some_and(|own| !own.is_empty()) && !scheme.is_empty()
        }
    };
    if is_taken {
        return own.map(|own| (scheme, own));
    }
    let with_scheme = host(&format!("http://{text}"));
    with_scheme.or(own).map(|host| ("http", host))
}

#[cfg(test)]
mod tests {
    use super::Reading::{AsHttp, AsMeant, At, Elsewhere, Ignored, InBrackets, ThisMachine};
    use super::*;

    const HTTP: Reading = Elsewhere(Some(ProxyScheme::Http));
    const V6: Ipv6Addr = Ipv6Addr::LOCALHOST;

    /// The texts that all versions read alike.
    const ALIKE: &[(&str, Reading)] = &[
        ("http://p.test:3128", AsMeant),
        ("HTTP://p.test:1", AsMeant),
        ("https://p.test:3128", AsMeant),
        ("socks5://p.test", AsMeant),
        ("SOCKS5://p.test:1", AsMeant),
        ("p.test:3128", AsMeant),
        ("p.test:3128/path", AsMeant),
        ("proxy", AsMeant),
        ("u:p@p.test:1", AsMeant),
        ("http://u:p@q@p.test:1", AsMeant),
        ("http://[::1]:1", AsMeant),
        ("[::1]:9", AsMeant),
        ("http://p.test:1/", AsMeant),
        ("http://p.test:", AsMeant),
        ("http://b\u{fc}cher.test:1", AsMeant),
        ("\"http://p.test:3128\"", HTTP),
        ("'http://p.test:3128'", HTTP),
        ("\"p.test:3128\"", Ignored),
        ("http://u:p#q@p.test:1", HTTP),
        ("http://u:p/q@p.test:1", HTTP),
        ("http://u:p?q@p.test:1", HTTP),
        ("http://u:12#q@p.test:1", Elsewhere(None)),
        ("http://u:p^q@p.test:1", HTTP),
        ("http://u:p\u{fc}@p.test:1", HTTP),
        ("http://u:p%zz@p.test:1", Ignored),
        ("http://u:p%a\u{20ac}@p.test:1", Ignored),
        ("http//p.test:1", HTTP),
        ("http:\\\\p.test:1", ThisMachine),
        (" http://p.test:1", Ignored),
        ("http://p.test:1 ", HTTP),
        ("http://p.test:1\n", Ignored),
        ("http://p.test:abc", HTTP),
        ("http://p.test:99999", Elsewhere(None)),
        ("http://127.0.0.1.:3128", Elsewhere(None)),
        ("http://127.1:3128", Elsewhere(None)),
        ("http://[::1:9", HTTP),
        ("http://p%2etest:3128", HTTP),
        ("://x", ThisMachine),
    ];

    /// Those that go1.19, go1.23 and go1.27 do not read alike.
    const APART: &[(&str, [Reading; 3])] = &[
        ("http://::1:9", [At(V6, 9), At(V6, 9), HTTP]),
        ("::1:9", [At(V6, 9), At(V6, 9), Ignored]),
        ("http://u:p@::1:9", [At(V6, 9), At(V6, 9), HTTP]),
        ("http://::1", [Elsewhere(None), Elsewhere(None), HTTP]),
        ("::1", [Elsewhere(None), Elsewhere(None), Ignored]),
        (
            "http://p.test:3128:1",
            [Elsewhere(None), Elsewhere(None), HTTP],
        ),
        (
            "http://a.test:1,http://b.test",
            [Elsewhere(None), Elsewhere(None), HTTP],
        ),
        ("http://[p.test]:3128", [InBrackets, InBrackets, HTTP]),
        ("http://[127.0.0.1]:3128", [InBrackets, InBrackets, HTTP]),
        ("http:/p.test:1", [ThisMachine, HTTP, HTTP]),
        ("http:p.test:1", [ThisMachine, Elsewhere(None), ThisMachine]),
        ("http://", [ThisMachine, HTTP, HTTP]),
        ("socks4://p.test:1", [Elsewhere(None), AsHttp, AsHttp]),
        ("htpp://p.test:1", [Elsewhere(None), AsHttp, AsHttp]),
        ("ftp://p.test:1", [Elsewhere(None), AsHttp, AsHttp]),
        (
            "socks5h://p.test",
            [Elsewhere(Some(ProxyScheme::Socks5h)), AsMeant, AsMeant],
        ),
    ];

    #[test]
    fn go_does_with_a_text_what_it_was_seen_to_do() {
        let alike = ALIKE.iter().map(|(text, reading)| (text, [*reading; 3]));
        let apart = APART.iter().map(|(text, readings)| (text, *readings));
        for (text, expected) in alike.chain(apart) {
            let ProxyInGo {
                go119,
                go123,
                go127,
            } = ProxyInGo::of(text);
            assert_eq!([go119, go123, go127], expected, "{text:?}");
        }
    }

    #[test]
    fn versions_are_named_where_they_part_and_where_not() {
        let said = |text: &str| ProxyInGo::of(text).to_string();
        assert_eq!(
            said("\"p.test:3128\""),
            "Go's clients (go1.19 to go1.27) ignore it without a word and go directly"
        );
        let apart = said("http://u:hunter2@::1:9");
        assert!(
            apart.starts_with(
                "Go's clients (go1.19 to go1.23) use the proxy at [::1]:9; Go's clients (go1.27) take `http` for"
            ),
            "{apart}"
        );
        assert!(!apart.contains("hunter2"), "{apart}");
        let old = said("ftp://p.test");
        assert!(
            old.starts_with("Go's clients (go1.19) take another part")
                && old.contains("(go1.23 to go1.27) speak HTTP CONNECT"),
            "{old}"
        );
    }

    #[test]
    fn what_an_old_go_alone_reads_otherwise_is_no_fault_of_the_text() {
        assert!(ProxyInGo::of("socks5h://p.test").is_as_meant());
        assert!(!ProxyInGo::of("http://[p.test]:3128").is_as_meant());
        assert!(ProxyInGo::of("::1:9").is_ignored());
    }
}
