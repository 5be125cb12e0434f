//! What Go refuses and other clients overlook: the faults of a chain, and who minds none of them.
//! A chain with a fault of any other kind is accepted by nobody, as far as is known here.

use super::groups::{ALL_BUT_CHROMIUM, JAVA, JAVA_AND_NSS, NSS, OPENSSL_GNUTLS_AND_JAVA};
use super::overlooked::{self, Overlooked, Tolerated};
use super::quirk::{AnchorPart, Client, ClientQuirk};
use super::view::{self, ChainView};
use crate::cert::{Cert, Facts, NameConstraints};
use crate::dialects::go::GoRefusal;
use crate::judge::names::{self, NameProof};
use crate::target::Host;

const BY_COMMON_NAME: &[Client] = &[
    Client::Curl,
    Client::Openssl,
    Client::Node,
    Client::GnuTls,
    Client::Java,
    Client::Nss,
];
const BY_COMMON_NAME_BESIDE_ADDRESSES: &[Client] =
    &[Client::Openssl, Client::Node, Client::Java, Client::Nss];
const BY_COMMON_NAME_OF_ADDRESS: &[Client] = &[Client::Curl, Client::Nss];
const WITHOUT_BASIC_CONSTRAINTS: &[Client] = &[
    Client::Curl,
    Client::Openssl,
    Client::Node,
    Client::OldPython,
    Client::GnuTls,
    Client::Nss,
    Client::Chromium,
];
const WITH_PSS_LEAF: &[Client] = OPENSSL_GNUTLS_AND_JAVA;
const WITH_PSS_CA: &[Client] = ALL_BUT_CHROMIUM;

/// Why this client accepts all the same: it overlooks every fault.
pub(super) fn of(client: Client, faults: &[Tolerated]) -> Option<ClientQuirk> {
    let all = faults.iter().all(|fault| fault.by.contains(&client));
    faults
        .first()
        .filter(|_| all)
        .map(|fault| fault.why.clone())
}

/// Every fault of the chain; `None` where one is that nobody overlooks, or where none was found.
pub(super) fn faults(view: &ChainView<'_>, refusal: &GoRefusal) -> Option<Vec<Tolerated>> {
    let anchor = view.anchor?;
    let leaf = view.leaf()?;
    let mut all = match overlooked::by_refusal(view, refusal) {
        Overlooked::ByNobody => return None,
        Overlooked::ByFacts => Vec::new(),
        Overlooked::By(row) => vec![row],
    };
    if names::prove(leaf, view.name) != NameProof::Proven {
        all.push(Tolerated {
            by: by_common_name(leaf, view.name)?,
            why: ClientQuirk::TakesCommonName,
        });
    }
    for at in 0..anchor {
        below(view, at)?;
    }
    let used = (0..=anchor).filter_map(|at| Some((at, view.facts(at)?)));
    for (at, facts) in used {
        all.extend(of_one(view, (at, facts), anchor));
    }
    all.extend(of_anchor(view, anchor)?);
    all.extend(overlooked::of_purposes(view, anchor)?);
    (!all.is_empty()).then_some(all)
}

/// Who takes the common name for this name; `None` where it is another, or names of the kind that is
/// looked for are there.
fn by_common_name(leaf: &Facts, wanted: &Host) -> Option<&'static [Client]> {
    if !leaf.dns_names.is_empty() || !names::common_name_covers(leaf, wanted) {
        return None;
    }
    match wanted {
        Host::Ip(_) => (!leaf.has_san).then_some(BY_COMMON_NAME_OF_ADDRESS),
        Host::Name(_) if leaf.ip_names.is_empty() => Some(BY_COMMON_NAME),
        Host::Name(_) => Some(BY_COMMON_NAME_BESIDE_ADDRESSES),
    }
}

/// Nothing that everybody minds is wrong with a certificate below the anchor.
fn below(view: &ChainView<'_>, at: usize) -> Option<()> {
    let facts = view.facts(at)?;
    let allows = |most: u32| at <= most as usize + 1;
    let issues = facts.may_issue()
        && facts.path_len.is_none_or(allows)
        && facts
            .name_constraints
            .as_ref()
            .is_none_or(|rule| !forbids(view, rule));
    let usable = facts.valid_at(view.at) && facts.unknown_critical.is_empty();
    (usable && (at == 0 || issues)).then_some(())
}

fn of_one(view: &ChainView<'_>, (at, facts): (usize, &Facts), anchor: usize) -> Vec<Tolerated> {
    let mut all = Vec::new();
    if facts.has_negative_serial() {
        all.push(Tolerated {
            by: &Client::ALL,
            why: ClientQuirk::ReadsNegativeSerial(view.member(at)),
        });
    }
    if at < anchor && view::by_sha1(facts) {
        all.push(Tolerated {
            by: JAVA_AND_NSS,
            why: ClientQuirk::TakesSha1(view.member(at)),
        });
    }
    if facts.key.is_pss_only() {
        all.push(Tolerated {
            by: if at == 0 { WITH_PSS_LEAF } else { WITH_PSS_CA },
            why: ClientQuirk::KnowsPssKeys,
        });
    }
    all
}

/// A name of the leaf lies where it must not, as Go decides it of names of hosts.
fn forbids(view: &ChainView<'_>, rule: &NameConstraints) -> bool {
    view.leaf()
        .is_some_and(|leaf| names::forbidden(leaf, rule).is_some())
}

/// `None`: it is no CA, which nobody overlooks.
fn of_anchor(view: &ChainView<'_>, anchor: usize) -> Option<Vec<Tolerated>> {
    let facts = view.facts(anchor)?;
    let between = view.path.get(1..anchor).unwrap_or_default();
    let issued = |cert: &&&Cert| cert.facts().is_some_and(|f| !f.self_issued());
    let count = between.iter().filter(issued).count();
    let forbids = |rule| forbids(view, rule);
    let signs = facts.key_usage.as_ref().is_none_or(|usage| usage.cert_sign);
    let is_none = facts.ca.is_some() || !signs;
    if anchor > 0 && !facts.may_issue() && is_none {
        return None;
    }
    let wrong = [
        (!facts.valid_at(view.at), AnchorPart::Dates, JAVA),
        (
            anchor > 0 && facts.path_len.is_some_and(|most| count > most as usize),
            AnchorPart::PathLength,
            JAVA,
        ),
        (
            anchor > 0 && facts.name_constraints.as_ref().is_some_and(forbids),
            AnchorPart::Names,
            JAVA,
        ),
        (
            anchor > 0 && facts.may_issue() && !signs,
            AnchorPart::KeyUsage,
            NSS,
        ),
        (
            !facts.unknown_critical.is_empty(),
            AnchorPart::CriticalExtensions,
            JAVA_AND_NSS,
        ),
        (
            anchor > 0 && !facts.may_issue(),
            AnchorPart::BasicConstraints,
            WITHOUT_BASIC_CONSTRAINTS,
        ),
    ];
    let faults = wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    let told = faults.map(|(_, part, by)| Tolerated {
        by,
        why: ClientQuirk::IgnoresOfAnchor(part),
    });
    Some(told.collect())
}
