//! How a command ends, and the name and version that this program gives itself. The codes are in
//! `error`.

use crate::error::{self, Signal};

/// Name and version, as recorded in evidence and reports.
pub const TOOL: &str = concat!("probe ", env!("CARGO_PKG_VERSION"));

/// The exit code of a run: 3 wins over 1, 1 over 0, and an interruption over all.
pub(super) fn exit_code(interrupted: Option<Signal>, whole: bool, passed: bool) -> u8 {
    match (interrupted, whole, passed) {
        (Some(signal), ..) => signal.exit_code(),
        (_, false, _) => error::NOT_WHOLE,
        (_, _, false) => error::FAILED,
        _ => error::OK,
    }
}
