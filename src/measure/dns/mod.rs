//! Name → addresses, with the real cause where there are none. The hosts file and the system's
//! resolvers in the order of nsswitch.conf, A and AAAA apart. Connects to nothing but resolvers.

mod exchange;
mod hosts;
mod merge;
mod nsswitch;
mod resolv_conf;
mod resolvers;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hickory_resolver::proto::rr::{Name, RecordType};
use tokio::time::Instant;

use super::deadline::{done, failed};
use super::limits::{Families, Limits, Resolve};
use crate::evidence::{AddressSource, Fault, LookupFailure, Resolution, ResolverSaid, Step};
use crate::target::Host;
use hosts::{HostsFile, localhost};
use merge::{distinct, found};
use nsswitch::{Miss, Order, Service};
use resolv_conf::ResolvConf;

/// Names whose addresses are kept for as long as their answer holds.
const MOST_KEPT: usize = 8192;

/// Who is looked up: the target or the proxy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer<'a> {
    pub(super) host: &'a Host,
    pub(super) port: u16,
    /// No suffix of the search list is tried.
    pub(super) absolute: bool,
}

/// The system's way of looking up names, read once per run.
pub(super) struct Resolver {
    order: Order,
    hosts: HostsFile,
    /// Or why there is none; the hosts file works without it.
    system: Result<ResolvConf, Fault>,
    families: Families,
    /// Why the files of the system could not be read, where that is no matter of the files.
    unread: Option<Fault>,
    kept: Mutex<HashMap<(String, bool), (Instant, Resolution)>>,
}

impl Resolver {
    /// Reads the system's configuration. Never fails: without it every lookup is a `Resolver` fault
    /// that says why.
    pub(super) fn of_system(limits: &Limits) -> Self {
        let (order, hosts) = (Order::of_system(), HostsFile::of_system());
        let unread = [order.as_ref().err(), hosts.as_ref().err()];
        let unread = unread.into_iter().flatten().next().cloned();
        let (order, hosts) = (order.unwrap_or_default(), hosts.unwrap_or_default());
        let system = Self::new(order, hosts, ResolvConf::of_system(), limits.families);
        Self { unread, ..system }
    }

    fn new(
        order: Order,
        hosts: HostsFile,
        system: Result<ResolvConf, Fault>,
        families: Families,
    ) -> Self {
        Self {
            order,
            hosts,
            system,
            families,
            unread: None,
            kept: Mutex::default(),
        }
    }

    /// Knows what a hosts file says and nothing else.
    #[cfg(test)]
    pub(super) fn of_hosts(text: &str) -> Self {
        Self::new(
            Order::default(),
            HostsFile::read(text.as_bytes()),
            Err(resolv_conf::none("gone")),
            Families::Both,
        )
    }

    /// The `dns` step for the peer.
    pub(super) async fn step(
        &self,
        peer: Peer<'_>,
        (limits, limit): (&Limits, Duration),
    ) -> (Duration, Step<Resolution>) {
        let begun = Instant::now();
        let fixed = Resolve::lookup(&limits.overrides, peer.host, peer.port);
        let given = match (fixed, peer.host) {
            (Some(fixed), _) => Some((AddressSource::Override, fixed.to_vec())),
            (None, Host::Ip(ip)) => Some((AddressSource::Literal, vec![*ip])),
            (None, Host::Name(_)) => None,
        };
        let (outcome, saw) = match (given, peer.host) {
            (Some((source, addresses)), _) => (self.none_if_empty(source, addresses), None),
            (None, Host::Name(name)) => self.services((name, peer.absolute), limit).await,
            (None, Host::Ip(_)) => (Err(Fault::NoAddress), None),
        };
        let took = begun.elapsed();
        let step = match outcome {
            Ok(saw) => done(took, saw),
            Err(fault) => failed(took, fault, saw),
        };
        (took, step)
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

    /// One service after the other until one knows the name; of a failure, also what was seen.
    async fn services(
        &self,
        (name, absolute): (&str, bool),
        limit: Duration,
    ) -> (Result<Resolution, Fault>, Option<Resolution>) {
        if let Some(fault) = &self.unread {
            return (Err(fault.clone()), None);
        }
        let mut saw = found(AddressSource::System, Vec::new(), Vec::new());
        let mut fault = None;
        let mut cut_off: &[nsswitch::Step] = &[];
        for (at, step) in self.order.steps.iter().enumerate() {
            let outcome = match step.service {
                Service::Files => self.listed(name),
                Service::Dns if localhost(name).is_some() => continue,
                Service::Dns => self.resolvers((name, absolute), limit, &mut saw).await,
            };
            match outcome {
                Some(Ok(found)) if found.asked.is_empty() => {
                    let asked = std::mem::take(&mut saw.asked);
                    return (Ok(Resolution { asked, ..found }), None);
                }
                Some(Ok(found)) => return (Ok(found), None),
                // It is listed, with addresses of the other family.
                Some(Err(why)) if step.service == Service::Files => return (Err(why), None),
                // Nobody was asked.
                Some(Err(why)) if why.own_limit().is_some() => return (Err(why), None),
                Some(Err(why)) => {
                    let miss = if merge::weight(&why) > 1 {
                        Miss::Unavailable
                    } else {
                        Miss::NotFound
                    };
                    fault = Some(why);
                    if step.ends_with(miss) {
                        cut_off = &self.order.steps[at + 1..];
                        break;
                    }
                }
                None if step.ends_with(Miss::NotFound) => {
                    cut_off = &self.order.steps[at + 1..];
                    break;
                }
                None => {}
            }
        }
        if let Some(addresses) = localhost(name) {
            let outcome = self.none_if_empty(AddressSource::System, addresses);
            return (outcome, None);
        }
        saw.services_not_asked = self
            .order
            .not_asked
            .iter()
            .map(|s| s.as_str().into())
            .collect();
        saw.cut_off = cut_off.iter().map(|s| s.service.name().into()).collect();
        let fault = fault.unwrap_or_else(|| nobody_asked(&saw));
        let is_seen =
            !saw.asked.is_empty() || !saw.services_not_asked.is_empty() || !saw.cut_off.is_empty();
        (Err(fault), is_seen.then_some(saw))
    }

    /// `None` where the hosts file does not list the name.
    fn listed(&self, name: &str) -> Option<Result<Resolution, Fault>> {
        let addresses = self.hosts.addresses(&Name::from_str_relaxed(name).ok()?);
        (!addresses.is_empty()).then(|| self.none_if_empty(AddressSource::System, addresses))
    }

    async fn resolvers(
        &self,
        (name, absolute): (&str, bool),
        limit: Duration,
        saw: &mut Resolution,
    ) -> Option<Result<Resolution, Fault>> {
        let system = match &self.system {
            Ok(system) => system,
            Err(why) => return Some(Err(why.clone())),
        };
        let key = (name.to_owned(), absolute);
        if let Some(known) = self.known(&key) {
            return Some(Ok(known));
        }
        let looked_up = system.look_up((name, absolute), self.families, limit).await;
        Some(match looked_up.outcome {
            Ok(found) => {
                let found = Resolution {
                    asked: looked_up.asked,
                    ..found
                };
                self.keep(key, looked_up.ttl, &found);
                Ok(found)
            }
            Err(fault) => {
                saw.asked = looked_up.asked;
                saw.compared = looked_up.compared;
                Err(fault)
            }
        })
    }

    fn known(&self, key: &(String, bool)) -> Option<Resolution> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, known) = kept.get(key)?;
        (*until > Instant::now()).then(|| known.clone())
    }

    /// A whole answer only: what was missing may come with the next question.
    fn keep(&self, key: (String, bool), ttl: Duration, found: &Resolution) {
        if ttl.is_zero() || !found.missing.is_empty() {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, (Instant::now() + ttl, found.clone()));
    }
}

/// Only the hosts file was asked.
fn nobody_asked(saw: &Resolution) -> Fault {
    let text = if saw.cut_off.is_empty() {
        "the hosts file does not list the name, and nsswitch.conf names no `dns` for hosts"
    } else {
        "the hosts file does not list the name, and by nsswitch.conf that ends the lookup"
    };
    Fault::Resolver {
        text: text.into(),
        kind: LookupFailure::OnlyHostsFile,
    }
}

/// What a message answers to a question of number 0 for this name.
pub(super) fn answer_to(
    (name, kind): (Name, RecordType),
    bytes: &[u8],
) -> Option<Result<(ResolverSaid, Vec<Name>), Fault>> {
    let question = exchange::Question {
        name,
        kind,
        edns0: false,
        only_tcp: false,
    };
    let answer = exchange::answer_to(&question, bytes)?;
    Some(answer.map(|answer| (answer.said, answer.aliases)))
}

/// The services that a name is looked up in, by nsswitch.conf, and those that are not asked.
pub(super) fn services(text: &str) -> (Vec<&'static str>, Vec<String>) {
    let order = Order::read(text);
    let steps = order.steps.iter().map(|step| step.service.name());
    (steps.collect(), order.not_asked)
}

/// The addresses that a hosts file has for a name.
#[cfg(unix)]
pub(super) fn in_hosts(bytes: &[u8], name: &Name) -> Vec<IpAddr> {
    HostsFile::read(bytes).addresses(name)
}

/// The resolvers of a resolv.conf, and the names that are asked for where this one is looked up.
#[cfg(all(unix, not(target_vendor = "apple")))]
pub(super) fn asked(
    bytes: &[u8],
    name: &str,
) -> (Vec<std::net::SocketAddr>, Result<Vec<Name>, String>) {
    let read = ResolvConf::read(bytes);
    let names = read.candidates(name, false);
    (read.servers, names)
}

#[cfg(test)]
mod tests;
