//! What the files of `--ca` are good for in a bundle, and the command that makes the bundle again without
//! those that are good for nothing. Asks for each endpoint once, and keeps none.

use std::collections::{HashMap, HashSet};

use super::given::Exported;
use crate::cert::Cert;
use crate::error::Error;
use crate::evidence::Store;
use crate::judge::{CertSource, Endpoint};
use crate::quote::without_values;
use crate::report::given::Again;

/// A bundle, and which of the given files nothing in it rests on.
pub(super) struct CaFiles<'a> {
    exported: &'a Exported<'a>,
    /// To give them again would show the same again.
    useless: Vec<&'a Store>,
}

impl<'a> CaFiles<'a> {
    /// A file is of use that confirms a certificate of the bundle, or something that leads to an
    /// endpoint; or that an anchor is from alone.
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(super) fn of(exported: &'a Exported<'a>) -> Result<Self, Error> {
        let anchors = exported.bundle.anchors.iter();
        let held: HashSet<&Cert> = anchors.map(|anchor| &anchor.cert).collect();
        let confirms_one = |store: &Store| {
            let mut certs = store.certs.iter();
            certs.any(|cert| held.contains(cert) && !store.unconfirmed.contains(cert))
        };
        let mut useless: Vec<&Store> = exported.given().collect();
        useless.retain(|store| !confirms_one(store));
        if !useless.is_empty() {
            let used = Wanted::of(exported, &useless).used(exported)?;
            useless.retain(|store| !used.contains(store.name.as_str()));
        }
        Ok(Self { exported, useless })
    }

    /// The command that exports the same again, with these flags and without the files of `--ca` that
    /// were of no use; `None` where none can be told.
    pub(super) fn command(&self, flags: &[&str]) -> Option<String> {
        let exported = self.exported;
        let names = self.useless.iter().map(|store| store.name.as_str());
        let useless: Vec<&str> = exported.unread().into_iter().chain(names).collect();
        let typed = without_values(exported.again.typed, "--ca", &useless);
        let again = Again {
            typed: &typed,
            ..exported.again
        };
        let file = exported.file.unwrap_or("ca_bundle.cert");
        let to = if exported.file.is_some() { "-o" } else { ">" };
        let flags: Vec<&str> = flags.iter().copied().chain([to, file]).collect();
        again.command("export-bundle", &flags)
    }

    /// Those that hold other certificates than those that are wanted.
    pub(super) fn others(&self) -> Vec<&'a Store> {
        let anchors = self.exported.bundle.anchors.iter();
        let held: HashSet<&Cert> = anchors.map(|anchor| &anchor.cert).collect();
        let holds = |store: &Store| store.certs.iter().any(|cert| held.contains(cert));
        let useless = self.useless.iter().copied();
        useless.filter(|store| !holds(store)).collect()
    }
}

/// Certificates that tell of a file that it is of use, each with the names of the files.
#[derive(Default)]
struct Wanted<'a> {
    /// Where an endpoint's path leads to one.
    confirmed: HashMap<&'a Cert, Vec<&'a str>>,
    /// Where no endpoint sends it.
    anchors: HashMap<&'a Cert, &'a str>,
}

impl<'a> Wanted<'a> {
    fn of(exported: &'a Exported<'a>, stores: &[&'a Store]) -> Self {
        let mut wanted = Self::default();
        for store in stores {
            let unconfirmed: HashSet<&Cert> = store.unconfirmed.iter().collect();
            for cert in store.certs.iter().filter(|c| !unconfirmed.contains(c)) {
                let of_it = wanted.confirmed.entry(cert).or_default();
                of_it.push(&store.name);
            }
        }
        for anchor in &exported.bundle.anchors {
            if let CertSource::Store(name) = &anchor.learnt
                && stores.iter().any(|store| store.name == *name)
            {
                wanted.anchors.insert(&anchor.cert, name);
            }
        }
        wanted
    }

    /// The names of the files that are of use.
    fn used(mut self, exported: &Exported<'_>) -> Result<HashSet<&'a str>, Error> {
        let (mut used, mut sent) = (HashSet::new(), HashSet::new());
        let look = |_, endpoint: Endpoint| {
            let (mut names, mut sent) = (Vec::new(), Vec::new());
            for (chain, trust) in endpoint.chains() {
                let path = trust.path.iter().map(|(cert, _)| cert);
                let known = path.filter_map(|cert| self.confirmed.get(cert));
                names.extend(known.flatten().copied());
                let anchors = chain.iter();
                sent.extend(anchors.filter_map(|cert| Some(*self.anchors.get_key_value(cert)?.0)));
            }
            (names, sent)
        };
        exported.endpoints.each(look, |_, (names, of_it)| {
            used.extend(names);
            sent.extend(of_it);
            Ok::<(), Error>(())
        })?;
        self.anchors.retain(|cert, _| !sent.contains(cert));
        used.extend(self.anchors.into_values());
        Ok(used)
    }
}
