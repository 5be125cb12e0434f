//! What others print where `words::en::certificate` speaks: faults of the certificates themselves, which no CA bundle cures.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

const SAME_0: &str = "Test connect failed. / BackupStorageProviderTestFailed [... x509: ...]";

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::CertificateMalformed,
        Others {
            mtc: SAME_0,
            go: "tls: failed to parse certificate from server: x509: ...",
            curl: "(35) with OpenSSL's reason",
            browser: "ERR_SSL_SERVER_CERT_BAD_FORMAT",
        },
    ),
    (
        Code::Expired,
        Others {
            mtc: SAME_0,
            go: "x509: certificate has expired or is not yet valid: current time T is after T",
            curl: "(60) SSL certificate problem: certificate has expired",
            browser: "NET::ERR_CERT_DATE_INVALID / SEC_ERROR_EXPIRED_CERTIFICATE",
        },
    ),
    (
        Code::NotYetValid,
        Others {
            mtc: SAME_0,
            go: "x509: certificate has expired or is not yet valid: current time T is before T",
            curl: "(60) SSL certificate problem: certificate is not yet valid",
            browser: "NET::ERR_CERT_DATE_INVALID / MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
        },
    ),
    (
        Code::NameMismatch,
        Others {
            mtc: SAME_0,
            go: "x509: certificate is valid for NAMES, not HOST / cannot validate certificate for IP because it doesn't contain any IP SANs",
            curl: "(60) SSL: no alternative certificate subject name matches target host name 'HOST'",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID / SSL_ERROR_BAD_CERT_DOMAIN",
        },
    ),
    (
        Code::NoSan,
        Others {
            mtc: SAME_0,
            go: "x509: certificate relies on legacy Common Name field, use SANs instead",
            curl: "nothing where the common name matches: curl and OpenSSL accept it",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID",
        },
    ),
    (
        Code::WrongPurpose,
        Others {
            mtc: SAME_0,
            go: "x509: certificate specifies an incompatible key usage",
            curl: "(60) SSL certificate problem: unsuitable certificate purpose",
            browser: "ERR_CERT_INVALID / SEC_ERROR_INADEQUATE_CERT_TYPE",
        },
    ),
    (
        Code::WeakKeyOrSignature,
        Others {
            mtc: SAME_0,
            go: "x509: cannot verify signature: insecure algorithm SHA1-RSA (Go takes RSA keys from 1024 bits)",
            curl: "(60) CA signature digest algorithm too weak / EE certificate key too weak",
            browser: "NET::ERR_CERT_WEAK_SIGNATURE_ALGORITHM / ERR_CERT_WEAK_KEY",
        },
    ),
    (
        Code::PathTooDeep,
        Others {
            mtc: SAME_0,
            go: "x509: too many intermediates for path length constraint",
            curl: "(60) SSL certificate problem: path length constraint exceeded",
            browser: "ERR_CERT_INVALID / SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID",
        },
    ),
    (
        Code::ConstraintViolated,
        Others {
            mtc: SAME_0,
            go: "x509: a root or intermediate certificate is not authorized to sign for this name / unhandled critical extension / parent certificate cannot sign this kind of certificate",
            curl: "(60) permitted subtree violation / unhandled critical extension / invalid CA certificate",
            browser: "ERR_CERT_INVALID / SEC_ERROR_CERT_NOT_IN_NAME_SPACE",
        },
    ),
];
