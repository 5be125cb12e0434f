//! Evidence in a few words: durations, steps, faults, dates, chains, addresses.
//! Says what was seen, never what it means; what is foreign goes through `foreign::on_one_line`.

use crate::cert::Cert;
use crate::codes::Severity;
use crate::evidence::{Connection, Fault, Step};
use crate::foreign::Foreign;
use crate::foreign::on_one_line;
use crate::judge::{CertSource, Endpoint, RuleVerdict};
use crate::moment::Moment;
use crate::route::Route;
use crate::target::Target;
use crate::words;

use super::cell::{Cell, Tone};

/// Microseconds as people read them: `0.4ms`, `12ms`, `5.0s`, `75s`.
pub(super) fn duration(us: u64) -> String {
    let ms = us as f64 / 1e3;
    match us {
        0..9_950 => format!("{ms:.1}ms"),
        9_950..999_500 => format!("{ms:.0}ms"),
        999_500..99_950_000 => format!("{:.1}s", ms / 1e3),
        _ => format!("{:.0}s", ms / 1e3),
    }
}

/// A step in a table: `12ms`, `fail 5.0s`, `-` (not tried) or `skip` (left out on purpose).
pub(super) fn step<T>(step: &Step<T>) -> Cell {
    match step {
        Step::Done { took_us, .. } => Cell::new(Tone::Plain, duration(*took_us)),
        Step::Failed { took_us, .. } => {
            Cell::new(Tone::Bad, format!("fail {}", duration(*took_us)))
        }
        Step::NotTried => Cell::new(Tone::Faint, "-"),
        Step::Skipped { .. } => Cell::new(Tone::Faint, "skip"),
    }
}

/// How a step ended, in a sentence: `12ms`, `failed after 5.0s: timed out`, `not tried`, `skipped:
/// the role asks nothing`.
pub(super) fn step_story<T>(step: &Step<T>) -> String {
    match step {
        Step::Done { took_us, .. } => duration(*took_us),
        Step::Failed { took_us, fault, .. } => {
            format!("failed after {}: {fault}", duration(*took_us))
        }
        Step::NotTried => "not tried: an earlier step failed".into(),
        Step::Skipped { why } => format!("skipped: {why}"),
    }
}

/// The four fates as the machine formats name them.
pub(super) const fn step_state<T>(step: &Step<T>) -> &'static str {
    match step {
        Step::Done { .. } => "done",
        Step::Failed { .. } => "failed",
        Step::NotTried => "not-tried",
        Step::Skipped { .. } => "skipped",
    }
}

/// A fault's stable name, as in saved evidence.
pub(super) const fn fault_kind(fault: &Fault) -> &'static str {
    match fault {
        Fault::NoSuchName => "no-such-name",
        Fault::NoAddress => "no-address",
        Fault::Resolver { .. } => "resolver",
        Fault::Refused => "refused",
        Fault::Unreachable { .. } => "unreachable",
        Fault::Reset => "reset",
        Fault::Closed => "closed",
        Fault::TimedOut { .. } => "timed-out",
        Fault::Alert { .. } => "alert",
        Fault::NotTls { .. } => "not-tls",
        Fault::ProxyStatus { .. } => "proxy-status",
        Fault::SocksRefused { .. } => "socks-refused",
        Fault::MessageTooLarge { .. } => "message-too-large",
        Fault::NoCommonParameters { .. } => "no-common-parameters",
        Fault::Malformed { .. } => "malformed",
        Fault::NotContacted { .. } => "not-contacted",
        Fault::OwnLimit { .. } => "own-limit",
        Fault::Other { .. } => "other",
    }
}

/// The tone of a verdict's code.
pub(super) const fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Ok => Tone::Good,
        Severity::Info => Tone::Plain,
        Severity::Warning => Tone::Warn,
        Severity::Failure => Tone::Bad,
    }
}

/// `1 certificate`, `2 certificates`.
pub(super) fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// The first `most` of a list, and how many more there are.
pub(super) fn bounded<T: ToString>(all: &[T], most: usize) -> Vec<String> {
    let mut shown: Vec<String> = all.iter().take(most).map(T::to_string).collect();
    if all.len() > most {
        shown.push(format!("and {} more", all.len() - most));
    }
    shown
}

/// `in 12 days`, `within a day`, `3 days ago`; whole days only.
pub(super) fn distance(now: Moment, then: Moment) -> String {
    let past = then < now;
    let days = if past {
        then.days_until(now)
    } else {
        now.days_until(then)
    };
    let days = usize::try_from(days).unwrap_or_default();
    match (days, past) {
        (0, true) => "less than a day ago".into(),
        (0, false) => "within a day".into(),
        (_, true) => format!("{} ago", count(days, "day")),
        (_, false) => format!("in {}", count(days, "day")),
    }
}

/// An endpoint in a heading: `s3.lab.example.test:443,` and `replication repository (S3)`.
pub(super) fn who(target: &Target) -> [String; 2] {
    [
        on_one_line(&format!("{},", target.authority())),
        words::title_of(target.role).into(),
    ]
}

/// The addresses did not all fare alike, step by step.
pub(super) fn fared_differently(connections: &[Connection]) -> bool {
    let fate = |c: &Connection| {
        [
            step_state(&c.tcp),
            step_state(&c.proxy),
            step_state(&c.tls),
            step_state(&c.http),
        ]
    };
    connections
        .windows(2)
        .any(|two| fate(&two[0]) != fate(&two[1]))
}

/// Whose address it is, where that is not the target's: ` (the proxy)`.
pub(super) const fn whose(route: &Route) -> &'static str {
    if route.is_direct() {
        ""
    } else {
        " (the proxy)"
    }
}

/// Leaf to root in short, one item per certificate: `leaf`, `< Issuing CA`, `< Root [system]`, `<
/// (Root: missing)`. Of a chain that was not judged, the certificates as sent.
pub(super) fn chain_in_short(endpoint: &Endpoint) -> Vec<String> {
    let path = endpoint.path();
    let mut items: Vec<String> = path
        .iter()
        .map(|(cert, learnt)| format!("{}{}", cert.label(), learnt_mark(learnt)))
        .collect();
    items.extend(unproved_issuer(endpoint).map(|issuer| match issuer {
        UnprovedIssuer::Missing(name) => format!("({name}: missing)"),
        UnprovedIssuer::Unchecked(name) => format!("({name}: its signature cannot be checked)"),
    }));
    items
        .iter()
        .enumerate()
        .map(|(n, item)| {
            if n == 0 {
                item.clone()
            } else {
                format!("< {item}")
            }
        })
        .collect()
}

fn learnt_mark(learnt: &CertSource) -> String {
    match learnt {
        CertSource::Sent => String::new(),
        CertSource::Store(name) | CertSource::Endpoint(name) => format!(" [{name}]"),
        CertSource::Aia(_) => " [AIA]".into(),
    }
}

/// Where a certificate was learnt, in words.
pub(super) fn learnt_text(learnt: &CertSource) -> String {
    match learnt {
        CertSource::Sent => "sent by the server".into(),
        CertSource::Store(name) => format!("not sent, held by the store {name}"),
        CertSource::Endpoint(authority) => format!("not sent here, but by {authority}"),
        CertSource::Aia(url) => format!("not sent, fetched from {url}, unauthenticated"),
    }
}

/// Who would have to sign next, by name.
pub(super) enum UnprovedIssuer {
    /// Nobody sent it.
    Missing(Foreign),
    /// It was sent, and nobody here can check whether it signed: an algorithm that few have (Ed448).
    Unchecked(Foreign),
}

/// The issuer of the topmost certificate of the path that was proved, where that one did not sign
/// itself.
pub(super) fn unproved_issuer(endpoint: &Endpoint) -> Option<UnprovedIssuer> {
    let (top, _) = endpoint.trust.as_ref()?.path.last()?;
    let facts = top.facts().filter(|facts| !facts.self_issued())?;
    let label = facts.issuer_label();
    let may_have_signed = |cert: &Cert| {
        let named = cert.facts().map(|theirs| &theirs.subject_der);
        named == Some(&facts.issuer_der) && top.is_unknown_whether_signed_by(cert)
    };
    Some(if endpoint.sent().iter().any(may_have_signed) {
        UnprovedIssuer::Unchecked(label)
    } else {
        UnprovedIssuer::Missing(label)
    })
}

/// Both rules, where they do not agree on the chain.
pub(super) fn rules_differ(endpoint: &Endpoint) -> Option<String> {
    let trust = endpoint.trust.as_ref()?;
    (trust.go.is_accepted() != trust.strict.is_accepted()).then(|| {
        format!(
            "go {}, strict {}",
            in_brief(&trust.go),
            in_brief(&trust.strict)
        )
    })
}

fn in_brief<R: ToString>(rule: &RuleVerdict<R>) -> String {
    if rule.is_accepted() {
        "accepts".to_owned()
    } else {
        format!("refuses ({})", rule.says())
    }
}

/// `accepts`, `refuses: x509: certificate signed by unknown authority`.
pub(super) fn verdict<R: ToString>(rule: &RuleVerdict<R>) -> String {
    if rule.is_accepted() {
        "accepts".to_owned()
    } else {
        format!("refuses: {}", rule.says())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::SkipReason;

    #[test]
    fn durations_keep_two_digits_that_matter() {
        let cases = [
            (400, "0.4ms"),
            (9_940, "9.9ms"),
            (12_300, "12ms"),
            (999_499, "999ms"),
            (999_600, "1.0s"),
            (75_000_000, "75.0s"),
        ];
        for (us, text) in cases {
            assert_eq!(duration(us), text);
        }
        assert_eq!(duration(120_000_000), "120s");
    }

    #[test]
    fn the_four_fates_look_different() {
        let fates: [Step<()>; 4] = [
            Step::Done {
                took_us: 1000,
                saw: (),
            },
            Step::Failed {
                took_us: 1000,
                fault: Fault::Refused,
                saw: None,
            },
            Step::NotTried,
            Step::Skipped {
                why: SkipReason::DirectRoute,
            },
        ];
        assert_eq!(
            fates.each_ref().map(|fate| step(fate).text),
            ["1.0ms", "fail 1.0ms", "-", "skip"]
        );
        assert_eq!(
            fates.each_ref().map(step_state),
            ["done", "failed", "not-tried", "skipped"]
        );
    }

    #[test]
    fn dates_are_told_by_their_distance() {
        let now = Moment(1_000_000_000);
        let at = |days| distance(now, now.plus_days(days));
        assert_eq!(
            [at(-3), at(0), at(1), at(40)],
            ["3 days ago", "within a day", "in 1 day", "in 40 days"]
        );
    }
}
