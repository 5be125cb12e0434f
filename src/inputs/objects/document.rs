//! What a file of objects comes to: documents that could be read, flaws for those that could not.
//! Plain data, and how a foreign key or word is repeated in a message.

use serde_json::Value;

use crate::quote::visible;

/// A document that could be read.
pub(super) struct ObjectDocument {
    /// From 1; empty ones do not count.
    pub number: usize,
    pub value: Value,
}

/// A document that could not.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    pub document: usize,
    /// In the file, from 1.
    pub line: Option<usize>,
    pub what: String,
    pub hint: &'static str,
}

/// What a file came to.
#[derive(Default)]
pub(super) struct Documents {
    pub read: Vec<ObjectDocument>,
    pub flaws: Vec<Flaw>,
}

/// More broken documents than anyone corrects by hand: another kind of file.
const MOST_FLAWS: usize = 50;
/// More objects than one cluster has of the kinds that MTC touches; a List is one document.
const MOST_DOCUMENTS: usize = 20_000;
pub(super) const TAKE_AGAIN: &str = "take it again, whole: oc get KIND NAME -o yaml > FILE";

impl Documents {
    /// The number of the next document.
    pub(super) fn next(&self) -> usize {
        self.read.len() + self.flaws.len() + 1
    }

    /// Whether there is so much, or so much of it is broken, that the rest is not worth a look.
    pub(super) fn is_hopeless(&self) -> bool {
        self.flaws.len() >= MOST_FLAWS || self.read.len() >= MOST_DOCUMENTS
    }

    pub(super) fn push(&mut self, value: Value) {
        let number = self.next();
        self.read.push(ObjectDocument { number, value });
    }

    pub(super) fn flaw(
        &mut self,
        line: Option<usize>,
        what: impl Into<String>,
        hint: &'static str,
    ) {
        let document = self.next();
        self.flaws.push(Flaw {
            document,
            line,
            what: what.into(),
            hint,
        });
    }
}

/// A key as a message may repeat it.
pub(super) fn shown_key(key: &str) -> String {
    format!("`{}`", shown(key))
}

/// A foreign word as a message may repeat it.
pub(super) fn shown(word: &str) -> String {
    let short: String = word.chars().take(60).collect();
    visible(&format!(
        "{short}{}",
        if short.len() < word.len() { "..." } else { "" }
    ))
}
