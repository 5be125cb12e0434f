//! English for `interference`: somebody on the way answers, filters or cuts.
//! One entry for each code.

use crate::codes::Code;
use crate::words::class_text::ClassText;

pub(super) const LEGACY: &[(Code, ClassText)] = &[
    (
        Code::Intercepted,
        ClassText {
            title: "someone answers in the server's place",
            meaning: "a proxy or device on this route ends the TLS session and signs certificates of its own",
            evidence: "proofs: a certificate was minted for a name that cannot exist and its keys or key ids reappear here (P1, P2, P5), the leaf has its issuer's key (P3), the issuer says \"Not trusted by\" (P6); signs, of which two make it likely: another issuer than on the other route (S1), names and dates copied under another key (S3), the request for a client certificate lost (S6). the same certificate or the same CA key on both routes refutes the signs (N1, N2)",
            remedy: "do not upload the CA seen here by accident. {bypass}ask for an exemption of {authority} from TLS inspection. where neither can be had, obtain the interceptor's CA from those who run it and accept it on purpose: `probe export-bundle --accept-interceptor {accept}`; rsync (stunnel) and client certificates will still fail",
            cite: "Squid gadgets.cc (the CA's key in every leaf), mitmproxy certs.py; measured with squid, mitmproxy and sslsplit",
        },
    ),
    (
        Code::RoutesDiffer,
        ClassText {
            title: "the two routes show different certificates",
            meaning: "directly and through the proxy, different certificates answer; a second router, a staged renewal or interception look alike",
            evidence: "one difference between the two chains, and nothing that proves or refutes interception",
            remedy: "compare the issuers with the cluster's administrator: \"{here}\" here, \"{there}\" on the other route; a run from a third place settles it",
            cite: "a split horizon and two listeners make the same picture (measured)",
        },
    ),
    (
        Code::MintedOnDemand,
        ClassText {
            title: "certificates are made for any name",
            meaning: "whoever answers here made a certificate for a name that cannot exist: a server that issues on demand, or an interceptor with a key for each host; from here they look the same",
            evidence: "a handshake under a random name below .invalid was answered with a certificate made for it, and no key of it gives an interceptor away",
            remedy: "ask the cluster's administrator whether {authority} issues certificates on demand, and compare its CA \"{issuer}\" ({sha256}). `probe export-bundle` takes it only with --accept-unconfirmed {accept}, or where --ca FILE vouches for it",
            cite: "Caddy's on-demand TLS and FortiGate make the same picture; RFC 2606 2 (.invalid)",
        },
    ),
    (
        Code::BlockPage,
        ClassText {
            title: "a portal or block page answers",
            meaning: "somebody on the way answers with a page instead of letting the connection through",
            evidence: "a redirect in clear where TLS was due, or inside TLS an answer that this kind of endpoint never gives and that bears a filter's marks",
            remedy: "open a page in a browser on this network and log in to its portal, or ask the network team to allow {authority}; it is no matter of certificates. it answered: {answer}",
            cite: "RFC 6585 6; RFC 8952",
        },
    ),
    (
        Code::SniFiltered,
        ClassText {
            title: "the name is filtered",
            meaning: "something on the way cuts or swallows TLS for this name and lets other names through",
            evidence: "the same address answered TLS for a name that cannot exist, or for none, and twice not for the real one",
            remedy: "ask the network team to allow the name {name} (TLS server name) to {address}; it is no matter of certificates. cut with: {fault}",
            cite: "OONI ts-024 (SNI blocking)",
        },
    ),
    (
        Code::LargeHelloCut,
        ClassText {
            title: "large first packets are cut",
            meaning: "something on the way cannot take a ClientHello above a certain size, such as those of current Go with post-quantum key shares",
            evidence: "a small ClientHello is answered where a larger one twice was not",
            remedy: "update the firewall or load balancer before {address}; as a stopgap MTC's Go clients take GODEBUG=tlskyber=0 (Go 1.23) or GODEBUG=tlsmlkem=0 (Go 1.24 and later)",
            cite: "tldr.fail; Go 1.23 sends 1491 bytes (measured)",
        },
    ),
    (
        Code::MtuBlackHole,
        ClassText {
            title: "large packets are lost",
            meaning: "packets above a certain size vanish on the way, so handshakes stall once certificates are sent",
            evidence: "with TCP segments of 536 bytes the handshake succeeds, with ordinary ones it twice timed out",
            remedy: "lower the MTU of the VPN, tunnel or cluster network on the way to {address}, or let ICMP \"fragmentation needed\" through",
            cite: "RFC 4821; measured with TCP_MAXSEG",
        },
    ),
];
