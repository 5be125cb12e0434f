//! The attempts of several logs in one order: which of them stay, and under which number. What two
//! attempts mean is asked of the caller; targets alone are read of the others.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::log::Log;
use super::merged::{Agree, Agreement, Differing, Merged};
use super::scan::AttemptAt;
use crate::route::ProxyUrl;
use crate::target::Target;

/// An attempt that stays.
pub(super) struct Placed<'a> {
    pub log: &'a Log,
    pub at: AttemptAt,
    /// Its number in the one log.
    pub number: u32,
    /// The place of its log among those that were given.
    given: usize,
}

/// Of the line of an attempt what tells which target it is about.
#[derive(Deserialize)]
struct Line {
    attempt: Inside,
}

#[derive(Deserialize)]
struct Inside {
    evidence: About,
}

#[derive(Deserialize)]
struct About {
    target: Target,
    route: Way,
}

#[derive(Deserialize)]
struct Way {
    #[serde(default)]
    proxy: Option<ProxyUrl>,
}

/// What orders attempts: the same in whatever order their logs come.
type Order = (u32, String, Vec<u8>);

/// Which attempts stay, in the order of the one log, and what became of the others.
pub(super) fn place<'a>(
    logs: &[(usize, &'a Log)],
    agree: &Agree<'_>,
) -> io::Result<(Vec<Placed<'a>>, Merged)> {
    let mut all = Vec::new();
    for &(given, log) in logs {
        let attempts = log.index().attempts.iter();
        all.extend(attempts.map(|at| Placed {
            log,
            at: *at,
            number: at.place,
            given,
        }));
    }
    all.sort_by_key(|placed| placed.at.place);
    in_order(&mut all)?;
    let mut merged = Merged::default();
    if logs.len() > 1 {
        all = without_agreeing(all, agree, &mut merged)?;
    }
    let mut next = 0;
    for placed in &mut all {
        placed.number = placed.number.max(next);
        // Nobody has so many endpoints: those of a log that says so share the last number.
        next = placed.number.saturating_add(1);
    }
    Ok((all, merged))
}

/// Attempts of one place, as of further endpoints that several shards have found, are ordered by their
/// targets, then by what they say.
fn in_order(all: &mut [Placed<'_>]) -> io::Result<()> {
    let same_place = |one: &Placed<'_>, other: &Placed<'_>| one.at.place == other.at.place;
    for group in all.chunk_by_mut(same_place).filter(|group| group.len() > 1) {
        let mut keys: HashMap<(usize, u64), Order> = HashMap::new();
        for placed in group.iter() {
            let line = placed.log.line(placed.at.at)?;
            let written = about(&line).map(|about| about.target.as_written());
            let key = (placed.at.place, written.unwrap_or_default(), line);
            keys.insert(placed.key(), key);
        }
        group.sort_by(|one, other| keys.get(&one.key()).cmp(&keys.get(&other.key())));
    }
    Ok(())
}

impl Placed<'_> {
    fn key(&self) -> (usize, u64) {
        (self.given, self.at.at.offset)
    }
}

fn about(line: &[u8]) -> Option<About> {
    let line: Line = serde_json::from_slice(line).ok()?;
    Some(line.attempt.evidence)
}

/// Attempts that stay, and those of them that each further one is compared with.
struct Staying<'a> {
    kept: Vec<Placed<'a>>,
    /// By host, port and role: where those attempts are that stay.
    known: HashMap<String, Vec<usize>>,
}

/// Of several attempts at one target along one route those stay that differ.
fn without_agreeing<'a>(
    all: Vec<Placed<'a>>,
    agree: &Agree<'_>,
    merged: &mut Merged,
) -> io::Result<Vec<Placed<'a>>> {
    let mut staying = Staying {
        kept: Vec::with_capacity(all.len()),
        known: HashMap::new(),
    };
    for placed in all {
        let line = placed.log.line(placed.at.at)?;
        match about(&line) {
            Some(own) => staying.take(placed, own, (agree, &mut *merged))?,
            // It is copied as it is, and a problem of the one log.
            None => staying.kept.push(placed),
        }
    }
    Ok(staying.kept)
}

impl<'a> Staying<'a> {
    fn take(
        &mut self,
        placed: Placed<'a>,
        own: About,
        (agree, merged): (&Agree<'_>, &mut Merged),
    ) -> io::Result<()> {
        let same = self.known.entry(own.target.as_written()).or_default();
        let mut differing = None;
        for at in same.iter() {
            let other = &mut self.kept[*at];
            // A run measures each target once: what it holds at two places are two targets.
            if other.log.run() == placed.log.run() && other.at.place != placed.at.place {
                continue;
            }
            match compared(&own, (&*other, &placed), agree)? {
                None => {}
                Some(Agreement::Differ) => differing = differing.or(Some(other.given)),
                Some(Agreement::Same) => {
                    merged.agreeing += 1;
                    return Ok(());
                }
                Some(Agreement::SecondOnly) => {
                    merged.agreeing += 1;
                    // It takes the place of the other, under the number of that one.
                    other.log = placed.log;
                    other.at = placed.at;
                    other.given = placed.given;
                    return Ok(());
                }
            }
        }
        if let Some(other) = differing {
            merged.differing.push(Differing {
                target: own.target,
                logs: [other, placed.given],
            });
        }
        same.push(self.kept.len());
        self.kept.push(placed);
        Ok(())
    }
}

/// Whether they agree; `None` where they are not about the same.
fn compared(
    own: &About,
    (other, placed): (&Placed<'_>, &Placed<'_>),
    agree: &Agree<'_>,
) -> io::Result<Option<Agreement>> {
    let Some(about_other) = about(&other.log.line(other.at.at)?) else {
        return Ok(None);
    };
    if !own.target.same_question(&about_other.target) || own.route.proxy != about_other.route.proxy
    {
        return Ok(None);
    }
    let read = |placed: &Placed<'_>| placed.log.attempt(placed.at);
    match (read(other), read(placed)) {
        (Ok(other), Ok(own)) => Ok(Some(agree(&other, &own))),
        // What cannot be read says nothing.
        (Err(_), Ok(_)) => Ok(Some(Agreement::SecondOnly)),
        (_, Err(_)) => Ok(Some(Agreement::Same)),
    }
}

/// The line of an attempt with another number.
pub(super) fn renumbered(line: &[u8], number: u32) -> io::Result<Vec<u8>> {
    const BEGINNING: &[u8] = b"{\"attempt\":{\"place\":";
    if let Some(rest) = line.strip_prefix(BEGINNING) {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        return Ok([BEGINNING, number.to_string().as_bytes(), &rest[digits..]].concat());
    }
    let mut record: Map<String, Value> = serde_json::from_slice(line)?;
    if let Some(attempt) = record.get_mut("attempt").and_then(Value::as_object_mut) {
        attempt.insert("place".into(), number.into());
    }
    Ok(serde_json::to_vec(&record)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gets_another_number_however_it_is_written() {
        let renumber = |line: &str| {
            let line = renumbered(line.as_bytes(), 12).expect("a line");
            String::from_utf8(line).expect("text")
        };
        let usual = "{\"attempt\":{\"place\":7,\"evidence\":{\"b\":1,\"a\":2}}}";
        assert_eq!(renumber(usual), usual.replace('7', "12"));
        let spaced = "{ \"attempt\": {\"evidence\": {}, \"place\": 7}}";
        assert!(renumber(spaced).contains("\"place\":12"), "{spaced}");
    }
}
