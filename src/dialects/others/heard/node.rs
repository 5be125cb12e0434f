//! What Node.js prints, with its codes and its words, and axios on it. Seen with Node 20.
//! One row for each group of classes; a name in braces is a place.

use super::classes::{
    ALONE, CUT, DEADLINE, DROPPED, Heard, IN_CLEAR, NO_HANDSHAKE, NO_ISSUER, NO_LOOKUP, NO_NAME,
    OLD_TLS, REFUSED, ROOT_SENT, SELF_SIGNED, SERVER_ERROR, UNREACHABLE, WRONG_NAME,
};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &[
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "unable to verify the first certificate",
        ],
        ALONE,
    ),
    (
        &[
            "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            "UNABLE_TO_GET_ISSUER_CERT",
        ],
        NO_ISSUER,
    ),
    (
        &[
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "Error: self-signed certificate",
            "Error: self signed certificate",
        ],
        SELF_SIGNED,
    ),
    (
        &[
            "SELF_SIGNED_CERT_IN_CHAIN",
            "Error: self-signed certificate in certificate chain",
            "Error: self signed certificate in certificate chain",
        ],
        ROOT_SENT,
    ),
    (&["CERT_SIGNATURE_FAILURE"], &[Code::SameNameOtherKey]),
    (
        &["CERT_HAS_EXPIRED", "Error: certificate has expired"],
        &[Code::Expired],
    ),
    (
        &["CERT_NOT_YET_VALID", "Error: certificate is not yet valid"],
        &[Code::NotYetValid],
    ),
    (&["INVALID_PURPOSE"], &[Code::WrongPurpose]),
    (
        &[
            "ERR_TLS_CERT_ALTNAME_INVALID",
            "Hostname/IP does not match certificate's altnames: Host: {host}. is not in the cert's altnames: {names}",
            "Hostname/IP does not match certificate's altnames: IP: {ip} is not in the cert's list: {names}",
            "Hostname/IP does not match certificate's altnames",
            "Hostname/IP doesn't match certificate's altnames",
        ],
        WRONG_NAME,
    ),
    (&["connect ECONNREFUSED {address}", "ECONNREFUSED"], REFUSED),
    (
        &[
            "connect EHOSTUNREACH {address}",
            "connect ENETUNREACH {address}",
            "EHOSTUNREACH",
            "ENETUNREACH",
        ],
        UNREACHABLE,
    ),
    (&["connect ETIMEDOUT {address}", "ETIMEDOUT"], DROPPED),
    (&["getaddrinfo ENOTFOUND {host}", "ENOTFOUND"], NO_NAME),
    (
        &["getaddrinfo EAI_AGAIN {host}", "EAI_AGAIN"],
        &[Code::DnsFailure, Code::TimeoutDns],
    ),
    (
        &[
            "Client network socket disconnected before secure TLS connection was established",
            "socket hang up",
            "read ECONNRESET",
            "ECONNRESET",
        ],
        CUT,
    ),
    (
        &[
            "ERR_SSL_WRONG_VERSION_NUMBER",
            "ERR_SSL_PACKET_LENGTH_TOO_LONG",
        ],
        IN_CLEAR,
    ),
    (
        &[
            "ERR_SSL_UNSUPPORTED_PROTOCOL",
            "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
        ],
        OLD_TLS,
    ),
    (&["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE"], NO_HANDSHAKE),
    (
        &["EPROTO"],
        &[Code::HandshakeMalformed, Code::NotTls, Code::TlsAlert],
    ),
    (
        &[
            "timeout of {time}ms exceeded",
            "ECONNABORTED",
            "UND_ERR_CONNECT_TIMEOUT",
            "UND_ERR_HEADERS_TIMEOUT",
        ],
        DEADLINE,
    ),
    // axios in a browser says no more, whatever it was.
    (
        &["AxiosError: Network Error", "Error: Network Error"],
        NETWORK_ERROR,
    ),
    (
        &[
            "Request failed with status code 503",
            "Request failed with status code 502",
            "Request failed with status code 500",
        ],
        SERVER_ERROR,
    ),
    (
        &["Request failed with status code 407"],
        &[Code::ProxyAuthRequired],
    ),
    (
        &[
            "tunneling socket could not be established, cause={reason}",
            "tunneling socket could not be established, statusCode={status}",
        ],
        &[
            Code::ProxyUnreachable,
            Code::ProxyDenied,
            Code::ProxyAuthRequired,
            Code::ProxyCannotConnect,
        ],
    ),
    (&["getaddrinfo EAI_FAIL"], NO_LOOKUP),
];

const NETWORK_ERROR: &[Code] = &[
    Code::PrivateCa,
    Code::RootNotSent,
    Code::NameMismatch,
    Code::NameNotFound,
    Code::Refused,
    Code::TimeoutTcp,
];
