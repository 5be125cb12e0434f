//! Family `proxy-interference`, the part where something on the way interferes without minting
//! certificates: pages in clear, filters on names, cuts of large packets. Each rests on a further
//! measurement that passed where the ordinary one did not.

use std::net::IpAddr;

use super::case::Case;
use super::finding::Interference;
use super::finding::interference::Page;
use super::names::{self, NameProof};
use super::rule::Rule;
use super::{signals, tunnel};
use crate::evidence::{Extra, ExtraKind, Fault};
use crate::foreign::Foreign;
use crate::roles::{Answer, Redirect, ServiceIdentity};
use crate::target::Host;

/// HTTP's own status for portals (RFC 6585 6).
pub(super) const PORTAL: u16 = 511;

pub(super) const RULES: &[Rule] = &[
    |case| block_page(case).map(Into::into),
    |case| cut(case).map(Into::into),
];

/// The handshake's fault is explained by interference: the ordinary rules for the same fault find
/// nothing then.
pub(super) fn explains(case: &Case<'_>) -> bool {
    tunnel::in_the_way(case).is_some() || block_page(case).is_some() || cut(case).is_some()
}

fn extra<'a>(case: &Case<'a>, kind: impl Fn(&ExtraKind) -> bool) -> Option<&'a Extra> {
    case.attempt
        .extras
        .iter()
        .find(|e| e.route == case.attempt.route && kind(&e.kind))
}

fn passes(extra: Option<&Extra>) -> bool {
    extra.is_some_and(|e| e.connections.iter().any(signals::answers_tls))
}

/// Cut or swallowed before a byte came, and again when tried again: not a chance failure.
fn cut_twice<'a>(case: &Case<'a>) -> Option<&'a Fault> {
    let fault = case
        .tls_fault()
        .filter(|f| matches!(f, Fault::Closed | Fault::Reset | Fault::TimedOut { .. }))?;
    let again = extra(case, |kind| *kind == ExtraKind::Again)?;
    (!passes(Some(again))).then_some(fault)
}

/// What is cut on the way: a name, else what is large.
fn cut(case: &Case<'_>) -> Option<Interference> {
    let cut = cut_twice(case);
    let passed = |kind| passes(extra(case, |k| *k == kind));
    if let Some(fault) = cut.filter(|_| another_name_passes(case)) {
        return Some(Interference::SniFiltered {
            fault: fault.clone(),
        });
    }
    let large_failed =
        extra(case, |kind| *kind == ExtraKind::LargeHello).is_some_and(|e| !passes(Some(e)));
    match cut {
        Some(_) if passed(ExtraKind::SmallHello) => Some(Interference::LargeHelloCut),
        Some(fault @ Fault::TimedOut { .. }) if passed(ExtraKind::SmallSegments) => {
            Some(Interference::MtuBlackHole {
                fault: fault.clone(),
            })
        }
        None if case.tls_fault().is_none() && large_failed => Some(Interference::LargeHelloCut),
        _ => None,
    }
}

/// The same address answers for another name, or for none, and no proxy chose what is behind it.
fn another_name_passes(case: &Case<'_>) -> bool {
    let another_name = extra(case, |kind| {
        matches!(kind, ExtraKind::CanaryName { .. } | ExtraKind::NoName)
    });
    passes(another_name)
        && case.session().is_some_and(|s| s.sni.is_some())
        && case.proxy().is_none()
}

fn block_page(case: &Case<'_>) -> Option<Interference> {
    if let Some(page) = to_connect(case) {
        return Some(Interference::BlockPage { page });
    }
    let page = if let Some(fault) = case.tls_fault() {
        Page::InClear(portal_in_clear(case, fault)?.clone())
    } else {
        let answer = case.answer().filter(|answer| is_foreign(case, answer))?;
        Page::InsideTls {
            status: answer.status,
            reason: answer.reason.clone(),
        }
    };
    Some(Interference::BlockPage { page })
}

/// A proxy says that it is a portal, too; a redirect in that place is reported by `tunnel`.
fn to_connect(case: &Case<'_>) -> Option<Page> {
    let Fault::ProxyStatus {
        status: status @ PORTAL,
        reason,
    } = case.connection?.proxy.fault()?
    else {
        return None;
    };
    Some(Page::ToConnect {
        status: *status,
        reason: reason.clone(),
    })
}

/// HTTP in clear where TLS was due, with a status of portals: a redirect, or their own. Out of a
/// tunnel a redirect may be that of a port without TLS, and what is the proxy's `tunnel` reports.
fn portal_in_clear<'a>(case: &Case<'_>, fault: &'a Fault) -> Option<&'a Fault> {
    let of_portal = match fault.status_in_clear()? {
        PORTAL => tunnel::in_the_way(case).is_none(),
        301 | 302 | 303 | 307 | 308 => case.proxy().is_none(),
        _ => false,
    };
    of_portal.then_some(fault)
}

/// An answer that this kind of endpoint never gives, and that bears a filter's marks. Who holds the
/// key of the name is nobody on the way, whatever he answers: a trusted chain shows that he does,
/// and an untrusted one that proves the name does not show that he does not.
fn is_foreign(case: &Case<'_>, answer: &Answer) -> bool {
    let intercepted = case.is_intercepted();
    if case.is_accepted() && !intercepted {
        return false;
    }
    let role = &case.attempt.target.role;
    let stranger =
        matches!((role.identify)(answer), ServiceIdentity::Other(_)) && role.ask.is_some();
    let denied = |error: &Foreign| error.contains("DENIED");
    stranger
        && (answer.status == PORTAL
            || answer.header("x-squid-error").is_some_and(denied)
            || leads_elsewhere(case, answer) && (intercepted || !proves_name(case)))
}

fn proves_name(case: &Case<'_>) -> bool {
    let name = case.attempt.target.name();
    let proof = case.leaf().map(|leaf| names::prove(leaf, name));
    matches!(proof, Some(NameProof::Proven | NameProof::ByCommonNameOnly))
}

/// A redirect to somebody else: a name below another domain that can be registered, or an address
/// where a name was asked. Of other pairs it cannot be told (a server may call itself by its name
/// where it was asked by its address, or by a name without a domain), so nobody is accused.
fn leads_elsewhere(case: &Case<'_>, answer: &Answer) -> bool {
    let Some(Redirect::Away(to)) = answer.redirect() else {
        return false;
    };
    let asked = &case.attempt.target.host;
    match (to.host(), asked) {
        (Some(url::Host::Domain(to)), Host::Name(asked)) => {
            let to = psl::domain_str(to.trim_end_matches('.'));
            let domains = to.zip(psl::domain_str(asked));
            domains.is_some_and(|(to, asked)| to != asked)
        }
        (Some(url::Host::Ipv4(to)), Host::Name(_)) => !is_peer(case, to.into()),
        (Some(url::Host::Ipv6(to)), Host::Name(_)) => !is_peer(case, to.into()),
        (_, Host::Ip(_)) | (None, _) => false,
    }
}

fn is_peer(case: &Case<'_>, ip: IpAddr) -> bool {
    case.connection.is_some_and(|c| c.address.ip() == ip)
}
