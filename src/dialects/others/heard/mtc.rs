//! What MTC says without the words before it, as people copy it from the console; and without its
//! backticks, which a shell takes away. Read in mig-controller and mig-ui.

use super::classes::{A_PAGE, ANY_CERTIFICATE, DEADLINE, Heard, UNTRUSTED};
use crate::codes::Code;

/// Set where the error holds `x509` and no bundle is given: whatever is wrong with the certificate.
const WANTED: &[&str] = &[
    "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
    "The `caBundle` is required for self-signed API server certificates.",
    "is required for self-signed API server certificates",
    "is required for self-signed certificates",
];

/// Why MTC's controller does not reach an API server, the most frequent causes first.
const UNREACHED: &[Code] = &[
    Code::PrivateCa,
    Code::TimeoutTcp,
    Code::NameNotFound,
    Code::Refused,
    Code::NameMismatch,
    Code::Expired,
    Code::TimeoutTls,
    Code::ProxyDenied,
];

pub(super) const LINES: &[Heard] = &[
    (&["Test connect failed.", "Test connect failed"], UNREACHED),
    (WANTED, ANY_CERTIFICATE),
    (
        &["A certificate error has occurred, likely caused by using self-signed CA certificates"],
        UNTRUSTED,
    ),
    (
        &[
            "Authentication Error, \"The connection has timed out\"",
            "oauth timeout",
            "OAuth timeout",
        ],
        DEADLINE,
    ),
    (
        &[
            "invalid reply from registry url {url}",
            "invalid reply from registry url",
        ],
        A_PAGE,
    ),
    (
        &["Validation timed out. Ensure your cluster details are correct"],
        &[
            Code::TimeoutTcp,
            Code::TimeoutTls,
            Code::TimeoutHttp,
            Code::NameLeadsNowhere,
        ],
    ),
];
