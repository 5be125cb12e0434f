//! English for `name`, where more than one resolver, an alias, or the answer itself is the cause.
//! One entry for each code.

use std::net::IpAddr;

use super::{list, lookups};
use crate::codes::Code;
use crate::foreign::Foreign;
use crate::judge::finding::NameFault;
use crate::judge::finding::name::Nowhere;
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

messages! {
    of NameFault, about subject { host, port }
    ResolversDisagree { name, denied_by, is_missing, aliases, known_to, addresses } => {
        with answer = denial(*is_missing), addresses = list::names(addresses, ", "), mend = mend(aliases);
        naming name = subject.own(name);
        title: "the resolvers disagree",
        row: "{denied_by} denies the name, {known_to} knows it",
        act: "give {denied_by} the zone, or put {known_to} first in /etc/resolv.conf; meanwhile --resolve {host}:{port}:ADDRESS",
        meaning: "the resolver that clients ask first denies the name, and another one of /etc/resolv.conf knows it: clients never ask that one",
        evidence: "a usable answer ended the lookup, as it does for Go and the C library; only then the other resolvers were asked the same, which no client does",
        remedy: "{denied_by} answers {answer} for {name}, and that is final: Go and the C library (glibc) ask the next resolver only after an error or silence, while musl asks all at once and takes the first answer, so it fails by turns. {mend} {denied_by}, or put {known_to} first in /etc/resolv.conf: it answers {addresses}; meanwhile: --resolve {host}:{port}:ADDRESS",
        cite: "resolv.conf(5); RFC 2308 2.1; Go net, goLookupIPCNAMEOrder; glibc res_send",
        facts: Facts::none()
            .with("name", name)
            .with("denied by", denied_by)
            .with("answer", answer)
            .maybe("at the end of", alias_path(aliases))
            .with("known to", known_to)
            .with("addresses", addresses),
    }
    AliasDangling { path, missing } => {
        naming missing = subject.own(missing), path = subject.own(Foreign::join(path, " -> "));
        title: "the alias leads to a name that does not exist",
        row: "its alias leads to {missing}, which does not exist",
        act: "create {missing}, or point the alias at the name that the load balancer has now",
        meaning: "the name exists as an alias (CNAME), and the name it stands for does not: a load balancer or service was deleted or renamed, and its alias was left behind",
        evidence: "the answer held a CNAME record, and the name at its end was answered with NXDOMAIN",
        remedy: "the missing name is {missing}: {path}. create it, or point the alias of {host} at the name that the load balancer or router has now",
        cite: "RFC 1034 3.6.2, RFC 2308 2.1 (NXDOMAIN is about the last name of a chain)",
        facts: Facts::none()
            .with("missing", missing)
            .with("path", Foreign::join(path, " -> ")),
    }
    NameLeadsNowhere { address, nowhere, said_by } => {
        with what = nowhere_said(*nowhere), who = who(said_by.as_ref());
        naming mend = nowhere_mended((*nowhere, *address), (host, port));
        title: "the name leads nowhere",
        row: "answered with {address}: {what}",
        act: "have the name allowed in the DNS filter, or its record corrected; meanwhile --resolve {host}:{port}:ADDRESS",
        meaning: "a name was answered with an address that no service is reached at: a filter answers in place of the name service, or the hosts file or an internal zone has a wrong entry",
        evidence: "the answer is an unspecified, loopback or link-local address, or one at which a filter keeps its block pages, and nobody there proves the name",
        remedy: "{who} gives {address} for {host}: {what}. {mend}; no certificate or CA bundle changes it. meanwhile: --resolve {host}:{port}:ADDRESS",
        cite: "RFC 1122 3.2.1.3, RFC 4291 2.5; Cisco Umbrella, FortiGuard and Palo Alto Networks document their block and sinkhole addresses",
        facts: Facts::none()
            .with("answer", address)
            .with("which is", what)
            .maybe("said by", said_by.as_ref()),
    }
    ResolverFailing { failing, answered_by } => {
        with cost = lookups::cost(failing), failing = lookups::causes(failing);
        title: "a resolver fails, another one answers",
        row: "{failing}",
        act: "mend that resolver, or take it out of /etc/resolv.conf",
        meaning: "a resolver that clients ask before the one that answered gave no usable answer",
        evidence: "the resolvers of /etc/resolv.conf were asked in their listed order, the next one after an error or silence",
        remedy: "{failing}. have that mended, or take the resolver out of /etc/resolv.conf: {answered_by} answered. {cost}",
        cite: "resolv.conf(5) (nameserver, timeout, attempts); Go net, dnsConfig; musl res_msend",
        facts: Facts::none()
            .with("failing", &failing)
            .with("answered by", answered_by)
            .quiet("cost", cost),
    }
    LookupHalfAnswered { name, family, fault } => {
        with cost = lookups::cost_of_half(fault), cause = lookups::cause_of_half(fault);
        naming name = subject.own(name);
        title: "one address family is not answered",
        row: "no answer for {family}: {fault}",
        act: "have the resolver answer {family} questions, if only without a record",
        meaning: "the resolver answers for one kind of address and not for the other, where an empty answer would do",
        evidence: "the questions for A and AAAA were asked side by side, and only one was answered",
        remedy: "{cause}. have {family} questions for {name} answered, if only without a record. {cost}",
        cite: "RFC 4074 4 (misbehaviour against AAAA queries); resolv.conf(5); Go net, goLookupIPCNAMEOrder",
        facts: Facts::none()
            .with("name", name)
            .with("family", family)
            .with("fault", fault)
            .quiet("cost", cost),
    }
}

fn denial(is_missing: bool) -> &'static str {
    if is_missing {
        "NXDOMAIN (no such name)"
    } else {
        "no address (NODATA)"
    }
}

/// Where the one that denies it holds an alias, that is what leads to nothing.
fn mend(aliases: &[Foreign]) -> String {
    alias_path(aliases).map_or_else(
        || "give the zone or a forwarder for it to".into(),
        |path| format!("the alias that it holds leads there ({path}): correct that alias, or have the name at its end created, at"),
    )
}

fn alias_path(aliases: &[Foreign]) -> Option<String> {
    (!aliases.is_empty()).then(|| format!("CNAME {}", Foreign::join(aliases, " -> ")))
}

fn nowhere_said(nowhere: Nowhere) -> String {
    match nowhere {
        Nowhere::Unspecified => {
            "no address at all, by which filters say that they block the name".into()
        }
        Nowhere::Loopback => "this machine itself".into(),
        Nowhere::LinkLocal => {
            "an address that holds on one link only, and no record can say by which interface; every client fails to connect".into()
        }
        Nowhere::Sinkhole(product) => format!("where {product} sends names that it blocks"),
    }
}

fn nowhere_mended((nowhere, address): (Nowhere, IpAddr), (host, port): (&str, &str)) -> String {
    match nowhere {
        Nowhere::LinkLocal => format!(
            "have that record replaced by an address that is routed; if the server is on a link of this machine, ask it as [{address}%INTERFACE]:{port} --servername {host}"
        ),
        Nowhere::Unspecified | Nowhere::Loopback | Nowhere::Sinkhole(_) => {
            "have the name allowed in the DNS filter, or its record corrected".into()
        }
    }
}

fn who(said_by: Option<&String>) -> String {
    said_by.map_or_else(
        || "the hosts file or the name service".into(),
        |resolver| format!("the resolver {resolver}"),
    )
}
