//! The log of a run: what is written is read back, whatever is broken in it costs no more than its
//! own line, and what is no log is refused.

mod broken;
mod live;
mod recording;
mod round;
mod torn;

use mtc_probe::evidence::{Attempt, Attempts};
use mtc_probe::lab::CertDraft;
use mtc_probe::runlog::{Log, LogError, Source, Spool};

pub use recording::Recording;

use crate::verdicts::recorded;
use crate::verdicts::scene::{NOW, cert, serving};

/// The log in these bytes.
pub fn log(bytes: &[u8]) -> Result<Log, LogError> {
    let spool = Spool::new();
    spool.append(bytes);
    Log::of(Source::spooled(spool)?)
}

/// The run in these bytes, where nothing is wrong with them.
pub fn whole(bytes: &[u8]) -> Result<Recording, String> {
    let log = log(bytes).map_err(|e| e.to_string())?;
    let (run, faults) = recording::read_whole(&log);
    if log.notes().is_empty() && log.faults().is_empty() && faults.is_empty() {
        Ok(run)
    } else {
        Err(format!("{:?} {:?} {faults:?}", log.notes(), log.faults()))
    }
}

pub fn written(run: &Recording) -> Vec<u8> {
    recording::write_whole(Vec::new(), run).expect("memory takes it")
}

/// A recorded case, with other endpoints.
fn run_of(attempts: Vec<Attempt>) -> Recording {
    let (_, text) = recorded::logs().swap_remove(0);
    let case = whole(text.as_bytes()).expect("a recorded case");
    Recording {
        attempts,
        canaries: Vec::new(),
        stores: Vec::new(),
        ..case
    }
}

/// Servers with a leaf each, under one root that all of them send.
fn under_one_root(count: usize) -> Vec<Attempt> {
    let root = CertDraft::authority(NOW.0, "West Root CA").self_signed();
    let root = root.expect("a root");
    let named = |n: usize| {
        let host = format!("a{n}.west.example.test");
        let leaf = CertDraft::leaf(NOW.0, &[&host]).signed_by(&root);
        let chain = [cert(&leaf.expect("a leaf")), cert(&root)];
        serving(&format!("plain={host}"), &chain)
    };
    (0..count).map(named).collect()
}

fn read(log: &impl Attempts) -> Vec<Attempt> {
    let all = (0..log.len()).map(|place| log.read(place).expect("an attempt"));
    all.collect()
}

/// The lines without their line breaks.
fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).expect("JSON is UTF-8");
    text.lines().map(str::to_owned).collect()
}

fn is(line: &str, kind: &str) -> bool {
    line.starts_with(&format!("{{\"{kind}\":"))
}

/// The log of these lines.
fn of_lines(lines: &[String]) -> Log {
    log((lines.join("\n") + "\n").as_bytes()).expect("a log")
}
