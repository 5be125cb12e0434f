//! The promises of `probe`, from outside: one binary (linking ten would take longer than running
//! them), one module per kind of promise. No network but loopback.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a binary of tests has no public items; helpers of tests may unwrap"
)]

mod cli;
mod clusters;
mod compare;
mod diff;
mod discovery;
mod dumps;
mod exports;
mod files;
mod formats;
mod fuzzed;
#[cfg(target_os = "linux")]
mod hostile;
mod interception;
mod lab;
mod learnt;
mod measure;
pub mod mtc;
mod objects;
mod properties;
mod proxied;
mod runlog;
mod shape;
mod triage;
mod trust;

mod verdicts;
mod world;
