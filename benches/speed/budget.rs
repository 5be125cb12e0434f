//! What judging costs at its bounds: chains of hostile servers, each as long as a message of TLS. The
//! most that one of them may take is 200 ms, in a release build and on one core.

use std::path::Path;
use std::time::{Duration, Instant};

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Attempts, Step};
use mtc_probe::judge::taint::Taint;
use mtc_probe::judge::{Ground, Stores};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::moment::Moment;
use mtc_probe::runlog::{Log, Source};

const MOST: Duration = Duration::from_millis(200);
/// At which the recorded cases are judged: 2026-11-23T05:00:00Z.
const NOW: Moment = Moment(1_795_410_000);
const HOST: &str = "api.west.example.test";
/// Certificates that fit into a message of TLS.
const LONGEST: usize = 150;

/// Prints what each shape takes; false where one takes too long.
pub fn judge() -> bool {
    let recorded = recorded();
    let shapes: [(&str, Vec<Cert>); 5] = [
        ("150 CAs of one name, each signed by the next", ring(1)),
        ("150 CAs of three names, each signed by the next", ring(3)),
        ("13 CAs, each signed by each other", dense(13)),
        ("7 CAs, each signed by each other", dense(7)),
        ("1100 names below 2200 name constraints", constrained(1100)),
    ];
    let mut is_kept = true;
    for (what, chain) in shapes {
        let took = judged(&recorded, &chain);
        is_kept &= took <= MOST;
        println!("{what}: {} ms", took.as_millis());
    }
    is_kept
}

fn recorded() -> Attempt {
    let case = "certs-testdata/cases/judged-in-part.jsonl";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(case);
    let source = Source::open(&path, |_| 0).expect("a recorded case");
    let log = Log::of(source).expect("a log");
    log.read(0).expect("an attempt")
}

/// With stores, and so memories, of its own.
fn judged(recorded: &Attempt, chain: &[Cert]) -> Duration {
    let mut attempt = recorded.clone();
    for connection in &mut attempt.connections {
        if let Step::Done { saw, .. } = &mut connection.tls {
            saw.chain = chain.to_vec();
        }
    }
    let stores = Stores::new(&[]);
    let taint = Taint::default();
    let begun = Instant::now();
    let endpoint = mtc_probe::judge::endpoint(attempt, Ground::new(&stores, &taint, NOW));
    let took = begun.elapsed();
    assert!(endpoint.trust.is_some(), "the chain was judged");
    took
}

fn authority(name: usize) -> Issued {
    let draft = CertDraft::authority(NOW.0, &format!("CA {name}"));
    draft.self_signed().expect("a root")
}

fn cert(issued: &Issued) -> Cert {
    Cert::from_der(issued.der().to_vec())
}

fn below(issuer: &Issued, more: usize) -> Cert {
    let names: Vec<String> = (0..more).map(|n| format!("n{n}.y.test")).collect();
    let names: Vec<&str> = std::iter::once(HOST)
        .chain(names.iter().map(String::as_str))
        .collect();
    let leaf = CertDraft::leaf(NOW.0, &names).signed_by(issuer);
    cert(&leaf.expect("a leaf"))
}

fn ring(names: usize) -> Vec<Cert> {
    let roots: Vec<Issued> = (0..LONGEST).map(|n| authority(n % names)).collect();
    let next = roots.iter().cycle().skip(1);
    let crossed = roots.iter().zip(next);
    let crossed = crossed.map(|(root, next)| cert(&root.cross_signed_by(next).expect("a cross")));
    std::iter::once(below(&roots[0], 0))
        .chain(crossed)
        .collect()
}

fn dense(count: usize) -> Vec<Cert> {
    let roots: Vec<Issued> = (0..count).map(authority).collect();
    let pairs = (0..count * count).map(|n| (n / count, n % count));
    let crossed = pairs.filter(|(one, other)| one != other);
    let crossed = crossed.map(|(one, other)| {
        let cross = roots[one].cross_signed_by(&roots[other]);
        cert(&cross.expect("a cross"))
    });
    std::iter::once(below(&roots[0], 0))
        .chain(crossed)
        .collect()
}

fn constrained(count: usize) -> Vec<Cert> {
    let domains =
        |letter: char| -> Vec<String> { (0..count).map(|n| format!("{letter}{n}.test")).collect() };
    let (permitted, excluded) = (domains('p'), domains('x'));
    let permitted: Vec<&str> = permitted.iter().map(String::as_str).collect();
    let excluded: Vec<&str> = excluded.iter().map(String::as_str).collect();
    let ca = CertDraft::authority(NOW.0, "Constrained CA")
        .permits(&permitted)
        .excludes(&excluded);
    let ca = ca.self_signed().expect("a root");
    vec![below(&ca, count), cert(&ca)]
}
