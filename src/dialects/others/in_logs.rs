//! What Node.js, Python, Java and stunnel print into logs: read there, and shown nowhere. One row for each
//! code; a name in braces is a place.

use super::row::Row;
use crate::codes::Code;

/// Node.js 20: system calls (`libuv`), and the reasons of OpenSSL by their names.
pub(super) const NODE: &[Row] = &[
    (
        Code::NameNotFound,
        &[
            "getaddrinfo ENOTFOUND {host}",
            "getaddrinfo EAI_NONAME {host}",
        ],
    ),
    (Code::DnsFailure, &["getaddrinfo EAI_AGAIN {host}"]),
    (Code::Refused, &["connect ECONNREFUSED {address}"]),
    (Code::TimeoutTcp, &["connect ETIMEDOUT {address}"]),
    (
        Code::Unreachable,
        &[
            "connect EHOSTUNREACH {address}",
            "connect ENETUNREACH {address}",
        ],
    ),
    (
        Code::ClosedInHandshake,
        &[
            "Client network socket disconnected before secure TLS connection was established",
            "socket hang up",
            "read ECONNRESET",
        ],
    ),
    (Code::NotTls, &["ssl3_get_record:wrong version number"]),
    (
        Code::IntermediateMissing,
        &[
            "unable to verify the first certificate",
            "unable to get local issuer certificate",
        ],
    ),
    (
        Code::RootNotSent,
        &[
            "unable to verify the first certificate",
            "unable to get local issuer certificate",
        ],
    ),
    (
        Code::PrivateCa,
        &[
            "self-signed certificate in certificate chain",
            "self signed certificate in certificate chain",
        ],
    ),
    (
        Code::SelfSigned,
        &["self-signed certificate", "self signed certificate"],
    ),
    (
        Code::NameMismatch,
        &["Hostname/IP does not match certificate's altnames: {reason}"],
    ),
    (Code::Expired, &["CERT_HAS_EXPIRED"]),
];

/// requests on Python 3, Java, and stunnel 5.
pub(super) const OTHERS: &[Row] = &[
    (
        Code::Refused,
        &[
            "HTTPSConnectionPool(host='{host}', port={port}): {what} [Errno 111] Connection refused",
            "s_connect: connect {address}: Connection refused (111)",
        ],
    ),
    (
        Code::TimeoutTcp,
        &[
            "HTTPSConnectionPool(host='{host}', port={port}): {what}ConnectTimeoutError",
            "s_connect: connect {address}: Connection timed out (110)",
            "s_connect: s_poll_wait {address}: TIMEOUTconnect exceeded",
        ],
    ),
    (
        Code::Unreachable,
        &["s_connect: connect {address}: No route to host (113)"],
    ),
    (
        Code::NameNotFound,
        &[
            "HTTPSConnectionPool(host='{host}', port={port}): {what}NameResolutionError",
            "Error resolving \"{host}\": ",
            "java.net.UnknownHostException: {host}",
        ],
    ),
    (
        Code::PrivateCa,
        &[
            "HTTPSConnectionPool(host='{host}', port={port}): {what}certificate verify failed: self signed certificate in certificate chain",
            "HTTPSConnectionPool(host='{host}', port={port}): {what}certificate verify failed: self-signed certificate in certificate chain",
            "PKIX path building failed: {what}unable to find valid certification path to requested target",
        ],
    ),
    (
        Code::RootNotSent,
        &[
            "HTTPSConnectionPool(host='{host}', port={port}): {what}certificate verify failed: unable to get local issuer certificate",
            "PKIX path building failed: {what}unable to find valid certification path to requested target",
        ],
    ),
    (
        Code::Expired,
        &[
            "HTTPSConnectionPool(host='{host}', port={port}): {what}certificate verify failed: certificate has expired",
        ],
    ),
    (
        Code::NameMismatch,
        &[
            "HTTPSConnectionPool(host='{host}', port={port}): {what}certificate verify failed: Hostname mismatch",
            "No subject alternative DNS name matching {host} found.",
        ],
    ),
    (
        Code::ProxyDenied,
        &["HTTPSConnectionPool(host='{host}', port={port}): {what}Tunnel connection failed: 403"],
    ),
    (
        Code::ProxyAuthRequired,
        &["HTTPSConnectionPool(host='{host}', port={port}): {what}Tunnel connection failed: 407"],
    ),
    (Code::TlsAlert, &["Received fatal alert: {alert}"]),
    (Code::NotTls, &["Unsupported or unrecognized SSL message"]),
];
