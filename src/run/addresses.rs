//! Flags about addresses that do not fit the targets: `-4` or `-6` with an address of the other
//! family, `--resolve` for a host that is no target. Reported before anything is measured.

use super::output;
use crate::error::{Error, Problem};
use crate::evidence::Attempt;
use crate::measure::{Limits, Resolve};
use crate::plan::RunPlan;
use crate::route::Route;
use crate::target::{Host, Origin, Target};

/// The targets that the family asked for can reach. A contradiction among arguments ends the run,
/// one in a file is a `Problem`.
pub(super) fn of_family(
    planned: Vec<(Target, Route)>,
    plan: &RunPlan,
    problems: &mut Vec<Problem>,
) -> Result<Vec<(Target, Route)>, Error> {
    let (limits, flag) = (&plan.limits, plan.family_flag);
    let mut kept = Vec::new();
    for (target, route) in planned {
        match &target.host {
            // A proxy connects in its own way, and a fixed address is judged when it is used.
            Host::Ip(ip)
                if !limits.families.allows(*ip)
                    && !is_fixed(&target, limits)
                    && route.is_direct() =>
            {
                let why = format!(
                    "`{}` is an address that {flag} leaves out",
                    target.authority()
                );
                for origin in &target.origins {
                    if let Origin::Argument { number } = origin {
                        return Err(Error::Usage(format!(
                            "target {number}: {why}\nhint: leave out {flag}, or this target"
                        )));
                    }
                    problems.push(Problem::new(
                        origin.to_string(),
                        why.clone(),
                        format!("leave out {flag}, or this line"),
                    ));
                }
            }
            Host::Name(_) | Host::Ip(_) => kept.push((target, route)),
        }
    }
    Ok(kept)
}

fn is_fixed(target: &Target, limits: &Limits) -> bool {
    limits
        .overrides
        .iter()
        .any(|fixed| fixed.applies_to(&target.host, target.port))
}

/// Without this check a typing error in a name or port would look as if the flag had no effect.
pub(super) fn note_idle(plan: &RunPlan, attempts: &[Attempt]) {
    let uses = |fixed: &Resolve, Attempt { target, route, .. }: &Attempt| {
        let by_proxy = route
            .proxy
            .as_ref()
            .is_some_and(|proxy| fixed.applies_to(&proxy.host, proxy.port));
        fixed.applies_to(&target.host, target.port) || by_proxy
    };
    let idle = plan
        .limits
        .overrides
        .iter()
        .filter(|fixed| !attempts.iter().any(|attempt| uses(fixed, attempt)));
    for fixed in idle.filter(|_| !plan.notes.quiet) {
        output::note(&format!("note: --resolve {fixed} matches no target"));
    }
}
