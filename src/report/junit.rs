//! `-o junit`: a run for CI servers, in the XML that JUnit's readers share: a suite for each role, an
//! endpoint as a test case. What fails is a failure; an input that could not be used is an error; what
//! nobody was to contact, or is not there, is skipped.

use std::time::Duration;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use crate::codes::Severity;
use crate::error::{Error, Problem};
use crate::judge::{Endpoint, Verdict};
use crate::words;

use super::brief;
use super::format::ReportFormat;
use super::{Out, Report, TextStyle, phases};

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
const NAME: &str = "probe";
/// The suite of what could not be read.
const INPUTS: &str = "inputs";

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let mut suites: Vec<TestSuite> = Vec::new();
    report.judgement.each(
        |_, endpoint| (endpoint.attempt.target.role.0.name, case(&endpoint)),
        |_, (role, case)| {
            let at = suites.iter().position(|suite| suite.name.as_str() == role);
            let at = at.unwrap_or_else(|| {
                suites.push(TestSuite::new(role));
                suites.len() - 1
            });
            suites[at].add_test_case(case);
            Ok::<(), Error>(())
        },
    )?;
    if !report.problems.is_empty() {
        let mut inputs = TestSuite::new(INPUTS);
        inputs.add_test_cases(report.problems.iter().map(unusable));
        suites.push(inputs);
    }
    let mut whole = quick_junit::Report::new(NAME);
    whole.add_test_suites(suites);
    let text = whole.to_string().map_err(|e| Error::Output {
        to: "JUnit XML".into(),
        why: e.to_string(),
    })?;
    out.put(&text)
}

fn case(endpoint: &Endpoint) -> TestCase {
    let target = &endpoint.attempt.target;
    let mut case = TestCase::new(brief::who(target).join(" "), status(endpoint));
    case.set_classname(target.role.0.name);
    case.set_time(Duration::from_micros(phases::took_us(endpoint)));
    case
}

fn status(endpoint: &Endpoint) -> TestCaseStatus {
    let code = endpoint.verdict.code();
    let mut status = if endpoint.severity() == Severity::Failure {
        TestCaseStatus::non_success(NonSuccessKind::Failure)
    } else if endpoint.is_absent() || endpoint.is_closed() {
        TestCaseStatus::skipped()
    } else {
        return TestCaseStatus::success();
    };
    status
        .set_type(code.name())
        .set_message(words::text(code).title)
        .set_description(story(endpoint));
    status
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
fn unusable(problem: &Problem) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status
        .set_type("unusable-input")
        .set_message(&*problem.what)
        .set_description(problem.to_string());
    let mut case = TestCase::new(&*problem.place, status);
    case.set_classname(INPUTS);
    case
}
