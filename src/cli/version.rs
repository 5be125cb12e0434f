//! What `-V` and `--version` say of this program.
//! Made when it was built (`build.rs`); looks at nothing when it runs.

/// One line, for scripts.
pub(super) const SHORT: &str = env!("CARGO_PKG_VERSION");

/// What a report of a fault needs: which source, built for what, with which libraries.
pub(super) const LONG: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\ncommit: ",
    env!("PROBE_COMMIT"),
    "\ntarget: ",
    env!("PROBE_TARGET"),
    "\nlibraries: ",
    env!("PROBE_LIBRARIES")
);
