//! One file of certificates as `--ca` takes it: more patiently than Go, and with the words of
//! `verify-bundle` for what even so cannot be used. Never shows what does not belong there.

use std::path::Path;

use crate::ca_file::{CaFile, FaultDetail, FileCode, FileFault, OtherContent};
use crate::cert::Cert;
use crate::error::Problem;
use crate::quote::for_shell;
use crate::words;

/// What a file gave.
#[derive(Default)]
pub(super) struct File {
    pub(super) certs: Vec<Cert>,
    /// Those of which the file says that nobody has confirmed them.
    pub(super) unconfirmed: Vec<Cert>,
    pub(super) problems: Vec<Problem>,
    /// What has its place beside certificates, not among them: keys, requests, revocation lists.
    pub(super) strangers: Vec<Problem>,
    /// Nothing in it says what it is meant to be.
    pub(super) unknown: Option<Problem>,
}

pub(super) fn read(path: &Path, bytes: &[u8]) -> File {
    let read = CaFile::of(bytes);
    let mut file = File {
        certs: read.certs(),
        unconfirmed: read
            .unconfirmed()
            .into_iter()
            .map(|(_, cert)| cert)
            .collect(),
        ..File::default()
    };
    for fault in read.losses() {
        let mut problem = problem(path, &fault);
        // Beside a certificate there is nothing to take in its place.
        if fault.code == FileCode::OtherBlock && !file.certs.is_empty() {
            problem.hint.clear();
        }
        match belonging(&fault) {
            Belonging::Certificate => file.problems.push(problem),
            Belonging::Stranger => file.strangers.push(problem),
            Belonging::Unknown => file.unknown = Some(problem),
        }
    }
    file
}

enum Belonging {
    /// It was meant as a certificate.
    Certificate,
    Stranger,
    Unknown,
}

fn belonging(fault: &FileFault) -> Belonging {
    match (fault.code, &fault.detail) {
        // Any file of a directory may be one of these.
        (FileCode::NoCertificate, FaultDetail::HoldsOnly(others))
            if others.iter().all(OtherContent::is_text) =>
        {
            Belonging::Unknown
        }
        (FileCode::NoCertificate, FaultDetail::HoldsOnly(_))
        | (FileCode::PrivateKey | FileCode::OtherBlock, _) => Belonging::Stranger,
        (FileCode::NoCertificate | FileCode::Empty, _) => Belonging::Unknown,
        _ => Belonging::Certificate,
    }
}

fn problem(path: &Path, fault: &FileFault) -> Problem {
    let place = path.display();
    let place = fault.line.map_or_else(
        || place.to_string(),
        |line| format!("{}:{line}", path.display()),
    );
    let told = words::ca_fault(fault, &for_shell(path));
    Problem::new(place, told.said, told.advice)
}
