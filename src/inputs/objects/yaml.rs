//! One YAML document → a JSON value, with bounds on what its aliases may expand to. Errors are in
//! our own words. Pure; a parser's own message may repeat what it read, so none is passed on.

use serde_json::Value;
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Error, Options};

use super::document::{TAKE_AGAIN, TOO_LARGE, shown_key};
use super::packed::{PackedDocument, Packing};

/// The deepest nesting, which is also that of JSON; no object is so deep.
const DEEPEST: usize = 128;
/// The most keys and values; the largest file of objects has fewer.
const MOST_NODES: usize = 3_000_000;
/// The most nodes that aliases may expand to; no object that a cluster prints has an alias.
const MOST_UNFOLDED: usize = 100_000;

pub(in crate::inputs) struct Broken {
    /// The line in the document, from 1.
    pub line: Option<usize>,
    pub what: String,
    pub hint: &'static str,
}

pub(in crate::inputs) fn read(text: &str) -> Result<Value, Broken> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|e| broken(text, &e))
}

/// Reads a document whose items are packed.
pub(super) fn read_packed(text: &str) -> Result<PackedDocument, Broken> {
    let mut packing = Packing::new();
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, options(), |from| {
        packing.read(from)
    });
    read.map_err(|e| {
        let said = broken(text, &e);
        if packing.is_too_large() {
            let (what, hint) = TOO_LARGE;
            return Broken {
                what: what.into(),
                hint,
                ..said
            };
        }
        said
    })
}

fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST,
            // More than the depth, so that the message about depth comes first.
            flow_nesting_limit: 2 * DEEPEST,
            max_nodes: MOST_NODES,
            max_events: 2 * MOST_NODES,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MOST_UNFOLDED,
        },
        duplicate_keys: DuplicateKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        // A namespace may be called `n`, `y` or `on`.
        strict_booleans: true,
        with_snippet: false,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser has some sixty kinds of errors; those that need no words of their own share some"
)]
fn broken(text: &str, error: &Error) -> Broken {
    let line = error
        .location()
        .and_then(|at| usize::try_from(at.line()).ok())
        .filter(|line| *line > 0);
    // A tab is often blamed on the line before it.
    let is_tabbed = |line: &usize| {
        let text = text.lines().nth(*line - 1).unwrap_or_default();
        text.trim_start_matches(' ').starts_with('\t')
    };
    let tabbed = line.and_then(|line| [line, line + 1].into_iter().find(is_tabbed));
    let (what, hint) = match cause(error) {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key
                .as_deref()
                .map(|key| format!(" {}", shown_key(key)))
                .unwrap_or_default();
            (format!("the key{key} is there twice"), "leave one of them")
        }
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::UnknownAnchor { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => (
            "its anchors and aliases (& and *) unfold to too much, or to nothing".into(),
            "give the object as oc get ... -o yaml prints it",
        ),
        Error::Budget { .. } => (
            "it nests too deeply or unfolds to too much".into(),
            "give the object as oc get ... -o yaml prints it",
        ),
        Error::Eof { .. } => ("not whole: it ends too early".into(), TAKE_AGAIN),
        _ if tabbed.is_some() => (
            "not valid YAML: a tab in the indentation".into(),
            "indent with blanks",
        ),
        _ => (
            "not valid YAML, or not whole".into(),
            "correct that line or the one before it, or take it again with oc get ... -o yaml",
        ),
    };
    Broken {
        line: tabbed.or(line),
        what,
        hint,
    }
}

/// The innermost error.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser has some sixty kinds of errors; only these two wrap another"
)]
fn cause(error: &Error) -> &Error {
    match error {
        Error::AliasError { error, .. } | Error::WithSnippet { error, .. } => cause(error),
        other => other,
    }
}
