//! A context of a kubeconfig whose cluster is known.
//! Plain data, and how a message names it.

use super::file::ClusterFields;
use crate::error::Problem;

/// A context whose cluster is known.
pub(super) struct KubeContext<'a> {
    /// The file that defines its cluster.
    pub(super) file: &'a str,
    pub(super) name: &'a str,
    pub(super) cluster: &'a ClusterFields,
}

impl KubeContext<'_> {
    pub(super) fn problem(
        &self,
        field: &str,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> Problem {
        Problem::new(self.place(field), what, hint)
    }

    pub(super) fn place(&self, field: &str) -> String {
        format!("{field} of context {} of {}", self.name, self.file)
    }
}
