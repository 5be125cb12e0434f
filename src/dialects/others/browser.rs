//! What Chrome and Firefox show.
//! One row for each code; a name in braces is a place.

use super::row::Row;
use crate::codes::Code;

pub(super) const ROWS: &[Row] = &[
    (Code::NotExposed, &["Application is not available"]),
    (Code::NameNotFound, &["DNS_PROBE_FINISHED_NXDOMAIN"]),
    (Code::NameWithoutAddress, &["ERR_NAME_NOT_RESOLVED"]),
    (Code::ResolversDisagree, &["DNS_PROBE_FINISHED_NXDOMAIN"]),
    (Code::AliasDangling, &["DNS_PROBE_FINISHED_NXDOMAIN"]),
    (
        Code::NameLeadsNowhere,
        &["ERR_CONNECTION_REFUSED", "ERR_ADDRESS_INVALID"],
    ),
    (Code::TimeoutDns, &["ERR_NAME_RESOLUTION_FAILED"]),
    (Code::DnsFailure, &["ERR_NAME_NOT_RESOLVED"]),
    (Code::TimeoutTcp, &["ERR_CONNECTION_TIMED_OUT"]),
    (Code::Refused, &["ERR_CONNECTION_REFUSED"]),
    (Code::Unreachable, &["ERR_ADDRESS_UNREACHABLE"]),
    (Code::ProxyUnreachable, &["ERR_PROXY_CONNECTION_FAILED"]),
    (Code::TimeoutProxy, &["ERR_TIMED_OUT"]),
    (Code::ProxyAuthRequired, &["ERR_PROXY_AUTH_REQUESTED"]),
    (Code::ProxyDenied, &["ERR_TUNNEL_CONNECTION_FAILED"]),
    (Code::ProxyCannotResolve, &["ERR_TUNNEL_CONNECTION_FAILED"]),
    (Code::ProxyNotAProxy, &["ERR_TUNNEL_CONNECTION_FAILED"]),
    (Code::ProxyCannotConnect, &["ERR_TUNNEL_CONNECTION_FAILED"]),
    (Code::ProxyUntrusted, &["ERR_PROXY_CERTIFICATE_INVALID"]),
    (Code::ProxyAnswersInClear, &["ERR_SSL_PROTOCOL_ERROR"]),
    (Code::ProxyCutsTunnel, &["ERR_CONNECTION_CLOSED"]),
    (
        Code::Intercepted,
        &[
            "MOZILLA_PKIX_ERROR_MITM_DETECTED",
            "NET::ERR_CERT_AUTHORITY_INVALID",
        ],
    ),
    (
        Code::SniFiltered,
        &["ERR_CONNECTION_RESET", "ERR_TIMED_OUT"],
    ),
    (
        Code::LargeHelloCut,
        &["ERR_CONNECTION_RESET", "ERR_TIMED_OUT"],
    ),
    (
        Code::MtuBlackHole,
        &["ERR_CONNECTION_RESET", "ERR_TIMED_OUT"],
    ),
    (Code::NotTls, &["ERR_SSL_PROTOCOL_ERROR"]),
    (Code::TimeoutTls, &["ERR_TIMED_OUT"]),
    (Code::TimeoutTlsStalled, &["ERR_TIMED_OUT"]),
    (Code::MessageTooLarge, &["ERR_SSL_PROTOCOL_ERROR"]),
    (
        Code::ClosedInHandshake,
        &["ERR_CONNECTION_CLOSED", "ERR_CONNECTION_RESET"],
    ),
    (Code::HandshakeMalformed, &["ERR_SSL_PROTOCOL_ERROR"]),
    (Code::NameRejected, &["ERR_SSL_UNRECOGNIZED_NAME_ALERT"]),
    (Code::TlsVersion, &["ERR_SSL_VERSION_OR_CIPHER_MISMATCH"]),
    (
        Code::NoCommonParameters,
        &["ERR_SSL_VERSION_OR_CIPHER_MISMATCH"],
    ),
    (Code::TlsAlert, &["ERR_SSL_PROTOCOL_ERROR"]),
    (
        Code::SelfSigned,
        &[
            "NET::ERR_CERT_AUTHORITY_INVALID",
            "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
        ],
    ),
    (
        Code::SameNameOtherKey,
        &["NET::ERR_CERT_AUTHORITY_INVALID", "SEC_ERROR_BAD_SIGNATURE"],
    ),
    (
        Code::IssuerNameDiffers,
        &[
            "NET::ERR_CERT_AUTHORITY_INVALID",
            "SEC_ERROR_UNKNOWN_ISSUER",
        ],
    ),
    (
        Code::PrivateCa,
        &[
            "NET::ERR_CERT_AUTHORITY_INVALID",
            "SEC_ERROR_UNKNOWN_ISSUER",
        ],
    ),
    (Code::IntermediateMissing, &["SEC_ERROR_UNKNOWN_ISSUER"]),
    (
        Code::RootNotSent,
        &[
            "NET::ERR_CERT_AUTHORITY_INVALID",
            "SEC_ERROR_UNKNOWN_ISSUER",
        ],
    ),
    (
        Code::RegistryNotVerified,
        &[
            "NET::ERR_CERT_AUTHORITY_INVALID",
            "SEC_ERROR_UNKNOWN_ISSUER",
        ],
    ),
    (
        Code::CertificateMalformed,
        &["ERR_SSL_SERVER_CERT_BAD_FORMAT"],
    ),
    (
        Code::Expired,
        &[
            "NET::ERR_CERT_DATE_INVALID",
            "SEC_ERROR_EXPIRED_CERTIFICATE",
        ],
    ),
    (
        Code::NotYetValid,
        &[
            "NET::ERR_CERT_DATE_INVALID",
            "MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
        ],
    ),
    (
        Code::NameMismatch,
        &[
            "NET::ERR_CERT_COMMON_NAME_INVALID",
            "SSL_ERROR_BAD_CERT_DOMAIN",
        ],
    ),
    (Code::NoSan, &["NET::ERR_CERT_COMMON_NAME_INVALID"]),
    (
        Code::WrongPurpose,
        &["ERR_CERT_INVALID", "SEC_ERROR_INADEQUATE_CERT_TYPE"],
    ),
    (
        Code::WeakKeyOrSignature,
        &[
            "NET::ERR_CERT_WEAK_SIGNATURE_ALGORITHM",
            "ERR_CERT_WEAK_KEY",
        ],
    ),
    (
        Code::PathTooDeep,
        &["ERR_CERT_INVALID", "SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID"],
    ),
    (
        Code::ConstraintViolated,
        &["ERR_CERT_INVALID", "SEC_ERROR_CERT_NOT_IN_NAME_SPACE"],
    ),
    (Code::TimeoutHttp, &["ERR_TIMED_OUT"]),
    (Code::RouterDefaultPage, &["Application is not available"]),
    (Code::ServiceError, &["ERR_EMPTY_RESPONSE"]),
    (Code::NoIntegratedOauth, &["Authentication Error"]),
    (Code::MtcConsoleWithoutOauth, &["Authentication Error"]),
    (
        Code::RouterDefaultCertificate,
        &["NET::ERR_CERT_COMMON_NAME_INVALID"],
    ),
    (
        Code::ClientCertificateRequired,
        &["ERR_BAD_SSL_CLIENT_AUTH_CERT"],
    ),
    (
        Code::HostnameOnlyByCn,
        &["NET::ERR_CERT_COMMON_NAME_INVALID"],
    ),
    (Code::ClockSkew, &["NET::ERR_CERT_DATE_INVALID"]),
];
