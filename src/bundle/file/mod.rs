//! What is wrong in a bundle file itself, whatever endpoints it is for, and which certificates its
//! readers find in it. Pure: bytes and dates in, findings out. Never repeats what a file holds
//! beyond what its certificates say.

mod block;
mod checked;
mod code;
mod fault;
mod form;
mod rules;

use std::collections::BTreeSet;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::cert::Cert;
use crate::codes::Severity;
use crate::dialects::rustls::UnreadableAnchors;
use crate::moment::Moment;

use checked::{CheckedFile, Hit, is_good};
use form::FileForm;

pub use code::FileCode;
pub use fault::{FaultDetail, FileFault};

/// Faults of one code that are listed one by one.
const MOST_FAULTS: usize = 20;

/// The result of checking a file.
pub struct FileCheck {
    /// By line, faults of the whole file first.
    pub faults: Vec<FileFault>,
    /// What Go's `AppendCertsFromPEM` finds, in order.
    pub go: Vec<Cert>,
    /// What a reader finds that refuses the whole file for one bad block; or why it refuses.
    pub strict: Result<Vec<Cert>, UnreadableAnchors>,
    /// Certificates that Go finds, with their lines.
    pub listed: Vec<(usize, Cert)>,
}

impl FileCheck {
    /// At least one fault of the file is a failure.
    #[must_use]
    pub fn has_failure(&self) -> bool {
        self.faults
            .iter()
            .any(|f| f.code.severity() == Severity::Failure)
    }

    /// How many of them Go 1.23 and later keep: they drop negative serial numbers, too.
    #[must_use]
    pub fn kept_by_newer_go(&self) -> usize {
        self.go.iter().filter(|c| c.is_read_by_go()).count()
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
    let mut faults: Vec<FileFault> = FileCode::ALL
        .iter()
        .flat_map(|code| faults_of(*code, &subject))
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

/// As rustls clients read a file: the first block that is wrong ends it.
fn strict(bytes: &[u8]) -> Result<Vec<Cert>, UnreadableAnchors> {
    let mut found = Vec::new();
    for der in CertificateDer::pem_slice_iter(bytes) {
        let der = der.map_err(|_| UnreadableAnchors::AfterCert(found.len()))?;
        let cert = Cert::from_der(der.to_vec());
        if cert.facts().is_none() {
            return Err(UnreadableAnchors::Cert(found.len() + 1));
        }
        found.push(cert);
    }
    Ok(found)
}
