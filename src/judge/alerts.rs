//! Family `tls`, the part where the server says in a TLS alert (or its ServerHello) what it will
//! not do. Knows what the numbers of alerts mean; `tls` decides when to look at them.

use super::case::Case;
use super::client_certificate;
use super::finding::TlsFault;
use super::finding::tls::{Alert, Refusal};
use crate::evidence::{Fault, Incompatibility, alert};
use crate::foreign::Foreign;

const NO_COMMON_PARAMETERS_ALERTS: &[u8] = &[
    alert::HANDSHAKE_FAILURE,
    alert::ILLEGAL_PARAMETER,
    alert::INSUFFICIENT_SECURITY,
    alert::NO_APPLICATION_PROTOCOL,
];

/// What a current client no longer speaks.
pub(super) fn is_old(version: &str) -> bool {
    ["TLS 1.1", "TLS 1.0", "SSL 3.0"].contains(&version)
}

/// What an alert in the handshake refuses; a demand for a client certificate does not come here.
pub(super) fn refused(case: &Case<'_>, code: u8, name: &Foreign) -> TlsFault {
    if code == alert::UNRECOGNIZED_NAME {
        let asked = case.session().and_then(|s| s.sni.clone());
        return TlsFault::NameRejected { asked };
    }
    let sent = Alert {
        code,
        name: name.clone(),
    };
    if NO_COMMON_PARAMETERS_ALERTS.contains(&code) {
        TlsFault::NoCommonParameters {
            refusal: Refusal::Alert(sent),
            clients: None,
        }
    } else {
        TlsFault::TlsAlert {
            alert: sent,
            clients: None,
        }
    }
}

/// What was not offered is in the ServerHello, or follows from the leaf's key.
pub(super) fn unshared(case: &Case<'_>, why: &Incompatibility) -> TlsFault {
    let by_scheme = *why == Incompatibility::SignatureSchemeNotKnown;
    let refusal = if by_scheme && case.leaf().is_some_and(|leaf| leaf.key.is_ed448()) {
        Refusal::KeyOfEd448
    } else {
        Refusal::Hello(why.clone())
    };
    TlsFault::NoCommonParameters {
        refusal,
        clients: None,
    }
}

/// An alert that came when the handshake was done: in TLS 1.3 a server decides late.
pub(super) fn after_handshake(case: &Case<'_>) -> Option<TlsFault> {
    let (None, Some(Fault::Alert { code, name })) = (case.tls_fault(), case.http_fault()) else {
        return None;
    };
    if case.attempt.target.clear {
        // There was no handshake: `identity` says what an alert means.
        return None;
    }
    let alert = Alert {
        code: *code,
        name: name.clone(),
    };
    client_certificate::demand(case)
        .is_none()
        .then_some(TlsFault::TlsAlert {
            alert,
            clients: None,
        })
}
