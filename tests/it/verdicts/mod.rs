//! Evidence in, verdicts out: no network, one frozen clock.

mod absent;
mod advice;
mod client_certificates;
mod faults;
mod follow;
mod headline;
mod pages;
mod products;
pub mod proxied;
pub mod recorded;
mod remedies;
pub mod scene;
mod shared;
mod truth;
mod turns;
mod words;
