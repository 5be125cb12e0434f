//! What others print where `words::en::tls` speaks: a connection was made and no TLS session came of it.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

const SAME_0: &str = "Test connect failed. / BackupStorageProviderTestFailed [...]";

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::NotTls,
        Others {
            mtc: SAME_0,
            go: "http: server gave HTTP response to HTTPS client / tls: first record does not look like a TLS handshake",
            curl: "(35) wrong version number",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
    ),
    (
        Code::MessageTooLarge,
        Others {
            mtc: SAME_0,
            go: "tls: handshake message of length N bytes exceeds maximum of 262144 bytes (Go takes up to 256 KiB)",
            curl: "(35) excessive message size",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
    ),
    (
        Code::ClosedInHandshake,
        Others {
            mtc: SAME_0,
            go: "EOF / read: connection reset by peer",
            curl: "(35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL / Recv failure: Connection reset by peer",
            browser: "ERR_CONNECTION_CLOSED / ERR_CONNECTION_RESET",
        },
    ),
    (
        Code::HandshakeMalformed,
        Others {
            mtc: SAME_0,
            go: "tls: unexpected message / local error: tls: ...",
            curl: "(35) with OpenSSL's reason",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
    ),
    (
        Code::NameRejected,
        Others {
            mtc: SAME_0,
            go: "remote error: tls: unrecognized name",
            curl: "(35) tlsv1 unrecognized name",
            browser: "ERR_SSL_UNRECOGNIZED_NAME_ALERT",
        },
    ),
    (
        Code::TlsVersion,
        Others {
            mtc: SAME_0,
            go: "remote error: tls: protocol version not supported",
            curl: "(35) tlsv1 alert protocol version",
            browser: "ERR_SSL_VERSION_OR_CIPHER_MISMATCH",
        },
    ),
    (
        Code::NoCommonParameters,
        Others {
            mtc: SAME_0,
            go: "remote error: tls: handshake failure",
            curl: "(35) sslv3 alert handshake failure",
            browser: "ERR_SSL_VERSION_OR_CIPHER_MISMATCH",
        },
    ),
    (
        Code::TlsAlert,
        Others {
            mtc: SAME_0,
            go: "remote error: tls: ALERT",
            curl: "(35) or (56) with the alert's name",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
    ),
];
