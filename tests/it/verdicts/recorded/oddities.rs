//! Cases of certificates that are rare and not wrong: names in other string types, years without an
//! end, certificates from before X.509 v3.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::StoreKind;
use mtc_probe::lab::{CertDraft, Issued};

use super::Case;
use super::certificates::trusting;
use crate::trust::surgery::{
    BMP_STRING, Fields, GENERALIZED_TIME, PRINTABLE_STRING, TELETEX_STRING, UTC_TIME, reissued,
};
use crate::verdicts::scene::{NOW, cert, serving, store};

const TARGET: &str = "plain=https://s3.west.example.test";

pub fn cases() -> Vec<Case> {
    let mut all = names();
    all.extend(versions());
    all.extend(dates());
    all
}

/// A name of its own: stores of all cases together hold no further one of the usual name.
fn root() -> Issued {
    let draft = CertDraft::authority(NOW.0, "North Root CA");
    draft.self_signed().expect("a root")
}

fn leaf_by(issuer: &Issued) -> Issued {
    let draft = CertDraft::leaf(NOW.0, &["s3.west.example.test"]);
    draft.signed_by(issuer).expect("a leaf")
}

fn intermediate_by(issuer: &Issued) -> Issued {
    let draft = CertDraft::authority(NOW.0, "North Issuing CA");
    draft.signed_by(issuer).expect("an intermediate")
}

fn given(name: &str, cert: Cert) -> [mtc_probe::evidence::Store; 2] {
    [
        store("system", StoreKind::System, &[]),
        store(name, StoreKind::Given, &[cert]),
    ]
}

fn names() -> Vec<Case> {
    let root = root();
    let int = intermediate_by(&root);
    let direct = leaf_by(&root);
    let printable = |f: Fields| f.issuer_as(PRINTABLE_STRING, <[u8]>::to_vec);
    let shouted = |f: Fields| f.issuer_as(PRINTABLE_STRING, <[u8]>::to_ascii_uppercase);
    let reinstalled = root.with_other_key().expect("another key");
    let older = reissued(&reinstalled, &reinstalled, |f| {
        printable(f).subject_as(PRINTABLE_STRING, <[u8]>::to_vec)
    });
    let latin = |_: &[u8]| b"Gr\xfcne CA".to_vec();
    let wide = |_: &[u8]| {
        "Grüne CA"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect()
    };
    let teletex = |f: Fields| f.subject_as(TELETEX_STRING, latin);
    let below = |f: Fields| f.issuer_as(TELETEX_STRING, latin);
    let green = reissued(&root, &root, |f| below(teletex(f)));
    let issuing = reissued(&int, &root, |f| below(f).subject_as(BMP_STRING, wide));
    let leaf = leaf_by(&int);
    let under_wide = reissued(&leaf, &int, |f| f.issuer_as(BMP_STRING, wide));
    vec![
        Case::new(
            "issuer-name-differs",
            serving(TARGET, &[reissued(&direct, &root, printable), cert(&root)]),
            &trusting(&[]),
        ),
        Case::new(
            "issuer-name-differs-above-an-intermediate",
            serving(TARGET, &[cert(&leaf), reissued(&int, &root, shouted)]),
            &given("west.pem", cert(&root)),
        ),
        Case::new(
            "same-name-other-key-in-another-string-type",
            serving(TARGET, &[cert(&leaf), cert(&int)]),
            &given("west.pem", older),
        ),
        Case::new(
            "private-ca-named-in-teletex",
            serving(TARGET, &[under_wide, issuing, green]),
            &trusting(&[]),
        ),
    ]
}

fn versions() -> Vec<Case> {
    let root = root();
    let int = intermediate_by(&root);
    let own = CertDraft::leaf(NOW.0, &["s3.west.example.test"])
        .self_signed()
        .expect("a certificate");
    vec![
        Case::new(
            "constraint-violated-by-an-intermediate-of-version-1",
            serving(
                TARGET,
                &[
                    cert(&leaf_by(&int)),
                    reissued(&int, &root, Fields::version_1),
                ],
            ),
            &trusting(&[cert(&root)]),
        ),
        Case::new(
            "constraint-violated-for-go-alone",
            serving(TARGET, &odd_name()),
            &trusting(&[]),
        ),
        Case::new(
            "self-signed-of-version-1",
            serving(TARGET, &[reissued(&own, &own, Fields::version_1)]),
            &trusting(&[]),
        ),
    ]
}

/// A second name of the leaf is none, and its root permits some names only.
fn odd_name() -> [Cert; 2] {
    let root = CertDraft::authority(NOW.0, "North Narrow CA").permits(&["test"]);
    let root = root.self_signed().expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["s3.west.example.test", "a..test"]);
    let leaf = leaf.signed_by(&root).expect("a leaf");
    [cert(&leaf), cert(&root)]
}

fn dates() -> Vec<Case> {
    let root = root();
    let endless = |f: Fields| {
        f.valid([
            (UTC_TIME, "200101000000Z"),
            (GENERALIZED_TIME, "99991231235959Z"),
        ])
    };
    let leaf = leaf_by(&root);
    vec![Case::new(
        "ok-without-an-end",
        serving(TARGET, &[reissued(&leaf, &root, endless)]),
        &trusting(&[reissued(&root, &root, endless)]),
    )]
}
