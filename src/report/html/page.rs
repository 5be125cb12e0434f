//! The frame of the page: what stands above the endpoints, and below.
//! Shows what was counted.

use std::cmp::Reverse;

use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::census::Census;
use super::pem::Pem;
use crate::codes::Severity;
use crate::moment::Moment;
use crate::report::{Report, brief, redacting};

pub(super) const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A number that the page begins with.
struct Tile {
    value: String,
    says: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "head.html", config = "src/report/html/askama.toml")]
pub(super) struct Head<'a> {
    title: String,
    at: Moment,
    judged_at: Moment,
    recording: Option<String>,
    tool: &'a str,
    tiles: Vec<Tile>,
    style: &'static str,
    style_hash: String,
    script_hash: String,
}

impl<'a> Head<'a> {
    pub(super) fn of(report: &Report<'a>, census: &Census) -> Self {
        let all = census.all();
        let failed = census.number(Severity::Failure);
        let title = match failed {
            0 => format!("nothing fails: {}", brief::count(all, "endpoint")),
            1 => format!("1 of {} fails", brief::count(all, "endpoint")),
            n => format!("{n} of {} fail", brief::count(all, "endpoint")),
        };
        Self {
            title,
            at: report.at,
            judged_at: report.judgement.at(),
            recording: report
                .measured
                .recording
                .map(|file| redacting::text(report.redaction, file.to_owned())),
            tool: report.tool,
            tiles: tiles(report, census),
            style: STYLE,
            style_hash: hash(STYLE),
            script_hash: hash(SCRIPT),
        }
    }

    pub(super) fn text(&self) -> String {
        written(self)
    }
}

fn tiles(report: &Report<'_>, census: &Census) -> Vec<Tile> {
    let number = |number: usize, says: &str, tone| Tile {
        value: number.to_string(),
        says: says.to_owned(),
        tone: if number == 0 { "" } else { tone },
    };
    let fine = census.number(Severity::Ok) + census.number(Severity::Info);
    let mut tiles = vec![
        number(census.number(Severity::Failure), "fail", "bad"),
        number(
            census.number(Severity::Warning),
            "work, with a warning",
            "warn",
        ),
        number(fine.saturating_sub(census.absent), "fine", "good"),
    ];
    if census.absent > 0 {
        tiles.push(number(census.absent, "not exposed", ""));
    }
    tiles.extend(census.first_end.as_ref().map(|(end, name)| Tile {
        value: end.date(),
        says: redacting::text(
            report.redaction,
            format!("first certificate to end: {name}"),
        ),
        tone: "",
    }));
    tiles
}

#[derive(Template)]
#[template(path = "tools.html", config = "src/report/html/askama.toml")]
struct Tools<'a> {
    codes: Vec<(&'a str, usize)>,
}

/// What filters and sorts, hidden until the script shows it; the list begins behind it.
pub(super) fn tools(census: &Census) -> String {
    let mut codes: Vec<(&str, usize)> = census.codes.iter().map(|(code, n)| (*code, *n)).collect();
    codes.sort_by_key(|(code, number)| (Reverse(*number), *code));
    written(&Tools { codes })
}

#[derive(Template)]
#[template(path = "tail.html", config = "src/report/html/askama.toml")]
pub(super) struct Tail {
    whole: usize,
    in_short: usize,
    shown: usize,
    left_out: usize,
    pem: Option<Pem>,
    /// As HTML.
    environment: String,
    script: &'static str,
}

impl Tail {
    /// `whole`: with everything; `shown`: one by one; `pem`: `None` where the run has too many
    /// endpoints for a bundle in the page.
    pub(super) fn of(
        (whole, shown, all): (usize, usize, usize),
        pem: Option<Pem>,
        environment: String,
    ) -> Self {
        Self {
            whole,
            in_short: shown - whole,
            shown,
            left_out: all - shown,
            pem,
            environment,
            script: SCRIPT,
        }
    }

    pub(super) fn text(&self) -> String {
        written(self)
    }
}

/// As a content security policy names a style or a script (CSP Level 3, 6.7.3.3).
pub(super) fn hash(text: &str) -> String {
    BASE64_STANDARD.encode(digest(&SHA256, text.as_bytes()))
}

/// The text of a template, which ends in a line break.
pub(super) fn written(template: &impl Template) -> String {
    let mut text = template.render().expect("a String takes everything");
    text.push('\n');
    text
}
