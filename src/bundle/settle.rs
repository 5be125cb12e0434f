//! The loop that chooses and proves until everything that is left verifies. Endpoints are asked for
//! one by one in each pass, and none is kept. How the file is written is somebody else's.

use std::collections::{BTreeMap, HashSet};

use super::choosing::{Choosing, Wanted, wanted_by};
use super::proof::prove_all;
use super::{AdmissionRules, AnchorRefusal, Bundle, BundleAnchor, ChosenAnchors, ShownByProxies};
use crate::cert::Cert;
use crate::evidence::ReadBackError;
use crate::judge::{Endpoint, Endpoints, Ground};

/// Chooses anchors, renders them, reads the very bytes back and proves them. Endpoints that do not
/// verify lose their anchors, and what is left is proved again, until all that is left verifies. The
/// text is the one that was proved.
///
/// # Errors
/// The evidence cannot be read back.
pub fn settle(
    endpoints: &dyn Endpoints,
    ground: Ground<'_>,
    rules: &AdmissionRules,
    render: impl Fn(&[BundleAnchor]) -> String,
) -> Result<(Bundle, String), ReadBackError> {
    let mut refused: BTreeMap<usize, AnchorRefusal> = BTreeMap::new();
    loop {
        let (chosen, wanting) = chosen(endpoints, (ground, rules), &refused)?;
        let text = render(&chosen.anchors);
        let mut proofs = prove_all(endpoints, &Cert::read_pem(&text), ground.now)?;
        refused.extend(chosen.objections);
        // Without those that wanted nothing the same is chosen, and the same is proved.
        let mut changes = false;
        for (place, proof) in proofs.iter().enumerate() {
            if let Err(why) = &proof.go {
                let is_new = !refused.contains_key(&place);
                changes |= is_new && wanting.contains(&place);
                refused.entry(place).or_insert_with(|| why.clone());
            }
        }
        if !changes {
            for (place, why) in refused {
                proofs[place].go = Err(why);
            }
            let bundle = Bundle {
                anchors: chosen.anchors,
                endpoints: proofs,
            };
            return Ok((bundle, text));
        }
    }
}

/// What is chosen for all that were not refused, and the places of those that want something. Those
/// behind a proxy that is spoken to inside TLS come last: what all proxies show must be known first.
fn chosen(
    endpoints: &dyn Endpoints,
    known: (Ground<'_>, &AdmissionRules),
    refused: &BTreeMap<usize, AnchorRefusal>,
) -> Result<(ChosenAnchors, HashSet<usize>), ReadBackError> {
    let mut choosing = Choosing::default();
    let mut wanting = HashSet::new();
    let mut take = |place: usize, wanted: Wanted| {
        if choosing.take(place, wanted) {
            wanting.insert(place);
        }
    };
    let (mut shown, mut later) = (ShownByProxies::default(), Vec::new());
    let nothing = ShownByProxies::default();
    let first = |place: usize, endpoint: Endpoint| {
        let by_proxy = ShownByProxies::of(&endpoint, known.0);
        let waits = !endpoint.attempt.chains_of_proxy().is_empty();
        let is_wanted = !waits && !refused.contains_key(&place);
        let wanted = is_wanted.then(|| wanted_by(&endpoint, known, &nothing));
        (by_proxy, waits, wanted)
    };
    endpoints.each(first, |place, (by_proxy, waits, wanted)| {
        shown.join(by_proxy);
        if waits && !refused.contains_key(&place) {
            later.push((place, place));
        }
        if let Some(wanted) = wanted {
            take(place, wanted);
        }
        Ok::<(), ReadBackError>(())
    })?;
    endpoints.some(
        later.into_iter(),
        |_, endpoint| wanted_by(&endpoint, known, &shown),
        |place, wanted| {
            take(place, wanted);
            Ok::<(), ReadBackError>(())
        },
    )?;
    Ok((choosing.end(), wanting))
}
