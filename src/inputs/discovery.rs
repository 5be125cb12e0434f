//! What an endpoint's own answer says about further endpoints: OAuth metadata of an API server, the token realm of a registry.
//! Reads evidence only; pure.

use crate::evidence::Attempt;
use crate::target::Target;

/// What the user says about discovery.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// `--apps-domain`: where the usual names live, where the answers do not tell.
    pub apps_domain: Option<String>,
}

impl Discovery {
    /// The targets that this attempt makes known; none where it was not given for discovery, or did not answer.
    #[must_use]
    pub fn from(&self, _attempt: &Attempt) -> Vec<Target> {
        Vec::new()
    }
}
