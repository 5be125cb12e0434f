//! Fields below a heading, put together one by one.
//! Knows nothing of how they are rendered.

use super::block::{Block, Said};
use crate::report::cell::{Cell, LABEL, Tone};

/// The fields of one depth.
pub(in crate::report) struct Fields {
    depth: usize,
    labels: usize,
    pub(in crate::report) blocks: Vec<Block>,
}

impl Fields {
    /// `labels`: the columns that their labels take.
    pub(in crate::report) const fn new(depth: usize, labels: usize) -> Self {
        Self {
            depth,
            labels,
            blocks: Vec::new(),
        }
    }

    /// Below a heading.
    pub(in crate::report) fn headed(heading: Vec<Cell>) -> Self {
        let mut fields = Self::new(1, LABEL);
        fields.blocks.push(Block::heading(heading));
        fields
    }

    pub(in crate::report) fn prose(&mut self, label: &str, text: &str) {
        self.field(label, vec![Said::Prose(Cell::new(Tone::Plain, text))]);
    }

    pub(in crate::report) fn items(&mut self, label: &str, items: Vec<String>) {
        self.field(label, vec![Said::Items(items)]);
    }

    pub(in crate::report) fn field(&mut self, label: &str, said: Vec<Said>) {
        self.push(label, false, said);
    }

    /// One thought, or a list of them.
    pub(in crate::report) fn thoughts(&mut self, label: &str, thoughts: Vec<String>) {
        match thoughts.as_slice() {
            [only] => self.prose(label, only),
            _ => self.field(label, vec![Said::List(thoughts)]),
        }
    }

    /// What a reader in a hurry looks for.
    pub(in crate::report) fn advice(&mut self, label: &str, text: &str) {
        self.push(label, true, vec![Said::Prose(Cell::new(Tone::Plain, text))]);
    }

    fn push(&mut self, label: &str, is_advice: bool, said: Vec<Said>) {
        self.blocks.push(Block::Field {
            depth: self.depth,
            labels: self.labels,
            label: label.to_owned(),
            is_advice,
            said,
        });
    }
}
