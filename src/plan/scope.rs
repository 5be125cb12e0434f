//! Which roles a run is about. What is discovered later is measured only if it has one of them.
//! Which role has a part in a login is its own row (`roles`).

use crate::roles::{ROLES, RoleRef};

/// The roles that a run measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleScope {
    /// All.
    All,
    /// Those that have a part in a login to the MTC console: the API server names the OAuth server
    /// and the apps domain; console and OAuth server are the two measured legs.
    Login,
}

impl RoleScope {
    /// Whether endpoints of this role are measured.
    #[must_use]
    pub fn includes(self, role: RoleRef) -> bool {
        self == Self::All || role.in_login.is_some()
    }

    /// Their names, in the order of reports.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        ROLES
            .iter()
            .copied()
            .filter(|role| self.includes(*role))
            .map(|role| role.0.name)
            .collect()
    }
}
