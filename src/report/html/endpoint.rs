//! One endpoint of the page: what was found of it, its chain from anchor to leaf, its steps in time,
//! way by way where two were compared. Shows evidence; decides nothing.

use askama::Template;

use super::fall::{self, Fall};
use super::means::{Means, rank};
use super::tree::{self, Node};
use super::{blocks, page};
use crate::evidence::{Extra, ExtraKind};
use crate::foreign::on_one_line;
use crate::judge::{Endpoint, Verdict};
use crate::report::document::Fields;
use crate::report::{brief, further, phases, redacting, short_name};
use crate::words;

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
    ways: Vec<Way>,
    further: String,
}

/// One class that was found.
struct Said<'a> {
    code: &'a str,
    tone: &'static str,
    title: &'static str,
    facts: Vec<(&'static str, String)>,
    /// As HTML.
    remedy: String,
}

/// One way to the server, and what it showed there.
struct Way {
    title: String,
    falls: Vec<Fall>,
    shown: Vec<Node>,
}

impl Way {
    fn said(self, by: &Means<'_>) -> Self {
        Self {
            title: by.said(self.title),
            falls: self.falls.into_iter().map(|fall| fall.said(by)).collect(),
            shown: self.shown.into_iter().map(|node| node.said(by)).collect(),
        }
    }
}

pub(super) fn text(place: usize, endpoint: &Endpoint, by: &Means<'_>) -> String {
    let attempt = &endpoint.attempt;
    let severity = endpoint.severity();
    let said = |nodes: Vec<Node>| nodes.into_iter().map(|node| node.said(by)).collect();
    let card = Card {
        n: place,
        rank: rank(severity),
        us: phases::took_us(endpoint),
        code: endpoint.verdict.code().name(),
        tone: blocks::tone_of(brief::severity_tone(severity)),
        name: by.said(short_name::of(&attempt.target)),
        role: words::title_of(attempt.target.role),
        way: by.said(on_one_line(&attempt.route.to_string())),
        verdicts: endpoint.verdicts().map(|v| told(endpoint, v, by)).collect(),
        chain: said(tree::chain(endpoint, by.now)),
        beside: said(tree::beside(endpoint, by.now)),
        rules: rules(endpoint)
            .into_iter()
            .map(|rule| by.said(rule))
            .collect(),
        ways: ways(endpoint, by)
            .into_iter()
            .map(|way| way.said(by))
            .collect(),
        further: further(endpoint, by),
    };
    page::written(&card)
}

fn told<'a>(endpoint: &'a Endpoint, verdict: &'a Verdict, by: &Means<'_>) -> Said<'a> {
    let facts = words::facts(&verdict.finding);
    let fact = |fact: &words::Fact| (fact.name, by.said(on_one_line(&fact.values.join("; "))));
    let remedy = by.said(words::remedy_for(&endpoint.attempt.target, verdict));
    Said {
        code: verdict.code().name(),
        tone: blocks::tone_of(brief::severity_tone(verdict.severity())),
        title: words::text(verdict.code()).title,
        facts: facts.iter().filter(|f| !f.quiet).map(fact).collect(),
        remedy: if remedy.is_empty() {
            remedy
        } else {
            blocks::prose("p", &format!("\u{2192} {remedy}"))
        },
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

fn is_other_way(extra: &Extra) -> bool {
    extra.kind == ExtraKind::OtherRoute
}

/// Its own way; beside it the other, where both were tried.
fn ways(endpoint: &Endpoint, by: &Means<'_>) -> Vec<Way> {
    let (now, deadlines) = (by.now, by.deadlines);
    let attempt = &endpoint.attempt;
    let others = || attempt.extras.iter().filter(|extra| is_other_way(extra));
    let is_compared = others().next().is_some();
    let own = Way {
        title: on_one_line(&attempt.route.to_string()),
        falls: fall::all(
            &attempt.route,
            &attempt.dns,
            &attempt.connections,
            deadlines,
        ),
        shown: if is_compared {
            tree::shown(&attempt.connections, now)
        } else {
            Vec::new()
        },
    };
    let other = |extra: &Extra| Way {
        title: on_one_line(&extra.route.to_string()),
        falls: fall::all(&extra.route, &extra.dns, &extra.connections, deadlines),
        shown: tree::shown(&extra.connections, now),
    };
    std::iter::once(own).chain(others().map(other)).collect()
}

/// What else was measured of it.
fn further(endpoint: &Endpoint, by: &Means<'_>) -> String {
    let mut fields = Fields::new(0, 0);
    let extras = endpoint.attempt.extras.iter();
    for extra in extras.filter(|extra| !is_other_way(extra)) {
        further::measurement(extra, &mut fields);
    }
    blocks::fragment(&redacting::blocks(by.redaction, fields.blocks))
}
