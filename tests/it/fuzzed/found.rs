//! What fuzzing found, as it holds since: one plain test for each. The inputs stand in the corpus, too.

use mtc_probe::bundle::Standing;
use mtc_probe::ca_file::FileCode;
use mtc_probe::cert::Cert;
use mtc_probe::export::merge::Existing;
use mtc_probe::inputs::dump::{DumpForm, DumpLeft, DumpSource, read};
use mtc_probe::lab::CertDraft;

/// A bit of a name's length: OpenSSL and others may read what is left, Go does not.
fn unread_by_go(der: &[u8]) -> Cert {
    let bent = |at: usize| {
        let mut der = der.to_vec();
        der[at] ^= 1;
        Cert::from_der(der)
    };
    let all = (0..der.len()).map(bent);
    let mut fitting = all.filter(|cert| cert.facts().is_some() && !cert.is_read_by_older_go());
    fitting.next().expect("the two readers differ somewhere")
}

/// `--merge` kept what it had said it would lose: a certificate that Go does not read.
#[test]
fn what_is_said_to_be_lost_is_not_written() {
    let root = CertDraft::authority(0, "Root").self_signed().expect("a CA");
    let root = Cert::from_der(root.der().to_vec());
    let other = unread_by_go(root.der());
    let existing = Existing::read(format!("{}{}", root.to_pem(), other.to_pem()).as_bytes());
    let lost: Vec<FileCode> = existing.lost.iter().map(|fault| fault.code).collect();
    assert_eq!(lost, [FileCode::BadDer]);
    let merged = existing.with(&[], Some(&|_| Standing::NotConfirmed));
    assert_eq!(merged, root.to_pem());
    assert_eq!(existing.len(), 1);
}

/// A heading that is no ASCII, or no text, ended the reading with a panic.
#[test]
fn a_heading_of_any_letters_is_a_heading() {
    let row = "5m          Warning   Failed   pod/x    words of it\n";
    for odd in [
        &b"OBJECT\x85"[..],
        "ÖBJËKT".as_bytes(),
        "\u{1f600}".as_bytes(),
        b"\xff\xff",
    ] {
        let heads = [b"LAST SEEN   TYPE      REASON   ", odd, b"   MESSAGE\n"].concat();
        let events = [&heads[..], row.as_bytes()].concat();
        let described = [
            &b"Name:         x\nNamespace:    y\nKind:         Pod\nEvents:\n  "[..],
            &heads,
            b"  ----   ----      ----     ----     ----\n  ",
            row.as_bytes(),
        ];
        for (form, bytes) in [
            (DumpForm::EventTable, events),
            (DumpForm::Description, described.concat()),
        ] {
            let source = DumpSource {
                file: "dump".into(),
                cluster: None,
            };
            let left = read(form, &mut &bytes[..], &source, &mut |_| {});
            assert_eq!(left, DumpLeft::default(), "{form:?}");
        }
    }
}
