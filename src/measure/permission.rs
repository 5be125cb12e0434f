//! Applies the rule for what a stranger names (`roles::stranger`) to every lookup that ends in a
//! connection: what may not be contacted is recorded and left out, and where nothing is left,
//! nobody is contacted. Opens nothing itself.

use std::net::IpAddr;
use std::time::Duration;

use super::context::MeasureContext;
use super::deadline::failed;
use super::limits::Resolve;
use super::probe_request::ProbeRequest;
use crate::codes::StepName;
use crate::evidence::{AddressLeftOut, Attempt, Fault, Resolution, Step};
use crate::roles::stranger::NamedBy;
use crate::target::Host;

impl MeasureContext {
    /// The addresses of the peer (the target or the proxy) that may be contacted. There is no
    /// lookup for a target whose name may not be asked for.
    pub(super) async fn find(&self, probe: &ProbeRequest) -> (Duration, Step<Resolution>) {
        if let Err(fault) = self.may_ask_for(probe) {
            return (Duration::ZERO, failed(Duration::ZERO, fault, None));
        }
        probe.whereabouts.begins(StepName::Dns, self.limits.dns);
        let limit = self.limits.dns.min(self.limits.total);
        let (took, dns) = self.look_up(probe.peer(), (limit, &probe.waits)).await;
        // A proxy is the user's.
        (
            took,
            if probe.route.is_direct() {
                self.permitted(probe, dns)
            } else {
                dns
            },
        )
    }

    /// The target's own addresses, where a proxy is to be told one of them.
    pub(super) async fn find_for_proxy(
        &self,
        probe: &ProbeRequest,
        limit: Duration,
    ) -> (Duration, Step<Resolution>) {
        let limit = limit.min(self.limits.dns);
        let peer = probe.peer_without_proxy();
        let (took, dns) = self.look_up(peer, (limit, &probe.waits)).await;
        (took, self.permitted(probe, dns))
    }

    /// Before any lookup: the name, and the address where the target is one, for a proxy's lookup
    /// is not seen.
    fn may_ask_for(&self, probe: &ProbeRequest) -> Result<(), Fault> {
        let word = self.word(probe);
        let (host, address) = (&probe.target.host, probe.target.host.address());
        let allowed = match host {
            Host::Ip(ip) => word.allows(*ip),
            Host::Name(name) => word.allows_name(name),
        };
        allowed.map_err(|reason| Fault::NotContacted {
            host: host.to_string().into(),
            address,
            reason,
        })
    }

    fn permitted(&self, probe: &ProbeRequest, dns: Step<Resolution>) -> Step<Resolution> {
        let Step::Done { took_us, mut saw } = dns else {
            return dns;
        };
        let word = self.word(probe);
        let refused = |address: IpAddr| {
            word.allows(address)
                .err()
                .map(|reason| AddressLeftOut { address, reason })
        };
        saw.not_contacted = saw.addresses.iter().copied().filter_map(refused).collect();
        saw.addresses.retain(|address| {
            !saw.not_contacted
                .iter()
                .any(|left| left.address == *address)
        });
        match saw
            .not_contacted
            .first()
            .filter(|_| saw.addresses.is_empty())
        {
            None => Step::Done { took_us, saw },
            Some(AddressLeftOut { address, reason }) => {
                let fault = Fault::NotContacted {
                    host: probe.target.host.to_string().into(),
                    address: Some(*address),
                    reason: *reason,
                };
                Step::Failed {
                    took_us,
                    fault,
                    saw: Some(saw),
                }
            }
        }
    }

    /// Who counts as having named the target: the user, if the user named the same host or gave it
    /// an address.
    fn word<'a>(&self, probe: &'a ProbeRequest) -> &'a NamedBy {
        let target = &probe.target;
        let resolved_here = probe
            .route
            .proxy
            .as_ref()
            .is_none_or(|proxy| !proxy.scheme.proxy_resolves());
        let given = || {
            resolved_here
                && Resolve::lookup(&self.limits.overrides, &target.host, target.port).is_some()
        };
        if self.limits.named.contains(&target.host) || given() {
            &NamedBy::User
        } else {
            &probe.word
        }
    }
}

/// No address of the target was contacted, and none may be: another route would lead to the same
/// addresses.
pub(super) fn is_closed(attempt: &Attempt) -> bool {
    let refused = |fault: Option<&Fault>| matches!(fault, Some(Fault::NotContacted { .. }));
    refused(attempt.dns.fault()) || attempt.connections.iter().any(|c| refused(c.proxy.fault()))
}

#[cfg(test)]
#[path = "permission_tests.rs"]
mod tests;
