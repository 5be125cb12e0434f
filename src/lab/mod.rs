//! The embedded lab: fresh test certificates, and servers on loopback that behave and misbehave on
//! purpose, for `probe demo` and the tests. Names nothing else of ours, so that what it proves is
//! not proved with the code under proof; reads no clock and touches no file.
//!
//! - [`pki`]: what a certificate shall say ([`CertDraft`]); [`issued`]: the certificate and its key
//!   ([`Issued`])
//! - [`tls`]: how a TLS server presents itself ([`TlsSettings`], [`ServerIdentity`])
//! - [`http`]: what is answered at which path ([`Site`], [`LabAnswer`])
//! - [`server`]: one server ([`Server`]) and all it can do ([`Behaviour`])
//! - [`client`]: a client that trusts one file and nothing else
//! - [`proxy`]: forward proxies ([`Proxy`], [`ProxyDraft`]); [`intercept`]: what mints certificates
//!   in between ([`Interceptor`])
//! - [`wire`]: what everything in between does with a connection; [`services`]: what OpenShift's
//!   services answer a stranger
//! - [`openshift`]: a small migration's worth of endpoints ([`Lab`]); [`scene`]: proxies before
//!   them ([`LabProxy`])

pub mod behaviour;
pub mod client;
pub mod endpoint;
pub mod http;
pub mod identity;
pub mod intercept;
pub mod issued;
mod misbehave;
mod on_demand;
pub mod openshift;
pub mod pki;
pub mod proxy;
pub mod scene;
pub mod server;
pub mod services;
mod storages;
pub mod tls;
mod wall_clock;
pub mod wire;

pub use behaviour::{Behaviour, ChainDelivery};
pub use endpoint::LabEndpoint;
pub use http::{LabAnswer, Pace, Site};
pub use identity::ServerIdentity;
pub use intercept::{Interceptor, InterceptorKind};
pub use issued::Issued;
pub use openshift::Lab;
pub use pki::{CertDraft, KeyType, Purpose};
pub use proxy::{Mode, Proxy, ProxyDraft, ProxyProduct};
pub use scene::LabProxy;
pub use server::{Port, Server};
pub use tls::TlsSettings;
