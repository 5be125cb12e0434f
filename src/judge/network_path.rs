//! Family `proxy-interference`, the part where something on the way interferes without minting
//! certificates: pages in clear, filters on names, cuts of large packets. Each rests on a further
//! measurement that passed where the ordinary one did not.

use std::net::IpAddr;

use super::case::Case;
use super::finding::Interference;
use super::finding::interference::Page;
use super::names;
use super::repeats::{self, Cut};
use super::rule::Rule;
use super::signals::on_other_route;
use super::tunnel;
use crate::cert::Cert;
use crate::evidence::{Connection, ExtraKind, Fault};
use crate::foreign::Foreign;
use crate::roles::{Answer, Redirect, ServiceIdentity};
use crate::target::Host;
use url::Url;

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

/// What is cut on the way: a name, else what is large. Only a difference that shows itself by turns
/// says so.
fn cut(case: &Case<'_>) -> Option<Interference> {
    let connection = case.connection?;
    let Some(cut) = Cut::of(case.attempt, connection) else {
        return large_hello(case, connection);
    };
    let fault = cut.fault.clone();
    if is_name_filtered(case, &cut) {
        Some(Interference::SniFiltered { fault })
    } else if cut.depends_on(|k| *k == ExtraKind::SmallHello) {
        Some(Interference::LargeHelloCut)
    } else if matches!(fault, Fault::TimedOut { .. })
        && cut.depends_on(|k| *k == ExtraKind::SmallSegments)
    {
        Some(Interference::MtuBlackHole { fault })
    } else {
        None
    }
}

/// The session stands, and each time a first packet as large as current Go's was sent, it was not
/// answered; everything else was.
fn large_hello(case: &Case<'_>, connection: &Connection) -> Option<Interference> {
    let larger = || repeats::with_large_hello(case.attempt, connection);
    let others = || repeats::with_usual_hello(case.attempt, connection);
    let cut = case.tls_fault().is_none()
        && larger().count() >= 3
        && !larger().any(repeats::passes)
        && others().all(repeats::passes);
    cut.then_some(Interference::LargeHelloCut)
}

/// Other names are answered here, and with the very leaf that the other route shows for this one: the
/// server is up, and would have answered. A router whose passthrough route has no pods makes the
/// first half of that picture too; and the second, where another router of its cluster shows the
/// wildcard certificate that both have: only a leaf that bears the very name counts.
fn is_name_filtered(case: &Case<'_>, cut: &Cut<'_>) -> bool {
    let name = case.attempt.target.name();
    let is_own = |leaf: &Cert| leaf.facts().is_some_and(|f| names::bears(f, name));
    let leaf = |c: &'_ Connection| c.chain().first().filter(|l| is_own(l)).cloned();
    let mut of_others = cut
        .changed(ExtraKind::is_canary)
        .flat_map(|e| &e.connections)
        .filter_map(leaf);
    case.session().is_some_and(|s| s.sni.is_some())
        && cut.depends_on(ExtraKind::is_canary)
        && of_others.any(|other| on_other_route(case).any(|c| leaf(c).as_ref() == Some(&other)))
}

/// A page of a portal or a filter, in clear or inside a TLS session that it ended itself.
pub(super) fn block_page(case: &Case<'_>) -> Option<Interference> {
    if let Some(page) = to_connect(case) {
        return Some(Interference::BlockPage { page });
    }
    let page = if let Some(fault) = case.tls_fault() {
        Page::InClear(portal_in_clear(case, fault)?.clone())
    } else if case.attempt.target.clear {
        // Nothing tells a filter from a server that is another one.
        return None;
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

/// HTTP in clear where TLS was due, as portals answer: with their own status, or a redirect to
/// somebody else. A server without TLS sends its clients to a place of its own. Out of a tunnel a
/// redirect may be that of a port without TLS, and what is the proxy's `tunnel` reports.
fn portal_in_clear<'a>(case: &Case<'_>, fault: &'a Fault) -> Option<&'a Fault> {
    let of_portal = match fault.status_in_clear()? {
        PORTAL => tunnel::in_the_way(case).is_none(),
        301 | 302 | 303 | 307 | 308 => case.proxy().is_none() && is_led_elsewhere(case, fault),
        _ => false,
    };
    of_portal.then_some(fault)
}

/// An answer that this kind of endpoint never gives, and that bears a filter's marks. Who holds the
/// key of the name is nobody on the way, whatever he answers: a trusted chain shows that he does,
/// and an untrusted one that proves the name does not show that he does not.
fn is_foreign(case: &Case<'_>, answer: &Answer) -> bool {
    let holds_key = case.is_accepted() || proves_name(case);
    if holds_key && !case.is_intercepted() {
        return false;
    }
    let role = &case.attempt.target.role;
    let stranger =
        matches!((role.identify)(answer), ServiceIdentity::Other(_)) && role.ask.is_some();
    let denied = |error: &Foreign| error.contains("DENIED");
    stranger
        && (answer.status == PORTAL
            || answer.header("x-squid-error").is_some_and(denied)
            || leads_elsewhere(case, answer))
}

fn proves_name(case: &Case<'_>) -> bool {
    let name = case.attempt.target.name();
    case.leaf().is_some_and(|leaf| names::is_proven(leaf, name))
}

/// A redirect to somebody else: a name below another domain that can be registered, or an address
/// where a name was asked. Of other pairs it cannot be told (a server may call itself by its name
/// where it was asked by its address, or by a name without a domain), so nobody is accused.
fn leads_elsewhere(case: &Case<'_>, answer: &Answer) -> bool {
    matches!(answer.redirect(), Some(Redirect::Away(to)) if is_of_another(case, &to))
}

/// The same of an answer in clear, where that is told.
fn is_led_elsewhere(case: &Case<'_>, fault: &Fault) -> bool {
    let location = fault.location_in_clear();
    let to = location.and_then(|text| Url::parse(&text).ok());
    to.is_some_and(|to| is_of_another(case, &to))
}

fn is_of_another(case: &Case<'_>, to: &Url) -> bool {
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
