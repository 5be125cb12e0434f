//! Evidence in, verdicts out: no network, one frozen clock.

pub mod scene;
