//! English for files that are to be compared: what cannot be used of one, and what to do.
//! One sentence for each fault.

use crate::compare::{READS, ReadFault, ReadProblem};
use crate::words::told::Told;

const TAKES: &str = "compare takes what --save wrote and what `-o json` or `-o jsonl` printed";
const OTHER_VERSION: &str =
    "use the version of probe that printed it, or --save and compare the saved runs";

/// What is wrong, and what to do.
pub(in crate::words) fn problem(problem: &ReadProblem) -> Told {
    match &problem.fault {
        ReadFault::Utf16 => Told::new(
            "is UTF-16, as PowerShell's `>` writes it",
            "write it as UTF-8: `| Out-File -Encoding utf8 FILE`",
        ),
        ReadFault::CutOff { line, column } => Told::new(
            format!("JSON that is cut off or damaged, at line {line}, column {column}"),
            "write it again: it was not written to its end",
        ),
        ReadFault::NoEndpoint => Told::new("holds no endpoint", TAKES),
        ReadFault::ForeignLines => Told::new(
            foreign(problem.lines),
            "passed over: with -q probe prints nothing else, so look at what wrote this",
        ),
        ReadFault::CutOffLine => Told::new(
            "cut off or damaged",
            "fetch the log again: it was not written to its end",
        ),
        ReadFault::OtherVersion(other) => Told::new(
            format!("version {other} of probe's JSON, this program reads {READS}"),
            OTHER_VERSION,
        ),
        ReadFault::NoVersion => Told::new("JSON without probe's schema_version", OTHER_VERSION),
        ReadFault::Lacks { path, field } => {
            let what = path.as_deref().unwrap_or("it");
            Told::new(
                format!("no endpoint as probe prints it: {what} lacks {field}"),
                TAKES,
            )
        }
        ReadFault::OtherForm { path } => Told::new(
            format!("no endpoint as probe prints it: {path} is not what it should be"),
            TAKES,
        ),
        ReadFault::Twice { authority, role } => Told::new(
            format!("tells of {authority} as {role} twice: the later one is compared"),
            "compare one run at a time",
        ),
    }
}

fn foreign(lines: Option<(usize, usize)>) -> String {
    const FOREIGN: &str = "not a line of `-o jsonl`";
    match lines {
        Some((first, last)) if first < last => format!("{FOREIGN}, nor is any up to line {last}"),
        _ => FOREIGN.into(),
    }
}
