//! How a finished bundle ends, where that is not with the root of the path: below what serves no bundle, or
//! below what nobody showed. Counts all that the bundle holds, whoever put it there. Pure.

use super::note::ProofNote;
use crate::cert::Cert;
use crate::codes::Code;
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, WhyUnusable};
use crate::moment::Moment;
use crate::target::Host;

/// `None` where it ends with a root that Go takes.
pub(super) fn of(endpoint: &Endpoint, held: &Anchors, now: Moment) -> Option<ProofNote> {
    let (chain, trust) = endpoint.chains().next()?;
    let name = endpoint.attempt.target.name();
    let own = |path: &[(Cert, _)]| -> Vec<Cert> { path.iter().map(|(c, _)| c.clone()).collect() };
    let (proven, for_bundle) = (own(&trust.path), own(trust.path_for_bundle()));
    let of_file = held.path(chain, now);
    let mut rooted = [&for_bundle, &of_file].into_iter();
    if rooted.any(|path| ends_well(path, held, (name, now))) {
        return None;
    }
    let refused = [&proven, &of_file].into_iter().find_map(|path| {
        let length = match path.iter().rposition(|cert| held.holds(cert)) {
            // A dead root that the bundle holds itself is no end of it.
            Some(highest) if path[highest].is_self_signed() => highest + 1,
            Some(highest) => highest + 2,
            // The bundle goes another way up: the root of this one is had.
            None if path.last().is_some_and(Cert::is_self_signed) => path.len(),
            None => return None,
        };
        refused_end(path.get(..length)?, (name, now))
    });
    let above = || {
        let above = trust.above.as_ref()?;
        Some((&above.cert, above.why.clone()))
    };
    if let Some((certificate, why)) = refused.or_else(above) {
        let certificate = certificate.label();
        return Some(ProofNote::EndsBelow { certificate, why });
    }
    let is_named_otherwise = endpoint
        .verdicts()
        .any(|verdict| verdict.code() == Code::IssuerNameDiffers);
    let top = of_file.last()?;
    match is_named_otherwise {
        true if held.hold_issuer_named_otherwise(top) => None,
        true => Some(ProofNote::RootNamedOtherwise),
        false => Some(ProofNote::NoRoot),
    }
}

/// The path ends in a root that the bundle holds, and Go takes it.
fn ends_well(path: &[Cert], held: &Anchors, at: (&Host, Moment)) -> bool {
    let root = path.last();
    root.is_some_and(|root| root.is_self_signed() && held.holds(root))
        && refused_end(path, at).is_none()
}

/// The end of this path, where Go does not take it as the anchor of what is below.
fn refused_end<'a>(
    path: &'a [Cert],
    (name, now): (&Host, Moment),
) -> Option<(&'a Cert, WhyUnusable)> {
    let (end, below) = path.split_last()?;
    let anchor = Anchors::from_bundle(std::slice::from_ref(end));
    let go = anchor.go(below, name, now);
    let refusal = go.refusal()?.clone();
    let why = end
        .go_defect()
        .map_or(WhyUnusable::Refused(refusal), WhyUnusable::NotRead);
    Some((end, why))
}
