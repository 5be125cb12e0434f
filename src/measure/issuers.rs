//! Issuers that were fetched in this run: an address is asked once on each route, and on each word.
//! Fetches nothing itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::evidence::{FetchedIssuer, IssuerRequest};
use crate::foreign::Foreign;

/// What was fetched; a fetch that is under way is waited for.
#[derive(Default)]
pub(super) struct IssuerCache(Mutex<HashMap<Question, Arc<OnceCell<FetchedIssuer>>>>);

#[derive(PartialEq, Eq, Hash)]
struct Question {
    url: Foreign,
    proxy: Option<String>,
    /// Who named the address: this decides whether it may be asked.
    by: Vec<IpAddr>,
}

impl IssuerCache {
    /// The place for the answer to this request.
    pub(super) fn of(&self, wanted: &IssuerRequest) -> Arc<OnceCell<FetchedIssuer>> {
        let question = Question {
            url: wanted.url.clone(),
            proxy: wanted.route.proxy.as_ref().map(ToString::to_string),
            by: wanted.by.clone(),
        };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(question).or_default())
    }
}
