//! What `export-bundle` says of a bundle on stderr: what was written and for whom, which CA nobody
//! has confirmed, what other clients make of it, and why endpoints have none. Decides nothing.

mod confirmed;
mod given;
mod held;
mod notes;
mod refused;
mod written;

use super::TextStyle;
use super::document::Text;
use crate::bundle::ProofNote;

pub use given::Exported;

/// That a bundle was written: its certificates, whom each is for and who confirms it; then what is
/// worth knowing about it.
#[must_use]
pub fn exported_text(exported: &Exported<'_>, style: &TextStyle) -> String {
    let held = held::all(exported);
    let mut blocks = written::blocks(exported, &held);
    blocks.extend(confirmed::missing(exported, &held));
    blocks.extend(notes::blocks(exported.bundle, |_| true));
    Text::whole(&blocks, *style)
}

/// Which chains the bundle is not proved for though their endpoints verify: why the exit code is 1.
/// Nothing where there is none.
#[must_use]
pub fn unproved_text(exported: &Exported<'_>, style: &TextStyle) -> String {
    let notes = notes::blocks(exported.bundle, ProofNote::is_of_an_unproved_chain);
    Text::whole(&notes, *style)
}

/// Which endpoints have no bundle, why, and what to do; nothing where each has one. `written`: there
/// is one for the others.
#[must_use]
pub fn refused_text(exported: &Exported<'_>, written: bool, style: &TextStyle) -> String {
    Text::whole(&refused::blocks(exported, written), *style)
}
