//! The chain of one endpoint, certificate by certificate: the path that signatures prove, and what
//! was sent beside it. Shows what certificates say; `judge` decides whether that is good.

use crate::cert::{Cert, Facts};
use crate::judge::{CertSource, Endpoint};
use crate::moment::Moment;

use super::brief::{self, UnprovedIssuer};
use super::cell::{INNER_LABEL, LABEL, commas};
use super::document::{Block, Fields};

/// A certificate may hold hundreds of names.
const NAMES_SHOWN: usize = 12;

/// Leaf to root, each below the one it signed; then what was sent in another order or needlessly.
pub(super) fn tree(endpoint: &Endpoint, now: Moment) -> Vec<Block> {
    let sent = endpoint.sent();
    let path = endpoint.trust.as_ref().map_or(&[][..], |trust| &trust.path);
    let mut blocks = Vec::new();
    for (n, (cert, learnt)) in path.iter().enumerate() {
        let label = if n == 0 { "chain" } else { "signed by" };
        blocks.extend(one(label, cert, &brief::learnt_text(learnt), now));
    }
    let unproved = brief::unproved_issuer(endpoint);
    let may_belong = matches!(unproved, Some(UnprovedIssuer::Unchecked(_)));
    if let Some(issuer) = unproved {
        let said = match issuer {
            UnprovedIssuer::Missing(name) => {
                format!("{name}, of whom neither the server nor a store has the certificate")
            }
            UnprovedIssuer::Unchecked(name) => {
                format!("{name}, it says; the signature is of a kind that cannot be checked here")
            }
        };
        blocks.extend(field("signed by", &said));
    }
    if sent.iter().eq(path
        .iter()
        .filter(|(_, learnt)| *learnt == CertSource::Sent)
        .map(|(cert, _)| cert))
    {
        return blocks;
    }
    let remark = match path {
        [] => "",
        _ if may_belong => "which may be part of the chain",
        _ => "not part of the chain",
    };
    for (n, cert) in sent.iter().enumerate() {
        let label = format!("sent {}", n + 1);
        // One that stands above is only named.
        blocks.extend(if path.iter().any(|(known, _)| known == cert) {
            field(&label, &cert.label().to_string())
        } else {
            one(&label, cert, remark, now)
        });
    }
    blocks
}

fn field(label: &str, text: &str) -> Vec<Block> {
    let mut fields = Fields::new(1, LABEL);
    fields.prose(label, text);
    fields.blocks
}

fn one(label: &str, cert: &Cert, remark: &str, now: Moment) -> Vec<Block> {
    let name = cert.label();
    let heading = if remark.is_empty() {
        name.to_string()
    } else {
        format!("{name}, {remark}")
    };
    let mut fields = Fields::new(2, INNER_LABEL);
    fields.blocks = field(label, &heading);
    match cert.facts() {
        Some(facts) => {
            fields.prose("issuer", &facts.issuer.to_string());
            fields.prose("valid", &validity(facts, now));
            fields.items("names", commas(brief::bounded(&names(facts), NAMES_SHOWN)));
            fields.items("key", commas(marks(cert, facts)));
        }
        None => fields.prose("defect", cert.defect().unwrap_or_default()),
    }
    fields.prose("sha256", cert.sha256());
    fields.blocks
}

fn validity(facts: &Facts, now: Moment) -> String {
    let span = format!("{} to {}", facts.not_before.date(), facts.not_after.date());
    if now < facts.not_before {
        return format!("{span}, begins {}", brief::distance(now, facts.not_before));
    }
    if facts.not_after == Moment::NO_END {
        return format!("{span}, which means without an end");
    }
    let verb = if now > facts.not_after {
        "ended"
    } else {
        "ends"
    };
    format!("{span}, {verb} {}", brief::distance(now, facts.not_after))
}

fn names(facts: &Facts) -> Vec<String> {
    facts
        .dns_names
        .iter()
        .map(ToString::to_string)
        .chain(facts.ip_names.iter().map(ToString::to_string))
        .collect()
}

/// The key, and what a reader asks first: is it a CA, did it sign itself.
fn marks(cert: &Cert, facts: &Facts) -> Vec<String> {
    let mut marks = vec![facts.key.to_string()];
    if facts.is_ca() == Some(true) {
        marks.push("CA".into());
    }
    if cert.is_self_signed() {
        marks.push("self-signed".into());
    }
    if facts.version < 3 {
        marks.push(format!("X.509 v{}", facts.version));
    }
    marks
}
