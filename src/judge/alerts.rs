//! Family `tls`, the part where the server says in a TLS alert (or its ServerHello) what it will
//! not do. Rows only; pure.

use super::case::Case;
use super::{Code, Details, Rule};
use crate::evidence::Fault;

/// Alerts by which a server demands a client certificate: bad_certificate, certificate_unknown,
/// certificate_required; and handshake_failure, which older ones send (RFC 8446 6.2; measured in
/// TLS 1.2).
const CLIENT_CERTIFICATE_ALERTS: &[u8] = &[40, 42, 46, 116];
const NO_COMMON_PARAMETERS_ALERTS: &[u8] = &[40, 47, 71, 120];
const CERTIFICATE_REQUIRED: u8 = 116;
const PROTOCOL_VERSION: u8 = 70;
const UNRECOGNIZED_NAME: u8 = 112;
/// What a current client no longer speaks.
pub(super) const OLD_VERSIONS: &[&str] = &["TLS 1.1", "TLS 1.0", "SSL 3.0"];

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::NameRejected, name_rejected),
    Rule::Legacy(Code::TlsVersion, version),
    Rule::Legacy(Code::NoCommonParameters, no_common_parameters),
    Rule::Legacy(Code::TlsAlert, other_alert),
];

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

fn name_rejected(case: &Case<'_>) -> Option<Details> {
    (alert(case)?.0 == UNRECOGNIZED_NAME).then(|| {
        let asked = case
            .session()
            .and_then(|s| s.sni.clone())
            .unwrap_or_else(|| "no name, as for every IP address".into());
        Details::none().with("asked", asked)
    })
}

/// By alert, by the version in the ServerHello, or because a second hello found that the server
/// speaks an old version only.
pub(super) fn version(case: &Case<'_>) -> Option<Details> {
    let fault = case.tls_fault()?;
    let by_hello = matches!(fault, Fault::NoCommonParameters { text } if text.contains("tls12 or13") || text.contains("version"));
    let by_alert = matches!(
        fault,
        Fault::Alert {
            code: PROTOCOL_VERSION,
            ..
        }
    );
    let found = case.session().and_then(|s| s.version.clone());
    let is_old = |version: &String| OLD_VERSIONS.contains(&version.as_str());
    let by_second_hello =
        case.session().is_some_and(|s| s.captured_by_hello) && found.as_ref().is_some_and(is_old);
    (by_hello || by_alert || by_second_hello).then(|| match found {
        Some(version) => Details::none().with("offered", version),
        None => Details::none(),
    })
}

fn no_common_parameters(case: &Case<'_>) -> Option<Details> {
    if is_client_certificate_demand(case) || version(case).is_some() {
        return None;
    }
    match case.tls_fault()? {
        Fault::NoCommonParameters { text } => Some(Details::none().with("peer", text.clone())),
        Fault::Alert { code, name } if NO_COMMON_PARAMETERS_ALERTS.contains(code) => {
            Some(Details::none().with("alert", format!("{code} ({name})")))
        }
        _ => None,
    }
}

fn other_alert(case: &Case<'_>) -> Option<Details> {
    let fault = case.tls_fault().or_else(|| case.http_fault())?;
    let Fault::Alert { code, name } = fault else {
        return None;
    };
    let named = [UNRECOGNIZED_NAME, PROTOCOL_VERSION].contains(code)
        || NO_COMMON_PARAMETERS_ALERTS.contains(code);
    let in_handshake = case.tls_fault().is_some();
    let said_otherwise =
        is_client_certificate_demand(case) || version(case).is_some() || (named && in_handshake);
    (!said_otherwise).then(|| Details::none().with("alert", format!("{code} ({name})")))
}

fn alert(case: &Case<'_>) -> Option<(u8, String)> {
    match case.tls_fault()? {
        Fault::Alert { code, name } => Some((*code, name.clone())),
        _ => None,
    }
}
