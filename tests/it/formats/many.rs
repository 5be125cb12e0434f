//! A run of many endpoints: what is printed of it grows with the run, and neither the pieces that
//! it is printed in nor how often each attempt is read back.

use std::sync::atomic::{AtomicUsize, Ordering};

use mtc_probe::error::Error;
use mtc_probe::evidence::{Attempt, Attempts, Connection, Fault, ReadBackError, Shortages, Step};
use mtc_probe::judge::{self, Given, Learnt, Stores};
use mtc_probe::report::{self, MeasuringInfo, MtcReport, Out, Report, TextStyle};
use mtc_probe::target::Host;

use super::frozen::{NOW, attempt, untried};

/// So many different things are seen.
const KINDS: usize = 7;

/// One attempt under changing names, counted each time it is read.
struct Many {
    len: usize,
    one: Attempt,
    reads: AtomicUsize,
}

impl Many {
    /// Its servers do not answer.
    fn new(len: usize) -> Self {
        let silent = |address| Connection {
            tcp: Step::Failed {
                took_us: 5_000_900,
                fault: Fault::TimedOut { after_ms: 5000 },
                saw: None,
            },
            ..untried(address)
        };
        Self {
            len,
            one: attempt("plain=host.many.test:8443", &["192.0.2.1"], silent),
            reads: AtomicUsize::new(0),
        }
    }

    /// What is printed of it.
    fn printed(&self, format: &str) -> Printed {
        let stores = Stores::new(&[]);
        let given = Given::new(&stores, &[], NOW);
        let learnt = Learnt::of(self, given).expect("evidence");
        let judgement = judge::across(self, given, &learnt).expect("evidence");
        let report = Report {
            tool: "probe 0.1.0",
            at: NOW,
            judgement: &judgement,
            pieces: None,
            ground: learnt.ground(given),
            mtc: MtcReport::default(),
            canaries: &[],
            problems: &[],
            shortages: Shortages::none(),
            measured: MeasuringInfo::default(),
            redaction: None,
        };
        let mut printed = Printed::default();
        let format = report::format(format).expect("a format");
        self.reads.store(0, Ordering::Relaxed);
        (format.render)(&report, &TextStyle::plain(100), &mut printed).expect("it is taken");
        printed.reads = self.reads.load(Ordering::Relaxed);
        printed
    }
}

impl Attempts for Many {
    fn len(&self) -> usize {
        self.len
    }

    fn read(&self, place: usize) -> Result<Attempt, ReadBackError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let mut attempt = self.one.clone();
        attempt.target.host = Host::parse(&format!("h{place}.many.test")).expect("a name");
        // What is seen differs here and there.
        for connection in &mut attempt.connections {
            if let Step::Failed { fault, .. } = &mut connection.tcp {
                let after_ms = 5000 + 1000 * (place % KINDS) as u64;
                *fault = Fault::TimedOut { after_ms };
            }
        }
        Ok(attempt)
    }
}

/// What came out, without the text.
#[derive(Default)]
struct Printed {
    bytes: usize,
    lines: usize,
    longest_piece: usize,
    /// How often one of the endpoints is named.
    named: usize,
    /// How many lists of names end in a colon: what was seen of them follows.
    lists: usize,
    reads: usize,
    end: String,
}

impl Out for Printed {
    fn put(&mut self, text: &str) -> Result<(), Error> {
        self.bytes += text.len();
        self.lines += text.matches('\n').count();
        self.longest_piece = self.longest_piece.max(text.len());
        self.named += text.matches("h1234.many.test:8443").count();
        self.lists += text.matches(".many.test:8443:\n").count();
        text.clone_into(&mut self.end);
        Ok(())
    }
}

/// Prints a run of so many, in which each endpoint is named so often.
fn holds_nothing_whole(format: &str, len: usize, named: usize) {
    let (few, many) = (Many::new(len / 10), Many::new(len));
    let (few, many) = (few.printed(format), many.printed(format));
    assert!(many.lines > 2 * len, "{format}: {} lines", many.lines);
    assert_eq!((many.named, many.lists), (named, KINDS), "{format}");
    assert!(
        many.bytes < 11 * few.bytes,
        "{format}: {} bytes",
        many.bytes
    );
    assert!(
        many.longest_piece < 100_000,
        "{format}: a piece of {} bytes",
        many.longest_piece
    );
    assert!(
        many.reads <= 4 * len + 100,
        "{format}: {} reads of {len} attempts",
        many.reads
    );
    let end = format!("\n{len} endpoints: {len} failed ({len} timeout)\n");
    assert!(many.end.ends_with(&end), "{format}: {}", many.end);
}

#[test]
fn a_table_of_many_endpoints_is_one_screen() {
    let len = 20_000;
    let many = Many::new(len).printed("table");
    assert!(many.lines < 20, "{} lines: {}", many.lines, many.end);
    assert!(many.reads <= len + 100, "{} reads", many.reads);
    let tally = format!("\n{len} endpoints: {len} failed ({len} timeout)\n");
    assert!(many.end.contains(&tally), "{}", many.end);
}

#[test]
fn nor_is_all_that_was_seen_of_them() {
    holds_nothing_whole("wide", 5_000, 4);
}

#[test]
fn no_format_holds_a_run_whole() {
    // More than the page makes a bundle for.
    let len = 2_500;
    let many = Many::new(len);
    for format in report::FORMATS {
        let (name, printed) = (format.name, many.printed(format.name));
        assert!(
            printed.longest_piece < 100_000,
            "{name}: a piece of {} bytes of {}",
            printed.longest_piece,
            printed.bytes
        );
        assert!(
            printed.reads <= 4 * len + 100,
            "{name}: {} reads",
            printed.reads
        );
    }
}
