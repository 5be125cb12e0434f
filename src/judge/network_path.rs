//! Family `proxy-interference`, the part where something on the way interferes without minting
//! certificates: pages in clear, filters on names, cuts of large packets. Rows only; pure. Each
//! rests on a further measurement that passed where the ordinary one did not.

use super::case::Case;
use super::{Class, Details, Family, Others, Severity, StepName, signals, tunnel};
use crate::evidence::{Extra, ExtraKind, Fault};
use crate::roles::ServiceIdentity;

const OTHERS: Others = Others {
    mtc: "Test connect failed. / Authentication Error, \"The connection has timed out\"",
    go: "EOF / connection reset by peer / TLS handshake timeout",
    curl: "(35) or (28)",
    browser: "ERR_CONNECTION_RESET / ERR_TIMED_OUT",
};
/// Statuses of portals: a redirect where TLS was due, or RFC 6585's own.
const PORTAL: &[&str] = &["301", "302", "303", "307", "308", "511"];

pub(super) const RULES: &[Class] = &[
    Class {
        code: "block-page",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "a portal or block page answers",
        meaning: "somebody on the way answers with a page instead of letting the connection through",
        evidence: "a redirect in clear where TLS was due, or inside TLS an answer that this kind of endpoint never gives and that bears a filter's marks",
        others: Others {
            mtc: "Test connect failed.",
            go: "http: server gave HTTP response to HTTPS client",
            curl: "(35) wrong version number",
            browser: "a login or block page",
        },
        remedy: "open a page in a browser on this network and log in to its portal, or ask the network team to allow {authority}; it is no matter of certificates. it answered: {answer}",
        cite: "RFC 6585 6; RFC 8952",
        when: block_page,
    },
    Class {
        code: "sni-filtered",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "the name is filtered",
        meaning: "something on the way cuts or swallows TLS for this name and lets other names through",
        evidence: "the same address answered TLS for a name that cannot exist, or for none, and twice not for the real one",
        others: OTHERS,
        remedy: "ask the network team to allow the name {name} (TLS server name) to {address}; it is no matter of certificates. cut with: {fault}",
        cite: "OONI ts-024 (SNI blocking)",
        when: sni_filtered,
    },
    Class {
        code: "large-hello-cut",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "large first packets are cut",
        meaning: "something on the way cannot take a ClientHello above a certain size, such as those of current Go with post-quantum key shares",
        evidence: "a small ClientHello is answered where a larger one twice was not",
        others: OTHERS,
        remedy: "update the firewall or load balancer before {address}; as a stopgap MTC's Go clients take GODEBUG=tlskyber=0 (Go 1.23) or GODEBUG=tlsmlkem=0 (Go 1.24 and later)",
        cite: "tldr.fail; Go 1.23 sends 1491 bytes (measured)",
        when: large_hello_cut,
    },
    Class {
        code: "mtu-black-hole",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "large packets are lost",
        meaning: "packets above a certain size vanish on the way, so handshakes stall once certificates are sent",
        evidence: "with TCP segments of 536 bytes the handshake succeeds, with ordinary ones it twice timed out",
        others: OTHERS,
        remedy: "lower the MTU of the VPN, tunnel or cluster network on the way to {address}, or let ICMP \"fragmentation needed\" through",
        cite: "RFC 4821; measured with TCP_MAXSEG",
        when: mtu_black_hole,
    },
];

/// The handshake's fault is explained by interference: the plain rules for the same fault are
/// silent then.
pub(super) fn explains(case: &Case<'_>) -> bool {
    let rules = [
        tunnel::cuts_tunnel,
        tunnel::answers_in_clear,
        block_page,
        sni_filtered,
        large_hello_cut,
        mtu_black_hole,
    ];
    rules.iter().any(|rule| rule(case).is_some())
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

/// Cut or swallowed before a byte came, and again when tried again: no flake.
fn cut_twice<'a>(case: &Case<'a>) -> Option<&'a Fault> {
    let fault = case
        .tls_fault()
        .filter(|f| matches!(f, Fault::Closed | Fault::Reset | Fault::TimedOut { .. }))?;
    let again = extra(case, |kind| *kind == ExtraKind::Again)?;
    (!passes(Some(again))).then_some(fault)
}

fn sni_filtered(case: &Case<'_>) -> Option<Details> {
    let fault = cut_twice(case)?;
    let another_name = passes(extra(case, |kind| {
        matches!(kind, ExtraKind::CanaryName { .. } | ExtraKind::NoName)
    }));
    (another_name && case.session().is_some_and(|s| s.sni.is_some()) && case.proxy().is_none())
        .then(|| Details::none().with("fault", fault.to_string()))
}

fn large_hello_cut(case: &Case<'_>) -> Option<Details> {
    let small = passes(extra(case, |kind| *kind == ExtraKind::SmallHello));
    let large_failed =
        extra(case, |kind| *kind == ExtraKind::LargeHello).is_some_and(|e| !passes(Some(e)));
    let cut = cut_twice(case).is_some() && small;
    let cut_when_large = case.tls_fault().is_none() && large_failed;
    (sni_filtered(case).is_none() && (cut || cut_when_large)).then(Details::none)
}

fn mtu_black_hole(case: &Case<'_>) -> Option<Details> {
    let fault = cut_twice(case).filter(|f| matches!(f, Fault::TimedOut { .. }))?;
    let segments = passes(extra(case, |kind| *kind == ExtraKind::SmallSegments));
    (segments && sni_filtered(case).is_none() && large_hello_cut(case).is_none())
        .then(|| Details::none().with("fault", fault.to_string()))
}

fn block_page(case: &Case<'_>) -> Option<Details> {
    if case.proxy().is_some() && case.tls_fault().is_some() {
        return None;
    }
    if let Some(fault @ Fault::NotTls { .. }) = case.tls_fault() {
        let shown = fault.to_string();
        let status = shown
            .split("HTTP/")
            .nth(1)
            .and_then(|rest| rest.split(' ').nth(1))
            .unwrap_or_default();
        return PORTAL
            .contains(&status)
            .then(|| Details::none().with("answer", shown));
    }
    let answer = case.answer()?;
    let stranger = matches!(
        (case.attempt.target.role.identify)(answer),
        ServiceIdentity::Other(_)
    ) && case.attempt.target.role.ask.is_some();
    let elsewhere = answer.header("location").is_some_and(|to| {
        (300..400).contains(&answer.status)
            && leads_elsewhere(to, &case.attempt.target.host.to_string())
    });
    let marked = answer.status == 511
        || answer
            .header("x-squid-error")
            .is_some_and(|e| e.contains("DENIED"))
        || elsewhere;
    (stranger && marked).then(|| {
        Details::none().with(
            "answer",
            format!("HTTP {} {} inside TLS", answer.status, answer.reason),
        )
    })
}

/// A redirect to a host that shares no domain with the one asked.
fn leads_elsewhere(location: &str, host: &str) -> bool {
    let to = location
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', ':']).next())
        .unwrap_or_default();
    let domain = |name: &str| {
        name.rsplit('.')
            .take(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    !to.is_empty() && domain(to) != domain(host)
}
