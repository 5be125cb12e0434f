//! What is to be said of a bundle that was chosen and proved, and the command that makes it again.
//! Plain data.

use std::path::Path;

use crate::bundle::{AnchorKind, Bundle, BundleAnchor, Witnesses};
use crate::evidence::Store;
use crate::judge::Endpoints;
use crate::report::brief;
use crate::report::given::Again;

/// A bundle that was chosen and proved.
pub struct Exported<'a> {
    /// Those that it is for, in its own order.
    pub endpoints: &'a dyn Endpoints,
    /// Its anchors, and the proof for each endpoint.
    pub bundle: &'a Bundle,
    /// What may confirm its certificates: the trust stores of the run, and SHA-256 that the user
    /// named.
    pub witnesses: Witnesses<'a>,
    /// Nothing in the file says of a certificate that nobody has confirmed it (`--no-comments`).
    pub is_bare: bool,
    /// Where the bundle goes, quoted for a shell; `None`: standard output.
    pub file: Option<&'a str>,
    /// What was given with `--ca`: files and directories.
    pub cas: Vec<String>,
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

    /// Whether this is among what was given with `--ca`.
    pub(super) fn has_given(&self, file: &str) -> bool {
        self.cas.iter().any(|given| given == file)
    }

    /// What of `--ca` gave no certificate.
    pub(super) fn unread(&self) -> Vec<&str> {
        let gave = |given: &&String| {
            let mut stores = self.witnesses.stores.iter();
            stores.any(|store| Path::new(&store.name).starts_with(given))
        };
        let unread = self.cas.iter().filter(|given| !gave(given));
        unread.map(String::as_str).collect()
    }

    /// Those files of `--ca` that gave certificates.
    pub(super) fn given(&self) -> impl Iterator<Item = &Store> {
        let stores = self.witnesses.stores.iter();
        stores.filter(|store| self.has_given(&store.name))
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
