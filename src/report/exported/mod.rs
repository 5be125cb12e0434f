//! What `export-bundle` says of a bundle on stderr: what was written and for whom, which CA nobody
//! has confirmed, what other clients make of it, and why endpoints have none. Decides nothing.

mod confirmed;
mod files;
mod given;
mod held;
mod notes;
mod reason;
mod refused;
mod telling;
mod written;

use super::TextStyle;
use super::document::Text;
use crate::bundle::{ProofNote, Standing};
use crate::error::Error;

pub use given::Exported;

/// That a bundle was written: its certificates, whom each is for and who confirms it; then what is
/// worth knowing about it.
///
/// # Errors
/// The evidence cannot be read back.
pub fn exported_text(exported: &Exported<'_>, style: &TextStyle) -> Result<String, Error> {
    let held = held::all(exported)?;
    let mut blocks = written::blocks(exported, &held);
    blocks.extend(confirmed::missing(exported, &held)?);
    blocks.extend(notes::blocks(exported.bundle, |_| true));
    Ok(Text::whole(&blocks, *style))
}

/// Why the exit code is 1 though all endpoints verify: which CA a given file contradicts, and which
/// chains the bundle is not proved for. Nothing where there is none.
#[must_use]
pub fn doubts_text(exported: &Exported<'_>, style: &TextStyle) -> String {
    let mut blocks = confirmed::contradictions(exported);
    let unproved = notes::blocks(exported.bundle, ProofNote::is_of_an_unproved_chain);
    blocks.extend(unproved);
    Text::whole(&blocks, *style)
}

/// What is to be done with a bundle first, as nobody or somebody has confirmed its CAs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confirmation {
    /// It may be applied.
    Whole,
    /// It is to be compared before.
    Lacking,
    /// A given file speaks against a CA: it must not be applied as it is.
    Contradicted,
}

impl Confirmation {
    /// Of this bundle.
    #[must_use]
    pub fn of(exported: &Exported<'_>) -> Self {
        let all = exported.bundle.anchors.iter();
        let worst = all.map(|anchor| match Standing::of(anchor, exported.witnesses) {
            Standing::Contradicted(_) => Self::Contradicted,
            Standing::NotConfirmed | Standing::Repeated(_) => Self::Lacking,
            Standing::ConfirmedBy(_) | Standing::Named | Standing::Held => Self::Whole,
        });
        worst.max().unwrap_or(Self::Whole)
    }
}

/// Which endpoints have no bundle, why, and what to do; nothing where each has one. `written`: there
/// is one for the others.
///
/// # Errors
/// The evidence cannot be read back.
pub fn refused_text(
    exported: &Exported<'_>,
    written: bool,
    style: &TextStyle,
) -> Result<String, Error> {
    Ok(Text::whole(&refused::blocks(exported, written)?, *style))
}
