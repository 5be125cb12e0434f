//! What is said where somebody logs in to MTC's console, and where MTC reaches the API servers of
//! clusters. Rows of text of others; Go's own errors are `dialects`'. Opens nothing.

use crate::codes::Topic;
use crate::logs::Writer;
use crate::triage::row::{At, Row};

const CONSOLE: &str = "mig-ui: CertErrorComponent.tsx, ErrorModal.tsx; mtc chapter 12.4.3.1";
const BROWSER: &str = "Firefox: neterror, NSS; Chromium: net_error_list.h; mtc chapter 12.4.3";
const SERVER: &str = "mig-ui: deploy/main.js; mig-operator#763";
const OAUTH: &str = "openshift/oauth-server; mig-operator#19, #266, #762";
const GO_HTTP: &str = "Go: net/http/server.go, crypto/tls/alert.go";
const CLUSTER: &str = "mig-controller: pkg/controller/migcluster/validation.go";
const KUBERNETES: &str =
    "kubernetes: apimachinery pkg/api/errors; client-go tools/cache; mig-controller#217";

/// What somebody pasted from a browser: in a table of `oc describe` the same word is another reason.
const PASTED: &[Writer] = &[Writer::Plain];

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Topic::ConsoleCaMissing,
        &[
            "A certificate error has occurred, likely caused by using self-signed CA certificates",
            "CA certificate error",
        ],
        CONSOLE,
    )
    .versions("MTC up to 1.4"),
    Row::new(
        Topic::ConsoleCaMissing,
        &["A network error has occurred. The likely cause of the error is one of the following issues"],
        CONSOLE,
    )
    .versions("MTC 1.5 and newer"),
    Row::new(Topic::ConsoleUnauthorized, &["Unauthorized"], CONSOLE)
        .at(At::Whole)
        .by(PASTED),
    Row::new(
        Topic::ConsoleUnauthorized,
        &["\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\""],
        CONSOLE,
    )
    .at(At::Message),
    Row::new(
        Topic::ConsoleTimeout,
        &["connection has timed out"],
        BROWSER,
    )
    .at(At::Message),
    Row::new(Topic::ConsoleTimeout, &["ERR_CONNECTION_TIMED_OUT"], BROWSER).by(PASTED),
    Row::new(
        Topic::ConsoleCaMissing,
        &[
            "ERR_CERT_AUTHORITY_INVALID",
            "SEC_ERROR_UNKNOWN_ISSUER",
            "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
        ],
        BROWSER,
    )
    .by(PASTED),
    Row::new(
        Topic::ConsoleTokenRefused,
        &["Access Token Error {error}"],
        SERVER,
    )
    .at(At::Message),
    Row::new(
        Topic::ConsoleTokenRefused,
        &["\"Authentication failed\"", "Authentication failed"],
        SERVER,
    )
    .at(At::Whole)
    .by(PASTED),
    Row::new(
        Topic::OauthClientMismatch,
        &[
            "internal error: urls cannot be blank",
            "\"error\":\"invalid_request\",\"error_description\":\"The request is missing a required parameter",
        ],
        OAUTH,
    ),
    Row::new(
        Topic::OauthCertificateDistrusted,
        &[
            "http: TLS handshake error from {client}:{port}: remote error: tls: unknown certificate",
            "http: TLS handshake error from {client}:{port}: remote error: tls: unknown certificate authority",
            "http: TLS handshake error from {client}:{port}: remote error: tls: bad certificate",
        ],
        GO_HTTP,
    ),
    Row::new(
        Topic::UpgradeStripped,
        &["Upgrade request required"],
        KUBERNETES,
    ),
    Row::new(
        Topic::AggregatedApiCa,
        &["could not calculate the list of available resources: {error}"],
        "openshift/openshift-ansible#6475",
    )
    .beside(&["x509", "service-catalog-signer"]),
    // The help stands there for every x509 error; up to MTC 1.3 the error itself stands behind it.
    Row::new(
        Topic::ClusterCaMissing,
        &[
            "The `caBundle` is required for self-signed API server certificates",
            "The `caBundle` is required for self-signed certificates",
        ],
        CLUSTER,
    )
    .without(&["is valid for", "has expired", "cannot validate certificate"]),
    Row::new(
        Topic::ClusterCaMissing,
        &["Certificate signed by unknown authority"],
        "mtc chapter 12.4.3.3",
    ),
    Row::new(
        Topic::ClusterConnectionFailed,
        &["Test connect failed."],
        CLUSTER,
    )
    .without(&["Get \"", "Get http"])
    .versions("MTC 1.4.0 and newer"),
    Row::new(
        Topic::ClusterTokenRefused,
        &["Unauthorized"],
        KUBERNETES,
    )
    .at(At::WholeError),
    Row::new(
        Topic::ClusterTokenRefused,
        &[
            "Failed to watch {kind}: failed to list {of}: Unauthorized",
            "failed to list {of}: Unauthorized",
        ],
        KUBERNETES,
    ),
];
