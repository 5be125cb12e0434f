//! The trust store of the machine, by the crate that knows where each platform keeps it; what a variable
//! names is read here, since a device behind it has no end. Trusts nothing by itself.
#![expect(
    clippy::disallowed_methods,
    reason = "rustls-native-certs asks for these two variables as well"
)]

use std::env;
use std::ffi::OsString;
use std::path::Path;

use rustls_native_certs::{CertificateResult, load_certs_from_paths, load_native_certs};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use super::bytes;
use crate::cert::Cert;
use crate::error::Problem;

const HINT: &str = "repair that file, or name another with SSL_CERT_FILE; on minimal images install ca-certificates";
/// A directory of a thousand files that cannot be read is one fault.
const MOST_PROBLEMS: usize = 10;

pub(super) fn read() -> (Vec<Cert>, Vec<Problem>) {
    match env::var_os("SSL_CERT_FILE") {
        Some(file) => named(Path::new(&file), env::var_os("SSL_CERT_DIR")),
        None => taken(load_native_certs()),
    }
}

/// What the variables name: a file, of which no more is read than of any other, and directories, of
/// which regular files count only.
fn named(file: &Path, directories: Option<OsString>) -> (Vec<Cert>, Vec<Problem>) {
    let (mut certs, mut problems) = (Vec::new(), Vec::new());
    match bytes::read(file) {
        Ok(bytes) => {
            let found = CertificateDer::pem_slice_iter(&bytes).filter_map(Result::ok);
            certs.extend(found.map(|der| Cert::from_der(der.to_vec())));
        }
        Err(Problem { place, what, .. }) => {
            let what = format!("SSL_CERT_FILE: {place}: {what}");
            problems.push(Problem::new("system trust store", what, HINT));
        }
    }
    for directory in env::split_paths(&directories.unwrap_or_default()) {
        if directory.as_os_str().is_empty() {
            continue;
        }
        let (more, wrong) = taken(load_certs_from_paths(None, Some(&directory)));
        certs.extend(more);
        problems.extend(wrong);
    }
    (certs, problems)
}

fn taken(found: CertificateResult) -> (Vec<Cert>, Vec<Problem>) {
    let certs = found.certs.into_iter();
    let certs = certs.map(|der| Cert::from_der(der.to_vec())).collect();
    let wrong = found.errors.iter().take(MOST_PROBLEMS);
    let problem = |e| Problem::new("system trust store", format!("{e}"), HINT);
    let mut problems: Vec<Problem> = wrong.map(problem).collect();
    let more = found.errors.len() - problems.len();
    if more > 0 {
        let what = format!("{more} more of its files cannot be read");
        problems.push(Problem::new("system trust store", what, HINT));
    }
    (certs, problems)
}
