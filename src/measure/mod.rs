//! Targets → attempts: the only code that meets the network. It writes down what happened, step by
//! step, and never judges. May name the words (`evidence`, `target`, `route`, …) only.

mod aia;
pub mod alone;
mod body;
mod byte_reader;
mod channel;
mod client_hello;
mod clock;
mod connection;
mod context;
mod deadline;
mod dns;
mod examine;
mod extra;
mod fault;
mod files;
mod headers;
mod hello;
mod http;
mod in_clear;
mod incoming;
mod issuers;
mod limits;
mod listen;
mod offer;
mod p521;
mod pace;
mod permission;
mod probe_request;
mod proxy;
mod queue;
mod recorder;
mod reply;
mod scrub;
mod stream;
mod tcp;
mod tls;
mod waits;
mod whereabouts;
mod world;
mod zone;

use std::sync::Arc;

use crate::evidence::{Attempt, FollowRequest};

pub use clock::Clock;
pub use examine::{Examined, Examiner};
pub use files::raise_open_file_limit;
pub use limits::{Families, Limits, NamedHosts, Rate, Resolve};
pub use probe_request::Assignment;
pub use whereabouts::{RunningStep, Stage, Whereabouts};
pub use world::World;

/// Asked after each measurement of a target, with everything met so far, for the next one that
/// would settle a doubt.
pub type Follow = Arc<dyn Fn(&Attempt) -> Option<FollowRequest> + Send + Sync>;

/// No further measurements.
#[must_use]
pub fn no_follow() -> Follow {
    Arc::new(|_| None)
}
