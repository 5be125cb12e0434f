//! Trust stores: the system's, Mozilla's, and what `--ca` names. Only certificates are taken;
//! everything else becomes a `Problem`. Never echoes what a file holds; trusts nothing by itself.
#![expect(clippy::disallowed_methods, reason = "trust stores are files")]

mod bytes;
mod file;
mod native;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::ca_file::MOST_BLOCKS;
use crate::cert::Cert;
use crate::error::Problem;
use crate::evidence::{Store, StoreKind};
use bytes::{LARGEST_FILE, place, read, unreadable};

/// The roots that are trusted besides those of `--ca`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseTrust {
    /// The operating system's trust store.
    System,
    /// Mozilla's public roots, built in.
    Mozilla,
    /// None at all.
    None,
}

/// At most so many problems of one directory are reported one by one.
const MOST_PROBLEMS: usize = 50;

/// The machine's own trust, from wherever this platform keeps it. Where `SSL_CERT_FILE` or
/// `SSL_CERT_DIR` is set, what they name is all there is; for OpenSSL and Go each replaces only its
/// own half, the file or the directory.
pub fn system() -> (Store, Vec<Problem>) {
    let (certs, mut problems) = native::read();
    let certs = distinct(certs);
    if certs.is_empty() && problems.is_empty() {
        let hint = "install ca-certificates, or name a file with SSL_CERT_FILE or --ca";
        problems.push(Problem::new(
            "system trust store",
            "it holds no certificate",
            hint,
        ));
    }
    (
        Store {
            name: "system".into(),
            kind: StoreKind::System,
            certs,
            left_out: 0,
            unconfirmed: Vec::new(),
            of: None,
        },
        problems,
    )
}

/// Mozilla's public roots, as trust ([`StoreKind::Mozilla`]) or to tell public CAs from private
/// ones ([`StoreKind::Reference`]).
pub fn mozilla(kind: StoreKind) -> Store {
    let certs = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| Cert::from_der(der.to_vec()))
        .collect();
    Store {
        name: "mozilla".into(),
        kind,
        certs,
        left_out: 0,
        unconfirmed: Vec::new(),
        of: None,
    }
}

/// What a path gave.
#[derive(Default)]
pub struct GivenStores {
    /// One for each file that holds a certificate.
    pub stores: Vec<Store>,
    /// What should have given one and did not.
    pub problems: Vec<Problem>,
    /// Blocks of a file beside its certificates that are none: named, and not looked into.
    pub passed_over: Vec<Problem>,
}

/// The certificates of a file, or of every file of a directory (not of those below it): one store
/// per file.
pub fn from_path(path: &Path) -> GivenStores {
    if fs::metadata(path).is_ok_and(|meta| meta.is_dir()) {
        let (stores, problems) = from_directory(path);
        return GivenStores {
            stores,
            problems,
            ..GivenStores::default()
        };
    }
    let file = match read(path) {
        Ok(bytes) => file::read(path, &bytes),
        Err(problem) => {
            return GivenStores {
                problems: vec![problem],
                ..GivenStores::default()
            };
        }
    };
    let stores: Vec<Store> = store(path, file.certs, file.unconfirmed)
        .into_iter()
        .collect();
    let (passed_over, strangers) = if stores.is_empty() {
        (Vec::new(), file.strangers)
    } else {
        (file.strangers, Vec::new())
    };
    let mut problems = [strangers, file.problems].concat();
    problems.extend(file.unknown);
    GivenStores {
        stores,
        problems,
        passed_over,
    }
}

/// Beside certificates such a directory holds keys, READMEs, links to nowhere and much else. Only
/// what tried to be a certificate is worth a word; the rest too where that is all there is.
fn from_directory(directory: &Path) -> (Vec<Store>, Vec<Problem>) {
    let (files, mut strangers) = match files_of(directory) {
        Ok(found) => found,
        Err(e) => return (Vec::new(), vec![unreadable(directory, &e)]),
    };
    let (mut stores, mut problems) = (Vec::new(), Vec::new());
    let mut left = Left::of_a_directory();
    for path in files {
        if left.is_nothing() {
            problems.insert(0, too_much(directory));
            break;
        }
        match read(&path) {
            Ok(bytes) => {
                let file = file::read(&path, &bytes);
                left.take(&bytes, &file.certs);
                strangers.extend(file.strangers);
                problems.extend(file.problems);
                stores.extend(store(&path, file.certs, file.unconfirmed));
            }
            Err(problem) if is_called_certificate(&path) => problems.push(problem),
            Err(problem) => strangers.push(problem),
        }
    }
    if stores.is_empty() {
        problems.splice(0..0, strangers);
    }
    let more = problems.len().saturating_sub(MOST_PROBLEMS);
    problems.truncate(MOST_PROBLEMS);
    if more > 0 {
        let what = format!("{more} more problems with its files");
        problems.push(Problem::new(
            place(directory),
            what,
            "name the files that are meant",
        ));
    }
    if stores.is_empty() && problems.is_empty() {
        problems.push(no_certificate(
            directory,
            "directories below it are not searched: name the one with the certificates",
        ));
    }
    (stores, problems)
}

/// How much more of a directory is read. All public roots there are make some hundred files.
struct Left {
    /// Certificates, and files without one.
    certificates: usize,
    bytes: u64,
}

impl Left {
    const fn of_a_directory() -> Self {
        Self {
            certificates: MOST_BLOCKS,
            bytes: 8 * LARGEST_FILE,
        }
    }

    fn take(&mut self, bytes: &[u8], certs: &[Cert]) {
        self.certificates = self.certificates.saturating_sub(certs.len().max(1));
        self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
    }

    const fn is_nothing(&self) -> bool {
        self.certificates == 0 || self.bytes == 0
    }
}

fn too_much(directory: &Path) -> Problem {
    Problem::new(
        place(directory),
        "more files and certificates than a directory of CAs has: the rest was not read",
        "name the files that are meant",
    )
}

/// By its name it may be what the directory was given for, though it cannot be read.
fn is_called_certificate(path: &Path) -> bool {
    path.extension().is_some_and(|e| {
        ["pem", "crt", "cer", "der"]
            .iter()
            .any(|known| e.eq_ignore_ascii_case(known))
    })
}

/// Regular files in name order, and what leads nowhere. The links that `c_rehash` makes, and those
/// of a mounted ConfigMap, lead to files that count once.
fn files_of(directory: &Path) -> std::io::Result<(Vec<PathBuf>, Vec<Problem>)> {
    let mut entries = fs::read_dir(directory)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    // Real files before the links to them: a store bears the name people gave it.
    entries.sort_by_key(|path| path.is_symlink());
    let (mut files, mut nowhere, mut known) = (Vec::new(), Vec::new(), HashSet::new());
    for path in entries {
        match path.canonicalize() {
            Ok(real) => {
                if real.is_file() && known.insert(real) {
                    files.push(path);
                }
            }
            Err(e) => nowhere.push(unreadable(&path, &e)),
        }
    }
    files.sort();
    Ok((files, nowhere))
}

fn store(path: &Path, certs: Vec<Cert>, unconfirmed: Vec<Cert>) -> Option<Store> {
    let certs = distinct(certs);
    (!certs.is_empty()).then(|| Store {
        name: place(path),
        kind: StoreKind::Given,
        certs,
        left_out: 0,
        unconfirmed,
        of: None,
    })
}

fn distinct(certs: impl IntoIterator<Item = Cert>) -> Vec<Cert> {
    let mut known = HashSet::new();
    certs
        .into_iter()
        .filter(|cert| known.insert(cert.clone()))
        .collect()
}

fn no_certificate(path: &Path, hint: &str) -> Problem {
    Problem::new(place(path), "holds no certificate", hint)
}

#[cfg(test)]
mod tests;
