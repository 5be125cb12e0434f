//! What a list of exceptions from the proxy lacks. Plain data in Go's dialect, shared by the findings
//! that say what to add to noProxy.

use std::fmt;

use crate::target::Host;

/// An entry of noProxy by which an endpoint is reached directly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoProxyEntry {
    /// Every host below a domain, with the leading dot: `.apps.west.example.test`.
    Below(String),
    /// The endpoint's own host.
    Itself(Host),
}

impl NoProxyEntry {
    /// Everything below `apps` for a route, the host itself otherwise.
    #[must_use]
    pub fn of(host: &Host) -> Self {
        let domain = match host {
            Host::Name(name) => name.find(".apps.").map(|at| &name[at..]),
            Host::Ip(_) => None,
        };
        match domain {
            Some(domain) => Self::Below(domain.to_owned()),
            None => Self::Itself(host.clone()),
        }
    }
}

/// As it stands in the list.
impl fmt::Display for NoProxyEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(domain) => f.write_str(domain),
            Self::Itself(host) => host.fmt(f),
        }
    }
}
