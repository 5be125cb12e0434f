//! Bundles → what a destination wants, one file each, knowing that destination's own rules.
//! Pure: `run` writes. May name the words, `judge`, `bundle` and `error`.

pub mod lock;
pub mod merge;
pub mod pem;
