//! What is said of a class, a family, a kind of endpoint or a word of this program, whatever was met.
//! Decides nothing: the sentences are those of the language.

use super::en;
use crate::codes::{Code, Family};
use crate::roles::RoleRef;

/// What is said of a kind of endpoint.
#[derive(Debug)]
pub struct RoleTold {
    /// What it is called.
    pub title: &'static str,
    /// The answer that proves it.
    pub expects: &'static str,
    /// Who is given a CA bundle for it.
    pub given: &'static str,
    /// How it comes to be exposed, or where else it may be.
    pub exposed: &'static str,
}

/// What to do about this class, whichever endpoint shows it.
#[must_use]
pub fn remedy_of_any(code: Code) -> String {
    en::generally::remedy(code)
}

/// What the verdicts of a family have in common.
#[must_use]
pub const fn family_means(family: Family) -> &'static str {
    en::spoken::family(family)
}

/// What is said of a kind of endpoint.
#[must_use]
pub const fn role_told(role: RoleRef) -> RoleTold {
    let text = en::roles::text(role.0.kind);
    RoleTold {
        title: text.title,
        expects: text.expects,
        given: text.given,
        exposed: text.exposed,
    }
}

/// The words that reports use, each with its other forms, and what it means.
#[must_use]
pub const fn spoken() -> &'static [(&'static [&'static str], &'static str)] {
    en::spoken::WORDS
}
