//! A way to a target, and where it was read which.
//! Plain data.

use serde::{Deserialize, Serialize};

use super::ProxyUrl;

/// The way to a target, and why that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// `None`: straight to the target's address.
    pub proxy: Option<ProxyUrl>,
    /// Which variable, flag or rule decided it, in words: `HTTPS_PROXY`, `NO_PROXY entry
    /// .apps.c.test`, `no proxy is configured`.
    pub because: String,
    /// Where curl, given the same, would go another way, in words.
    pub curl_differs: Option<String>,
}

impl Route {
    /// Straight to the target.
    #[must_use]
    pub fn direct(because: impl Into<String>) -> Self {
        Self {
            proxy: None,
            because: because.into(),
            curl_differs: None,
        }
    }

    #[must_use]
    pub const fn is_direct(&self) -> bool {
        self.proxy.is_none()
    }
}

impl Default for Route {
    fn default() -> Self {
        Self::direct("no proxy is configured")
    }
}

impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.proxy {
            None => write!(f, "direct ({})", self.because),
            Some(proxy) => write!(f, "through {proxy} ({})", self.because),
        }
    }
}

/// A proxy or an exception list, with the name of the flag or variable it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    pub source: String,
    pub value: T,
}
