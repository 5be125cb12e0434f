//! Bundle files: what is wrong in one, how two become one, what is recorded of one, how long one
//! holds. No network and no files: everything is made in memory.

mod forms;
mod lock;
mod merge;
mod properties;
mod validity;

use mtc_probe::bundle::file::{self, FileCheck};
use mtc_probe::cert::Cert;
use mtc_probe::lab::{CertDraft, Issued};

use super::verdicts::scene::{self, NOW};

const NAME: &str = "svc.test";

/// A root, an intermediate and a server that sends leaf and intermediate.
struct Pki {
    root: Issued,
    int: Issued,
    leaf: Issued,
}

impl Pki {
    fn new() -> Self {
        let root = CertDraft::authority(NOW.0, "Files Root")
            .self_signed()
            .expect("a root");
        let int = CertDraft::authority(NOW.0, "Files Issuing")
            .signed_by(&root)
            .expect("an intermediate");
        let leaf = CertDraft::leaf(NOW.0, &[NAME])
            .signed_by(&int)
            .expect("a leaf");
        Self { root, int, leaf }
    }

    fn sent(&self) -> Vec<Cert> {
        vec![scene::cert(&self.leaf), scene::cert(&self.int)]
    }
}

/// In 64 columns and LF, as we write it.
fn pem(issued: &Issued) -> String {
    scene::cert(issued).to_pem()
}

fn check(bytes: impl AsRef<[u8]>) -> FileCheck {
    file::check(bytes.as_ref(), NOW, NOW.plus_days(30))
}

/// `code` or `code:line`, in order.
fn codes(check: &FileCheck) -> Vec<String> {
    let of = |f: &file::FileFault| {
        f.line.map_or_else(
            || f.code.name().to_owned(),
            |line| format!("{}:{line}", f.code.name()),
        )
    };
    check.faults.iter().map(of).collect()
}

/// A private key, whose lines must appear nowhere. Its armour is put together here so that no file
/// of ours holds one.
fn private_key(issued: &Issued) -> String {
    use base64::Engine;
    let base64 =
        base64::engine::general_purpose::STANDARD.encode(issued.private_key().secret_der());
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    [
        "-----BEGIN ",
        "PRIVATE KEY-----\n",
        &lines.join("\n"),
        "\n-----END ",
        "PRIVATE KEY-----\n",
    ]
    .concat()
}
