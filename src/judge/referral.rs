//! Family `service`: what an endpoint answers is in order but sends its readers to a place where
//! nobody should or can go. Rows only; pure. Which addresses are fit to be followed is
//! `roles::referral`'s to say.

use super::case::Case;
use super::{Class, Details, Family, Others, Severity, StepName};
use crate::roles::referral::{self, NotFollowed, Referral};

pub(super) const RULES: &[Class] = &[
    Class {
        code: "token-realm-malformed",
        family: Family::Service,
        severity: Severity::Failure,
        step: StepName::Http,
        title: "the registry's token service cannot be found",
        meaning: "the registry asks for a token and names a place where none can be had, so nobody can log in",
        evidence: "the realm of its Bearer challenge is missing, no URL, or an address that means whoever reads it, or its cloud",
        others: Others {
            mtc: "DirectImageMigrationFailed",
            go: "parse \"...\": invalid URI for request / missing realm in bearer auth challenge",
            curl: "nothing: 401",
            browser: "nothing",
        },
        remedy: "correct the registry's auth.token.realm (REGISTRY_AUTH_TOKEN_REALM); OpenShift's own registry takes host and scheme from the request, so look at the proxy or load balancer before {authority}: {problem}",
        cite: "distribution token authentication; openshift/image-registry auth.go",
        when: realm_malformed,
    },
    Class {
        code: "token-realm-in-clear",
        family: Family::Service,
        severity: Severity::Warning,
        step: StepName::Http,
        title: "the registry asks for passwords in clear",
        meaning: "the registry is reached over TLS but sends its clients to a token service over plain HTTP: whoever logs in shows user and password or token to the network",
        evidence: "the realm of its Bearer challenge begins with http://",
        others: Others {
            mtc: "",
            go: "",
            curl: "nothing: 401",
            browser: "nothing",
        },
        remedy: "do not log in to {authority} before its realm, {realm}, is https://. OpenShift's own registry takes the scheme from the request: its route must be reencrypt or passthrough (`oc get route -n openshift-image-registry`), and a load balancer that ends TLS must send X-Forwarded-Proto: https; other registries name it in auth.token.realm (REGISTRY_AUTH_TOKEN_REALM)",
        cite: "distribution token authentication; openshift/image-registry auth.go; RFC 6750 5.3",
        when: realm_in_clear,
    },
    Class {
        code: "oauth-metadata-unusable",
        family: Family::Service,
        severity: Severity::Warning,
        step: StepName::Http,
        title: "the OAuth metadata lead nowhere",
        meaning: "the API server publishes OAuth metadata in which an address is none that browsers and MTC could use; it was not followed",
        evidence: "issuer, authorization_endpoint or token_endpoint is no https:// URL, holds a user or a password, or means whoever reads it, or its cloud",
        others: Others {
            mtc: "Authentication Error / Access Token Error",
            go: "",
            curl: "nothing: 200",
            browser: "connection refused",
        },
        remedy: "correct {field} in the OAuth metadata of {authority}: on OpenShift 4 see `oc get co authentication` and `oc get cm v4-0-config-system-metadata -n openshift-authentication -o yaml`, on OpenShift 3 oauthConfig.masterPublicURL in /etc/origin/master/master-config.yaml: {problem}",
        cite: "RFC 8414 2; cluster-authentication-operator, metadata controller",
        when: metadata_unusable,
    },
];

fn realm(case: &Case<'_>) -> Option<Referral> {
    let target = &case.attempt.target;
    (target.role.name == "registry")
        .then(|| referral::token_realm(case.answer()?, &target.host.to_string()))
        .flatten()
}

fn realm_malformed(case: &Case<'_>) -> Option<Details> {
    match realm(case)?.to {
        Ok(_) | Err(NotFollowed::InClear(_)) => None,
        Err(unfit) => Some(Details::none().with("problem", unfit.to_string())),
    }
}

fn realm_in_clear(case: &Case<'_>) -> Option<Details> {
    match realm(case)?.to {
        Err(NotFollowed::InClear(place)) => Some(Details::none().with("realm", place.in_clear())),
        _ => None,
    }
}

fn metadata_unusable(case: &Case<'_>) -> Option<Details> {
    let target = &case.attempt.target;
    let answer = case.answer().filter(|_| target.role.name == "api")?;
    let servers = referral::oauth_servers(answer, &target.host.to_string());
    let unfit: Vec<(&str, NotFollowed)> = servers
        .into_iter()
        .filter_map(|server| Some((server.field, server.to.err()?)))
        .collect();
    let fields: Vec<&str> = unfit.iter().map(|(field, _)| *field).collect();
    let (_, problem) = unfit.first()?;
    Some(
        Details::none()
            .with("field", fields.join(", "))
            .with("problem", problem.to_string()),
    )
}
