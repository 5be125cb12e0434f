//! How resolvers are asked: which, in which order, for how long, with which suffixes.
//! Read once per run; asks nobody.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use hickory_resolver::proto::rr::Name;

use crate::evidence::{Fault, LookupFailure};
#[cfg(all(unix, not(target_vendor = "apple")))]
use crate::measure::fault::{from_io, own_limit};

/// The system's resolvers and how they are asked, as resolv.conf(5) says.
#[derive(Clone, Debug)]
pub(super) struct ResolvConf {
    /// In the order in which they are asked.
    pub(super) servers: Vec<SocketAddr>,
    pub(super) search: Vec<Name>,
    pub(super) ndots: usize,
    /// For one try of one resolver.
    pub(super) timeout: Duration,
    /// How often all of them are asked.
    pub(super) attempts: usize,
    pub(super) edns0: bool,
    pub(super) only_tcp: bool,
}

/// More are not asked by the C library (MAXNS) nor by Go.
const MOST_SERVERS: usize = 3;
/// Suffixes that are tried: each costs a question of both kinds. The C library had room for 6 before
/// version 2.26, Kubernetes takes 32 (`dnsConfig.searches`); thousands would outlast the lookup.
const MOST_SUFFIXES: usize = 64;
/// The bounds of the C library (`RES_MAXRETRANS`, `RES_MAXRETRY`).
const LONGEST_SECONDS: u32 = 30;
const MOST_ATTEMPTS: u32 = 5;
const DNS_PORT: u16 = 53;

impl ResolvConf {
    #[cfg(all(unix, not(target_vendor = "apple")))]
    #[expect(
        clippy::disallowed_methods,
        reason = "the name service of the system is configured in files"
    )]
    pub(super) fn of_system() -> Result<Self, Fault> {
        match std::fs::read("/etc/resolv.conf") {
            Ok(bytes) => Ok(Self::read(&bytes)),
            // As if it were empty: so do the C library and Go.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::read(b"")),
            Err(e) => Err(own_limit(&e)
                .map_or_else(|| none(&format!("/etc/resolv.conf: {e}")), |_| from_io(&e))),
        }
    }

    /// A line that cannot be read costs nothing but itself, and where no resolver is named it is the one
    /// on this machine: as with the C library and Go.
    #[cfg(all(unix, not(target_vendor = "apple")))]
    pub(super) fn read(bytes: &[u8]) -> Self {
        let (read, _) = resolv_conf::Config::parse_with_errors(bytes);
        let usable = read.nameservers.iter().take(MOST_SERVERS);
        let mut servers: Vec<SocketAddr> = usable.filter_map(server).collect();
        if servers.is_empty() {
            servers.push((Ipv4Addr::LOCALHOST, DNS_PORT).into());
        }
        let suffixes = read.get_last_search_or_domain();
        Self {
            servers,
            search: suffixes
                .filter_map(|suffix| Name::from_str_relaxed(suffix).ok())
                // `search .` adds nothing.
                .filter(|suffix| !suffix.is_root())
                .take(MOST_SUFFIXES)
                .collect(),
            ndots: read.ndots.min(15) as usize,
            timeout: Duration::from_secs(read.timeout.clamp(1, LONGEST_SECONDS).into()),
            attempts: read.attempts.clamp(1, MOST_ATTEMPTS) as usize,
            edns0: read.edns0,
            only_tcp: read.use_vc,
        }
    }

    /// Where the system keeps no resolv.conf that is worth reading.
    #[cfg(not(all(unix, not(target_vendor = "apple"))))]
    pub(super) fn of_system() -> Result<Self, Fault> {
        let (config, options) =
            hickory_resolver::system_conf::read_system_conf().map_err(|e| none(&e.to_string()))?;
        let servers = config.name_servers().iter().take(MOST_SERVERS);
        Ok(Self {
            servers: servers.map(|s| SocketAddr::new(s.ip, DNS_PORT)).collect(),
            search: config
                .search()
                .iter()
                .take(MOST_SUFFIXES)
                .cloned()
                .collect(),
            ndots: options.ndots,
            timeout: options.timeout,
            attempts: options.attempts.max(1),
            edns0: options.edns0,
            only_tcp: false,
        })
    }

    /// The absolute names to ask for, in the C library's order: as it is first if it has enough
    /// dots, else last.
    pub(super) fn candidates(&self, name: &str, absolute: bool) -> Result<Vec<Name>, String> {
        let relative = Name::from_str_relaxed(name)
            .map_err(|e| format!("`{name}` cannot be asked for: {e}"))?;
        let mut as_it_is = relative.clone();
        as_it_is.set_fqdn(true);
        if absolute {
            return Ok(vec![as_it_is]);
        }
        let suffixes = self.search.iter();
        let mut names: Vec<_> = suffixes
            .filter_map(|domain| relative.clone().append_domain(domain).ok())
            .collect();
        for name in &mut names {
            name.set_fqdn(true);
        }
        let dots = usize::from(relative.num_labels()).saturating_sub(1);
        names.insert(if dots >= self.ndots { 0 } else { names.len() }, as_it_is);
        Ok(names)
    }
}

/// Why no resolver can be asked.
pub(super) fn none(why: &str) -> Fault {
    Fault::Resolver {
        text: format!("no resolver is configured: {why}").into(),
        kind: LookupFailure::NotConfigured,
    }
}

/// A link-local resolver is reached through its interface.
#[cfg(all(unix, not(target_vendor = "apple")))]
fn server(ip: &resolv_conf::ScopedIp) -> Option<SocketAddr> {
    let zone = match ip {
        resolv_conf::ScopedIp::V6(_, Some(zone)) => Some(zone.as_str()),
        resolv_conf::ScopedIp::V6(_, None) | resolv_conf::ScopedIp::V4(_) => None,
    };
    crate::measure::zone::scoped(SocketAddr::new(ip.into(), DNS_PORT), zone).ok()
}

/// A resolver as it is shown: its port only where that is not the usual one.
pub(super) fn shown(server: SocketAddr) -> String {
    match (server.port(), server.ip()) {
        (DNS_PORT, IpAddr::V4(ip)) => ip.to_string(),
        (DNS_PORT, IpAddr::V6(ip)) => ip.to_string(),
        _ => server.to_string(),
    }
}
