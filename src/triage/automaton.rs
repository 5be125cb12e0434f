//! One search for everything that is looked for: of each pattern the text that is least likely to
//! stand in other lines. Lines without any of these texts are never taken apart.
//! Decides nothing: a text that was found only says which patterns are worth trying.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use super::row::Row;
use super::rows::rows;
use crate::codes::Code;
use crate::dialects::others;
use crate::dialects::pattern::Pattern;

/// What is worth trying on a line that holds a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Candidate {
    /// A pattern of a row; its number is its rank.
    Row(usize, &'static Row, Pattern),
    /// A pattern of another program's.
    Network(Code, Pattern),
    /// The line is an error to its writer.
    ErrorLine,
}

/// How lines begin, or what they hold, that are errors to their writers.
const ERROR_LINES: [&str; 15] = [
    "level=error",
    "level=fatal",
    "level=panic",
    "\"level\":\"error\"",
    "\"level\":\"fatal\"",
    "\"level\":\"panic\"",
    "\"level\":\"dpanic\"",
    "\tERROR\t",
    "ERRO[",
    "FATA[",
    // klog, at the beginning of a line: the level, and the tens of the month.
    "\nE0",
    "\nE1",
    "rsync error: ",
    "FAILED! => ",
    " LOG3[",
];

/// The search.
pub(super) struct Automaton {
    search: AhoCorasick,
    /// By the number of the text.
    candidates: Vec<Vec<Candidate>>,
}

/// Every text that is looked for, to hold other programs against this one.
#[must_use]
pub fn literals() -> Vec<String> {
    texts()
        .into_keys()
        .map(|text| text.trim().to_owned())
        .collect()
}

/// The texts, each with what is worth trying where it stands.
fn texts() -> BTreeMap<String, Vec<Candidate>> {
    let mut texts: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for (rank, row) in rows().enumerate() {
        for pattern in row.patterns.iter().map(|text| Pattern::new(text)) {
            let candidate = Candidate::Row(rank, row, pattern);
            texts.entry(rarest(pattern)).or_default().push(candidate);
        }
    }
    for (code, pattern) in others::logged() {
        let candidate = Candidate::Network(code, pattern);
        // A word or two count behind a colon only.
        let text = match rarest(pattern) {
            text if others::counts_at_the_end(pattern) => format!(": {text}"),
            text => text,
        };
        texts.entry(text).or_default().push(candidate);
    }
    for text in ERROR_LINES {
        let candidates = texts.entry(text.to_owned()).or_default();
        candidates.push(Candidate::ErrorLine);
    }
    texts.remove("");
    texts
}

impl Automaton {
    /// Of every row and of every program's lines, made once.
    pub(super) fn shared() -> &'static Self {
        static SHARED: LazyLock<Automaton> = LazyLock::new(Automaton::new);
        &SHARED
    }

    fn new() -> Self {
        let texts = texts();
        // The texts are short and few: no bound of the builder is near.
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(texts.keys())
            .unwrap_or_else(|_| unreachable!("a few hundred short texts"));
        Self {
            search,
            candidates: texts.into_values().collect(),
        }
    }

    /// Where the first text that is looked for ends, from this byte on.
    pub(super) fn first(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let input = Input::new(bytes).range(from..).earliest(true);
        self.search.find(input).map(|found| found.end())
    }

    /// All that is worth trying on this line.
    pub(super) fn candidates(&self, line: &str) -> Vec<Candidate> {
        let mut texts: Vec<usize> = self
            .search
            .find_overlapping_iter(line)
            .map(|found| found.pattern().as_usize())
            .collect();
        texts.sort_unstable();
        texts.dedup();
        let found = texts.iter().flat_map(|text| &self.candidates[*text]);
        // The line break before klog's lines is not a part of them.
        let of_klog = ["E0", "E1"].iter().any(|start| line.starts_with(start));
        let of_klog = of_klog.then_some(Candidate::ErrorLine);
        found.copied().chain(of_klog).collect()
    }
}

/// As much of a text as is looked for: a longer one makes the search larger, not better.
const LONGEST: usize = 32;

/// The longest text of a pattern.
fn rarest(pattern: Pattern) -> String {
    let literals = pattern.literals();
    // What is quoted in a line has backslashes before these.
    let parts = literals
        .into_iter()
        .flat_map(|text| text.split(['"', '\\', '\n']));
    let longest = parts.max_by_key(|text| text.len());
    let text = longest.unwrap_or_default();
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}
