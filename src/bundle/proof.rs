//! The proof that a finished bundle makes the endpoints verify, and for those that it does not:
//! why. Judges with the certificates of the bundle alone.

use super::{AnchorRefusal, BundleProof, ProofNote, chains};
use crate::cert::Cert;
use crate::codes::{Code, Family};
use crate::dialects::go::GoRefusal;
use crate::judge::path::Anchors;
use crate::judge::{ClientDiffers, Endpoint, GoVerdict, StrictVerdict};
use crate::moment::Moment;

/// Proves a bundle as its readers will see it: `certs` are what was read back from the very bytes
/// to be written.
#[must_use]
pub fn prove(endpoints: &[Endpoint], certs: &[Cert], now: Moment) -> Vec<BundleProof> {
    let anchors = Anchors::from_bundle(certs);
    endpoints
        .iter()
        .map(|endpoint| prove_one(endpoint, &anchors, certs, now))
        .collect()
}

fn prove_one(endpoint: &Endpoint, anchors: &Anchors, certs: &[Cert], now: Moment) -> BundleProof {
    let target = &endpoint.attempt.target;
    let chains: Vec<&[Cert]> = chains(endpoint).collect();
    let refused = chains
        .iter()
        .find_map(|chain| anchors.go(chain, target.name(), now).refusal().cloned());
    let go = match (chains.is_empty(), refused) {
        (true, _) => Err(AnchorRefusal::NotCaptured(Box::new(
            endpoint.verdict.clone(),
        ))),
        (false, Some(refusal)) => Err(not_accepted(endpoint, refusal)),
        (false, None) => Ok(()),
    };
    let strict = chains
        .iter()
        .map(|chain| anchors.strict(chain, target.name(), now))
        .find(|v| !v.is_accepted());
    let unrefused = if go.is_ok() {
        StrictVerdict::Accepts
    } else {
        StrictVerdict::NotJudged
    };
    let strict = strict.unwrap_or(unrefused);
    let mut others: Vec<ClientDiffers> = Vec::new();
    for other in chains
        .iter()
        .flat_map(|chain| anchors.others((chain, target.name()), now, &GoVerdict::Accepts))
    {
        if !others.iter().any(|held| held.clients == other.clients) {
            others.push(other);
        }
    }
    let notes = if go.is_ok() {
        notes(endpoint, &chains, certs, (&strict, &others))
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

/// Who made the certificate, where an interceptor did; else the fault that no bundle cures, else
/// the authority that is missing, else Go's own words alone.
fn not_accepted(endpoint: &Endpoint, go: GoRefusal) -> AnchorRefusal {
    let of = |family| {
        endpoint
            .verdicts()
            .find(move |v| v.is_failure() && v.family() == family)
    };
    let verdict = endpoint
        .interception()
        .or_else(|| of(Family::Certificate))
        .or_else(|| of(Family::UnknownAuthority));
    AnchorRefusal::NotAccepted {
        verdict: verdict.cloned().map(Box::new),
        go,
    }
}

fn notes(
    endpoint: &Endpoint,
    chains: &[&[Cert]],
    certs: &[Cert],
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
        .find(|leaf| certs.contains(leaf));
    if let Some(facts) = leaf_held.and_then(|leaf| leaf.facts()) {
        notes.push(ProofNote::PinsLeaf {
            until: facts.not_after,
        });
    }
    let refusing = others.iter().filter(|other| !other.accepts());
    notes.extend(refusing.cloned().map(ProofNote::ClientRefuses));
    let top = endpoint
        .trust
        .as_ref()
        .and_then(|t| t.path.last())
        .map(|(cert, _)| cert);
    if leaf_held.is_none() && !top.is_some_and(|top| top.is_self_signed() && certs.contains(top)) {
        let named_otherwise = endpoint
            .verdicts()
            .any(|v| v.code() == Code::IssuerNameDiffers);
        notes.push(if named_otherwise {
            ProofNote::RootNamedOtherwise
        } else {
            ProofNote::NoRoot
        });
    }
    notes.extend(strict.refusal().cloned().map(ProofNote::StrictRefuses));
    let verdict = &endpoint.verdict;
    if verdict.is_failure() && verdict.family() != Family::UnknownAuthority {
        notes.push(ProofNote::NotCured(verdict.code()));
    }
    if endpoint.trust.as_ref().is_some_and(|t| t.public) {
        notes.push(ProofNote::PublicCa);
    }
    notes
}
