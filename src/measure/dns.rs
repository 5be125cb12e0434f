//! Name → addresses, with the real cause where there are none. Hosts file first, then the system's resolvers, A and AAAA apart.
//! Connects to nothing but resolvers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use hickory_resolver::config::ResolveHosts;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::{Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::{Hosts, TokioResolver, system_conf};
use tokio::time::Instant;

use super::deadline::{timed_out, within};
use super::limits::{Families, Limits, Resolve};
use crate::evidence::{AddressSource, Fault, Resolution, Step};
use crate::target::{Host, Target};

/// Addresses tried per target; a name with more is a mistake or an attack.
const MOST_ADDRESSES: usize = 8;
/// Places kept for IPv6 behind a long list of IPv4.
const KEPT_FOR_V6: usize = 2;

/// The system's way of looking up names, read once per run.
pub(super) struct Resolver {
    hosts: Hosts,
    /// Or why there is none; the hosts file works all the same.
    system: Result<System, String>,
    families: Families,
}

struct System {
    resolver: TokioResolver,
    search: Vec<Name>,
    ndots: usize,
}

impl Resolver {
    /// Reads the system's configuration. Never fails: without it every lookup is a `Resolver` fault that says why.
    pub(super) fn of_system(limits: &Limits) -> Self {
        Self { hosts: Hosts::from_system().unwrap_or_default(), system: System::read(limits), families: limits.families }
    }

    /// The `dns` step of one target.
    pub(super) async fn step(&self, target: &Target, limits: &Limits) -> (Duration, Step<Resolution>) {
        let limit = limits.dns.min(limits.total);
        let (took, outcome) = match (Resolve::lookup(&limits.overrides, target), &target.host) {
            (Some(fixed), _) => (Duration::ZERO, self.fixed(fixed)),
            (None, Host::Ip(ip)) => (Duration::ZERO, Ok(found(AddressSource::Literal, vec![*ip], Vec::new()))),
            (None, Host::Name(name)) => match self.local(name) {
                Some(addresses) => (Duration::ZERO, self.none_if_empty(AddressSource::System, addresses)),
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

    fn none_if_empty(&self, source: AddressSource, addresses: Vec<IpAddr>) -> Result<Resolution, Fault> {
        let kept: Vec<_> = addresses.into_iter().filter(|ip| self.families.allows(*ip)).collect();
        if kept.is_empty() { Err(Fault::NoAddress) } else { Ok(found(source, kept, Vec::new())) }
    }

    /// What needs no resolver: the hosts file, and `localhost`, which must not be asked of one (RFC 6761 6.3).
    fn local(&self, name: &str) -> Option<Vec<IpAddr>> {
        let query_name = Name::from_str_relaxed(name).ok()?;
        let of = |kind| self.hosts.lookup_static_host(&Query::query(query_name.clone(), kind));
        let both = [of(RecordType::A), of(RecordType::AAAA)];
        let listed: Vec<_> = both.iter().flatten().flat_map(|l| l.answers().iter().filter_map(|r| r.data.ip_addr())).collect();
        if !listed.is_empty() {
            return Some(listed);
        }
        let is_localhost = name == "localhost" || name.ends_with(".localhost");
        is_localhost.then(|| vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()])
    }

    /// Both families side by side, each under the whole limit, so that a silent one cannot lose the other's answer.
    async fn ask(&self, name: &str, limit: Duration) -> (Duration, Result<Resolution, Fault>) {
        let system = match &self.system {
            Ok(system) => system,
            Err(why) => return (Duration::ZERO, Err(Fault::Resolver { text: why.clone() })),
        };
        let candidates = match system.candidates(name) {
            Ok(candidates) => candidates,
            Err(text) => return (Duration::ZERO, Err(Fault::Resolver { text })),
        };
        let begun = Instant::now();
        let family = async |wanted: bool, kind| {
            if wanted { Some(within(limit, system.search(&candidates, kind)).await.1) } else { None }
        };
        let (v4, v6) =
            tokio::join!(family(self.families != Families::V6, RecordType::A), family(self.families != Families::V4, RecordType::AAAA));
        (begun.elapsed(), merge(v4, v6))
    }
}

impl System {
    fn read(limits: &Limits) -> Result<Self, String> {
        let (config, mut options) = system_conf::read_system_conf().map_err(|e| format!("no resolver is configured: {e}"))?;
        // `attempts` counts retries. One, so that a lost packet is no verdict, and both tries end before the deadline does.
        options.attempts = 1;
        options.timeout = limits.dns.min(limits.total).mul_f64(0.48);
        options.use_hosts_file = ResolveHosts::Never;
        let (search, ndots) = (config.search().to_vec(), options.ndots);
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        *builder.options_mut() = options;
        let resolver = builder.build().map_err(|e| format!("the resolver's configuration cannot be used: {e}"))?;
        Ok(Self { resolver, search, ndots })
    }

    /// The absolute names to ask for, in the C library's order: as it is first if it has enough dots, else last.
    fn candidates(&self, name: &str) -> Result<Vec<Name>, String> {
        let relative = Name::from_str_relaxed(name).map_err(|e| format!("`{name}` cannot be asked for: {e}"))?;
        let mut absolute = relative.clone();
        absolute.set_fqdn(true);
        let mut names: Vec<_> = self.search.iter().filter_map(|domain| relative.clone().append_domain(domain).ok()).collect();
        for name in &mut names {
            name.set_fqdn(true);
        }
        let dots = usize::from(relative.num_labels()).saturating_sub(1);
        names.insert(if dots >= self.ndots { 0 } else { names.len() }, absolute);
        Ok(names)
    }

    /// The first candidate that has addresses. A resolver's failure on the way outweighs a later "no such name": it may hide one.
    async fn search(&self, candidates: &[Name], kind: RecordType) -> Result<Vec<IpAddr>, Fault> {
        let mut worst = Fault::NoSuchName;
        for name in candidates {
            let begun = Instant::now();
            match self.resolver.lookup(name.clone(), kind).await {
                Ok(lookup) => {
                    let addresses: Vec<_> = lookup.answers().iter().filter_map(|r| r.data.ip_addr()).collect();
                    if !addresses.is_empty() {
                        return Ok(addresses);
                    }
                    worst = heavier(worst, Fault::NoAddress);
                }
                Err(error) => worst = heavier(worst, fault(&error, begun.elapsed())),
            }
        }
        Err(worst)
    }
}

fn weight(fault: &Fault) -> u8 {
    match fault {
        Fault::NoSuchName => 0,
        Fault::NoAddress => 1,
        _ => 2,
    }
}

fn heavier(before: Fault, now: Fault) -> Fault {
    if weight(&now) > weight(&before) { now } else { before }
}

fn fault(error: &NetError, took: Duration) -> Fault {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) if none.response_code == ResponseCode::NXDomain => Fault::NoSuchName,
        NetError::Dns(DnsError::NoRecordsFound(none)) if none.response_code == ResponseCode::NoError => Fault::NoAddress,
        NetError::Dns(DnsError::NoRecordsFound(none)) => Fault::Resolver { text: rcode(none.response_code) },
        NetError::Dns(DnsError::ResponseCode(ResponseCode::NXDomain)) => Fault::NoSuchName,
        NetError::Dns(DnsError::ResponseCode(code)) => Fault::Resolver { text: rcode(*code) },
        NetError::Timeout => timed_out(took),
        other => Fault::Resolver { text: other.to_string() },
    }
}

/// `SERVFAIL`, as every other tool prints it, before the words.
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

/// What two lookups make together. That one family has no records is normal beside an answer of the other.
fn merge(v4: Option<Result<Vec<IpAddr>, Fault>>, v6: Option<Result<Vec<IpAddr>, Fault>>) -> Result<Resolution, Fault> {
    let mut addresses = [Vec::new(), Vec::new()];
    let mut faults = Vec::new();
    for (slot, (family, answer)) in addresses.iter_mut().zip([("A", v4), ("AAAA", v6)]) {
        match answer {
            Some(Ok(list)) => *slot = list,
            Some(Err(fault)) => faults.push((family.to_owned(), fault)),
            None => {}
        }
    }
    let [mut v4, v6] = addresses;
    if v4.is_empty() && v6.is_empty() {
        // NXDOMAIN is about the name, whichever family was asked; otherwise an unanswered question outweighs an empty answer.
        let mut faults: Vec<_> = faults.into_iter().map(|(_, fault)| fault).collect();
        let name_is_missing = faults.contains(&Fault::NoSuchName);
        faults.sort_by_key(|f| std::cmp::Reverse(weight(f)));
        let first = faults.into_iter().next().unwrap_or(Fault::NoAddress);
        return Err(if name_is_missing { Fault::NoSuchName } else { first });
    }
    v4.truncate(MOST_ADDRESSES - v6.len().min(KEPT_FOR_V6));
    v4.extend(v6);
    faults.retain(|(_, fault)| weight(fault) > 1);
    Ok(found(AddressSource::System, v4, faults))
}

fn found(source: AddressSource, addresses: Vec<IpAddr>, missing: Vec<(String, Fault)>) -> Resolution {
    let mut distinct: Vec<IpAddr> = Vec::with_capacity(addresses.len());
    for ip in addresses {
        if !distinct.contains(&ip) {
            distinct.push(ip);
        }
    }
    distinct.truncate(MOST_ADDRESSES);
    Resolution { source, addresses: distinct, missing }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn without_system(families: Families) -> Resolver {
        let mut hosts = Hosts::default();
        hosts.read_hosts_conf("192.0.2.7 listed.test\n2001:db8::7 listed.test\n".as_bytes()).unwrap();
        Resolver { hosts, system: Err("no resolver is configured: gone".into()), families }
    }

    async fn step(resolver: &Resolver, target: &str) -> Step<Resolution> {
        let target = Target::parse(target, crate::target::Origin::Argument { number: 1 }).unwrap();
        resolver.step(&target, &Limits::default()).await.1
    }

    #[tokio::test]
    async fn what_needs_no_resolver_works_without_one() {
        let both = without_system(Families::Both);
        assert_eq!(step(&both, "listed.test").await.saw().unwrap().addresses, [ip("192.0.2.7"), ip("2001:db8::7")]);
        assert_eq!(step(&both, "localhost").await.saw().unwrap().addresses, [ip("127.0.0.1"), ip("::1")]);
        assert_eq!(step(&both, "x.localhost").await.saw().unwrap().addresses.len(), 2);
        assert_eq!(step(&both, "192.0.2.9").await.saw().unwrap().source, AddressSource::Literal);
        let v6 = without_system(Families::V6);
        assert_eq!(step(&v6, "listed.test").await.saw().unwrap().addresses, [ip("2001:db8::7")]);
    }

    #[tokio::test]
    async fn without_a_resolver_the_fault_says_so() {
        let fault = step(&without_system(Families::Both), "unlisted.test").await.fault().cloned();
        assert_eq!(fault, Some(Fault::Resolver { text: "no resolver is configured: gone".into() }));
    }

    #[test]
    fn one_family_without_records_is_not_missing() {
        let saw = merge(Some(Ok(vec![ip("192.0.2.1")])), Some(Err(Fault::NoAddress))).unwrap();
        assert!(saw.missing.is_empty());
        let saw = merge(Some(Ok(vec![ip("192.0.2.1")])), Some(Err(timed_out(Duration::from_secs(1))))).unwrap();
        assert_eq!(saw.missing, [("AAAA".to_owned(), Fault::TimedOut { after_ms: 1000 })]);
    }

    #[test]
    fn the_cause_of_no_address_at_all_is_the_weightiest() {
        let resolver = Fault::Resolver { text: "SERVFAIL".into() };
        let of = |a: &Fault, b: &Fault| merge(Some(Err(a.clone())), Some(Err(b.clone()))).unwrap_err();
        assert_eq!(of(&Fault::NoSuchName, &resolver), Fault::NoSuchName);
        assert_eq!(of(&Fault::NoAddress, &resolver), resolver);
        assert_eq!(of(&Fault::NoAddress, &Fault::NoAddress), Fault::NoAddress);
    }

    #[test]
    fn a_long_list_leaves_room_for_ipv6() {
        let v4 = (1..=12).map(|n| ip(&format!("192.0.2.{n}"))).collect();
        let saw = merge(Some(Ok(v4)), Some(Ok(vec![ip("2001:db8::1"), ip("2001:db8::2"), ip("2001:db8::3")]))).unwrap();
        assert_eq!(saw.addresses.len(), MOST_ADDRESSES);
        assert_eq!(saw.addresses.iter().filter(|a| a.is_ipv6()).count(), KEPT_FOR_V6);
    }
}
