//! One endpoint of a page that has many, in a few lines: its classes, its chain, its steps. A browser
//! takes the time to build each element, so that not all of ten thousand can have a drawing.

use askama::Template;

use super::means::{Means, rank};
use super::{blocks, page};
use crate::foreign::on_one_line;
use crate::judge::{Endpoint, Verdict};
use crate::report::{brief, phases, short_name};
use crate::words;

#[derive(Template)]
#[template(path = "short.html", config = "src/report/html/askama.toml")]
struct Short<'a> {
    n: usize,
    rank: usize,
    us: u64,
    code: &'a str,
    tone: &'static str,
    name: String,
    role: &'static str,
    way: String,
    verdicts: Vec<(&'static str, &'static str)>,
    chain: String,
    steps: String,
}

pub(super) fn text(place: usize, endpoint: &Endpoint, by: &Means<'_>) -> String {
    let attempt = &endpoint.attempt;
    let severity = endpoint.severity();
    let verdicts = endpoint.verdicts().map(Verdict::code);
    let chain = brief::chain_in_short(endpoint);
    page::written(&Short {
        n: place,
        rank: rank(severity),
        us: phases::took_us(endpoint),
        code: endpoint.verdict.code().name(),
        tone: blocks::tone_of(brief::severity_tone(severity)),
        name: by.said(short_name::of(&attempt.target)),
        role: words::title_of(attempt.target.role),
        way: by.said(on_one_line(&attempt.route.to_string())),
        verdicts: verdicts.map(|c| (c.name(), words::text(c).title)).collect(),
        chain: if chain.is_empty() {
            "chain: nothing was received".into()
        } else {
            by.said(on_one_line(&format!("chain: {}", chain.join(" "))))
        },
        steps: by.said(on_one_line(&format!("steps: {}", steps(endpoint)))),
    })
}

/// How each step of the connection that the verdict is about ended.
fn steps(endpoint: &Endpoint) -> String {
    let mut all = vec![format!("DNS {}", brief::step_story(&endpoint.attempt.dns))];
    if let Some(shown) = endpoint.shown() {
        all.push(format!("TCP {}", brief::step_story(&shown.tcp)));
        if !endpoint.attempt.route.is_direct() {
            all.push(format!("proxy {}", brief::step_story(&shown.proxy)));
        }
        all.push(format!("TLS {}", brief::step_story(&shown.tls)));
        all.push(format!("HTTP {}", brief::step_story(&shown.http)));
    }
    all.join(", ")
}
