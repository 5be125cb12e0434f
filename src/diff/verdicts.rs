//! Verdicts that came, went or changed. What matters is what fails now and did not before, or fails
//! otherwise; what is cured does not.
//! Pure.

use std::collections::BTreeSet;

use super::cause::{Cause, Change, Detail};
use crate::codes::{Code, Severity};
use crate::judge::{Endpoint, Verdict};

/// Only the newer run has it.
pub(super) fn added(new: &Endpoint) -> Change {
    let severity = if new.severity() == Severity::Failure {
        Severity::Failure
    } else {
        Severity::Info
    };
    Change::of(Cause::Added(new.verdict.code()), severity)
}

/// Only the older run has it.
pub(super) fn removed(old: &Endpoint) -> Change {
    Change {
        cause: Cause::Removed,
        severity: Severity::Warning,
        detail: Detail::Was(old.verdict.code()),
    }
}

/// Of an endpoint that both runs have.
pub(super) fn changes(old: &Endpoint, new: &Endpoint) -> Vec<Change> {
    let (was, now) = (old.verdict.code(), new.verdict.code());
    let mut all = Vec::new();
    if was == now {
        all.extend(expectation(old, new));
    } else {
        let severity = headline_weighs(new);
        all.push(Change::of(Cause::Verdict { was, now }, severity));
    }
    let (before, after) = (codes(old), codes(new));
    let came = after.difference(&before).filter(|code| **code != now);
    let came = came.filter_map(|code| {
        let found = new.findings.iter().find(|v| v.code() == *code)?;
        Some(Change::of(Cause::Came(*code), weighs(new, found)))
    });
    all.extend(came);
    let went = before.difference(&after).filter(|code| **code != was);
    all.extend(went.map(|code| Change::of(Cause::Went(*code), Severity::Ok)));
    all
}

fn codes(endpoint: &Endpoint) -> BTreeSet<Code> {
    endpoint.verdicts().map(Verdict::code).collect()
}

/// The same headline, of which something else is expected.
fn expectation(old: &Endpoint, new: &Endpoint) -> Option<Change> {
    let (was, now) = (old.is_as_expected(), new.is_as_expected());
    let severity = match new.severity() {
        worse if worse > old.severity() => worse,
        _ => Severity::Ok,
    };
    (was != now).then(|| Change::of(Cause::Expected { was, now }, severity))
}

/// As the exit code of the run itself has it: an expected verdict is no failure, another one in its
/// place is.
fn headline_weighs(new: &Endpoint) -> Severity {
    match new.is_as_expected() {
        Some(true) => Severity::Ok,
        Some(false) => Severity::Failure,
        None => new.verdict.severity(),
    }
}

/// Beside a headline that is no failure, a failure is one of some addresses, and a warning. An
/// interceptor is one wherever it is.
fn weighs(new: &Endpoint, found: &Verdict) -> Severity {
    if found.code() == Code::Intercepted {
        return Severity::Failure;
    }
    let most = match new.is_as_expected() {
        Some(true) => Severity::Info,
        _ if new.verdict.is_failure() => Severity::Failure,
        _ => Severity::Warning,
    };
    found.severity().min(most)
}
