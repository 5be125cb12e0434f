//! Places in which there is little: descriptors, memory, threads, streams, a trust store; and variables of
//! libraries that hold nonsense.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use super::{NOBODY, after, ran};
use crate::cli::world::{Ran, probe};

#[test]
fn few_descriptors_are_an_error_at_worst() {
    for files in [5, 6, 7, 8, 9, 10, 12, 15, 20, 30] {
        let limit = format!("ulimit -n {files}");
        let ran = ran(&mut after(&limit, &["endpoints", NOBODY, "-q"]));
        assert!(matches!(ran.code, Some(1 | 3)), "{files}: {ran:?}");
        if files >= 20 {
            assert!(ran.out.contains("refused"), "{files}: {ran:?}");
        }
    }
}

#[test]
fn little_memory_is_enough() {
    let ran = ran(&mut after("ulimit -v 600000", &["endpoints", NOBODY])).ended(1);
    assert!(ran.out.contains("refused"), "{}", ran.out);
}

#[test]
fn variables_of_libraries_do_not_count() {
    for (name, values) in [
        (
            "TOKIO_WORKER_THREADS",
            ["0", "x", "-1", "99999999999999999999", ""],
        ),
        ("RAYON_NUM_THREADS", ["0", "x", "-1", "1000000", ""]),
        ("RAYON_RS_NUM_CPUS", ["0", "x", "-1", "1000000", ""]),
        ("RUST_LOG", ["trace", "x=y=z", "0", "=", ""]),
    ] {
        for value in values {
            let ran = ran(probe().env(name, value).args(["endpoints", NOBODY])).ended(1);
            assert_eq!(ran.err, "", "{name}={value}");
        }
    }
}

#[test]
fn closed_and_full_streams_end_it_by_its_code() {
    for (first, code) in [
        ("exec 0<&-", 1),
        ("exec 2>&-", 1),
        ("exec 0<&- 2>&-", 1),
        ("exec 2>/dev/full", 1),
        ("exec 1>/dev/full", 3),
        ("exec 1>/dev/full 2>/dev/full", 3),
    ] {
        ran(&mut after(first, &["endpoints", NOBODY])).ended(code);
    }
    let ran = ran(&mut after(
        "exec 1>/dev/full",
        &["endpoints", NOBODY, "-o", "json"],
    ))
    .ended(3);
    assert!(
        ran.err.contains("cannot write standard output"),
        "{}",
        ran.err
    );
}

#[test]
fn arguments_that_are_no_text_are_refused_in_text() {
    let odd = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
    for args in [
        vec![odd(b"endpoints"), odd(b"a\xff\x1b[2J.test")],
        vec![odd(b"endpoints"), odd(b"--servername"), odd(b"\xff")],
        vec![odd(b"explain"), odd(b"\xfe\xff")],
        vec![odd(b"\xff")],
    ] {
        let ran: Ran = ran(probe().args(&args)).ended(2);
        assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    }
    // A file may be called so.
    let file = odd(b"/nowhere/\xff\x1b.pem");
    let ran = ran(probe().args(["endpoints", NOBODY, "--ca"]).arg(file)).ended(3);
    assert!(ran.err.contains("cannot be read"), "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
}

#[test]
fn without_a_trust_store_the_run_goes_on() {
    for (name, value) in [
        ("SSL_CERT_FILE", "/nowhere/ca.pem"),
        ("SSL_CERT_FILE", "/"),
        ("SSL_CERT_DIR", "/nowhere"),
    ] {
        let ran = ran(probe().env(name, value).args(["endpoints", NOBODY])).ended(3);
        assert!(ran.out.contains("refused"), "{}", ran.out);
        assert!(ran.err.contains("system trust store"), "{}", ran.err);
    }
}
