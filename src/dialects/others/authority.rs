//! What others print where `words::en::authority` speaks: the signer of a chain is not trusted, and why.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

const SAME_0: &str = "cluster: Test connect failed. The `caBundle` is required for self-signed API server certificates. repository: BackupStorageProviderTestFailed [... x509: certificate signed by unknown authority]. console: A certificate error has occurred, likely caused by using self-signed CA certificates";
const SAME_1: &str = "x509: certificate signed by unknown authority";
const SAME_2: &str = "NET::ERR_CERT_AUTHORITY_INVALID / SEC_ERROR_UNKNOWN_ISSUER";
const SAME_3: &str = "(60) SSL certificate problem: unable to get local issuer certificate";

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::SelfSigned,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: "(60) SSL certificate problem: self-signed certificate",
            browser: "NET::ERR_CERT_AUTHORITY_INVALID / MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
        },
    ),
    (
        Code::SameNameOtherKey,
        Others {
            mtc: SAME_0,
            go: "x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" while trying to verify candidate authority certificate \"NAME\")",
            curl: "(60) SSL certificate problem: unable to get local issuer certificate / certificate signature failure",
            browser: "NET::ERR_CERT_AUTHORITY_INVALID / SEC_ERROR_BAD_SIGNATURE",
        },
    ),
    (
        Code::PrivateCa,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: "(60) SSL certificate problem: self-signed certificate in certificate chain",
            browser: SAME_2,
        },
    ),
    (
        Code::IntermediateMissing,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: SAME_3,
            browser: "Chrome fetches it and shows nothing; Firefox: SEC_ERROR_UNKNOWN_ISSUER",
        },
    ),
    (
        Code::RootNotSent,
        Others {
            mtc: SAME_0,
            go: SAME_1,
            curl: SAME_3,
            browser: SAME_2,
        },
    ),
    (
        Code::RegistryNotVerified,
        Others {
            mtc: "",
            go: SAME_1,
            curl: "(60) SSL certificate problem",
            browser: SAME_2,
        },
    ),
];
