//! Family `tls`, and the handshake's part of `timeout`: what it means that a connection was made
//! and no TLS session came of it. One decision; `alerts` says what an alert means.

use super::case::Case;
use super::finding::protocol::Protocol;
use super::finding::tls::{Breach, End};
use super::finding::{Timeout, TlsFault};
use super::rule::Rule;
use super::{
    Finding, agreed, alerts, client_certificate, client_reach, network_path, repeats, tunnel,
};
use crate::evidence::{Fault, SignatureDefect, alert};
use crate::route::ProxyUrl;

pub(super) const RULES: &[Rule] = &[
    handshake,
    |case| alerts::after_handshake(case).map(Into::into),
    |case| agreed::not_by_go(case).map(Into::into),
];

/// What a handshake means that did not come about: a false signature says more than how it ended,
/// and an old version more than the ways in which old servers end it.
fn handshake(case: &Case<'_>) -> Option<Finding> {
    if let Some(defect) = forged(case) {
        let error = Breach::Forged(defect.clone());
        return Some(TlsFault::HandshakeMalformed { error }.into());
    }
    let fault = case.tls_fault()?;
    if let Some(old) = old_version(case, fault) {
        return Some(old.into());
    }
    if client_certificate::demand(case).is_some() || client_reach::in_part(case).is_some() {
        return None;
    }
    let mut found = match fault {
        Fault::NotTls { .. } | Fault::TimedOut { .. } | Fault::Closed | Fault::Reset
            if network_path::explains(case) =>
        {
            return None;
        }
        Fault::TimedOut { after_ms } => return Some(timed_out(case, *after_ms).into()),
        Fault::NotTls { .. } => not_tls(case, fault),
        Fault::Closed => closed(case, End::Fin),
        Fault::Reset => closed(case, End::Rst),
        Fault::MessageTooLarge { .. } => TlsFault::MessageTooLarge {
            limit: fault.clone(),
            clients: None,
        },
        Fault::Alert { code, name } => alerts::refused(case, *code, name),
        Fault::NoCommonParameters { why } => alerts::unshared(case, why),
        Fault::NoSuchName
        | Fault::NoAddress
        | Fault::Resolver { .. }
        | Fault::Refused
        | Fault::Unreachable { .. }
        | Fault::ProxyStatus { .. }
        | Fault::SocksRefused { .. }
        | Fault::Malformed { .. }
        | Fault::NotContacted { .. }
        | Fault::OwnLimit { .. }
        | Fault::Other { .. } => TlsFault::HandshakeMalformed {
            error: Breach::Refused(fault.clone()),
        },
    };
    found.learn_of(client_reach::of(case));
    Some(found.into())
}

/// The handshake's signature, where it was checked and found false: every client ends the session
/// there. What could not be checked (short RSA keys, rare schemes) is not held against the server.
pub(super) fn forged<'a>(case: &Case<'a>) -> Option<&'a SignatureDefect> {
    let defect = case.session()?.handshake_signature_defect.as_ref()?;
    matches!(defect, SignatureDefect::DoesNotVerify { .. }).then_some(defect)
}

/// The server speaks an old version only: by alert, by the version in the ServerHello, or because a
/// second hello found it.
fn old_version(case: &Case<'_>, fault: &Fault) -> Option<TlsFault> {
    let told = matches!(fault, Fault::NoCommonParameters { why } if why.is_of_version())
        || matches!(fault, Fault::Alert { code, .. } if *code == alert::PROTOCOL_VERSION);
    let session = case.session();
    let offered = session.and_then(|s| s.version.clone());
    let by_second_hello = session.is_some_and(|s| s.captured_by_hello)
        && offered.as_deref().is_some_and(alerts::is_old);
    (told || by_second_hello).then(|| TlsFault::TlsVersion {
        offered,
        clients: client_reach::of(case),
    })
}

fn not_tls(case: &Case<'_>, fault: &Fault) -> TlsFault {
    let protocol = Protocol::of(&fault.first_bytes());
    let unclear = protocol == Protocol::PlainHttp && !tunnel::same_in_clear(case, fault);
    TlsFault::NotTls {
        protocol,
        answer: fault.clone(),
        clear_registry: case.attempt.target.role.in_clear && protocol == Protocol::PlainHttp,
        or_proxy: case
            .proxy()
            .filter(|_| unclear)
            .map(ProxyUrl::without_credentials),
    }
}

fn timed_out(case: &Case<'_>, waited_ms: u64) -> Timeout {
    match case.session().map_or(0, |s| s.bytes_in) {
        0 => Timeout::TimeoutTls {
            waited_ms,
            circumstances: repeats::circumstances(case),
        },
        received_bytes => Timeout::TimeoutTlsStalled {
            waited_ms,
            received_bytes,
        },
    }
}

fn closed(case: &Case<'_>, end: End) -> TlsFault {
    TlsFault::ClosedInHandshake {
        end,
        received_bytes: case.session().map_or(0, |s| s.bytes_in),
        circumstances: repeats::circumstances(case),
    }
}
