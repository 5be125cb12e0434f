//! From a cluster to its endpoints: kubeconfigs, the user's own `oc` or `kubectl`, and this program
//! as their plugin. Runs the real binary in scrubbed surroundings; the client is a script that
//! plays a cluster.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests prepare and read files"
)]

#[cfg(unix)]
mod causes;
#[cfg(unix)]
mod client;
mod krew;
mod kubeconfigs;
#[cfg(unix)]
mod live;
#[cfg(unix)]
mod named;
#[cfg(unix)]
mod plugin;
#[cfg(unix)]
mod silence;
