//! What Python prints: ssl, urllib3, requests and botocore. Seen with Python 3.11 and requests 2.
//! One row for each group of classes; a name in braces is a place.

use super::classes::{
    CUT, DEADLINE, DROPPED, Heard, NO_LOOKUP, NO_PROXY_THERE, NO_SUCH_SAN, REFUSED, SERVER_ERROR,
    UNREACHABLE,
};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &[
            "certificate verify failed: Hostname mismatch, certificate is not valid for '{host}'.",
            "certificate verify failed: IP address mismatch, certificate is not valid for '{host}'.",
            "hostname '{host}' doesn't match",
        ],
        NO_SUCH_SAN,
    ),
    (
        &[
            "[Errno 111] Connection refused",
            "[Errno 61] Connection refused",
            "[WinError 10061]",
            "ConnectionRefusedError",
        ],
        REFUSED,
    ),
    (
        &[
            "[Errno 113] No route to host",
            "[Errno 101] Network is unreachable",
        ],
        UNREACHABLE,
    ),
    (
        &[
            "[Errno 110] Connection timed out",
            "ConnectTimeoutError({reason})",
            "Connection to {host} timed out. (connect timeout={time})",
        ],
        DROPPED,
    ),
    (
        &[
            "[Errno -2] Name or service not known",
            "[Errno -3] Temporary failure in name resolution",
            "[Errno -5] No address associated with hostname",
            "[Errno 11001] getaddrinfo failed",
            "NameResolutionError",
            "Failed to resolve '{host}'",
        ],
        NO_LOOKUP,
    ),
    (
        &[
            "Cannot connect to proxy",
            "Unable to connect to proxy",
            "ProxyError('Cannot connect to proxy.', NewConnectionError({reason}",
            "ProxyError('Unable to connect to proxy', NewConnectionError({reason}",
            "ProxyError('Cannot connect to proxy.', ConnectTimeoutError({reason}",
            "ProxyError('Unable to connect to proxy', ConnectTimeoutError({reason}",
            "ProxyError('Unable to connect to proxy', NameResolutionError({reason}",
            "Failed to connect to proxy URL",
        ],
        NO_PROXY_THERE,
    ),
    (
        &[
            "Tunnel connection failed: 403 {reason}",
            "Tunnel connection failed: 403 Forbidden",
        ],
        &[Code::ProxyDenied, Code::NoProxyMissing],
    ),
    (
        &["Tunnel connection failed: 407 {reason}"],
        &[Code::ProxyAuthRequired],
    ),
    (
        &[
            "Tunnel connection failed: 502 {reason}",
            "Tunnel connection failed: 503 {reason}",
        ],
        &[
            Code::ProxyCannotConnect,
            Code::ProxyCannotResolve,
            Code::NoProxyMissing,
        ],
    ),
    (
        &["Tunnel connection failed: 504 {reason}"],
        &[Code::TimeoutProxy, Code::ProxyCannotConnect],
    ),
    (
        &["Tunnel connection failed: {status}"],
        &[Code::ProxyNotAProxy, Code::ProxyDenied],
    ),
    (
        &["Your proxy appears to only use HTTP and not HTTPS"],
        &[Code::ProxyNotAProxy],
    ),
    (
        &[
            "Read timed out. (read timeout={time})",
            "ReadTimeoutError",
            "Read timeout on endpoint URL: \"{url}\"",
            "The read operation timed out",
        ],
        &[Code::TimeoutHttp, Code::TimeoutTls, Code::TimeoutTlsStalled],
    ),
    (
        &["_ssl.c:{line}: The handshake operation timed out"],
        &[
            Code::TimeoutTls,
            Code::TimeoutTlsStalled,
            Code::MtuBlackHole,
        ],
    ),
    (
        &[
            "RemoteDisconnected('Remote end closed connection without response')",
            "ConnectionResetError(104, 'Connection reset by peer')",
            "[Errno 104] Connection reset by peer",
            "Connection was closed before we received a valid response from endpoint URL: \"{url}\"",
            "SSLZeroReturnError",
            "EOF occurred in violation of protocol",
        ],
        CUT,
    ),
    (
        &[
            "too many 503 error responses",
            "503 Server Error: Service Unavailable",
        ],
        SERVER_ERROR,
    ),
    (
        &[
            "asyncio.exceptions.TimeoutError",
            "socket.timeout: timed out",
        ],
        DEADLINE,
    ),
];
