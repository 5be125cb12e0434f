//! Who was measured to overlook what Go refuses a chain for, refusal by refusal, and who takes which
//! purposes. Where a client has a reason of its own to refuse, that is asked in its own file.

use super::groups::{
    ALL_BUT_CHROMIUM, ALL_BUT_JAVA, JAVA, JAVA_AND_NSS, NSS, OPENSSL_GNUTLS_AND_JAVA,
};
use super::quirk::{AnchorPart, Client, ClientQuirk, ConstrainedKind};
use super::view::{self, ChainView, Gated};
use crate::cert::{Facts, KeyKind};
use crate::dialects::go::{GoRefusal, NameRefusal, NamedBy};
use crate::judge::names;

/// One fault, and who was measured to overlook it.
pub(super) struct Tolerated {
    pub(super) by: &'static [Client],
    pub(super) why: ClientQuirk,
}

const WITH_ED448: &[Client] = OPENSSL_GNUTLS_AND_JAVA;
const WITH_MS_GATED_LEAF: &[Client] = &[
    Client::Curl,
    Client::Openssl,
    Client::Node,
    Client::OldPython,
    Client::Python,
    Client::Java,
];
const WITH_GATED_LEAF: &[Client] = &[
    Client::Curl,
    Client::Openssl,
    Client::Node,
    Client::OldPython,
    Client::Python,
    Client::Java,
    Client::Nss,
];
const WITH_GATED_CA: &[Client] = ALL_BUT_CHROMIUM;
const WITH_MS_GATED_CA: &[Client] = WITH_GATED_LEAF;
const GNUTLS: &[Client] = &[Client::GnuTls];
const GNUTLS_AND_JAVA: &[Client] = &[Client::GnuTls, Client::Java];
const GNUTLS_JAVA_AND_NSS: &[Client] = &[Client::GnuTls, Client::Java, Client::Nss];

/// Comparisons of names with constraints that OpenSSL, GnuTLS and Chromium make (2^20).
const MOST_COMPARISONS: usize = 1 << 20;
/// Bytes of the longest message of a handshake that Java reads (`jdk.tls.maxHandshakeMessageSize`).
const LONGEST_FOR_JAVA: usize = 32_768;

/// Who overlooks what Go says.
pub(super) enum Overlooked {
    /// Nobody, as far as is known.
    ByNobody,
    /// The facts of the certificates tell it.
    ByFacts,
    /// These.
    By(Tolerated),
}

fn by(by: &'static [Client], why: ClientQuirk) -> Overlooked {
    Overlooked::By(Tolerated { by, why })
}

pub(super) fn by_refusal(view: &ChainView<'_>, refusal: &GoRefusal) -> Overlooked {
    match refusal.itself() {
        GoRefusal::LongRsa => by(&Client::ALL, ClientQuirk::TakesLongRsa),
        GoRefusal::HandshakeFailure => by_key(view),
        GoRefusal::NotPermitted(why) => by_names(view, why),
        GoRefusal::DnsUnread { .. } | GoRefusal::MailUnread => {
            by(&Client::ALL, ClientQuirk::TakesOddNames)
        }
        GoRefusal::TooManyConstraints => {
            let comparing = comparing(view);
            comparing.map_or(Overlooked::ByNobody, |who| {
                by(who, ClientQuirk::ComparesMore)
            })
        }
        GoRefusal::NoValidChains { detail } if detail.contains("policies") => {
            by(&Client::ALL, ClientQuirk::OtherPolicies)
        }
        GoRefusal::UnhandledCriticalExtension => of_critical(view),
        GoRefusal::LegacyCommonName
        | GoRefusal::NoIpSans { .. }
        | GoRefusal::NoNames { .. }
        | GoRefusal::ManyNames { .. }
        | GoRefusal::ManyAddresses { .. }
        | GoRefusal::WrongName { .. }
        | GoRefusal::Unparsable(_)
        | GoRefusal::NotYetValid { .. }
        | GoRefusal::Expired { .. }
        | GoRefusal::UnknownAuthority(_)
        | GoRefusal::IncompatibleUsage
        | GoRefusal::NotACa
        | GoRefusal::TooManyIntermediates => Overlooked::ByFacts,
        GoRefusal::EmptyChain
        | GoRefusal::Malformed
        | GoRefusal::SignatureLimit
        | GoRefusal::NoValidChains { .. }
        | GoRefusal::Panic
        | GoRefusal::HandshakeSignature(_)
        | GoRefusal::UnsupportedKey { .. }
        | GoRefusal::NotCheckedHere { .. }
        | GoRefusal::OnlyIn { .. } => Overlooked::ByNobody,
    }
}

/// Who takes such a key of a server.
fn by_key(view: &ChainView<'_>) -> Overlooked {
    let key = view.leaf().map(|leaf| &leaf.key);
    match key {
        Some(KeyKind::Other(oid)) if oid == ED448 => by(
            WITH_ED448,
            ClientQuirk::KnowsKey(KeyKind::Other(oid.clone())),
        ),
        Some(key) if key.is_pss_only() => Overlooked::ByFacts,
        Some(_) | None => Overlooked::ByNobody,
    }
}

const ED448: &str = "1.3.101.113";

/// Java asks nothing of a trusted certificate, GnuTLS passes over permitted URLs.
fn by_names(view: &ChainView<'_>, why: &NameRefusal) -> Overlooked {
    let is_by_anchor = || {
        let below = 1..view.anchor.unwrap_or(0);
        let mut rules = below.filter_map(|at| view.facts(at)?.name_constraints.as_ref());
        rules.next().is_none()
    };
    let (who, kind): (&'static [Client], ConstrainedKind) = match why {
        NameRefusal::NotPermitted { kind, .. } | NameRefusal::Excluded { kind, .. }
            if matches!(kind, NamedBy::Dns | NamedBy::Address) && is_told_by_facts(view) =>
        {
            return Overlooked::ByFacts;
        }
        NameRefusal::Excluded {
            kind: NamedBy::Dns,
            name,
            ..
        } if name.starts_with('*') => (ALL_BUT_CHROMIUM, ConstrainedKind::Wildcards),
        NameRefusal::NotPermitted {
            kind: NamedBy::Uri, ..
        } if is_by_anchor() => (GNUTLS_AND_JAVA, ConstrainedKind::Urls),
        NameRefusal::NotPermitted {
            kind: NamedBy::Uri, ..
        } => (GNUTLS, ConstrainedKind::Urls),
        NameRefusal::Excluded {
            kind: NamedBy::Uri, ..
        } if is_by_anchor() => (JAVA, ConstrainedKind::Urls),
        NameRefusal::NotPermitted {
            kind: NamedBy::Mail,
            ..
        }
        | NameRefusal::Excluded {
            kind: NamedBy::Mail,
            ..
        } if is_by_anchor() => (JAVA, ConstrainedKind::Mails),
        NameRefusal::DnsUnread { .. } | NameRefusal::MailUnread { .. } => {
            return by(&Client::ALL, ClientQuirk::TakesOddNames);
        }
        NameRefusal::NotPermitted { .. }
        | NameRefusal::Excluded { .. }
        | NameRefusal::UriUnread { .. }
        | NameRefusal::UriWithoutHost { .. }
        | NameRefusal::UriIsAddress { .. }
        | NameRefusal::UriHost { .. }
        | NameRefusal::Said(_) => return Overlooked::ByNobody,
    };
    by(who, ClientQuirk::OtherConstraints(kind))
}

/// A CA of the path forbids a name of the leaf as everybody reads it.
fn is_told_by_facts(view: &ChainView<'_>) -> bool {
    let Some(leaf) = view.leaf() else {
        return false;
    };
    let mut rules = view
        .path
        .iter()
        .filter_map(|cert| cert.facts()?.name_constraints.as_ref());
    rules.any(|rule| names::forbidden(leaf, rule).is_some())
}

/// Who makes so many comparisons; `None`: not known.
fn comparing(view: &ChainView<'_>) -> Option<&'static [Client]> {
    let leaf = view.leaf()?;
    let names = leaf.dns_names.len() + leaf.ip_names.len();
    let most = view.path.iter().filter_map(|cert| {
        let rule = cert.facts()?.name_constraints.as_ref()?;
        let dns = rule.permitted_dns.len() + rule.excluded_dns.len();
        Some(dns + rule.permitted_ip.len() + rule.excluded_ip.len())
    });
    let sent: usize = view.chain.iter().map(|cert| cert.der().len() + 3).sum();
    let is_many = names.saturating_mul(most.max()?) > MOST_COMPARISONS;
    Some(match (is_many, sent > LONGEST_FOR_JAVA) {
        (true, _) => NSS,
        (false, true) => ALL_BUT_JAVA,
        (false, false) => &Client::ALL,
    })
}

/// A critical extension that Go does not handle, or not to its end; one that nobody knows is told by
/// the facts.
fn of_critical(view: &ChainView<'_>) -> Overlooked {
    let all = |why| by(&Client::ALL, why);
    let used = || view.path.iter().filter_map(|cert| cert.facts());
    let odd = |facts: &Facts| {
        let own = facts.name_constraints.as_ref();
        own.is_some_and(|own| {
            own.has_other_kinds
                || !own.permitted_directories.is_empty()
                || !own.excluded_directories.is_empty()
        })
    };
    let policies = [view::POLICY_CONSTRAINTS, view::INHIBIT_ANY_POLICY];
    if used().any(odd) {
        all(ClientQuirk::OtherConstraints(ConstrainedKind::Directories))
    } else if used().any(|facts| view::insists_on(facts, &policies)) {
        all(ClientQuirk::OtherPolicies)
    } else {
        Overlooked::ByFacts
    }
}

/// Purposes without serverAuth, of every certificate that is used; `None`: nobody overlooks one.
pub(super) fn of_purposes(view: &ChainView<'_>, anchor: usize) -> Option<Vec<Tolerated>> {
    let mut all = Vec::new();
    for (at, facts) in view
        .path
        .iter()
        .map(|cert| cert.facts())
        .enumerate()
        .take(anchor + 1)
    {
        let Some(facts) = facts.filter(|facts| !facts.may_serve()) else {
            continue;
        };
        let gated = view::gated(facts);
        let takes = ClientQuirk::TakesGatedCrypto(view.member(at));
        let (by, why): (&'static [Client], ClientQuirk) = match gated {
            Some(Gated::Microsoft) if at == 0 => (WITH_MS_GATED_LEAF, takes),
            Some(Gated::Netscape) if at == 0 => (WITH_GATED_LEAF, takes),
            // What a pinned certificate says of itself does not count.
            None if at == 0 && anchor == 0 => {
                (JAVA, ClientQuirk::IgnoresOfAnchor(AnchorPart::Purposes))
            }
            None if at == 0 => return None,
            Some(Gated::Microsoft) if at < anchor => (WITH_MS_GATED_CA, takes),
            Some(_) => (WITH_GATED_CA, takes),
            None if at < anchor => (
                JAVA_AND_NSS,
                ClientQuirk::IgnoresCaPurposes(view.member(at)),
            ),
            None => (
                GNUTLS_JAVA_AND_NSS,
                ClientQuirk::IgnoresOfAnchor(AnchorPart::Purposes),
            ),
        };
        all.push(Tolerated { by, why });
    }
    Some(all)
}
