//! The limits of a run: those of its plan, within what this machine allows. Raises the limit on open
//! files; measures nothing.

use std::sync::Arc;

use crate::measure::{self, Limits};
use crate::plan::RunPlan;
use crate::route::Route;
use crate::target::Target;

/// The limits of the plan, within what this machine allows; and the hosts that the user named, as
/// targets or with fixed addresses.
pub(super) fn limits(plan: &RunPlan, planned: &[(Target, Arc<Route>)]) -> Limits {
    let mut limits = plan.limits.clone();
    if let Some(files) = measure::raise_open_file_limit() {
        limits.fit_open_files(files);
    }
    let fixed = limits
        .overrides
        .iter()
        .filter_map(|fixed| fixed.host.clone());
    let named = planned.iter().map(|(target, _)| target.host.clone());
    limits.named = Arc::new(named.chain(fixed).collect());
    limits
}
