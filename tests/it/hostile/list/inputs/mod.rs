//! Hostile files, places, arguments, streams and programs: the rows of what comes from this machine. Nothing here
//! serves anything.

mod bundles;
mod client;
mod kubeconfigs;
mod logs;
mod outputs;
mod runs;

use super::Row;
use crate::hostile::NOBODY;

pub fn rows() -> Vec<Row> {
    let all = [
        runs::rows(),
        bundles::rows(),
        kubeconfigs::rows(),
        logs::rows(),
        client::rows(),
        outputs::rows(),
    ];
    all.into_iter().flatten().collect()
}

/// A name, and how its bytes are made where they are wanted: some are large.
type Content = (&'static str, fn() -> Vec<u8>);

/// A certificate that signed itself, and is nobody's.
const CERTIFICATE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/certs-testdata/acme.pem"
));

fn der() -> Vec<u8> {
    let found = mtc_probe::ca_file::CaFile::of(CERTIFICATE.as_bytes()).certs();
    found[0].der().to_vec()
}

/// So many texts behind each other.
fn many(count: usize, one: fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |all, n| all + &one(n))
}
