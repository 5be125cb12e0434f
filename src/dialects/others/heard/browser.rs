//! What Chrome, Edge, Firefox and Safari show, with every class that shows it.
//! Names of Chromium's `net_error_list.h` and of Mozilla's `sslerr.h`, `secerr.h` and mozilla::pkix.

use super::classes::{
    CUT, DEADLINE, DROPPED, FORBIDDEN, Heard, IN_CLEAR, NO_LOOKUP, NO_NAME, NO_SUCH_SAN, OLD_TLS,
    REFUSED, SERVER_ERROR, UNREACHABLE, UNTRUSTED,
};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &[
            "NET::ERR_CERT_AUTHORITY_INVALID",
            "ERR_CERT_AUTHORITY_INVALID",
            "SEC_ERROR_UNKNOWN_ISSUER",
            "SEC_ERROR_UNTRUSTED_ISSUER",
            "SEC_ERROR_CA_CERT_INVALID",
            "DLG_FLAGS_INVALID_CA",
        ],
        UNTRUSTED,
    ),
    (
        &[
            "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
            "DLG_FLAGS_SEC_CERT_SELF_SIGNED",
        ],
        &[Code::SelfSigned, Code::Intercepted],
    ),
    (&["MOZILLA_PKIX_ERROR_MITM_DETECTED"], &[Code::Intercepted]),
    (
        &[
            "SEC_ERROR_BAD_SIGNATURE",
            "SEC_ERROR_REUSED_ISSUER_AND_SERIAL",
        ],
        &[Code::SameNameOtherKey],
    ),
    (
        &[
            "MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY",
            "MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA",
            "SEC_ERROR_INADEQUATE_KEY_USAGE",
            "SEC_ERROR_INADEQUATE_CERT_TYPE",
        ],
        &[Code::WrongPurpose, Code::ConstraintViolated],
    ),
    (
        &[
            "MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE",
            "SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED",
            "ERR_CERT_WEAK_SIGNATURE_ALGORITHM",
        ],
        &[Code::WeakKeyOrSignature],
    ),
    (
        &[
            "NET::ERR_CERT_DATE_INVALID",
            "ERR_CERT_DATE_INVALID",
            "DLG_FLAGS_SEC_CERT_DATE_INVALID",
        ],
        &[Code::Expired, Code::NotYetValid, Code::ClockSkew],
    ),
    (
        &[
            "SEC_ERROR_EXPIRED_CERTIFICATE",
            "SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE",
            "MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE",
        ],
        &[Code::Expired, Code::NotYetValid],
    ),
    (
        &[
            "NET::ERR_CERT_COMMON_NAME_INVALID",
            "ERR_CERT_COMMON_NAME_INVALID",
            "SSL_ERROR_BAD_CERT_DOMAIN",
            "DLG_FLAGS_SEC_CERT_CN_INVALID",
        ],
        NO_SUCH_SAN,
    ),
    (
        &["NET::ERR_CERT_INVALID", "ERR_CERT_INVALID"],
        &[
            Code::CertificateMalformed,
            Code::WrongPurpose,
            Code::ConstraintViolated,
            Code::PathTooDeep,
        ],
    ),
    (
        &["ERR_SSL_PROTOCOL_ERROR", "SSL_ERROR_RX_RECORD_TOO_LONG"],
        IN_CLEAR,
    ),
    (
        &[
            "PR_END_OF_FILE_ERROR",
            "PR_CONNECT_RESET_ERROR",
            "ERR_CONNECTION_RESET",
            "ERR_CONNECTION_CLOSED",
        ],
        CUT,
    ),
    (
        &[
            "ERR_SSL_VERSION_OR_CIPHER_MISMATCH",
            "SSL_ERROR_NO_CYPHER_OVERLAP",
            "SSL_ERROR_HANDSHAKE_FAILURE_ALERT",
        ],
        &[Code::NoCommonParameters, Code::TlsVersion],
    ),
    (
        &[
            "SSL_ERROR_UNSUPPORTED_VERSION",
            "SSL_ERROR_PROTOCOL_VERSION_ALERT",
            "ERR_SSL_OBSOLETE_VERSION",
        ],
        OLD_TLS,
    ),
    (
        &[
            "SSL_ERROR_UNRECOGNIZED_NAME_ALERT",
            "ERR_SSL_UNRECOGNIZED_NAME_ALERT",
        ],
        &[Code::NameRejected],
    ),
    (
        &[
            "ERR_BAD_SSL_CLIENT_AUTH_CERT",
            "SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT",
            "SSL_ERROR_BAD_CERT_ALERT",
        ],
        &[Code::ClientCertificateRequired],
    ),
    (&["DNS_PROBE_FINISHED_NXDOMAIN"], NO_NAME),
    (
        &[
            "ERR_NAME_NOT_RESOLVED",
            "We can’t connect to the server at",
            "We’re having trouble finding that site",
        ],
        NO_LOOKUP,
    ),
    (&["ERR_CONNECTION_REFUSED"], REFUSED),
    (&["ERR_ADDRESS_UNREACHABLE"], UNREACHABLE),
    (&["ERR_CONNECTION_TIMED_OUT"], DROPPED),
    (&["ERR_TIMED_OUT"], DEADLINE),
    (&["ERR_TUNNEL_CONNECTION_FAILED"], FORBIDDEN),
    (&["ERR_EMPTY_RESPONSE"], SERVER_ERROR),
];
