//! Ctrl-C as something to wait for.
//! What is to be done about it, each command decides.

use std::future::{pending, ready};
use std::pin::Pin;

/// Resolves on Ctrl-C.
pub type Interrupt = Pin<Box<dyn Future<Output = ()>>>;

/// Listens from now on, not only once it is waited for: a Ctrl-C in between is not lost.
pub async fn listen() -> Interrupt {
    let mut interrupt: Interrupt = Box::pin(async {
        // Where there is no such signal there is nothing to wait for; that must not look like one.
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    });
    // The first poll is what begins to listen.
    tokio::select! {
        biased;
        () = &mut interrupt => Box::pin(ready(())),
        () = ready(()) => interrupt,
    }
}
