//! What a bundle is chosen from, and the loop that chooses and proves until everything that is left
//! verifies. Opens nothing.

use std::collections::BTreeMap;

use crate::bundle::{self, AdmissionRules, AnchorRefusal, Bundle};
use crate::cert::Cert;
use crate::export::merge::Existing;
use crate::judge::{Endpoint, Ground};

/// What a bundle is chosen from, and its form.
pub(super) struct BundleChoice<'a> {
    pub endpoints: &'a [Endpoint],
    pub ground: Ground<'a>,
    pub rules: AdmissionRules,
    /// Whether each certificate is preceded by comments: whose it is and why it is there.
    pub comments: bool,
}

impl BundleChoice<'_> {
    /// Chooses, renders, reads the very bytes back and proves them. Endpoints that do not verify
    /// lose their anchors, and what is left is proved again, until all that is left verifies.
    pub(super) fn build(&self) -> (Bundle, String) {
        self.build_onto(&Existing::default())
    }

    /// The same for a bundle that is added to an earlier one; both together are proved.
    pub(super) fn build_onto(&self, existing: &Existing) -> (Bundle, String) {
        let mut refused: BTreeMap<usize, AnchorRefusal> = BTreeMap::new();
        let rules = AdmissionRules {
            kept: existing.sha256s(),
            ..self.rules.clone()
        };
        loop {
            let chosen = bundle::choose(self.endpoints, self.ground, &rules, |place| {
                !refused.contains_key(&place)
            });
            let text = existing.with(&chosen.anchors, self.comments);
            let mut proofs = bundle::prove(self.endpoints, &Cert::read_pem(&text), self.ground.now);
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
                return (
                    Bundle {
                        anchors: chosen.anchors,
                        endpoints: proofs,
                    },
                    text,
                );
            }
        }
    }
}
