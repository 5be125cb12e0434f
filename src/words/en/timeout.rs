//! English for `timeout`: something did not answer in time, step by step.
//! One entry for each code.

use super::{at_proxy, cut, lookups};
use crate::codes::Code;
use crate::judge::finding::Timeout;
use crate::judge::finding::timeout::GaveUp;
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::duration::of_ms;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

messages! {
    of Timeout, about subject { authority, host, name, port, role, address }
    TimeoutDns { waited_ms, cut_off } => {
        with wait = of_ms(*waited_ms), stopped = lookups::cut_off_by_rule(cut_off);
        title: "the name service does not answer",
        row: "no resolver answered in {wait}",
        act: "check that the resolvers of /etc/resolv.conf answer on port 53; meanwhile --resolve {host}:{port}:ADDRESS",
        meaning: "no resolver answered before the deadline",
        evidence: "queries were sent to the system's resolvers and nothing came back in time",
        remedy: "check that the resolvers in /etc/resolv.conf can be reached on port 53; give the address meanwhile: --resolve {host}:{port}:ADDRESS{stopped}",
        cite: "RFC 1035 7.2",
        facts: waited(*waited_ms),
    }
    TimeoutTcp { waited_ms } => {
        with wait = of_ms(*waited_ms);
        title: "packets are dropped",
        row: "no answer from {address} in {wait}",
        act: "have TCP port {port} to {address} opened; from a pod, see its NetworkPolicy and EgressFirewall too",
        meaning: "the address gave no answer at all to the connection attempt",
        evidence: "no SYN-ACK, no RST and no ICMP error arrived before the deadline: a firewall drops the packets, the host is off, or its queue is full",
        remedy: "have the firewall between this machine and {address} opened for TCP port {port}; from a pod, check the namespace's egress NetworkPolicy and EgressFirewall; a load balancer must be reachable from its own nodes too",
        cite: "RFC 9293 3.8.3; measured with a dropped SYN and a full backlog",
        facts: waited(*waited_ms),
    }
    TimeoutProxy { at, gave_up } => {
        with proxy = &at.proxy;
        naming no_proxy = subject.no_proxy(&at.no_proxy);
        title: "the proxy does not answer",
        row: "the proxy {proxy} does not answer",
        act: "if the target is internal, add {no_proxy} to noProxy; else have the proxy's own way there opened",
        meaning: "the proxy took the request for a way to the target and said nothing, or said that it timed out itself",
        evidence: "no reply to CONNECT before the deadline, a 504, or SOCKS reply 6",
        remedy: "the proxy {proxy} cannot reach {authority}, or is stuck: if the target is internal, add {no_proxy} to noProxy; else have the proxy's own way there opened",
        cite: "measured with squid and tinyproxy and a dropped SYN",
        facts: match gave_up {
            GaveUp::Here { waited_ms } => at_proxy::facts(at).with("waited", of_ms(*waited_ms)),
            GaveUp::TheProxy(fault) => at_proxy::facts(at).with("answer", fault),
        },
    }
    TimeoutTls { waited_ms, circumstances } => {
        with wait = of_ms(*waited_ms);
        naming known = cut::known(circumstances, subject);
        title: "connected, then silence",
        row: "accepts TCP, then {wait} of silence",
        act: "a load balancer or router without a healthy server behind it, or a filter on the name: look at its pods first",
        meaning: "the connection was accepted, but not one byte answered the ClientHello",
        evidence: "TCP connected, the ClientHello was sent, and nothing came back before the deadline",
        remedy: "{known}something accepts connections for {authority} without serving them: a load balancer or router without a healthy server behind it, a broken path MTU, or a filter on the name {name}; for an OAuth route see `oc get co authentication` and `oc get pods -n openshift-authentication` on that cluster",
        cite: "RFC 8446 4.1.2; measured with a server that accepts and stays silent",
        facts: cut::facts(waited(*waited_ms).with("received", "0 bytes"), circumstances),
    }
    TimeoutTlsStalled { waited_ms, received_bytes } => {
        title: "the handshake stalled",
        row: "{received_bytes} bytes, then silence",
        act: "lower the MTU of the VPN or tunnel; or the server is overloaded",
        meaning: "the server began to answer and did not finish before the deadline",
        evidence: "some handshake bytes arrived, then too few or none until the deadline",
        remedy: "large packets may be lost on the way (lower the MTU of the VPN or tunnel, or let ICMP \"fragmentation needed\" through), or the server behind {address} is overloaded",
        cite: "RFC 8446 4; RFC 4821 (path MTU black holes)",
        facts: waited(*waited_ms).with("received", format!("{received_bytes} bytes")),
    }
    TimeoutHttp { waited_ms } => {
        with wait = of_ms(*waited_ms);
        naming works = works(subject), not_the_cause = not_the_cause(subject);
        title: "the service does not answer",
        row: "{works} works, then {wait} of silence",
        act: "look at the {role} itself: `oc get co`, its pods and their logs",
        meaning: "the connection stands and the question to the service went unanswered",
        evidence: "the handshake was finished, where there is one, a GET was sent, and no whole answer came before the deadline",
        remedy: "{not_the_cause}look at the {role} itself (`oc get co`, its pods and their logs); a router cuts off after its haproxy.router.openshift.io/timeout",
        cite: "measured with a server that answers TLS and then stays silent",
        facts: waited(*waited_ms),
    }
}

/// What stands before the silence.
const fn works(subject: &Subject) -> &'static str {
    if subject.clear { "TCP" } else { "TLS" }
}

const fn not_the_cause(subject: &Subject) -> &'static str {
    if subject.clear {
        ""
    } else {
        "TLS and certificates are not the cause: "
    }
}

fn waited(ms: u64) -> Facts {
    Facts::none().with("waited", of_ms(ms))
}
