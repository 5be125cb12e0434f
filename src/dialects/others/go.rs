//! What Go programs print.
//! One row for each code; a name in braces is a place.

use super::row::Row;
use crate::codes::Code;

pub(super) const ROWS: &[Row] = &[
    (
        Code::NameNotFound,
        &["dial tcp: lookup {host} on {resolver}: no such host"],
    ),
    (
        Code::NameWithoutAddress,
        &["dial tcp: lookup {host} on {resolver}: no such host"],
    ),
    (
        Code::TimeoutDns,
        &["dial tcp: lookup {host} on {resolver}: read udp: i/o timeout"],
    ),
    (
        Code::DnsFailure,
        &["dial tcp: lookup {host} on {resolver}: server misbehaving"],
    ),
    (
        Code::ResolversDisagree,
        &["dial tcp: lookup {host} on {resolver}: no such host"],
    ),
    (
        Code::AliasDangling,
        &["dial tcp: lookup {host} on {resolver}: no such host"],
    ),
    (Code::TimeoutTcp, &["dial tcp {address}: i/o timeout"]),
    (
        Code::Refused,
        &["dial tcp {address}: connect: connection refused"],
    ),
    (
        Code::NameLeadsNowhere,
        &[
            "dial tcp {address}: connect: connection refused",
            "dial tcp {address}: i/o timeout",
        ],
    ),
    (
        Code::Unreachable,
        &["dial tcp {address}: connect: no route to host"],
    ),
    (
        Code::ProxyUnreachable,
        &["proxyconnect tcp: dial tcp {address}: {reason}"],
    ),
    (
        Code::TimeoutProxy,
        &["Gateway Timeout", "context deadline exceeded"],
    ),
    (Code::ProxyAuthRequired, &["Proxy Authentication Required"]),
    (Code::ProxyDenied, &["Forbidden"]),
    (Code::ProxyCannotResolve, &["Service Unavailable"]),
    (
        Code::ProxyNotAProxy,
        &["Bad Request", "unexpected EOF", "malformed HTTP response"],
    ),
    (
        Code::ProxyCannotConnect,
        &["Bad Gateway", "Service Unavailable"],
    ),
    (
        Code::ProxyUntrusted,
        &["proxyconnect tcp: tls: failed to verify certificate: x509: {reason}"],
    ),
    (
        Code::ProxyAnswersInClear,
        &["http: server gave HTTP response to HTTPS client", "Found"],
    ),
    (
        Code::ProxyCutsTunnel,
        &["EOF", "connection reset", "TLS handshake timeout"],
    ),
    (
        Code::Intercepted,
        &["x509: certificate signed by unknown authority"],
    ),
    (
        Code::BlockPage,
        &[
            "http: server gave HTTP response to HTTPS client",
            "Network Authentication Required",
        ],
    ),
    (
        Code::SniFiltered,
        &["EOF", "connection reset by peer", "TLS handshake timeout"],
    ),
    (
        Code::LargeHelloCut,
        &["EOF", "connection reset by peer", "TLS handshake timeout"],
    ),
    (
        Code::MtuBlackHole,
        &["EOF", "connection reset by peer", "TLS handshake timeout"],
    ),
    (
        Code::NotTls,
        &[
            "http: server gave HTTP response to HTTPS client",
            "tls: first record does not look like a TLS handshake",
        ],
    ),
    (Code::TimeoutTls, &["net/http: TLS handshake timeout"]),
    (
        Code::TimeoutTlsStalled,
        &["net/http: TLS handshake timeout"],
    ),
    (
        Code::MessageTooLarge,
        &["tls: handshake message of length {length} bytes exceeds maximum of 262144 bytes"],
    ),
    (
        Code::ClosedInHandshake,
        &["EOF", "read: connection reset by peer"],
    ),
    (
        Code::HandshakeMalformed,
        &["tls: unexpected message", "local error: tls: {reason}"],
    ),
    (
        Code::NameRejected,
        &["remote error: tls: unrecognized name"],
    ),
    (
        Code::TlsVersion,
        &["remote error: tls: protocol version not supported"],
    ),
    (
        Code::NoCommonParameters,
        &[
            "remote error: tls: handshake failure",
            "remote error: tls: no application protocol",
        ],
    ),
    (Code::TlsAlert, &["remote error: tls: {alert}"]),
    (
        Code::SelfSigned,
        &["x509: certificate signed by unknown authority"],
    ),
    (
        Code::SameNameOtherKey,
        &[
            "x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" while trying to verify candidate authority certificate \"{name}\")",
        ],
    ),
    (
        Code::IssuerNameDiffers,
        &["x509: certificate signed by unknown authority"],
    ),
    (
        Code::PrivateCa,
        &["x509: certificate signed by unknown authority"],
    ),
    (
        Code::IntermediateMissing,
        &["x509: certificate signed by unknown authority"],
    ),
    (
        Code::RootNotSent,
        &["x509: certificate signed by unknown authority"],
    ),
    (
        Code::RegistryNotVerified,
        &["x509: certificate signed by unknown authority"],
    ),
    (
        Code::CertificateMalformed,
        &["tls: failed to parse certificate from server: x509: {reason}"],
    ),
    (
        Code::Expired,
        &["x509: certificate has expired or is not yet valid: current time {now} is after {limit}"],
    ),
    (
        Code::NotYetValid,
        &[
            "x509: certificate has expired or is not yet valid: current time {now} is before {limit}",
        ],
    ),
    (
        Code::NameMismatch,
        &[
            "x509: certificate is valid for {names}, not {host}",
            "cannot validate certificate for {ip} because it doesn't contain any IP SANs",
        ],
    ),
    (
        Code::NoSan,
        &["x509: certificate relies on legacy Common Name field, use SANs instead"],
    ),
    (
        Code::WrongPurpose,
        &["x509: certificate specifies an incompatible key usage"],
    ),
    (
        Code::WeakKeyOrSignature,
        &["x509: cannot verify signature: insecure algorithm SHA1-RSA"],
    ),
    (
        Code::PathTooDeep,
        &["x509: too many intermediates for path length constraint"],
    ),
    (
        Code::ConstraintViolated,
        &[
            "x509: a root or intermediate certificate is not authorized to sign for this name",
            "unhandled critical extension",
            "parent certificate cannot sign this kind of certificate",
        ],
    ),
    (
        Code::TimeoutHttp,
        &["context deadline exceeded (Client.Timeout exceeded while awaiting headers)"],
    ),
    (
        Code::WrongService,
        &["invalid character '<' looking for beginning of value"],
    ),
    (
        Code::RouterDefaultCertificate,
        &["x509: certificate is valid for *.apps.{cluster}, not {host}"],
    ),
    (
        Code::TokenRealmMalformed,
        &[
            "parse \"{url}\": invalid URI for request",
            "missing realm in bearer auth challenge",
        ],
    ),
    (
        Code::NoProxyMissing,
        &["Forbidden", "Bad Gateway", "Service Unavailable"],
    ),
    (
        Code::ClientCertificateRequired,
        &[
            "remote error: tls: certificate required",
            "remote error: tls: bad certificate",
            "remote error: tls: handshake failure",
        ],
    ),
    (
        Code::HostnameOnlyByCn,
        &["x509: certificate relies on legacy Common Name field, use SANs instead"],
    ),
    (
        Code::ClockSkew,
        &["certificate has expired or is not yet valid"],
    ),
];

/// Without the resolver, as Go prints it where the system resolves.
pub(super) const VARIANTS: &[Row] = &[
    (
        Code::NameNotFound,
        &["dial tcp: lookup {host}: no such host"],
    ),
    (
        Code::NameWithoutAddress,
        &["dial tcp: lookup {host}: no such host"],
    ),
    (
        Code::TimeoutDns,
        &["dial tcp: lookup {host}: read udp: i/o timeout"],
    ),
    (
        Code::DnsFailure,
        &["dial tcp: lookup {host}: server misbehaving"],
    ),
    (
        Code::ResolversDisagree,
        &["dial tcp: lookup {host}: no such host"],
    ),
    (
        Code::AliasDangling,
        &["dial tcp: lookup {host}: no such host"],
    ),
];

/// Further texts of Go's, which are read where another program passes them on, and never shown.
pub(super) const READ: &[Row] = &[
    (
        Code::TimeoutDns,
        &[
            "lookup {host} on {resolver}: read udp {flow}: i/o timeout",
            "lookup {host}: i/o timeout",
        ],
    ),
    (
        Code::DnsFailure,
        &["lookup {host}: Temporary failure in name resolution"],
    ),
    (
        Code::TimeoutTcp,
        &[
            "dial tcp {address}: connect: connection timed out",
            "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
        ],
    ),
    (
        Code::Unreachable,
        &["dial tcp {address}: connect: network is unreachable"],
    ),
    (
        Code::NameMismatch,
        &["x509: certificate is not valid for any names, but wanted to match {host}"],
    ),
    (
        Code::ProxyUnreachable,
        &[
            "proxyconnect tcp: dial tcp: lookup {host}: {reason}",
            "proxyconnect tcp: EOF",
        ],
    ),
    (Code::ProxyUntrusted, &["proxyconnect tcp: x509: {reason}"]),
    (
        Code::ProxyNotAProxy,
        &["proxyconnect tcp: tls: first record does not look like a TLS handshake"],
    ),
    (Code::NotTls, &["malformed HTTP response \"\\x15\\x03"]),
];
