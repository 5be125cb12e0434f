//! The embedded lab: fresh test certificates, and servers on loopback that behave and misbehave on purpose, for `probe demo` and the tests.
//! Names nothing else of ours, so that what it proves is not proved with the code under proof; reads no clock and touches no file.

pub mod pki;

pub use pki::{Draft, Issued, KeyType, Purpose};
