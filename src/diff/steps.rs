//! Steps that take much longer than before. What counts as much is a counted rule, the same on every
//! machine: once measured is little, so it must be plain.
//! Pure.

use super::cause::{Cause, Change, Detail};
use crate::codes::{Severity, StepName};
use crate::evidence::{Connection, Step};
use crate::judge::Endpoint;

/// It takes at least so many times as long...
pub const TIMES: u64 = 3;
/// ... and at least so many microseconds longer.
pub const MORE_US: u64 = 500_000;

/// The steps that went well in both runs, and took much longer in one of them.
pub(super) fn changes(old: &Endpoint, new: &Endpoint) -> Vec<Change> {
    let both = took(old).into_iter().zip(took(new));
    let changed = both.filter_map(|((step, was), (_, now))| change(step, was?, now?));
    changed.collect()
}

fn change(step: StepName, was_us: u64, now_us: u64) -> Option<Change> {
    let (cause, severity) = match (much_longer(was_us, now_us), much_longer(now_us, was_us)) {
        (true, _) => (Cause::Slower(step), Severity::Warning),
        (_, true) => (Cause::Faster(step), Severity::Info),
        _ => return None,
    };
    Some(Change {
        cause,
        severity,
        detail: Detail::Took { was_us, now_us },
    })
}

const fn much_longer(was: u64, now: u64) -> bool {
    now >= was.saturating_mul(TIMES) && now - was >= MORE_US
}

/// Of each step the fastest of the endpoint's addresses.
fn took(endpoint: &Endpoint) -> [(StepName, Option<u64>); 5] {
    let attempt = &endpoint.attempt;
    let fastest = |took: fn(&Connection) -> Option<u64>| {
        let all = attempt.connections.iter();
        all.filter_map(took).min()
    };
    [
        (StepName::Dns, done(&attempt.dns)),
        (StepName::Tcp, fastest(|c| done(&c.tcp))),
        (StepName::Proxy, fastest(|c| done(&c.proxy))),
        (StepName::Tls, fastest(|c| done(&c.tls))),
        (StepName::Http, fastest(|c| done(&c.http))),
    ]
}

const fn done<T>(step: &Step<T>) -> Option<u64> {
    if step.is_done() { step.took_us() } else { None }
}

#[cfg(test)]
mod tests {
    use super::much_longer;

    #[test]
    fn much_longer_is_both_many_times_and_noticeably_more() {
        for (was, now, much) in [
            (1_000, 400_000, false),
            (1_000, 501_000, true),
            (250_000, 749_999, false),
            (250_000, 750_000, true),
            (2_000_000, 5_999_999, false),
            (2_000_000, 6_000_000, true),
            (0, 0, false),
            (u64::MAX, u64::MAX, false),
        ] {
            assert_eq!(much_longer(was, now), much, "{was} {now}");
        }
    }
}
