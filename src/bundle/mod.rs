//! Which anchors a bundle holds, why each, in what order; and the proof that they make the
//! endpoints verify. Pure: writes nothing, opens nothing. Rules: the root of the path that
//! signatures prove; an intermediate only where it is needed; a leaf only if it is its own root, or
//! on request; nothing outside the path.

mod admission;
mod anchor;
mod choosing;
mod disagreement;
mod end;
pub mod file;
mod generations;
pub mod lock;
mod note;
mod proof;
mod refusal;
mod settle;
mod standing;
mod trial;
mod validity;
mod via_proxy;
mod wanted;

use crate::cert::Cert;
use crate::evidence::Connection;
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, Ground, StrictVerdict, Trust, shown_by_turns};
use crate::moment::Moment;
use crate::target::{Host, Target};

use admission::Candidacy;
pub use admission::intercepted;
use anchor::AnchorCandidate;
pub use anchor::{AdmissionRules, AnchorKind, BundleAnchor};
pub use choosing::{ChosenAnchors, choose, for_one};
use disagreement::PathGroups;
pub use generations::unorderable;
pub use note::ProofNote;
pub use proof::prove;
pub use refusal::{AddressSide, AnchorRefusal, InterceptorExtent, NamedCert, ServedAllTheSame};
pub use settle::settle;
pub use standing::{OtherKey, Standing, Witnesses};
pub use trial::{FileTrial, try_file};
pub use validity::{Horizon, Validity, ValidityWarning, validity};
pub use via_proxy::ShownByProxies;
use wanted::{ends_in, in_use, wanted};

/// What is written, and what was found out about every endpoint.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// In the order they are written: roots first, then intermediates from the top down, then
    /// pinned leaves.
    pub anchors: Vec<BundleAnchor>,
    /// In input order.
    pub endpoints: Vec<BundleProof>,
}

/// What the finished bundle does for one endpoint.
#[derive(Clone, Debug)]
pub struct BundleProof {
    /// The endpoint.
    pub target: Target,
    /// `Ok`: every chain it presented verifies by Go's rules with this bundle alone. `Err`: why it
    /// does not.
    pub go: Result<(), AnchorRefusal>,
    /// The strict verdict, where Go accepts.
    pub strict: StrictVerdict,
    /// Things worth knowing about a bundle that works: who will refuse it, what it does not cure.
    pub notes: Vec<ProofNote>,
}

impl BundleProof {
    /// It verifies, and at another turn the same client is shown a chain that does not.
    #[must_use]
    pub fn is_half(&self) -> bool {
        self.go.is_ok() && self.notes.iter().any(ProofNote::is_of_a_turn)
    }

    /// Every chain that was seen of the endpoint verifies, and not only those that Go is shown first.
    #[must_use]
    pub fn is_for_every_chain(&self) -> bool {
        self.go.is_ok() && !self.notes.iter().any(ProofNote::is_of_an_unproved_chain)
    }
}

fn not_captured(endpoint: &Endpoint) -> AnchorRefusal {
    AnchorRefusal::NotCaptured(Box::new(endpoint.verdict.clone()))
}

/// What every chain of an endpoint wants in the bundle, with its depth below the top; or the first
/// reason why one of them may not enter.
fn admitted(
    endpoint: &Endpoint,
    ground: Ground<'_>,
    rules: &AdmissionRules,
) -> Result<Vec<(usize, BundleAnchor)>, AnchorRefusal> {
    let name = endpoint.attempt.target.name();
    let own = endpoint.chains();
    let own = own.map(|(chain, trust)| (trust.as_ref(), chain));
    let by_turns = disagreement::by_turns(endpoint, ground);
    let at_another_turn = by_turns.iter().map(|(chain, trust)| (&**trust, *chain));
    let judged: Vec<(&Trust, &[Cert])> = own.chain(at_another_turn).collect();
    let sides = PathGroups::of(endpoint, &judged, (ground, rules));
    // What does not hold Go's usual clients up is left out where it cannot be had, and named.
    let others: Vec<&[Cert]> = chains_of_other_keys(endpoint).collect();
    let is_by_turns = |chain: &[Cert]| by_turns.iter().any(|(held, _)| *held == chain);
    let mut all = Vec::new();
    for (place, (trust, chain)) in judged.iter().enumerate() {
        let door = Candidacy {
            endpoint,
            sides: &sides,
            place,
            trust,
            chain,
            rules,
            ground,
        };
        let candidates = candidates((trust, chain), name, ground.now, rules);
        let may_lack = others.contains(chain) || is_by_turns(chain);
        if may_lack && !suffice(&candidates, (chain, name), ground.now) {
            continue;
        }
        let admitted = door.admit(candidates).or_else(|refusal| {
            let lower = door.parts_below(&refusal).find_map(|part| {
                let end = ends_in(part, chain);
                let works = suffice(&end, (chain, name), ground.now);
                works.then(|| door.admit(end).ok()).flatten()
            });
            lower.ok_or(refusal)
        });
        match admitted {
            Ok(anchors) => all.extend(anchors),
            // Nobody vouches for what is shown at another turn: it is not taken.
            Err(_) if is_by_turns(chain) => {}
            Err(AnchorRefusal::AddressesDiffer { .. }) if others.contains(chain) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    match admission::objection_to_kept(endpoint, rules).filter(|_| all.is_empty()) {
        Some(refusal) => Err(refusal),
        None => Ok(all),
    }
}

/// What the proxy of its route wants in the bundle, where that is spoken to inside TLS; or the first
/// reason why some of it may not enter.
fn admitted_of_proxy(
    endpoint: &Endpoint,
    (ground, rules): (Ground<'_>, &AdmissionRules),
    only_by_proxies: &ShownByProxies,
) -> Result<Vec<(usize, BundleAnchor)>, AnchorRefusal> {
    let mut all = Vec::new();
    let Some(proxy) = &endpoint.attempt.route.proxy else {
        return Ok(all);
    };
    let rules_of_it = AdmissionRules {
        pin_leaf: false,
        ..rules.clone()
    };
    for chain in endpoint.attempt.chains_of_proxy() {
        let Some(trust) = ground.judge(chain, &proxy.host) else {
            continue;
        };
        let wanted = candidates((&trust, chain), &proxy.host, ground.now, &rules_of_it);
        for (depth, (cert, learnt, kind)) in wanted.into_iter().enumerate() {
            let anchor = BundleAnchor {
                vouched: endpoint.vouches_for(&cert),
                cert,
                kind,
                serves: vec![endpoint.attempt.target.authority()],
                learnt: via_proxy::sent_by(proxy, learnt),
            };
            let judged = (proxy, trust.as_ref());
            match via_proxy::objection(judged, &anchor, (ground, rules), only_by_proxies) {
                Some(refusal) => return Err(refusal),
                None => all.push((depth, anchor)),
            }
        }
    }
    Ok(all)
}

/// What one chain wants in the bundle, topmost first.
fn candidates(
    (trust, chain): (&Trust, &[Cert]),
    name: &Host,
    now: Moment,
    rules: &AdmissionRules,
) -> Vec<AnchorCandidate> {
    let by_rule = wanted(trust, chain, rules);
    // What the user trusts works as it is, where the root above it would not.
    let works = || suffice(&by_rule, (chain, name), now) && end_suffices(trust, (chain, name), now);
    if trust.go.is_accepted() && !works() {
        in_use(trust)
    } else {
        by_rule
    }
}

/// Go accepts the chain with these alone.
fn suffice(candidates: &[AnchorCandidate], (chain, name): (&[Cert], &Host), now: Moment) -> bool {
    let certs: Vec<Cert> = candidates.iter().map(|(cert, ..)| cert.clone()).collect();
    Anchors::from_bundle(&certs)
        .go(chain, name, now)
        .is_accepted()
}

/// Go accepts the path with its end alone, whatever else the bundle is to hold.
fn end_suffices(trust: &Trust, (chain, name): (&[Cert], &Host), now: Moment) -> bool {
    let path: Vec<Cert> = trust.path.iter().map(|(cert, _)| cert.clone()).collect();
    let Some((top, below)) = path.split_last() else {
        return false;
    };
    let shown = if below.is_empty() { chain } else { below };
    Anchors::from_bundle(std::slice::from_ref(top))
        .go(shown, name, now)
        .is_accepted()
}

/// Every different chain that the endpoint's addresses presented to a hello as Go's.
pub(crate) fn chains(endpoint: &Endpoint) -> impl Iterator<Item = &[Cert]> {
    let all = endpoint
        .attempt
        .connections
        .iter()
        .filter_map(|c| c.tls.saw())
        .map(|s| s.chain.as_slice());
    let mut seen: Vec<&[Cert]> = Vec::new();
    all.filter(move |chain| {
        let new = !chain.is_empty() && !seen.contains(chain);
        if new {
            seen.push(chain);
        }
        new
    })
}

/// The same of other key types: what clients see that do not offer the first, or like another better.
pub(crate) fn chains_of_other_keys(endpoint: &Endpoint) -> impl Iterator<Item = &[Cert]> {
    let own: Vec<&[Cert]> = chains(endpoint).collect();
    let mut others: Vec<&[Cert]> = Vec::new();
    for chain in endpoint.attempt.of_other_keys().map(Connection::chain) {
        if !own.contains(&chain) && !others.contains(&chain) {
            others.push(chain);
        }
    }
    others.into_iter()
}

/// The connections of further questions that showed yet another chain for the endpoint's name.
pub(crate) fn at_another_turn(endpoint: &Endpoint) -> Vec<&Connection> {
    let mut shown: Vec<&Connection> = Vec::new();
    // Whoever intercepts makes as many chains as it is asked for.
    if endpoint.interceptions().next().is_some() {
        return shown;
    }
    for connection in shown_by_turns(&endpoint.attempt) {
        if shown.iter().all(|held| held.chain() != connection.chain()) {
            shown.push(connection);
        }
    }
    shown
}
