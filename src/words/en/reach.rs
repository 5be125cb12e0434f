//! English for `reach`: the name has no usable address, or the address cannot be reached.
//! One entry for each code.

use super::{lookups, shortage};
use crate::codes::Code;
use crate::foreign::Foreign;
use crate::judge::finding::Unreached;
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

messages! {
    of Unreached, about subject { host, port, address }
    LocalLimit { lacks } => {
        with how = shortage::remedy(*lacks);
        title: "not measured: this machine had run out of something",
        row: "this machine has run out of {lacks}",
        act: "{how}; then measure again",
        meaning: "this machine, or this process, had no file descriptor, local port or memory left for a connection; that says nothing about the endpoint, and the run is not whole (exit code 3)",
        evidence: "the operating system refused a socket or a port (EMFILE, ENFILE, ENOBUFS, ENOMEM, or EADDRNOTAVAIL where an address of this machine leads there), and waiting did not help",
        remedy: "this machine needs more {lacks}: {how}; then measure again, since nothing is known of this endpoint",
        cite: "errno(3), connect(2), ip(7): ip_local_port_range",
        facts: Facts::none().with("lacks", lacks),
    }
    NameNotFound { services_not_asked, cut_off } => {
        with stopped = lookups::cut_off_by_rule(cut_off);
        naming ask_where_the_name_is_known = where_it_is_known(subject);
        title: "the name does not exist",
        row: "no such name",
        act: "check the spelling; ask from a machine that uses the cluster's DNS, or give the address: --resolve {host}:{port}:ADDRESS",
        meaning: "the name service answered that no such name exists",
        evidence: "the resolver answered NXDOMAIN for both A and AAAA, and the hosts file does not list it",
        remedy: "{ask_where_the_name_is_known}, or give its address: --resolve {host}:{port}:ADDRESS{stopped}",
        cite: "RFC 1035 4.1.1, RFC 2308 2.1",
        facts: Facts::none()
            .maybe("not asked here", listed(services_not_asked))
            .maybe("not asked by rule", listed(cut_off)),
    }
    NameWithoutAddress { cut_off } => {
        with stopped = lookups::cut_off_by_rule(cut_off);
        title: "the name has no address",
        row: "no A and no AAAA record",
        act: "give it a record; is a host in this domain meant?",
        meaning: "the name exists but has neither an A nor an AAAA record",
        evidence: "the resolver answered without an error and without an address (NODATA)",
        remedy: "{host} needs an A or AAAA record; with -4 or -6, try the other family; is it a domain (apps.CLUSTER) where a host in it is meant?{stopped}",
        cite: "RFC 2308 2.2",
        facts: Facts::none().maybe("not asked by rule", listed(cut_off)),
    }
    DnsFailure { answer, cut_off } => {
        naming mend = lookups::failed(answer, cut_off, host);
        title: "the name service failed",
        row: "{answer}",
        act: "ask whoever runs the resolvers of /etc/resolv.conf; meanwhile --resolve {host}:{port}:ADDRESS",
        meaning: "the lookup failed for a reason of its own, which says nothing about the name",
        evidence: "no resolver gave an answer that can be used (an error other than NXDOMAIN, no DNS, nobody there), or none was asked",
        remedy: "{mend}. give the address meanwhile: --resolve {host}:{port}:ADDRESS",
        cite: "RFC 1035 4.1.1 (RCODE); nsswitch.conf(5)",
        facts: Facts::none()
            .with("answer", answer)
            .maybe("not asked by rule", listed(cut_off)),
    }
    Refused {} => {
        naming check_the_port = check_the_port(port);
        title: "nothing listens there",
        row: "nothing listens at {address}",
        act: "{check_the_port}, then whether the service behind it runs",
        meaning: "the address answered that nothing accepts connections on this port",
        evidence: "the connection attempt was answered with RST or ICMP port unreachable",
        remedy: "check the port: an OpenShift 4 API server listens on 6443, OpenShift 3 on 8443, routes on 443; then whether the service behind {address} runs",
        cite: "RFC 9293 3.5.2",
        facts: Facts::none(),
    }
    Unreachable { error } => {
        naming what_to_check = what_to_check(address);
        title: "no way to that address",
        row: "{error}",
        act: "{what_to_check}",
        meaning: "the network said that it has no way to this address, or the connection failed before it was made",
        evidence: "the operating system reported a routing error (ICMP unreachable, no route, no address of its own that leads there) or another error while connecting",
        remedy: "{what_to_check}",
        cite: "RFC 792, RFC 4443; a reject rule with admin-prohibited shows as No route to host (measured)",
        facts: Facts::none().with("error", error),
    }
}

/// The port may be one that nobody has typed.
fn check_the_port(port: &str) -> &'static str {
    match port {
        "443" => "check the port: 443 is taken where none is given (API servers have 6443)",
        "6443" => "check the port: 6443 is taken where none is given (OpenShift 3 has 8443)",
        _ => "check the port (API servers 6443, Routes 443)",
    }
}

fn where_it_is_known(subject: &Subject) -> String {
    let host = &subject.host;
    if subject.is_inside {
        format!(
            "{host} is a name of a cluster's own DNS, which only its pods resolve: measure from one of them, or name the Route that leads there instead"
        )
    } else {
        format!(
            "check the spelling of {host}; if it is right, ask for it from a machine that uses the cluster's DNS"
        )
    }
}

fn what_to_check(address: &str) -> String {
    format!(
        "check routing, VPN and firewalls to {address} (\"No route to host\" may also be a firewall that rejects instead of dropping); where only IPv6 fails, use -4"
    )
}

/// Services of nsswitch.conf.
fn listed(services: &[Foreign]) -> Option<String> {
    (!services.is_empty()).then(|| Foreign::join(services, ", "))
}
