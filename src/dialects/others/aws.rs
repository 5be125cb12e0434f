//! What the AWS command line and other programs on botocore print, with the reasons of Python's ssl
//! module. One row for each code; a name in braces is a place. What is written with the AWS SDK
//! for Go prints Go's reasons.

use super::row::Row;
use crate::codes::Code;

/// The address was not reached; botocore says no more.
const NOT_REACHED: &[&str] = &["Could not connect to the endpoint URL: \"{url}\""];

pub(super) const ROWS: &[Row] = &[
    (Code::NameNotFound, NOT_REACHED),
    (Code::NameWithoutAddress, NOT_REACHED),
    (Code::ResolversDisagree, NOT_REACHED),
    (Code::AliasDangling, NOT_REACHED),
    (Code::NameLeadsNowhere, NOT_REACHED),
    (Code::Refused, NOT_REACHED),
    (Code::Unreachable, NOT_REACHED),
    (
        Code::TimeoutTcp,
        &["Connect timeout on endpoint URL: \"{url}\""],
    ),
    (
        Code::SelfSigned,
        &[
            "SSL validation failed for {url} [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate ({place})",
        ],
    ),
    (
        Code::PrivateCa,
        &[
            "SSL validation failed for {url} [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain ({place})",
        ],
    ),
    (
        Code::IntermediateMissing,
        &[
            "SSL validation failed for {url} [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate ({place})",
        ],
    ),
    (
        Code::RootNotSent,
        &[
            "SSL validation failed for {url} [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate ({place})",
        ],
    ),
    (
        Code::Expired,
        &[
            "SSL validation failed for {url} [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired ({place})",
        ],
    ),
    (
        Code::NameMismatch,
        &[
            "SSL validation failed for {url} [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for '{host}'. ({place})",
        ],
    ),
    (Code::ClockSkew, &["RequestTimeTooSkewed"]),
];
