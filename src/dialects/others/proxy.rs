//! What others print where `words::en::proxy` speaks: a configured proxy, and the two routes to a target.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::ProxyUnreachable,
        Others {
            mtc: "Test connect failed.",
            go: "proxyconnect tcp: dial tcp IP:PORT: ...",
            curl: "(5) Could not resolve proxy / (7) Failed to connect / (28)",
            browser: "ERR_PROXY_CONNECTION_FAILED",
        },
    ),
    (
        Code::ProxyAuthRequired,
        Others {
            mtc: "Test connect failed.",
            go: "Proxy Authentication Required",
            curl: "(56) CONNECT tunnel failed, response 407 / (97)",
            browser: "ERR_PROXY_AUTH_REQUESTED",
        },
    ),
    (
        Code::ProxyDenied,
        Others {
            mtc: "Test connect failed.",
            go: "Forbidden (nothing else: the word is the proxy's, not the API server's)",
            curl: "(56) CONNECT tunnel failed, response 403",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
    ),
    (
        Code::ProxyCannotResolve,
        Others {
            mtc: "Test connect failed.",
            go: "Service Unavailable",
            curl: "(56) CONNECT tunnel failed, response 503",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
    ),
    (
        Code::ProxyNotAProxy,
        Others {
            mtc: "Test connect failed.",
            go: "Bad Request / unexpected EOF / malformed HTTP response",
            curl: "(56) CONNECT tunnel failed, response 400 / Proxy CONNECT aborted",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
    ),
    (
        Code::ProxyCannotConnect,
        Others {
            mtc: "Test connect failed.",
            go: "Bad Gateway / Service Unavailable",
            curl: "(56) CONNECT tunnel failed, response 502 / 503",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
    ),
    (
        Code::ProxyUntrusted,
        Others {
            mtc: "Test connect failed.",
            go: "proxyconnect tcp: tls: failed to verify certificate: x509: ...",
            curl: "(60) SSL certificate problem (proxy)",
            browser: "ERR_PROXY_CERTIFICATE_INVALID",
        },
    ),
    (
        Code::ProxyAnswersInClear,
        Others {
            mtc: "Test connect failed.",
            go: "http: server gave HTTP response to HTTPS client / Found",
            curl: "(35) wrong version number",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
    ),
    (
        Code::ProxyCutsTunnel,
        Others {
            mtc: "Test connect failed. / CONNECT request rejected (stunnel)",
            go: "EOF / connection reset / TLS handshake timeout",
            curl: "(35) or (28)",
            browser: "ERR_CONNECTION_CLOSED",
        },
    ),
    (
        Code::NoProxyMissing,
        Others {
            mtc: "Authentication Error, \"The connection has timed out\"; Access Token Error",
            go: "Forbidden, Bad Gateway or Service Unavailable",
            curl: "(56) CONNECT tunnel failed",
            browser: "works, if the browser has no proxy",
        },
    ),
];
