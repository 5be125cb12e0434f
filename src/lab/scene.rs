//! The proxied scene of the lab: three proxies in front of the same endpoints, each with its fault.
//! Combines what `proxy` and `intercept` can do; the endpoints belong to `openshift`.

use std::io;
use std::net::SocketAddr;

use super::endpoint::LabEndpoint;
use super::intercept::{Interceptor, InterceptorKind};
use super::proxy::{Mode, Proxy, ProxyDraft};

/// User and password of the proxy that asks for them. Not a secret: they open nothing but this lab.
const CREDENTIALS: (&str, &str) = ("migration", "lab-only");

/// One proxy of the lab. All three resolve every name of the lab.
#[derive(Clone, Debug)]
pub struct LabProxy {
    /// What it does, in a word or two: `forbids`, `wants credentials`, `intercepts`.
    pub name: &'static str,
    /// Where it listens, on loopback.
    pub address: SocketAddr,
    /// Its URL as in HTTPS_PROXY, without credentials.
    pub url: String,
    /// The name of the endpoint whose connection through this proxy fails.
    pub target: String,
    /// User and password, if the proxy asks for them.
    pub credentials: Option<(&'static str, &'static str)>,
    /// What this proxy teaches, in one line.
    pub story: &'static str,
    /// The code of that endpoint's headline through this proxy, with no credentials given.
    pub expected: &'static str,
}

/// The proxies, running until dropped.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) proxies: Vec<LabProxy>,
    _running: Vec<Proxy>,
}

impl Scene {
    /// Starts proxies in front of these endpoints; `target` is the one with which they have a
    /// fault.
    pub(super) async fn start(
        now: i64,
        endpoints: &[LabEndpoint],
        target: &str,
    ) -> io::Result<Self> {
        let knowing = |mode| {
            let draft = ProxyDraft::new(mode);
            endpoints.iter().fold(draft, |draft, endpoint| {
                draft.resolves(&endpoint.name, endpoint.address)
            })
        };
        let (user, password) = CREDENTIALS;
        let drafts = [
            knowing(Mode::Tunnel).denies(target),
            knowing(Mode::Tunnel).requires(user, password),
            knowing(Mode::Intercepts(Interceptor::new(
                now,
                InterceptorKind::SquidBump,
            )?)),
        ];
        let rows = [
            (
                "forbids",
                "its rules forbid the OAuth server: the console loads, and the login times out",
                "proxy-denied",
                None,
            ),
            (
                "wants credentials",
                "nobody passes without user and password: they belong into httpsProxy",
                "proxy-auth-required",
                Some(CREDENTIALS),
            ),
            (
                "intercepts",
                "answers TLS itself, with certificates of its own CA: no bundle may contain it",
                "intercepted",
                None,
            ),
        ];
        let (mut proxies, mut running) = (Vec::new(), Vec::new());
        for (draft, (name, story, expected, credentials)) in drafts.into_iter().zip(rows) {
            let proxy = draft.start().await?;
            let (address, url) = (proxy.address(), proxy.url());
            proxies.push(LabProxy {
                name,
                address,
                url,
                target: target.into(),
                credentials,
                story,
                expected,
            });
            running.push(proxy);
        }
        Ok(Self {
            proxies,
            _running: running,
        })
    }
}
