//! Family `tls`, the part where the server says in a TLS alert (or its ServerHello) what it will
//! not do. Knows what the numbers of alerts mean; `tls` decides when to look at them.

use super::case::Case;
use super::client_certificate;
use super::finding::TlsFault;
use super::finding::tls::{Alert, Refusal};
use crate::evidence::{Fault, Incompatibility};
use crate::foreign::Foreign;

const NO_COMMON_PARAMETERS_ALERTS: &[u8] = &[40, 47, 71, NO_APPLICATION_PROTOCOL];
const UNRECOGNIZED_NAME: u8 = 112;
pub(super) const PROTOCOL_VERSION: u8 = 70;
pub(super) const NO_APPLICATION_PROTOCOL: u8 = 120;

/// What a current client no longer speaks.
pub(super) fn is_old(version: &str) -> bool {
    ["TLS 1.1", "TLS 1.0", "SSL 3.0"].contains(&version)
}

/// What an alert in the handshake refuses; a demand for a client certificate does not come here.
pub(super) fn refused(case: &Case<'_>, code: u8, name: &Foreign) -> TlsFault {
    if code == UNRECOGNIZED_NAME {
        let asked = case.session().and_then(|s| s.sni.clone());
        return TlsFault::NameRejected { asked };
    }
    let alert = Alert {
        code,
        name: name.clone(),
    };
    if NO_COMMON_PARAMETERS_ALERTS.contains(&code) {
        TlsFault::NoCommonParameters {
            refusal: Refusal::Alert(alert),
            clients: None,
        }
    } else {
        TlsFault::TlsAlert {
            alert,
            clients: None,
        }
    }
}

/// What was not offered is in the ServerHello.
pub(super) fn unshared(why: &Incompatibility) -> TlsFault {
    TlsFault::NoCommonParameters {
        refusal: Refusal::Hello(why.clone()),
        clients: None,
    }
}

/// An alert that came when the handshake was done: in TLS 1.3 a server decides late.
pub(super) fn after_handshake(case: &Case<'_>) -> Option<TlsFault> {
    let (None, Some(Fault::Alert { code, name })) = (case.tls_fault(), case.http_fault()) else {
        return None;
    };
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
