//! What a run may cost: deadlines per step and in total, how much at once, which address families,
//! fixed addresses, and hosts of the user's. Plain data and parsing; opens nothing.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::target::Host;

/// The limits of one run.
#[derive(Clone, Debug)]
pub struct Limits {
    /// For the lookup of one name, in both address families. Within it resolvers are asked as
    /// resolv.conf says: 5 s for each try of each, twice, where it says nothing.
    pub dns: Duration,
    /// For one TCP connection.
    pub connect: Duration,
    /// For one TLS handshake.
    pub tls: Duration,
    /// For an HTTP answer, and for the whole conversation with a proxy: it looks up and connects
    /// before it answers.
    pub http: Duration,
    /// For all steps of one target together, those of further measurements included; waiting for a
    /// free place, or for what this machine has run out of, does not count. What each proxy of a run is
    /// asked before has it once.
    pub total: Duration,
    /// Targets in flight, and connections being opened. Thousands cost little: black holes then
    /// overlap.
    pub parallel_connects: usize,
    /// Handshakes and HTTP exchanges in flight. More than some hundred per core only inflate the
    /// timings.
    pub parallel_handshakes: usize,
    /// The most targets of one host in flight; `None`: as many as of any.
    pub per_host: Option<usize>,
    /// How fast targets are begun.
    pub rate: Option<Rate>,
    /// Which of a name's addresses are used.
    pub families: Families,
    /// Where a handshake fails before a chain was seen, a second connection may try to read it in
    /// clear.
    pub second_connections: bool,
    /// `--resolve`; where several match, the last exact one wins over the last `*`.
    pub overrides: Vec<Resolve>,
    /// Hosts that the user named, whoever else names them.
    pub named: Arc<NamedHosts>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            dns: Duration::from_secs(12),
            connect: Duration::from_secs(5),
            tls: Duration::from_secs(10),
            http: Duration::from_secs(10),
            total: Duration::from_secs(20),
            parallel_connects: 1000,
            parallel_handshakes: 200,
            per_host: None,
            rate: None,
            families: Families::Both,
            second_connections: true,
            overrides: Vec::new(),
            named: Arc::default(),
        }
    }
}

impl Limits {
    /// Lowers the parallelism so that it fits into that many open files (see
    /// [`super::raise_open_file_limit`]).
    pub fn fit_open_files(&mut self, files: u64) {
        // Kept for stores, inputs, outputs, the resolver's sockets and the runtime.
        let usable = usize::try_from(files)
            .unwrap_or(usize::MAX)
            .saturating_sub(64)
            .max(8);
        self.parallel_connects = self.parallel_connects.clamp(1, usable / 2);
        self.parallel_handshakes = self.parallel_handshakes.clamp(1, usable / 4);
    }

    /// Names looked up at once. Each holds up to four sockets, so that all together need half of
    /// what connecting does.
    pub(super) fn parallel_lookups(&self) -> usize {
        (self.parallel_connects / 8).clamp(1, 128)
    }
}

/// Hosts that the user named. Of each its hash is held, by a key that nobody else knows: a run may have a
/// hundred thousand.
#[derive(Clone, Debug, Default)]
pub struct NamedHosts {
    key: RandomState,
    hashes: HashSet<u64>,
}

impl NamedHosts {
    /// The user named it.
    #[must_use]
    pub fn contains(&self, host: &Host) -> bool {
        self.hashes.contains(&self.key.hash_one(host))
    }
}

impl FromIterator<Host> for NamedHosts {
    fn from_iter<I: IntoIterator<Item = Host>>(hosts: I) -> Self {
        let key = RandomState::new();
        let hashes = hosts.into_iter().map(|host| key.hash_one(host)).collect();
        Self { key, hashes }
    }
}

/// How fast targets are begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The distance between two, which is not zero.
    pub every: Duration,
}

impl Rate {
    /// Reads `N/s`, `N/m` or `N/h`.
    ///
    /// # Errors
    /// How to write it.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "write so many targets in a time: 50/s, 600/m, 10000/h";
        let (number, unit) = text.split_once('/').ok_or(FORM)?;
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => return Err(FORM.into()),
        };
        let digits = Some(number).filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
        let number = digits.and_then(|digits| digits.parse::<u32>().ok());
        let number = number.filter(|number| *number > 0).ok_or(FORM)?;
        let every = Duration::from_secs(seconds) / number;
        Ok(Self {
            every: every.max(Duration::from_nanos(1)),
        })
    }
}

/// Address families to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Families {
    /// IPv4 and IPv6.
    #[default]
    Both,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

impl Families {
    /// Whether an address of this kind is used.
    #[must_use]
    pub const fn allows(self, ip: IpAddr) -> bool {
        match self {
            Self::Both => true,
            Self::V4 => ip.is_ipv4(),
            Self::V6 => ip.is_ipv6(),
        }
    }
}

/// Fixed addresses for one host at some ports, as curl's `--resolve` gives them for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolve {
    /// `None` is `*`: any host.
    pub host: Option<Host>,
    /// The ports for which the addresses hold.
    pub ports: Vec<u16>,
    /// The addresses to connect to instead of asking DNS.
    pub addresses: Vec<IpAddr>,
}

impl Resolve {
    /// Reads `HOST:PORT[,PORT]…:ADDR[,ADDR]…`; IPv6 addresses with or without brackets, as host in
    /// brackets; a leading `+` is allowed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "write HOST:PORT[,PORT]:ADDRESS[,ADDRESS]";
        let text = text.strip_prefix('+').unwrap_or(text);
        let (host, rest) = match text.strip_prefix('[').and_then(|t| t.split_once(']')) {
            Some((v6, rest)) => (v6, rest.strip_prefix(':').ok_or(FORM)?),
            None => text.split_once(':').ok_or(FORM)?,
        };
        let (ports, addresses) = rest.split_once(':').ok_or(FORM)?;
        let host = if host == "*" {
            None
        } else {
            Some(Host::parse(host)?)
        };
        let port = |text: &str| {
            Some(text)
                .filter(|text| text.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|text| text.parse().ok())
                .filter(|port| *port != 0)
                .ok_or_else(|| format!("`{text}` is no port: {FORM}"))
        };
        let ports = ports.split(',').map(port).collect::<Result<_, _>>()?;
        let addresses = addresses
            .split(',')
            .map(parse_address)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            host,
            ports,
            addresses,
        })
    }

    /// Whether it says anything about that host at that port.
    #[must_use]
    pub fn applies_to(&self, host: &Host, port: u16) -> bool {
        self.ports.contains(&port) && self.host.as_ref().is_none_or(|own| own == host)
    }

    /// The addresses fixed for a host at that port, if any.
    pub(super) fn lookup<'a>(
        overrides: &'a [Self],
        host: &Host,
        port: u16,
    ) -> Option<&'a [IpAddr]> {
        let of_port = || overrides.iter().rev().filter(|o| o.ports.contains(&port));
        let exact = of_port().find(|o| o.host.as_ref() == Some(host));
        exact
            .or_else(|| of_port().find(|o| o.host.is_none()))
            .map(|o| o.addresses.as_slice())
    }
}

/// Without the addresses: `api.test:6443`, `*:443,8443`.
impl fmt::Display for Resolve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ports: Vec<String> = self.ports.iter().map(u16::to_string).collect();
        let ports = ports.join(",");
        match &self.host {
            None => write!(f, "*:{ports}"),
            Some(Host::Ip(IpAddr::V6(ip))) => write!(f, "[{ip}]:{ports}"),
            Some(host) => write!(f, "{host}:{ports}"),
        }
    }
}

fn parse_address(text: &str) -> Result<IpAddr, String> {
    let bare = text
        .strip_prefix('[')
        .and_then(|t| t.strip_suffix(']'))
        .unwrap_or(text);
    match bare.parse() {
        Ok(IpAddr::V6(ip)) if ip.is_unicast_link_local() => Err(link_local(bare)),
        Ok(ip) => Ok(ip),
        Err(_) if bare.starts_with("fe80:") && bare.contains('%') => Err(link_local(bare)),
        Err(_) => Err(format!(
            "`{text}` is no IP address: names are not looked up here"
        )),
    }
}

fn link_local(text: &str) -> String {
    format!(
        "`{text}` is link-local, and no interface can be named here: give the target itself as [fe80::1%eth0]:PORT, and its name with --servername"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolve_is_read_as_curl_reads_it() {
        let r = Resolve::parse("api.test:6443:192.0.2.1,[2001:db8::1],2001:db8::2").unwrap();
        assert_eq!(r.host, Some(Host::Name("api.test".into())));
        assert_eq!(r.addresses.len(), 3);
        assert_eq!(
            Resolve::parse("[::1]:443:127.0.0.1").unwrap().host,
            Some(Host::Ip("::1".parse().unwrap()))
        );
        let any = Resolve::parse("*:443,8443:127.0.0.1").unwrap();
        assert_eq!((&any.host, any.ports.as_slice()), (&None, &[443, 8443][..]));
        assert_eq!(any.to_string(), "*:443,8443");
        for bad in [
            "",
            "a",
            "a:1",
            "a:0:127.0.0.1",
            "a:443,:127.0.0.1",
            "a:443,0:127.0.0.1",
            "a:x:127.0.0.1",
            "a:443:b",
            "a:443:",
            "[::1]443:127.0.0.1",
            "-a:443",
        ] {
            assert!(Resolve::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_rate_is_a_distance() {
        let every = |text: &str| Rate::parse(text).map(|rate| rate.every);
        assert_eq!(every("50/s"), Ok(Duration::from_millis(20)));
        assert_eq!(every("600/m"), Ok(Duration::from_millis(100)));
        assert_eq!(every("2/h"), Ok(Duration::from_secs(1800)));
        for bad in [
            "", "5", "0/s", "-1/s", "+1/s", "1/d", "1/", "/s", "1.5/s", "1/s/s",
        ] {
            assert!(every(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_last_exact_override_wins() {
        let all: Vec<_> = [
            "a.test:443:192.0.2.1",
            "*:443,444:192.0.2.2",
            "a.test:443:192.0.2.3",
            "a.test:8443:192.0.2.4",
        ]
        .map(|t| Resolve::parse(t).unwrap())
        .into();
        let of = |host: &str, port| {
            Resolve::lookup(&all, &Host::Name(host.into()), port).map(|a| a[0].to_string())
        };
        assert_eq!(of("a.test", 443).as_deref(), Some("192.0.2.3"));
        assert_eq!(of("b.test", 443).as_deref(), Some("192.0.2.2"));
        assert_eq!(of("b.test", 444).as_deref(), Some("192.0.2.2"));
        assert_eq!(of("b.test", 8443), None);
    }
}
