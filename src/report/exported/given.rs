//! What is to be said of a bundle that was chosen and proved, and the command that makes it again.
//! Plain data.

use std::path::Path;

use crate::bundle::{AnchorKind, Bundle, BundleAnchor, Witnesses};
use crate::cert::Cert;
use crate::evidence::Store;
use crate::judge::{CertSource, Endpoint};
use crate::quote::without_values;
use crate::report::brief;
use crate::report::given::Again;

/// A bundle that was chosen and proved.
pub struct Exported<'a> {
    /// Those that it is for, in its own order.
    pub endpoints: &'a [Endpoint],
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

    /// The command that exports the same again, with these flags and without the files of `--ca` that
    /// were of no use; `None` where none can be told.
    pub(super) fn command(&self, flags: &[&str]) -> Option<String> {
        let useless = self.useless();
        let typed = without_values(self.again.typed, "--ca", &useless);
        let again = Again {
            typed: &typed,
            ..self.again
        };
        let file = self.file.unwrap_or("ca_bundle.cert");
        let to = if self.file.is_some() { "-o" } else { ">" };
        let flags: Vec<&str> = flags.iter().copied().chain([to, file]).collect();
        again.command("export-bundle", &flags)
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

    /// Files of `--ca` of which nothing is of use here: to give them again would show the same again.
    fn useless(&self) -> Vec<&str> {
        let given = self.given().filter(|store| !self.uses(store));
        let names = given.map(|store| store.name.as_str());
        self.unread().into_iter().chain(names).collect()
    }

    fn given(&self) -> impl Iterator<Item = &Store> {
        let stores = self.witnesses.stores.iter();
        stores.filter(|store| self.has_given(&store.name))
    }

    /// It confirms a certificate of the bundle, or something that leads to an endpoint; or an anchor
    /// is from there alone.
    fn uses(&self, store: &Store) -> bool {
        let confirms =
            |cert: &Cert| store.certs.contains(cert) && !store.unconfirmed.contains(cert);
        let was_sent = |cert: &Cert| {
            let mut chains = self.endpoints.iter().flat_map(Endpoint::chains);
            chains.any(|(chain, _)| chain.contains(cert))
        };
        let from_it = |anchor: &BundleAnchor| {
            anchor.learnt == CertSource::Store(store.name.clone()) && !was_sent(&anchor.cert)
        };
        let of_it = |anchor: &BundleAnchor| confirms(&anchor.cert) || from_it(anchor);
        let mut chains = self.endpoints.iter().flat_map(Endpoint::chains);
        self.bundle.anchors.iter().any(of_it)
            || chains.any(|(_, trust)| trust.path.iter().any(|(cert, _)| confirms(cert)))
    }

    /// Files of `--ca` that hold other certificates than those that are wanted.
    pub(super) fn others(&self) -> Vec<&Store> {
        let anchors = &self.bundle.anchors;
        let holds = |store: &&Store| anchors.iter().any(|a| store.certs.contains(&a.cert));
        let given = self.given().filter(|store| !holds(store));
        given.filter(|store| !self.uses(store)).collect()
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
