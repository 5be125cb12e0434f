//! What `probe compare` is to do: which files, and what each vantage point is called.
//! Looks at names only.

use std::path::Path;

use super::surroundings::{Notes, Surroundings};
use crate::cli::CompareArgs;
use crate::error::Error;
use crate::report::{TextOrJson, TextStyle};

/// The name that stands for standard input.
pub const STDIN: &str = "-";

/// Files of several vantage points to be compared.
#[derive(Clone, Debug)]
pub struct ComparePlan {
    /// One per vantage point, in their order.
    pub vantages: Vec<LabelledFile>,
    /// How it is reported.
    pub format: TextOrJson,
    /// It has stand-ins for what is not to be told.
    pub redacted: bool,
    /// How wide and how colourful the report may be.
    pub style: TextStyle,
    /// What may be said beside it.
    pub notes: Notes,
}

/// A file, and what its vantage point is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledFile {
    /// As it was written; [`STDIN`] is standard input.
    pub file: String,
    /// Unlike every other label.
    pub label: String,
}

impl ComparePlan {
    pub(super) fn of(args: CompareArgs, surroundings: &Surroundings) -> Result<Self, Error> {
        let labels = labels(&args)?;
        let named = args.files.into_iter().zip(labels);
        Ok(Self {
            vantages: named
                .map(|(file, label)| LabelledFile { file, label })
                .collect(),
            format: args.output,
            redacted: args.redact.redact,
            style: surroundings.style,
            notes: surroundings.notes,
        })
    }
}

/// The labels: as given, else the file names without extension if these differ, else the full file
/// names.
fn labels(args: &CompareArgs) -> Result<Vec<String>, Error> {
    let (files, given) = (&args.files, &args.labels);
    if files.iter().filter(|file| *file == STDIN).count() > 1 {
        return Err(Error::Usage("- can be read once".into()));
    }
    let named = if given.is_empty() {
        let short: Vec<String> = files.iter().map(|file| short(file)).collect();
        if all_differ(&short) {
            short
        } else {
            files.clone()
        }
    } else {
        given.clone()
    };
    if named.len() != files.len() {
        return Err(Error::Usage(format!(
            "{} files have {} labels\nhint: give one --label per file, in their order",
            files.len(),
            named.len()
        )));
    }
    if named.iter().any(|label| label.trim().is_empty()) || !all_differ(&named) {
        return Err(Error::Usage(
            "two vantage points would have one name\nhint: give each file another --label".into(),
        ));
    }
    Ok(named)
}

fn short(file: &str) -> String {
    let stem = Path::new(file).file_stem().map_or_else(
        || file.to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    if file == STDIN { "stdin".into() } else { stem }
}

fn all_differ(names: &[String]) -> bool {
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    sorted.windows(2).all(|two| two[0] != two[1])
}
