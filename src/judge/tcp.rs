//! Family `reach`, and TCP's part of `timeout`: the address was known and the connection did not
//! come about. Rows only; pure.

use super::case::{Case, duration};
use super::{Class, Details, Family, Others, Severity, StepName};
use crate::evidence::Fault;

pub(super) const RULES: &[Class] = &[
    Class {
        code: "timeout-tcp",
        family: Family::Timeout,
        severity: Severity::Failure,
        step: StepName::Tcp,
        title: "packets are dropped",
        meaning: "the address gave no answer at all to the connection attempt",
        evidence: "no SYN-ACK, no RST and no ICMP error arrived before the deadline: a firewall drops the packets, the host is off, or its queue is full",
        others: Others {
            mtc: "Test connect failed. / Authentication Error, \"The connection has timed out\"",
            go: "dial tcp IP:PORT: i/o timeout",
            curl: "(28) Connection timed out",
            browser: "ERR_CONNECTION_TIMED_OUT",
        },
        remedy: "have the firewall between this machine and {address} opened for TCP port {port}; from a pod, check the namespace's egress NetworkPolicy and EgressFirewall; a load balancer must be reachable from its own nodes too",
        cite: "RFC 9293 3.8.3; measured with a dropped SYN and a full backlog",
        when: timed_out,
    },
    Class {
        code: "refused",
        family: Family::Reach,
        severity: Severity::Failure,
        step: StepName::Tcp,
        title: "nothing listens there",
        meaning: "the address answered that nothing accepts connections on this port",
        evidence: "the connection attempt was answered with RST or ICMP port unreachable",
        others: Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]",
            go: "dial tcp IP:PORT: connect: connection refused",
            curl: "(7) Failed to connect to HOST port PORT: Connection refused",
            browser: "ERR_CONNECTION_REFUSED",
        },
        remedy: "check the port: an OpenShift 4 API server listens on 6443, OpenShift 3 on 8443, routes on 443; then whether the service behind {address} runs",
        cite: "RFC 9293 3.5.2",
        when: |case| matches!(case.tcp_fault()?, Fault::Refused).then(Details::none),
    },
    Class {
        code: "unreachable",
        family: Family::Reach,
        severity: Severity::Failure,
        step: StepName::Tcp,
        title: "no way to that address",
        meaning: "the network said that it has no way to this address, or the connection failed before it was made",
        evidence: "the operating system reported a routing error (ICMP unreachable, no route) or another error while connecting",
        others: Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]",
            go: "dial tcp IP:PORT: connect: no route to host",
            curl: "(7) Failed to connect to HOST port PORT: No route to host",
            browser: "ERR_ADDRESS_UNREACHABLE",
        },
        remedy: "check routing and VPN to {address}; \"No route to host\" may also be a firewall that rejects instead of dropping; where only IPv6 fails, use -4",
        cite: "RFC 792, RFC 4443; a reject rule with admin-prohibited shows as No route to host (measured)",
        when: unreachable,
    },
];

fn timed_out(case: &Case<'_>) -> Option<Details> {
    match case.tcp_fault()? {
        Fault::TimedOut { after_ms } => Some(Details::none().with("waited", duration(*after_ms))),
        _ => None,
    }
}

fn unreachable(case: &Case<'_>) -> Option<Details> {
    match case.tcp_fault()? {
        Fault::TimedOut { .. } | Fault::Refused => None,
        fault => Some(Details::none().with("error", fault.to_string())),
    }
}
