//! What others print where `words::en::timeout` speaks: something did not answer in time, step by step.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

const SAME_0: &str = "Authentication Error, \"The connection has timed out\"; Test connect failed.";

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::TimeoutDns,
        Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]",
            go: "dial tcp: lookup HOST on IP:53: read udp: i/o timeout",
            curl: "(28) Resolving timed out",
            browser: "ERR_NAME_RESOLUTION_FAILED",
        },
    ),
    (
        Code::TimeoutTcp,
        Others {
            mtc: "Test connect failed. / Authentication Error, \"The connection has timed out\"",
            go: "dial tcp IP:PORT: i/o timeout",
            curl: "(28) Connection timed out",
            browser: "ERR_CONNECTION_TIMED_OUT",
        },
    ),
    (
        Code::TimeoutProxy,
        Others {
            mtc: "Test connect failed.",
            go: "context deadline exceeded (Go waits a whole minute) / Gateway Timeout",
            curl: "(28) Proxy CONNECT aborted due to timeout",
            browser: "ERR_TIMED_OUT",
        },
    ),
    (
        Code::TimeoutTls,
        Others {
            mtc: SAME_0,
            go: "net/http: TLS handshake timeout",
            curl: "(28) SSL connection timeout",
            browser: "ERR_TIMED_OUT",
        },
    ),
    (
        Code::TimeoutTlsStalled,
        Others {
            mtc: SAME_0,
            go: "net/http: TLS handshake timeout",
            curl: "(28) SSL connection timeout",
            browser: "ERR_TIMED_OUT",
        },
    ),
    (
        Code::TimeoutHttp,
        Others {
            mtc: "Authentication Error, \"The connection has timed out\"",
            go: "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            curl: "(28) Operation timed out",
            browser: "ERR_TIMED_OUT",
        },
    ),
];
