//! What is wrong in a bundle file itself, whatever endpoints it is for, and which certificates its
//! readers find in it. Pure: bytes and dates in, findings out. Never repeats what a file holds
//! beyond what its certificates say.

mod block;
mod classes;
mod form;

use std::collections::BTreeSet;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::cert::{Cert, Facts};
use crate::codes::Severity;
use crate::moment::Moment;

use block::CheckedBlock;
use form::FileForm;

pub use classes::CLASSES;

/// One thing that can be wrong with a file: a row.
#[derive(Debug)]
pub struct FileClass {
    /// Stable, kebab-case, as `probe explain` knows it.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The class in a few words: `an empty file`.
    pub title: &'static str,
    /// Which programs are affected, and what they do.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// A certificate, or what was meant as one, that Go does not find: merging such a file would
    /// lose it.
    pub loses: bool,
    find: fn(&CheckedFile<'_>) -> Vec<Hit>,
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct FileFault {
    /// The row of what is wrong.
    pub class: &'static FileClass,
    /// From 1; `None`: the whole file.
    pub line: Option<usize>,
    /// Of which certificate, until when.
    pub detail: String,
}

/// Faults of one class that are listed one by one.
const MOST_FAULTS: usize = 20;

/// The result of checking a file.
pub struct FileCheck {
    /// By line, faults of the whole file first.
    pub faults: Vec<FileFault>,
    /// What Go's `AppendCertsFromPEM` finds, in order.
    pub go: Vec<Cert>,
    /// What a reader finds that refuses the whole file for one bad block; or why it refuses.
    pub strict: Result<Vec<Cert>, String>,
    /// Certificates that Go finds, with their lines.
    pub listed: Vec<(usize, Cert)>,
}

/// What every rule gets to see.
struct CheckedFile<'a> {
    bytes: &'a [u8],
    form: FileForm,
    blocks: Vec<CheckedBlock>,
    now: Moment,
    horizon: Moment,
}

#[derive(Clone)]
struct Hit {
    line: Option<usize>,
    detail: String,
}

impl FileCheck {
    /// At least one fault of the file is a failure.
    #[must_use]
    pub fn has_failure(&self) -> bool {
        self.faults
            .iter()
            .any(|f| f.class.severity == Severity::Failure)
    }

    /// How many of them Go 1.23 and later keep: they drop negative serial numbers.
    #[must_use]
    pub fn kept_by_newer_go(&self) -> usize {
        self.go.iter().filter(|c| !has_negative_serial(c)).count()
    }
}

/// Looks at a file as it will be read at `now`, and whether it will still be good at `horizon`.
#[must_use]
pub fn check(bytes: &[u8], now: Moment, horizon: Moment) -> FileCheck {
    let blocks = block::blocks(bytes);
    let subject = CheckedFile {
        bytes,
        form: FileForm::of(bytes, !blocks.is_empty()),
        blocks,
        now,
        horizon,
    };
    let mut faults: Vec<FileFault> = CLASSES
        .iter()
        .flat_map(|class| faults_of(class, &subject))
        .collect();
    faults.sort_by_key(|f| f.line);
    let listed = subject
        .blocks
        .iter()
        .filter(|b| is_good(b))
        .filter_map(|b| Some((b.line, b.cert()?.clone())))
        .collect();
    FileCheck {
        faults,
        go: Cert::read_pem(bytes),
        strict: strict(bytes),
        listed,
    }
}

/// One class's faults, one a line; of very many, the first and how many more.
fn faults_of(class: &'static FileClass, subject: &CheckedFile<'_>) -> Vec<FileFault> {
    let mut lines = BTreeSet::new();
    let mut hits: Vec<Hit> = (class.find)(subject)
        .into_iter()
        .filter(|hit| lines.insert(hit.line))
        .collect();
    let more = hits.len().saturating_sub(MOST_FAULTS);
    hits.truncate(MOST_FAULTS);
    if let Some(last) = hits.last_mut().filter(|_| more > 0) {
        let listed = std::mem::take(&mut last.detail);
        last.detail = format!("{listed} (and {more} more like it)");
    }
    hits.into_iter()
        .map(|Hit { line, detail }| FileFault {
            class,
            line,
            detail,
        })
        .collect()
}

/// As rustls clients read a file: the first block that is wrong ends it.
fn strict(bytes: &[u8]) -> Result<Vec<Cert>, String> {
    let mut found = Vec::new();
    for der in CertificateDer::pem_slice_iter(bytes) {
        let der = der.map_err(|_| {
            format!(
                "it refuses the whole file for what follows certificate {}",
                found.len()
            )
        })?;
        let cert = Cert::from_der(der.to_vec());
        if cert.facts().is_none() {
            return Err(format!(
                "it refuses the whole file for its certificate {}, which cannot be read",
                found.len() + 1
            ));
        }
        found.push(cert);
    }
    Ok(found)
}

fn is_good(block: &CheckedBlock) -> bool {
    form::BlockFault::of(block) == form::BlockFault::Good
}

fn has_negative_serial(cert: &Cert) -> bool {
    cert.facts().is_some_and(Facts::has_negative_serial)
}
