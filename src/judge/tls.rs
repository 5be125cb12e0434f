//! Family `tls`, and the handshake's part of `timeout`: a connection was made and no TLS session
//! came of it. Rows only; pure.

use super::case::Case;
use super::finding::Timeout;
use super::{Code, Details, Finding, Rule, alerts, network_path};
use crate::evidence::Fault;

const PLAIN_HTTP: &str = "plain HTTP";
/// What podman, skopeo and CRI-O need to speak plain HTTP with a registry: the stanza of version 2
/// of the file.
const CLEAR_REGISTRY: &str = "; podman and cluster nodes then need this in /etc/containers/registries.conf, and passwords and images cross the network in clear (MTC itself asks registries over https only):\n[[registry]]\nlocation = \"{registry}\"\ninsecure = true";

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::NotTls, not_tls),
    Rule::Finds(timed_out),
    Rule::Legacy(Code::MessageTooLarge, too_large),
    Rule::Legacy(Code::ClosedInHandshake, closed),
    Rule::Legacy(Code::HandshakeMalformed, malformed),
];

fn not_tls(case: &Case<'_>) -> Option<Details> {
    if network_path::explains(case) {
        return None;
    }
    match case.tls_fault()? {
        fault @ Fault::NotTls { first_bytes } => {
            let protocol = protocol_of(first_bytes);
            let clear = case.attempt.target.role.in_clear && protocol == PLAIN_HTTP;
            let where_meant = if clear {
                CLEAR_REGISTRY.replace("{registry}", &case.attempt.target.registry())
            } else {
                String::new()
            };
            Some(
                Details::none()
                    .with("protocol", protocol)
                    .with("first bytes", fault.to_string())
                    .hidden("where_meant", where_meant),
            )
        }
        _ => None,
    }
}

/// Names a protocol by its opening bytes (hex).
fn protocol_of(first_bytes: &str) -> &'static str {
    let known = [
        ("485454502f", PLAIN_HTTP),
        ("5353482d", "SSH"),
        ("32323020", "SMTP or FTP"),
        ("2b4f4b", "POP3"),
        ("2a204f4b", "IMAP"),
        ("05", "SOCKS"),
    ];
    known
        .iter()
        .find(|(prefix, _)| first_bytes.starts_with(prefix))
        .map_or("an unknown protocol", |(_, name)| name)
}

fn timed_out(case: &Case<'_>) -> Option<Finding> {
    let Fault::TimedOut { after_ms } = case.tls_fault()? else {
        return None;
    };
    if network_path::explains(case) {
        return None;
    }
    let waited_ms = *after_ms;
    let timeout = match case.session().map_or(0, |s| s.bytes_in) {
        0 => Timeout::TimeoutTls { waited_ms },
        received_bytes => Timeout::TimeoutTlsStalled {
            waited_ms,
            received_bytes,
        },
    };
    Some(timeout.into())
}

fn too_large(case: &Case<'_>) -> Option<Details> {
    match case.tls_fault()? {
        Fault::MessageTooLarge { text } => Some(Details::none().with("limit", text.clone())),
        _ => None,
    }
}

fn closed(case: &Case<'_>) -> Option<Details> {
    if network_path::explains(case) || alerts::version(case).is_some() {
        return None;
    }
    let how = match case.tls_fault()? {
        Fault::Closed => "FIN",
        Fault::Reset => "RST",
        _ => return None,
    };
    let received = case.session().map_or(0, |s| s.bytes_in);
    Some(
        Details::none()
            .with("ended with", how)
            .with("received", format!("{received} bytes before")),
    )
}

fn malformed(case: &Case<'_>) -> Option<Details> {
    if let Some(defect) = forged(case) {
        return Some(Details::none().with("error", defect));
    }
    match case.tls_fault()? {
        Fault::NotTls { .. }
        | Fault::TimedOut { .. }
        | Fault::Closed
        | Fault::Reset
        | Fault::Alert { .. }
        | Fault::MessageTooLarge { .. }
        | Fault::NoCommonParameters { .. } => None,
        fault => Some(Details::none().with("error", fault.to_string())),
    }
}

/// The handshake's signature, where it was checked and found false: every client ends the session
/// there. What could not be checked (short RSA keys, rare schemes) is not held against the server.
fn forged<'a>(case: &Case<'a>) -> Option<&'a str> {
    let defect = case.session()?.handshake_signature_defect.as_deref()?;
    (defect.contains("does not verify") && !defect.contains("Unsupported")).then_some(defect)
}
