//! The XML that readers of JUnit share, written as it is made: suites with their counts, cases, how a
//! case ended. Knows nothing of what is tested.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::error::Error;
use crate::report::Out;

/// Columns of one level.
const INDENT: usize = 4;

/// How a case ended that did not pass: the name of its element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Fate {
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
}

/// How many cases ended in which way. Readers want that before the first of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    tests: usize,
    skipped: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    pub(super) fn take(&mut self, fate: Option<Fate>) {
        self.tests += 1;
        match fate {
            Some(Fate::Failure) => self.failures += 1,
            Some(Fate::Error) => self.errors += 1,
            Some(Fate::Skipped) => self.skipped += 1,
            None => {}
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.tests += other.tests;
        self.skipped += other.skipped;
        self.failures += other.failures;
        self.errors += other.errors;
    }
}

/// One test case.
pub(in crate::report) struct Case {
    pub(in crate::report) name: String,
    pub(in crate::report) suite: &'static str,
    /// Microseconds.
    pub(in crate::report) took: Option<u64>,
    pub(in crate::report) ended: Option<Ended>,
}

/// Why it did not pass.
pub(in crate::report) struct Ended {
    pub(in crate::report) fate: Fate,
    pub(in crate::report) code: &'static str,
    pub(in crate::report) message: String,
    pub(in crate::report) story: String,
}

/// A suite that is held whole.
pub(in crate::report) struct Suite {
    pub(in crate::report) name: &'static str,
    pub(in crate::report) cases: Vec<Case>,
}

impl Suite {
    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let fates = self.cases.iter().map(|case| case.ended.as_ref());
        fates.for_each(|ended| counts.take(ended.map(|ended| ended.fate)));
        counts
    }
}

/// Cases in suites, each suite where its first case stands.
pub(in crate::report) fn suites(
    cases: impl IntoIterator<Item = (&'static str, Case)>,
) -> Vec<Suite> {
    let mut suites: Vec<Suite> = Vec::new();
    for (name, case) in cases {
        match suites.iter_mut().find(|suite| suite.name == name) {
            Some(suite) => suite.cases.push(case),
            None => suites.push(Suite {
                name,
                cases: vec![case],
            }),
        }
    }
    suites
}

/// A document of suites that are held whole; `name` is what all of them together are called.
pub(in crate::report) fn document(
    name: &str,
    suites: &[Suite],
    out: &mut dyn Out,
) -> Result<(), Error> {
    let mut all = Counts::default();
    for suite in suites {
        all.join(suite.counts());
    }
    let mut xml = Xml::begin(name, &all, out)?;
    suites.iter().try_for_each(|suite| xml.suite(suite))?;
    xml.end()
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
pub(super) struct Xml<'a> {
    writer: Writer<Vec<u8>>,
    out: &'a mut dyn Out,
}

impl<'a> Xml<'a> {
    pub(super) fn begin(name: &str, all: &Counts, out: &'a mut dyn Out) -> Result<Self, Error> {
        let writer = Writer::new_with_indent(Vec::new(), b' ', INDENT);
        let mut xml = Self { writer, out };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.event(Event::Start(counted("testsuites", name, all)))?;
        Ok(xml)
    }

    pub(super) fn end(mut self) -> Result<(), Error> {
        self.event(Event::End(BytesEnd::new("testsuites")))?;
        self.out.put("\n")
    }

    pub(super) fn begin_suite(&mut self, name: &str, counts: &Counts) -> Result<(), Error> {
        self.event(Event::Start(counted("testsuite", name, counts)))
    }

    pub(super) fn end_suite(&mut self) -> Result<(), Error> {
        self.event(Event::End(BytesEnd::new("testsuite")))
    }

    pub(super) fn suite(&mut self, suite: &Suite) -> Result<(), Error> {
        self.begin_suite(suite.name, &suite.counts())?;
        let mut cases = suite.cases.iter();
        cases.try_for_each(|case| self.case(case))?;
        self.end_suite()
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        self.writer.write_event(event).map_err(|e| refused(&e))?;
        let bytes = std::mem::take(self.writer.get_mut());
        self.out.put(&String::from_utf8_lossy(&bytes))
    }

    pub(super) fn case(&mut self, case: &Case) -> Result<(), Error> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_document_may_hold_is_left_out() {
        let text = "a\u{0}\u{8}\u{1b}\u{1f}\u{fffe}\u{ffff}b\t\r\n<\u{7f}\u{85}\u{10ffff}";
        assert_eq!(allowed(text), "ab\t\r\n<\u{7f}\u{85}\u{10ffff}");
    }
}
