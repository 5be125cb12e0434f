//! How far a run is, in words: how fast it goes, how many endpoints fail, how long it may still take,
//! and which endpoint has been waited for longest. Is told the time; prints nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use unicode_width::UnicodeWidthStr as _;

use crate::engine::{Stage, Whereabouts};
use crate::words;

/// Fewer tell nothing of how fast a run goes.
const ENOUGH: usize = 10;

/// How far a run is.
#[derive(Debug, Default)]
pub(super) struct SoFar {
    /// How many endpoints there are.
    all: usize,
    done: usize,
    failing: usize,
    /// Of those that are done the ones that this run has measured.
    measured: usize,
    /// What is being measured, by its place.
    waiting: BTreeMap<usize, Waiting>,
}

/// An endpoint that is being measured.
#[derive(Debug)]
struct Waiting {
    authority: String,
    /// Since when, of the run's time.
    since: Duration,
    /// In which step it is, and why.
    whereabouts: Whereabouts,
}

impl SoFar {
    /// There are so many more endpoints.
    pub(super) fn more(&mut self, endpoints: usize) {
        self.all += endpoints;
    }

    /// This one is being measured now.
    pub(super) fn starts(
        &mut self,
        place: usize,
        authority: String,
        since: Duration,
        whereabouts: Whereabouts,
    ) {
        let waiting = Waiting {
            authority,
            since,
            whereabouts,
        };
        self.waiting.insert(place, waiting);
    }

    /// The one at this place is done.
    pub(super) fn done(&mut self, place: usize, fails: bool) {
        self.done += 1;
        self.failing += usize::from(fails);
        self.measured += usize::from(self.waiting.remove(&place).is_some());
    }

    /// `3 of 9  12s  2 failing, ...`, in at most so many columns: what is counted first, and whole words.
    pub(super) fn line(&self, now: Duration, columns: usize) -> String {
        let elapsed = humantime::format_duration(Duration::from_secs(now.as_secs()));
        let counted = format!("{} of {}  {elapsed}", self.done, self.all);
        match self.said(now).as_str() {
            "" => counted,
            said => fitting(&format!("{counted}  {said}"), columns),
        }
    }

    /// `2 failing, 38/s, about 3m left, waiting for a.test:443 (and 3 more): TLS, 7 s of 10 s`; where
    /// nobody is left but those, they come first: how fast it went says nothing of them.
    pub(super) fn said(&self, now: Duration) -> String {
        let failing = (self.failing > 0).then(|| format!("{} failing", self.failing));
        let are_last = self.waiting.len() >= self.all.saturating_sub(self.done);
        let (parts, between) = if are_last && !self.waiting.is_empty() {
            (vec![self.slowest(), failing], "; ")
        } else {
            let parts = vec![failing, self.rate(now), self.left(now), self.slowest()];
            (parts, ", ")
        };
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(between)
    }

    fn rate(&self, now: Duration) -> Option<String> {
        let seconds = now.as_secs_f64();
        if self.measured < ENOUGH || seconds <= 0.0 {
            return None;
        }
        let rate = self.measured as f64 / seconds;
        Some(if rate < 1.0 {
            format!("{:.0}/min", rate * 60.0)
        } else {
            format!("{rate:.0}/s")
        })
    }

    fn left(&self, now: Duration) -> Option<String> {
        let left = self.all.saturating_sub(self.done);
        if self.measured < ENOUGH || left == 0 {
            return None;
        }
        let each = now.as_secs_f64() / self.measured as f64;
        let seconds = (each * left as f64).ceil().min(1e9);
        let rounded = match Duration::from_secs_f64(seconds).as_secs() {
            few @ 0..60 => few.max(1),
            some @ 60..3600 => some.div_ceil(60) * 60,
            many => many.div_ceil(600) * 600,
        };
        let left = humantime::format_duration(Duration::from_secs(rounded));
        Some(format!("about {left} left"))
    }

    /// Who has waited longest.
    fn slowest(&self) -> Option<String> {
        let first = self.waiting.values().min_by_key(|one| one.since)?;
        let stage = first.whereabouts.now();
        Some(told(&first.authority, &stage, self.waiting.len() - 1))
    }
}

/// The text, or as many of its words as fit, and what shows that there were more.
fn fitting(text: &str, columns: usize) -> String {
    const MORE: &str = " ...";
    if text.width() <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(MORE.len());
    let ends = text.match_indices(' ').map(|(at, _)| text[..at].trim_end());
    let whole = ends.take_while(|begin| begin.width() <= room).last();
    format!("{}{MORE}", whole.unwrap_or_default())
}

/// `waiting for a.test:443 (and 3 more): asking again: ...; TLS, 7 s of 10 s`.
fn told(name: &str, stage: &Stage, others: usize) -> String {
    let step = stage.step.as_ref();
    let step = step.map(|step| words::running_step(step.name, step.waited, step.at_most));
    let further = stage.further.as_ref();
    let further = further.map(|(kind, because)| words::further_question(kind, because));
    // Why it takes longer than usual comes first: what does not fit is cut.
    let parts: Vec<String> = further.into_iter().chain(step).collect();
    let parts = if parts.is_empty() {
        String::new()
    } else {
        format!(": {}", parts.join("; "))
    };
    let others = match others {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    format!("waiting for {name}{others}{parts}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::StepName;
    use crate::engine::RunningStep;
    use crate::evidence::{ExtraKind, ExtraReason};

    #[test]
    fn a_line_ends_with_a_whole_word() {
        let text = "3 of 9  12s  waiting for a.test:443: TLS, 7 s";
        assert_eq!(fitting(text, 45), text);
        for columns in [44, 40] {
            let cut = fitting(text, columns);
            assert_eq!(cut, "3 of 9  12s  waiting for a.test:443: ...");
        }
        assert_eq!(fitting(text, 39), "3 of 9  12s  waiting for ...");
        assert_eq!(fitting(text, 17), "3 of 9  12s ...");
        assert_eq!(fitting(text, 0), " ...");
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn whoever_has_waited_longest_is_named() {
        let mut so_far = SoFar::default();
        assert_eq!(so_far.said(seconds(0)), "");
        so_far.more(9);
        let starts = |so_far: &mut SoFar, place: usize, since| {
            let name = format!("{place}.test:443");
            so_far.starts(place, name, seconds(since), Whereabouts::default());
        };
        starts(&mut so_far, 7, 0);
        assert_eq!(so_far.said(seconds(0)), "waiting for 7.test:443");
        starts(&mut so_far, 3, 2);
        starts(&mut so_far, 9, 3);
        let said = "waiting for 7.test:443 (and 2 more)";
        assert_eq!(so_far.said(seconds(14)), said);
        so_far.done(7, true);
        let said = "1 failing, waiting for 3.test:443 (and 1 more)";
        assert_eq!(so_far.said(seconds(14)), said);
        // Nobody else is left.
        (10..16).for_each(|place| so_far.done(place, false));
        let said = "waiting for 3.test:443 (and 1 more); 1 failing";
        assert_eq!(so_far.said(seconds(14)), said);
    }

    #[test]
    fn how_fast_it_goes_says_how_long_it_takes() {
        let mut so_far = SoFar::default();
        so_far.more(1000);
        let measure = |so_far: &mut SoFar, places: std::ops::Range<usize>| {
            for place in places {
                so_far.starts(place, String::new(), seconds(0), Whereabouts::default());
                so_far.done(place, false);
            }
        };
        measure(&mut so_far, 0..9);
        assert_eq!(so_far.said(seconds(1)), "", "too few to tell");
        measure(&mut so_far, 9..100);
        assert_eq!(so_far.said(seconds(2)), "50/s, about 18s left");
        assert_eq!(so_far.said(seconds(25)), "4/s, about 4m left");
        assert_eq!(so_far.said(seconds(600)), "10/min, about 1h 30m left");
        measure(&mut so_far, 100..1000);
        assert_eq!(so_far.said(seconds(10)), "100/s");
    }

    /// What was measured before an interruption took none of this run's time.
    #[test]
    fn what_is_taken_over_does_not_count_for_the_rate() {
        let mut so_far = SoFar::default();
        so_far.more(1000);
        (0..900).for_each(|place| so_far.done(place, false));
        assert_eq!(so_far.said(seconds(1)), "");
        for place in 900..950 {
            so_far.starts(place, String::new(), seconds(0), Whereabouts::default());
            so_far.done(place, false);
        }
        assert_eq!(so_far.said(seconds(5)), "10/s, about 5s left");
    }

    #[test]
    fn the_step_its_time_and_the_reason_are_told() {
        let in_step = |name, waited, most| Stage {
            step: Some(RunningStep {
                name,
                waited: Duration::from_millis(waited),
                at_most: Duration::from_secs(most),
            }),
            further: None,
        };
        let said = |stage: &Stage| told("a.test:443", stage, 0);
        assert_eq!(
            said(&in_step(StepName::Tls, 7_900, 10)),
            "waiting for a.test:443: TLS, 7 s of 10 s"
        );
        assert_eq!(
            said(&in_step(StepName::Dns, 900, 5)),
            "waiting for a.test:443: name lookup"
        );
        let again = |because| Stage {
            further: Some((ExtraKind::Again, because)),
            ..in_step(StepName::Tcp, 2_000, 5)
        };
        let turns = ExtraReason::Verdict("addresses-differ".into());
        assert_eq!(
            said(&again(turns)),
            "waiting for a.test:443: asking again: different certificates are presented; connection, 2 s of 5 s"
        );
        let unknown = ExtraReason::Verdict("of-a-later-version".into());
        assert_eq!(
            said(&again(unknown)),
            "waiting for a.test:443: asking again; connection, 2 s of 5 s"
        );
    }
}
