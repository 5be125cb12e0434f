//! `probe compare`: files of several vantage points → what differs. Needs no network. A file that
//! cannot be used is a problem; with fewer than two others there is nothing to compare.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where what is compared is read"
)]

use std::io::Read;
use std::path::Path;

use super::{TOOL, exit_code, gather, output, saved};
use crate::cli::{CompareArgs, CompareFormat};
use crate::compare::{self, ReadProblem, ReadReport, ReportForm, Vantage};
use crate::error::{Error, Problem};
use crate::report::{self, Comparison};
use crate::settings::Settings;
use crate::words;

/// The size limit is that of saved runs.
const LARGEST: u64 = 1 << 30;
const STDIN: &str = "-";

pub(super) fn run(args: &CompareArgs, settings: &Settings) -> Result<u8, Error> {
    let labels = labels(args)?;
    let mut problems = Vec::new();
    let mut vantages = Vec::new();
    for (file, label) in args.files.iter().zip(labels) {
        match vantage(file, label) {
            Ok((vantage, more)) => {
                vantages.push(vantage);
                problems.extend(more);
            }
            Err(problem) => problems.push(problem),
        }
    }
    output::problems(&problems);
    if vantages.len() < 2 {
        let hint = "give two files that --save wrote, or that `-o json` or `-o jsonl` printed";
        let why = format!(
            "{} of {} files can be used",
            vantages.len(),
            args.files.len()
        );
        return Err(Error::Input {
            what: "nothing to compare".into(),
            why,
            hint: hint.into(),
        });
    }
    let endpoints = compare::compare(&vantages);
    let passed = !endpoints.iter().any(compare::Compared::matters);
    let shown = Comparison {
        tool: TOOL,
        vantages: &vantages,
        endpoints: &endpoints,
        problems: &problems,
    };
    let text = match args.output {
        CompareFormat::Text => report::compared_text(&shown, settings.style),
        CompareFormat::Json => report::compared_json(&shown),
    };
    match output::print(&text) {
        Ok(()) | Err(Error::BrokenPipe) => {}
        Err(error) => return Err(error),
    }
    Ok(exit_code(None, problems.is_empty(), passed))
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

/// A problem with a file, in words, at its place.
fn told(file: &str, problem: &ReadProblem) -> Problem {
    let place = match problem.lines {
        None => file.to_owned(),
        Some((first, last)) if first == last => format!("{file}:{first}"),
        Some((first, last)) => format!("{file}:{first}-{last}"),
    };
    let told = words::read_problem(problem);
    Problem::new(place, told.said, told.advice)
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

fn vantage(file: &str, label: String) -> Result<(Vantage, Vec<Problem>), Problem> {
    let bytes = bytes_of(file).map_err(|e| {
        Problem::new(
            file,
            format!("cannot be read: {}", output::reason(&e)),
            "name a file that is there",
        )
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::new(
            file,
            "larger than 1 GiB",
            "compare runs of fewer targets",
        ));
    }
    let (form, observations, problems) = match compare::read(&bytes).map_err(|p| told(file, &p))? {
        ReadReport::Judged(form, observations, problems) => (form, observations, problems),
        ReadReport::SavedRun => {
            let recording = saved::parse(&bytes, file).map_err(|e| unusable(file, e))?;
            // A saved run is judged and printed as JSON lines first, so that all files are read by
            // the same code.
            let printed: String = gather::recalled(&recording)
                .endpoints
                .iter()
                .map(report::line)
                .collect();
            let (observations, problems) = compare::lines(printed.as_bytes());
            (ReportForm::SavedRun, observations, problems)
        }
    };
    let problems = problems.iter().map(|p| told(file, p)).collect();
    if observations.is_empty() {
        return Err(Problem::new(
            file,
            "holds no endpoint",
            "save a run that measured some",
        ));
    }
    Ok((
        Vantage {
            label,
            file: file.to_owned(),
            form,
            observations,
        },
        problems,
    ))
}

fn unusable(file: &str, error: Error) -> Problem {
    match error {
        Error::Input { what, why, hint } => Problem::new(what, why, hint),
        other @ (Error::Usage(_)
        | Error::Output { .. }
        | Error::BrokenPipe
        | Error::Interrupted(_)) => Problem::new(file, other.to_string(), ""),
    }
}

/// Reads the file up to one byte more than allowed; if it does not begin as text, only the
/// beginning, since a device may be endless.
fn bytes_of(file: &str) -> std::io::Result<Vec<u8>> {
    let source: Box<dyn Read> = if file == STDIN {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(file)?)
    };
    let mut source = source.take(LARGEST + 1);
    let mut bytes = Vec::new();
    source.by_ref().take(64).read_to_end(&mut bytes)?;
    if !bytes.contains(&0) {
        source.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
