//! Many looks in one test: mostly they wait, so a few are made at a time. The first that panics ends
//! the test.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// As many as leave time for a server that answers within half a second.
const AT_ONCE: usize = 6;

/// What all of these come to, in no order.
pub async fn together<F>(looks: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let (room, mut all) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    for look in looks {
        let room = Arc::clone(&room);
        all.spawn(async move {
            let _place = room.acquire().await.expect("room");
            look.await
        });
    }
    all.join_all().await
}
