//! Which issuers a run learns from its endpoints and from what was fetched. It learns nothing that
//! an interceptor sent.

use std::collections::BTreeSet;

use super::finding::interference::Confidence;
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
        let mut suspicions: Vec<Option<Confidence>> = Vec::new();
        let mut of_interceptors: BTreeSet<Vec<u8>> = BTreeSet::new();
        each(&mut |attempt| {
            let suspicion = suspicion(attempt, ground);
            if suspicion >= Some(Confidence::Likely) {
                of_interceptors.extend(sent(attempt).filter_map(key).map(<[u8]>::to_vec));
            }
            suspicions.push(suspicion);
        })?;
        let may = |cert: &Cert| {
            key(cert).is_some_and(|k| !of_interceptors.contains(k)) && !ground.taint.marks(cert)
        };
        let mut all = Self::default();
        let mut suspicions = suspicions.into_iter();
        each(&mut |attempt| {
            let suspicion = suspicions.next().flatten();
            if suspicion < Some(Confidence::Likely) {
                for cert in issuers(attempt).filter(|cert| wanted(cert) && may(cert)) {
                    all.add_sent(cert, attempt, (ground, suspicion.is_none()));
                }
            }
            for fetch in attempt.fetched.iter().filter(|f| may(&f.child)) {
                all.add_fetched(fetch, may);
            }
        })?;
        Ok(all)
    }

    /// One file may hold the issuer and those above it (PKCS#7, in any order): what leads upward
    /// from the child by signatures is taken, and nothing else.
    fn add_fetched(&mut self, fetch: &FetchedIssuer, may: impl Fn(&Cert) -> bool) {
        let mut path: Vec<&Cert> = Vec::new();
        let mut below = vec![&fetch.child];
        while let Some(child) = below.pop() {
            let served = fetch.certs.iter();
            let above = served.filter(|c| child.signed_by(c) == Signed::Yes && may(c));
            let new: Vec<&Cert> = above.filter(|c| !path.contains(c)).collect();
            path.extend(&new);
            below.extend(new);
        }
        self.note(fetch, !path.is_empty());
        for cert in path {
            self.add(cert, CertSource::Aia(fetch.url.clone()), false);
        }
    }

    /// What came on the direct route confirms what others show, where nothing speaks against it.
    fn add_sent(&mut self, cert: &Cert, attempt: &Attempt, (ground, clean): (Ground<'_>, bool)) {
        let directly = clean && attempt.route.is_direct() && !ground.taint.mints_on_demand(cert);
        self.add(
            cert,
            CertSource::Endpoint(attempt.target.authority()),
            directly,
        );
    }
}

/// How sure it is that someone answers in this server's place; `None` where nothing says so. The
/// cheap look comes first: most chains show no sign at all.
fn suspicion(attempt: &Attempt, ground: Ground<'_>) -> Option<Confidence> {
    let ground = ground.knowing(Authorities::none());
    let connections = attempt.connections.iter();
    let each = connections.filter_map(|connection| {
        signals::searched(attempt, connection, None, ground).signs?;
        let trust = ground.judge(connection.chain(), attempt.target.name());
        let case = signals::searched(attempt, connection, trust.as_deref(), ground);
        case.signs.map(|signs| signs.confidence)
    });
    each.max()
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
