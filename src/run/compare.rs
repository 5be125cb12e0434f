//! `probe compare`: files of several vantage points → what differs. Needs no network. A file that
//! cannot be used is a problem; with fewer than two others there is nothing to compare.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where what is compared is read"
)]

use std::io::Read;

use super::{TOOL, exit_code, gather, output, saved};
use crate::compare::{self, ReadProblem, ReadReport, ReportForm, Vantage};
use crate::error::{Error, Problem};
use crate::plan::{ComparePlan, LabelledFile, STDIN};
use crate::report::{self, Comparison, TextOrJson};
use crate::words;

/// The size limit is that of saved runs.
const LARGEST: u64 = 1 << 30;

pub(super) fn run(plan: &ComparePlan) -> Result<u8, Error> {
    let mut problems = Vec::new();
    let mut vantages = Vec::new();
    for LabelledFile { file, label } in &plan.vantages {
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
            plan.vantages.len()
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
    let text = match plan.format {
        TextOrJson::Text => report::compared_text(&shown, plan.style),
        TextOrJson::Json => report::compared_json(&shown),
    };
    match output::print(&text) {
        Ok(()) | Err(Error::BrokenPipe) => {}
        Err(error) => return Err(error),
    }
    Ok(exit_code(None, problems.is_empty(), passed))
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

fn vantage(file: &str, label: &str) -> Result<(Vantage, Vec<Problem>), Problem> {
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
            let endpoints = gather::recalled(&recording).map_err(|e| unusable(file, e))?;
            let printed: String = endpoints.iter().map(report::line).collect();
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
            label: label.to_owned(),
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
        | Error::ReadBack(_)
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
