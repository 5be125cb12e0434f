//! The proof that a finished bundle makes the endpoints verify, and for those that it does not:
//! why. Judges with the certificates of the bundle alone.

use std::collections::BTreeSet;

use super::{
    AnchorRefusal, BundleProof, NamedCert, ProofNote, ServedAllTheSame, at_another_turn, chains,
    chains_of_other_keys, end, not_captured, via_proxy,
};
use crate::cert::Cert;
use crate::codes::{Code, Family};
use crate::dialects::go::GoRefusal;
use crate::evidence::{Connection, KeyType, ReadBackError};
use crate::judge::path::Anchors;
use crate::judge::{
    ClientDiffers, Endpoint, Endpoints, GoVerdict, KeyCoverage, StrictVerdict, Verdict,
    is_shown_another,
};
use crate::moment::Moment;

/// Proves a bundle as its readers will see it: `certs` are what was read back from the very bytes
/// to be written.
#[must_use]
pub fn prove(endpoints: &[Endpoint], certs: &[Cert], now: Moment) -> Vec<BundleProof> {
    let anchors = Anchors::from_bundle(certs);
    endpoints
        .iter()
        .map(|endpoint| prove_one(endpoint, &anchors, now))
        .collect()
}

/// The same of endpoints that are asked for one by one.
///
/// # Errors
/// Their evidence cannot be read back.
pub(super) fn prove_all(
    endpoints: &dyn Endpoints,
    certs: &[Cert],
    now: Moment,
) -> Result<Vec<BundleProof>, ReadBackError> {
    let anchors = Anchors::from_bundle(certs);
    let mut proofs = Vec::with_capacity(endpoints.len());
    endpoints.each(
        |_, endpoint| prove_one(&endpoint, &anchors, now),
        |_, proof| {
            proofs.push(proof);
            Ok::<(), ReadBackError>(())
        },
    )?;
    Ok(proofs)
}

fn prove_one(endpoint: &Endpoint, anchors: &Anchors, now: Moment) -> BundleProof {
    let target = &endpoint.attempt.target;
    let chains: Vec<&[Cert]> = chains(endpoint).collect();
    let refused = chains
        .iter()
        .find_map(|chain| anchors.go(chain, target.name(), now).refusal().cloned());
    let is_nothing = chains.is_empty() || endpoint.is_absent();
    let go = match (is_nothing, refused) {
        (true, _) => Err(not_captured(endpoint)),
        (false, Some(refusal)) => {
            let served = served(endpoint, &chains, anchors, now);
            Err(not_accepted(endpoint, refusal, served))
        }
        (false, None) => via_proxy::refusal(endpoint, anchors, now).map_or(Ok(()), Err),
    };
    let of_other_keys = chains_of_other_keys(endpoint);
    let (proved, unproved): (Vec<_>, Vec<_>) = of_other_keys
        .map(|chain| (chain, anchors.go(chain, target.name(), now)))
        .partition(|(_, go)| go.is_accepted());
    let proved = proved.into_iter().map(|(chain, _)| chain);
    let (by_turns, not_by_turns): (Vec<_>, Vec<_>) = at_another_turn(endpoint)
        .into_iter()
        .map(|c| (c, anchors.go(c.chain(), target.name(), now)))
        .partition(|(_, go)| go.is_accepted());
    let proved = proved.chain(by_turns.into_iter().map(|(c, _)| c.chain()));
    let chains: Vec<&[Cert]> = chains.into_iter().chain(proved).collect();
    let strict = chains
        .iter()
        .map(|chain| anchors.strict(chain, target.name(), now));
    // The first refusal, or what is said of all.
    let strict = strict
        .reduce(|first, next| if first.is_accepted() { next } else { first })
        .unwrap_or(StrictVerdict::NotJudged);
    let mut others: Vec<ClientDiffers> = Vec::new();
    for other in chains
        .iter()
        .flat_map(|chain| anchors.others((chain, target.name()), now, &GoVerdict::Accepts))
    {
        if !others.contains(&other) && !is_shown_another(&other, &endpoint.attempt) {
            others.push(other);
        }
    }
    let notes = if go.is_ok() {
        let mut all = notes(endpoint, (&chains, now), anchors, (&strict, &others));
        all.extend(of_key_types(endpoint, &chains, &unproved));
        all.extend(of_turns(&not_by_turns));
        all
    } else {
        Vec::new()
    };
    BundleProof {
        target: target.clone(),
        go,
        strict,
        notes,
    }
}

/// Who made the certificate, where an interceptor did; else the fault of the handshake or of a
/// certificate that no bundle cures, else the authority that is missing, else Go's own words alone.
fn not_accepted(
    endpoint: &Endpoint,
    go: GoRefusal,
    served: Vec<ServedAllTheSame>,
) -> AnchorRefusal {
    let of = |family| {
        endpoint.verdicts().find(move |v| {
            v.is_failure() && v.family() == family && v.finding.working_anchor().is_none()
        })
    };
    let no_handshake = *go.itself() == GoRefusal::HandshakeFailure;
    let verdict = endpoint
        .interception()
        .or_else(|| of(Family::Tls).filter(|_| no_handshake))
        .or_else(|| of(Family::Certificate))
        .or_else(|| of(Family::UnknownAuthority))
        .or_else(|| endpoint.verdicts().find(|v| is_of_somebody_else(v)));
    AnchorRefusal::NotAccepted {
        verdict: verdict.cloned().map(Box::new),
        go,
        served,
    }
}

/// The chain is not known to be the server's: a filter shows it, or somebody without its key.
fn is_of_somebody_else(verdict: &Verdict) -> bool {
    verdict.code() == Code::BlockPage || verdict.finding.is_of_another_key()
}

/// Who accepts with these certificates although Go does not. Only where every address shows one
/// chain: else it would have to be true of each.
fn served(
    endpoint: &Endpoint,
    chains: &[&[Cert]],
    anchors: &Anchors,
    now: Moment,
) -> Vec<ServedAllTheSame> {
    let (&[chain], Some(trust)) = (chains, &endpoint.trust) else {
        return Vec::new();
    };
    let name = endpoint.attempt.target.name();
    let go = anchors.go(chain, name, now);
    let path = trust.path.iter().rev().map(|(cert, _)| cert);
    let held: Vec<NamedCert> = path
        .filter(|cert| anchors.holds(cert))
        .map(NamedCert::of)
        .collect();
    let others = anchors.others((chain, name), now, &go).into_iter();
    others
        .filter(ClientDiffers::accepts)
        .map(|clients| ServedAllTheSame {
            clients,
            anchors: held.clone(),
        })
        .collect()
}

/// The key types for which nothing is proved.
fn of_key_types(
    endpoint: &Endpoint,
    proved: &[&[Cert]],
    unproved: &[(&[Cert], GoVerdict)],
) -> Vec<ProofNote> {
    let key = |chain: &[Cert]| chain.first().and_then(KeyType::of);
    let refused = unproved.iter().filter_map(|(chain, go)| {
        Some(ProofNote::KeyTypeNotProved {
            key: key(chain)?,
            go: go.refusal()?.clone(),
        })
    });
    let mut notes: Vec<ProofNote> = refused.collect();
    let by_turns = at_another_turn(endpoint);
    let seen: Vec<KeyType> = by_turns.into_iter().filter_map(KeyType::shown_on).collect();
    let mut missing = KeyCoverage::of(&endpoint.attempt).unknown;
    missing.retain(|key| !seen.contains(key));
    if !missing.is_empty() {
        let proved: BTreeSet<KeyType> = proved.iter().filter_map(|chain| key(chain)).collect();
        notes.push(ProofNote::KeyTypeNotCaptured {
            proved: proved.into_iter().collect(),
            missing,
        });
    }
    notes
}

/// The chains of other turns that are not proved.
fn of_turns(unproved: &[(&Connection, GoVerdict)]) -> impl Iterator<Item = ProofNote> {
    unproved.iter().filter_map(|(connection, go)| {
        Some(ProofNote::TurnNotProved {
            issuer: connection.chain().first()?.facts()?.issuer_label(),
            address: connection.address,
            go: go.refusal()?.clone(),
        })
    })
}

fn notes(
    endpoint: &Endpoint,
    (chains, now): (&[&[Cert]], Moment),
    anchors: &Anchors,
    (strict, others): (&StrictVerdict, &[ClientDiffers]),
) -> Vec<ProofNote> {
    let connections = endpoint.attempt.connections.iter();
    let mut notes: Vec<ProofNote> = connections
        .filter(|c| c.tls.saw().is_none_or(|s| s.chain.is_empty()))
        .map(|connection| ProofNote::NothingShown(connection.address))
        .collect();
    let leaf_held = chains
        .iter()
        .filter_map(|chain| chain.first())
        .find(|leaf| anchors.holds(leaf));
    if let Some(facts) = leaf_held.and_then(|leaf| leaf.facts()) {
        notes.push(ProofNote::PinsLeaf {
            until: facts.not_after,
        });
    }
    let refusing = others.iter().filter(|other| !other.accepts());
    notes.extend(refusing.cloned().map(ProofNote::ClientRefuses));
    if leaf_held.is_none() {
        notes.extend(end::of(endpoint, anchors, now));
    }
    notes.extend(strict.refusal().cloned().map(ProofNote::StrictRefuses));
    let verdict = &endpoint.verdict;
    if verdict.is_failure()
        && verdict.family() != Family::UnknownAuthority
        && verdict.code() != Code::ProxyUntrusted
        && verdict.finding.working_anchor().is_none()
    {
        notes.push(ProofNote::NotCured(verdict.code()));
    }
    let demands = |v: &Verdict| v.code() == Code::ClientCertificateRequired;
    if endpoint.verdicts().any(demands) {
        notes.push(ProofNote::ClientCertificate);
    }
    let covered = endpoint.attempt.chains_of_proxy();
    match endpoint.attempt.route.proxy.as_ref() {
        Some(proxy) if !covered.is_empty() => {
            notes.push(ProofNote::CoversProxy(proxy.without_credentials()));
        }
        _ if endpoint.trust.as_ref().is_some_and(|t| t.public) => notes.push(ProofNote::PublicCa),
        _ => {}
    }
    notes
}
