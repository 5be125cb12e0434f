//! Which issuers a run learns from its endpoints and from what was fetched. It learns nothing that
//! an interceptor sent.

use std::collections::BTreeSet;

use super::{Authorities, CertSource, Ground, signals};
use crate::cert::{Cert, Facts, Signed};
use crate::evidence::{Attempt, Connection, FetchedIssuer, ReadBackError};

/// Shows each of some attempts, in the same order every time.
pub(super) type EachAttempt<'a> =
    dyn FnMut(&mut dyn FnMut(&Attempt)) -> Result<(), ReadBackError> + 'a;

impl Authorities {
    /// All that some attempts show, as far as it is `wanted`. `ground` says what is known without
    /// them. They are looked at twice: first for who is intercepted.
    pub(super) fn shown_by(
        each: &mut EachAttempt<'_>,
        ground: Ground<'_>,
        wanted: impl Fn(&Cert) -> bool,
    ) -> Result<Self, ReadBackError> {
        let mut intercepted: Vec<bool> = Vec::new();
        let mut of_interceptors: BTreeSet<Vec<u8>> = BTreeSet::new();
        each(&mut |attempt| {
            let suspect = is_intercepted(attempt, ground);
            if suspect {
                of_interceptors.extend(sent(attempt).filter_map(key).map(<[u8]>::to_vec));
            }
            intercepted.push(suspect);
        })?;
        let may = |cert: &Cert| {
            key(cert).is_some_and(|k| !of_interceptors.contains(k)) && !ground.taint.marks(cert)
        };
        let mut all = Self::default();
        let mut clean = intercepted.into_iter().map(|suspect| !suspect);
        each(&mut |attempt| {
            if clean.next() == Some(true) {
                for cert in issuers(attempt).filter(|cert| wanted(cert) && may(cert)) {
                    all.add_sent(cert, attempt, ground);
                }
            }
            for fetch in attempt.fetched.iter().filter(|f| may(&f.child)) {
                all.add_fetched(fetch, may);
            }
        })?;
        Ok(all)
    }

    fn add_fetched(&mut self, fetch: &FetchedIssuer, may: impl Fn(&Cert) -> bool) {
        let signers: Vec<&Cert> = fetch
            .certs
            .iter()
            .filter(|c| fetch.child.signed_by(c) == Signed::Yes && may(c))
            .collect();
        self.note(fetch, !signers.is_empty());
        for cert in signers {
            self.add(cert, CertSource::Aia(fetch.url.clone()), false);
        }
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

/// The certificates that an endpoint sent and that may have signed others: not its own, where that
/// is no CA's. A run may meet a hundred thousand of those.
pub(super) fn issuers(attempt: &Attempt) -> impl Iterator<Item = &Cert> {
    attempt.connections.iter().flat_map(|connection| {
        let chain = connection.chain();
        let may_sign = |leaf: &Facts| leaf.may_issue() || leaf.self_issued();
        let leaf = chain.first().and_then(Cert::facts);
        chain.iter().skip(usize::from(!leaf.is_some_and(may_sign)))
    })
}

fn sent(attempt: &Attempt) -> impl Iterator<Item = &Cert> {
    attempt.connections.iter().flat_map(Connection::chain)
}

fn key(cert: &Cert) -> Option<&[u8]> {
    cert.facts().map(|f| f.spki.as_slice())
}
