//! Entries of a NO_PROXY list that do otherwise in Go than they look (golang.org/x/net/http/httpproxy,
//! as net/http has it; each row measured with Go 1.23 and 1.27). Keeps from routes: nothing is decided.

use std::fmt;
use std::net::IpAddr;

use super::no_proxy::{NoProxy, cidr, in_ascii, split_port};
use crate::target::{Host, Target};

/// What is odd about an entry, and what Go makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NearMiss {
    /// It begins with `https://` or the like.
    Scheme,
    /// Something else than a comma separates what are meant to be several.
    Separator,
    /// It is quoted.
    Quotes,
    /// It has a `/` and is no address range.
    NoRange,
    /// An address range with bits behind its network: Go takes the network.
    HostBits(String),
    /// The beginning of an address, as other programs take it.
    PartOfAddress,
    /// A star elsewhere than by itself or before the first dot.
    InnerStar,
    /// `*.domain`.
    StarDot(String),
    /// It ends with a dot.
    FinalDot,
    /// A label of it is empty.
    EmptyLabel,
    /// What stands behind the colon is no port as Go writes it.
    NoPort,
    /// An IPv6 address in brackets and without a port.
    Brackets(String),
    /// It has letters in upper case.
    UpperCase,
    /// It has letters outside of ASCII; the form that Go compares.
    NotAscii(String),
    /// It is for another port than a target of the run has.
    OtherPort {
        /// The port of the target.
        port: u16,
    },
}

impl NearMiss {
    /// What is odd about this entry, whatever it is for; `None`: it does as it looks.
    #[must_use]
    pub fn of(entry: &str) -> Option<Self> {
        if entry == "*" {
            return None;
        }
        if entry.contains("://") {
            return Some(Self::Scheme);
        }
        if entry.contains([';', '|']) || entry.contains(char::is_whitespace) {
            return Some(Self::Separator);
        }
        if entry.contains(['"', '\'']) {
            return Some(Self::Quotes);
        }
        if entry.contains('/') {
            return of_range(entry);
        }
        if let Some(bare) = entry.strip_prefix('[').and_then(|e| e.strip_suffix(']')) {
            return Some(Self::Brackets(bare.to_owned()));
        }
        let (name, port) = split_port(entry);
        if name.parse::<IpAddr>().is_ok() {
            return port.filter(|p| !is_port(p)).map(|_| Self::NoPort);
        }
        of_name(name).or_else(|| port.filter(|p| !is_port(p)).map(|_| Self::NoPort))
    }
}

fn of_range(entry: &str) -> Option<NearMiss> {
    let Some((network, bits)) = cidr(entry) else {
        return Some(NearMiss::NoRange);
    };
    let masked = match network {
        IpAddr::V4(ip) => {
            let mask = u32::MAX
                .checked_shl(32 - u32::from(bits))
                .unwrap_or_default();
            IpAddr::from((u32::from(ip) & mask).to_be_bytes())
        }
        IpAddr::V6(ip) => {
            let mask = u128::MAX
                .checked_shl(128 - u32::from(bits))
                .unwrap_or_default();
            IpAddr::from((u128::from(ip) & mask).to_be_bytes())
        }
    };
    (masked != network).then(|| NearMiss::HostBits(format!("{masked}/{bits}")))
}

fn of_name(name: &str) -> Option<NearMiss> {
    let own = name.strip_prefix("*.").unwrap_or(name);
    let own = own.strip_prefix('.').unwrap_or(own);
    let labels = || own.trim_end_matches('.').split('.');
    let is_numeric = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_digit());
    if labels().all(|l| is_numeric(l) || l == "*" || l == "x") && own.contains(char::is_numeric) {
        return Some(NearMiss::PartOfAddress);
    }
    if own.contains('*') {
        return Some(NearMiss::InnerStar);
    }
    if labels().any(str::is_empty) {
        return Some(NearMiss::EmptyLabel);
    }
    if own.ends_with('.') {
        return Some(NearMiss::FinalDot);
    }
    if name.starts_with("*.") {
        return Some(NearMiss::StarDot(own.to_owned()));
    }
    if !own.is_ascii() {
        return in_ascii(own).map(|ascii| NearMiss::NotAscii(ascii.into_owned()));
    }
    own.contains(char::is_uppercase)
        .then_some(NearMiss::UpperCase)
}

/// As Go compares it: text with the digits of the target's port. Nothing behind the colon is any port.
fn is_port(text: &str) -> bool {
    text.is_empty()
        || text
            .parse::<u16>()
            .is_ok_and(|port| port.to_string() == text)
}

impl NoProxy {
    /// Entries that do otherwise in Go than they look; for a port only where one of these targets
    /// has another and no entry exempts it.
    pub fn near_misses<'a>(
        &self,
        targets: impl Iterator<Item = &'a Target>,
    ) -> Vec<(&str, NearMiss)> {
        let mut all: Vec<(&str, NearMiss)> = Vec::new();
        all.extend(
            self.entries()
                .filter_map(|entry| Some((entry, NearMiss::of(entry)?))),
        );
        for target in targets {
            let Some(entry) = self.for_another_port(&target.host, target.port) else {
                continue;
            };
            let miss = (entry, NearMiss::OtherPort { port: target.port });
            if !all.contains(&miss) {
                all.push(miss);
            }
        }
        all
    }

    /// The entry that would exempt the host if its port were this one.
    fn for_another_port(&self, host: &Host, port: u16) -> Option<&str> {
        if self.matching(host, port).is_some() {
            return None;
        }
        self.entries().find(|entry| {
            let only: Option<u16> = split_port(entry).1.and_then(|port| port.parse().ok());
            only.is_some_and(|only| Self::new(*entry).matching(host, only).is_some())
        })
    }
}

impl fmt::Display for NearMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NOTHING: &str = "Go's clients match nothing with it";
        match self {
            Self::Scheme => write!(f, "it has a scheme: {NOTHING}; write the host alone"),
            Self::Separator => write!(
                f,
                "only a comma separates entries: all of it is one, and {NOTHING}"
            ),
            Self::Quotes => write!(f, "its quotes are part of it: {NOTHING}"),
            Self::NoRange => write!(
                f,
                "what has a / is an address range (10.0.0.0/8), and this is none: {NOTHING}"
            ),
            Self::HostBits(network) => {
                write!(f, "Go's clients take it for the whole of {network}")
            }
            Self::PartOfAddress => write!(
                f,
                "a part of an address is none: {NOTHING}; write a range (10.1.0.0/16)"
            ),
            Self::InnerStar => write!(
                f,
                "a star counts by itself and before the first dot only: {NOTHING}"
            ),
            Self::StarDot(domain) => write!(
                f,
                "Go's clients read .{domain}: names below it, not {domain} itself; curl and MTC's console do not know the star and match nothing"
            ),
            Self::FinalDot => f.write_str(
                "Go's clients compare its final dot too: it matches only a target that is written with one",
            ),
            Self::EmptyLabel => write!(f, "a label of it is empty: {NOTHING}"),
            Self::NoPort => write!(f, "what stands behind its colon is no port: {NOTHING}"),
            Self::Brackets(bare) => write!(
                f,
                "brackets count with a port only: {NOTHING}; write {bare}"
            ),
            Self::UpperCase => f.write_str(
                "Go's clients compare without case, MTC's console does not: it matches nothing there",
            ),
            Self::NotAscii(ascii) => write!(
                f,
                "Go's clients read {ascii}; MTC's console and curl know no such letters and match nothing with it: write {ascii}"
            ),
            Self::OtherPort { port } => write!(
                f,
                "it is for that port alone: Go's clients go to port {port} through the proxy"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Origin;

    #[test]
    fn what_go_does_otherwise_than_it_looks() {
        use NearMiss::{
            Brackets, EmptyLabel, FinalDot, HostBits, InnerStar, NoPort, NoRange, NotAscii,
            PartOfAddress, Quotes, Scheme, Separator, StarDot, UpperCase,
        };
        for (entry, expected) in [
            ("https://api.c.test", Some(Scheme)),
            ("http://api.c.test:6443/", Some(Scheme)),
            ("a.test;b.test", Some(Separator)),
            ("a.test|b.test", Some(Separator)),
            ("a.test b.test", Some(Separator)),
            ("\"api.c.test\"", Some(Quotes)),
            ("api.c.test/", Some(NoRange)),
            ("10.1.0.0/33", Some(NoRange)),
            ("10.1/16", Some(NoRange)),
            ("10.1.0.0/16:443", Some(NoRange)),
            ("10.1.2.3/16", Some(HostBits("10.1.0.0/16".into()))),
            ("fd00::1/8", Some(HostBits("fd00::/8".into()))),
            ("10.1.", Some(PartOfAddress)),
            ("10.1", Some(PartOfAddress)),
            ("10.1.*", Some(PartOfAddress)),
            ("*c.test", Some(InnerStar)),
            ("api.*.test", Some(InnerStar)),
            ("*.*.test", Some(InnerStar)),
            ("*.c.test", Some(StarDot("c.test".into()))),
            ("*.c.test:6443", Some(StarDot("c.test".into()))),
            ("api.c.test.", Some(FinalDot)),
            (".c.test.", Some(FinalDot)),
            ("..c.test", Some(EmptyLabel)),
            (".", Some(EmptyLabel)),
            ("api.c.test:abc", Some(NoPort)),
            ("api.c.test:0443", Some(NoPort)),
            ("10.1.2.3:https", Some(NoPort)),
            ("[fd00::1]", Some(Brackets("fd00::1".into()))),
            ("API.c.test", Some(UpperCase)),
            (
                "b\u{fc}cher.test",
                Some(NotAscii("xn--bcher-kva.test".into())),
            ),
            ("*", None),
            ("api.c.test", None),
            (".c.test", None),
            ("api.c.test:6443", None),
            ("api.c.test:", None),
            ("10.0.0.0/8", None),
            ("10.1.2.3/32", None),
            ("0.0.0.0/0", None),
            ("::/0", None),
            ("10.1.2.3", None),
            ("10.1.2.3:443", None),
            ("fd00::1", None),
            ("[fd00::1]:443", None),
            (".svc", None),
            ("localhost", None),
            ("api-1.c2.test", None),
        ] {
            assert_eq!(NearMiss::of(entry), expected, "{entry}");
        }
    }

    #[test]
    fn another_port_is_told_where_a_target_has_it() {
        let target = |text: &str| Target::parse(text, Origin::Demo).expect("a target");
        let misses = |list: &str, text: &str| {
            let target = target(text);
            let list = NoProxy::new(list);
            let all = list.near_misses(std::iter::once(&target));
            all.into_iter()
                .map(|(entry, miss)| (entry.to_owned(), miss))
                .collect::<Vec<_>>()
        };
        let other = |port| vec![("api.c.test:443".to_owned(), NearMiss::OtherPort { port })];
        assert_eq!(misses("api.c.test:443", "api.c.test:6443"), other(6443));
        assert_eq!(misses("api.c.test:443", "api.c.test:443"), []);
        assert_eq!(misses("api.c.test:443,.c.test", "api.c.test:6443"), []);
        assert_eq!(misses("api.c.test:443", "b.c.test:6443"), []);
    }
}
