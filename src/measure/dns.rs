//! Name → addresses, with the real cause where there are none. Hosts file first, then the system's
//! resolvers, A and AAAA apart. Connects to nothing but resolvers.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use hickory_resolver::config::{ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::{Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::{Hosts, TokioResolver, system_conf};
use tokio::time::Instant;

use super::deadline::{timed_out, within};
use super::limits::{Families, Limits, Resolve};
use crate::evidence::{AddressSource, Fault, Resolution, Step};
use crate::target::Host;

/// Addresses tried of those that a name service gives; a name with more is a mistake or an attack.
/// Who fixes addresses means all of them.
const MOST_ADDRESSES: usize = 32;
/// Places kept for IPv6 behind a long list of IPv4.
const KEPT_FOR_V6: usize = 8;

/// The system's way of looking up names, read once per run.
pub(super) struct Resolver {
    hosts: Hosts,
    /// Or why there is none; the hosts file works without it.
    system: Result<System, String>,
    families: Families,
}

struct System {
    resolver: TokioResolver,
    search: Vec<Name>,
    ndots: usize,
}

impl Resolver {
    /// Reads the system's configuration. Never fails: without it every lookup is a `Resolver` fault
    /// that says why.
    pub(super) fn of_system(limits: &Limits) -> Self {
        Self {
            hosts: Hosts::from_system().unwrap_or_default(),
            system: System::read(limits),
            families: limits.families,
        }
    }

    /// Knows what a hosts file says and nothing else.
    #[cfg(test)]
    pub(super) fn of_hosts(text: &str) -> Self {
        let mut hosts = Hosts::default();
        hosts.read_hosts_conf(text.as_bytes()).unwrap();
        Self {
            hosts,
            system: Err("no resolver is configured: gone".into()),
            families: Families::Both,
        }
    }

    /// The `dns` step for the peer (the target or the proxy) at that port.
    pub(super) async fn step(
        &self,
        (host, port): (&Host, u16),
        limits: &Limits,
    ) -> (Duration, Step<Resolution>) {
        let limit = limits.dns.min(limits.total);
        let (took, outcome) = match (Resolve::lookup(&limits.overrides, host, port), host) {
            (Some(fixed), _) => (Duration::ZERO, self.fixed(fixed)),
            (None, Host::Ip(ip)) => (
                Duration::ZERO,
                self.none_if_empty(AddressSource::Literal, vec![*ip]),
            ),
            (None, Host::Name(name)) => match self.local(name) {
                Some(addresses) => (
                    Duration::ZERO,
                    self.none_if_empty(AddressSource::System, addresses),
                ),
                None => self.ask(name, limit).await,
            },
        };
        let step = match outcome {
            Ok(saw) => super::deadline::done(took, saw),
            Err(fault) => super::deadline::failed(took, fault, None),
        };
        (took, step)
    }

    fn fixed(&self, addresses: &[IpAddr]) -> Result<Resolution, Fault> {
        self.none_if_empty(AddressSource::Override, addresses.to_vec())
    }

    fn none_if_empty(
        &self,
        source: AddressSource,
        addresses: Vec<IpAddr>,
    ) -> Result<Resolution, Fault> {
        let kept: Vec<_> = addresses
            .into_iter()
            .filter(|ip| self.families.allows(*ip))
            .collect();
        if kept.is_empty() {
            Err(Fault::NoAddress)
        } else {
            Ok(found(source, distinct(kept), Vec::new()))
        }
    }

    /// What needs no resolver: the hosts file, and `localhost`, which must not be asked of one (RFC
    /// 6761 6.3).
    fn local(&self, name: &str) -> Option<Vec<IpAddr>> {
        let query_name = Name::from_str_relaxed(name).ok()?;
        let of = |kind| {
            self.hosts
                .lookup_static_host(&Query::query(query_name.clone(), kind))
        };
        let both = [of(RecordType::A), of(RecordType::AAAA)];
        let listed: Vec<_> = both
            .iter()
            .flatten()
            .flat_map(|l| l.answers().iter().filter_map(|r| r.data.ip_addr()))
            .collect();
        if !listed.is_empty() {
            return Some(listed);
        }
        let is_localhost = name == "localhost" || name.ends_with(".localhost");
        is_localhost.then(|| vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()])
    }

    /// Name by name of the search list, both families of each side by side: two families of two
    /// names would be two hosts.
    async fn ask(&self, name: &str, limit: Duration) -> (Duration, Result<Resolution, Fault>) {
        let (system, candidates) = match self.system.as_ref().map(|s| (s, s.candidates(name))) {
            Ok((system, Ok(candidates))) => (system, candidates),
            Ok((_, Err(text))) => {
                return (Duration::ZERO, Err(Fault::Resolver { text: text.into() }));
            }
            Err(why) => {
                return (
                    Duration::ZERO,
                    Err(Fault::Resolver {
                        text: why.as_str().into(),
                    }),
                );
            }
        };
        let begun = Instant::now();
        let mut worst = Fault::NoSuchName;
        for name in candidates {
            let left = limit.saturating_sub(begun.elapsed());
            // Each under the whole limit by itself, so that a silent one cannot lose the other's
            // answer.
            let (v4, v6) = tokio::join!(
                system.family(&name, RecordType::A, self.families != Families::V6, left),
                system.family(&name, RecordType::AAAA, self.families != Families::V4, left)
            );
            match merge(v4, v6) {
                Ok(found) => return (begun.elapsed(), Ok(found)),
                Err(Fault::TimedOut { .. }) => worst = timed_out(begun.elapsed()),
                // A resolver's failure outweighs "no such name" elsewhere in the list: it may hide
                // one.
                Err(fault) => worst = heavier(worst, fault),
            }
        }
        (begun.elapsed(), Err(worst))
    }
}

impl System {
    fn read(limits: &Limits) -> Result<Self, String> {
        let (config, options) = system_conf::read_system_conf()
            .map_err(|e| format!("no resolver is configured: {e}"))?;
        Self::new(config, options, limits)
    }

    fn new(
        config: ResolverConfig,
        mut options: ResolverOpts,
        limits: &Limits,
    ) -> Result<Self, String> {
        // `attempts` counts retries. One, so that a lost packet is no verdict, and both tries end
        // before the deadline does.
        options.attempts = 1;
        options.timeout = limits.dns.min(limits.total).mul_f64(0.48);
        options.use_hosts_file = ResolveHosts::Never;
        let (search, ndots) = (config.search().to_vec(), options.ndots);
        let mut builder =
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        *builder.options_mut() = options;
        let resolver = builder
            .build()
            .map_err(|e| format!("the resolver's configuration cannot be used: {e}"))?;
        Ok(Self {
            resolver,
            search,
            ndots,
        })
    }

    /// The absolute names to ask for, in the C library's order: as it is first if it has enough
    /// dots, else last.
    fn candidates(&self, name: &str) -> Result<Vec<Name>, String> {
        let relative = Name::from_str_relaxed(name)
            .map_err(|e| format!("`{name}` cannot be asked for: {e}"))?;
        let mut absolute = relative.clone();
        absolute.set_fqdn(true);
        let mut names: Vec<_> = self
            .search
            .iter()
            .filter_map(|domain| relative.clone().append_domain(domain).ok())
            .collect();
        for name in &mut names {
            name.set_fqdn(true);
        }
        let dots = usize::from(relative.num_labels()).saturating_sub(1);
        names.insert(if dots >= self.ndots { 0 } else { names.len() }, absolute);
        Ok(names)
    }

    async fn family(
        &self,
        name: &Name,
        kind: RecordType,
        wanted: bool,
        limit: Duration,
    ) -> Option<Result<Vec<IpAddr>, Fault>> {
        if !wanted {
            return None;
        }
        let begun = Instant::now();
        let looking_up = async {
            self.resolver
                .lookup(name.clone(), kind)
                .await
                .map_err(|e| fault(&e, begun.elapsed()))
        };
        Some(within(limit, looking_up).await.1.and_then(|lookup| {
            let addresses: Vec<_> = lookup
                .answers()
                .iter()
                .filter_map(|r| r.data.ip_addr())
                .collect();
            if addresses.is_empty() {
                Err(Fault::NoAddress)
            } else {
                Ok(addresses)
            }
        }))
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other fault leaves the question unanswered"
)]
fn weight(fault: &Fault) -> u8 {
    match fault {
        Fault::NoSuchName => 0,
        Fault::NoAddress => 1,
        _ => 2,
    }
}

fn heavier(before: Fault, now: Fault) -> Fault {
    if weight(&now) > weight(&before) {
        now
    } else {
        before
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the resolver library has many more errors, and words for each"
)]
fn fault(error: &NetError, took: Duration) -> Fault {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none))
            if none.response_code == ResponseCode::NXDomain =>
        {
            Fault::NoSuchName
        }
        NetError::Dns(DnsError::NoRecordsFound(none))
            if none.response_code == ResponseCode::NoError =>
        {
            Fault::NoAddress
        }
        NetError::Dns(DnsError::NoRecordsFound(none)) => Fault::Resolver {
            text: rcode(none.response_code).into(),
        },
        NetError::Dns(DnsError::ResponseCode(ResponseCode::NXDomain)) => Fault::NoSuchName,
        NetError::Dns(DnsError::ResponseCode(code)) => Fault::Resolver {
            text: rcode(*code).into(),
        },
        NetError::Timeout => timed_out(took),
        other => Fault::Resolver {
            text: other.to_string().into(),
        },
    }
}

/// `SERVFAIL`, as every other tool prints it, before the words.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the registry has many more codes: they are shown in the library's words"
)]
fn rcode(code: ResponseCode) -> String {
    let name = match code {
        ResponseCode::FormErr => "FORMERR",
        ResponseCode::ServFail => "SERVFAIL",
        ResponseCode::NotImp => "NOTIMP",
        ResponseCode::Refused => "REFUSED",
        _ => return format!("the resolver answered: {code}"),
    };
    format!("the resolver answered {name} ({code})")
}

/// What two lookups make together. That one family has no records is normal beside an answer of the
/// other.
fn merge(
    v4: Option<Result<Vec<IpAddr>, Fault>>,
    v6: Option<Result<Vec<IpAddr>, Fault>>,
) -> Result<Resolution, Fault> {
    let mut addresses = [Vec::new(), Vec::new()];
    let mut faults = Vec::new();
    for (slot, (family, answer)) in addresses.iter_mut().zip([("A", v4), ("AAAA", v6)]) {
        match answer {
            Some(Ok(list)) => *slot = list,
            Some(Err(fault)) => faults.push((family.to_owned(), fault)),
            None => {}
        }
    }
    let [mut v4, mut v6] = addresses.map(distinct);
    if v4.is_empty() && v6.is_empty() {
        // NXDOMAIN is about the name, whichever family was asked; otherwise an unanswered question
        // outweighs an empty answer.
        let mut faults: Vec<_> = faults.into_iter().map(|(_, fault)| fault).collect();
        let name_is_missing = faults.contains(&Fault::NoSuchName);
        faults.sort_by_key(|f| std::cmp::Reverse(weight(f)));
        let first = faults.into_iter().next().unwrap_or(Fault::NoAddress);
        return Err(if name_is_missing {
            Fault::NoSuchName
        } else {
            first
        });
    }
    let given = v4.len() + v6.len();
    v4.truncate(MOST_ADDRESSES - v6.len().min(KEPT_FOR_V6));
    v6.truncate(MOST_ADDRESSES - v4.len());
    v4.extend(v6);
    faults.retain(|(_, fault)| weight(fault) > 1);
    Ok(Resolution {
        left_out: given - v4.len(),
        ..found(AddressSource::System, v4, faults)
    })
}

fn found(
    source: AddressSource,
    addresses: Vec<IpAddr>,
    missing: Vec<(String, Fault)>,
) -> Resolution {
    Resolution {
        source,
        addresses,
        missing,
        left_out: 0,
        not_contacted: Vec::new(),
    }
}

fn distinct(addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    let mut known = HashSet::new();
    addresses
        .into_iter()
        .filter(|ip| known.insert(*ip))
        .collect()
}

#[cfg(test)]
#[path = "dns_tests.rs"]
mod tests;
