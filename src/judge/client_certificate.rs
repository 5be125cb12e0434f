//! Whether a session ended because we gave no client certificate: by an alert, without a word, in a
//! page, or in a new handshake that we refuse. Where its end may have another cause, names the one
//! measurement that tells. Makes no finding.

use super::Endpoint;
use super::case::Case;
use super::finding::notice::CertificateDemand;
use super::finding::tls::{Alert, End};
use super::repeats::with_tls12;
use super::request::ask;
use crate::codes::Code;
use crate::evidence::{
    Attempt, Connection, ExtraKind, ExtraReason, ExtraRequest, Fault, TlsSession, alert,
};
use crate::roles::Answer;

/// Alerts about a certificate: after a request for ours they are about ours. 40 is OpenSSL's in TLS
/// 1.2, 41 mbedTLS's, 42 Go's and Java's there, 50 GnuTLS's; the others are of stacks and settings
/// that look at what is missing as at a bad one.
const ABOUT_CERTIFICATES: [u8; 11] = [
    alert::HANDSHAKE_FAILURE,
    41,
    42,
    43,
    44,
    45,
    46,
    48,
    49,
    alert::DECODE_ERROR,
    alert::CERTIFICATE_REQUIRED,
];
/// Alerts that a request for a certificate does not explain: messages that could not be read,
/// version, name and protocol, which are agreed before it, and the server's own errors.
const ABOUT_OTHERS: [u8; 10] = [
    10,
    20,
    21,
    22,
    alert::ILLEGAL_PARAMETER,
    51,
    alert::PROTOCOL_VERSION,
    alert::INTERNAL_ERROR,
    alert::UNRECOGNIZED_NAME,
    alert::NO_APPLICATION_PROTOCOL,
];
/// Statuses with which a request without a certificate is refused; 495 and 496 are nginx's own.
const REFUSED: [u16; 5] = [400, 401, 403, 495, 496];
/// What pages say that are about a client certificate though none was asked for in the handshake:
/// Apache where TLS 1.3 has no renegotiation, IIS, Azure's App Service.
const PAGES: [&str; 4] = [
    "post-handshake authentication",
    "ssl client certificate",
    "client certificate required",
    "403.7",
];
/// What is about another server's wish, or about its own certificate, unless ours was asked for;
/// the former is nginx's.
const PAGES_WHERE_ASKED: [&str; 2] = ["ssl certificate", "client certificate"];

/// How the server showed that it insists; `None` where it does not, or nobody asked it anything that
/// it refused.
pub(super) fn demand(case: &Case<'_>) -> Option<CertificateDemand> {
    let (connection, session) = (case.connection?, case.session()?);
    if is_page(case) {
        let status = case.answer()?.status;
        return Some(CertificateDemand::Page { status });
    }
    let fault = case.tls_fault().or_else(|| case.http_fault())?;
    if has_answered(connection) {
        return None;
    }
    if session.renegotiation {
        return Some(CertificateDemand::Renegotiation);
    }
    ended(case.attempt, (connection, session), fault)
}

/// The end of a session in which it was asked for.
fn ended(
    attempt: &Attempt,
    (connection, session): (&Connection, &TlsSession),
    fault: &Fault,
) -> Option<CertificateDemand> {
    let asked = session.client_certificate.is_some();
    if let Fault::Alert { code, name } = fault
        && (*code == alert::CERTIFICATE_REQUIRED || asked && ABOUT_CERTIFICATES.contains(code))
    {
        let name = name.clone();
        return Some(CertificateDemand::Alert(Alert { code: *code, name }));
    }
    if !asked || !may_mean_it(fault) {
        return None;
    }
    let in_tls13 = session.version.as_deref() == Some("TLS 1.3");
    let tried = with_tls12(attempt, connection).last();
    let alone = tried.is_some_and(|tried| !tried.answers_tls());
    let certain = match (connection.tls.is_done(), in_tls13) {
        // TLS 1.2 decides in its handshake.
        (false, false) => true,
        // TLS 1.3 decides after it, as does whatever stands behind the server.
        (true, true) => match tried {
            Some(tried) if tried.tls.is_done() => return None,
            Some(tried) => tried
                .tls
                .saw()
                .is_some_and(|s| s.client_certificate.is_some()),
            None => false,
        },
        (false, true) | (true, false) => return None,
    };
    // Who insists says so by an alert in TLS 1.3 (RFC 8446 4.4.2.4), as all stacks of the suite do;
    // what ends without one is rather the end of what stands behind the server.
    if !certain && alone && is_wordless(fault) {
        return None;
    }
    let end = if matches!(fault, Fault::Reset) {
        End::Rst
    } else {
        End::Fin
    };
    Some(CertificateDemand::End { end, certain })
}

/// A session of TLS 1.3 ended without an alert after a certificate was asked for, and the server speaks no
/// other version in which it could be told why.
pub(super) fn may_be_missed(case: &Case<'_>) -> bool {
    let (Some(connection), Some(session)) = (case.connection, case.session()) else {
        return false;
    };
    let mut tried = with_tls12(case.attempt, connection);
    session.client_certificate.is_some()
        && session.version.as_deref() == Some("TLS 1.3")
        && case.http_fault().is_some_and(is_wordless)
        && !has_answered(connection)
        && tried.any(|tried| !tried.answers_tls())
}

const fn is_wordless(fault: &Fault) -> bool {
    matches!(fault, Fault::Closed | Fault::Reset)
}

/// A certificate that is missing may end a session so.
fn may_mean_it(fault: &Fault) -> bool {
    if let Fault::Alert { code, .. } = fault {
        !ABOUT_OTHERS.contains(code)
    } else {
        is_wordless(fault)
    }
}

/// An answer came, whatever followed.
fn has_answered(connection: &Connection) -> bool {
    connection
        .http
        .saw()
        .is_some_and(|saw| saw.answer.is_some())
}

/// The server lets the handshake pass and refuses in HTTP.
fn is_page(case: &Case<'_>) -> bool {
    let says = |answer: &Answer, marks: &[&str]| {
        let body = answer.body.raw().to_ascii_lowercase();
        marks.iter().any(|mark| body.contains(mark))
    };
    let renegotiated = case.session().is_some_and(|s| s.renegotiation);
    let asked = renegotiated || case.wants_client_certificate();
    case.answer().is_some_and(|answer| {
        REFUSED.contains(&answer.status)
            && (renegotiated || says(answer, &PAGES) || asked && says(answer, &PAGES_WHERE_ASKED))
    })
}

/// Where only the end of a session of TLS 1.3 speaks for it: TLS 1.2, once. It decides in the
/// handshake, before anything behind the server can fail.
pub(super) fn doubt(endpoint: &Endpoint) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    let in_doubt = |connection: &&Connection| {
        let session = connection.tls.saw().filter(|_| connection.tls.is_done());
        let fault = connection
            .http
            .fault()
            .or_else(|| session.and_then(|s| s.afterwards.as_ref()));
        let demand = session
            .zip(fault.filter(|_| !has_answered(connection)))
            .and_then(|(session, fault)| ended(attempt, (connection, session), fault));
        matches!(demand, Some(CertificateDemand::End { certain: false, .. }))
            && with_tls12(attempt, connection).next().is_none()
    };
    let connection = attempt.connections.iter().find(in_doubt)?;
    let because = ExtraReason::Verdict(Code::ClientCertificateRequired.name().to_owned());
    let here = (&attempt.route, Some(connection.address.ip()));
    Some(ask(ExtraKind::OnlyTls12, here, because))
}
