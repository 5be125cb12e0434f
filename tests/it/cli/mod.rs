//! The program as people run it: what comes out on which stream, and how it ends.
//! Runs the real binary in scrubbed surroundings, against the lab in this process.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests prepare and read files, and tell the lab the time"
)]

mod bundles;
mod confirmed;
mod deliveries;
mod demo;
#[cfg(unix)]
mod demo_looks;
mod docs;
mod endpoints;
mod expectations;
mod explained;
mod help;
mod inputs;
mod inspected;
mod keeping;
mod load;
mod migration;
mod objects;
mod recorded;
mod redacted;
mod reports;
mod resumed;
mod same;
mod samples;
mod saved;
mod screens;
mod secrets;
mod shards;
mod shortages;
#[cfg(target_os = "linux")]
mod signals;
mod streams;
mod words;
pub mod world;
