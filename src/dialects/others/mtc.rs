//! What MTC's conditions, logs and console print.
//! One row for each code; a name in braces is a place.

use super::row::Row;
use crate::codes::Code;

/// Which role of endpoint a line is shown for: conditions of a MigCluster, of a MigStorage, and what
/// the console shows before the login.
pub(super) fn role_of(line: &str) -> Option<&'static str> {
    if line.starts_with("BackupStorageProvider") {
        Some("repository")
    } else if line.starts_with("Test connect failed") {
        Some("api")
    } else if line.starts_with("A certificate error") || line.starts_with("Authentication Error") {
        Some("oauth")
    } else {
        None
    }
}

pub(super) const ROWS: &[Row] = &[
    (
        Code::NotContacted,
        &["Authentication Error", "Access Token Error"],
    ),
    (
        Code::NameNotFound,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::NameWithoutAddress,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::ResolversDisagree,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::AliasDangling,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::NameLeadsNowhere,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::TimeoutDns,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::DnsFailure,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::TimeoutTcp,
        &[
            "Test connect failed.",
            "Authentication Error, \"The connection has timed out\"",
        ],
    ),
    (
        Code::Refused,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (
        Code::Unreachable,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} dial tcp {reason}]",
        ],
    ),
    (Code::ProxyUnreachable, &["Test connect failed."]),
    (Code::TimeoutProxy, &["Test connect failed."]),
    (Code::ProxyAuthRequired, &["Test connect failed."]),
    (Code::ProxyDenied, &["Test connect failed."]),
    (Code::ProxyCannotResolve, &["Test connect failed."]),
    (Code::ProxyNotAProxy, &["Test connect failed."]),
    (Code::ProxyCannotConnect, &["Test connect failed."]),
    (Code::ProxyUntrusted, &["Test connect failed."]),
    (Code::ProxyAnswersInClear, &["Test connect failed."]),
    (
        Code::ProxyCutsTunnel,
        &["Test connect failed.", "CONNECT request rejected"],
    ),
    (
        Code::Intercepted,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: certificate signed by unknown authority]",
        ],
    ),
    (Code::BlockPage, &["Test connect failed."]),
    (
        Code::SniFiltered,
        &[
            "Test connect failed.",
            "Authentication Error, \"The connection has timed out\"",
        ],
    ),
    (
        Code::LargeHelloCut,
        &[
            "Test connect failed.",
            "Authentication Error, \"The connection has timed out\"",
        ],
    ),
    (
        Code::MtuBlackHole,
        &[
            "Test connect failed.",
            "Authentication Error, \"The connection has timed out\"",
        ],
    ),
    (
        Code::NotTls,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::TimeoutTls,
        &[
            "Authentication Error, \"The connection has timed out\"",
            "Test connect failed.",
        ],
    ),
    (
        Code::TimeoutTlsStalled,
        &[
            "Authentication Error, \"The connection has timed out\"",
            "Test connect failed.",
        ],
    ),
    (
        Code::MessageTooLarge,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::ClosedInHandshake,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::HandshakeMalformed,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::NameRejected,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::TlsVersion,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::NoCommonParameters,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::TlsAlert,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{reason}]",
        ],
    ),
    (
        Code::SelfSigned,
        &[
            "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
            "BackupStorageProviderTestFailed [{request} x509: certificate signed by unknown authority]",
            "A certificate error has occurred, likely caused by using self-signed CA certificates",
        ],
    ),
    (
        Code::SameNameOtherKey,
        &[
            "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
            "BackupStorageProviderTestFailed [{request} x509: certificate signed by unknown authority]",
            "A certificate error has occurred, likely caused by using self-signed CA certificates",
        ],
    ),
    (
        Code::PrivateCa,
        &[
            "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
            "BackupStorageProviderTestFailed [{request} x509: certificate signed by unknown authority]",
            "A certificate error has occurred, likely caused by using self-signed CA certificates",
        ],
    ),
    (
        Code::IntermediateMissing,
        &[
            "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
            "BackupStorageProviderTestFailed [{request} x509: certificate signed by unknown authority]",
            "A certificate error has occurred, likely caused by using self-signed CA certificates",
        ],
    ),
    (
        Code::IssuerNameDiffers,
        &[
            "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
            "BackupStorageProviderTestFailed [{request} x509: certificate signed by unknown authority]",
            "A certificate error has occurred, likely caused by using self-signed CA certificates",
        ],
    ),
    (
        Code::RootNotSent,
        &[
            "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
            "BackupStorageProviderTestFailed [{request} x509: certificate signed by unknown authority]",
            "A certificate error has occurred, likely caused by using self-signed CA certificates",
        ],
    ),
    (
        Code::CertificateMalformed,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::Expired,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::NotYetValid,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::NameMismatch,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::NoSan,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::WrongPurpose,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::WeakKeyOrSignature,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::PathTooDeep,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::ConstraintViolated,
        &[
            "Test connect failed.",
            "BackupStorageProviderTestFailed [{request} x509: {reason}]",
        ],
    ),
    (
        Code::TimeoutHttp,
        &["Authentication Error, \"The connection has timed out\""],
    ),
    (
        Code::RouterDefaultPage,
        &["Authentication Error", "invalid reply from registry url"],
    ),
    (
        Code::ServiceError,
        &[
            "Authentication failed",
            "Response code received: {server_error}",
        ],
    ),
    (
        Code::WrongService,
        &["invalid reply from registry url", "Authentication failed"],
    ),
    (Code::MtcConsoleWithoutOauth, &["Authentication Error"]),
    (
        Code::RegistryWithoutTokenService,
        &["Exposed registry route connection test failed, Response code received: 401"],
    ),
    (Code::RouterDefaultCertificate, &["Test connect failed."]),
    (Code::TokenRealmMalformed, &["DirectImageMigrationFailed"]),
    (
        Code::OauthMetadataUnusable,
        &["Authentication Error", "Access Token Error"],
    ),
    (
        Code::NoProxyMissing,
        &[
            "Authentication Error, \"The connection has timed out\"",
            "Access Token Error",
        ],
    ),
    (Code::ClientCertificateRequired, &["Test connect failed."]),
    (Code::ClockSkew, &["RequestTimeTooSkewed"]),
];
