//! What all targets of a run share: limits, the resolver, the TLS client, the clock, and how many
//! may do the same thing at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::clock::Clock;
use super::issuers::IssuerCache;
use super::limits::Limits;
use super::waits::{Supply, Waits};
use super::{dns, tls};
use crate::evidence::{Fault, Resolution, Step};
use crate::moment::Moment;

/// A handshake that takes longer waits for its peer.
const LONG: Duration = Duration::from_millis(250);

/// What all targets of a run share.
pub(super) struct MeasureContext {
    pub(super) limits: Limits,
    pub(super) resolver: dns::Resolver,
    /// Or why no handshake is possible at all.
    pub(super) client: Arc<Result<tls::TlsClient, Fault>>,
    pub(super) clock: Clock,
    pub(super) looking_up: Semaphore,
    pub(super) connecting: Semaphore,
    pub(super) handshaking: Semaphore,
    /// Of what this machine may run out of.
    pub(super) supply: Arc<Supply>,
    /// Issuers fetched over AIA.
    pub(super) issuers: IssuerCache,
}

impl MeasureContext {
    pub(super) fn new(
        limits: &Limits,
        clock: Clock,
        client: Arc<Result<tls::TlsClient, Fault>>,
    ) -> Self {
        Self {
            limits: limits.clone(),
            resolver: dns::Resolver::of_system(limits),
            client,
            clock,
            looking_up: Semaphore::new(limits.parallel_lookups()),
            connecting: Semaphore::new(limits.parallel_connects.clamp(1, Semaphore::MAX_PERMITS)),
            handshaking: Semaphore::new(
                limits.parallel_handshakes.clamp(1, Semaphore::MAX_PERMITS),
            ),
            supply: Arc::default(),
            issuers: IssuerCache::default(),
        }
    }

    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Waiting for what this machine has run out of takes none of the lookup's time.
    pub(super) async fn look_up(
        &self,
        peer: dns::Peer<'_>,
        (limit, waits): (Duration, &Waits),
    ) -> (Duration, Step<Resolution>) {
        let _place = self.looking_up.acquire().await;
        let limits = (&self.limits, limit);
        let looking = || Box::pin(self.resolver.step(peer, limits));
        let lacks = |(_, step): &(_, Step<Resolution>)| step.fault().and_then(Fault::own_limit);
        waits.out(looking, lacks).await
    }

    /// Lets it go on. Where that takes long its peer is waited for, which costs nothing: its place
    /// among the handshaking is left to others then, for one among the connecting, so that sockets
    /// stay bounded.
    pub(super) async fn making_way<T>(
        &self,
        handshaking: Option<SemaphorePermit<'_>>,
        mut work: impl Future<Output = T> + Unpin,
    ) -> T {
        let way = async {
            tokio::time::sleep(LONG).await;
            self.connecting.acquire().await.ok()
        };
        let _waiting = tokio::select! {
            biased;
            done = &mut work => return done,
            place = way => place,
        };
        drop(handshaking);
        work.await
    }
}
