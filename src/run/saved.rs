//! Runs on disk: evidence saved and read again. If a file is not a saved run, no error message
//! quotes its content.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where saved runs are read"
)]

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use super::output;
use crate::cert::Cert;
use crate::error::Error;
use crate::evidence::{EVIDENCE_VERSION, Recording, Store, StoreKind};

/// An endpoint takes a few kilobytes.
const LARGEST: u64 = 1 << 30;

/// Reads a saved run.
pub(super) fn read(path: &Path) -> Result<Recording, Error> {
    let input = |why: String, hint: &str| Error::Input {
        what: path.display().to_string(),
        why,
        hint: hint.into(),
    };
    let bytes = bytes_of(path).map_err(|e| {
        input(
            format!("cannot be read: {}", output::reason(&e)),
            "--from takes a file that --save wrote",
        )
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(input(
            "larger than 1 GiB".into(),
            "save runs of fewer targets",
        ));
    }
    parse(&bytes, &path.display().to_string())
}

/// The saved run in these bytes; `what` is how an error names them.
pub(super) fn parse(bytes: &[u8], what: &str) -> Result<Recording, Error> {
    let input = |why: String, hint: &str| Error::Input {
        what: what.into(),
        why,
        hint: hint.into(),
    };
    let version = serde_json::from_slice::<serde_json::Value>(bytes)
        .ok()
        .and_then(|v| v.get("evidence_version")?.as_u64());
    match version {
        Some(v) if v == u64::from(EVIDENCE_VERSION) => {}
        Some(v) => {
            return Err(input(
                format!("it holds evidence of version {v}, this program reads {EVIDENCE_VERSION}"),
                "use the version of probe that saved it",
            ));
        }
        None => {
            return Err(input(
                "not a saved run".into(),
                "--from takes a file that --save wrote",
            ));
        }
    }
    let damaged = |e: serde_json::Error| {
        format!(
            "a damaged saved run, wrong at line {}, column {}",
            e.line(),
            e.column()
        )
    };
    serde_json::from_slice(bytes).map_err(|e| input(damaged(e), "save the run again"))
}

/// Reads the file up to one byte more than allowed; if it cannot be a saved run, only its
/// beginning, since a device may be endless.
fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut source = std::fs::File::open(path)?.take(LARGEST + 1);
    let mut bytes = Vec::new();
    source.by_ref().take(64).read_to_end(&mut bytes)?;
    if bytes.trim_ascii_start().starts_with(b"{") {
        source.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Saves a run: its evidence, and of each store what can matter to it, so that judging it again
/// gives the same verdicts.
pub(super) fn write(path: &Path, recording: &Recording) -> Result<(), Error> {
    let names = names_that_matter(recording);
    let stores = recording
        .stores
        .iter()
        .map(|store| relevant(store, &names))
        .collect();
    let slim = Recording {
        stores,
        ..recording.clone()
    };
    let mut text = serde_json::to_string_pretty(&slim).map_err(|e| Error::Output {
        to: path.display().to_string(),
        why: e.to_string(),
    })?;
    text.push('\n');
    output::write_file(path, text.as_bytes())
}

/// Subjects of what was sent, and of every issuer above it that some store knows.
fn names_that_matter(recording: &Recording) -> BTreeSet<Vec<u8>> {
    let connections = recording.attempts.iter().flat_map(|a| &a.connections);
    let of_proxies = connections
        .clone()
        .filter_map(|c| c.proxy.saw()?.tls.as_ref());
    let sent = connections
        .filter_map(|c| c.tls.saw())
        .chain(of_proxies)
        .flat_map(|s| &s.chain);
    let fetched = recording.attempts.iter().flat_map(|a| &a.fetched);
    let fetched = fetched.flat_map(|f| &f.certs);
    let mut names: BTreeSet<Vec<u8>> = sent.chain(fetched).flat_map(names_of).collect();
    loop {
        let held = recording.stores.iter().flat_map(|s| &s.certs);
        let above: Vec<Vec<u8>> = held
            .filter(|c| bears(c, &names))
            .flat_map(names_of)
            .filter(|n| !names.contains(n))
            .collect();
        if above.is_empty() {
            return names;
        }
        names.extend(above);
    }
}

fn names_of(cert: &Cert) -> Vec<Vec<u8>> {
    cert.facts()
        .map(|f| vec![f.subject_der.clone(), f.issuer_der.clone()])
        .unwrap_or_default()
}

fn bears(cert: &Cert, names: &BTreeSet<Vec<u8>>) -> bool {
    cert.facts().is_some_and(|f| names.contains(&f.subject_der))
}

fn relevant(store: &Store, names: &BTreeSet<Vec<u8>>) -> Store {
    let whole = matches!(store.kind, StoreKind::Given | StoreKind::InUse);
    let certs = store
        .certs
        .iter()
        .filter(|c| whole || bears(c, names))
        .cloned()
        .collect();
    Store {
        name: store.name.clone(),
        kind: store.kind,
        certs,
        of: store.of.clone(),
    }
}
