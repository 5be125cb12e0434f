//! What is wrong with TLS and connectivity around an OpenShift migration, and a CA bundle that is proved to work.
//!
//! ```text
//! Args -> Settings -> inputs -> [Target] -> measure -> [Attempt] -> judge -> [Verdict] -> Report -> text
//!                        |      stores  -> [Store] ------------------>|
//!                        `-> [Problem] ------------------------------------------------> Report
//!                                           Bundle (chosen, then proved) -> PEM
//! ```
//!
//! - record first, judge later: `measure` writes down what happened, `judge` and `bundle` are functions of (evidence, stores, now)
//! - capture is not trust: every chain is kept, whatever fails later
//! - what the world did is a `Fault`, an input that cannot be used a `Problem`, a run that cannot go on an `Error`
//! - who may name whom is a table in `tests/it/shape.rs`

// Words: plain data and pure functions.
pub mod cert;
pub mod error;
pub mod evidence;
pub mod moment;
pub mod roles;
pub mod route;
pub mod target;

// Gather: the only code that meets the world; records, never judges.
pub mod inputs;
pub mod measure;
pub mod stores;

// Think: pure functions of (evidence, stores, now).
pub mod bundle;
pub mod judge;

// Tell: values to text.
pub mod export;
pub mod report;

// A command line around it: what was asked, with what surroundings, in which order.
pub mod cli;
pub mod run;
pub mod settings;

// Test certificates and servers on loopback, for `probe demo` and the tests.
pub mod lab;
