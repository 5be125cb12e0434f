//! Plays the rows and holds what all of them promise: it ends, with its code and verdict, without a panic, within its
//! memory, and nothing raw is printed. Time is held by the ignored test only, which plays one row after the other.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::ended::{Ended, run};
use super::scene::Scene;
use super::{Row, rows};
use crate::measure::servers::{Pki, tls};

/// Rows that are played at one time; most of them wait.
const AT_ONCE: usize = 8;
/// Beyond a row's own deadline, where the machine is busy with other tests.
const GENEROUS: Duration = Duration::from_secs(30);
/// Beyond a row's own deadline, where the machine is idle.
const EXACT: Duration = Duration::from_secs(1);
/// KiB beyond a run that meets nothing hostile.
const GROWTH: u64 = 64 << 10;
/// More bytes than a report of one hostile endpoint needs.
const LONGEST: usize = 4 << 20;

/// How a row ended, and all that is wrong with that.
fn play(row: &Row, usual: u64) -> (Ended, Vec<String>) {
    let scene = Scene::new();
    let mut command = (row.make)(&scene);
    let most = row.deadline + GENEROUS;
    let ended = run(&mut command, most, &scene.said());
    let wrong = wrong(row, &ended, usual);
    (ended, wrong)
}

fn wrong(row: &Row, ended: &Ended, usual: u64) -> Vec<String> {
    let mut wrong = Vec::new();
    if ended.code.is_none_or(|code| !row.exits.contains(&code)) {
        wrong.push(format!("exit {:?}, not {:?}", ended.code, row.exits));
    }
    if ended.held_open {
        wrong.push("its output stays open".into());
    }
    let verdict = verdict(&ended.out);
    let is_right = |code: &str| row.verdicts.is_empty() || row.verdicts.contains(&code);
    if !is_right(verdict.as_deref().unwrap_or("none")) {
        wrong.push(format!("verdict {verdict:?}, not {:?}", row.verdicts));
    }
    let growth = ended.peak.saturating_sub(usual);
    if growth > GROWTH {
        wrong.push(format!("{} MiB of growth", growth >> 10));
    }
    for said in ended.others.iter().chain([&ended.out]) {
        let text = String::from_utf8_lossy(said);
        if text.contains("panicked at") {
            wrong.push("it panics".into());
        }
        if let Some(at) = text.find(is_raw) {
            let around: String = text[at..].chars().take(20).collect();
            wrong.push(format!("prints a raw control: {around:?}"));
        }
        if said.len() > LONGEST {
            wrong.push(format!("says {} bytes", said.len()));
        }
    }
    if !wrong.is_empty() {
        let said = String::from_utf8_lossy(&ended.others[0]);
        wrong.push(said.chars().take(500).collect());
    }
    wrong
}

/// The code of the first endpoint's verdict, where JSON was printed.
fn verdict(out: &[u8]) -> Option<String> {
    let report: serde_json::Value = serde_json::from_slice(out).ok()?;
    let code = report["endpoints"].get(0)?["verdict"]["code"].as_str()?;
    Some(code.to_owned())
}

/// What would steer a terminal, or turn the direction of what stands around it.
fn is_raw(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// KiB of a run that meets a server which is as it should be.
fn usual() -> u64 {
    let pki = Pki::new();
    let scene = Scene::new();
    let config = pki.server(&rustls::version::TLS13, false);
    let server = scene.wait_for(tls(config, super::peers::answers_well));
    let ca = scene.file("ca.der", &pki.root);
    let mut command = scene.endpoints(&["--ca", &ca, &server.to_string()]);
    let ended = run(&mut command, GENEROUS, &scene.said());
    let said = String::from_utf8_lossy(&ended.out);
    assert_eq!(ended.code, Some(0), "{said}");
    assert_eq!(verdict(&ended.out).as_deref(), Some("ok"), "{said}");
    ended.peak
}

#[test]
fn every_hostile_case_ends_as_it_must() {
    let usual = usual();
    let (rows, next) = (playable(), AtomicUsize::new(0));
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let plays = || {
            while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                let (ended, wrong) = play(row, usual);
                if !wrong.is_empty() {
                    let line = line(row, &ended, usual);
                    let told = format!("{line}\n  {}", wrong.join("\n  "));
                    failed.lock().expect("no panic").push(told);
                }
            }
        };
        for _ in 0..AT_ONCE {
            scope.spawn(plays);
        }
    });
    let failed = failed.into_inner().expect("no panic");
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// One row after the other, with nothing beside it: prints seconds and MiB of each.
#[test]
#[ignore = "takes minutes, and the machine for itself"]
fn every_hostile_case_holds_its_time() {
    let usual = usual();
    let mut failed = Vec::new();
    let named = std::env::var("HOSTILE_ROW").unwrap_or_default();
    for row in playable()
        .into_iter()
        .filter(|row| row.kind.contains(&named))
    {
        let (ended, mut wrong) = play(&row, usual);
        if ended.took > row.deadline + EXACT {
            wrong.push(format!("took {:?}, not {:?}", ended.took, row.deadline));
        }
        let line = line(&row, &ended, usual);
        println!("{line}");
        if !wrong.is_empty() {
            failed.push(format!("{line}\n  {}", wrong.join("\n  ")));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

fn playable() -> Vec<Row> {
    rows().into_iter().filter(|row| (row.can)()).collect()
}

fn line(row: &Row, ended: &Ended, usual: u64) -> String {
    let growth = ended.peak.saturating_sub(usual) >> 10;
    format!(
        "{:6.2} s of {:4.1} s {growth:4} MiB  {:?} {}  {}: {}",
        ended.took.as_secs_f64(),
        row.deadline.as_secs_f64(),
        ended.code,
        verdict(&ended.out).unwrap_or_default(),
        row.channel.name(),
        row.kind
    )
}
