//! What an object is called in reports: with its source where several clusters have one of its name.
//! Counts names; knows nothing else of objects.

use std::collections::HashMap;

use crate::foreign::on_one_line;
use crate::mtc::{Outlook, OutlookBrief, Outlooks, location};

/// How often each object is there by its name alone, of which the hash is kept: several clusters have
/// the same.
pub(super) struct Namesakes(HashMap<u64, u32>);

impl Namesakes {
    pub(super) fn of(all: &dyn Outlooks) -> Self {
        let mut counts = HashMap::new();
        for brief in all.briefs() {
            *counts.entry(brief.called).or_insert(0) += 1;
        }
        Self(counts)
    }

    /// The object, with its source where another one is called the same.
    pub(super) fn who(&self, outlook: &Outlook) -> String {
        let object = &outlook.object;
        let at = location(object);
        let place = at.map(|n| format!("[{n}]")).unwrap_or_default();
        let from = match self.0.get(&OutlookBrief::of(outlook).called) {
            Some(2..) => format!(" ({})", object.source),
            _ => String::new(),
        };
        on_one_line(&format!("{}{place}{from}", object.object))
    }
}
