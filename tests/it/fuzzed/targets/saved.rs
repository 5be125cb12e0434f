//! Saved runs and printed reports, as somebody else may have changed them: read, written again, judged,
//! and printed in every format.

use mtc_probe::compare;
use mtc_probe::engine::TOOL;
use mtc_probe::evidence::{Attempt, Attempts, Shortages};
use mtc_probe::judge::{self, Given, Ground, Learnt, Stores};
use mtc_probe::report::{self, Again, MeasuringInfo, MtcReport, Report, TextStyle};
use mtc_probe::runlog::{Log, LogFault, LogWriter, Source, Spool};

use super::claims;

/// A saved run: what can be read of it is the same when it is written and read again, and nothing raw is
/// printed of it.
pub fn run_log(bytes: &[u8]) {
    let Some(log) = log(bytes) else { return };
    for fault in log.faults() {
        claims::harmless(&format!("{fault:?}"));
    }
    let attempts = attempts(&log);
    let written = written(&log, &attempts);
    let again = self::log(&written).expect("what is written is a log");
    assert_eq!(again.faults().len(), 0, "{:?}", again.faults());
    assert_eq!(
        self::attempts(&again),
        attempts,
        "what is written is read back"
    );
    printed(&log, &attempts);
}

fn log(bytes: &[u8]) -> Option<Log> {
    let spool = Spool::new();
    spool.append(bytes);
    match Log::of(Source::spooled(spool).ok()?) {
        Ok(log) => Some(log),
        Err(why) => {
            claims::harmless(&why.to_string());
            None
        }
    }
}

fn attempts(log: &Log) -> Vec<Attempt> {
    let mut read = Vec::new();
    for place in 0..log.len() {
        match log.read(place) {
            Ok(attempt) => read.push(attempt),
            Err(why) => claims::harmless(&format!("{:?}", LogFault::of(&why))),
        }
    }
    read
}

fn written(log: &Log, attempts: &[Attempt]) -> Vec<u8> {
    let run = (log.run().tool.as_str(), log.run().at);
    let writer = LogWriter::begin(Vec::new(), run, log.stores());
    let mut writer = writer.expect("memory takes it");
    for canary in log.canaries() {
        writer.canary(canary).expect("memory takes it");
    }
    for (place, attempt) in (0..).zip(attempts) {
        writer.attempt(place, attempt).expect("memory takes it");
    }
    writer.end(true, None).expect("memory takes it")
}

fn printed(log: &Log, attempts: &[Attempt]) {
    let stores = Stores::new(log.stores());
    let given = Given::new(&stores, log.canaries(), log.run().at);
    let attempts = attempts.to_vec();
    let learnt = Learnt::of(&attempts, given).expect("in memory");
    let judged = judge::across(&attempts, given, &learnt).expect("in memory");
    let ground: Ground<'_> = learnt.ground(given);
    let report = Report {
        redaction: None,
        tool: TOOL,
        at: log.run().at,
        judgement: &judged,
        pieces: None,
        ground,
        mtc: MtcReport::default(),
        canaries: log.canaries(),
        problems: log.problems(),
        shortages: Shortages::none(),
        measured: MeasuringInfo {
            recording: None,
            limits: Vec::new(),
            stores: log.stores(),
            is_redacted: false,
            again: Again::default(),
        },
    };
    for format in report::FORMATS {
        let mut text = String::new();
        (format.render)(&report, &TextStyle::plain(100), &mut text).expect("in memory");
        claims::harmless(&text);
    }
}

/// A report that `probe compare` reads.
pub fn compared(bytes: &[u8]) {
    match compare::read(bytes) {
        Ok((_, observations, problems)) => {
            claims::bounded(observations.len(), bytes.len(), (1, 0));
            claims::bounded(problems.len(), bytes.len(), (1, 1));
        }
        Err(problem) => claims::harmless(&format!("{problem:?}")),
    }
}
