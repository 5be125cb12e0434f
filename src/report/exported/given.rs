//! What is to be said of a bundle that was chosen and proved, and the command that makes it again.
//! Plain data.

use crate::bundle::{AnchorKind, Bundle, BundleAnchor};
use crate::evidence::Store;
use crate::judge::Endpoint;
use crate::report::brief;
use crate::report::given::Again;

/// A bundle that was chosen and proved.
pub struct Exported<'a> {
    /// Those that it is for, in its own order.
    pub endpoints: &'a [Endpoint],
    /// Its anchors, and the proof for each endpoint.
    pub bundle: &'a Bundle,
    /// The trust stores of the run.
    pub stores: &'a [Store],
    /// SHA-256 that the user named, of certificates that are wanted whatever speaks against them;
    /// lower-case hex.
    pub named: Vec<&'a str>,
    /// Where the bundle goes, quoted for a shell; `None`: standard output.
    pub file: Option<&'a str>,
    /// Names of given files that only repeat what servers sent: bundles of this program, written before.
    pub repeated: Vec<String>,
    /// Certificates of the bundle that was there before.
    pub kept: usize,
    /// Inputs that could not be used, so that endpoints may be missing.
    pub unread_inputs: usize,
    /// How the same endpoints are asked for again.
    pub again: Again<'a>,
    /// Standard output is a file in which nothing is now.
    pub emptied: bool,
}

impl Exported<'_> {
    pub(super) fn proved(&self) -> usize {
        let proofs = self.bundle.endpoints.iter();
        proofs.filter(|proof| proof.go.is_ok()).count()
    }

    /// The command that exports the same again, with these flags; `None` where none can be told.
    pub(super) fn command(&self, flags: &[&str]) -> Option<String> {
        let file = self.file.unwrap_or("ca_bundle.cert");
        let to = if self.file.is_some() { "-o" } else { ">" };
        let flags: Vec<&str> = flags.iter().copied().chain([to, file]).collect();
        self.again.command("export-bundle", &flags)
    }

    /// `2 CA certificates`.
    pub(super) fn counted(&self) -> String {
        let is_ca = |anchor: &BundleAnchor| {
            matches!(anchor.kind, AnchorKind::Root | AnchorKind::Intermediate)
        };
        let what = if self.bundle.anchors.iter().all(is_ca) {
            "CA certificate"
        } else {
            "certificate"
        };
        brief::count(self.bundle.anchors.len(), what)
    }
}
