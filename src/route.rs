//! Which way a connection takes to its target.
//! May name `target` only; pure.

use serde::{Deserialize, Serialize};

/// The way to a target. Proxies become further variants, each with the variable or rule that chose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via", rename_all = "kebab-case")]
pub enum Route {
    /// Straight to the target's address.
    #[default]
    Direct,
}

impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Direct => f.write_str("direct"),
        }
    }
}
