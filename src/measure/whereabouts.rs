//! Where a target is while it is measured: the step that is waited for, and the further question that
//! is asked. For whoever shows progress; nothing is decided by it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::codes::StepName;
use crate::evidence::{ExtraKind, ExtraReason};

/// Where one target is. Clones are about the same target.
#[derive(Clone, Debug, Default)]
pub struct Whereabouts(Arc<Mutex<Here>>);

#[derive(Debug, Default)]
struct Here {
    step: Option<(StepName, Duration, Instant)>,
    further: Option<(ExtraKind, ExtraReason)>,
}

/// What is waited for at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// The step that began last; `None` before the first. Of several addresses, any.
    pub step: Option<RunningStep>,
    /// The further question that is asked, and why; `None` while the target is measured for the first
    /// time.
    pub further: Option<(ExtraKind, ExtraReason)>,
}

/// A step that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunningStep {
    /// Which.
    pub name: StepName,
    /// For how long it has gone on.
    pub waited: Duration,
    /// When it will be given up.
    pub at_most: Duration,
}

impl Whereabouts {
    /// A step begins, which may take so long.
    pub(super) fn begins(&self, step: StepName, at_most: Duration) {
        self.here().step = Some((step, at_most, Instant::now()));
    }

    /// A further question is asked from now on.
    pub(super) fn asks(&self, kind: &ExtraKind, because: &ExtraReason) {
        let mut here = self.here();
        here.further = Some((kind.clone(), because.clone()));
        here.step = None;
    }

    /// What is waited for now.
    #[must_use]
    pub fn now(&self) -> Stage {
        let here = self.here();
        let step = here.step.map(|(name, at_most, since)| RunningStep {
            name,
            waited: since.elapsed(),
            at_most,
        });
        Stage {
            step,
            further: here.further.clone(),
        }
    }

    fn here(&self) -> MutexGuard<'_, Here> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_began_last_is_waited_for() {
        let (here, limit) = (Whereabouts::default(), Duration::from_secs(5));
        assert_eq!(here.now(), Stage::default());
        for name in [StepName::Dns, StepName::Tcp] {
            here.clone().begins(name, limit);
            let step = here.now().step.map(|step| (step.name, step.at_most));
            assert_eq!(step, Some((name, limit)));
        }
        let why = ExtraReason::Verdict("timeout-tls".into());
        here.asks(&ExtraKind::Again, &why);
        let now = here.now();
        assert_eq!(now.step, None, "its first step has not begun");
        assert_eq!(now.further, Some((ExtraKind::Again, why)));
    }
}
