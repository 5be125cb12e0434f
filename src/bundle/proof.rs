//! The proof that a finished bundle makes the endpoints verify, and for those that it does not:
//! why. Judges with the certificates of the bundle alone.

use super::{AnchorRefusal, BundleProof, chains};
use crate::cert::Cert;
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, GoVerdict, Other, StrictVerdict};
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
        .map(|chain| anchors.go(chain, target.name(), now))
        .find(|v| !v.is_accepted());
    let go = match (chains.is_empty(), refused) {
        (true, _) => Err(no_chain(endpoint)),
        (false, Some(verdict)) => Err(not_accepted(endpoint, &verdict)),
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
    let mut others: Vec<Other> = Vec::new();
    for other in chains
        .iter()
        .flat_map(|chain| anchors.others((chain, target.name()), now, &GoVerdict::Accepts))
    {
        if !others.iter().any(|held| held.client == other.client) {
            others.push(other);
        }
    }
    let notes = if go.is_ok() {
        notes(endpoint, &chains, certs, (&strict, &others))
    } else {
        Vec::new()
    };
    BundleProof {
        authority: target.authority(),
        go,
        strict,
        notes,
    }
}

fn no_chain(endpoint: &Endpoint) -> AnchorRefusal {
    let verdict = &endpoint.verdict;
    AnchorRefusal {
        code: verdict.code().name().into(),
        why: format!(
            "no certificate was captured: {}",
            crate::words::text(verdict.code()).title
        ),
        hint: crate::words::remedy_for(&endpoint.attempt.target, verdict),
    }
}

/// Who made the certificate, where an interceptor did; else the fault that no bundle cures, else
/// the authority that is missing, else Go's own words.
fn not_accepted(endpoint: &Endpoint, go: &GoVerdict) -> AnchorRefusal {
    let all = || endpoint.verdicts().filter(|v| v.is_failure());
    let family = |name: &'static str| all().find(move |v| v.family().name() == name);
    match endpoint
        .interception()
        .or_else(|| family("certificate"))
        .or_else(|| family("unknown-authority"))
    {
        Some(verdict) => {
            let same_word =
                crate::words::text(verdict.code()).title.replace(' ', "-") == verdict.code().name();
            let why = if same_word {
                go.says()
            } else {
                format!(
                    "{}: {}",
                    crate::words::text(verdict.code()).title,
                    go.says()
                )
            };
            AnchorRefusal {
                code: verdict.code().name().into(),
                why,
                hint: crate::words::remedy_for(&endpoint.attempt.target, verdict),
            }
        }
        None => AnchorRefusal {
            code: "not-proved".into(),
            why: go.says(),
            hint: String::new(),
        },
    }
}

fn notes(
    endpoint: &Endpoint,
    chains: &[&[Cert]],
    certs: &[Cert],
    (strict, others): (&StrictVerdict, &[Other]),
) -> Vec<String> {
    let mut notes = Vec::new();
    for connection in endpoint
        .attempt
        .connections
        .iter()
        .filter(|c| c.tls.saw().is_none_or(|s| s.chain.is_empty()))
    {
        notes.push(format!(
            "{} showed no certificate: whether the bundle covers it is not known",
            connection.address
        ));
    }
    let leaf_held = chains
        .iter()
        .filter_map(|chain| chain.first())
        .find(|leaf| certs.contains(leaf));
    if let Some(facts) = leaf_held.and_then(|leaf| leaf.facts()) {
        notes.push(format!(
            "pins the server's own certificate (valid until {}): export again when it is replaced",
            facts.not_after.date()
        ));
    }
    notes.extend(
        others
            .iter()
            .filter(|o| !o.accepts)
            .map(|o| format!("{} will refuse it: {}", o.client, o.why)),
    );
    let top = endpoint
        .trust
        .as_ref()
        .and_then(|t| t.path.last())
        .map(|(cert, _)| cert);
    if leaf_held.is_none() && !top.is_some_and(|top| top.is_self_signed() && certs.contains(top)) {
        notes.push("no root was to be had: give it with --ca FILE".into());
    }
    if !strict.is_accepted() {
        notes.push(format!(
            "strict clients (rustls) will refuse it: {}",
            strict.says()
        ));
    }
    let verdict = &endpoint.verdict;
    if verdict.is_failure() && verdict.family().name() != "unknown-authority" {
        notes.push(format!(
            "the bundle does not cure this: {}: {}",
            verdict.code(),
            crate::words::text(verdict.code()).title
        ));
    }
    if endpoint.trust.as_ref().is_some_and(|t| t.public) {
        notes.push("a public CA: this endpoint needs no bundle as long as it stands alone".into());
    }
    notes
}
