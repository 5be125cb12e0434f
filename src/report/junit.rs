//! `-o junit`: a run for CI servers, in the XML that JUnit's readers share: a suite for each role, an
//! endpoint as a test case. What fails is a failure; an input that could not be used is an error; what
//! nobody was to contact, or is not there, is skipped. Holds one case at a time.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::codes::Severity;
use crate::error::{Error, Problem};
use crate::judge::{Endpoint, Verdict};
use crate::words;

use super::format::ReportFormat;
use super::out::Gathered;
use super::{Out, Report, TextStyle, brief, phases};

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
/// Columns of one level.
const INDENT: usize = 4;

/// How a case ended that did not pass: the name of its element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Failure,
    Error,
    Skipped,
}

impl Fate {
    const fn name(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }

    /// `None`: it passed.
    fn of(endpoint: &Endpoint) -> Option<Self> {
        if endpoint.severity() == Severity::Failure {
            Some(Self::Failure)
        } else if endpoint.is_absent() || endpoint.is_closed() {
            Some(Self::Skipped)
        } else {
            None
        }
    }
}

/// How many cases ended in which way. Readers want that before the first of them.
#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    skipped: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn take(&mut self, fate: Option<Fate>) {
        self.tests += 1;
        match fate {
            Some(Fate::Failure) => self.failures += 1,
            Some(Fate::Error) => self.errors += 1,
            Some(Fate::Skipped) => self.skipped += 1,
            None => {}
        }
    }

    fn join(&mut self, other: Self) {
        self.tests += other.tests;
        self.skipped += other.skipped;
        self.failures += other.failures;
        self.errors += other.errors;
    }
}

/// The endpoints of one role.
struct Suite {
    role: &'static str,
    places: Vec<u32>,
    counts: Counts,
}

/// One endpoint, or one input.
struct Case {
    name: String,
    suite: &'static str,
    /// Microseconds.
    took: Option<u64>,
    ended: Option<Ended>,
}

/// Why it did not pass.
struct Ended {
    fate: Fate,
    code: &'static str,
    message: String,
    story: String,
}

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let mut out = Gathered::new(out);
    let suites = suites(report)?;
    let inputs = Counts {
        tests: report.problems.len(),
        errors: report.problems.len(),
        ..Counts::default()
    };
    let mut all = inputs;
    suites.iter().for_each(|suite| all.join(suite.counts));
    let mut xml = Xml::new(&mut out);
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.event(Event::Start(counted("testsuites", NAME, &all)))?;
    for suite in &suites {
        xml.event(Event::Start(counted(
            "testsuite",
            suite.role,
            &suite.counts,
        )))?;
        let places = suite.places.iter().map(|place| (*place as usize, ()));
        report.judgement.some(
            places,
            |(), endpoint| case(&endpoint),
            |(), case| xml.case(&case),
        )?;
        xml.event(Event::End(BytesEnd::new("testsuite")))?;
    }
    if !report.problems.is_empty() {
        xml.event(Event::Start(counted("testsuite", INPUTS, &inputs)))?;
        let mut all = report.problems.iter();
        all.try_for_each(|problem| xml.case(&unusable(problem)))?;
        xml.event(Event::End(BytesEnd::new("testsuite")))?;
    }
    xml.event(Event::End(BytesEnd::new("testsuites")))?;
    xml.out.put("\n")?;
    out.flush()
}

/// The roles in the order in which they are met: four bytes of each endpoint.
fn suites(report: &Report<'_>) -> Result<Vec<Suite>, Error> {
    let mut suites: Vec<Suite> = Vec::new();
    report.judgement.each(
        |_, endpoint| (endpoint.attempt.target.role.0.name, Fate::of(&endpoint)),
        |place, (role, fate)| {
            let at = suites.iter().position(|suite| suite.role == role);
            let at = at.unwrap_or_else(|| {
                suites.push(Suite {
                    role,
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

/// The beginning of what has cases, with how they ended.
fn counted(tag: &'static str, name: &str, counts: &Counts) -> BytesStart<'static> {
    let mut start = BytesStart::new(tag);
    start.push_attribute(("name", name));
    for (name, number) in [
        ("tests", counts.tests),
        ("skipped", counts.skipped),
        ("failures", counts.failures),
        ("errors", counts.errors),
    ] {
        start.push_attribute((name, number.to_string().as_str()));
    }
    start
}

/// XML that is handed on as it is made.
struct Xml<'a, 'b> {
    writer: Writer<Vec<u8>>,
    out: &'a mut Gathered<'b>,
}

impl<'a, 'b> Xml<'a, 'b> {
    fn new(out: &'a mut Gathered<'b>) -> Self {
        let writer = Writer::new_with_indent(Vec::new(), b' ', INDENT);
        Self { writer, out }
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        self.writer.write_event(event).map_err(|e| refused(&e))?;
        let bytes = std::mem::take(self.writer.get_mut());
        self.out.put(&String::from_utf8_lossy(&bytes))
    }

    fn case(&mut self, case: &Case) -> Result<(), Error> {
        let mut start = BytesStart::new("testcase");
        start.push_attribute(("name", allowed(&case.name).as_str()));
        start.push_attribute(("classname", case.suite));
        if let Some(us) = case.took {
            let seconds = format!("{:.3}", us as f64 / 1e6);
            start.push_attribute(("time", seconds.as_str()));
        }
        let Some(ended) = &case.ended else {
            return self.event(Event::Empty(start));
        };
        self.event(Event::Start(start))?;
        let tag = ended.fate.name();
        let mut start = BytesStart::new(tag);
        start.push_attribute(("message", allowed(&ended.message).as_str()));
        start.push_attribute(("type", ended.code));
        self.event(Event::Start(start))?;
        self.event(Event::Text(BytesText::new(&allowed(&ended.story))))?;
        self.event(Event::End(BytesEnd::new(tag)))?;
        self.event(Event::End(BytesEnd::new("testcase")))
    }
}

fn refused(error: &io::Error) -> Error {
    Error::Output {
        to: "JUnit XML".into(),
        why: error.to_string(),
    }
}

/// Without what no document may hold, however it is written (XML 1.0, 2.2).
fn allowed(text: &str) -> String {
    let is_char =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(is_char).collect()
}

fn case(endpoint: &Endpoint) -> Case {
    let target = &endpoint.attempt.target;
    let code = endpoint.verdict.code();
    Case {
        name: brief::who(target).join(" "),
        suite: target.role.0.name,
        took: Some(phases::took_us(endpoint)),
        ended: Fate::of(endpoint).map(|fate| Ended {
            fate,
            code: code.name(),
            message: words::text(code).title.to_owned(),
            story: story(endpoint),
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
fn unusable(problem: &Problem) -> Case {
    Case {
        name: problem.place.clone(),
        suite: INPUTS,
        took: None,
        ended: Some(Ended {
            fate: Fate::Error,
            code: "unusable-input",
            message: problem.what.clone(),
            story: problem.to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_document_may_hold_is_left_out() {
        let text = "a\u{0}\u{8}\u{1b}\u{1f}\u{fffe}\u{ffff}b\t\r\n<\u{7f}\u{85}\u{10ffff}";
        assert_eq!(allowed(text), "ab\t\r\n<\u{7f}\u{85}\u{10ffff}");
    }
}
