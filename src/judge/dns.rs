//! The lookup, before any connection: families `name` and `timeout`. Decides what its result means;
//! knows nothing of connections but who proves its name on one.

use std::net::IpAddr;

use super::Finding;
use super::case::Case;
use super::finding::name::{FailingResolver, Nowhere};
use super::finding::{NameFault, Timeout, Unreached};
use super::names;
use super::rule::Rule;
use crate::evidence::{AddressSource, Fault, Resolution, ResolverAnswer, ResolverSaid, Step};
use crate::foreign::Foreign;
use crate::sinkhole;
use crate::target::Host;

pub(super) const RULES: &[Rule] = &[lookup, |case| leads_nowhere(case).map(Finding::from)];

/// What works, and is slow or may fail: asked after all failures.
pub(super) const WARNINGS: &[Rule] = &[
    |case| resolver_failing(case).map(Finding::from),
    |case| half_answered(case).map(Finding::from),
];

/// What the resolver reported, or that an answer without an error held no address.
fn lookup(case: &Case<'_>) -> Option<Finding> {
    let Some(fault) = case.dns_fault() else {
        let answered_nothing = case.connection.is_none()
            && matches!(&case.attempt.dns, Step::Done { saw, .. } if saw.addresses.is_empty());
        return answered_nothing.then(|| {
            Unreached::NameWithoutAddress {
                cut_off: Vec::new(),
            }
            .into()
        });
    };
    // For `socks5://` the target's name is looked up in the proxy step, which keeps no more of it.
    let saw = case.attempt.dns.saw().filter(|_| case.connection.is_none());
    Some(match fault {
        Fault::NoSuchName | Fault::NoAddress => saw
            .and_then(|saw| disagreement(saw).or_else(|| dangling(saw)))
            .map_or_else(|| denied(fault, saw), Finding::from),
        Fault::TimedOut { after_ms } => Timeout::TimeoutDns {
            waited_ms: *after_ms,
            cut_off: cut_off(saw),
        }
        .into(),
        other @ (Fault::Resolver { .. }
        | Fault::Refused
        | Fault::Unreachable { .. }
        | Fault::Reset
        | Fault::Closed
        | Fault::Alert { .. }
        | Fault::NotTls { .. }
        | Fault::ProxyStatus { .. }
        | Fault::SocksRefused { .. }
        | Fault::MessageTooLarge { .. }
        | Fault::NoCommonParameters { .. }
        | Fault::Malformed { .. }
        | Fault::NotContacted { .. }
        | Fault::OwnLimit { .. }
        | Fault::Other { .. }) => Unreached::DnsFailure {
            answer: other.clone(),
            cut_off: cut_off(saw),
        }
        .into(),
    })
}

fn denied(fault: &Fault, saw: Option<&Resolution>) -> Finding {
    if *fault == Fault::NoAddress {
        return Unreached::NameWithoutAddress {
            cut_off: cut_off(saw),
        }
        .into();
    }
    Unreached::NameNotFound {
        cut_off: cut_off(saw),
        services_not_asked: saw.map_or_else(Vec::new, |saw| saw.services_not_asked.clone()),
    }
    .into()
}

fn cut_off(saw: Option<&Resolution>) -> Vec<Foreign> {
    saw.map_or_else(Vec::new, |saw| saw.cut_off.clone())
}

fn denies(answer: &ResolverAnswer) -> bool {
    matches!(
        answer.said,
        ResolverSaid::NoSuchName | ResolverSaid::NoAddress
    )
}

/// Another resolver knows a name that was denied.
fn disagreement(saw: &Resolution) -> Option<NameFault> {
    let knows = |answer: &&ResolverAnswer| !answer.addresses().is_empty();
    saw.compared.iter().filter(knows).find_map(|known| {
        let mut denials = saw.asked.iter().filter(|answer| denies(answer));
        let denial = denials
            .find(|denial| denial.same_question(known) && denial.resolver != known.resolver)?;
        Some(NameFault::ResolversDisagree {
            name: known.name.clone(),
            denied_by: denial.resolver.clone(),
            is_missing: denial.said == ResolverSaid::NoSuchName,
            aliases: denial.aliases.clone(),
            known_to: known.resolver.clone(),
            addresses: known.addresses().to_vec(),
        })
    })
}

/// An alias whose end does not exist: its own answer says so, or that of the name it leads to.
fn dangling(saw: &Resolution) -> Option<NameFault> {
    let asked_itself = |end: &Foreign| {
        let mut asked = saw.compared.iter().filter(|other| other.name == end.raw());
        asked.any(|other| other.said == ResolverSaid::NoSuchName)
    };
    let is_missing = |answer: &ResolverAnswer, end: &Foreign| {
        answer.said == ResolverSaid::NoSuchName
            || (answer.said == ResolverSaid::NoAddress && asked_itself(end))
    };
    saw.asked.iter().find_map(|answer| {
        let end = answer
            .aliases
            .last()
            .filter(|end| is_missing(answer, end))?;
        let path = std::iter::once(&answer.name).chain(&answer.aliases);
        Some(NameFault::AliasDangling {
            path: path.cloned().collect(),
            missing: end.clone(),
        })
    })
}

/// A name was answered with an address that no such service has, and nobody there proves the name.
fn leads_nowhere(case: &Case<'_>) -> Option<NameFault> {
    let connection = case.connection?;
    let saw = case.attempt.dns.saw()?;
    let Host::Name(host) = &case.attempt.target.host else {
        return None;
    };
    if case.proxy().is_some() || saw.source != AddressSource::System {
        return None;
    }
    let address = connection.address.ip();
    let nowhere = nowhere(address)?;
    // What is internal may lead to this machine on purpose, but to no address at all never.
    let is_none = matches!(nowhere, Nowhere::Unspecified | Nowhere::LinkLocal);
    if !is_none && !is_public(host) {
        return None;
    }
    let proves = |leaf| names::is_proven(leaf, case.attempt.target.name());
    if case.leaf().is_some_and(proves) {
        return None;
    }
    let gave = |answer: &&ResolverAnswer| answer.addresses().contains(&address);
    let said_by = saw.asked.iter().find(gave);
    Some(NameFault::NameLeadsNowhere {
        address,
        nowhere,
        said_by: said_by.map(|answer| answer.resolver.clone()),
    })
}

/// Below a suffix of the public suffix list, or `example`, which stands for those where a run has
/// stand-ins.
fn is_public(host: &str) -> bool {
    let is_one = |suffix: psl::Suffix<'_>| suffix.is_known() || suffix.as_bytes() == b"example";
    psl::suffix(host.as_bytes()).is_some_and(is_one) && psl::domain_str(host).is_some()
}

fn nowhere(address: IpAddr) -> Option<Nowhere> {
    let address = address.to_canonical();
    if address.is_unspecified() {
        return Some(Nowhere::Unspecified);
    }
    if address.is_loopback() {
        return Some(Nowhere::Loopback);
    }
    if matches!(address, IpAddr::V6(ip) if ip.is_unicast_link_local()) {
        return Some(Nowhere::LinkLocal);
    }
    sinkhole::product(address).map(Nowhere::Sinkhole)
}

/// A resolver of the list gave nothing usable where a later one answered the same question.
fn resolver_failing(case: &Case<'_>) -> Option<NameFault> {
    let saw = case
        .attempt
        .dns
        .saw()
        .filter(|_| case.connection.is_none())?;
    let later = |at: usize, failed: &ResolverAnswer| {
        let mut later = saw.asked[at + 1..].iter();
        later.find(|answer| {
            answer.same_question(failed)
                && answer.fault().is_none()
                && answer.resolver != failed.resolver
        })
    };
    let mut failing: Vec<FailingResolver> = Vec::new();
    let mut answered_by = None;
    for (at, answer) in saw.asked.iter().enumerate() {
        let Some((fault, by)) = answer.fault().zip(later(at, answer)) else {
            continue;
        };
        answered_by.get_or_insert_with(|| by.resolver.clone());
        if !failing
            .iter()
            .any(|known| known.resolver == answer.resolver)
        {
            failing.push(FailingResolver {
                resolver: answer.resolver.clone(),
                fault: fault.clone(),
                answers_other_family: saw.asked.iter().any(|other| {
                    other.resolver == answer.resolver
                        && other.name == answer.name
                        && other.family != answer.family
                        && other.fault().is_none()
                }),
            });
        }
    }
    answered_by.map(|answered_by| NameFault::ResolverFailing {
        failing,
        answered_by,
    })
}

fn half_answered(case: &Case<'_>) -> Option<NameFault> {
    let saw = case
        .attempt
        .dns
        .saw()
        .filter(|_| case.connection.is_none())?;
    let (family, fault) = saw.missing.first()?;
    let peer = match case.proxy() {
        Some(proxy) => &proxy.host,
        None => &case.attempt.target.host,
    };
    Some(NameFault::LookupHalfAnswered {
        name: peer.to_string().into(),
        family: family.clone(),
        fault: fault.clone(),
    })
}
