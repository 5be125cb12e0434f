//! Family `name`, and the name service's part of `timeout`: the lookup, before any connection.
//! Rows only; pure.

use super::case::{Case, duration};
use super::{Class, Details, Family, Others, Severity, StepName};
use crate::evidence::{Fault, Step};

pub(super) const RULES: &[Class] = &[
    Class {
        code: "name-not-found",
        family: Family::Name,
        severity: Severity::Failure,
        step: StepName::Dns,
        title: "the name does not exist",
        meaning: "the name service answered that no such name exists",
        evidence: "the resolver answered NXDOMAIN for both A and AAAA, and the hosts file does not list it",
        others: Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]",
            go: "dial tcp: lookup HOST on IP:53: no such host",
            curl: "(6) Could not resolve host: HOST",
            browser: "DNS_PROBE_FINISHED_NXDOMAIN",
        },
        remedy: "check the spelling of {host}; if it is right, ask for it from a machine that uses the cluster's DNS, or give its address: --resolve {host}:{port}:ADDRESS",
        cite: "RFC 1035 4.1.1, RFC 2308 2.1",
        when: |case| matches!(case.dns_fault()?, Fault::NoSuchName).then(Details::none),
    },
    Class {
        code: "name-without-address",
        family: Family::Name,
        severity: Severity::Failure,
        step: StepName::Dns,
        title: "the name has no address",
        meaning: "the name exists but has neither an A nor an AAAA record",
        evidence: "the resolver answered without an error and without an address (NODATA)",
        others: Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]",
            go: "dial tcp: lookup HOST on IP:53: no such host",
            curl: "(6) Could not resolve host: HOST",
            browser: "ERR_NAME_NOT_RESOLVED",
        },
        remedy: "{host} needs an A or AAAA record; with -4 or -6, try the other family; is it a domain (apps.CLUSTER) where a host in it is meant?",
        cite: "RFC 2308 2.2",
        when: no_address,
    },
    Class {
        code: "timeout-dns",
        family: Family::Timeout,
        severity: Severity::Failure,
        step: StepName::Dns,
        title: "the name service does not answer",
        meaning: "no resolver answered before the deadline",
        evidence: "queries were sent to the system's resolvers and nothing came back in time",
        others: Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]",
            go: "dial tcp: lookup HOST on IP:53: read udp: i/o timeout",
            curl: "(28) Resolving timed out",
            browser: "ERR_NAME_RESOLUTION_FAILED",
        },
        remedy: "check that the resolvers in /etc/resolv.conf can be reached on port 53; give the address meanwhile: --resolve {host}:{port}:ADDRESS",
        cite: "RFC 1035 7.2",
        when: timed_out,
    },
    Class {
        code: "dns-failure",
        family: Family::Name,
        severity: Severity::Failure,
        step: StepName::Dns,
        title: "the name service failed",
        meaning: "the lookup failed for a reason of its own, which says nothing about the name",
        evidence: "the resolver's answer was an error other than NXDOMAIN, or not DNS at all",
        others: Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]",
            go: "dial tcp: lookup HOST on IP:53: server misbehaving",
            curl: "(6) Could not resolve host: HOST",
            browser: "ERR_NAME_NOT_RESOLVED",
        },
        remedy: "an error of the resolvers is for whoever runs them; a missing or unusable resolver is for /etc/resolv.conf of this machine; give the address meanwhile: --resolve {host}:{port}:ADDRESS. the lookup said: {answer}",
        cite: "RFC 1035 4.1.1 (RCODE)",
        when: failed,
    },
];

/// By the resolver's word, or because an answer without an error held none.
fn no_address(case: &Case<'_>) -> Option<Details> {
    let answered_nothing = case.connection.is_none()
        && matches!(&case.attempt.dns, Step::Done { saw, .. } if saw.addresses.is_empty());
    (answered_nothing || matches!(case.dns_fault(), Some(Fault::NoAddress))).then(Details::none)
}

fn timed_out(case: &Case<'_>) -> Option<Details> {
    match case.dns_fault()? {
        Fault::TimedOut { after_ms } => Some(Details::none().with("waited", duration(*after_ms))),
        _ => None,
    }
}

fn failed(case: &Case<'_>) -> Option<Details> {
    match case.dns_fault()? {
        Fault::NoSuchName | Fault::NoAddress | Fault::TimedOut { .. } => None,
        fault => Some(Details::none().with("answer", fault.to_string())),
    }
}
