//! Family `service`, and HTTP's part of `timeout`: TLS was established, and who answered behind it.
//! Rows only; pure. Which answer proves a role is the role's own row (`roles`).

use super::case::Case;
use super::finding::Timeout;
use super::names::{self, NameProof};
use super::{Code, Details, Finding, Rule};
use crate::evidence::Fault;
use crate::roles::{Answer, ServiceIdentity};

const ROUTER_CA: &str = "ingress-operator@";

pub(super) const RULES: &[Rule] = &[
    Rule::Finds(timed_out),
    Rule::Legacy(Code::RouterDefaultPage, |case| {
        router_page(case).then(Details::none)
    }),
    Rule::Legacy(Code::ServiceError, service_error),
    Rule::Legacy(Code::WrongService, wrong_service),
    Rule::Legacy(Code::NoIntegratedOauth, |case| {
        matches!(identity(case)?, ServiceIdentity::ProvenWithoutOauth).then(Details::none)
    }),
    Rule::Legacy(Code::MtcConsoleWithoutOauth, without_metadata),
    Rule::Legacy(Code::RegistryWithoutTokenService, without_token_service),
    Rule::Legacy(Code::RouterDefaultCertificate, router_certificate),
];

fn identity(case: &Case<'_>) -> Option<ServiceIdentity> {
    case.answer()
        .map(|answer| (case.attempt.target.role.identify)(answer))
}

fn timed_out(case: &Case<'_>) -> Option<Finding> {
    match case.http_fault()? {
        Fault::TimedOut { after_ms } => Some(
            Timeout::TimeoutHttp {
                waited_ms: *after_ms,
            }
            .into(),
        ),
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
