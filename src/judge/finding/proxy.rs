//! Family `proxy-interference`, the part about a configured proxy and the two routes to a target.
//! Plain data; `interference` has what interferes without being configured.

use super::{AtProxy, NoProxyEntry};
use crate::dialects::go::GoRefusal;
use crate::evidence::Fault;
use crate::foreign::Foreign;
use crate::route::{ProxyUrl, RouteReason};

/// What is wrong with a configured proxy, or with the choice of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// Its name does not resolve, or nothing answers at its address.
    ProxyUnreachable {
        /// Which proxy.
        at: Box<AtProxy>,
        /// The fault of the lookup or of the connection.
        fault: Fault,
    },
    /// It wants credentials, or others than were given.
    ProxyAuthRequired {
        /// Which proxy; whether credentials were given is part of its URL.
        at: Box<AtProxy>,
        /// What it asks for.
        wanted: Wanted,
    },
    /// Its rules do not allow a way to this target.
    ProxyDenied {
        /// Which proxy.
        at: Box<AtProxy>,
        /// How it refused.
        fault: Fault,
    },
    /// It has no address for the target's name.
    ProxyCannotResolve {
        /// Which proxy.
        at: Box<AtProxy>,
        /// How it refused.
        fault: Fault,
    },
    /// What answers there does not understand what a proxy is asked.
    ProxyNotAProxy {
        /// Which proxy.
        at: Box<AtProxy>,
        /// What came instead.
        fault: Fault,
    },
    /// It tried and did not get through to the target.
    ProxyCannotConnect {
        /// Which proxy.
        at: Box<AtProxy>,
        /// How it refused.
        fault: Fault,
    },
    /// It is spoken to inside TLS, and Go refuses its own chain.
    ProxyUntrusted {
        /// The proxy.
        proxy: ProxyUrl,
        /// Why Go refuses the chain for the proxy's name.
        refusal: GoRefusal,
        /// Label of the leaf that it presented.
        presented: Foreign,
    },
    /// A page or a redirect came where the target's TLS was due.
    ProxyAnswersInClear {
        /// The proxy.
        proxy: ProxyUrl,
        /// What to add to noProxy.
        no_proxy: NoProxyEntry,
        /// What came.
        answer: InClear,
    },
    /// It opened a tunnel and ended, or starved, it once TLS began.
    ProxyCutsTunnel {
        /// The proxy.
        proxy: ProxyUrl,
        /// How the session ended.
        fault: Fault,
        /// What to add to noProxy.
        no_proxy: NoProxyEntry,
        /// What is known of the server at its end.
        end: TunnelEnd,
    },
    /// It minted a certificate for a name that cannot exist, and let this endpoint through.
    ProxyInterceptsOthers {
        /// The proxy.
        proxy: ProxyUrl,
    },
    /// Through the proxy the endpoint fails, directly it answers.
    NoProxyMissing {
        /// What to add to noProxy.
        no_proxy: NoProxyEntry,
        /// The proxy.
        proxy: ProxyUrl,
        /// Why it was used.
        because: RouteReason,
    },
    /// Directly the endpoint fails, through the proxy it answers.
    ProxyRequired {
        /// The proxy.
        proxy: ProxyUrl,
        /// Why it was not used.
        because: RouteReason,
    },
}

/// What a proxy asks for before it gives a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Its headers `Proxy-Authenticate`, as sent; at least one.
    Schemes {
        /// The headers.
        all: Vec<Foreign>,
        /// Basic is among them (RFC 7617), the only one that the clients of a migration know.
        basic: bool,
    },
    /// It says only that it wants something.
    NothingNamed,
    /// User and password, over SOCKS (RFC 1929).
    SocksPassword,
    /// The same, and others than were given.
    AnotherSocksPassword,
}

/// What came in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InClear {
    /// A redirect in reply to CONNECT.
    Redirect {
        /// Its status, 300 to 399.
        status: u16,
        /// The words behind the status, as sent.
        reason: Foreign,
        /// Its header `Location`, as sent.
        to: Option<Foreign>,
    },
    /// Bytes inside the tunnel that are no TLS, as the handshake's fault has them.
    Bytes(Fault),
}

/// The server that a tunnel leads to, as far as that can be known from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TunnelEnd {
    /// The one that the proxy's own lookup of the name leads to.
    OfItsLookup,
    /// The one at the address that the proxy was given, so that it looked nothing up.
    OfGivenAddress,
    /// The target's own: under other names its certificate is shown.
    Own,
}

codes_of!(ProxyFault {
    ProxyUnreachable,
    ProxyAuthRequired,
    ProxyDenied,
    ProxyCannotResolve,
    ProxyNotAProxy,
    ProxyCannotConnect,
    ProxyUntrusted,
    ProxyAnswersInClear,
    ProxyCutsTunnel,
    ProxyInterceptsOthers,
    NoProxyMissing,
    ProxyRequired,
});
