//! `-o junit`: a run for CI servers, in the XML that JUnit's readers share: a suite for each role, an
//! endpoint as a test case. What fails is a failure; an input that could not be used is an error; what
//! nobody was to contact, or is not there, is skipped. Holds one case at a time.

mod xml;

use crate::codes::Severity;
use crate::error::{Error, Problem};
use crate::judge::{Endpoint, Verdict};
use crate::redact::Redaction;
use crate::words;

use super::format::ReportFormat;
use super::out::Gathered;
use super::{Out, Report, TextStyle, brief, phases, redacting};
pub(super) use xml::{Case, Ended, Fate, Suite, document, suites};
use xml::{Counts, Xml};

/// `-o junit`.
pub(super) static FORMAT: ReportFormat = ReportFormat {
    name: "junit",
    help: "JUnit XML for CI servers: an endpoint is a test case",
    piece: None,
    streams: false,
    whole_commands: false,
    render,
};

/// What all suites together are called.
pub(super) const NAME: &str = "probe";
/// The suite of what could not be read.
const INPUTS: &str = "inputs";
/// The endpoints of one role.
struct Role {
    name: &'static str,
    places: Vec<u32>,
    counts: Counts,
}

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let mut out = Gathered::new(out);
    let redaction = report.redaction;
    let roles = roles(report)?;
    let inputs = inputs(report.problems, redaction);
    let mut all = inputs.as_ref().map(Suite::counts).unwrap_or_default();
    for role in &roles {
        all.join(role.counts);
    }
    let mut xml = Xml::begin(NAME, &all, &mut out)?;
    for role in &roles {
        xml.begin_suite(role.name, &role.counts)?;
        let places = role.places.iter().map(|place| (*place as usize, ()));
        report.judgement.some(
            places,
            |(), endpoint| case(&endpoint, redaction),
            |(), case| xml.case(&case),
        )?;
        xml.end_suite()?;
    }
    if let Some(inputs) = &inputs {
        xml.suite(inputs)?;
    }
    xml.end()?;
    out.flush()
}

/// The suite of inputs that could not be used; `None`: all could.
pub(super) fn inputs(problems: &[Problem], redaction: Option<&Redaction>) -> Option<Suite> {
    let all = problems.iter().map(|problem| unusable(problem, redaction));
    let suite = Suite {
        name: INPUTS,
        cases: all.collect(),
    };
    (!problems.is_empty()).then_some(suite)
}

/// The roles in the order in which they are met: four bytes of each endpoint.
fn roles(report: &Report<'_>) -> Result<Vec<Role>, Error> {
    let mut suites: Vec<Role> = Vec::new();
    report.judgement.each(
        |_, endpoint| (endpoint.attempt.target.role.0.name, fate(&endpoint)),
        |place, (role, fate)| {
            let at = suites.iter().position(|suite| suite.name == role);
            let at = at.unwrap_or_else(|| {
                suites.push(Role {
                    name: role,
                    places: Vec::new(),
                    counts: Counts::default(),
                });
                suites.len() - 1
            });
            suites[at].places.extend(u32::try_from(place));
            suites[at].counts.take(fate);
            Ok::<(), Error>(())
        },
    )?;
    Ok(suites)
}

/// `None`: it passed.
fn fate(endpoint: &Endpoint) -> Option<Fate> {
    if endpoint.severity() == Severity::Failure {
        Some(Fate::Failure)
    } else if endpoint.is_absent() || endpoint.is_closed() {
        Some(Fate::Skipped)
    } else {
        None
    }
}

fn case(endpoint: &Endpoint, redaction: Option<&Redaction>) -> Case {
    let said = |text: String| redacting::text(redaction, text);
    let target = &endpoint.attempt.target;
    let code = endpoint.verdict.code();
    Case {
        name: said(brief::who(target).join(" ")),
        suite: target.role.0.name,
        took: Some(phases::took_us(endpoint)),
        ended: fate(endpoint).map(|fate| Ended {
            fate,
            code: code.name(),
            message: words::text(code).title.to_owned(),
            story: said(story(endpoint)),
        }),
    }
}

/// What was found, each with its facts and what to do.
fn story(endpoint: &Endpoint) -> String {
    let target = &endpoint.attempt.target;
    let one = |verdict: &Verdict| {
        let code = verdict.code();
        let mut lines = vec![format!("{code}: {}", words::text(code).title)];
        for fact in words::facts(&verdict.finding).iter() {
            let line = format!("  {}: {}", fact.name, fact.values.join("; "));
            lines.push(line.trim_end().to_owned());
        }
        let remedy = words::remedy_for(target, verdict);
        if !remedy.is_empty() {
            lines.push(format!("  what to do: {remedy}"));
        }
        lines.join("\n")
    };
    let all: Vec<String> = endpoint.verdicts().map(one).collect();
    all.join("\n")
}

/// An input that could not be used: nothing was measured for it.
fn unusable(problem: &Problem, redaction: Option<&Redaction>) -> Case {
    let said = |text: String| redacting::text(redaction, text);
    Case {
        name: said(problem.place.clone()),
        suite: INPUTS,
        took: None,
        ended: Some(Ended {
            fate: Fate::Error,
            code: "unusable-input",
            message: said(problem.what.clone()),
            story: said(problem.to_string()),
        }),
    }
}
