//! Further spellings of Go's: older and newer versions, other algorithms, proxies by SOCKS.
//! Read in Go 1.19 to 1.27: net, net/http, crypto/tls, crypto/x509, golang.org/x/net.

use super::classes::{
    A_PAGE, ANY_CERTIFICATE, CLIENT_CERTIFICATE, CUT, DEADLINE, DROPPED, Heard, IN_CLEAR,
    NO_HANDSHAKE, NO_PROXY_THERE, OLD_TLS, SERVER_ERROR, SILENT, UNTRUSTED, WRONG_NAME,
};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &[
            "x509: certificate signed by unknown authority",
            "certificate signed by unknown authority",
        ],
        UNTRUSTED,
    ),
    (
        &[
            "x509: certificate signed by unknown authority (possibly because of \"{reason} verification failure\" while trying to verify candidate authority certificate \"{name}\")",
            "x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" while trying to verify candidate authority certificate \"{name}\")",
        ],
        &[Code::SameNameOtherKey],
    ),
    (
        &[
            "x509: certificate signed by unknown authority (possibly because of \"x509: invalid signature: parent certificate cannot sign this kind of certificate\" while trying to verify candidate authority certificate \"{name}\")",
        ],
        &[
            Code::SelfSigned,
            Code::SameNameOtherKey,
            Code::ConstraintViolated,
            Code::Intercepted,
        ],
    ),
    (
        &[
            "x509: certificate signed by unknown authority (possibly because of \"x509: certificate has expired or is not yet valid{reason}\" while trying to verify candidate authority certificate \"{name}\")",
        ],
        &[Code::Expired, Code::NotYetValid],
    ),
    (
        &[
            "x509: cannot verify signature: insecure algorithm {algorithm}",
            "insecure algorithm SHA1-RSA",
        ],
        &[Code::WeakKeyOrSignature],
    ),
    (
        &[
            "tls: server's certificate contains an RSA key of size {length}, but only keys",
            "crypto/rsa: {length}-bit keys are insecure",
        ],
        &[Code::WeakKeyOrSignature],
    ),
    (
        &["x509: certificate is valid for {names}, not {host}"],
        WRONG_NAME,
    ),
    (
        &[
            "x509: certificate is not valid for any names, but wanted to match {host}",
            "x509: cannot validate certificate for {ip} because it doesn't contain any IP SANs",
        ],
        WRONG_NAME,
    ),
    (
        &[
            "x509: a root or intermediate certificate is not authorized to sign for this name: {reason}",
            "x509: a root or intermediate certificate is not authorized for an extended key usage: {reason}",
            "x509: certificate is not authorized to sign other certificates",
            "x509: unhandled critical extension",
        ],
        &[Code::ConstraintViolated],
    ),
    (
        &["x509: certificate specifies an incompatible key usage"],
        &[Code::WrongPurpose],
    ),
    (
        &["x509: certificate has expired or is not yet valid"],
        &[Code::Expired, Code::NotYetValid, Code::ClockSkew],
    ),
    (
        &[
            "x509: certificate has expired or is not yet valid: current time {now} is before {limit}",
        ],
        &[Code::NotYetValid, Code::ClockSkew],
    ),
    (
        &["x509: certificate has expired or is not yet valid: current time {now} is after {limit}"],
        &[Code::Expired, Code::ClockSkew],
    ),
    (
        &[
            "x509: negative serial number",
            "x509: failed to load system roots and no roots provided",
            "x509: malformed {reason}",
            "x509: invalid {reason}",
        ],
        &[Code::CertificateMalformed],
    ),
    (
        &[
            "failed to verify certificate: x509: “{name}” certificate is not trusted",
            "x509: OSStatus -26276",
        ],
        UNTRUSTED,
    ),
    (
        &["x509: “{name}” certificate is not standards compliant"],
        ANY_CERTIFICATE,
    ),
    (
        &[
            "tls: server selected unsupported protocol version {version}",
            "tls: no supported versions satisfy MinVersion and MaxVersion",
            "remote error: tls: protocol version not supported",
        ],
        OLD_TLS,
    ),
    (&["remote error: tls: handshake failure"], NO_HANDSHAKE),
    (
        &[
            "remote error: tls: insufficient security level",
            "tls: server chose an unconfigured cipher suite",
            "tls: server selected unsupported curve",
            "tls: server selected unadvertised ALPN protocol",
            "tls: server selected unsupported group",
        ],
        &[Code::NoCommonParameters],
    ),
    (
        &[
            "remote error: tls: certificate required",
            "remote error: tls: bad certificate",
            "remote error: tls: unknown certificate authority",
            "remote error: tls: unknown certificate",
            "remote error: tls: expired certificate",
            "remote error: tls: unsupported certificate",
            "remote error: tls: revoked certificate",
            "remote error: tls: access denied",
            "remote error: tls: alert(116)",
        ],
        CLIENT_CERTIFICATE,
    ),
    (
        &["remote error: tls: internal error"],
        &[Code::TlsAlert, Code::NameRejected],
    ),
    (
        &[
            "tls: first record does not look like a TLS handshake",
            "tls: oversized record received with length {length}",
            "tls: unsupported SSLv2 handshake received",
        ],
        IN_CLEAR,
    ),
    (
        &["http: server gave HTTP response to HTTPS client"],
        IN_CLEAR,
    ),
    (&["net/http: TLS handshake timeout"], SILENT),
    (
        &[
            "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\\x15\\x03",
            "malformed HTTP response \"\\x15\\x03",
        ],
        &[Code::NotTls],
    ),
    (
        &[
            "read tcp {flow}: read: connection reset by peer",
            "write tcp {flow}: write: connection reset by peer",
            "write tcp {flow}: write: broken pipe",
            "read: connection reset by peer",
            "http: server closed idle connection",
        ],
        CUT,
    ),
    (
        &[
            "context deadline exceeded",
            "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            "net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
            "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
            "Client.Timeout or context cancellation while reading body",
        ],
        DEADLINE,
    ),
    (
        &["net/http: timeout awaiting response headers"],
        &[Code::TimeoutHttp],
    ),
    (
        &[
            "dial tcp {address}: connect: connection timed out",
            "dial tcp {address}: connect: operation timed out",
            "dial tcp {address}: i/o timeout",
            "net/http: request canceled while waiting for connection",
        ],
        DROPPED,
    ),
    (
        &[
            "dial tcp {address}: connect: network is unreachable",
            "dial tcp {address}: connect: host is down",
            "dial tcp {address}: connect: no route to host",
        ],
        &[Code::Unreachable, Code::NameLeadsNowhere],
    ),
    (
        &[
            "lookup {host} on {resolver}: read udp {flow}: read: connection refused",
            "lookup {host} on {resolver}: read udp {flow}: connect: connection refused",
            "lookup {host}: Temporary failure in name resolution",
            "lookup {host}: Try again",
        ],
        &[Code::DnsFailure, Code::TimeoutDns],
    ),
    (
        &[
            "lookup {host} on {resolver}: read udp {flow}: i/o timeout",
            "lookup {host} on {resolver}: dial udp {flow}: i/o timeout",
            "lookup {host}: i/o timeout",
        ],
        &[Code::TimeoutDns],
    ),
    (
        &[
            "proxyconnect tcp: dial tcp {address}: i/o timeout",
            "proxyconnect tcp: dial tcp {address}: {reason}",
            "proxyconnect tcp: dial tcp: lookup {host} on {resolver}: {reason}",
            "socks connect tcp {proxy}->{address}: dial tcp {reason}",
        ],
        NO_PROXY_THERE,
    ),
    (
        &[
            "proxyconnect tcp: tls: first record does not look like a TLS handshake",
            "proxyconnect tcp: http: server gave HTTP response to HTTPS client",
            "proxyconnect tcp: net/http: TLS handshake timeout",
            "socks connect tcp {proxy}->{address}: unexpected protocol version {version}",
            "socks connect tcp {proxy}->{address}: EOF",
        ],
        &[Code::ProxyNotAProxy],
    ),
    (
        &[
            "proxyconnect tcp: EOF",
            "proxyconnect tcp: read tcp {flow}: read: connection reset by peer",
        ],
        &[Code::ProxyUnreachable, Code::ProxyNotAProxy],
    ),
    (
        &[
            "proxyconnect tcp: tls: failed to verify certificate: x509: {reason}",
            "proxyconnect tcp: x509: {reason}",
        ],
        &[Code::ProxyUntrusted],
    ),
    (
        &[
            "socks connect tcp {proxy}->{address}: username/password authentication failed",
            "socks connect tcp {proxy}->{address}: no acceptable authentication methods",
        ],
        &[Code::ProxyAuthRequired],
    ),
    (
        &["socks connect tcp {proxy}->{address}: unknown error connection not allowed by ruleset"],
        &[Code::ProxyDenied],
    ),
    (
        &[
            "socks connect tcp {proxy}->{address}: unknown error host unreachable",
            "socks connect tcp {proxy}->{address}: unknown error connection refused",
            "socks connect tcp {proxy}->{address}: unknown error network unreachable",
            "socks connect tcp {proxy}->{address}: unknown error general SOCKS server failure",
        ],
        &[Code::ProxyCannotConnect, Code::ProxyCannotResolve],
    ),
    (
        &[
            "Method Not Allowed",
            "Not Implemented",
            "unknown status code",
        ],
        &[Code::ProxyNotAProxy],
    ),
    (
        &["Gateway Timeout"],
        &[Code::TimeoutProxy, Code::ProxyCannotConnect],
    ),
    (
        &[
            "invalid character '<' looking for beginning of value",
            "SerializationError: failed to unmarshal {reason}",
            "SerializationError: failed to decode {reason}",
            "deserialization failed, failed to decode response body",
            "couldn't get resource list for {reason}: the server could not find the requested resource",
        ],
        A_PAGE,
    ),
    (
        &["http2: server sent GOAWAY", "http2: client connection lost"],
        &[Code::ServiceError, Code::HalfUp],
    ),
    (
        &[
            "the server is currently unable to handle the request",
            "an error on the server (\"{reason}\") has prevented the request from succeeding",
        ],
        SERVER_ERROR,
    ),
];
