//! Behaviour of a server → the evidence it must leave. No judgement here.

mod answers;
mod client_certificates;
mod handshakes;
mod in_clear;
mod keys;
mod old_servers;
mod runs;
pub mod servers;
mod strangers;
mod transport;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mtc_probe::evidence::{Attempt, Connection, Fault};
use mtc_probe::measure::{Limits, World, no_follow};
use mtc_probe::moment::Moment;
use mtc_probe::route::Route;
use mtc_probe::target::{Origin, Target};

/// When all of these runs began.
pub const START: Moment = Moment(1_795_000_000);

pub fn limits() -> Limits {
    let step = Duration::from_secs(2);
    Limits {
        dns: step,
        connect: step,
        tls: step,
        http: step,
        total: Duration::from_secs(6),
        ..Limits::default()
    }
}

/// Short where the deadline is what is waited for.
pub fn short() -> Limits {
    let step = Duration::from_millis(400);
    Limits {
        connect: step,
        tls: step,
        http: step,
        ..limits()
    }
}

pub fn target(text: &str) -> Target {
    Target::parse(text, Origin::Argument { number: 1 }).unwrap()
}

/// Straight to every target, once.
async fn run(
    targets: impl IntoIterator<Item = Target>,
    limits: &Limits,
    start: Moment,
    done: impl FnMut(usize, Attempt),
) {
    let routed = targets.into_iter().map(|target| (target, Route::default()));
    let world = World::at(start);
    world.run(routed, limits, no_follow(), done).await;
}

async fn measure(target: Target, limits: &Limits) -> Attempt {
    let mut attempts = Vec::new();
    run([target], limits, START, |place, attempt| {
        attempts.push((place, attempt));
    })
    .await;
    assert_eq!(attempts.len(), 1);
    attempts.remove(0).1
}

/// The one connection to that address; `role` is written before `=`.
async fn probe(role: &str, address: SocketAddr, limits: &Limits) -> Connection {
    let mut attempt = measure(target(&format!("{role}={address}")), limits).await;
    assert_eq!(attempt.connections.len(), 1);
    attempt.connections.remove(0)
}

pub fn timed_out(fault: Option<&Fault>) -> bool {
    matches!(fault, Some(Fault::TimedOut { .. }))
}

/// Runs to the end within `most`, generously: the machine may be busy.
pub async fn within<T>(most: Duration, what: impl Future<Output = T>) -> T {
    #[expect(clippy::disallowed_methods, reason = "deadlines are what is tested")]
    let begun = Instant::now();
    let out = what.await;
    assert!(begun.elapsed() < most, "took {:?}", begun.elapsed());
    out
}
