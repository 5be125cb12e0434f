//! What a report on two runs is made of, and how an endpoint is called in it.
//! Pure.

use crate::codes::Severity;
use crate::diff::{Block, Cause, Changed, EndpointKey, WholeChanges};
use crate::error::Problem;
use crate::foreign::on_one_line;
use crate::judge::Verdict;
use crate::moment::Moment;
use crate::words::{self, Subject};

/// Everything that the report shows.
pub struct Differences<'a> {
    /// Name and version of the program: `probe 0.1.0`.
    pub tool: &'a str,
    /// The older run, as it was named.
    pub old: DiffedRun<'a>,
    /// The newer run.
    pub new: DiffedRun<'a>,
    /// Every endpoint of either run.
    pub endpoints: &'a [Changed],
    /// What changed beside the endpoints.
    pub whole: &'a WholeChanges<'a>,
    /// The least severity that matters; `None`: none does.
    pub fail_on: Option<Severity>,
    /// What could not be read of either file, and inputs that the runs could not use.
    pub problems: &'a [Problem],
}

/// One of the two runs.
pub struct DiffedRun<'a> {
    /// As it was named.
    pub file: &'a str,
    /// Name and version of the program that wrote it.
    pub tool: &'a str,
    /// When it was measured, and the time at which it is judged.
    pub at: Moment,
    /// How many endpoints it has.
    pub endpoints: usize,
    /// It came to its end.
    pub is_whole: bool,
}

impl Differences<'_> {
    /// Changes of this severity matter.
    pub(super) fn matters(&self, severity: Severity) -> bool {
        self.fail_on.is_some_and(|least| severity >= least)
    }

    /// Something matters.
    pub(super) fn any_matters(&self) -> bool {
        let mut all = self.endpoints.iter();
        all.any(|changed| self.matters(changed.severity()))
    }

    /// No endpoint is in both runs.
    pub(super) fn have_nothing_in_common(&self) -> bool {
        let mut all = self.endpoints.iter();
        !all.any(|changed| changed.old.is_some() && changed.new.is_some())
    }
}

/// `s3.example.test:443`, and the name that it must prove where that is another.
pub(super) fn named(key: &EndpointKey) -> String {
    on_one_line(&match &key.servername {
        Some(name) => format!("{} as {name}", key.authority),
        None => key.authority.clone(),
    })
}

/// What to do about a cause that all endpoints of a block have: of a verdict only where the same is to
/// be done for all.
pub(super) fn advice(block: &Block<'_>, cause: &Cause) -> String {
    let own = words::change_between(cause).advice;
    let (Cause::Verdict { now: code, .. } | Cause::Came(code) | Cause::Added(code)) = cause else {
        return own;
    };
    let act = |changed: &&Changed| {
        let news = changed.news.as_ref()?;
        let verdict = news.verdicts.iter().find(|v| v.code() == *code)?;
        Some(in_brief(&news.target, verdict))
    };
    let mut all = block.endpoints.iter().map(act);
    let first = all.next().flatten().unwrap_or_default();
    if all.all(|other| other.as_ref() == Some(&first)) {
        first
    } else {
        String::new()
    }
}

fn in_brief(target: &crate::target::Target, verdict: &Verdict) -> String {
    words::brief(&verdict.finding, &Subject::of(target, verdict)).act
}
