//! Which issuers a run learns from its endpoints and from what was fetched. It learns nothing that
//! an interceptor sent.

use std::collections::BTreeSet;

use super::{Authorities, CertSource, Ground, signals};
use crate::cert::{Cert, Signed};
use crate::evidence::{Attempt, Connection, FetchedIssuer};

impl Authorities {
    /// All of a whole run. `ground` says what is known without them.
    #[must_use]
    pub fn of(attempts: &[Attempt], fetched: &[FetchedIssuer], ground: Ground<'_>) -> Self {
        let (intercepted, clean): (Vec<&Attempt>, Vec<&Attempt>) =
            attempts.iter().partition(|a| is_intercepted(a, ground));
        let of_interceptors: BTreeSet<&[u8]> = intercepted
            .iter()
            .flat_map(|a| sent(a))
            .filter_map(key)
            .collect();
        let may = |cert: &Cert| {
            key(cert).is_some_and(|k| !of_interceptors.contains(k)) && !ground.taint.marks(cert)
        };
        let mut all = Self::default();
        for attempt in clean {
            for cert in sent(attempt).filter(|cert| may(cert)) {
                all.add_sent(cert, attempt, ground);
            }
        }
        for fetch in fetched.iter().filter(|f| may(&f.child)) {
            let signers: Vec<&Cert> = fetch
                .certs
                .iter()
                .filter(|c| fetch.child.signed_by(c) == Signed::Yes && may(c))
                .collect();
            all.note(fetch, !signers.is_empty());
            for cert in signers {
                all.add(cert, CertSource::Aia(fetch.url.clone()), false);
            }
        }
        all
    }

    fn add_sent(&mut self, cert: &Cert, attempt: &Attempt, ground: Ground<'_>) {
        let directly = attempt.route.is_direct() && !ground.taint.mints_on_demand(cert);
        self.add(
            cert,
            CertSource::Endpoint(attempt.target.authority()),
            directly,
        );
    }
}

/// Someone answers in this server's place, surely or likely. The cheap look comes first: most
/// chains show no sign at all.
fn is_intercepted(attempt: &Attempt, ground: Ground<'_>) -> bool {
    let ground = ground.knowing(Authorities::none());
    attempt.connections.iter().any(|connection| {
        let suspected = signals::searched(attempt, connection, None, ground).is_intercepted();
        suspected && {
            let trust = ground.judge(connection.chain(), attempt.target.name());
            signals::searched(attempt, connection, trust.as_deref(), ground).is_intercepted()
        }
    })
}

fn sent(attempt: &Attempt) -> impl Iterator<Item = &Cert> {
    attempt.connections.iter().flat_map(Connection::chain)
}

fn key(cert: &Cert) -> Option<&[u8]> {
    cert.facts().map(|f| f.spki.as_slice())
}
