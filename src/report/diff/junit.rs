//! `-o junit`: an endpoint of either run is a test case, in the suite of its role. What matters is a
//! failure; what only the older run has is skipped.

use super::detail;
use super::told::{Differences, named};
use crate::diff::{Change, Changed};
use crate::error::Error;
use crate::report::junit::{Case, Ended, Fate, document, inputs, suites};
use crate::words;

/// What all suites together are called.
const NAME: &str = "probe diff";
/// The kind of what is in the older run only.
const GONE: &str = "not-measured";

pub(super) fn render(told: &Differences<'_>) -> Result<String, Error> {
    let cases = told.endpoints.iter();
    let mut suites = suites(cases.map(|changed| (changed.key.role, case(told, changed))));
    suites.extend(inputs(told.problems, None));
    let mut text = String::new();
    document(NAME, &suites, &mut text)?;
    Ok(text)
}

fn case(told: &Differences<'_>, changed: &Changed) -> Case {
    let mut weighty = changed.changes.iter().filter(|c| told.matters(c.severity));
    let how = match weighty.next() {
        Some(first) => {
            let said = words::change_between(&first.cause).said;
            Some((Fate::Failure, first.cause.name(), said))
        }
        None if changed.new.is_none() => {
            let first = changed.changes.first();
            let said = first.map(|first| words::change_between(&first.cause).said);
            Some((Fate::Skipped, GONE, said.unwrap_or_default()))
        }
        None => None,
    };
    Case {
        name: named(&changed.key),
        suite: changed.key.role,
        took: None,
        ended: how.map(|(fate, code, message)| Ended {
            fate,
            code,
            message,
            story: story(&changed.changes),
        }),
    }
}

/// Every change, with what is the endpoint's own.
fn story(changes: &[Change]) -> String {
    let one = |change: &Change| {
        let told = words::change_between(&change.cause);
        let mut lines = vec![format!("{}: {}", change.cause.name(), told.said)];
        let [was, now] = detail::sides(&change.cause, true);
        for (label, values) in [("was", was), ("now", now)] {
            if !values.is_empty() {
                lines.push(format!("  {label}: {}", values.join(", ")));
            }
        }
        let own = detail::of(&change.detail).into_iter();
        lines.extend(own.map(|line| format!("  {line}")));
        if !told.advice.is_empty() {
            lines.push(format!("  what to do: {}", told.advice));
        }
        lines.join("\n")
    };
    let all: Vec<String> = changes.iter().map(one).collect();
    all.join("\n")
}
