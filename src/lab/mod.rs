//! The embedded lab: fresh test certificates, and servers on loopback that behave and misbehave on
//! purpose, for `probe demo` and the tests. Names nothing else of ours, so that what it proves is
//! not proved with the code under proof; reads no clock and touches no file.
//!
//! - [`pki`]: what a certificate shall say ([`Draft`]); [`issued`]: the certificate and its key
//!   ([`Issued`])
//! - [`tls`]: how a TLS server presents itself ([`Tls`], [`Identity`])
//! - [`http`]: what is answered at which path ([`Site`], [`Answer`])
//! - [`server`]: one server ([`Server`]) and all it can do ([`Behaviour`])
//! - [`client`]: a client that trusts one file and nothing else
//! - [`proxy`]: forward proxies ([`Proxy`], [`ProxyDraft`]); [`intercept`]: what mints certificates
//!   in between ([`Interceptor`])
//! - [`path`]: what else can stand on a path ([`Interference`])
//! - [`healthy`]: networks that only look as if somebody intercepted
//! - [`absent`]: ports where nobody answers
//! - [`cluster`]: clusters of other shapes: OpenShift 3, an OAuth server elsewhere, none at all
//!   ([`cluster::Cluster`])
//! - [`openshift`]: a small migration's worth of endpoints ([`Lab`]); [`scene`]: proxies before
//!   them ([`LabProxy`])

pub mod absent;
pub mod client;
pub mod cluster;
pub mod healthy;
pub mod http;
pub mod intercept;
pub mod issued;
mod misbehave;
mod on_demand;
pub mod openshift;
pub mod path;
pub mod pki;
pub mod proxy;
pub mod scene;
pub mod server;
mod services;
mod storages;
pub mod tls;
mod wire;

pub use absent::{FullBacklog, Refused};
pub use http::{Answer, Pace, Site};
pub use intercept::{Interceptor, Kind};
pub use issued::Issued;
pub use openshift::{Lab, LabEndpoint};
pub use path::{Cut, Interference};
pub use pki::{Draft, KeyType, Purpose};
pub use proxy::{Mode, Product, Proxy, ProxyDraft};
pub use scene::LabProxy;
pub use server::{Behaviour, Delivery, Port, Server};
pub use tls::{Identity, Tls};
