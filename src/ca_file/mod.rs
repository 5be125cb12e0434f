//! A file that is to hold certificates: which it holds, by Go's reading and by a patient one, and what
//! is wrong with it. One answer for `--ca`, `--merge`, `verify-bundle` and the bundles of objects.
//! Pure: bytes and dates in, findings out. Never repeats what a file holds beyond its certificates.

mod block;
mod checked;
mod code;
mod fault;
mod form;
mod other;
pub mod provenance;
mod rules;

use std::collections::BTreeSet;

use crate::cert::Cert;
use crate::moment::Moment;

use block::CheckedBlock;
use checked::{CheckedFile, Hit, is_good, patiently, unconfirmed};
use form::FileForm;

pub use code::FileCode;
pub use fault::{FaultDetail, FileFault};
pub use other::OtherContent;

/// Faults of one code that are listed one by one.
const MOST_FAULTS: usize = 20;

/// Blocks in one file. All public roots there are make some hundred; each block that is looked into
/// takes hundreds of times the memory of a short one.
pub const MOST_BLOCKS: usize = 10_000;

/// More blocks begin in it than a file of certificates has.
#[must_use]
pub fn has_too_many_blocks(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN";
    let mut begun = bytes.windows(BEGIN.len()).filter(|part| *part == BEGIN);
    begun.nth(MOST_BLOCKS).is_some()
}

/// A file, looked through once.
pub struct CaFile<'a> {
    bytes: &'a [u8],
    form: FileForm,
    blocks: Vec<CheckedBlock>,
}

impl<'a> CaFile<'a> {
    /// Looks through all of it.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        let blocks = block::blocks(bytes);
        Self {
            bytes,
            form: FileForm::of(bytes, !blocks.is_empty()),
            blocks,
        }
    }

    /// What is wrong with it as it will be read at `now`, and whether it will still be good at
    /// `horizon`. By line, faults of the whole file first.
    #[must_use]
    pub fn faults(&self, now: Moment, horizon: Moment) -> Vec<FileFault> {
        let subject = CheckedFile {
            bytes: self.bytes,
            form: &self.form,
            blocks: &self.blocks,
            now,
            horizon,
        };
        let mut faults: Vec<FileFault> = FileCode::ALL
            .iter()
            .flat_map(|code| faults_of(*code, &subject))
            .collect();
        faults.sort_by_key(|f| f.line);
        faults
    }

    /// Certificates that Go finds, with their lines.
    #[must_use]
    pub fn listed(&self) -> Vec<(usize, Cert)> {
        let good = self.blocks.iter().filter(|b| is_good(b));
        good.filter_map(|b| Some((b.line, b.cert()?.clone())))
            .collect()
    }

    /// What a patient reader finds: indented, behind a byte order mark, one in DER, and what Go
    /// cannot read though others can.
    #[must_use]
    pub fn certs(&self) -> Vec<Cert> {
        if self.form == FileForm::Der {
            return vec![Cert::from_der(self.bytes.to_vec())];
        }
        self.blocks.iter().filter_map(patiently).cloned().collect()
    }

    /// Those of [`Self::certs`] of which the file itself says that nobody has confirmed them, with
    /// their lines; none that also stands there without such words, as a copy that was added does.
    #[must_use]
    pub fn unconfirmed(&self) -> Vec<(usize, Cert)> {
        unconfirmed(self.bytes, &self.blocks)
    }

    /// What keeps even that reader from something that may have been meant as a certificate. Of a
    /// file that holds none at all, that alone.
    #[must_use]
    pub fn losses(&self) -> Vec<FileFault> {
        // No fault about dates loses a certificate.
        let mut faults = self.faults(Moment(0), Moment(0));
        faults.retain(|fault| fault.code.loses() && !self.is_overcome(fault));
        if let Some(none) = faults
            .iter()
            .position(|f| f.code == FileCode::NoCertificate)
        {
            faults = vec![faults.swap_remove(none)];
        }
        faults
    }

    fn is_overcome(&self, fault: &FileFault) -> bool {
        let patient = || {
            let mut there = self.blocks.iter().filter(|b| Some(b.line) == fault.line);
            there.any(|b| patiently(b).is_some())
        };
        let is_tolerated = matches!(fault.code, FileCode::Der | FileCode::ByteOrderMark);
        is_tolerated || patient()
    }
}

/// One code's faults, one a line; of very many, the first and how many more.
fn faults_of(code: FileCode, subject: &CheckedFile<'_>) -> Vec<FileFault> {
    let mut lines = BTreeSet::new();
    let mut hits: Vec<Hit> = rules::find(code, subject)
        .into_iter()
        .filter(|hit| lines.insert(hit.line))
        .collect();
    let more = hits.len().saturating_sub(MOST_FAULTS);
    hits.truncate(MOST_FAULTS);
    let mut faults: Vec<FileFault> = hits
        .into_iter()
        .map(|Hit { line, detail }| FileFault {
            code,
            line,
            detail,
            more: 0,
        })
        .collect();
    if let Some(last) = faults.last_mut() {
        last.more = more;
    }
    faults
}
