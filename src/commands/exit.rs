//! How a command ends. The codes are in `error`.
//! Knows nothing of what a command does.

use crate::error::{self, Signal};

/// The exit code of a run: 3 wins over 1, 1 over 0, and an interruption over all.
pub(super) fn exit_code(interrupted: Option<Signal>, whole: bool, passed: bool) -> u8 {
    match (interrupted, whole, passed) {
        (Some(signal), ..) => signal.exit_code(),
        (_, false, _) => error::NOT_WHOLE,
        (_, _, false) => error::FAILED,
        _ => error::OK,
    }
}
