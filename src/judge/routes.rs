//! Family `proxy-interference`, the findings that come of comparing the two routes to one target.
//! Rows only; pure.

use super::case::Case;
use super::{Class, Details, Family, Others, Severity, StepName, signals};
use crate::evidence::Connection;

const NONE: Others = Others {
    mtc: "",
    go: "",
    curl: "",
    browser: "",
};

pub(super) const RULES: &[Class] = &[
    Class {
        code: "no-proxy-missing",
        family: Family::ProxyInterference,
        severity: Severity::Warning,
        step: StepName::Proxy,
        title: "directly it works: noProxy lacks this host",
        meaning: "through the proxy the endpoint fails, directly it answers",
        evidence: "the same target was measured on both routes",
        others: Others {
            mtc: "Authentication Error, \"The connection has timed out\"; Access Token Error",
            go: "Forbidden, Bad Gateway or Service Unavailable",
            curl: "(56) CONNECT tunnel failed",
            browser: "works, if the browser has no proxy",
        },
        remedy: "add {no_proxy} to the noProxy of the cluster (`oc edit proxy/cluster`, spec.noProxy) or of MTC alone (MigrationController spec.no_proxy): a leading dot covers every host below and not the domain itself, an address range never matches a name. true from this machine; a pod's way may differ",
        cite: "golang.org/x/net/http/httpproxy; openshift cluster-network-operator adds neither apps nor api names by itself",
        when: no_proxy_missing,
    },
    Class {
        code: "proxy-required",
        family: Family::ProxyInterference,
        severity: Severity::Warning,
        step: StepName::Proxy,
        title: "only through the proxy it works",
        meaning: "directly the endpoint cannot be reached, through the proxy it answers",
        evidence: "the same target was measured on both routes",
        others: NONE,
        remedy: "take {host} out of noProxy ({because}); MTC's pods need the proxy for it too (httpsProxy of proxy/cluster or of the MigrationController)",
        cite: "golang.org/x/net/http/httpproxy",
        when: proxy_required,
    },
];

fn here_fails(case: &Case<'_>) -> bool {
    case.connection.is_none()
        && !case
            .outcomes
            .iter()
            .any(|o| !o.failures.iter().any(|code| is_about_the_way(code)))
}

/// Failures that the way can cause; an untrusted chain or a wrong answer is the endpoint's own.
fn is_about_the_way(code: &str) -> bool {
    super::class(code).is_some_and(|c| {
        matches!(
            c.family,
            Family::Timeout
                | Family::Reach
                | Family::Tls
                | Family::Name
                | Family::ProxyInterference
        )
    })
}

fn there_works(case: &Case<'_>) -> bool {
    signals::other_route(case)
        .is_some_and(|e| e.connections.iter().any(|c: &Connection| signals::works(c)))
}

fn no_proxy_missing(case: &Case<'_>) -> Option<Details> {
    let proxy = case.attempt.route.proxy.as_ref()?;
    let listed = Details::none()
        .with("no_proxy", case.no_proxy_value())
        .with("proxy", proxy.to_string())
        .with("because", case.attempt.route.because.clone());
    (here_fails(case) && there_works(case)).then_some(listed)
}

fn proxy_required(case: &Case<'_>) -> Option<Details> {
    let other = signals::other_route(case)?;
    let proxy = other.route.proxy.as_ref()?;
    let details = Details::none()
        .with("proxy", proxy.to_string())
        .with("because", case.attempt.route.because.clone());
    (case.attempt.route.is_direct() && here_fails(case) && there_works(case)).then_some(details)
}
