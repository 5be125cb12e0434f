//! What others print where `words::en::reach` speaks: the name has no usable address, or the address cannot be reached.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

const SAME_0: &str = "Test connect failed. / BackupStorageProviderTestFailed [... dial tcp ...]";
const SAME_1: &str = "dial tcp: lookup HOST on IP:53: no such host";

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::NameNotFound,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: "(6) Could not resolve host: HOST",
            browser: "DNS_PROBE_FINISHED_NXDOMAIN",
        },
    ),
    (
        Code::NameWithoutAddress,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: "(6) Could not resolve host: HOST",
            browser: "ERR_NAME_NOT_RESOLVED",
        },
    ),
    (
        Code::DnsFailure,
        Others {
            mtc: SAME_0,
            go: "dial tcp: lookup HOST on IP:53: server misbehaving",
            curl: "(6) Could not resolve host: HOST",
            browser: "ERR_NAME_NOT_RESOLVED",
        },
    ),
    (
        Code::Refused,
        Others {
            mtc: SAME_0,
            go: "dial tcp IP:PORT: connect: connection refused",
            curl: "(7) Failed to connect to HOST port PORT: Connection refused",
            browser: "ERR_CONNECTION_REFUSED",
        },
    ),
    (
        Code::Unreachable,
        Others {
            mtc: SAME_0,
            go: "dial tcp IP:PORT: connect: no route to host",
            curl: "(7) Failed to connect to HOST port PORT: No route to host",
            browser: "ERR_ADDRESS_UNREACHABLE",
        },
    ),
];
