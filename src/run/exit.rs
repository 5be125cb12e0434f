//! How a command ends, and as whom it speaks.
//! The codes are `error`'s.

use crate::error::{self, Signal};

/// Name and version, as recorded in evidence and reports.
pub const TOOL: &str = concat!("probe ", env!("CARGO_PKG_VERSION"));

/// 3 beats 1 beats 0; an interruption beats all.
pub(super) fn exit_code(interrupted: Option<Signal>, whole: bool, passed: bool) -> u8 {
    match (interrupted, whole, passed) {
        (Some(signal), ..) => signal.exit_code(),
        (_, false, _) => error::NOT_WHOLE,
        (_, _, false) => error::FAILED,
        _ => error::OK,
    }
}
