//! One row: the lines that one program prints for one class.
//! Plain data.

use crate::codes::Code;

/// The class, and the texts of the patterns.
pub(super) type Row = (Code, &'static [&'static str]);
