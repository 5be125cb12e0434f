//! Family `service`, and HTTP's part of `timeout`: TLS was established, and who answered behind it.
//! Rows only; pure. Which answer proves a role is the role's own row (`roles`).

use super::case::{Case, duration};
use super::names::{self, NameProof};
use super::{Class, Details, Family, Others, Severity, StepName};
use crate::evidence::Fault;
use crate::roles::{Answer, ServiceIdentity};

const ROUTER_CA: &str = "ingress-operator@";

pub(super) const RULES: &[Class] = &[
    Class {
        code: "timeout-http",
        family: Family::Timeout,
        severity: Severity::Failure,
        step: StepName::Http,
        title: "TLS works, the service does not answer",
        meaning: "the TLS session stands and the question to the service went unanswered",
        evidence: "the handshake was finished, a GET was sent, and no whole answer came before the deadline",
        others: Others {
            mtc: "Authentication Error, \"The connection has timed out\"",
            go: "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            curl: "(28) Operation timed out",
            browser: "ERR_TIMED_OUT",
        },
        remedy: "TLS and certificates are not the cause: look at the {role} itself (`oc get co`, its pods and their logs); a router cuts off after its haproxy.router.openshift.io/timeout",
        cite: "measured with a server that answers TLS and then stays silent",
        when: timed_out,
    },
    Class {
        code: "router-default-page",
        family: Family::Service,
        severity: Severity::Failure,
        step: StepName::Http,
        title: "the router knows no such route",
        meaning: "an OpenShift router answered, but has no admitted route for this host or no pod behind it",
        evidence: "HTTP 503 with the router's own page \"Application is not available\"",
        others: Others {
            mtc: "Authentication Error / invalid reply from registry url",
            go: "HTTP 503",
            curl: "503 with an HTML page",
            browser: "Application is not available",
        },
        remedy: "on that cluster check `oc get route -A | grep {host}` and the pods behind it; an image registry is exposed only with `oc patch configs.imageregistry.operator.openshift.io/cluster --type merge -p '{\"spec\":{\"defaultRoute\":true}}'`",
        cite: "openshift/router error-page-503.http",
        when: |case| router_page(case).then(Details::none),
    },
    Class {
        code: "service-error",
        family: Family::Service,
        severity: Severity::Failure,
        step: StepName::Http,
        title: "the service reports an error",
        meaning: "the service was reached over TLS and failed to answer the question",
        evidence: "an HTTP status of 500 or above, or the connection ended before a whole answer",
        others: Others {
            mtc: "Authentication failed / Response code received: 5xx",
            go: "HTTP 5xx, or EOF",
            curl: "the status, or (52) Empty reply from server",
            browser: "the page, or ERR_EMPTY_RESPONSE",
        },
        remedy: "TLS and certificates are not the cause: look at the {role} behind {authority} (it said: {answer})",
        cite: "RFC 9110 15.6",
        when: service_error,
    },
    Class {
        code: "wrong-service",
        family: Family::Service,
        severity: Severity::Failure,
        step: StepName::Http,
        title: "another service answers",
        meaning: "something answers over TLS, but it is not the kind of endpoint it was given as",
        evidence: "the answer to the role's question is not one that such an endpoint gives",
        others: Others {
            mtc: "invalid reply from registry url / Authentication failed",
            go: "invalid character '<' looking for beginning of value",
            curl: "nothing",
            browser: "an unexpected page",
        },
        remedy: "check host and port of the {role}: expected {expects}; answered: {answered}",
        cite: "the answers each kind of endpoint gives without credentials",
        when: wrong_service,
    },
    Class {
        code: "no-integrated-oauth",
        family: Family::Service,
        severity: Severity::Warning,
        step: StepName::Http,
        title: "no integrated OAuth server",
        meaning: "the API server publishes no OAuth metadata: logins come from elsewhere, or the authentication operator is not ready",
        evidence: "HTTP 404 with {\"paths\":[...]} at /.well-known/oauth-authorization-server",
        others: Others {
            mtc: "the MTC console cannot log in",
            go: "HTTP 404",
            curl: "404",
            browser: "Authentication Error",
        },
        remedy: "see `oc get co authentication` on that cluster; with an external OIDC provider MTC's console login does not work",
        cite: "cluster-authentication-operator, metadata controller",
        when: |case| {
            matches!(identity(case)?, ServiceIdentity::ProvenWithoutOauth).then(Details::none)
        },
    },
    Class {
        code: "mtc-console-without-oauth",
        family: Family::Service,
        severity: Severity::Failure,
        step: StepName::Http,
        title: "the MTC console cannot read the OAuth metadata",
        meaning: "the MTC console answers, but its pod cannot read where to send browsers for the login: nobody can log in",
        evidence: "/login redirects to /handle-login with an error instead of the OAuth server, or passes on a 503 that the pod itself was answered",
        others: Others {
            mtc: "Authentication Error, or the page of a proxy inside the cluster",
            go: "HTTP 503",
            curl: "302 to /handle-login?error=..., or 503",
            browser: "Authentication Error",
        },
        remedy: "see why in `oc logs -n openshift-migration deployment/migration-ui` on that cluster; the pod asks https://kubernetes.default.svc.cluster.local, so .svc and .cluster.local belong into noProxy (`oc get proxy/cluster -o yaml`, MigrationController spec.no_proxy), and `oc get co authentication` tells whether there is an OAuth server at all",
        cite: "migtools/mig-ui deploy/main.js",
        when: without_metadata,
    },
    Class {
        code: "registry-without-token-service",
        family: Family::Service,
        severity: Severity::Warning,
        step: StepName::Http,
        title: "a registry without a token service",
        meaning: "it is a registry, but not one that sends its clients to an OpenShift token service",
        evidence: "/v2/ answers without a Bearer challenge",
        others: Others {
            mtc: "Exposed registry route connection test failed, Response code received: 401",
            go: "HTTP 401",
            curl: "401",
            browser: "a login prompt",
        },
        remedy: "check that {authority} is the exposed OpenShift registry (default-route-openshift-image-registry...): {challenge}; `podman login -u $(oc whoami) -p $(oc whoami -t)` works only there",
        cite: "distribution token authentication; openshift/image-registry auth.go",
        when: without_token_service,
    },
    Class {
        code: "router-default-certificate",
        family: Family::Service,
        severity: Severity::Warning,
        step: StepName::Certificate,
        title: "the router's default certificate",
        meaning: "an OpenShift router answered with its default certificate, which is made for other names",
        evidence: "the leaf was issued by ingress-operator@... and does not cover the name asked for",
        others: Others {
            mtc: "Test connect failed.",
            go: "x509: certificate is valid for *.apps.CLUSTER, not HOST",
            curl: "(60) no alternative certificate subject name matches",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID",
        },
        remedy: "{host} has no route with a certificate of its own on that router: correct the host name, or give the route one (spec.tls.certificate)",
        cite: "cluster-ingress-operator default certificate",
        when: router_certificate,
    },
];

fn identity(case: &Case<'_>) -> Option<ServiceIdentity> {
    case.answer()
        .map(|answer| (case.attempt.target.role.identify)(answer))
}

fn timed_out(case: &Case<'_>) -> Option<Details> {
    match case.http_fault()? {
        Fault::TimedOut { after_ms } => Some(Details::none().with("waited", duration(*after_ms))),
        _ => None,
    }
}

fn router_page(case: &Case<'_>) -> bool {
    case.answer().is_some_and(Answer::is_router_page)
}

fn service_error(case: &Case<'_>) -> Option<Details> {
    if super::alerts::is_client_certificate_demand(case) {
        return None;
    }
    let said = match case.http_fault() {
        Some(
            Fault::TimedOut { .. }
            | Fault::Alert { .. }
            | Fault::Malformed { .. }
            | Fault::NotTls { .. },
        ) => return None,
        Some(fault) => fault.to_string(),
        None => {
            let answer = case.answer().filter(|a| {
                a.status >= 500 && !router_page(case) && without_metadata(case).is_none()
            })?;
            format!("HTTP {} {}", answer.status, answer.reason)
        }
    };
    Some(Details::none().with("answer", said))
}

fn wrong_service(case: &Case<'_>) -> Option<Details> {
    if let Some(fault @ (Fault::Malformed { .. } | Fault::NotTls { .. })) = case.http_fault() {
        return Some(Details::none().with("answered", fault.to_string()));
    }
    let refused_for_certificate = super::ok::client_certificate_page(case);
    match identity(case)? {
        ServiceIdentity::Other(seen)
            if case.answer().is_some_and(|a| a.status < 500) && !refused_for_certificate =>
        {
            Some(Details::none().with("answered", seen))
        }
        _ => None,
    }
}

fn without_metadata(case: &Case<'_>) -> Option<Details> {
    match identity(case)? {
        ServiceIdentity::ProvenWithoutMetadata(seen) => Some(Details::none().with("seen", seen)),
        _ => None,
    }
}

fn without_token_service(case: &Case<'_>) -> Option<Details> {
    match identity(case)? {
        ServiceIdentity::ProvenWithoutTokenService(challenge) => {
            Some(Details::none().with("challenge", challenge))
        }
        _ => None,
    }
}

fn router_certificate(case: &Case<'_>) -> Option<Details> {
    let leaf = case.leaf()?;
    let by_router = leaf
        .issuer_cn
        .as_deref()
        .is_some_and(|cn| cn.starts_with(ROUTER_CA));
    let mismatch = names::prove(leaf, case.attempt.target.name()) == NameProof::Mismatch;
    (by_router && mismatch).then(|| Details::none().with("presented", leaf.dns_names.join(", ")))
}
