//! Family `tls`, the part where the server says in a TLS alert (or its ServerHello) what it will
//! not do. Knows what the numbers of alerts mean; `tls` decides when to look at them.

use super::case::Case;
use super::finding::TlsFault;
use super::finding::tls::{Alert, Refusal};
use crate::evidence::{Fault, Incompatibility};
use crate::foreign::Foreign;

/// Alerts by which a server demands a client certificate: bad_certificate, certificate_unknown,
/// certificate_required; and handshake_failure, which older ones send (RFC 8446 6.2; measured in
/// TLS 1.2).
const CLIENT_CERTIFICATE_ALERTS: &[u8] = &[40, 42, 46, 116];
const NO_COMMON_PARAMETERS_ALERTS: &[u8] = &[40, 47, 71, 120];
const CERTIFICATE_REQUIRED: u8 = 116;
const UNRECOGNIZED_NAME: u8 = 112;
pub(super) const PROTOCOL_VERSION: u8 = 70;

/// What a current client no longer speaks.
pub(super) fn is_old(version: &str) -> bool {
    ["TLS 1.1", "TLS 1.0", "SSL 3.0"].contains(&version)
}

/// The failed handshake is the server's demand for a client certificate, and no other fault.
pub(super) fn is_client_certificate_demand(case: &Case<'_>) -> bool {
    let fault = case.tls_fault().or_else(|| case.http_fault());
    let hung_up = || {
        matches!(
            case.session().and_then(|s| s.afterwards.as_ref()),
            Some(Fault::Closed | Fault::Reset)
        )
    };
    match fault {
        Some(Fault::Alert {
            code: CERTIFICATE_REQUIRED,
            ..
        }) => true,
        Some(Fault::Alert { code, .. }) => {
            case.wants_client_certificate() && CLIENT_CERTIFICATE_ALERTS.contains(code)
        }
        // An alert sent with the end is lost where a reset overtakes it; nothing but the missing
        // certificate had happened by then.
        Some(_) => case.wants_client_certificate() && hung_up(),
        None => false,
    }
}

/// What an alert in the handshake refuses; a demand for a client certificate is not reported here.
pub(super) fn refused(case: &Case<'_>, code: u8, name: &Foreign) -> Option<TlsFault> {
    if code == UNRECOGNIZED_NAME {
        let asked = case.session().and_then(|s| s.sni.clone());
        return Some(TlsFault::NameRejected { asked });
    }
    if is_client_certificate_demand(case) {
        return None;
    }
    let alert = Alert {
        code,
        name: name.clone(),
    };
    Some(if NO_COMMON_PARAMETERS_ALERTS.contains(&code) {
        TlsFault::NoCommonParameters {
            refusal: Refusal::Alert(alert),
        }
    } else {
        TlsFault::TlsAlert { alert }
    })
}

/// What was not offered is in the ServerHello.
pub(super) fn unshared(case: &Case<'_>, why: &Incompatibility) -> Option<TlsFault> {
    let refusal = Refusal::Hello(why.clone());
    (!is_client_certificate_demand(case)).then_some(TlsFault::NoCommonParameters { refusal })
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
    (!is_client_certificate_demand(case)).then_some(TlsFault::TlsAlert { alert })
}
