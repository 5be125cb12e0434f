//! English for bundles: why there is none for an endpoint, and what is worth knowing about one that
//! works. One sentence for each reason.

use std::net::SocketAddr;

use crate::bundle::{
    AddressSide, AnchorRefusal, InterceptorExtent, NamedCert, ProofNote, ServedAllTheSame,
};
use crate::codes::Code;
use crate::foreign::Foreign;
use crate::judge::WhyUnusable;

use super::{clients, copies, list, text};

/// Why there is no verdict of strict clients.
pub(in crate::words) const NOT_JUDGED: &str = "no certificate was captured";

/// Why no bundle can be written for an endpoint.
pub(in crate::words) fn why(refusal: &AnchorRefusal) -> String {
    match refusal {
        AnchorRefusal::NotCaptured(verdict) => {
            format!(
                "no certificate was captured: {}",
                text(verdict.code()).title
            )
        }
        AnchorRefusal::NotAccepted { verdict, go, .. } => {
            match verdict.as_ref().map(|v| v.code()) {
                // Their titles would only repeat the code that stands before them.
                None | Some(Code::Expired | Code::NotYetValid) => go.to_string(),
                Some(code) => format!("{}: {go}", text(code).title),
            }
        }
        AnchorRefusal::ProxyNotAccepted { proxy, go } => {
            format!("{proxy} stands before it, which Go verifies with the same roots: {go}")
        }
        AnchorRefusal::Intercepted(verdict) => text(verdict.code()).title.into(),
        AnchorRefusal::MadeByInterceptor { cert, extent } => named(cert, &whose(extent)),
        AnchorRefusal::StandsBehindInterceptor(cert) => named(
            cert,
            "is not an interceptor's, but whoever trusts it trusts one",
        ),
        AnchorRefusal::MintedOnDemand(cert) => named(
            cert,
            "also stands for a certificate that was made for a name which cannot exist, and nothing else vouches for it",
        ),
        AnchorRefusal::Suspected { cert, verdict } => named(
            cert,
            &format!(
                "may be an interceptor's, and nothing else vouches for it: {}",
                text(verdict.code()).title
            ),
        ),
        AnchorRefusal::DoubtLeftOpen(cert) => named(
            cert,
            "was not told from an interceptor's: what would settle it was not asked, and nothing else vouches for it",
        ),
        AnchorRefusal::AddressesDiffer { sides, .. } => {
            let one_place = sides
                .windows(2)
                .all(|two| two[0].addresses == two[1].addresses);
            let what = if one_place {
                "its one address leads to different authorities"
            } else {
                "its addresses lead to different authorities"
            };
            let sides: Vec<String> = sides.iter().map(side).collect();
            format!("{what}: {}", sides.join("; "))
        }
        AnchorRefusal::Unconfirmed(cert) => named(
            cert,
            "was shown by a proxy only, and nothing else vouches for it (what an object's own CA bundle holds vouches for nobody)",
        ),
    }
}

/// What to do about it where no verdict is the reason: a verdict has its own remedy.
pub(in crate::words) fn hint(refusal: &AnchorRefusal) -> String {
    match refusal {
        AnchorRefusal::NotCaptured(_)
        | AnchorRefusal::NotAccepted { .. }
        | AnchorRefusal::Intercepted(_) => String::new(),
        AnchorRefusal::ProxyNotAccepted { proxy, .. } => format!(
            "give the CA of the own certificate of {proxy} with --ca FILE ({}), or use its http:// port",
            copies::PROXY
        ),
        AnchorRefusal::MadeByInterceptor { cert, .. } => format!(
            "export on a route without it; or, if its CA is really wanted in the bundle and this is its SHA-256: --accept-interceptor {}",
            cert.sha256
        ),
        AnchorRefusal::StandsBehindInterceptor(cert) => format!(
            "if all that it stands for is to be trusted: --accept-interceptor {}",
            cert.sha256
        ),
        AnchorRefusal::MintedOnDemand(cert) | AnchorRefusal::Suspected { cert, .. } => {
            in_doubt(cert, "")
        }
        AnchorRefusal::DoubtLeftOpen(cert) => in_doubt(
            cert,
            "; or export again with a longer --timeout and without --no-extra-probes",
        ),
        AnchorRefusal::AddressesDiffer { cert, .. } => format!(
            "ask the cluster's administrator which of them are right: give a right one with --ca FILE, or, if this is its SHA-256, with --accept-unconfirmed {}; an address that shows a wrong one must be mended or left out (--resolve)",
            cert.sha256
        ),
        AnchorRefusal::Unconfirmed(cert) => {
            in_doubt(cert, "; or export where the endpoint is reached directly")
        }
    }
}

/// Who accepts all the same, and with which certificates; empty where nobody does.
pub(in crate::words) fn served(refusal: &AnchorRefusal) -> String {
    let AnchorRefusal::NotAccepted { served, .. } = refusal else {
        return String::new();
    };
    let all: Vec<String> = served.iter().map(served_by).collect();
    all.join("; ")
}

fn served_by(served: &ServedAllTheSame) -> String {
    let clients = &served.clients;
    let anchors = served.anchors.iter();
    let anchors: Vec<String> = anchors
        .map(|cert| format!("\"{}\" (sha256 {})", cert.label, cert.sha256))
        .collect();
    format!(
        "{} would accept it with {}, as measured, not proved here: {}",
        clients::clients(&clients.clients),
        anchors.join(" and "),
        clients::quirk(&clients.why)
    )
}

/// What adds the CA of an endpoint that only this file does not cover.
pub(in crate::words) fn adding(authority: &str) -> String {
    format!(
        "the file lacks the CA of {authority}: probe export-bundle {authority} --merge FILE -o FILE adds it"
    )
}

/// What is worth knowing about a bundle that works.
pub(in crate::words) fn note(note: &ProofNote) -> String {
    match note {
        ProofNote::NothingShown(address) => {
            format!("{address} showed no certificate: whether the bundle covers it is not known")
        }
        ProofNote::PinsLeaf { until } => format!(
            "pins the server's own certificate (valid until {}): export again when it is replaced",
            until.date()
        ),
        ProofNote::ClientRefuses(other) => format!(
            "{} will refuse it: {}",
            clients::clients(&other.clients),
            clients::quirk(&other.why)
        ),
        ProofNote::RootNamedOtherwise => {
            "its root bears the issuer's name in other bytes, so it is not in the bundle; OpenSSL, Node and Python want it too: --merge FILE with that root adds both".into()
        }
        ProofNote::EndsBelow { certificate, why } => ends_below(certificate, why),
        ProofNote::KeyTypeNotCaptured { proved, missing } => {
            let missing = list::names(missing, " and ");
            let these = match proved[..] {
                [_] => "one key type",
                _ => "these key types",
            };
            let proved = list::names(proved, " and ");
            format!(
                "proved for {these} only ({proved}): the {missing} chain was not captured, and whether the server has one is not known"
            )
        }
        ProofNote::KeyTypeNotProved { key, go } => format!(
            "not proved for the {key} chain, which the server shows to clients that prefer it: {go}"
        ),
        ProofNote::TurnNotProved {
            issuer,
            address,
            go,
        } => format!(
            "not proved for the chain of \"{issuer}\" that {address} shows by turns in another's place: {go}. if that is one of its servers, give its CA too (--ca FILE)"
        ),
        ProofNote::NoRoot => "no root was to be had: give it with --ca FILE".into(),
        ProofNote::StrictRefuses(refusal) => {
            format!("strict clients (rustls) will refuse it: {refusal}")
        }
        ProofNote::NotCured(code) => {
            format!(
                "the bundle does not cure this: {code}: {}",
                text(*code).title
            )
        }
        ProofNote::ClientCertificate => {
            "the server demands a client certificate: with the bundle clients trust it, but it ends the session of a client that shows none".into()
        }
        ProofNote::CoversProxy(proxy) => format!(
            "the bundle covers {proxy} too, which Go verifies with the same roots as what is behind it"
        ),
        ProofNote::PublicCa => {
            "a public CA: this endpoint needs no bundle as long as it stands alone".into()
        }
    }
}

/// The same, with those of which it holds.
pub(in crate::words) fn note_of(note: &ProofNote, whom: &str) -> String {
    match note {
        ProofNote::ClientRefuses(other) => {
            let who = clients::names(&other.clients);
            let refuse = if who.len() == 1 { "refuses" } else { "refuse" };
            let (who, why) = (clients::joined(&who), clients::quirk(&other.why));
            format!("{who} {refuse} {whom} with it: {why}")
        }
        ProofNote::StrictRefuses(refusal) => {
            format!("strict clients (rustls) refuse {whom} with it: {refusal}")
        }
        ProofNote::NothingShown(_)
        | ProofNote::PinsLeaf { .. }
        | ProofNote::RootNamedOtherwise
        | ProofNote::EndsBelow { .. }
        | ProofNote::KeyTypeNotCaptured { .. }
        | ProofNote::KeyTypeNotProved { .. }
        | ProofNote::TurnNotProved { .. }
        | ProofNote::NoRoot
        | ProofNote::NotCured(_)
        | ProofNote::ClientCertificate
        | ProofNote::CoversProxy(_)
        | ProofNote::PublicCa => format!("{whom}: {}", self::note(note)),
    }
}

fn ends_below(certificate: &Foreign, why: &WhyUnusable) -> String {
    let why = match why {
        WhyUnusable::Refused(go) => format!("with which Go refuses the endpoint: {go}"),
        WhyUnusable::NotRead(go) => format!("which Go cannot read: {go}"),
        WhyUnusable::KeyWithoutUse(key) => {
            format!("which is known: Go verifies no signature with a key of its kind ({key})")
        }
        WhyUnusable::NotCheckedHere(key) => format!(
            "which is known: whether its key ({key}) made the signature below it cannot be checked here"
        ),
    };
    format!("ends below \"{certificate}\", {why}")
}

fn named(cert: &NamedCert, what: &str) -> String {
    format!("\"{}\", sha256 {}, {what}", cert.label, cert.sha256)
}

fn whose(extent: &InterceptorExtent) -> String {
    match extent {
        InterceptorExtent::Everywhere => "is the work of an interceptor".into(),
        InterceptorExtent::ItsWorkAt(addresses) => format!(
            "is the work of an interceptor, which answers at {}",
            listed(addresses)
        ),
        InterceptorExtent::BesideAt(addresses) => format!(
            "is not taken, since an interceptor answers at {}",
            listed(addresses)
        ),
    }
}

fn side(side: &AddressSide) -> String {
    let top = side
        .top
        .as_ref()
        .map(|top| format!("\"{}\" (sha256 {})", top.label, top.sha256))
        .unwrap_or_default();
    let vouched = if side.vouched {
        ", which is vouched for"
    } else {
        ""
    };
    format!("{} to {top}{vouched}", listed(&side.addresses))
}

fn listed(addresses: &[SocketAddr]) -> String {
    let all: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    all.join(", ")
}

fn in_doubt(cert: &NamedCert, elsewhere: &str) -> String {
    format!(
        "compare it with the cluster's administrator, then --accept-unconfirmed {}; or give the CA with --ca FILE{elsewhere}",
        cert.sha256
    )
}
