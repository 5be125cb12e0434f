//! What others print where `words::en::interference` speaks: somebody on the way answers, filters or cuts.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

const SAME_0: &str =
    "Test connect failed. / Authentication Error, \"The connection has timed out\"";
const SAME_1: &str = "EOF / connection reset by peer / TLS handshake timeout";

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::Intercepted,
        Others {
            mtc: "Test connect failed. / BackupStorageProviderTestFailed [... x509: certificate signed by unknown authority]",
            go: "x509: certificate signed by unknown authority",
            curl: "(60) SSL certificate problem: self-signed certificate in certificate chain / unable to get local issuer certificate",
            browser: "MOZILLA_PKIX_ERROR_MITM_DETECTED / NET::ERR_CERT_AUTHORITY_INVALID",
        },
    ),
    (
        Code::BlockPage,
        Others {
            mtc: "Test connect failed.",
            go: "http: server gave HTTP response to HTTPS client",
            curl: "(35) wrong version number",
            browser: "a login or block page",
        },
    ),
    (
        Code::SniFiltered,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: "(35) or (28)",
            browser: "ERR_CONNECTION_RESET / ERR_TIMED_OUT",
        },
    ),
    (
        Code::LargeHelloCut,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: "(35) or (28)",
            browser: "ERR_CONNECTION_RESET / ERR_TIMED_OUT",
        },
    ),
    (
        Code::MtuBlackHole,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: "(35) or (28)",
            browser: "ERR_CONNECTION_RESET / ERR_TIMED_OUT",
        },
    ),
];
