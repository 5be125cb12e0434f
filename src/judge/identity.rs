//! Family `service`, and HTTP's part of `timeout`: TLS was established, and who answered behind it.
//! The role's row in `roles` says which answer proves it.

use super::case::Case;
use super::client_certificate;
use super::finding::service::{ErrorShown, Stranger, TlsWanted};
use super::finding::{ServiceFault, Timeout};
use super::names::{self, NameProof};
use super::network_path;
use super::rule::Rule;
use crate::evidence::{Connection, Fault};
use crate::roles::{Answer, RoleRef, ServiceIdentity};

const ROUTER_CA: &str = "ingress-operator@";

pub(super) const RULES: &[Rule] = &[
    |case| Some(timed_out(case)?.into()),
    |case| Some(of_service(case)?.into()),
    |case| Some(router_certificate(case)?.into()),
];

fn timed_out(case: &Case<'_>) -> Option<Timeout> {
    let Fault::TimedOut { after_ms } = case.http_fault()? else {
        return None;
    };
    if is_asked_nothing(case) || client_certificate::demand(case).is_some() {
        return None;
    }
    Some(Timeout::TimeoutHttp {
        waited_ms: *after_ms,
    })
}

/// What came instead of the answer that proves the role, or what that answer lacks. A page of
/// something on the way is no answer of the server's.
fn of_service(case: &Case<'_>) -> Option<ServiceFault> {
    if client_certificate::demand(case).is_some() || network_path::block_page(case).is_some() {
        return None;
    }
    if let Some(wanted) = wants_tls(case) {
        return Some(ServiceFault::WrongService(Stranger::WantsTls(wanted)));
    }
    match case.http_fault() {
        Some(Fault::Malformed { .. } | Fault::NotTls { .. }) | None if is_asked_nothing(case) => {
            None
        }
        Some(fault @ (Fault::Malformed { .. } | Fault::NotTls { .. })) => {
            Some(ServiceFault::WrongService(Stranger::Broken(fault.clone())))
        }
        Some(Fault::TimedOut { .. } | Fault::Alert { .. }) => None,
        Some(fault) => Some(ServiceFault::ServiceError(broken(case, fault))),
        None => of_answer(case, case.answer()?),
    }
}

/// Whoever speaks TLS where a URL says `http://`.
fn wants_tls(case: &Case<'_>) -> Option<TlsWanted> {
    let target = &case.attempt.target;
    if !target.clear {
        return None;
    }
    if let Some(alert @ Fault::Alert { .. }) = case.http_fault() {
        return Some(TlsWanted::Alert(alert.clone()));
    }
    let answer = case.answer()?;
    let status = answer.status;
    if answer.says_tls_is_wanted() {
        return Some(TlsWanted::Says { status });
    }
    answer
        .leads_to_tls_of(&target.host.to_string())
        .then_some(TlsWanted::Redirects { status })
}

/// Of such a role only TLS is known: what is asked there is whether a client certificate is wanted.
fn is_asked_nothing(case: &Case<'_>) -> bool {
    let was_asked = |c: &Connection| c.http.is_done() || c.http.fault().is_some();
    case.attempt.target.role.ask.is_none() && case.connection.is_some_and(was_asked)
}

fn broken(case: &Case<'_>, fault: &Fault) -> ErrorShown {
    if client_certificate::may_be_missed(case) {
        ErrorShown::BrokenOrRefused(fault.clone())
    } else {
        ErrorShown::Broken(fault.clone())
    }
}

fn of_answer(case: &Case<'_>, answer: &Answer) -> Option<ServiceFault> {
    if answer.is_router_page() {
        return Some(ServiceFault::RouterDefaultPage);
    }
    match (case.attempt.target.role.identify)(answer) {
        ServiceIdentity::ProvenWithoutMetadata(shown) => {
            Some(ServiceFault::MtcConsoleWithoutOauth(shown))
        }
        _ if answer.status >= 500 => Some(ServiceFault::ServiceError(ErrorShown::Status {
            status: answer.status,
            reason: answer.reason.clone(),
        })),
        ServiceIdentity::ProvenWithoutOauth => Some(ServiceFault::NoIntegratedOauth),
        ServiceIdentity::ProvenWithoutTokenService(instead) => {
            Some(ServiceFault::RegistryWithoutTokenService(instead))
        }
        ServiceIdentity::Other(seen) => {
            let own = case.attempt.target.role;
            let stranger = Stranger::Answers(seen, looks_like(answer, own));
            Some(ServiceFault::WrongService(stranger))
        }
        ServiceIdentity::Proven(_) => None,
    }
}

/// Another kind of endpoint, as which its answer would be right: one that strangers to it tell apart.
fn looks_like(answer: &Answer, own: RoleRef) -> Option<RoleRef> {
    const TOLD_APART: [RoleRef; 3] = [RoleRef::REPOSITORY, RoleRef::REGISTRY, RoleRef::API];
    let proves = |role: &RoleRef| matches!((role.identify)(answer), ServiceIdentity::Proven(_));
    let mut others = TOLD_APART.into_iter().filter(|role| *role != own);
    others.find(proves)
}

fn router_certificate(case: &Case<'_>) -> Option<ServiceFault> {
    let leaf = case.leaf()?;
    let by_router = leaf
        .issuer_cn
        .as_ref()
        .is_some_and(|cn| cn.raw().starts_with(ROUTER_CA));
    let mismatch = names::prove(leaf, case.attempt.target.name()) == NameProof::Mismatch;
    (by_router && mismatch).then(|| ServiceFault::RouterDefaultCertificate {
        presented: leaf.dns_names.clone(),
    })
}
