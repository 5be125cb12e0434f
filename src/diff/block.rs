//! Endpoints of which the same is to be said, brought together, so that one cause is one block however
//! many endpoints it is about.
//! Pure.

use std::collections::HashMap;

use super::cause::{Cause, Change};
use super::changed::Changed;
use crate::codes::Severity;

/// Causes that these endpoints have in common.
pub struct Block<'d> {
    /// The cause before what follows from it.
    pub causes: Vec<&'d Cause>,
    /// How much the weightiest of them matters.
    pub severity: Severity,
    /// In the order of the comparison.
    pub endpoints: Vec<&'d Changed>,
}

/// The weightiest first, and of those alike the one of most endpoints. What weighs on an endpoint is
/// told together; what does not, each by itself.
#[must_use]
pub fn blocks(all: &[Changed]) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut known: HashMap<Vec<&Cause>, usize> = HashMap::new();
    for changed in all {
        for (causes, severity) in parts(&changed.changes) {
            let at = *known.entry(causes.clone()).or_insert(blocks.len());
            if at == blocks.len() {
                blocks.push(Block {
                    causes,
                    severity,
                    endpoints: Vec::new(),
                });
            }
            let block = &mut blocks[at];
            block.severity = block.severity.max(severity);
            block.endpoints.push(changed);
        }
    }
    blocks.sort_by_key(|b| std::cmp::Reverse((b.severity, b.endpoints.len())));
    blocks
}

fn parts(changes: &[Change]) -> Vec<(Vec<&Cause>, Severity)> {
    let (heavy, light): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| weighs(change));
    let together = heavy.iter().map(|change| change.severity).max();
    let mut parts: Vec<(Vec<&Cause>, Severity)> = Vec::new();
    if let Some(severity) = together {
        let causes = heavy.iter().map(|change| &change.cause).collect();
        parts.push((causes, severity));
    }
    parts.extend(light.iter().map(|c| (vec![&c.cause], c.severity)));
    parts
}

/// A slow moment has nothing to do with what else changed.
fn weighs(change: &Change) -> bool {
    change.severity >= Severity::Warning && !matches!(change.cause, Cause::Slower(_))
}
