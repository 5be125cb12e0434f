//! What others print where `words::en::service` speaks: what answers is not what the role expects, or sends its readers astray.
//! One row for each code.

use super::row::Others;
use crate::codes::Code;

const SAME_0: &str = "Authentication Error / Access Token Error";

pub(super) const ROWS: &[(Code, Others)] = &[
    (
        Code::NotExposed,
        Others {
            mtc: "",
            go: "",
            curl: "could not resolve host, or 503 with an HTML page",
            browser: "Application is not available",
        },
    ),
    (
        Code::NotContacted,
        Others {
            mtc: SAME_0,
            go: "whatever answers there: clients do not ask who named it",
            curl: "the same",
            browser: "the same",
        },
    ),
    (
        Code::RouterDefaultPage,
        Others {
            mtc: "Authentication Error / invalid reply from registry url",
            go: "HTTP 503",
            curl: "503 with an HTML page",
            browser: "Application is not available",
        },
    ),
    (
        Code::ServiceError,
        Others {
            mtc: "Authentication failed / Response code received: 5xx",
            go: "HTTP 5xx, or EOF",
            curl: "the status, or (52) Empty reply from server",
            browser: "the page, or ERR_EMPTY_RESPONSE",
        },
    ),
    (
        Code::WrongService,
        Others {
            mtc: "invalid reply from registry url / Authentication failed",
            go: "invalid character '<' looking for beginning of value",
            curl: "nothing",
            browser: "an unexpected page",
        },
    ),
    (
        Code::NoIntegratedOauth,
        Others {
            mtc: "the MTC console cannot log in",
            go: "HTTP 404",
            curl: "404",
            browser: "Authentication Error",
        },
    ),
    (
        Code::MtcConsoleWithoutOauth,
        Others {
            mtc: "Authentication Error, or the page of a proxy inside the cluster",
            go: "HTTP 503",
            curl: "302 to /handle-login?error=..., or 503",
            browser: "Authentication Error",
        },
    ),
    (
        Code::RegistryWithoutTokenService,
        Others {
            mtc: "Exposed registry route connection test failed, Response code received: 401",
            go: "HTTP 401",
            curl: "401",
            browser: "a login prompt",
        },
    ),
    (
        Code::RouterDefaultCertificate,
        Others {
            mtc: "Test connect failed.",
            go: "x509: certificate is valid for *.apps.CLUSTER, not HOST",
            curl: "(60) no alternative certificate subject name matches",
            browser: "NET::ERR_CERT_COMMON_NAME_INVALID",
        },
    ),
    (
        Code::TokenRealmMalformed,
        Others {
            mtc: "DirectImageMigrationFailed",
            go: "parse \"...\": invalid URI for request / missing realm in bearer auth challenge",
            curl: "nothing: 401",
            browser: "nothing",
        },
    ),
    (
        Code::TokenRealmInClear,
        Others {
            mtc: "",
            go: "",
            curl: "nothing: 401",
            browser: "nothing",
        },
    ),
    (
        Code::OauthMetadataUnusable,
        Others {
            mtc: SAME_0,
            go: "",
            curl: "nothing: 200",
            browser: "connection refused",
        },
    ),
];
