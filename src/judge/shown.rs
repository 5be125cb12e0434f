//! What of an endpoint stands for all of it, where one line speaks of it: a connection, its chain, the
//! path from it.

use super::{CertSource, Endpoint};
use crate::cert::Cert;
use crate::evidence::Connection;
use crate::moment::Moment;

impl Endpoint {
    /// The connection a single row speaks of: the one the headline is about, else the one that went
    /// furthest.
    #[must_use]
    pub fn shown(&self) -> Option<&Connection> {
        let all = &self.attempt.connections;
        let mut addresses = self.verdict.addresses.iter();
        let named = addresses.find_map(|at| all.iter().find(|c| c.address == *at));
        named.or_else(|| furthest(all))
    }

    /// The chain as sent on the connection that is shown.
    #[must_use]
    pub fn sent(&self) -> &[Cert] {
        self.shown()
            .and_then(|c| c.tls.saw())
            .map_or(&[], |session| &session.chain)
    }

    /// The path that signatures prove, or the chain as sent where there is none: each with where it was
    /// learnt.
    #[must_use]
    pub fn path(&self) -> Vec<(Cert, CertSource)> {
        match &self.trust {
            // The certificate that a router shows for a route it does not have belongs to no endpoint.
            _ if self.is_absent() => Vec::new(),
            Some(trust) if !trust.path.is_empty() => trust.path.clone(),
            _ => {
                let sent = self.sent().iter();
                sent.map(|cert| (cert.clone(), CertSource::Sent)).collect()
            }
        }
    }

    /// The first date at which a certificate of the path ceases to be valid.
    #[must_use]
    pub fn earliest_expiry(&self) -> Option<Moment> {
        let path = self.path();
        let ends = path.iter().filter_map(|(cert, _)| cert.facts());
        ends.map(|facts| facts.not_after).min()
    }
}

/// The first of those that went furthest: `max_by_key` takes the last of equals, and the first
/// address is the one clients use.
#[must_use]
pub fn furthest(all: &[Connection]) -> Option<&Connection> {
    all.iter().rev().max_by_key(|c| steps_done(c))
}

fn steps_done(connection: &Connection) -> usize {
    let Connection {
        tcp,
        proxy,
        tls,
        http,
        ..
    } = connection;
    [
        tcp.is_done(),
        proxy.is_done(),
        tls.is_done(),
        http.is_done(),
    ]
    .into_iter()
    .filter(|done| *done)
    .count()
}
