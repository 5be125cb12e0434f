//! Which way a connection takes to its target: direct, or through which proxy, and which variable,
//! flag or rule says so. Decides in Go's dialect (golang.org/x/net/http/httpproxy), since MTC,
//! Velero and oc are Go; says where curl would decide otherwise. Pure: reads no environment.

mod curl;
mod in_go;
mod near_miss;
mod no_proxy;
mod proxy_url;
mod reason;
mod scheme;
#[cfg(test)]
mod tests;
mod way;

use crate::target::{Host, Target};

pub use in_go::ProxyInGo;
pub use near_miss::NearMiss;
pub use no_proxy::NoProxy;
pub use proxy_url::{Credentials, ProxyUrl};
pub use reason::{ProxyVariable, RouteFlag, RouteReason, RouteSource};
pub use scheme::{ProxyScheme, SchemeRow};
pub use way::{CurlDiffers, Route, Sourced};

/// Everything that decides routes in a run. Holds credentials, so it is never serialised.
#[derive(Clone, Debug, Default)]
pub struct Routing {
    /// For `https` targets; `--proxy`, else `HTTPS_PROXY` or `https_proxy`.
    pub proxy: Option<Sourced<ProxyUrl>>,
    /// Who names a proxy for `http://` targets: `--proxy`, else `HTTP_PROXY` or `http_proxy`. What is
    /// named is not read: this program asks no proxy for such a target.
    pub clear_proxy: Option<RouteSource>,
    /// `--no-proxy`, else `NO_PROXY` or `no_proxy`.
    pub no_proxy: Option<Sourced<NoProxy>>,
    /// The variable that was to name the proxy, and names none which can be used.
    pub unusable: Option<RouteSource>,
    /// `ALL_PROXY`: Go ignores it, curl does not.
    pub all_proxy: Option<Sourced<ProxyUrl>>,
    /// The proxy was named by a flag: then loopback targets use it too, as with curl.
    pub by_flag: bool,
}

impl Routing {
    /// The route that Go's clients take to this target.
    #[must_use]
    pub fn route(&self, target: &Target) -> Route {
        if target.clear {
            let because = self.exempt(target);
            return Route::direct(because.unwrap_or(RouteReason::NoProxyConfigured));
        }
        let decided = self.decide(target);
        let curl_differs = curl::differs(
            self.proxy.as_ref().or(self.all_proxy.as_ref()),
            self.no_proxy.as_ref(),
            target,
            &decided,
        );
        Route {
            curl_differs,
            ..decided
        }
    }

    /// Who names the proxy through which Go's clients would send their requests to this target, where
    /// it is spoken to in clear. They then ask the proxy itself (RFC 9112 3.2.2), which is not done
    /// here.
    #[must_use]
    pub fn proxy_in_clear(&self, target: &Target) -> Option<&RouteSource> {
        let named = self.clear_proxy.as_ref().filter(|_| target.clear);
        named.filter(|_| self.exempt(target).is_none())
    }

    /// The other way, as a control: direct for a proxied route, proxied for a direct one; `None`
    /// where there is no other.
    #[must_use]
    pub fn control(&self, route: &Route) -> Option<Route> {
        match (&route.proxy, &self.proxy) {
            (Some(_), _) => Some(Route::direct(RouteReason::Control)),
            (None, Some(proxy)) => Some(Route {
                proxy: Some(proxy.value.clone()),
                because: RouteReason::Control,
                curl_differs: None,
            }),
            (None, None) => None,
        }
    }

    fn decide(&self, target: &Target) -> Route {
        let Some(proxy) = &self.proxy else {
            let because = self
                .unusable
                .clone()
                .map_or(RouteReason::NoProxyConfigured, RouteReason::Unusable);
            return Route::direct(because);
        };
        if let Some(because) = self.exempt(target) {
            return Route::direct(because);
        }
        Route {
            proxy: Some(proxy.value.clone()),
            because: RouteReason::Set(proxy.source.clone()),
            curl_differs: None,
        }
    }

    /// Why no proxy is taken to this target, whichever is named.
    fn exempt(&self, target: &Target) -> Option<RouteReason> {
        if !self.by_flag && is_loopback(&target.host) {
            return Some(RouteReason::Loopback);
        }
        let list = self.no_proxy.as_ref()?;
        let entry = list.value.matching(&target.host, target.port)?;
        Some(RouteReason::NoProxyEntry {
            from: list.source.clone(),
            entry: entry.to_owned(),
        })
    }
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Name(name) => name == "localhost",
        Host::Ip(ip) => ip.is_loopback(),
    }
}
