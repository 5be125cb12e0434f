//! The proxy that a finding is about, and what it revealed about itself. Plain data, shared by the
//! families that speak of proxies; holds no credentials that could be shown.

use super::NoProxyEntry;
use crate::foreign::Foreign;
use crate::judge::Product;
use crate::route::{ProxyUrl, RouteReason};

/// A configured proxy at work for one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtProxy {
    /// The proxy.
    pub proxy: ProxyUrl,
    /// Why this endpoint is reached through it.
    pub because: RouteReason,
    /// What to add to a noProxy list, so that the endpoint is reached directly.
    pub no_proxy: NoProxyEntry,
    /// Its header `X-Squid-Error`, as sent.
    pub squid_error: Option<Foreign>,
    /// The product that wrote its answer.
    pub product: Option<Product>,
}
