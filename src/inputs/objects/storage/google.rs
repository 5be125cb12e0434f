//! Which hosts a client of Google Cloud Storage asks: for a token, for the objects, and for signed
//! downloads. Pure.

use crate::objects::AddressUse;

/// How an object describes its place at Google.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct GoogleStorage<'a> {
    /// `storeEndpoint`.
    pub endpoint: &'a str,
    /// `universeDomain`.
    pub universe: &'a str,
    /// `serviceAccount` is named: the token comes from where the pod runs, and no key is used.
    pub of_workload: bool,
}

/// One host that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GoogleLeg {
    /// `storeEndpoint` names it.
    pub is_written: bool,
    /// A host, or what is written.
    pub target: String,
    pub asked_for: AddressUse,
}

/// The domain of Google's own cloud.
const USUAL: &str = "googleapis.com";

impl GoogleStorage<'_> {
    /// The hosts in the order in which they are asked, as Velero's plugin does
    /// (`velero-plugin-for-gcp/object_store.go`); MTC has none of the settings.
    ///
    /// A service account's key is changed for a token first. In another universe it signs its own.
    /// Signed URLs name Google's own host whatever is written (`storage.SignedURL`).
    pub(super) fn asked(self) -> Vec<GoogleLeg> {
        let universe = if self.universe.is_empty() {
            USUAL
        } else {
            self.universe
        };
        let host = |target: String, asked_for| GoogleLeg {
            is_written: false,
            target,
            asked_for,
        };
        let mut all = Vec::new();
        if universe == USUAL && !self.of_workload {
            all.push(host(format!("oauth2.{USUAL}"), AddressUse::Test));
        }
        all.push(if self.endpoint.is_empty() {
            host(format!("storage.{universe}"), AddressUse::Test)
        } else {
            GoogleLeg {
                is_written: true,
                ..host(self.endpoint.to_owned(), AddressUse::Test)
            }
        });
        all.push(host(format!("storage.{USUAL}"), AddressUse::Downloads));
        all
    }
}
