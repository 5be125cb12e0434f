//! Family `proxy-interference`, the part where the proxy opened a way and then interfered with it;
//! and the proxy's own certificate. One function decides how it interfered: by a page or by a cut,
//! never by both.

use super::case::Case;
use super::finding::ProxyFault;
use super::finding::protocol::Protocol;
use super::finding::proxy::{InClear, TunnelEnd};
use super::names;
use super::repeats::{Cut, passes};
use super::rule::Rule;
use super::signals::on_other_route;
use crate::cert::Cert;
use crate::evidence::{Connection, ExtraKind, Fault};
use crate::foreign::Foreign;
use crate::roles::Answer;

pub(super) const RULES: &[Rule] = &[
    |case| untrusted(case).map(Into::into),
    |case| in_the_way(case).map(Into::into),
];

fn untrusted(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = case.proxy()?;
    let chain = &case.proxy_session()?.tls.as_ref()?.chain;
    let presented = chain.first()?.label();
    let verdict = case.stores.anchors.go(chain, &proxy.host, case.now);
    Some(ProxyFault::ProxyUntrusted {
        proxy: proxy.without_credentials(),
        refusal: verdict.refusal()?.clone(),
        presented,
    })
}

/// What the proxy did to the connection that it should only have passed on. The rules for the same
/// faults without a proxy call it too: they find nothing where it finds something.
pub(super) fn in_the_way(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = case.proxy()?.clone();
    let no_proxy = case.no_proxy_entry();
    if let Some(answer) = in_clear(case) {
        return Some(ProxyFault::ProxyAnswersInClear {
            proxy,
            no_proxy,
            answer,
        });
    }
    let cut = cut(case)?;
    Some(ProxyFault::ProxyCutsTunnel {
        proxy,
        fault: cut.fault.clone(),
        no_proxy,
        end: tunnel_end(case, &cut),
    })
}

/// Who answers other names through a tunnel that is blamed is the target itself, or the tunnel would
/// lead elsewhere.
fn tunnel_end(case: &Case<'_>, cut: &Cut<'_>) -> TunnelEnd {
    let mut others = cut.changed(ExtraKind::is_canary);
    if others.any(passes) {
        return TunnelEnd::Own;
    }
    let looked_up_here = case.proxy_session().is_some_and(|s| s.resolved.is_some());
    if looked_up_here || !case.attempt.target.is_named() {
        TunnelEnd::OfGivenAddress
    } else {
        TunnelEnd::OfItsLookup
    }
}

/// What came in clear where the target's TLS was due, if it is the proxy's own. A tunnel to a port
/// that speaks no TLS looks the same but for what shows that the proxy speaks.
fn in_clear(case: &Case<'_>) -> Option<InClear> {
    let reply = case.proxy_session().and_then(|s| s.reply.as_ref());
    if let Some(Fault::ProxyStatus {
        status: status @ 300..=399,
        reason,
    }) = case.connection?.proxy.fault()
    {
        let to = reply.and_then(|r| r.header("location"));
        return Some(InClear::Redirect {
            status: *status,
            reason: reason.clone(),
            to: to.cloned(),
        });
    }
    let fault = case.tls_fault()?;
    let by_proxy = match fault.status_in_clear() {
        Some(status) => speaks_for_itself(case, fault, status),
        None => is_announced_page(&fault.first_bytes(), reply?),
    };
    by_proxy.then(|| InClear::Bytes(fault.clone()))
}

/// HTTP in clear that is not the target's own: it came before anything was asked, or the proxy says
/// the same for a name that cannot exist, or directly the target speaks TLS. The same answer on the
/// direct route is the target's, whatever else.
fn speaks_for_itself(case: &Case<'_>, fault: &Fault, status: u16) -> bool {
    let early = case
        .proxy_session()
        .is_some_and(|s| s.early_bytes.is_some());
    let to_canary = || {
        let proxy = case.proxy();
        proxy.is_some_and(|proxy| case.taint.is_its_answer_in_clear(proxy, status))
    };
    let tls_there = || {
        let here = case.connection.and_then(|c| Cut::in_clear(case.attempt, c));
        here.is_some_and(|here| here.depends_on(|kind| *kind == ExtraKind::OtherRoute))
    };
    !same_in_clear(case, fault) && (early || to_canary() || tls_there())
}

/// HTTP in clear with the same status on the other route.
pub(super) fn same_in_clear(case: &Case<'_>, fault: &Fault) -> bool {
    let status = fault.status_in_clear();
    let there = |c: &Connection| c.tls.fault().and_then(Fault::status_in_clear);
    status.is_some() && on_other_route(case).any(|c| there(c) == status)
}

/// A tunnel has no content (RFC 9110 9.3.6): text after a 2xx that announces some is its page. A
/// service that speaks first is not, nor is one behind a proxy that announces nothing but a length
/// of 0.
fn is_announced_page(first_bytes: &[u8], granted: &Answer) -> bool {
    let says = |name: &str| granted.header(name).map(Foreign::raw);
    let announced = match says("content-length").map(str::trim) {
        Some(length) => length.bytes().any(|digit| digit != b'0'),
        None => says("content-type").is_some() || says("transfer-encoding").is_some(),
    };
    let is_text = |byte: &u8| !byte.is_ascii_control() || byte.is_ascii_whitespace();
    announced
        && !first_bytes.is_empty()
        && first_bytes.iter().all(is_text)
        && matches!(
            Protocol::of(first_bytes),
            Protocol::Unknown | Protocol::PlainHttp
        )
}

/// How the tunnel ended before a byte came, where the same question on the other route was answered
/// each time; and it does not lead elsewhere, to a router without pods behind this name.
fn cut<'a>(case: &Case<'a>) -> Option<Cut<'a>> {
    let cut = Cut::of(case.attempt, case.connection?)?;
    let blames = cut.depends_on(|kind| *kind == ExtraKind::OtherRoute);
    (blames && !leads_elsewhere(case, &cut)).then_some(cut)
}

/// Other names are answered through the tunnel, and not with the certificate of this very name that
/// the direct route shows: with another, or with a wildcard's, which a second router has too.
fn leads_elsewhere(case: &Case<'_>, cut: &Cut<'_>) -> bool {
    let others = cut.changed(ExtraKind::is_canary);
    let leaf = |c: &Connection| c.chain().first().cloned();
    let name = case.attempt.target.name();
    let is_own = |leaf: &Cert| leaf.facts().is_some_and(|f| names::bears(f, name));
    let mut others = others.flat_map(|e| &e.connections).filter_map(leaf);
    others.any(|other| {
        !is_own(&other) || on_other_route(case).all(|c| leaf(c).as_ref() != Some(&other))
    })
}
