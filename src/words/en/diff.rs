//! English for what changed between two runs, and what to do about it. One sentence for each cause; how
//! an anchor differs is said as `export-bundle --expect` says it.

use super::lock;
use crate::bundle::lock::ChangeKind;
use crate::codes::{Code, StepName};
use crate::diff::{Cause, ChainKind, MORE_US, StoreChange, TIMES};
use crate::words::told::Told;

/// What changed, and what to do.
pub(in crate::words) fn change(cause: &Cause) -> Told {
    match cause {
        Cause::Anchor { kind, .. } => anchor(*kind),
        Cause::Chain { kind, .. } => chain(*kind),
        Cause::Route { was, now } => Told::new(
            format!(
                "the way was {}, and is {}",
                way(was.as_deref()),
                way(now.as_deref())
            ),
            "if that was not meant: look at the proxy variables of whoever ran probe, and at the Proxy of the cluster",
        ),
        Cause::Added(code) => Told::new(
            format!("only the newer run has measured it: {}", named(*code)),
            "",
        ),
        Cause::Removed => Told::new(
            "only the older run has measured it",
            "if it was not taken off the list: see whether the newer run came to its end, and whether discovery still finds the endpoint",
        ),
        Cause::Verdict { was, now } => Told::new(format!("{} -> {}", was.name(), named(*now)), ""),
        Cause::Expected { was, now } => Told::new(
            format!(
                "the verdict is the same; {}, and {}",
                expectation(*was, "was"),
                expectation(*now, "is")
            ),
            "",
        ),
        Cause::Came(code) => Told::new(named(*code), ""),
        Cause::Went(code) => Told::new(format!("not found any more: {}", named(*code)), ""),
        Cause::Addresses => Told::new("the name leads to other addresses", ""),
        Cause::Slower(step) => Told::new(
            format!("{} takes much longer", self::step(*step)),
            "measure again: once is little; if it stays, look at what lies on that way",
        ),
        Cause::Faster(step) => Told::new(format!("{} took much longer", self::step(*step)), ""),
    }
}

/// `expired: a certificate of the chain is past its end date`.
fn named(code: Code) -> String {
    if code == Code::Ok {
        code.name().to_owned()
    } else {
        format!("{}: {}", code.name(), super::text(code).title)
    }
}

fn anchor(kind: ChangeKind) -> Told {
    let said = if kind == ChangeKind::NotRecorded {
        "its CA is not in a bundle of the older run, which could not tell of this endpoint"
    } else {
        lock::said(kind)
    };
    let advice = match kind {
        ChangeKind::Renewed => {
            "the CA was renewed, and bundles with the old certificate work until that ends; hand out a new one before then"
        }
        ChangeKind::Moved | ChangeKind::Dropped => "",
        ChangeKind::Renamed => {
            "whoever holds the CA's key made this; ask its administrator why, then write the bundle anew with `probe export-bundle`"
        }
        ChangeKind::Rotated => {
            "the CA was rotated, and the old key signed for the new one; compare the SHA-256 with its administrator, then write the bundle anew with `probe export-bundle`"
        }
        ChangeKind::Unchecked => {
            "trust it only after its administrator has confirmed this SHA-256, then write the bundle anew with `probe export-bundle`"
        }
        ChangeKind::Replaced => {
            "the CA was replaced, the cluster installed again, or somebody is on the way: trust it only after its administrator has confirmed this SHA-256; `probe endpoints --compare-routes` looks for an interceptor; then write the bundle anew with `probe export-bundle`"
        }
        ChangeKind::NotRecorded => {
            "compare the SHA-256 with its administrator, then write the bundle anew with `probe export-bundle`"
        }
    };
    Told::new(said, advice)
}

fn chain(kind: ChainKind) -> Told {
    let advice = match kind {
        ChainKind::IssuerRotated | ChainKind::IssuerReplaced => {
            "if a bundle of the older run does not verify it, compare the SHA-256 with the administrator of the server before anybody trusts it; `probe endpoints --compare-routes` looks for an interceptor"
        }
        ChainKind::Unreadable => "see what is wrong with it: `probe endpoints -o wide`",
        ChainKind::Reordered
        | ChainKind::OthersSent
        | ChainKind::Renewed
        | ChainKind::Reverted
        | ChainKind::Rekeyed
        | ChainKind::Reissued
        | ChainKind::Joined
        | ChainKind::Withdrawn => "",
    };
    let said = match kind {
        ChainKind::Reordered => "the same certificates are sent in another order",
        ChainKind::OthersSent => "the same certificate is sent with others beside it",
        ChainKind::Renewed => "renewed: the same key and issuer, with a later end",
        ChainKind::Reverted => {
            "an earlier certificate: the same key and issuer, with an earlier end"
        }
        ChainKind::Rekeyed => "re-keyed: the same names and issuer, with another key",
        ChainKind::Reissued => "issued anew by the same issuer",
        ChainKind::Unreadable => "another certificate, and one of the two cannot be read",
        ChainKind::IssuerRotated => "rotated: its issuer has the same name and another key",
        ChainKind::IssuerReplaced => "replaced: it has another issuer altogether",
        ChainKind::Joined => "one more certificate is shown beside what was shown before",
        ChainKind::Withdrawn => "one of several certificates is not shown any more",
    };
    Told::new(said, advice)
}

fn way(proxy: Option<&str>) -> String {
    proxy.map_or_else(|| "direct".into(), |proxy| format!("through {proxy}"))
}

fn expectation(met: Option<bool>, verb: &str) -> String {
    match met {
        None => format!("no other {verb} expected"),
        Some(true) => format!("it {verb} the expected one"),
        Some(false) => format!("another {verb} expected"),
    }
}

const fn step(step: StepName) -> &'static str {
    match step {
        StepName::Dns => "the lookup of the name",
        StepName::Tcp => "the connection",
        StepName::Proxy => "the way through the proxy",
        StepName::Tls | StepName::Certificate => "the TLS handshake",
        StepName::Http => "the answer to the request",
    }
}

/// How a store differs.
pub(in crate::words) fn store(change: &StoreChange) -> String {
    let StoreChange { name, was, now } = change;
    match (was, now) {
        (None, Some(now)) => format!("{name}: only the newer run has it ({now} certificates)"),
        (Some(was), None) => format!("{name}: only the older run has it ({was} certificates)"),
        (Some(was), Some(now)) if was != now => {
            format!("{name}: {was} certificates, now {now}")
        }
        _ => format!("{name}: as many certificates, and others among them"),
    }
}

/// From when on a step counts as slower.
pub(in crate::words) fn time_rule() -> String {
    format!(
        "a step counts as slower where it takes at least {TIMES} times as long and {} ms longer than before, on the fastest address of each run",
        MORE_US / 1000
    )
}
