//! English for the words of this program itself: families of verdicts, and what reports call things.
//! One place for each; pages and terminals take it from here.

use crate::codes::Family;

/// What the verdicts of a family have in common.
pub(in crate::words) const fn family(family: Family) -> &'static str {
    match family {
        Family::Ok => "the endpoint can be used; what stands beside it is worth knowing",
        Family::UnknownAuthority => {
            "no trusted CA vouches for the server's certificate. these are what a CA bundle cures, once it is known that the CA is genuine"
        }
        Family::Timeout => {
            "a step got no answer in time: which one tells where to look, and no CA bundle changes it"
        }
        Family::ProxyInterference => {
            "a proxy, a filter or an interceptor stands on the way: it refuses, cuts, or shows a certificate of its own"
        }
        Family::Name => {
            "the name service knows no address for the name, or answers wrongly or slowly"
        }
        Family::Reach => "no connection to the address came about",
        Family::Tls => "a connection came about, but no TLS session",
        Family::Certificate => {
            "the certificate itself is unfit: its dates, its names, its purpose or its form. as a rule no CA bundle helps"
        }
        Family::Service => "another service answers than was meant, or it answers with an error",
    }
}

/// Each with its other forms, and what it means.
pub(in crate::words) const WORDS: &[(&[&str], &str)] = &[
    (
        &["NOT CONFIRMED", "unconfirmed"],
        "of a CA in a bundle: it came over the very connection that it is to protect, and nothing else vouches for it, so that somebody in between could have sent it. compare its SHA-256 with a copy that came another way, or give that copy as --ca FILE",
    ),
    (
        &["CONTRADICTED"],
        "of a CA in a bundle: the copy that you gave holds another CA of the same name. either the copy is old, or somebody stands in between. do not use the bundle before you know which",
    ),
    (
        &["confirmed", "confirmed by", "vouched for"],
        "of a CA in a bundle: a copy that came another way (--ca FILE, a trust store, an object of the cluster) holds the very same certificate",
    ),
    (
        &["proved", "proof"],
        "of a bundle: its own bytes were read back, and the chain of every endpoint was verified with nothing but them, by the rules of Go and of rustls. it says that the file works, and not that its CAs are genuine: that is `confirmed`",
    ),
    (
        &["trust anchor", "anchor"],
        "a certificate that a client trusts without asking who signed it; a CA bundle is a file of them",
    ),
    (
        &["bundle", "CA bundle"],
        "a file of the CA certificates that a client is to trust. MTC's clients take it in the place of the system's own, so it has to hold all that its endpoints need. `probe export-bundle` writes one",
    ),
    (
        &["root", "root CA"],
        "a CA certificate that is signed by its own key: the upper end of a chain",
    ),
    (
        &["intermediate"],
        "a CA certificate that another CA signed. servers have to send it, since clients have the root only",
    ),
    (
        &["leaf"],
        "the server's own certificate: the first of a chain",
    ),
    (
        &["chain"],
        "the certificates that a server sends, its own first",
    ),
    (
        &["pin", "pinned", "--pin-leaf"],
        "to trust the server's own certificate instead of a CA: it works until that is renewed",
    ),
    (
        &["role"],
        "the kind of an endpoint, written before it (registry=HOST): it tells what to ask, and where a CA is given",
    ),
    (
        &["interceptor", "interception", "TLS inspection"],
        "somebody on the way who ends TLS and shows a certificate of his own, such as an inspecting proxy. his CA does not belong in a bundle unless you accept it on purpose",
    ),
    (
        &["endpoint"],
        "a host and a port that something of a migration connects to",
    ),
    (
        &["verdict", "code"],
        "what was found of an endpoint; each has a short name, its code, which `probe explain CODE` explains",
    ),
];
