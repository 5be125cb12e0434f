//! English for `interference`: somebody on the way answers, filters or cuts.
//! One entry for each code, and a sentence for each sign.

use super::list;
use crate::codes::Code;
use crate::judge::finding::Interference;
use crate::judge::finding::interference::{Confidence, HowItSigns, IssuerSeen, Page, Sign};
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

/// What stands in a command for a CA that is not known.
const SHA256: &str = "SHA256";
/// The same where the CA itself has to be brought, too.
const INTERCEPTORS_CA: &str = "SHA256 --ca FILE";

messages! {
    of Interference, about subject { authority, name, address }
    Intercepted { signs, issuer, bypass } => {
        with sure = how_sure(signs.confidence), ca_name = list::common_name(issuer), accept = signs.ca.as_deref().unwrap_or(INTERCEPTORS_CA),
            by_itself = by_the_direct_route(bypass.as_ref().map(ToString::to_string));
        naming bypass = by_the_direct_route(bypass.as_ref().map(|entry| subject.no_proxy(entry)));
        title: "someone answers in the server's place",
        row: "{sure}: signed by \"{ca_name}\"",
        act: "{bypass}ask for an exemption from TLS inspection; do not upload the CA that was seen here",
        meaning: "a proxy or device on this route ends the TLS session and signs certificates of its own",
        evidence: "proofs: the leaf's key, or a key that signed it, also answered for a name that cannot exist, or the issuer says \"Not trusted by\". likely: signs that no one innocent cause explains, such as another issuer than on the other route together with copied names and dates. the same certificate or the same CA key on both routes refutes them",
        remedy: "do not upload the CA seen here by accident. {bypass}ask for an exemption of {authority} from TLS inspection. where neither can be had, obtain the interceptor's CA from those who run it and accept it on purpose: `probe export-bundle --accept-interceptor {accept}`; rsync (stunnel) and client certificates will still fail",
        cite: "Squid gadgets.cc (the CA's key in every leaf), mitmproxy certs.py; measured with squid, mitmproxy and sslsplit",
        facts: {
            let seen = Facts::none()
                .with("confidence", how_sure(signs.confidence))
                .with("kind", how_it_signs(signs.how))
                .list("signs", each(&signs.all))
                .with("issuer", issuer);
            accept_ca(seen, signs.ca.as_deref(), INTERCEPTORS_CA)
                .quiet("bypass", by_itself)
                .maybe("product", signs.product)
        },
    }
    RoutesDiffer { here, there, signs } => {
        with seen_here = issuer(here), seen_there = issuer(there);
        title: "the two routes show different certificates",
        row: "{seen_here} here, {seen_there} on the other route",
        act: "compare the issuers with the cluster's administrator, or run from a third place",
        meaning: "directly and through the proxy, different certificates answer; a second router, a staged renewal or interception look alike",
        evidence: "the chains of the two routes differ, and nothing proves or refutes interception",
        remedy: "compare the issuers with the cluster's administrator: {seen_here} here, {seen_there} on the other route; a run from a third place settles it. `probe export-bundle` takes a CA seen here only with --accept-unconfirmed SHA256, or where --ca FILE vouches for it",
        cite: "a split horizon and two listeners make the same picture (measured)",
        facts: Facts::none()
            .with("confidence", how_sure(Confidence::Possible))
            .with("here", seen_here)
            .with("there", seen_there)
            .list("signs", each(signs)),
    }
    PossiblyIntercepted { signs, issuer } => {
        with accept = signs.ca.as_deref().unwrap_or(SHA256);
        title: "the server's own certificate, or an interceptor's",
        row: "a sign of interception; issuer \"{issuer}\"",
        act: "compare the issuer with whoever runs it, or run from another network",
        meaning: "something in this chain is as interceptors make it, and as some honest servers do; there is nothing here to compare it with",
        evidence: "one sign of interception, and no other route that shows the same certificate or another one",
        remedy: "compare the issuer \"{issuer}\" with the administrator of {authority}, or run `probe endpoints` from a place that reaches it on another route. `probe export-bundle` takes the CA only with --accept-unconfirmed {accept}, or where --ca FILE vouches for it",
        cite: "a home-made PKI whose server uses its CA's key makes the same picture as Squid (measured)",
        facts: {
            let seen = Facts::none()
                .with("confidence", how_sure(signs.confidence))
                .list("signs", each(&signs.all))
                .with("issuer", issuer);
            accept_ca(seen, signs.ca.as_deref(), SHA256)
        },
    }
    MintedOnDemand { issuer, ca } => {
        with sha256 = fingerprint(ca.as_deref()), accept = ca.as_deref().unwrap_or(SHA256);
        title: "certificates are made for any name",
        row: "a certificate for any name; issuer \"{issuer}\"",
        act: "ask whether it issues certificates on demand; if not, someone intercepts",
        meaning: "whoever answers here made a certificate for a name that cannot exist: a server that issues on demand, or an interceptor with a key for each host; from here they look the same",
        evidence: "a handshake under a random name below .invalid was answered with a certificate made for it, and no key of it gives an interceptor away",
        remedy: "ask the cluster's administrator whether {authority} issues certificates on demand, and compare its CA \"{issuer}\" ({sha256}). `probe export-bundle` takes it only with --accept-unconfirmed {accept}, or where --ca FILE vouches for it",
        cite: "Caddy's on-demand TLS and FortiGate make the same picture; RFC 2606 2 (.invalid)",
        facts: {
            let seen = Facts::none()
                .with("confidence", how_sure(Confidence::Possible))
                .with("issuer", issuer);
            accept_ca(seen, ca.as_deref(), SHA256)
        },
    }
    BlockPage { page } => {
        with answer = answered(page);
        title: "a portal or block page answers",
        row: "{answer}",
        act: "log in to this network's portal in a browser, or have the host allowed",
        meaning: "somebody on the way answers with a page instead of letting the connection through",
        evidence: "a redirect in clear where TLS was due; status 511, in clear or in reply to CONNECT; or, inside TLS that no trusted store vouches for, an answer that this kind of endpoint never gives and that bears a filter's marks",
        remedy: "open a page in a browser on this network and log in to its portal, or ask the network team to allow {authority}; it is no matter of certificates. it answered: {answer}",
        cite: "RFC 6585 6; RFC 8952",
        facts: Facts::none().with("answer", answer),
    }
    SniFiltered { fault } => {
        title: "the name is filtered",
        row: "this name is cut, others pass: {fault}",
        act: "ask the network team to allow the name {name}; certificates are not the cause",
        meaning: "something on the way cuts or swallows TLS for this name and lets other names through",
        evidence: "asked by turns, the address answered TLS for a name that cannot exist and not for the real one, and the certificate it showed is the one that the other route shows for the real name",
        remedy: "ask the network team to allow the name {name} (TLS server name) to {address}; it is no matter of certificates. cut with: {fault}",
        cite: "OONI ts-024 (SNI blocking)",
        facts: Facts::none().with("fault", fault),
    }
    LargeHelloCut {} => {
        title: "large first packets are cut",
        row: "no answer to a large first packet",
        act: "update the firewall or load balancer before it; stopgap for Go: GODEBUG=tlsmlkem=0 (Go 1.23: tlskyber=0)",
        meaning: "something on the way cannot take a ClientHello above a certain size, such as those of current Go with post-quantum key shares",
        evidence: "asked by turns, a small ClientHello is answered and a larger one is not",
        remedy: "update the firewall or load balancer before {address}; as a stopgap MTC's Go clients take GODEBUG=tlskyber=0 (Go 1.23) or GODEBUG=tlsmlkem=0 (Go 1.24 and later)",
        cite: "tldr.fail; Go 1.23 sends 1491 bytes (measured)",
        facts: Facts::none(),
    }
    MtuBlackHole { fault } => {
        title: "large packets are lost",
        row: "large packets are lost on the way",
        act: "lower the MTU of the VPN, tunnel or cluster network",
        meaning: "packets above a certain size vanish on the way, so handshakes stall once certificates are sent",
        evidence: "asked by turns, the handshake succeeds with TCP segments of 536 bytes and times out with ordinary ones",
        remedy: "lower the MTU of the VPN, tunnel or cluster network on the way to {address}, or let ICMP \"fragmentation needed\" through",
        cite: "RFC 4821; measured with TCP_MAXSEG",
        facts: Facts::none().with("fault", fault),
    }
}

const fn how_sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Possible => "possible",
        Confidence::Likely => "likely",
        Confidence::Certain => "certain",
    }
}

const fn how_it_signs(how: HowItSigns) -> &'static str {
    match how {
        HowItSigns::ReSigns => "re-signs",
        HowItSigns::ReSignsAsUntrusted => "re-signs as untrusted",
        HowItSigns::CopiesSelfSigned => "copies a self-signed certificate",
    }
}

/// The first of two ways out, where there is one.
fn by_the_direct_route(no_proxy: Option<String>) -> String {
    no_proxy.map_or_else(String::new, |value| {
        format!("the direct route works: add {value} to noProxy, or ")
    })
}

/// With what to write into a command that accepts a CA: a fact where the CA is known.
fn accept_ca(facts: Facts, ca: Option<&str>, otherwise: &str) -> Facts {
    match ca {
        Some(sha256) => facts.with("accept", sha256),
        None => facts.quiet("accept", otherwise),
    }
}

/// By what to know a CA that stands beside it.
fn fingerprint(ca: Option<&str>) -> String {
    ca.map_or_else(
        || "which is not sent".into(),
        |sha256| format!("sha256 {sha256}"),
    )
}

fn each(signs: &[Sign]) -> Vec<String> {
    signs.iter().map(sign).collect()
}

fn sign(sign: &Sign) -> String {
    match sign {
        Sign::KeyAnsweredForCanary => "its key, or the key that signed it, also answered for a name that cannot exist".into(),
        Sign::CalledNotTrusted => "the issuer calls itself \"Not trusted by\"".into(),
        Sign::HasIssuersKey => "the leaf's key is its issuer's own key, as Squid makes it, and a home-made PKI".into(),
        Sign::MintedForCanary => "a certificate was minted for a name that cannot exist, and not on the other route".into(),
        Sign::AnotherIssuer { here, there } if here.label == there.label => {
            format!("another key than on the other route signed it, in the same name \"{}\"", here.label)
        }
        Sign::AnotherIssuer { here, there } => {
            format!("another issuer than on the other route: \"{}\", there \"{}\"", here.label, there.label)
        }
        Sign::CopiedPoorer => "names and dates copied to the second, under another key and with fewer extensions".into(),
        Sign::ClientCertificateRequestLost => {
            "the server's request for a client certificate is lost on this route".into()
        }
        Sign::ProxyMints => "the proxy minted a certificate for a name that cannot exist".into(),
        Sign::NamedLikeMinter => "its issuer has the name of the one that minted a certificate for a name that cannot exist".into(),
        Sign::PrivateForPublicHost => "the host is a public provider's, whose certificates public CAs sign, and a private CA signed this one: an interceptor, or a stand-in of one's own (a mirror, a private endpoint)".into(),
        Sign::SignedByMinter => "its CA minted a certificate for a name that cannot exist, though not at this endpoint".into(),
    }
}

/// Names can be copied: the key is said too, where it is known.
fn issuer(IssuerSeen { label, key }: &IssuerSeen) -> String {
    match key {
        Some(key) => format!("\"{label}\" (key sha256 {key})"),
        None => format!("\"{label}\""),
    }
}

fn answered(page: &Page) -> String {
    match page {
        Page::InClear(fault) => fault.to_string(),
        Page::ToConnect { status, reason } => {
            format!("HTTP {status} {reason} in reply to CONNECT")
        }
        Page::InsideTls { status, reason } => format!("HTTP {status} {reason} inside TLS"),
    }
}
