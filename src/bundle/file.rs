//! A bundle file as its readers get it: what is wrong with it (`ca_file`), what Go finds in it, and
//! what a reader finds that refuses the whole file for one bad block. Pure.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::ca_file::CaFile;
use crate::cert::Cert;
use crate::codes::Severity;
use crate::dialects::rustls::UnreadableAnchors;
use crate::moment::Moment;

pub use crate::ca_file::{FaultDetail, FileCode, FileFault};

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

    /// The first fault for which Go does not find a certificate that was meant to be there.
    #[must_use]
    pub fn loss(&self) -> Option<&FileFault> {
        self.faults.iter().find(|fault| fault.code.loses())
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
    let file = CaFile::of(bytes);
    FileCheck {
        faults: file.faults(now, horizon),
        go: Cert::read_pem(bytes),
        strict: strict(bytes),
        listed: file.listed(),
    }
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
