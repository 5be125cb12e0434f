//! Kubernetes objects as input: what is found in realistic dumps, compared whole; what is said of broken ones; what is kept of none.
//! No network.

mod hostile;
mod secrets;
mod told;

use mtc_probe::inputs::{Found, Reading};

/// What these files, by their names and contents, tell together.
fn read(files: &[(&str, &[u8])]) -> Found {
    let mut reading = Reading::default();
    for (name, bytes) in files {
        reading.add(name, bytes);
    }
    reading.finish()
}

fn read_one(text: &str) -> Found {
    read(&[("dump.yaml", text.as_bytes())])
}
