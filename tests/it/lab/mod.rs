//! The lab does what it says: each behaviour, seen by a client that is not ours.
//! Uses rustls and plain sockets only, so that the lab can be trusted to test the rest.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests connect by themselves: the client under test must not prove its own lab"
)]

mod behaviours;
mod certificates;
mod client;
mod cluster;
mod healthy;
mod interceptors;
mod junctions;
mod paths;
mod proxies;
mod shapes;
mod through;
mod tls;
