//! Go's search for paths: `buildChains`. Which candidates are tried, in which order, how many, and
//! which of the refusals on the way is the one that is told.

use crate::cert::go::{Edition, GoKey, GoView};
use crate::dialects::go::{Candidate, GoRefusal, SignatureRefusal};
use crate::moment::Moment;

use super::super::CertPool;
use super::{constraints, signature, validity};

/// Signatures that are looked at for one leaf.
const MOST_CHECKS: usize = 100;

type Path<'a> = Vec<GoView<'a>>;

/// Every path from the leaf to a certificate of the pool.
///
/// # Errors
/// There is none: what Go says.
pub(super) fn build<'a>(
    leaf: GoView<'a>,
    roots: &'a CertPool,
    sent: &[GoView<'a>],
    at: Moment,
    edition: &'a Edition,
) -> Result<Vec<Path<'a>>, GoRefusal> {
    let mut search = Search::new(roots, sent, at, edition);
    let found = search.extend(&mut vec![leaf]);
    if search.has_panicked {
        return Err(GoRefusal::Panic);
    }
    match search.unchecked {
        Some(key) if found.is_err() => Err(GoRefusal::NotCheckedHere { key }),
        _ => found,
    }
}

/// A pool holds no certificate twice.
fn distinct<'a>(sent: &[GoView<'a>]) -> Vec<GoView<'a>> {
    let mut pool: Vec<GoView<'a>> = Vec::with_capacity(sent.len());
    for view in sent {
        if !pool.iter().any(|held| held.cert == view.cert) {
            pool.push(*view);
        }
    }
    pool
}

struct Search<'a> {
    roots: &'a CertPool,
    sent: Vec<GoView<'a>>,
    at: Moment,
    edition: &'a Edition,
    /// Candidates looked at, those too that cannot be issuers: what the newest Go counts.
    considered: usize,
    /// Signatures looked at: what the oldest Go counts.
    checks: usize,
    /// Candidates that were compared with all of their path, which is what a search costs.
    compared: usize,
    /// The kind of a key that may have signed, which nobody here can check.
    unchecked: Option<String>,
    /// Go itself came to an end.
    has_panicked: bool,
    allowed: constraints::Checked<'a>,
}

/// What became of the candidates for one certificate.
#[derive(Default)]
struct Outcome<'a> {
    paths: Vec<Path<'a>>,
    /// The last candidate's that did sign; an acceptance forgets it.
    error: Option<GoRefusal>,
    /// The first candidate that did not sign.
    hint: Option<Candidate>,
}

impl<'a> Search<'a> {
    fn new(roots: &'a CertPool, sent: &[GoView<'a>], at: Moment, edition: &'a Edition) -> Self {
        Self {
            roots,
            sent: distinct(sent),
            at,
            edition,
            considered: 0,
            checks: 0,
            compared: 0,
            unchecked: None,
            has_panicked: false,
            allowed: constraints::Checked::default(),
        }
    }

    fn extend(&mut self, path: &mut Path<'a>) -> Result<Vec<Path<'a>>, GoRefusal> {
        let mut outcome = Outcome::default();
        let Some(child) = path.last().copied() else {
            return Ok(Vec::new());
        };
        let named = self.roots.named(child.issuer()).iter();
        // AppendCertsFromPEM passes over what the parser refuses.
        let roots = named.filter_map(|(cert, _)| cert.go(self.edition).ok());
        let roots = by_key_id(child, roots.collect());
        let issuers = self.sent.iter().copied();
        let issuers = issuers.filter(|view| view.subject() == child.issuer());
        let sent = by_key_id(child, issuers.collect());
        let candidates = roots.into_iter().map(|root| (root, true));
        for (candidate, is_root) in candidates.chain(sent.into_iter().map(|sent| (sent, false))) {
            self.consider(path, (candidate, is_root), &mut outcome);
            if outcome.error == Some(GoRefusal::SignatureLimit) && self.edition.is_newest() {
                break;
            }
        }
        match outcome.error {
            _ if !outcome.paths.is_empty() => Ok(outcome.paths),
            Some(error) => Err(error),
            None => Err(GoRefusal::UnknownAuthority(outcome.hint)),
        }
    }

    fn consider(
        &mut self,
        path: &mut Path<'a>,
        (candidate, is_root): (GoView<'a>, bool),
        outcome: &mut Outcome<'a>,
    ) {
        if candidate.read.key == GoKey::Dsa && self.panics(candidate, path) {
            self.has_panicked = true;
        }
        // Behind the limit nothing is accepted any more, whatever the candidate: so it is not looked at.
        let is_over = self.checks > MOST_CHECKS && outcome.error == Some(GoRefusal::SignatureLimit);
        if self.has_panicked || is_over {
            return;
        }
        self.compared += 1;
        let is_candidate = candidate.read.key != GoKey::Unknown && !is_held(candidate, path);
        self.considered += 1;
        self.checks += usize::from(is_candidate);
        if self.considered > MOST_CHECKS && self.is_over(is_candidate) {
            outcome.error = Some(GoRefusal::SignatureLimit);
            return;
        }
        if !is_candidate {
            return;
        }
        let child = path[path.len() - 1];
        if let Err(why) = signature::check(child, candidate, self.edition) {
            if why == SignatureRefusal::NotCheckedHere {
                let facts = candidate.cert.facts();
                let key = facts.map_or_else(String::new, |facts| facts.key.to_string());
                self.unchecked.get_or_insert(key);
            }
            let edition = self.edition;
            outcome.hint.get_or_insert_with(|| Candidate {
                name: candidate.label(edition),
                why,
            });
            return;
        }
        if let Err(why) = self.check_issuer(candidate, path, is_root) {
            outcome.error = Some(why);
            return;
        }
        outcome.error = None;
        path.push(candidate);
        if is_root {
            outcome.paths.push(path.clone());
        } else {
            match self.extend(path) {
                Ok(paths) => outcome.paths.extend(paths),
                Err(why) => outcome.error = Some(why),
            }
        }
        path.pop();
    }

    /// The oldest Go cannot compare a DSA key with another.
    fn panics(&self, candidate: GoView<'_>, path: &[GoView<'_>]) -> bool {
        let mut held = path.iter();
        held.any(|held| held.subject() == candidate.subject()) && !self.edition.is_newest()
    }

    fn is_over(&self, is_candidate: bool) -> bool {
        self.edition.is_newest() || (is_candidate && self.checks > MOST_CHECKS)
    }

    /// `isValid` of an issuer of what `path` ends in.
    fn check_issuer(
        &mut self,
        issuer: GoView<'a>,
        path: &[GoView<'a>],
        is_root: bool,
    ) -> Result<(), GoRefusal> {
        validity::check(issuer, self.at)?;
        self.allowed.check_issuer(issuer, path, self.edition)?;
        if !is_root && !issuer.read.is_ca() {
            return Err(GoRefusal::NotACa);
        }
        let below = (path.len() - 1) as u64;
        if matches!(issuer.read.basic, Some((_, Some(most))) if below > most) {
            return Err(GoRefusal::TooManyIntermediates);
        }
        Ok(())
    }
}

/// Candidates whose key identifier is the one that the child names come first, then those where one
/// of the two is missing.
fn by_key_id<'a>(child: GoView<'_>, mut candidates: Vec<GoView<'a>>) -> Vec<GoView<'a>> {
    let wanted = &child.read.authority_key_id;
    candidates.sort_by_key(|candidate| {
        let own = &candidate.read.subject_key_id;
        match (own == wanted, own.is_empty() != wanted.is_empty()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    });
    candidates
}

/// Of the same subject, key and names as one of the path. One that lacks names where the other has
/// some ends the comparison: so it is in Go.
fn is_held(candidate: GoView<'_>, path: &[GoView<'_>]) -> bool {
    for held in path {
        if held.subject() != candidate.subject() || held.spki() != candidate.spki() {
            continue;
        }
        match (names_of(*held), names_of(candidate)) {
            (None, None) => return true,
            (None, Some(_)) | (Some(_), None) => return false,
            (Some(a), Some(b)) if a == b => return true,
            (Some(_), Some(_)) => {}
        }
    }
    false
}

/// The bytes of all of them.
fn names_of(view: GoView<'_>) -> Option<&[u8]> {
    let names = view.read.san.as_ref()?;
    Some(view.bytes(names.value))
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

    use super::*;
    use crate::cert::Cert;
    use crate::cert::go::{ByVersion, GoVersion};

    /// As many as fit into a message of TLS.
    const SENT: usize = 150;

    /// CAs of one name, each signed by the next.
    fn ring() -> Vec<Cert> {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "Ring CA");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // So that the right issuer is tried first, and all others when the search is over.
        params.use_authority_key_identifier_extension = true;
        let key = || KeyPair::generate().expect("a key");
        let keys: Vec<KeyPair> = (0..SENT).map(|_| key()).collect();
        let signers = keys.iter().cycle().skip(1);
        let made = keys.iter().zip(signers).map(|(key, signer)| {
            let issuer = Issuer::from_params(&params, signer);
            let made = params.signed_by(key, &issuer).expect("a certificate");
            Cert::from_der(made.der().to_vec())
        });
        made.collect()
    }

    #[test]
    fn a_search_without_an_end_costs_no_more_than_its_limit() {
        let (sent, roots) = (ring(), CertPool::default());
        let compared = ByVersion::ask(|edition| {
            let views = sent.iter().map(|cert| cert.go(edition).expect("read"));
            let views: Vec<GoView<'_>> = views.collect();
            let mut search = Search::new(&roots, &views[1..], Moment(1_795_410_000), edition);
            let found = search.extend(&mut vec![views[0]]);
            assert_eq!(found.err(), Some(GoRefusal::SignatureLimit));
            search.compared
        });
        for version in GoVersion::ALL {
            let compared = *compared.of(version);
            assert!(compared <= 2 * MOST_CHECKS, "{version}: {compared}");
        }
    }
}
