//! A way to a target, and where it was read which.
//! Plain data.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProxyUrl, RouteReason, RouteSource};
use crate::target::Host;

/// The way to a target, and why that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RecordedRoute")]
pub struct Route {
    /// `None`: straight to the target's address.
    pub proxy: Option<ProxyUrl>,
    /// What decided it.
    pub because: RouteReason,
    /// Where curl, given the same, would go another way.
    pub curl_differs: Option<CurlDiffers>,
}

/// The other way that curl would go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CurlDiffers {
    /// Around the proxy.
    GoesDirectly {
        /// The entry of the list of exceptions that covers the host, as curl reads it.
        entry: String,
        /// The target's host.
        host: Host,
    },
    /// Through a proxy.
    UsesProxy {
        /// Which proxy.
        proxy: ProxyUrl,
        /// What tells curl of it.
        source: RouteSource,
    },
}

impl CurlDiffers {
    /// What curl would do, without naming it: `would use http://proxy.test:3128 (HTTPS_PROXY)`.
    #[must_use]
    pub fn deed(&self) -> String {
        match self {
            Self::GoesDirectly { entry, host } => {
                format!("would go directly: to it the entry {entry} covers {host}")
            }
            Self::UsesProxy { proxy, source } => format!("would use {proxy} ({source})"),
        }
    }
}

impl fmt::Display for CurlDiffers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "curl {}", self.deed())
    }
}

impl Route {
    /// Straight to the target.
    #[must_use]
    pub const fn direct(because: RouteReason) -> Self {
        Self {
            proxy: None,
            because,
            curl_differs: None,
        }
    }

    /// No proxy is on the way.
    #[must_use]
    pub const fn is_direct(&self) -> bool {
        self.proxy.is_none()
    }
}

impl Default for Route {
    fn default() -> Self {
        Self::direct(RouteReason::NoProxyConfigured)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.proxy {
            None => write!(f, "direct ({})", self.because),
            Some(proxy) => write!(f, "through {proxy} ({})", self.because),
        }
    }
}

/// A proxy or a list of exceptions, with where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// Where it was read.
    pub source: RouteSource,
    /// What was read.
    pub value: T,
}

#[cfg(test)]
mod tests {
    use super::super::ProxyVariable;
    use super::*;

    fn every() -> [(CurlDiffers, &'static str, &'static str); 2] {
        [
            (
                CurlDiffers::GoesDirectly {
                    entry: ".a.test".into(),
                    host: Host::Name("x.a.test".into()),
                },
                "curl would go directly: to it the entry .a.test covers x.a.test",
                "would go directly: to it the entry .a.test covers x.a.test",
            ),
            (
                CurlDiffers::UsesProxy {
                    proxy: ProxyUrl::parse("http://p.test:3128").expect("a proxy"),
                    source: RouteSource::Variable(ProxyVariable::All),
                },
                "curl would use http://p.test:3128 (ALL_PROXY)",
                "would use http://p.test:3128 (ALL_PROXY)",
            ),
        ]
    }

    #[test]
    fn each_difference_has_its_words() {
        for (differs, sentence, deed) in every() {
            assert_eq!(
                (differs.to_string().as_str(), differs.deed().as_str()),
                (sentence, deed)
            );
        }
    }

    #[test]
    fn each_difference_is_saved_and_read_again() {
        for (differs, ..) in every() {
            let saved = serde_json::to_string(&differs).expect("JSON");
            let read: CurlDiffers = serde_json::from_str(&saved).expect(&saved);
            assert_eq!(read, differs, "{saved}");
        }
    }
}
