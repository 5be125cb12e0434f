//! `probe triage`: files are read piece by piece, logs through the same search, objects one by one into
//! one survey, and what was found is left. Measures nothing.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use crate::error::Problem;
use crate::inputs::dump::{self, DumpForm, DumpLeft, DumpSource, tree};
use crate::inputs::texts::{self, Texts};
use crate::logs::Place;
use crate::triage::objects::{Survey, as_findings};
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

/// Everything that is read, as it comes.
#[derive(Default)]
struct Reading {
    scan: Scan,
    survey: Survey,
    problems: Vec<Problem>,
}

/// Reads all of these files and directories.
#[must_use]
pub fn triage(names: &[String]) -> Triage {
    let Texts { files, problems } = Texts::of(names);
    let mut reading = Reading {
        problems,
        ..Reading::default()
    };
    for (number, file) in files.iter().enumerate() {
        if let Err(problem) = reading.file(number, file) {
            reading.problems.push(problem);
        }
    }
    let findings = reading.findings(&files);
    Triage {
        findings,
        files,
        problems: reading.problems,
    }
}

impl Reading {
    fn file(&mut self, number: usize, file: &str) -> Result<(), Problem> {
        let mut input = texts::open(file)?;
        // What cannot be read is said when it is read.
        let form = input.fill_buf().ok().and_then(dump::form);
        match form {
            Some(DumpForm::FailedCommand) | None => self.lines(number, file, &mut *input),
            Some(form) => self.objects(form, (number, file), &mut *input),
        }
    }

    fn lines(&mut self, number: usize, file: &str, input: &mut dyn BufRead) -> Result<(), Problem> {
        self.scan.begin(number);
        texts::read(file, input, &mut |bytes| self.scan.take(bytes))
    }

    /// A file that begins as objects do. What is none of them, such as a log behind an object, or what
    /// `velero backup describe` prints, is read once more, line by line.
    fn objects(
        &mut self,
        form: DumpForm,
        (number, file): (usize, &str),
        input: &mut (dyn BufRead + Send),
    ) -> Result<(), Problem> {
        let source = DumpSource {
            file: file.into(),
            cluster: tree::belonging(file).cluster.map(Arc::from),
        };
        let survey = &mut self.survey;
        let before = survey.len();
        let left = dump::read(form, input, &source, &mut |object| survey.take(object));
        let is_untold = form == DumpForm::Description && survey.len() == before;
        let is_other = is_untold || !left.broken.is_empty();
        if is_other && file != texts::STDIN {
            return self.lines(number, file, &mut *texts::open(file)?);
        }
        self.problems.extend(problem(file, &left));
        Ok(())
    }

    /// What lines and objects say together.
    fn findings(&mut self, files: &[String]) -> Findings {
        let numbers: HashMap<&str, usize> = files
            .iter()
            .enumerate()
            .map(|(number, file)| (file.as_str(), number))
            .collect();
        let place = |file: &str, line: usize| Place {
            file: numbers.get(file).copied().unwrap_or_default(),
            line: line as u64,
        };
        let left_out = self.survey.left_out();
        if left_out > 0 {
            let what = format!("so many objects that {left_out} of them were not used");
            let hint = "give the namespaces of the migration only";
            self.problems.push(Problem::new("objects", what, hint));
        }
        let scan = &mut self.scan;
        let found = self.survey.findings(&mut |object, event| {
            let mut event = event.clone();
            event.place = place(&object.file, object.line);
            scan.hear(&event)
        });
        let mut findings = std::mem::take(scan).findings();
        findings.join(as_findings(found, &place));
        let cluster = |file: usize| tree::belonging(files.get(file)?).cluster;
        findings.take_ways(&self.survey, &cluster);
        findings
    }
}

/// What was not used of a file of objects.
fn problem(file: &str, left: &DumpLeft) -> Option<Problem> {
    let hint = "take it again, whole: oc get KIND NAME -o yaml > FILE";
    let lines = |lines: &[usize]| {
        let lines: Vec<String> = lines.iter().take(3).map(usize::to_string).collect();
        lines.join(", ")
    };
    let what = match left {
        DumpLeft { is_cut: true, .. } => "cannot be read to its end".to_owned(),
        DumpLeft { broken, .. } if !broken.is_empty() => {
            format!(
                "objects that are not valid, or not whole, from line {}",
                lines(broken)
            )
        }
        DumpLeft { too_large, .. } if !too_large.is_empty() => {
            format!(
                "objects that are larger than 4 MiB, from line {}",
                lines(too_large)
            )
        }
        DumpLeft { .. } => return None,
    };
    Some(Problem::new(file, what, hint))
}
