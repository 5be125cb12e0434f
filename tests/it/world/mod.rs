//! What the tests need of the world beyond the program's own lab, made of the lab's parts: other
//! clusters, networks that only look as if somebody intercepted, filters on a path, dead ports.
//! Names the lab and nothing else of ours, so that what it proves is not proved with the code under
//! test.
//!
//! - [`cluster`]: OpenShift 3, an OAuth server elsewhere, none at all
//! - [`healthy`]: networks that only look as if somebody intercepted
//! - [`junction`]: ports that send each connection one of several ways
//! - [`minter`]: interceptors beyond those of the lab
//! - [`path`]: filters, cuts, block pages and black holes
//! - [`absent`]: ports where nobody answers
//! - [`surgery`]: certificates taken apart and signed again

pub mod absent;
pub mod cluster;
pub mod healthy;
pub mod junction;
pub mod minter;
pub mod path;
pub mod surgery;

pub use absent::{FullBacklog, Refused};
pub use junction::{Cut, Junction, Way, When};
pub use minter::{Minter, Minting};
pub use path::Interference;
