//! What stunnel prints, which carries the volumes that MTC copies directly; the rsync beside it says
//! only that its connection ended. Read in stunnel 5.68.

use super::classes::{CUT, DROPPED, Heard, NO_LOOKUP, REFUSED, UNREACHABLE, UNTRUSTED, WRONG_NAME};
use crate::codes::Code;

pub(super) const LINES: &[Heard] = &[
    (
        &["s_connect: connect {address}: Connection refused (111)"],
        REFUSED,
    ),
    (
        &[
            "s_connect: connect {address}: No route to host (113)",
            "s_connect: connect {address}: Network is unreachable (101)",
        ],
        UNREACHABLE,
    ),
    (
        &[
            "s_connect: connect {address}: Connection timed out (110)",
            "s_connect: s_poll_wait {address}: TIMEOUTconnect exceeded",
        ],
        DROPPED,
    ),
    (&["Error resolving \"{host}\": {reason}"], NO_LOOKUP),
    (
        &[
            "CERT: Pre-verification error: {reason}",
            "Rejected by CERT at depth={depth}: {name}",
        ],
        UNTRUSTED,
    ),
    (
        &[
            "CERT: Subject checks failed",
            "CERT: No matching host name found",
        ],
        WRONG_NAME,
    ),
    (
        &[
            "SSL_connect: Connection reset by peer (104)",
            "SSL_connect: Peer suddenly disconnected",
        ],
        CUT,
    ),
    (
        &["CONNECT request rejected"],
        &[
            Code::ProxyDenied,
            Code::ProxyAuthRequired,
            Code::ProxyCannotConnect,
            Code::ProxyCutsTunnel,
        ],
    ),
    (
        &["connection unexpectedly closed ({length} bytes received so far)"],
        &[
            Code::ClosedInHandshake,
            Code::ProxyCutsTunnel,
            Code::TimeoutTcp,
            Code::Refused,
        ],
    ),
];
