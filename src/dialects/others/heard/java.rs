//! What Java prints: JSSE of OpenJDK 8 to 21. Seen with OpenJDK 17.
//! One row for each group of classes; a name in braces is a place.

use super::classes::{
    ANY_CERTIFICATE, CLIENT_CERTIFICATE, CUT, DROPPED, Heard, IN_CLEAR, NO_HANDSHAKE, NO_NAME,
    OLD_TLS, REFUSED, UNREACHABLE, UNTRUSTED, WRONG_NAME,
};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &[
            "PKIX path building failed: {reason}: unable to find valid certification path to requested target",
            "PKIX path building failed",
            "unable to find valid certification path to requested target",
            "Path does not chain with any of the trust anchors",
        ],
        UNTRUSTED,
    ),
    (
        &[
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed",
            "java.security.cert.CertificateExpiredException: NotAfter: {limit}",
            "CertificateExpiredException",
        ],
        &[Code::Expired],
    ),
    (&["CertificateNotYetValidException"], &[Code::NotYetValid]),
    (
        &[
            "Algorithm constraints check failed on signature algorithm: {algorithm}",
            "Algorithm constraints check failed",
        ],
        &[Code::WeakKeyOrSignature],
    ),
    (
        &["PKIX path validation failed", "signature check failed"],
        ANY_CERTIFICATE,
    ),
    (
        &[
            "No subject alternative DNS name matching {host} found.",
            "No subject alternative names matching IP address {host} found",
            "No name matching {host} found",
            "No subject alternative names present",
            "Certificate for <{host}> doesn't match any of the subject alternative names: {names}",
            "Hostname {host} not verified",
        ],
        WRONG_NAME,
    ),
    (
        &[
            "java.net.UnknownHostException: {host}",
            "UnknownHostException",
        ],
        NO_NAME,
    ),
    (
        &[
            "java.net.ConnectException: Connection refused",
            "ConnectException: Connection refused",
        ],
        REFUSED,
    ),
    (
        &[
            "java.net.NoRouteToHostException: No route to host",
            "NoRouteToHostException",
        ],
        UNREACHABLE,
    ),
    (
        &[
            "java.net.ConnectException: Connection timed out",
            "SocketTimeoutException: Connect timed out",
            "SocketTimeoutException: connect timed out",
        ],
        DROPPED,
    ),
    (
        &["SocketTimeoutException: Read timed out"],
        &[Code::TimeoutHttp, Code::TimeoutTls, Code::TimeoutTlsStalled],
    ),
    (
        &[
            "Unsupported or unrecognized SSL message",
            "Unrecognized SSL message, plaintext connection?",
        ],
        IN_CLEAR,
    ),
    (
        &[
            "Remote host terminated the handshake",
            "Remote host closed connection during handshake",
            "SSLException: Connection reset",
            "SocketException: Connection reset",
        ],
        CUT,
    ),
    (&["Received fatal alert: handshake_failure"], NO_HANDSHAKE),
    (
        &[
            "Received fatal alert: protocol_version",
            "No appropriate protocol (protocol is disabled or cipher suites are inappropriate)",
            "The server selected protocol version {version} is not accepted by client preferences",
        ],
        OLD_TLS,
    ),
    (
        &["Received fatal alert: unrecognized_name"],
        &[Code::NameRejected],
    ),
    (
        &[
            "Received fatal alert: bad_certificate",
            "Received fatal alert: certificate_required",
            "Received fatal alert: certificate_unknown",
            "Received fatal alert: unknown_ca",
        ],
        CLIENT_CERTIFICATE,
    ),
    (&["Received fatal alert: {alert}"], &[Code::TlsAlert]),
    (
        &["Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 407 {reason}\""],
        &[Code::ProxyAuthRequired],
    ),
    (
        &["Unable to tunnel through proxy. Proxy returns \"{reason}\""],
        &[
            Code::ProxyDenied,
            Code::ProxyCannotConnect,
            Code::ProxyNotAProxy,
        ],
    ),
];
