//! Bundles → what a destination wants, one file each, knowing that destination's own rules. Pure: `run` writes.

pub mod pem;
