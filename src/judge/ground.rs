//! `Ground`: what verdicts rest on besides the evidence.
//! Plain references; pure.

use std::sync::Arc;

use super::{Authorities, Stores, Taint, Trust};
use crate::cert::Cert;
use crate::moment::Moment;
use crate::target::Host;

/// What verdicts rest on besides the evidence.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// What is trusted in this run.
    pub stores: &'a Stores,
    /// What the whole run knows of interceptors.
    pub taint: &'a Taint,
    /// Issuers that the attempt, or the whole run, brought to light.
    pub authorities: &'a Authorities,
    /// The time at which the evidence is judged.
    pub now: Moment,
}

impl<'a> Ground<'a> {
    /// Nothing learnt from other endpoints.
    #[must_use]
    pub fn new(stores: &'a Stores, taint: &'a Taint, now: Moment) -> Self {
        Self {
            stores,
            taint,
            authorities: Authorities::none(),
            now,
        }
    }

    /// The same, with these issuers known.
    #[must_use]
    pub const fn knowing(self, authorities: &'a Authorities) -> Self {
        Self {
            authorities,
            ..self
        }
    }

    /// The same, resting on what the clients of one endpoint trust ([`Stores::of_clients`]).
    #[must_use]
    pub fn resting_on<'b>(self, own: Option<&'b Stores>) -> Ground<'b>
    where
        'a: 'b,
    {
        Ground {
            stores: own.unwrap_or(self.stores),
            ..self
        }
    }

    /// A store vouches for a certificate of this path; the bundle that an object has now does not
    /// count.
    #[must_use]
    pub fn is_vouched(self, trust: &Trust) -> bool {
        trust
            .path
            .iter()
            .any(|(cert, _)| self.stores.vouch_for(cert))
    }

    /// Judges one captured chain; `None` where nothing readable was captured.
    #[must_use]
    pub fn judge(self, chain: &[Cert], name: &Host) -> Option<Arc<Trust>> {
        self.stores.judge((chain, name), self.now, self.authorities)
    }
}
