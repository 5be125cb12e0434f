//! What one of MTC's pods would meet at an endpoint, from what was met here: the Go error it would
//! get, and its true cause. The messages are those of Go 1.19; from 1.20 on `tls: failed to verify
//! certificate: ` stands before `x509:`.

use crate::bundle;
use crate::cert::{Cert, Signed};
use crate::codes::{Code, StepName};
use crate::dialects::go::GoRefusal;
use crate::dialects::others::{Program, filled};
use crate::evidence::Fault;
use crate::judge::path::Anchors;
use crate::judge::{self, Endpoint, Verdict};
use crate::moment::Moment;
use crate::roles::Answer;

use super::cause::{CauseCode, PodError};
use super::remark::Doubt;

/// Failures of a login or a pull that MTC's own connections do not mind.
const HARMLESS: [Code; 2] = [Code::NoIntegratedOauth, Code::RegistryWithoutTokenService];

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PodView {
    /// TCP, TLS with these anchors, and an answer of the right kind.
    Passes,
    Fails(PodFailure),
    /// The reason why it is not known from here.
    Unknown(Doubt),
}

impl PodView {
    /// None of the anchors signed what was seen.
    pub(super) fn is_unknown_authority(&self) -> bool {
        matches!(self, Self::Fails(failing) if failing.kind == FailureKind::Authority)
    }
}

/// One failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PodFailure {
    /// Go's error, without the request in front.
    pub go: PodError,
    /// The true cause.
    pub code: CauseCode,
    pub kind: FailureKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FailureKind {
    /// No connection or no TLS; certificates are not the cause.
    Network,
    /// None of the anchors signed it.
    Authority,
    /// The certificate itself: dates, names, purpose.
    Certificate,
    /// The answer is not the service's.
    Answer,
}

/// The view of an endpoint with these anchors, or with none if TLS is not verified.
pub(super) fn of(endpoint: &Endpoint, anchors: Option<&Anchors>, now: Moment) -> PodView {
    if endpoint.interception().is_some() {
        return PodView::Unknown(Doubt::Intercepted);
    }
    // Whether the proxy is trusted is for the pod's own anchors to say.
    let own_trust = |v: &Verdict| v.code() == Code::ProxyUntrusted;
    let before = |v: &Verdict| v.step() < StepName::Certificate && !own_trust(v);
    if let Some(verdict) = fault(endpoint, before) {
        return PodView::Fails(PodFailure {
            go: go_words(verdict, endpoint),
            code: CauseCode::Class(verdict.code()),
            kind: FailureKind::Network,
        });
    }
    if let Some(failing) = anchors.and_then(|anchors| refused_before(endpoint, anchors, now)) {
        return PodView::Fails(failing);
    }
    if bundle::chains(endpoint).next().is_none() {
        return PodView::Unknown(Doubt::NoCertificate(endpoint.verdict.code()));
    }
    if let Some(failing) = anchors.and_then(|anchors| refused(endpoint, anchors, now)) {
        return PodView::Fails(failing);
    }
    match fault(endpoint, |v| v.step() > StepName::Certificate) {
        Some(verdict) => PodView::Fails(PodFailure {
            go: go_words(verdict, endpoint),
            code: CauseCode::Class(verdict.code()),
            kind: FailureKind::Answer,
        }),
        None => PodView::Passes,
    }
}

/// The view of an endpoint that is spoken to in clear: reach, and who answers.
pub(super) fn in_clear(endpoint: &Endpoint) -> PodView {
    let failing = fault(endpoint, |_| true).map(|verdict| PodFailure {
        go: go_words(verdict, endpoint),
        code: CauseCode::Class(verdict.code()),
        kind: if verdict.step() < StepName::Certificate {
            FailureKind::Network
        } else {
            FailureKind::Answer
        },
    });
    failing.map_or(PodView::Passes, PodView::Fails)
}

/// What verification with these anchors would say of the chain that was seen, whatever else is
/// wrong.
pub(super) fn refused(endpoint: &Endpoint, anchors: &Anchors, now: Moment) -> Option<PodFailure> {
    let name = endpoint.attempt.target.name();
    let (chain, refusal) = bundle::chains(endpoint)
        .find_map(|chain| Some((chain, anchors.go(chain, name, now).refusal()?.clone())))?;
    let (code, kind) = if refusal.is_unknown_authority() {
        (
            authority_code(endpoint, chain, anchors),
            FailureKind::Authority,
        )
    } else {
        (
            certificate_code(endpoint, &refusal),
            FailureKind::Certificate,
        )
    };
    Some(PodFailure {
        go: PodError::Printed(refusal.to_string()),
        code,
        kind,
    })
}

/// The same of the proxy before it, which Go verifies with the same anchors: `dialConn` puts
/// `proxyconnect tcp` before what it says.
fn refused_before(endpoint: &Endpoint, anchors: &Anchors, now: Moment) -> Option<PodFailure> {
    let proxy = endpoint.attempt.route.proxy.as_ref()?;
    let chains = endpoint.attempt.chains_of_proxy();
    let refusal = chains
        .into_iter()
        .find_map(|chain| anchors.go(chain, &proxy.host, now).refusal().cloned())?;
    let kind = if refusal.is_unknown_authority() {
        FailureKind::Authority
    } else {
        FailureKind::Network
    };
    Some(PodFailure {
        go: PodError::Printed(format!("proxyconnect tcp: {refusal}")),
        code: CauseCode::Class(Code::ProxyUntrusted),
        kind,
    })
}

/// The answer to the role's question, where there was one.
pub(super) fn answer(endpoint: &Endpoint) -> Option<&Answer> {
    endpoint
        .attempt
        .connections
        .iter()
        .filter_map(|c| c.http.saw())
        .find_map(|saw| saw.answer.as_ref())
}

/// The first failure of a step of that kind. Where some address works, Go uses that one, and
/// nothing counts as a failure.
fn fault(endpoint: &Endpoint, of: impl Fn(&Verdict) -> bool) -> Option<&Verdict> {
    let fails = endpoint.verdict.is_failure() && !HARMLESS.contains(&endpoint.verdict.code());
    endpoint
        .verdicts()
        .filter(|v| fails && v.is_failure() && of(v))
        .find(|v| about_headline(endpoint, v))
}

/// Seen on an address that the headline is about, or about all of them.
fn about_headline(endpoint: &Endpoint, verdict: &Verdict) -> bool {
    let headline = &endpoint.verdict.addresses;
    headline.is_empty()
        || verdict.addresses.is_empty()
        || verdict.addresses.iter().any(|a| headline.contains(a))
}

/// A class's words in Go, with the names in place.
fn go_words(verdict: &Verdict, endpoint: &Endpoint) -> PodError {
    let target = &endpoint.attempt.target;
    if verdict.code() == Code::ProxyUnreachable {
        return PodError::Printed(format!("proxyconnect tcp: {}", dialled(endpoint)));
    }
    let address = verdict
        .addresses
        .first()
        .map_or_else(|| target.authority(), ToString::to_string);
    let (host, code) = (target.host.to_string(), verdict.code());
    let values = [("host", host.as_str()), ("address", &address)];
    filled(Program::Go, code, &values).map_or_else(
        || PodError::Unprinted {
            request: String::new(),
            code,
        },
        PodError::Printed,
    )
}

/// Go's error for a proxy that it cannot reach.
fn dialled(endpoint: &Endpoint) -> String {
    let attempt = &endpoint.attempt;
    let proxy = attempt
        .route
        .proxy
        .as_ref()
        .map(|p| p.host.to_string())
        .unwrap_or_default();
    let tcp = attempt
        .connections
        .iter()
        .find_map(|c| Some((c.address, c.tcp.fault()?)));
    match (attempt.dns.fault(), tcp) {
        (Some(_), _) => format!("dial tcp: lookup {proxy}: no such host"),
        (None, Some((address, Fault::Refused))) => {
            format!("dial tcp {address}: connect: connection refused")
        }
        (None, Some((address, Fault::TimedOut { .. }))) => {
            format!("dial tcp {address}: i/o timeout")
        }
        (None, Some((address, fault))) => format!(
            "dial tcp {address}: connect: {}",
            fault.to_string().to_lowercase()
        ),
        (None, None) => format!("dial tcp {proxy}"),
    }
}

/// An anchor of the signer's name with another key; else what is wrong with the chain by itself;
/// else the bundle lacks its signer.
fn authority_code(endpoint: &Endpoint, chain: &[Cert], anchors: &Anchors) -> CauseCode {
    if other_key(chain, anchors) {
        return CauseCode::Class(Code::SameNameOtherKey);
    }
    let by_itself = endpoint.verdicts().find(|v| {
        v.family() == crate::codes::Family::UnknownAuthority && v.code() != Code::SameNameOtherKey
    });
    by_itself.map_or(CauseCode::CaMissing, |v| CauseCode::Class(v.code()))
}

/// An anchor bears the name of an issuer, and did not sign.
pub(super) fn other_key(chain: &[Cert], anchors: &Anchors) -> bool {
    let other = |cert: &Cert| {
        let issuer = cert
            .facts()
            .map(|f| f.issuer_der.clone())
            .unwrap_or_default();
        let anchors = anchors.named(&issuer);
        !anchors.is_empty()
            && anchors
                .iter()
                .all(|(anchor, _)| anchor != cert && cert.signed_by(anchor) == Signed::No)
    };
    chain.iter().any(other)
}

/// Go names the first fault it comes to; the code is that of the verdict which says the same.
fn certificate_code(endpoint: &Endpoint, refusal: &GoRefusal) -> CauseCode {
    let same_fault = judge::codes_of(refusal);
    let known: Vec<Code> = endpoint
        .verdicts()
        .filter(|v| v.step() == StepName::Certificate)
        .map(Verdict::code)
        .collect();
    let same = same_fault
        .iter()
        .find(|code| known.contains(code))
        .or(same_fault.first());
    match same {
        // Not the server's certificates, so the dates are an anchor's.
        Some(&(Code::Expired | Code::NotYetValid))
            if !same_fault.iter().any(|code| known.contains(code)) =>
        {
            CauseCode::CaExpired
        }
        Some(code) => CauseCode::Class(*code),
        None => endpoint
            .verdicts()
            .find(|v| v.is_failure() && known.contains(&v.code()))
            .map_or(CauseCode::NotProved, |v| CauseCode::Class(v.code())),
    }
}
