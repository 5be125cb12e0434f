//! `-o FORMAT` and `-o FORMAT=FILE`: which report, and where it goes.
//! Looks at no file.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::values::OneOf;
use crate::report::{self, DiffFormat, FORMATS, ReportFormat};

/// A report that is wanted.
#[derive(Clone, Debug)]
pub struct ReportTo<F = &'static ReportFormat> {
    /// In this format.
    pub format: F,
    /// Into this file; `None`: to standard output.
    pub file: Option<PathBuf>,
}

/// Reads one; the names of the formats are completed by shells, and a misspelt one is answered with
/// the one it may mean.
#[derive(Clone)]
pub(super) struct ReportToParser<F = &'static ReportFormat> {
    /// Their names, each with its words.
    formats: fn() -> OneOf,
    named: fn(&str) -> Option<F>,
}

impl ReportToParser {
    /// Of a run, as `report` lists them.
    pub(super) const OF_A_RUN: Self = Self {
        formats: || OneOf::named(FORMATS.iter().map(|f| (f.name, f.help))),
        named: report::format,
    };
}

impl ReportToParser<DiffFormat> {
    /// Of what changed between two runs.
    pub(super) const OF_A_DIFF: Self = Self {
        formats: || OneOf::named(DiffFormat::ALL.iter().map(|f| (f.name(), f.help()))),
        named: |name| DiffFormat::ALL.into_iter().find(|f| f.name() == name),
    };
}

impl<F: Clone + Send + Sync + 'static> TypedValueParser for ReportToParser<F> {
    type Value = ReportTo<F>;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<ReportTo<F>, clap::Error> {
        let (name, file) = split(value);
        let name = (self.formats)().parse_ref(command, argument, &name)?;
        if file.as_ref().is_some_and(|file| file.is_empty()) {
            return Err(without_file(command, argument, value));
        }
        let format = (self.named)(&name).expect("it is one of the formats' names");
        Ok(ReportTo {
            format,
            file: file.map(PathBuf::from),
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let all: Vec<PossibleValue> = (self.formats)().possible_values()?.collect();
        Some(Box::new(all.into_iter()))
    }
}

/// The name before the first `=`, and what is behind it. A file's name need not be UTF-8.
fn split(value: &OsStr) -> (OsString, Option<OsString>) {
    let bytes = value.as_encoded_bytes();
    let Some(at) = bytes.iter().position(|byte| *byte == b'=') else {
        return (value.to_owned(), None);
    };
    // `=` is ASCII, so both halves are whole texts of the system.
    let half =
        |bytes: &[u8]| std::str::from_utf8(bytes).map_or_else(|_| os_string(bytes), OsString::from);
    (half(&bytes[..at]), Some(half(&bytes[at + 1..])))
}

#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).to_owned()
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

fn without_file(
    command: &clap::Command,
    argument: Option<&clap::Arg>,
    value: &OsStr,
) -> clap::Error {
    let mut error = clap::Error::new(ErrorKind::ValueValidation).with_cmd(command);
    if let Some(argument) = argument {
        let named = ContextValue::String(argument.to_string());
        error.insert(ContextKind::InvalidArg, named);
    }
    let value = ContextValue::String(value.to_string_lossy().into_owned());
    error.insert(ContextKind::InvalidValue, value);
    let hint = "name a file behind `=`, as in -o junit=report.xml; without `=` the report goes to standard output";
    let hint = ContextValue::StyledStrs(vec![hint.into()]);
    error.insert(ContextKind::Suggested, hint);
    error
}
