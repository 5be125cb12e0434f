//! What is asked of a proxy, in which protocol, and how the asking is waited for.
//! Plain data.

use std::future::Future;
use std::pin::Pin;

use crate::evidence::{Fault, ProxySession};
use crate::measure::stream::ByteStream;
use crate::route::Credentials;
use crate::target::{Host, Target};

pub(super) type BoxedDialogue<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

/// How proxies of one protocol are spoken to.
pub(super) struct ProxyProtocol {
    /// Before the target's host and port, in `ProxySession::asked`.
    pub(super) verb: &'static str,
    /// For `http` it needs no tunnel: the proxy itself takes the request, in the absolute form.
    pub(super) takes_absolute_form: bool,
    pub(super) speak: for<'a> fn(
        &'a mut ByteStream,
        &'a TunnelRequest,
        &'a mut ProxySession,
    ) -> BoxedDialogue<'a>,
}

/// What is asked of a proxy.
pub(super) struct TunnelRequest {
    /// As the proxy gets it: an address where the name is resolved here.
    pub(super) host: Host,
    pub(super) port: u16,
    pub(super) authority: String,
    pub(super) credentials: Option<Credentials>,
}

impl TunnelRequest {
    pub(super) fn new(target: &Target, credentials: Option<Credentials>) -> Self {
        Self {
            host: target.host.clone(),
            port: target.port,
            authority: target.authority_for_others(),
            credentials,
        }
    }
}
