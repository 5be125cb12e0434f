//! Reads what `probe endpoints` printed into observations. The format is recognised by content,
//! never by the file's name. Other lines of a log become problems that name the line and never
//! quote it.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::observation::{EndpointKey, Observation};
use super::read_problem::{ReadFault, ReadProblem};

/// Version of the JSON formats that is understood.
pub const READS: u64 = 1;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    /// What `--save` writes.
    SavedRun,
    /// What `-o json` prints.
    Report,
    /// What `-o jsonl` prints.
    Lines,
}

impl ReportForm {
    /// As in `-o json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SavedRun => "saved-run",
            Self::Report => "json",
            Self::Lines => "jsonl",
        }
    }
}

/// What one file tells, and what of it cannot be used.
pub type ReadReport = (ReportForm, Vec<Observation>, Vec<ReadProblem>);

/// Enough of a JSON object to know what it is.
#[derive(Deserialize)]
struct DocumentKind {
    schema_version: Option<u64>,
    endpoints: Option<IgnoredAny>,
    target: Option<IgnoredAny>,
    run_finding: Option<IgnoredAny>,
    object: Option<IgnoredAny>,
    status: Option<IgnoredAny>,
}

/// The last word of a run about an endpoint: it takes the place of the endpoint's own line.
#[derive(Deserialize)]
struct RunFindingLine {
    effective: Observation,
}

#[derive(Deserialize)]
struct WholeReport {
    endpoints: Vec<Observation>,
    #[serde(default)]
    run_findings: Vec<RunFinding>,
}

/// A finding of a whole report; an earlier version's has no endpoint, and its verdict is that of
/// the endpoint itself.
#[derive(Deserialize)]
struct RunFinding {
    effective: Option<Observation>,
}

/// Reads a file's bytes.
///
/// # Errors
/// Nothing in it can be compared.
pub fn read(bytes: &[u8]) -> Result<ReadReport, ReadProblem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadFault::Utf16.of_file());
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match serde_json::from_slice::<DocumentKind>(bytes) {
        Ok(DocumentKind {
            endpoints: Some(_),
            schema_version,
            ..
        }) => {
            of_this_version(schema_version).map_err(ReadFault::of_file)?;
            let whole: WholeReport = parsed(bytes).map_err(ReadFault::of_file)?;
            let mut kept = Kept::default();
            whole.endpoints.into_iter().for_each(|own| kept.take(own));
            let told = whole.run_findings.into_iter();
            told.filter_map(|finding| finding.effective)
                .for_each(|effective| kept.overlay(effective));
            some(ReportForm::Report, kept.all, kept.twice)
        }
        Err(why) if is_object_on_lines(bytes) => {
            let (line, column) = (why.line(), why.column());
            Err(ReadFault::CutOff { line, column }.of_file())
        }
        _ => {
            let (observations, problems) = lines(bytes);
            some(ReportForm::Lines, observations, problems)
        }
    }
}

fn some(
    form: ReportForm,
    observations: Vec<Observation>,
    problems: Vec<ReadProblem>,
) -> Result<ReadReport, ReadProblem> {
    if observations.is_empty() {
        // A line that is almost an endpoint makes a better message than that there is none.
        let mut nearly = problems
            .into_iter()
            .filter(|problem| problem.fault != ReadFault::ForeignLines);
        return Err(nearly
            .next()
            .unwrap_or_else(|| ReadFault::NoEndpoint.of_file()));
    }
    Ok((form, observations, problems))
}

/// A pretty-printed object: its first line holds nothing but its brace.
fn is_object_on_lines(bytes: &[u8]) -> bool {
    bytes
        .trim_ascii_start()
        .split(|b| *b == b'\n')
        .next()
        .is_some_and(|line| line.trim_ascii() == b"{")
}

/// Reads JSON lines. What stands before the object on its line (a log's time or pod name) is passed
/// over.
fn lines(bytes: &[u8]) -> (Vec<Observation>, Vec<ReadProblem>) {
    let mut lines = Lines::default();
    for line in bytes.split(|b| *b == b'\n') {
        lines.take(line);
    }
    lines.end()
}

/// JSON lines that are read one after the other.
#[derive(Default)]
pub struct Lines {
    kept: Kept,
    problems: Vec<ReadProblem>,
    /// How many were read.
    number: usize,
    /// The first and the last of lines that are not ours.
    foreign: Option<(usize, usize)>,
}

impl Lines {
    /// Reads the next line.
    pub fn take(&mut self, line: &[u8]) {
        self.number += 1;
        let (n, line) = (self.number, line.trim_ascii());
        if line.is_empty() {
            return;
        }
        let Some(parsed) = endpoint(line) else {
            let first = self.foreign.map_or(n, |(first, _)| first);
            self.foreign = Some((first, n));
            return;
        };
        let foreign = self.foreign.take();
        let foreign = foreign.map(|at| ReadFault::ForeignLines.at(at));
        self.problems.extend(foreign);
        match parsed {
            Ok(Line::Own(observation)) => self.kept.take(observation),
            Ok(Line::Effective(effective)) => self.kept.overlay(effective),
            Ok(Line::Object) => {}
            Err(fault) => self.problems.push(fault.at((n, n))),
        }
    }

    /// What they hold.
    #[must_use]
    pub fn end(mut self) -> (Vec<Observation>, Vec<ReadProblem>) {
        let foreign = self.foreign.map(|at| ReadFault::ForeignLines.at(at));
        self.problems.extend(foreign);
        self.problems.extend(self.kept.twice);
        (self.kept.all, self.problems)
    }
}

/// Each endpoint once.
#[derive(Default)]
struct Kept {
    all: Vec<Observation>,
    /// By authority, role and server name.
    known: HashMap<(String, String, Option<String>), usize>,
    twice: Vec<ReadProblem>,
}

impl Kept {
    /// If an endpoint was measured twice, the later measurement is taken.
    fn take(&mut self, observation: Observation) {
        let at = self.place(&observation);
        let Some(kept) = self.all.get_mut(at) else {
            self.all.push(observation);
            return;
        };
        let (authority, role, _) = observation.key();
        let (authority, role) = (authority.to_owned(), role.to_owned());
        self.twice
            .push(ReadFault::Twice { authority, role }.of_file());
        if kept.started <= observation.started {
            *kept = observation;
        }
    }

    /// Puts the last word of a run in the place of the endpoint's own line.
    fn overlay(&mut self, effective: Observation) {
        let at = self.place(&effective);
        match self.all.get_mut(at) {
            Some(own) if own.started > effective.started => {}
            Some(own) => *own = effective,
            None => self.all.push(effective),
        }
    }

    /// Where it is, or is to come.
    fn place(&mut self, observation: &Observation) -> usize {
        let (authority, role, name): EndpointKey<'_> = observation.key();
        let key = (
            authority.to_owned(),
            role.to_owned(),
            name.map(str::to_owned),
        );
        *self.known.entry(key).or_insert(self.all.len())
    }
}

/// What a line says.
enum Line {
    /// An endpoint as it was judged by itself.
    Own(Observation),
    /// The endpoint as it counts in the light of the whole run.
    Effective(Observation),
    /// An object of MTC's or a status, which is no endpoint.
    Object,
}

/// The endpoint on a line; `None` where the line holds no object of ours.
fn endpoint(line: &[u8]) -> Option<Result<Line, ReadFault>> {
    let object = &line[line.iter().position(|b| *b == b'{')?..];
    let kind = match serde_json::from_slice::<DocumentKind>(object) {
        Ok(DocumentKind {
            schema_version: None,
            target: None,
            ..
        }) => return None,
        Ok(kind) => kind,
        Err(_) if is_ours(object) => {
            return Some(Err(ReadFault::CutOffLine));
        }
        Err(_) => return None,
    };
    let version = of_this_version(kind.schema_version);
    let line = |()| match kind.run_finding {
        Some(_) => parsed(object).map(|line: RunFindingLine| Line::Effective(line.effective)),
        None if kind.target.is_none() && (kind.object.is_some() || kind.status.is_some()) => {
            Ok(Line::Object)
        }
        None => parsed(object).map(Line::Own),
    };
    Some(version.and_then(line))
}

/// Whether an incomplete object is ours: it contains the version field that all our objects have.
fn is_ours(text: &[u8]) -> bool {
    const NAME: &[u8] = b"\"schema_version\"";
    text.windows(NAME.len()).any(|window| window == NAME)
}

fn of_this_version(found: Option<u64>) -> Result<(), ReadFault> {
    match found {
        Some(READS) => Ok(()),
        Some(other) => Err(ReadFault::OtherVersion(other)),
        None => Err(ReadFault::NoVersion),
    }
}

/// The parser's message may quote the value that it refuses, so only the field is named.
fn parsed<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, ReadFault> {
    let mut text = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut text).map_err(|e| {
        let missing = e.inner().to_string();
        let missing = missing
            .strip_prefix("missing field `")
            .and_then(|rest| rest.split('`').next());
        let path = e.path().to_string();
        match missing.map(str::to_owned) {
            Some(field) => ReadFault::Lacks {
                path: (path != ".").then_some(path),
                field,
            },
            None => ReadFault::OtherForm { path },
        }
    })
}
