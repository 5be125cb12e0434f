//! Other spellings of curl's: older and newer versions, other TLS libraries, and where only the
//! number was kept. Checked against curl 7.88.1; the others as libcurl-errors(3) has them.

use super::classes::{
    BAD_GATEWAY, CUT, DEADLINE, DROPPED, FORBIDDEN, Heard, IN_CLEAR, NO_LOOKUP, NO_PROXY_THERE,
    REFUSED, SERVER_ERROR, SILENT, UNAVAILABLE, UNREACHABLE, UNTRUSTED, WRONG_NAME,
};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &["(5) Could not resolve proxy: {proxy}", "(97)"],
        NO_PROXY_THERE,
    ),
    (
        &[
            "(6) Could not resolve host: {host}",
            "Couldn't resolve host",
        ],
        NO_LOOKUP,
    ),
    (
        &[
            "(7) Failed to connect to {host} port {port} after {time} ms: Couldn't connect to server",
            "(7) Failed to connect to {host} port {port} after {time} ms: Could not connect to server",
            "(7) Failed to connect to {host} port {port} after {time} ms: Connection refused",
            "(7) Failed to connect to {host} port {port}: Connection refused",
            "(7) Failed connect to {address}; Connection refused",
            "connect to {ip} port {port} failed: Connection refused",
        ],
        REFUSED,
    ),
    (
        &[
            "(7) Failed to connect to {host} port {port} after {time} ms: No route to host",
            "(7) Failed to connect to {host} port {port}: No route to host",
            "(7) Failed to connect to {host} port {port}: Network is unreachable",
            "(7) Failed connect to {address}; No route to host",
            "connect to {ip} port {port} failed: No route to host",
        ],
        UNREACHABLE,
    ),
    (
        &[
            "(28) Failed to connect to {host} port {port} after {time} ms: Timeout was reached",
            "(28) Failed to connect to {host} port {port} after {time} ms: Connection timed out",
            "(7) Failed to connect to {host} port {port}: Connection timed out",
            "(28) Connection timed out after {time} milliseconds",
            "(28) Connection timeout after {time} ms",
        ],
        DROPPED,
    ),
    (
        &["(28) Resolving timed out after {time} milliseconds"],
        &[Code::TimeoutDns],
    ),
    (
        &[
            "(28) SSL connection timeout",
            "(28) SSL connection timed out",
        ],
        SILENT,
    ),
    (
        &[
            "(28) Operation timed out after {time} milliseconds with {received} out of",
            "(28) Operation timed out after {time} milliseconds with 0 bytes received",
        ],
        &[Code::TimeoutHttp, Code::TimeoutTls, Code::TimeoutProxy],
    ),
    (&["curl: (28)"], DEADLINE),
    (
        &[
            "(56) Received HTTP code 407 from proxy after CONNECT",
            "(56) CONNECT tunnel failed, response 407",
            "(56) Proxy CONNECT aborted due to authentication",
        ],
        &[Code::ProxyAuthRequired],
    ),
    (
        &[
            "(56) Received HTTP code 403 from proxy after CONNECT",
            "(56) CONNECT tunnel failed, response 403",
        ],
        FORBIDDEN,
    ),
    (
        &[
            "(56) Received HTTP code 502 from proxy after CONNECT",
            "(56) CONNECT tunnel failed, response 502",
        ],
        BAD_GATEWAY,
    ),
    (
        &[
            "(56) Received HTTP code 503 from proxy after CONNECT",
            "(56) CONNECT tunnel failed, response 503",
        ],
        UNAVAILABLE,
    ),
    (
        &[
            "(56) Received HTTP code 504 from proxy after CONNECT",
            "(56) CONNECT tunnel failed, response 504",
        ],
        &[Code::TimeoutProxy, Code::ProxyCannotConnect],
    ),
    (
        &[
            "(56) Received HTTP code 511 from proxy after CONNECT",
            "(56) CONNECT tunnel failed, response 511",
        ],
        &[Code::BlockPage],
    ),
    (
        &[
            "(56) Received HTTP code {status} from proxy after CONNECT",
            "(56) CONNECT tunnel failed, response {status}",
        ],
        &[
            Code::ProxyNotAProxy,
            Code::ProxyDenied,
            Code::ProxyCannotConnect,
        ],
    ),
    (
        &[
            "(56) Proxy CONNECT aborted",
            "(56) Proxy CONNECT aborted due to timeout",
        ],
        &[Code::ProxyNotAProxy, Code::TimeoutProxy],
    ),
    (
        &[
            "(35) Recv failure: Connection reset by peer",
            "(35) {library}SSL_ERROR_SYSCALL",
            "(35) {library}Connection reset by peer",
            "(35) TCP connection reset by peer",
            "(35) NSS error -5938 (PR_END_OF_FILE_ERROR)",
            "(35) Encountered end of file",
            "(35) Unknown SSL protocol error in connection to {address}",
            "(35) GnuTLS, handshake failed: The TLS connection was non-properly terminated",
            "(35) gnutls_handshake() failed: The TLS connection was non-properly terminated.",
        ],
        CUT,
    ),
    (
        &[
            "(35) gnutls_handshake() failed: An unexpected TLS packet was received.",
            "(35) SSL received a record that exceeded the maximum permissible length.",
            "(35) schannel: next InitializeSecurityContext failed: SEC_E_INVALID_TOKEN",
            "(1) Received HTTP/0.9 when not allowed",
        ],
        IN_CLEAR,
    ),
    (
        &[
            "(60) Peer's Certificate issuer is not recognized.",
            "(60) Peer's certificate issuer has been marked as not trusted by the user.",
            "(60) server certificate verification failed. CAfile: {file}",
            "(60) schannel: SEC_E_UNTRUSTED_ROOT",
            "(60) SSL certificate problem",
            "curl: (60)",
        ],
        UNTRUSTED,
    ),
    (
        &[
            "(60) SSL: no alternative certificate subject name matches target host name '{host}'",
            "(60) SSL: no alternative certificate subject name matches target ipv4 address '{host}'",
            "(60) SSL: certificate subject name '{names}' does not match target host name '{host}'",
            "(60) SSL: unable to obtain common name from peer certificate",
            "(51) Unable to communicate securely with peer: requested domain name does not match the server's certificate.",
            "(51) SSL: no alternative certificate subject name matches target host name '{host}'",
            "(51) SSL: certificate subject name '{names}' does not match target host name '{host}'",
            "curl: (51)",
        ],
        WRONG_NAME,
    ),
    (&["(60) Peer's Certificate has expired."], &[Code::Expired]),
    (
        &[
            "(77) error setting certificate verify locations",
            "(77) error adding trust anchors from file: {file}",
        ],
        &[Code::CertificateMalformed],
    ),
    (
        &[
            "(52) Empty reply from server",
            "The requested URL returned error: 503",
        ],
        SERVER_ERROR,
    ),
    (&["(56) Recv failure: Connection reset by peer"], CUT),
];
