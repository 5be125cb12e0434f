//! What is said of logins to the MTC console, at length and in brief.
//! Decides nothing: the findings are `mtc`'s.

use super::en;
use crate::mtc::login::{Login, LoginFinding, LoginPlace, LoginStep};

/// Where a leg of a login begins or ends.
#[must_use]
pub const fn login_place(place: LoginPlace) -> &'static str {
    en::login::place(place)
}

/// One thing that a login's legs come to.
#[must_use]
pub fn login_finding(finding: &LoginFinding) -> String {
    en::login::finding(finding)
}

/// What a login comes to, in one line.
#[must_use]
pub fn login_in_brief(login: &Login) -> String {
    let parts = login.diagnosis.iter().filter_map(en::login::brief);
    parts.collect::<Vec<_>>().join(", ")
}

/// What to do next about a login.
#[must_use]
pub fn login_step(step: &LoginStep) -> String {
    en::login::step(step)
}
