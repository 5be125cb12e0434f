//! Family `tls`, and the handshake's part of `timeout`: a connection was made and no TLS session
//! came of it. Rows only; pure.

use super::case::{Case, duration};
use super::{Class, Details, Family, Others, Severity, StepName, alerts, network_path};
use crate::evidence::Fault;

const MTC_CONNECT_FAILED: &str = "Test connect failed. / BackupStorageProviderTestFailed [...]";

const PLAIN_HTTP: &str = "plain HTTP";
/// What podman, skopeo and CRI-O need to speak plain HTTP with a registry: the stanza of version 2
/// of the file.
const CLEAR_REGISTRY: &str = "; podman and cluster nodes then need this in /etc/containers/registries.conf, and passwords and images cross the network in clear (MTC itself asks registries over https only):\n[[registry]]\nlocation = \"{registry}\"\ninsecure = true";

pub(super) const RULES: &[Class] = &[
    Class {
        code: "not-tls",
        family: Family::Tls,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "the port does not speak TLS",
        meaning: "what answers on this port speaks another protocol",
        evidence: "the first bytes received are no TLS record",
        others: Others {
            mtc: MTC_CONNECT_FAILED,
            go: "http: server gave HTTP response to HTTPS client / tls: first record does not look like a TLS handshake",
            curl: "(35) wrong version number",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
        remedy: "use the port that serves TLS for {host} (seen here: {protocol}); where plain HTTP is meant, there is no certificate and no CA bundle to upload{where_meant}",
        cite: "RFC 8446 5.1",
        when: not_tls,
    },
    Class {
        code: "timeout-tls",
        family: Family::Timeout,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "connected, then silence",
        meaning: "the connection was accepted, but not one byte answered the ClientHello",
        evidence: "TCP connected, the ClientHello was sent, and nothing came back before the deadline",
        others: Others {
            mtc: "Authentication Error, \"The connection has timed out\"; Test connect failed.",
            go: "net/http: TLS handshake timeout",
            curl: "(28) SSL connection timeout",
            browser: "ERR_TIMED_OUT",
        },
        remedy: "something accepts connections for {address} without serving them: a load balancer without a healthy backend, a filter on the name, or a broken path MTU; for an OAuth route see `oc get co authentication` and `oc get pods -n openshift-authentication` on that cluster",
        cite: "RFC 8446 4.1.2; measured with a server that accepts and stays silent",
        when: |case| timed_out(case, |bytes| bytes == 0),
    },
    Class {
        code: "timeout-tls-stalled",
        family: Family::Timeout,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "the handshake stalled",
        meaning: "the server began to answer and did not finish before the deadline",
        evidence: "some handshake bytes arrived, then too few or none until the deadline",
        others: Others {
            mtc: "Authentication Error, \"The connection has timed out\"; Test connect failed.",
            go: "net/http: TLS handshake timeout",
            curl: "(28) SSL connection timeout",
            browser: "ERR_TIMED_OUT",
        },
        remedy: "large packets may be lost on the way (lower the MTU of the VPN or tunnel, or let ICMP \"fragmentation needed\" through), or the server behind {address} is overloaded",
        cite: "RFC 8446 4; RFC 4821 (path MTU black holes)",
        when: |case| timed_out(case, |bytes| bytes > 0),
    },
    Class {
        code: "message-too-large",
        family: Family::Tls,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "the certificate chain is too large",
        meaning: "the server sends more certificates than clients accept in one message",
        evidence: "a handshake message exceeds 64 KiB",
        others: Others {
            mtc: MTC_CONNECT_FAILED,
            go: "tls: handshake message of length N bytes exceeds maximum of 262144 bytes (Go takes up to 256 KiB)",
            curl: "(35) excessive message size",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
        remedy: "remove what does not belong to the chain from the certificate file of {authority}: leaf and intermediates are enough",
        cite: "rustls's limit of 65535 bytes, Go's maxHandshakeCertificateMsg",
        when: too_large,
    },
    Class {
        code: "closed-in-handshake",
        family: Family::Tls,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "cut off during the handshake",
        meaning: "the peer ended the connection before the handshake was done, without a word",
        evidence: "the connection ended with FIN or RST (which of the two cannot be told apart reliably) and no TLS alert",
        others: Others {
            mtc: MTC_CONNECT_FAILED,
            go: "EOF / read: connection reset by peer",
            curl: "(35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL / Recv failure: Connection reset by peer",
            browser: "ERR_CONNECTION_CLOSED / ERR_CONNECTION_RESET",
        },
        remedy: "a load balancer without a healthy backend, a filter, or a service that is no TLS server ends connections like this: check what runs behind {address}; if it works from elsewhere, ask the network team about filtering of {name}",
        cite: "measured: FIN and RST arrive alike depending on who wrote last",
        when: closed,
    },
    Class {
        code: "handshake-malformed",
        family: Family::Tls,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "the handshake breaks the rules",
        meaning: "what came back begins as TLS and then breaks its rules, or the connection failed in an unusual way",
        evidence: "the TLS library refused a message, the leaf's key did not make the handshake's signature, or the operating system reported an error",
        others: Others {
            mtc: MTC_CONNECT_FAILED,
            go: "tls: unexpected message / local error: tls: ...",
            curl: "(35) with OpenSSL's reason",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
        remedy: "a middlebox or a faulty server sits at {address}: compare from another network; the peer's fault was: {error}",
        cite: "RFC 8446 6.2",
        when: malformed,
    },
];

fn not_tls(case: &Case<'_>) -> Option<Details> {
    if network_path::explains(case) {
        return None;
    }
    match case.tls_fault()? {
        fault @ Fault::NotTls { first_bytes } => {
            let protocol = protocol_of(first_bytes);
            let clear = case.attempt.target.role.name == "registry" && protocol == PLAIN_HTTP;
            let where_meant = if clear {
                case.fill(CLEAR_REGISTRY, &Details::none())
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

fn timed_out(case: &Case<'_>, bytes_in: fn(u64) -> bool) -> Option<Details> {
    let Fault::TimedOut { after_ms } = case.tls_fault()? else {
        return None;
    };
    let received = case.session().map_or(0, |s| s.bytes_in);
    let counts = bytes_in(received) && !network_path::explains(case);
    counts.then(|| {
        Details::none()
            .with("waited", duration(*after_ms))
            .with("received", format!("{received} bytes"))
    })
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
