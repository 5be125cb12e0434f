//! The loop that chooses and proves until everything that is left verifies.
//! Pure; how the file is written is somebody else's.

use std::collections::BTreeMap;

use super::{AdmissionRules, AnchorRefusal, Bundle, BundleAnchor, choose, prove};
use crate::cert::Cert;
use crate::judge::{Endpoint, Ground};

/// Chooses anchors, renders them, reads the very bytes back and proves them. Endpoints that do not
/// verify lose their anchors, and what is left is proved again, until all that is left verifies. The
/// text is the one that was proved.
#[must_use]
pub fn settle(
    endpoints: &[Endpoint],
    ground: Ground<'_>,
    rules: &AdmissionRules,
    render: impl Fn(&[BundleAnchor]) -> String,
) -> (Bundle, String) {
    let mut refused: BTreeMap<usize, AnchorRefusal> = BTreeMap::new();
    loop {
        let chosen = choose(endpoints, ground, rules, |place| {
            !refused.contains_key(&place)
        });
        let text = render(&chosen.anchors);
        let mut proofs = prove(endpoints, &Cert::read_pem(&text), ground.now);
        let known = refused.len();
        refused.extend(chosen.objections);
        for (place, proof) in proofs.iter().enumerate() {
            if let Err(why) = &proof.go {
                refused.entry(place).or_insert_with(|| why.clone());
            }
        }
        if refused.len() == known {
            for (place, why) in refused {
                proofs[place].go = Err(why);
            }
            let bundle = Bundle {
                anchors: chosen.anchors,
                endpoints: proofs,
            };
            return (bundle, text);
        }
    }
}
