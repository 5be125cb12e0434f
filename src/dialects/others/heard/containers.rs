//! What podman, skopeo, buildah, CRI-O and docker say around Go's errors, or in their place.
//! Read in containers/image 5 and docker 20.

use super::classes::{A_PAGE, Heard, SERVER_ERROR};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &[
            "received unexpected HTTP status: {status}",
            "invalid status code from registry {status} ({reason})",
            "StatusCode: 503, ",
        ],
        SERVER_ERROR,
    ),
    (
        &[
            "error parsing HTTP {status} response body: {reason}",
            "error parsing HTTP {status} response body: invalid character '<' looking for beginning of value: {reason}",
        ],
        A_PAGE,
    ),
    (
        &["missing realm in bearer auth challenge"],
        &[Code::TokenRealmMalformed, Code::RegistryWithoutTokenService],
    ),
];
