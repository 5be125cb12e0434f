//! Topologies with a defect: dates, names, purposes, constraints, and certificates that only
//! surgery makes.

use mtc_probe::lab::{CertDraft, Purpose};

use super::surgery::{BASIC_CONSTRAINTS, KEY_USAGE, reissued};
use super::topologies::{by, ca, leaf, root};
use super::{NAME, NOW, Topology, cert};

const NOBODY: [&str; 4] = ["", "", "", ""];
const SOUND: [&str; 4] = ["G", "GR", "GR", "GR"];

pub fn all() -> Vec<Topology> {
    let mut all = leaves();
    all.extend(roots());
    all.extend(intermediates());
    all.extend(extensions());
    all.extend(serials());
    all
}

/// A root and one leaf, both sent.
fn leaves() -> Vec<Topology> {
    let root = root();
    let of = |code, draft: CertDraft, accepts| {
        let leaf = cert(&by(&draft, &root));
        Topology::new(code, &[&leaf, &cert(&root)], &[&cert(&root)], &[], accepts)
    };
    let many: Vec<String> = (0..999).map(|n| format!("n{n}.test")).collect();
    let many: Vec<&str> = std::iter::once(NAME)
        .chain(many.iter().map(String::as_str))
        .collect();
    let end_of_time = 253_402_300_799;
    vec![
        of("T12", leaf().expired(20), NOBODY),
        of("X3", leaf().days(2, 30), NOBODY),
        of("T14", CertDraft::leaf(NOW.0, &["other.test"]), NOBODY),
        of("T15", leaf().without_alternative_names(), NOBODY),
        of("T27", leaf().critical_unknown_extension(), NOBODY),
        of("X1", leaf().is_authority(), ["G"; 4]),
        of("X2", leaf().purpose(Some(Purpose::Client)), NOBODY),
        of("no purpose", leaf().purpose(None), SOUND),
        of("T28", leaf().serial(0), SOUND),
        of("T29", CertDraft::leaf(NOW.0, &many), SOUND),
        of("T30", leaf().valid(NOW.0 - 1, end_of_time), SOUND),
    ]
}

fn roots() -> Vec<Topology> {
    let of = |code, draft: CertDraft, accepts| {
        let root = draft.self_signed().expect("a root");
        Topology::new(
            code,
            &[&cert(&by(&leaf(), &root)), &cert(&root)],
            &[&cert(&root)],
            &[],
            accepts,
        )
    };
    vec![
        of("T13", ca("Root").days(-3000, -20), ["G", "GR", "R", "R"]),
        of("T17b", ca("Root").excludes(&[NAME]), ["G", "G", "", ""]),
        of("permitted", ca("Root").permits(&["test"]), SOUND),
        of("T28d", ca("Root").serial(0), SOUND),
    ]
}

/// Root, intermediate, leaf: all sent but where the truth table says otherwise.
fn intermediates() -> Vec<Topology> {
    let of = |code, top: CertDraft, middle: CertDraft, accepts| {
        let root = top.self_signed().expect("a root");
        let int = by(&middle, &root);
        Topology::new(
            code,
            &[&cert(&by(&leaf(), &int)), &cert(&int), &cert(&root)],
            &[&cert(&root)],
            &[&cert(&int)],
            accepts,
        )
    };
    let middle = || ca("Intermediate");
    let only = |topology: Topology, accepts| {
        let int = topology.ints[0].clone();
        topology.with("intermediate", &[&int], accepts)
    };
    vec![
        of(
            "T16b",
            ca("Root").path_length(0),
            middle(),
            ["G", "GR", "R", "GR"],
        ),
        of(
            "path length 1",
            ca("Root").path_length(1),
            middle().path_length(0),
            SOUND,
        ),
        of(
            "T17",
            ca("Root"),
            middle().excludes(&[NAME]),
            ["G", "G", "", ""],
        ),
        only(
            of(
                "X5",
                ca("Root"),
                middle().is_no_authority(),
                ["G", "GR", "", "R"],
            ),
            "R",
        ),
        expired_intermediate(),
    ]
}

fn expired_intermediate() -> Topology {
    let root = root();
    let int = by(&ca("Intermediate").days(-3000, -20), &root);
    let fresh = by(&ca("Intermediate"), &root);
    let renewed = reissued(&int, &root, |fields| fields.dates_of(fresh.der()));
    let (l, i, r) = (cert(&by(&leaf(), &int)), cert(&int), cert(&root));
    Topology::new("T13b", &[&l, &i], &[&r], &[&i], ["G", "GR", "", "R"]).with(
        "root and renewed",
        &[&r, &renewed],
        "GR",
    )
}

/// Roots without what a root should have.
fn extensions() -> Vec<Topology> {
    let root = root();
    let leaf_of_root = cert(&by(&leaf(), &root));
    let of = |code, top: &mtc_probe::cert::Cert, accepts| {
        Topology::new(code, &[&leaf_of_root, top], &[top], &[], accepts)
    };
    let own = leaf().self_signed().expect("a certificate");
    let first_version = reissued(&own, &own, super::surgery::Fields::version_1);
    vec![
        of(
            "T16a",
            &reissued(&root, &root, |fields| fields.without_extension(KEY_USAGE)),
            SOUND,
        ),
        of(
            "T16c",
            &reissued(&root, &root, super::surgery::Fields::version_1),
            SOUND,
        ),
        of(
            "T16d",
            &reissued(&root, &root, |fields| {
                fields.without_extension(BASIC_CONSTRAINTS)
            }),
            ["G", "GR", "R", "R"],
        ),
        Topology::new("T03", &[&first_version], &[&first_version], &[], NOBODY),
    ]
}

fn serials() -> Vec<Topology> {
    let root = root();
    let good = by(&leaf(), &root);
    let r = cert(&root);
    let negative = reissued(&good, &root, |fields| fields.serial(&[0x80, 1]));
    let long = reissued(&good, &root, |fields| fields.serial(&[0x42; 25]));
    let negative_root = reissued(&root, &root, |fields| fields.serial(&[0x80, 1]));
    vec![
        Topology::new("T28b", &[&negative, &r], &[&r], &[], ["", "R", "R", "R"]),
        Topology::new("T28c", &[&long, &r], &[&r], &[], SOUND),
        Topology::new(
            "T28e",
            &[&cert(&good), &negative_root],
            &[&negative_root],
            &[],
            ["", "R", "R", "R"],
        ),
        // The same root where only the bundle holds it: Go passes over it without a word.
        Topology::new(
            "T28e, root not sent",
            &[&cert(&good)],
            &[&negative_root],
            &[],
            ["G", "G", "R", "R"],
        ),
    ]
}
