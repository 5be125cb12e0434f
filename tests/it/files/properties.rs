//! What holds for any input: the same bytes in any order, what is written is what is read, nothing
//! panics, no key comes out. Random by a fixed seed, so that a failure can be seen again.

use fastrand::Rng;
use mtc_probe::bundle::{self, AdmissionRules, BundleAnchor, Standing};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::StoreKind;
use mtc_probe::export::merge::Existing;
use mtc_probe::export::pem as file;
use mtc_probe::judge::{Endpoint, Ground, Stores, Taint};
use mtc_probe::lab::CertDraft;
use mtc_probe::moment::Moment;
use mtc_probe::report::{Again, TextStyle, Verified, verified_json, verified_text};

use super::{Pki, check, pem, private_key};
use crate::verdicts::scene::{self, NOW};

/// Eight servers under five roots, two of one name and different age.
fn endpoints() -> (Vec<Endpoint>, Vec<Cert>) {
    let ca = |name: &str, from| {
        CertDraft::authority(NOW.0, name)
            .days(from, 3000)
            .self_signed()
            .expect("a root")
    };
    let roots = [
        ca("A", -9),
        ca("B", -8),
        ca("Twice", -700),
        ca("Twice", -7),
        ca("C", -6),
    ];
    let server = |n: usize| {
        let root = &roots[n % roots.len()];
        let int = CertDraft::authority(NOW.0, &format!("Issuing {n}"))
            .signed_by(root)
            .expect("an intermediate");
        let leaf = CertDraft::leaf(NOW.0, &["svc.test"])
            .signed_by(&int)
            .expect("a leaf");
        let sent: Vec<Cert> = [&leaf, &int, root]
            .iter()
            .take(2 + n % 2)
            .map(|c| scene::cert(c))
            .collect();
        scene::judge(
            scene::serving(&format!("plain=svc.test:{}", 443 + n), &sent),
            &[],
        )
    };
    (
        (0..8).map(server).collect(),
        roots.iter().map(scene::cert).collect(),
    )
}

fn anchors(endpoints: &[Endpoint], stores: &Stores) -> Vec<BundleAnchor> {
    let taint = Taint::default();
    bundle::choose(
        endpoints,
        Ground::new(stores, &taint, NOW),
        &AdmissionRules::default(),
        |_| true,
    )
    .anchors
}

fn confirmed(_: &BundleAnchor) -> Standing {
    Standing::ConfirmedBy(vec!["a copy".into()])
}

#[test]
fn any_order_gives_the_same_bytes_and_what_is_written_is_read_back() {
    let (mut endpoints, mut roots) = endpoints();
    let mut dice = Rng::with_seed(7);
    let mut first: Option<String> = None;
    for _ in 0..40 {
        dice.shuffle(&mut endpoints);
        dice.shuffle(&mut roots);
        let stores = Stores::new(&[scene::store("ca.pem", StoreKind::Given, &roots)]);
        let chosen = anchors(&endpoints, &stores);
        let text = file::render(&chosen, Some(&confirmed));
        assert_eq!(
            Cert::read_pem(&text),
            chosen.iter().map(|a| a.cert.clone()).collect::<Vec<_>>()
        );
        assert_eq!(Existing::default().with(&chosen, Some(&confirmed)), text);
        assert_eq!(
            Existing::read(text.as_bytes()).with(&[], Some(&confirmed)),
            text,
            "export, parse, export"
        );
        assert!(
            check(&text).faults.is_empty(),
            "{:?}",
            super::codes(&check(&text))
        );
        assert_eq!(first.get_or_insert_with(|| text.clone()), &text);
    }
    let subjects: Vec<i64> = Cert::read_pem(first.unwrap_or_default())
        .iter()
        .filter(|c| c.label() == "Twice")
        .filter_map(|c| c.facts().map(|f| NOW.days_until(f.not_before)))
        .collect();
    assert_eq!(subjects, [-7, -700], "of two generations the newer first");
}

#[test]
fn nothing_panics_and_no_key_comes_out() {
    let pki = Pki::new();
    let secret = private_key(&pki.leaf);
    let whole = format!("# a\n{}{secret}{}", pem(&pki.root), pem(&pki.int)).into_bytes();
    let lines: Vec<&str> = secret.lines().filter(|l| !l.starts_with('-')).collect();
    let pieces = [
        "-----",
        "BEGIN ",
        "END ",
        "\n",
        "\r",
        " ",
        "\\n",
        ":",
        "CERTIFICATE",
        "\u{feff}",
        "MII",
        "=",
        "PRIVATE KEY",
    ];
    let mut dice = Rng::with_seed(11);
    for round in 0..400 {
        let mut bytes = whole.clone();
        bytes.truncate(if round % 3 == 0 {
            dice.usize(..whole.len())
        } else {
            whole.len()
        });
        for _ in 0..dice.usize(..6) {
            let (at, piece) = (
                dice.usize(..bytes.len().max(1)),
                pieces[dice.usize(..pieces.len())],
            );
            let cut = (at + dice.usize(..40)).min(bytes.len());
            bytes.splice(at.min(bytes.len())..cut, piece.bytes());
        }
        let said = everything_said(&bytes);
        // A mutation may cut a line of the key; whole lines of it are what must not appear.
        assert!(
            lines
                .iter()
                .all(|line| line.len() < 60 || !said.contains(line)),
            "round {round}:\n{said}"
        );
    }
}

/// Every output that a file can lead to.
fn everything_said(bytes: &[u8]) -> String {
    let found = check(bytes);
    let verified = Verified {
        tool: "probe",
        file: "x",
        at: NOW,
        horizon: Moment(0),
        check: &found,
        endpoints: &[],
        problems: &[],
        again: Again::default(),
        redaction: None,
    };
    let existing = Existing::read(bytes);
    let problems: String = existing.lost.iter().map(|f| format!("{f:?}")).collect();
    let once = existing.with(&[], Some(&confirmed));
    let again = Existing::read(once.as_bytes());
    assert!(
        once.is_empty() || again.lost.is_empty(),
        "what is merged is clean"
    );
    assert_eq!(again.with(&[], Some(&confirmed)), once);
    [
        verified_json(&verified),
        verified_text(&verified, &TextStyle::plain(100)),
        problems,
        once,
    ]
    .concat()
}
