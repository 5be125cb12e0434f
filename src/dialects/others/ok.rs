//! What others print where `words::en::ok` speaks: what works, and the warnings beside it.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::HalfUp,
        Others {
            mtc: "works and fails by turns",
            go: "tries the addresses in turn; slow, or failing by turns",
            curl: "the same",
            browser: "slow at first, then works",
        },
    ),
    (
        Code::ClientCertificateRequired,
        Others {
            mtc: "Test connect failed.",
            go: "remote error: tls: certificate required / bad certificate / handshake failure",
            curl: "(56) or (35) with alert certificate required / handshake failure; 400 No required SSL certificate was sent",
            browser: "ERR_BAD_SSL_CLIENT_AUTH_CERT",
        },
    ),
    (
        Code::ChainDisordered,
        Others {
            mtc: "",
            go: "nothing: Go sorts them itself",
            curl: "nothing",
            browser: "nothing",
        },
    ),
    (
        Code::HostnameOnlyByCn,
        Others {
            mtc: "",
            go: "x509: certificate relies on legacy Common Name field, use SANs instead",
            curl: "nothing: accepted",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID",
        },
    ),
    (
        Code::ClockSkew,
        Others {
            mtc: "RequestTimeTooSkewed",
            go: "certificate has expired or is not yet valid",
            curl: "the same",
            browser: "NET::ERR_CERT_DATE_INVALID (your clock is behind)",
        },
    ),
];
