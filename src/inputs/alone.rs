//! The readers of files of targets and of kubeconfigs, each one alone: bytes in, what was read of them
//! out. For whoever tries arbitrary bytes on them (`fuzz/`); opens nothing but the files that a
//! kubeconfig names.

use super::{InputContents, host_file, kubeconfig};

/// A list of targets, one a line; `name` is how problems call it.
#[must_use]
pub fn list(name: &str, bytes: &[u8]) -> InputContents {
    host_file::list(name, bytes)
}

/// What the current context of a kubeconfig names; `name` is how problems call it.
#[must_use]
pub fn kubeconfig(name: &str, bytes: &[u8]) -> InputContents {
    kubeconfig::shown(name, bytes)
}
