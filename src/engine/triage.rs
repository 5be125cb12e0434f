//! `probe triage`: files are read piece by piece, each through the same search, and what was found is
//! left. Measures nothing.

use crate::error::Problem;
use crate::inputs::texts::{self, Texts};
use crate::triage::{Findings, Scan};

/// What a reading of files comes to.
#[derive(Debug)]
pub struct Triage {
    /// Every file that was read; a place names one by its number.
    pub files: Vec<String>,
    /// What they are about.
    pub findings: Findings,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads all of these files and directories.
#[must_use]
pub fn triage(names: &[String]) -> Triage {
    let Texts {
        files,
        mut problems,
    } = Texts::of(names);
    let mut scan = Scan::default();
    for (number, file) in files.iter().enumerate() {
        scan.begin(number);
        if let Err(problem) = texts::read(file, &mut |bytes| scan.take(bytes)) {
            problems.push(problem);
        }
    }
    Triage {
        files,
        findings: scan.findings(),
        problems,
    }
}
