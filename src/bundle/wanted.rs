//! Which certificates of a chain's path a bundle wants, and as what each would stand in it.
//! Admits none: that is `admission`'s.

use super::anchor::{AdmissionRules, AnchorCandidate, AnchorKind};
use crate::cert::Cert;
use crate::judge::{CertSource, Cure, Trust};

/// What the bundle needs for one chain, topmost first.
pub(super) fn wanted(
    trust: &Trust,
    chain: &[Cert],
    rules: &AdmissionRules,
) -> Vec<AnchorCandidate> {
    let path = trust.path_for_bundle();
    let Some(((top, learnt), below)) = path.split_last() else {
        return Vec::new();
    };
    if let ([(leaf, learnt), ..], Cure::Nothing(_), true) = (below, &trust.cure, rules.pin_leaf) {
        return vec![take(leaf, learnt, AnchorKind::Pinned)];
    }
    if below.is_empty() {
        return match (top.is_self_signed(), rules.pin_leaf) {
            (true, _) => vec![take(top, learnt, AnchorKind::SelfSigned)],
            (false, true) => vec![take(top, learnt, AnchorKind::Pinned)],
            (false, false) => Vec::new(),
        };
    }
    ends_in(path, chain)
}

fn take(cert: &Cert, learnt: &CertSource, kind: AnchorKind) -> AnchorCandidate {
    (cert.clone(), learnt.clone(), kind)
}

/// The end of this path, topmost first, with what clients do not get there without.
pub(super) fn ends_in(path: &[(Cert, CertSource)], chain: &[Cert]) -> Vec<AnchorCandidate> {
    let Some(((top, learnt), below)) = path.split_last().filter(|(_, below)| !below.is_empty())
    else {
        return Vec::new();
    };
    let intermediates = below.iter().skip(1).rev();
    if top.is_self_signed() {
        let needed =
            intermediates.filter(|(cert, _)| !chain.contains(cert) || has_twin(cert, chain));
        let root = std::iter::once(take(top, learnt, AnchorKind::Root));
        return root
            .chain(needed.map(|(c, l)| take(c, l, AnchorKind::Intermediate)))
            .collect();
    }
    let sent_top = std::iter::once(take(top, learnt, AnchorKind::Intermediate));
    sent_top
        .chain(intermediates.map(|(c, l)| take(c, l, AnchorKind::Intermediate)))
        .collect()
}

/// The anchor that makes the chain verify now.
pub(super) fn in_use(trust: &Trust) -> Vec<AnchorCandidate> {
    let held = trust
        .anchor
        .and_then(|at| trust.path.get(at).map(|(cert, learnt)| (at, cert, learnt)));
    held.map(|(at, cert, learnt)| {
        (
            cert.clone(),
            learnt.clone(),
            if at == 0 {
                AnchorKind::Pinned
            } else {
                AnchorKind::Intermediate
            },
        )
    })
    .into_iter()
    .collect()
}

/// Another certificate of the same name was sent: clients may follow the wrong one unless the right
/// one is an anchor.
fn has_twin(cert: &Cert, chain: &[Cert]) -> bool {
    let subject = |c: &Cert| c.facts().map(|f| f.subject_der.clone());
    chain
        .iter()
        .any(|other| other != cert && subject(other) == subject(cert))
}
