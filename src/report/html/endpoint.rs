//! One endpoint of the page: what was found of it, its chain from anchor to leaf, its steps in time.
//! Shows evidence; decides nothing.

use askama::Template;

use super::{blocks, page};
use crate::cert::Cert;
use crate::codes::Severity;
use crate::evidence::{Connection, Step};
use crate::foreign::on_one_line;
use crate::judge::{CertSource, Endpoint, Verdict};
use crate::moment::Moment;
use crate::report::brief::{self, UnprovedIssuer};
use crate::report::document::Fields;
use crate::report::{fingerprint, further, phases, short_name};
use crate::words;

/// Columns of the drawing of steps.
const WIDTH: f64 = 1000.0;
/// A step is at least so wide, so that it can be seen.
const NARROWEST: f64 = 4.0;
/// Names of a certificate that are shown.
const NAMES: usize = 4;

#[derive(Template)]
#[template(path = "endpoint.html", config = "src/report/html/askama.toml")]
struct Card<'a> {
    n: usize,
    rank: usize,
    us: u64,
    code: &'a str,
    tone: &'static str,
    name: String,
    role: &'static str,
    way: String,
    verdicts: Vec<Said<'a>>,
    chain: Vec<Node>,
    beside: Vec<Node>,
    rules: Vec<String>,
    falls: Vec<Fall>,
    further: String,
}

/// One class that was found.
struct Said<'a> {
    code: &'a str,
    tone: &'static str,
    title: &'static str,
    facts: Vec<(&'static str, String)>,
    remedy: String,
}

/// One certificate of the chain, or the one that is missing.
#[derive(Default)]
struct Node {
    label: String,
    tags: Vec<String>,
    facts: String,
    sha256: String,
    is_missing: bool,
}

/// The steps of one connection in time.
struct Fall {
    address: String,
    story: String,
    lanes: Vec<Lane>,
}

struct Lane {
    from: f64,
    width: f64,
    failed: bool,
}

pub(super) fn text(place: usize, endpoint: &Endpoint, now: Moment) -> String {
    let attempt = &endpoint.attempt;
    let severity = endpoint.severity();
    let (dns, falls) = (&attempt.dns, &attempt.connections);
    let falls: Vec<Fall> = match &falls[..] {
        [] => vec![fall("no address".into(), &[("DNS", ended(dns))])],
        all => all.iter().map(|c| of_connection(endpoint, c)).collect(),
    };
    let mut fields = Fields::new(0, 0);
    for extra in &attempt.extras {
        further::measurement(extra, &mut fields);
    }
    let card = Card {
        n: place,
        rank: Severity::ALL.len() - Severity::ALL.iter().filter(|s| **s <= severity).count(),
        us: phases::took_us(endpoint),
        code: endpoint.verdict.code().name(),
        tone: blocks::tone_of(brief::severity_tone(severity)),
        name: short_name::of(&attempt.target),
        role: words::title_of(attempt.target.role),
        way: on_one_line(&attempt.route.to_string()),
        verdicts: endpoint.verdicts().map(|v| said(endpoint, v)).collect(),
        chain: chain(endpoint, now),
        beside: beside(endpoint, now),
        rules: rules(endpoint),
        falls,
        further: blocks::fragment(&fields.blocks),
    };
    page::written(&card)
}

fn said<'a>(endpoint: &'a Endpoint, verdict: &'a Verdict) -> Said<'a> {
    let facts = words::facts(&verdict.finding);
    let fact = |fact: &words::Fact| (fact.name, on_one_line(&fact.values.join("; ")));
    Said {
        code: verdict.code().name(),
        tone: blocks::tone_of(brief::severity_tone(verdict.severity())),
        title: words::text(verdict.code()).title,
        facts: facts.iter().filter(|f| !f.quiet).map(fact).collect(),
        remedy: words::remedy_for(&endpoint.attempt.target, verdict),
    }
}

/// From the anchor, or who is missing above, down to the leaf.
fn chain(endpoint: &Endpoint, now: Moment) -> Vec<Node> {
    let path = brief::path(endpoint);
    let anchor = endpoint.trust.as_ref().and_then(|trust| trust.anchor);
    let mut nodes: Vec<Node> = brief::unproved_issuer(endpoint)
        .map(|issuer| {
            let (name, why) = match issuer {
                UnprovedIssuer::Missing(name) => (name, "missing: not sent, in no store"),
                UnprovedIssuer::Unchecked(name) => (name, "its signature cannot be checked here"),
            };
            Node {
                label: name.on_one_line(),
                tags: vec![why.into()],
                is_missing: true,
                ..Node::default()
            }
        })
        .into_iter()
        .collect();
    let known = path.iter().enumerate().rev().map(|(n, (cert, learnt))| {
        let mut tags = vec![if *learnt == CertSource::Sent {
            "sent".to_owned()
        } else {
            brief::learnt_text(learnt)
        }];
        if anchor == Some(n) {
            tags.push("trust anchor".into());
        }
        node(cert, tags, now)
    });
    nodes.extend(known);
    nodes
}

/// What was sent and is no part of the path.
fn beside(endpoint: &Endpoint, now: Moment) -> Vec<Node> {
    let path = brief::path(endpoint);
    let sent = brief::sent(endpoint).iter();
    let others = sent.filter(|cert| path.iter().all(|(known, _)| known != *cert));
    others.map(|cert| node(cert, Vec::new(), now)).collect()
}

fn node(cert: &Cert, tags: Vec<String>, now: Moment) -> Node {
    let facts = cert.facts().map(|facts| {
        let end = facts.not_after;
        let mut all = vec![format!(
            "until {} ({})",
            end.date(),
            brief::distance(now, end)
        )];
        all.push(facts.key.to_string());
        let names: Vec<String> = facts.dns_names.iter().map(ToString::to_string).collect();
        all.extend(brief::bounded(&names, NAMES));
        on_one_line(&all.join(", "))
    });
    Node {
        label: cert.label().on_one_line(),
        tags,
        facts: facts.unwrap_or_else(|| cert.defect().unwrap_or_default().to_owned()),
        sha256: fingerprint::colons(cert.sha256()),
        is_missing: false,
    }
}

fn rules(endpoint: &Endpoint) -> Vec<String> {
    let Some(trust) = &endpoint.trust else {
        return Vec::new();
    };
    let (go, strict) = (brief::verdict(&trust.go), brief::verdict(&trust.strict));
    vec![
        on_one_line(&format!("Go {go}")),
        on_one_line(&format!("strict clients: {strict}")),
    ]
}

/// How a step ended: how long it took, or why it took no time.
enum Ended {
    Done(u64),
    Failed(u64, String),
    Not,
}

fn ended<T>(step: &Step<T>) -> Ended {
    match step {
        Step::Done { took_us, .. } => Ended::Done(*took_us),
        Step::Failed { took_us, fault, .. } => Ended::Failed(*took_us, fault.to_string()),
        Step::NotTried | Step::Skipped { .. } => Ended::Not,
    }
}

fn of_connection(endpoint: &Endpoint, c: &Connection) -> Fall {
    let route = &endpoint.attempt.route;
    let address = format!("{}{}", c.address, brief::whose(route));
    fall(
        address,
        &[
            ("DNS", ended(&endpoint.attempt.dns)),
            ("TCP", ended(&c.tcp)),
            ("proxy", ended(&c.proxy)),
            ("TLS", ended(&c.tls)),
            ("HTTP", ended(&c.http)),
        ],
    )
}

/// Each step begins where the one before it ended.
fn fall(address: String, steps: &[(&str, Ended)]) -> Fall {
    let us = |step: &Ended| match step {
        Ended::Done(us) | Ended::Failed(us, _) => *us,
        Ended::Not => 0,
    };
    let whole = steps.iter().map(|(_, step)| us(step)).sum::<u64>().max(1) as f64;
    let (mut lanes, mut story, mut from) = (Vec::new(), Vec::new(), 0.0);
    for (name, step) in steps {
        let width = us(step) as f64 / whole * WIDTH;
        let failed = matches!(step, Ended::Failed(..));
        match step {
            Ended::Not => continue,
            Ended::Done(us) => story.push(format!("{name} {}", brief::duration(*us))),
            Ended::Failed(us, why) => {
                let after = brief::duration(*us);
                story.push(format!("{name} failed after {after}: {why}"));
            }
        }
        lanes.push(Lane {
            from: rounded(from),
            width: rounded(width.max(NARROWEST)),
            failed,
        });
        from += width;
    }
    Fall {
        address,
        story: on_one_line(&story.join(", ")),
        lanes,
    }
}

fn rounded(columns: f64) -> f64 {
    (columns.min(WIDTH) * 10.0).round() / 10.0
}
