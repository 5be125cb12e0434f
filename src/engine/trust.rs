//! The trust stores of a run: the machine's, those that were given, those of a saved run.
//! Says nothing of what verdicts make of them.

use crate::error::Problem;
use crate::evidence::{Store, StoreKind};
use crate::plan::TrustPlan;
use crate::stores::{self, BaseTrust};

/// The base store and the given ones; those of a saved run stay unless others are named.
pub(super) fn read(
    trust: &TrustPlan,
    saved: Option<&[Store]>,
    problems: &mut Vec<Problem>,
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
        let (given, bad) = stores::from_path(path);
        contents.extend(given);
        problems.extend(bad);
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
