//! What this machine has run out of is waited for: others of this run, or of this machine, give theirs
//! back. Keeps how often and how long. Opens nothing; says nothing of the target.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::evidence::{Resource, Waited};

/// A little longer each time; the last one again and again.
const BACK_OFF: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(250),
    Duration::from_millis(500),
];

/// How long at most. A port is held for a minute after its connection (RFC 9293, TIME-WAIT). A run takes
/// no more descriptors than there are: where there are none, others hold them.
const fn longest(resource: Resource) -> Duration {
    match resource {
        Resource::Ports => Duration::from_secs(90),
        Resource::Memory => Duration::from_secs(10),
        Resource::OpenFiles | Resource::FilesOfMachine => Duration::from_secs(2),
    }
}

/// What a run knows of what is there: where one waited to the end and nobody got any meanwhile, the
/// next ones hardly wait, until somebody does.
#[derive(Debug, Default)]
pub(super) struct Supply {
    /// How often somebody got what was asked for.
    got: AtomicU64,
    dried_up: AtomicBool,
}

impl Supply {
    fn gave(&self) {
        self.got.fetch_add(1, Ordering::Relaxed);
        self.dried_up.store(false, Ordering::Relaxed);
    }
}

/// How one target waits, and for what it waited so far. By default it does not wait: whoever is
/// waited for from outside sees it again.
#[derive(Clone, Debug, Default)]
pub(super) struct Waits {
    supply: Option<Arc<Supply>>,
    met: Arc<Mutex<Vec<Waited>>>,
}

impl Waits {
    pub(super) fn of(supply: &Arc<Supply>) -> Self {
        Self {
            supply: Some(Arc::clone(supply)),
            met: Arc::default(),
        }
    }

    /// What was waited for since this was last asked.
    pub(super) fn take(&self) -> Vec<Waited> {
        std::mem::take(&mut *self.met())
    }

    /// Does it, and does it again as long as this machine lacks something for it. The last outcome,
    /// which may be that it still does.
    pub(super) async fn out<T, W>(
        &self,
        mut work: impl FnMut() -> W,
        lacks: impl Fn(&T) -> Option<Resource>,
    ) -> T
    where
        W: Future<Output = T>,
    {
        let Some(supply) = &self.supply else {
            return work().await;
        };
        let mut patience = Patience::new(supply);
        loop {
            let outcome = work().await;
            let Some(resource) = lacks(&outcome) else {
                supply.gave();
                return outcome;
            };
            let Some(wait) = patience.next(resource) else {
                self.note(resource, |waited| waited.in_vain += 1);
                return outcome;
            };
            self.note(resource, |waited| {
                waited.times += 1;
                waited.waited_ms += u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            });
            // Whoever has no time left drops it here.
            let cut_short = InVain(self, resource);
            tokio::time::sleep(wait).await;
            std::mem::forget(cut_short);
        }
    }

    fn note(&self, resource: Resource, what: impl FnOnce(&mut Waited)) {
        let mut met = self.met();
        let new = Waited {
            resource,
            times: 0,
            waited_ms: 0,
            in_vain: 0,
        };
        let at = met.iter().position(|known| known.resource == resource);
        let at = at.unwrap_or_else(|| {
            met.push(new);
            met.len() - 1
        });
        what(&mut met[at]);
    }

    fn met(&self) -> MutexGuard<'_, Vec<Waited>> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A wait that is dropped before its end was in vain.
struct InVain<'a>(&'a Waits, Resource);

impl Drop for InVain<'_> {
    fn drop(&mut self) {
        self.0.note(self.1, |waited| waited.in_vain += 1);
    }
}

/// How long one goes on waiting.
struct Patience<'a> {
    supply: &'a Supply,
    /// How often somebody had got it when this began.
    got: u64,
    hopeless: bool,
    waits: usize,
    waited: Duration,
}

impl<'a> Patience<'a> {
    fn new(supply: &'a Supply) -> Self {
        Self {
            supply,
            got: supply.got.load(Ordering::Relaxed),
            hopeless: supply.dried_up.load(Ordering::Relaxed),
            waits: 0,
            waited: Duration::ZERO,
        }
    }

    /// The next wait; `None` where it was waited long enough.
    fn next(&mut self, resource: Resource) -> Option<Duration> {
        let most = if self.hopeless {
            BACK_OFF[0]
        } else {
            longest(resource)
        };
        if self.waited >= most {
            if self.supply.got.load(Ordering::Relaxed) == self.got {
                self.supply.dried_up.store(true, Ordering::Relaxed);
            }
            return None;
        }
        let wait = BACK_OFF[self.waits.min(BACK_OFF.len() - 1)];
        self.waits += 1;
        self.waited += wait;
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every wait of one that gets nothing.
    fn in_vain(supply: &Supply) -> Vec<Duration> {
        let mut patience = Patience::new(supply);
        std::iter::from_fn(|| patience.next(Resource::Ports)).collect()
    }

    #[test]
    fn it_is_waited_longer_than_ports_are_held() {
        let waits = in_vain(&Supply::default());
        assert!(waits.is_sorted(), "a little longer each time");
        let whole: Duration = waits.iter().sum();
        assert!(
            whole >= longest(Resource::Ports) && whole < longest(Resource::Ports) + BACK_OFF[4]
        );
    }

    #[test]
    fn where_nobody_got_any_the_next_ones_hardly_wait_until_somebody_does() {
        let supply = Supply::default();
        let usual = in_vain(&supply);
        assert_eq!(in_vain(&supply), [BACK_OFF[0]]);
        supply.gave();
        assert_eq!(in_vain(&supply), usual);
        supply.gave();
        let mut unlucky = Patience::new(&supply);
        supply.gave();
        while unlucky.next(Resource::Ports).is_some() {}
        assert_eq!(in_vain(&supply), usual, "others got some meanwhile");
    }

    /// Fails for want of ports so many times.
    async fn lacking(waits: &Waits, times: usize) -> bool {
        let mut left = times;
        let work = || {
            let failed = left > 0;
            left = left.saturating_sub(1);
            std::future::ready(failed.then_some(Resource::Ports))
        };
        waits.out(work, |lacks| *lacks).await.is_none()
    }

    fn waited(times: u32, waited_ms: u64, in_vain: u32) -> Waited {
        Waited {
            resource: Resource::Ports,
            times,
            waited_ms,
            in_vain,
        }
    }

    #[tokio::test]
    async fn what_is_there_again_was_waited_for() {
        let waits = Waits::of(&Arc::default());
        assert!(lacking(&waits, 0).await);
        assert_eq!(waits.take(), []);
        assert!(lacking(&waits, 2).await && lacking(&waits, 1).await);
        assert_eq!(waits.take(), [waited(3, 90, 0)]);
        assert_eq!(waits.take(), [], "it is told once");
    }

    #[tokio::test]
    async fn a_wait_that_is_cut_short_was_in_vain() {
        let waits = Waits::of(&Arc::default());
        let cut = tokio::time::timeout(Duration::ZERO, lacking(&waits, usize::MAX)).await;
        assert!(cut.is_err());
        assert_eq!(waits.take(), [waited(1, 20, 1)]);
    }

    #[tokio::test]
    async fn who_does_not_wait_sees_it_at_once() {
        let waits = Waits::default();
        assert!(!lacking(&waits, 1).await);
        assert_eq!(waits.take(), []);
    }
}
