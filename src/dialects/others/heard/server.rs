//! What a server written in Go prints of one of its clients: the client at the other end refuses or
//! leaves, and the address in the line is the client's. Read in Go's net/http and crypto/tls.

use super::classes::{ANY_CERTIFICATE, CLIENT_CERTIFICATE, Heard, OLD_TLS, UNTRUSTED};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    // A health check of a load balancer connects and leaves.
    (
        &[
            "http: TLS handshake error from {client}: EOF",
            "http: TLS handshake error from {client}: read tcp {flow}: read: connection reset by peer",
            "http: TLS handshake error from {client}: read tcp {flow}: i/o timeout",
        ],
        &[Code::Ok],
    ),
    (
        &[
            "http: TLS handshake error from {client}: remote error: tls: bad certificate",
            "http: TLS handshake error from {client}: remote error: tls: unknown certificate",
        ],
        ANY_CERTIFICATE,
    ),
    (
        &[
            "http: TLS handshake error from {client}: remote error: tls: unknown certificate authority",
        ],
        UNTRUSTED,
    ),
    (
        &["http: TLS handshake error from {client}: remote error: tls: expired certificate"],
        &[Code::Expired],
    ),
    (
        &["http: TLS handshake error from {client}: remote error: tls: unsupported certificate"],
        &[Code::WrongPurpose, Code::ConstraintViolated],
    ),
    (
        &["http: TLS handshake error from {client}: remote error: tls: {alert}"],
        &[Code::TlsAlert],
    ),
    (
        &[
            "http: TLS handshake error from {client}: tls: client didn't provide a certificate",
            "http: TLS handshake error from {client}: tls: failed to verify certificate: x509: {reason}",
            "http: TLS handshake error from {client}: tls: failed to verify client certificate: x509: {reason}",
            "http: TLS handshake error from {client}: tls: failed to verify client's certificate: x509: {reason}",
        ],
        CLIENT_CERTIFICATE,
    ),
    (
        &[
            "http: TLS handshake error from {client}: tls: client offered only unsupported versions: {version}",
        ],
        OLD_TLS,
    ),
    (
        &[
            "http: TLS handshake error from {client}: tls: no cipher suite supported by both client and server",
        ],
        &[Code::NoCommonParameters],
    ),
];
