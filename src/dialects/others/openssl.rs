//! What `openssl s_client` (OpenSSL 3) prints: the codes of X509_verify_cert_error_string(3) and the
//! reasons of a failed handshake. One row for each code; a name in braces is a place.

use super::row::Row;
use crate::codes::Code;

/// A path that ends below every certificate at hand.
const UNKNOWN_ISSUER: &[&str] = &[
    "verify error:num=20:unable to get local issuer certificate",
    "verify error:num=21:unable to verify the first certificate",
];

pub(super) const ROWS: &[Row] = &[
    (
        Code::NotTls,
        &["SSL routines:{function}:wrong version number"],
    ),
    (
        Code::NameRejected,
        &["SSL routines:{function}:tlsv1 unrecognized name"],
    ),
    (
        Code::TlsVersion,
        &["SSL routines:{function}:tlsv1 alert protocol version"],
    ),
    (
        Code::SelfSigned,
        &["verify error:num=18:self-signed certificate"],
    ),
    (
        Code::PrivateCa,
        &["verify error:num=19:self-signed certificate in certificate chain"],
    ),
    (Code::SameNameOtherKey, UNKNOWN_ISSUER),
    (Code::IntermediateMissing, UNKNOWN_ISSUER),
    (Code::RootNotSent, UNKNOWN_ISSUER),
    (
        Code::NotYetValid,
        &["verify error:num=9:certificate is not yet valid"],
    ),
    (
        Code::Expired,
        &["verify error:num=10:certificate has expired"],
    ),
    (
        Code::NameMismatch,
        &[
            "verify error:num=62:hostname mismatch",
            "verify error:num=64:IP address mismatch",
        ],
    ),
    (
        Code::WrongPurpose,
        &["verify error:num=26:unsuitable certificate purpose"],
    ),
    (
        Code::WeakKeyOrSignature,
        &[
            "verify error:num=66:EE certificate key too weak",
            "verify error:num=68:CA signature digest algorithm too weak",
        ],
    ),
    (
        Code::PathTooDeep,
        &["verify error:num=25:path length constraint exceeded"],
    ),
    (
        Code::ConstraintViolated,
        &[
            "verify error:num=34:unhandled critical extension",
            "verify error:num=47:permitted subtree violation",
        ],
    ),
];
