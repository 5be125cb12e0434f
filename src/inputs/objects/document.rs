//! What was read from a file of objects: the documents, and a flaw for each that could not be read.
//! Plain data, and how a message repeats a foreign key or word.

use super::packed::PackedDocument;
use crate::error::Problem;
use crate::foreign::visible;

/// A document that could be read.
pub(super) struct ObjectDocument {
    /// Its number in the file, from 1; empty documents do not count.
    pub number: usize,
    pub packed: PackedDocument,
    /// Nothing of it can be missing: JSON has an end. YAML that is cut off between two lines is valid.
    pub is_whole: bool,
}

/// A document that could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    pub document: usize,
    /// The line in the file, from 1.
    pub line: Option<usize>,
    pub what: String,
    pub hint: &'static str,
}

/// What was read from one file.
#[derive(Default)]
pub(super) struct Documents {
    pub read: Vec<ObjectDocument>,
    pub flaws: Vec<Flaw>,
}

/// With so many broken documents the file is of another kind: nobody corrects them by hand.
const MOST_FLAWS: usize = 50;
/// The most documents that are read: more than one cluster has objects of the kinds that MTC
/// touches. A List is one document.
const MOST_DOCUMENTS: usize = 20_000;
/// What is said of a document with an object of more values than any has, and what to do.
pub(super) const TOO_LARGE: (&str, &str) = (
    "an object with more values than a cluster stores in one",
    "give the object as oc get ... -o yaml prints it",
);
pub(super) const TAKE_AGAIN: &str = "take it again, whole: oc get KIND NAME -o yaml > FILE";

impl Documents {
    /// The number of the next document.
    pub(super) fn next(&self) -> usize {
        self.read.len() + self.flaws.len() + 1
    }

    /// Whether the rest is not worth reading: too many documents, or too many broken ones.
    pub(super) fn is_hopeless(&self) -> bool {
        self.flaws.len() >= MOST_FLAWS || self.read.len() >= MOST_DOCUMENTS
    }

    pub(super) fn push(&mut self, packed: PackedDocument, is_whole: bool) {
        let number = self.next();
        self.read.push(ObjectDocument {
            number,
            packed,
            is_whole,
        });
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

/// The problems of one input, each with the number of its document. The first of them are kept, the
/// others counted: a file can have millions.
#[derive(Default)]
pub(super) struct Problems {
    kept: Vec<(usize, Problem)>,
    more: usize,
}

/// At most so many problems of one input are reported one by one.
pub(super) const MOST_PROBLEMS: usize = 200;

impl Problems {
    /// Makes the problem only where it is kept.
    pub(super) fn add(&mut self, document: usize, problem: impl FnOnce() -> Problem) {
        if self.kept.len() < MOST_PROBLEMS {
            self.kept.push((document, problem()));
        } else {
            self.more += 1;
        }
    }

    /// In the order of their documents, and what `source` has more of.
    pub(super) fn finish(mut self, source: &str, others: &[Problem]) -> Vec<Problem> {
        self.kept.sort_by_key(|(document, _)| *document);
        let kept = self.kept.into_iter().map(|(_, problem)| problem);
        let mut problems: Vec<Problem> = kept.chain(others.iter().cloned()).collect();
        let more = self.more + problems.len().saturating_sub(MOST_PROBLEMS);
        problems.truncate(MOST_PROBLEMS);
        if more > 0 {
            let what = format!("{more} more problems");
            problems.push(Problem::new(source, what, TAKE_AGAIN));
        }
        problems
    }
}

/// A foreign key, cut and quoted for a message.
pub(super) fn shown_key(key: &str) -> String {
    format!("`{}`", shown(key))
}

/// A foreign word, cut and made harmless for a message.
pub(super) fn shown(word: &str) -> String {
    let short: String = word.chars().take(60).collect();
    visible(&format!(
        "{short}{}",
        if short.len() < word.len() { "..." } else { "" }
    ))
}
