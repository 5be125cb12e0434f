//! Topologies as servers have them, by the numbers of the measured table: which chain is sent, what
//! the truth is, who accepts.

use mtc_probe::lab::{CertDraft, Issued, KeyType};

use super::surgery::{AUTHORITY_KEY_ID, SUBJECT_KEY_ID, reissued};
use super::{NAME, NOW, Topology, cert, frozen};

/// Accepted with every bundle that holds an issuer; the leaf alone is an anchor for Go only.
const SOUND: [&str; 4] = ["G", "GR", "GR", "GR"];
const NOBODY: [&str; 4] = ["", "", "", ""];

pub fn ca(name: &str) -> CertDraft {
    CertDraft::authority(NOW.0, name)
}

pub fn leaf() -> CertDraft {
    CertDraft::leaf(NOW.0, &[NAME])
}

pub fn root() -> Issued {
    ca("Root").self_signed().expect("a root")
}

pub fn by(draft: &CertDraft, issuer: &Issued) -> Issued {
    draft.signed_by(issuer).expect("a certificate")
}

pub fn all() -> Vec<Topology> {
    let mut all = self_signed();
    all.extend(plain());
    all.extend(missing());
    all.extend(cross_signed_root());
    all.extend(cross_signed_intermediate());
    all.extend(twins());
    all.extend(algorithms());
    all.extend(super::odd::all());
    all
}

fn self_signed() -> Vec<Topology> {
    let alone = |code, draft: CertDraft, accepts| {
        let own = cert(&draft.self_signed().expect("a certificate"));
        Topology::new(code, &[&own], &[&own], &[], accepts)
    };
    vec![
        alone("T01", leaf().is_authority(), ["G"; 4]),
        alone("T01b", leaf().path_length(0), ["G"; 4]),
        alone("T02", leaf(), ["GR"; 4]),
        alone("X8", leaf().expired(20), NOBODY),
    ]
}

fn plain() -> Vec<Topology> {
    let root = root();
    let (upper, int) = (ca("Upper"), ca("Intermediate"));
    let (upper, int) = (by(&upper, &root), by(&int, &root));
    let low = by(&ca("Issuing"), &upper);
    let stranger = cert(&ca("Stranger").self_signed().expect("a root"));
    let (direct, below, lowest) = (
        cert(&by(&leaf(), &root)),
        cert(&by(&leaf(), &int)),
        cert(&by(&leaf(), &low)),
    );
    let (r, i, u, l) = (cert(&root), cert(&int), cert(&upper), cert(&low));
    let renewed = cert(&by(&leaf(), &int));
    let ingress = ca("ingress-operator@1700000000")
        .self_signed()
        .expect("a root");
    let wildcard = cert(&by(&CertDraft::leaf(NOW.0, &["*.apps.c.test"]), &ingress));
    let address = cert(&by(&CertDraft::leaf(NOW.0, &["127.0.0.1"]), &root));
    vec![
        Topology::new("T04", &[&direct], &[&r], &[], ["G", "G", "GR", "GR"]),
        Topology::new("T05", &[&direct, &r], &[&r], &[], SOUND),
        Topology::new("T06", &[&below, &i], &[&r], &[&i], SOUND),
        Topology::new("T08", &[&below, &i, &r], &[&r], &[&i], SOUND).with(
            "intermediate",
            &[&i],
            "GR",
        ),
        Topology::new(
            "T09",
            &[&lowest, &r, &stranger, &u, &l],
            &[&r],
            &[&u, &l],
            SOUND,
        )
        .with("topmost sent", &[&l], "GR"),
        Topology::new(
            "T10",
            &[&below, &below, &i, &i, &r, &r],
            &[&r],
            &[&i],
            SOUND,
        ),
        Topology::new("R06a", &[&renewed, &i], &[&r], &[&i], SOUND)
            .with("old leaf", &[&below], "")
            .with("old sent", &[&below, &i], "GR"),
        Topology::new(
            "T25",
            &[&wildcard, &cert(&ingress)],
            &[&cert(&ingress)],
            &[],
            SOUND,
        )
        .named("console.apps.c.test"),
        Topology::new("T26b", &[&address, &r], &[&r], &[], SOUND).named("127.0.0.1"),
    ]
}

fn missing() -> Vec<Topology> {
    let root = root();
    let int = by(&ca("Intermediate"), &root);
    let told = cert(&by(&leaf().issuer_at("http://ca.test/int.cer"), &int));
    let (r, i) = (cert(&root), cert(&int));
    let other = cert(&root.with_other_key().expect("the name again"));
    let own_name = CertDraft::authority(NOW.0, NAME)
        .self_signed()
        .expect("a root of the server's name");
    let same_name = cert(&by(&leaf(), &own_name));
    vec![
        Topology::new("T07", &[&told], &[&r], &[&i], ["G", "G", "", "GR"]).with(
            "intermediate",
            &[&i],
            "GR",
        ),
        Topology::new(
            "X6",
            &[&same_name],
            &[&cert(&own_name)],
            &[],
            ["G", "G", "GR", "GR"],
        ),
        // A root was sent that did not sign it.
        Topology::new("X7", &[&told, &other], &[&r], &[&i], ["G", "G", "", "GR"]),
    ]
}

fn cross_signed_root() -> Vec<Topology> {
    let root = root();
    let old = ca("Old Root")
        .days(-3000, -20)
        .self_signed()
        .expect("a root");
    let int = by(&ca("Intermediate"), &root);
    let (r, o, i) = (cert(&root), cert(&old), cert(&int));
    let cross = cert(&root.cross_signed_by(&old).expect("a cross certificate"));
    let leaf = cert(&by(&leaf(), &int));
    let t11 = Topology::new("T11", &[&leaf, &i, &cross], &[&r], &[&i], SOUND)
        .with("cross", &[&cross], "GR")
        .with("old root", &[&o], "R")
        .with("new and old root", &[&r, &o], "GR")
        .with("cross and root", &[&cross, &r], "GR");
    vec![t11]
}

fn cross_signed_intermediate() -> Vec<Topology> {
    let root = root();
    let old = ca("Old Root")
        .days(-3000, -20)
        .self_signed()
        .expect("a root");
    let int = by(&ca("Intermediate"), &root);
    let dead = cert(&int.cross_signed_by(&old).expect("a cross certificate"));
    let (r, o, i) = (cert(&root), cert(&old), cert(&int));
    let leaf = cert(&by(&leaf(), &int));
    let t11b = Topology::new("T11b", &[&leaf, &dead, &i], &[&r], &[&i], SOUND)
        .with("old root", &[&o], "R")
        .with("both roots", &[&o, &r], "GR")
        .with("the version under the dead root", &[&dead], "GR");
    vec![t11b]
}

fn twins() -> Vec<Topology> {
    let stale = ca("Root").days(-3000, -20).self_signed().expect("a root");
    let older = root();
    let leaf_of = |issuer: &Issued| cert(&by(&leaf(), issuer));
    // Renewed: the same name and key, other dates. Cut out of the old one by signing it again with
    // itself.
    let renewed = renewed(&stale);
    let newer = reissued(&older, &older, |fields| fields.serial(&[0x11; 16]));
    let other = older.with_other_key().expect("the name again");
    let without_ids = |issued: &Issued, signer: &Issued| {
        reissued(issued, signer, |fields| {
            fields
                .without_extension(SUBJECT_KEY_ID)
                .without_extension(AUTHORITY_KEY_ID)
        })
    };
    let (bare, bare_other) = (without_ids(&older, &older), without_ids(&other, &other));
    let bare_leaf = without_ids(&by(&leaf(), &older), &older);
    let (s, old, o) = (cert(&stale), cert(&older), cert(&other));
    vec![
        Topology::new("T23", &[&leaf_of(&stale), &s], &[&renewed], &[], SOUND)
            .with("old root", &[&s], "R")
            .with("new and old", &[&renewed, &s], "GR")
            .with("old and new", &[&s, &renewed], "GR"),
        Topology::new("T23b", &[&leaf_of(&older), &old], &[&newer], &[], SOUND).with(
            "old root",
            &[&old],
            "GR",
        ),
        Topology::new("T24", &[&leaf_of(&older), &old], &[&old], &[], SOUND)
            .with("other root", &[&o], "")
            .with("other and root", &[&o, &old], "GR")
            .with("root and other", &[&old, &o], "GR"),
        Topology::new("T24b", &[&bare_leaf, &bare], &[&bare], &[], SOUND)
            .with("other root", &[&bare_other], "")
            .with("other and root", &[&bare_other, &bare], "GR")
            .with("root and other", &[&bare, &bare_other], "GR"),
    ]
}

/// The same subject and key, valid again.
fn renewed(stale: &Issued) -> mtc_probe::cert::Cert {
    let valid = root();
    reissued(stale, stale, |fields| fields.dates_of(valid.der()))
}

fn algorithms() -> Vec<Topology> {
    let of = |code, key, accepts| {
        let root = ca("Root").key(key).self_signed().expect("a root");
        let leaf = by(&leaf().key(key), &root);
        Topology::new(
            code,
            &[&cert(&leaf), &cert(&root)],
            &[&cert(&root)],
            &[],
            accepts,
        )
    };
    let (rsa, pss, salt) = (frozen!("rsa"), frozen!("pss"), frozen!("salt"));
    let (sha1, short, by_pss) = (
        frozen!("rsa.svc-sha1"),
        frozen!("rsa.svc-short"),
        frozen!("pss.svc"),
    );
    let by_salt = frozen!("salt.svc");
    vec![
        of("P-384", KeyType::P384, SOUND),
        of("T20", KeyType::Ed25519, SOUND),
        of("T21", KeyType::P521, SOUND),
        of("RSA", KeyType::Rsa2048, SOUND),
        Topology::new("T18", &[&sha1, &rsa], &[&rsa], &[], ["G", "G", "", ""]),
        // rustls refuses the handshake's signature by so short a key; the path itself would verify.
        Topology::new("T19", &[&short, &rsa], &[&rsa], &[], ["G", "G", "G", "G"]),
        Topology::new("T22", &[&by_pss, &pss], &[&pss], &[], SOUND),
        // Not measured; Go and webpki know only salts as long as the hash.
        Topology::new(
            "T22, long salt",
            &[&by_salt, &salt],
            &[&salt],
            &[],
            ["G", "G", "", ""],
        ),
    ]
}
