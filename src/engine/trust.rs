//! The trust stores of a run: the machine's, those that were given, those of a saved run.
//! Says nothing of what verdicts make of them.

use super::watch::{Note, Watch};
use crate::error::Problem;
use crate::evidence::{Store, StoreKind};
use crate::plan::TrustPlan;
use crate::stores::{self, BaseTrust};

/// The base store and the given ones; those of a saved run stay unless others are named. Notes what is
/// passed over in a given file.
pub(super) fn read(
    trust: &TrustPlan,
    saved: Option<&[Store]>,
    (problems, watch): (&mut Vec<Problem>, &impl Watch),
) -> Vec<Store> {
    let mut contents = match (trust.base, saved) {
        (None, Some(saved)) => saved.to_vec(),
        (base, saved) => {
            let given = saved
                .into_iter()
                .flatten()
                .filter(|s| matches!(s.kind, StoreKind::Given | StoreKind::InUse))
                .cloned();
            base_stores(base.unwrap_or(BaseTrust::System), problems)
                .into_iter()
                .chain(given)
                .collect()
        }
    };
    for path in &trust.cas {
        let given = stores::from_path(path);
        contents.extend(given.stores);
        problems.extend(given.problems);
        for passed_over in &given.passed_over {
            watch.note(&Note::PassedOver(passed_over));
        }
    }
    contents
}

fn base_stores(base: BaseTrust, problems: &mut Vec<Problem>) -> Vec<Store> {
    let reference = || stores::mozilla(StoreKind::Reference);
    match base {
        BaseTrust::Mozilla => vec![stores::mozilla(StoreKind::Mozilla)],
        BaseTrust::None => vec![reference()],
        BaseTrust::System => {
            let (system, bad) = stores::system();
            problems.extend(bad);
            vec![system, reference()]
        }
    }
}
