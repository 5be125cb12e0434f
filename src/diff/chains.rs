//! How two chains relate: the same certificates, one of the same issuer, or one of another.
//! Pure.

use std::collections::BTreeSet;

use super::cause::ChainKind;
use super::issuer::{self, Issuers};
use super::shown::Shown;
use crate::cert::Facts;

/// How the newer of two chains relates to the older.
pub(super) fn relation(old: &Shown<'_>, new: &Shown<'_>) -> ChainKind {
    if old.fingerprints() == new.fingerprints() {
        return ChainKind::Reordered;
    }
    if old.leaf == new.leaf {
        return ChainKind::OthersSent;
    }
    let facts = old.leaf.facts().zip(new.leaf.facts());
    let (Some((was, now)), Some(issuers)) = (facts, issuer::relation(old, new)) else {
        return ChainKind::Unreadable;
    };
    match issuers {
        Issuers::Replaced => ChainKind::IssuerReplaced,
        Issuers::Rotated => ChainKind::IssuerRotated,
        // With another key, whoever is its own issuer is another one.
        Issuers::Same if new.is_its_own_issuer() && was.spki != now.spki => {
            ChainKind::IssuerRotated
        }
        Issuers::Same => of_one_issuer(was, now),
    }
}

fn of_one_issuer(was: &Facts, now: &Facts) -> ChainKind {
    if was.spki == now.spki {
        return match was.not_after.cmp(&now.not_after) {
            std::cmp::Ordering::Less => ChainKind::Renewed,
            std::cmp::Ordering::Greater => ChainKind::Reverted,
            std::cmp::Ordering::Equal => ChainKind::Reissued,
        };
    }
    if names(was) == names(now) {
        ChainKind::Rekeyed
    } else {
        ChainKind::Reissued
    }
}

/// The names that it proves; the common name where it has no others, as old clients read it.
fn names(facts: &Facts) -> BTreeSet<String> {
    let dns = facts.dns_names.iter().map(ToString::to_string);
    let ips = facts.ip_names.iter().map(ToString::to_string);
    let all: BTreeSet<String> = dns.chain(ips).map(|name| name.to_lowercase()).collect();
    if all.is_empty() {
        facts.subject_cn.iter().map(ToString::to_string).collect()
    } else {
        all
    }
}
