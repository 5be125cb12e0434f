//! Files of certificates that are checked, merged and exported: what is written parses back to the same
//! certificates, and merging twice is merging once.
//! Writes no file.

use mtc_probe::bundle::Standing;
use mtc_probe::bundle::file;
use mtc_probe::bundle::lock::Lock;
use mtc_probe::ca_file::{CaFile, has_too_many_blocks};
use mtc_probe::cert::Cert;
use mtc_probe::export::merge::Existing;
use mtc_probe::export::{self, ExportInput, ExportOutput, Options, Part};
use mtc_probe::moment::Moment;
use mtc_probe::report::{
    Again, TextStyle, Verified, verified_json, verified_screen, verified_text,
};

use super::claims;
use super::pki::NOW;

/// `verify-bundle` and `--ca` on a file of any bytes, and on the same with a key in it.
pub fn verified(bytes: &[u8]) {
    verified_as_it_is(bytes);
    verified_as_it_is(&with_a_key(bytes));
}

/// `--merge` and every format of `export-bundle`, of any bytes, and of the same with a key in it.
pub fn exported(bytes: &[u8]) {
    exported_as_it_is(bytes);
    exported_as_it_is(&with_a_key(bytes));
}

/// With the block of a private key behind the first certificate, which no file of the corpus may hold.
fn with_a_key(bytes: &[u8]) -> Vec<u8> {
    const END: &[u8] = b"-----END CERTIFICATE-----\n";
    let label = "RSA PRIVATE KEY";
    let key = format!("-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");
    let end = bytes.windows(END.len()).position(|part| part == END);
    let (before, behind) = bytes.split_at(end.map_or(0, |at| at + END.len()));
    [before, key.as_bytes(), behind].concat()
}

fn verified_as_it_is(bytes: &[u8]) {
    let _ = has_too_many_blocks(bytes);
    let check = file::check(bytes, NOW, NOW.plus_days(30));
    let verified = Verified {
        redaction: None,
        tool: "probe",
        file: "x",
        at: NOW,
        horizon: Moment(0),
        check: &check,
        endpoints: &[],
        problems: &[],
        again: Again::default(),
    };
    let style = TextStyle::plain(100);
    for text in [
        verified_text(&verified, &style),
        verified_screen(&verified, &style),
        verified_json(&verified),
    ] {
        claims::harmless(&text);
        claims::bounded(text.len(), bytes.len(), (200, 64 * 1024));
    }
    let read = CaFile::of(bytes);
    let patient = read.certs();
    for cert in check.go {
        assert!(
            patient.contains(&cert),
            "what Go finds a patient reader finds, too"
        );
    }
    let _ = read.losses();
}

fn exported_as_it_is(bytes: &[u8]) {
    let existing = Existing::read(bytes);
    let certs: Vec<Cert> = existing.certs().cloned().collect();
    let once = existing.with(&[], Some(&|_| Standing::NotConfirmed));
    assert_eq!(Cert::read_pem(&once), certs, "what is written is read back");
    let again = Existing::read(once.as_bytes());
    assert!(
        once.is_empty() || again.lost.is_empty(),
        "what is merged is clean"
    );
    assert_eq!(
        again.with(&[], Some(&|_| Standing::NotConfirmed)),
        once,
        "twice is once"
    );
    assert!(
        !once.contains("PRIVATE KEY-----\n"),
        "a private key is copied"
    );
    let bare = existing.with(&[], None);
    assert_eq!(Cert::read_pem(&bare), certs);
    let parts = [Part {
        host: "reg.example.test".into(),
        port: 5000,
        pem: once.clone(),
    }];
    let input = ExportInput {
        pem: &once,
        certs: &certs,
        parts: &parts,
    };
    for format in export::FORMATS {
        match export::render(format, &input, &Options::of(format)) {
            Ok(ExportOutput::File(product)) if format.name == "pem" => {
                assert_eq!(Cert::read_pem(product), certs);
            }
            Ok(product) => assert!(product.size() > 0),
            Err(why) => claims::harmless(&why),
        }
    }
}

/// A lock file: what is read of it is written, and read again.
pub fn locked(bytes: &[u8]) {
    match Lock::parse(bytes) {
        Ok(lock) => {
            let written = lock.render();
            let again = Lock::parse(written.as_bytes());
            assert_eq!(again.map(|lock| lock.render()).ok(), Some(written));
        }
        Err(why) => drop(format!("{why:?}")),
    }
}
