//! What a file of anchors by itself shows of a chain: the path that it completes, and an issuer of another
//! spelling. Asks no client's rule. Pure.

use crate::cert::{Cert, Signed};
use crate::judge::Authorities;
use crate::moment::Moment;

use super::budget::Spent;
use super::issuers::Issuers;
use super::{Anchors, CertPool, build};

impl Anchors {
    /// The best path that signatures prove from what was sent and these anchors alone.
    #[must_use]
    pub fn path(&self, chain: &[Cert], at: Moment) -> Vec<Cert> {
        let Some(leaf) = chain.first() else {
            return Vec::new();
        };
        let pool = CertPool::around(chain, &self.pool, Authorities::none());
        let spent = Spent::default();
        let is_anchor = |cert: &Cert| self.holds(cert);
        let proven = build::prove(leaf, Issuers::new(&pool, at, (&is_anchor, &spent)));
        proven.path.into_iter().map(|(cert, _)| cert).collect()
    }

    /// One of them bears the name of who signed this certificate in other bytes, and signed it.
    #[must_use]
    pub fn hold_issuer_named_otherwise(&self, child: &Cert) -> bool {
        let name = child.facts().map(|facts| &facts.issuer_der);
        let mut named = name.into_iter().flat_map(|n| self.spelt_otherwise(n));
        named.any(|(issuer, _)| child.signed_by(issuer) == Signed::Yes)
    }
}
