//! The targets that `tests/it/fuzzed` runs, compiled for cargo-fuzz: `fuzz_targets/` names one in each
//! file. Nothing is written here a second time.
#![allow(missing_docs, reason = "the targets belong to the tests")]

#[path = "../../tests/it/fuzzed/targets/mod.rs"]
mod targets;

pub use targets::*;
