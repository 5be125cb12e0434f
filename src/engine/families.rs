//! Flags about addresses that do not fit the targets: `-4` or `-6` with an address of the other
//! family, `--resolve` for a host that is no target. Measures nothing.

use std::sync::Arc;

use crate::error::{Error, Problem};
use crate::evidence::Attempt;
use crate::measure::{Limits, Resolve};
use crate::plan::RunPlan;
use crate::route::Route;
use crate::target::{Host, Origin, Target};

/// The targets that the family asked for can reach. A contradiction among arguments ends the run,
/// one in a file is a `Problem`.
pub(super) fn fitting(
    planned: Vec<(Target, Arc<Route>)>,
    plan: &RunPlan,
    problems: &mut Vec<Problem>,
) -> Result<Vec<(Target, Arc<Route>)>, Error> {
    let (limits, flag) = (&plan.limits, plan.family_flag);
    let mut kept = Vec::with_capacity(planned.len());
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

/// Fixed addresses that no target has had so far. Without a word about them a typing error in a
/// name or port would look as if the flag had no effect.
pub(super) struct IdleResolves(Vec<Resolve>);

impl IdleResolves {
    pub(super) fn of(limits: &Limits) -> Self {
        Self(limits.overrides.clone())
    }

    pub(super) fn take(&mut self, Attempt { target, route, .. }: &Attempt) {
        self.0.retain(|fixed| {
            let proxy = route.proxy.as_ref();
            let by_proxy = proxy.is_some_and(|proxy| fixed.applies_to(&proxy.host, proxy.port));
            !(fixed.applies_to(&target.host, target.port) || by_proxy)
        });
    }

    pub(super) fn left(&self) -> &[Resolve] {
        &self.0
    }
}
