//! The chain of one endpoint as a tree: each certificate with who signed it, whether it was sent, and
//! where else it was learnt; and who is missing. Shows what `judge` proved; decides nothing.

use super::means::Means;
use crate::cert::Cert;
use crate::evidence::Connection;
use crate::foreign::on_one_line;
use crate::judge::furthest;
use crate::judge::{CertSource, Endpoint};
use crate::moment::Moment;
use crate::report::brief::{self, UnprovedIssuer};
use crate::report::fingerprint;

/// Names of a certificate that are shown.
const NAMES: usize = 4;

/// One certificate, or the one that is missing.
#[derive(Default)]
pub(super) struct Node {
    pub(super) label: String,
    pub(super) tags: Vec<Tag>,
    pub(super) signed: String,
    pub(super) facts: String,
    pub(super) sha256: String,
}

/// What a reader looks for first.
pub(super) struct Tag {
    pub(super) text: String,
    /// A class of the style sheet.
    pub(super) kind: &'static str,
}

impl Tag {
    fn new(kind: &'static str, text: impl Into<String>) -> Self {
        let text = on_one_line(&text.into());
        Self { text, kind }
    }
}

impl Node {
    /// With stand-ins, where there are any.
    pub(super) fn said(self, by: &Means<'_>) -> Self {
        let tag = |tag: Tag| Tag::new(tag.kind, by.said(tag.text));
        Self {
            label: by.said(self.label),
            tags: self.tags.into_iter().map(tag).collect(),
            signed: by.said(self.signed),
            facts: by.said(self.facts),
            sha256: by.said(self.sha256),
        }
    }
}

/// From the anchor, or who is missing above, down to the leaf.
pub(super) fn chain(endpoint: &Endpoint, now: Moment) -> Vec<Node> {
    let path = endpoint.path();
    let trust = endpoint.trust.as_ref();
    let anchor = trust.and_then(|trust| trust.anchor);
    let is_proved = trust.is_some_and(|trust| !trust.path.is_empty());
    let missing = brief::unproved_issuer(endpoint).map(|issuer| {
        let (name, why) = match issuer {
            UnprovedIssuer::Missing(name) => (name, "missing: not sent, in no store"),
            UnprovedIssuer::Unchecked(name) => (name, "its signature cannot be checked here"),
        };
        Node {
            label: name.on_one_line(),
            tags: vec![Tag::new("miss", why)],
            ..Node::default()
        }
    });
    let known = path.iter().enumerate().rev().map(|(n, (cert, learnt))| {
        let mut tags = vec![if *learnt == CertSource::Sent {
            Tag::new("", "sent")
        } else {
            Tag::new("learnt", brief::learnt_text(learnt))
        }];
        if anchor == Some(n) {
            tags.push(Tag::new("anchor", "trust anchor"));
        }
        tags.extend(out_of_date(cert, now));
        let above = path.get(n + 1).filter(|_| is_proved);
        Node {
            signed: signed(cert, above.map(|(cert, _)| cert)),
            tags,
            ..node(cert, now)
        }
    });
    missing.into_iter().chain(known).collect()
}

/// What was sent and is no part of the path.
pub(super) fn beside(endpoint: &Endpoint, now: Moment) -> Vec<Node> {
    let path = endpoint.path();
    let sent = endpoint.sent().iter();
    let others = sent.filter(|cert| path.iter().all(|(known, _)| known != *cert));
    others.map(|cert| alone(cert, now)).collect()
}

/// What one way showed, leaf first.
pub(super) fn shown(connections: &[Connection], now: Moment) -> Vec<Node> {
    let session = furthest(connections).and_then(|c| c.tls.saw());
    let chain = session.map_or(&[][..], |session| &session.chain[..]);
    chain.iter().map(|cert| alone(cert, now)).collect()
}

fn alone(cert: &Cert, now: Moment) -> Node {
    Node {
        signed: signed(cert, None),
        tags: out_of_date(cert, now).into_iter().collect(),
        ..node(cert, now)
    }
}

fn signed(cert: &Cert, above: Option<&Cert>) -> String {
    let Some(facts) = cert.facts() else {
        return String::new();
    };
    let said = match above {
        Some(above) => format!("signed by {}", above.label()),
        None if cert.is_self_signed() => "signed by itself".into(),
        None => format!("names {} as its issuer", facts.issuer_label()),
    };
    on_one_line(&said)
}

fn out_of_date(cert: &Cert, now: Moment) -> Option<Tag> {
    let facts = cert.facts()?;
    if facts.not_after < now {
        Some(Tag::new("miss", "has ended"))
    } else if now < facts.not_before {
        Some(Tag::new("miss", "not valid yet"))
    } else {
        None
    }
}

fn node(cert: &Cert, now: Moment) -> Node {
    let facts = cert.facts().map(|facts| {
        let end = facts.not_after;
        let until = format!("until {} ({})", end.date(), brief::distance(now, end));
        let mut all = vec![until, facts.key.to_string()];
        let names: Vec<String> = facts.dns_names.iter().map(ToString::to_string).collect();
        all.extend(brief::bounded(&names, NAMES));
        on_one_line(&all.join(", "))
    });
    Node {
        label: cert.label().on_one_line(),
        facts: facts.unwrap_or_else(|| cert.defect().unwrap_or_default().to_owned()),
        sha256: fingerprint::colons(cert.sha256()),
        ..Node::default()
    }
}
