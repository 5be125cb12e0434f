//! Inputs without an end, and such as are small in a file and large in memory: each is read to its bound,
//! and what is wrong with it is counted.

use std::fs;

use super::{MEMORY, NOBODY, after, ends, ran, shell};
use crate::cli::world::{World, probe};

/// The arguments before an input, and what is said of one without an end.
const ENDLESS: [(&[&str], &str); 9] = [
    (
        &[
            "export-bundle",
            NOBODY,
            "--format",
            "jks",
            "--store-password-file",
        ],
        "its first line has no end",
    ),
    (&["endpoints", NOBODY, "--ca"], "larger than 16 MiB"),
    (&["endpoints", "-f"], "larger than 16 MiB"),
    (
        &["endpoints", "--context", "x", "--kubeconfig"],
        "larger than 16 MiB",
    ),
    (&["endpoints", "--from"], "not a saved run"),
    (&["verify-bundle"], "larger than 16 MiB"),
    (&["export-bundle", NOBODY, "--merge"], "larger than 16 MiB"),
    (&["compare", "/dev/null"], "/dev/zero"),
    (
        &["verify-bundle", "--at", "2026-11-23"],
        "larger than 16 MiB",
    ),
];

#[test]
fn a_device_without_an_end_is_read_to_a_bound() {
    for (args, said) in ENDLESS {
        let args = [args, &["/dev/zero"]].concat();
        let ran = ran(&mut after(MEMORY, &args)).ended(3);
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}

#[test]
fn standard_input_without_an_end_is_read_to_a_bound() {
    for (line, said) in [
        ("yes | \"$0\" compare - /dev/null", "holds no endpoint"),
        (
            "yes '{\"a\": 1}' | \"$0\" compare - /dev/null",
            "holds no endpoint",
        ),
        ("yes | \"$0\" endpoints -f -", "larger than 16 MiB"),
        ("yes | \"$0\" endpoints --from -", "not a saved run"),
    ] {
        let ran = ran(&mut shell(&format!("{MEMORY}; {line}"), &[]));
        assert!(matches!(ran.code, Some(2 | 3)), "{line}: {ran:?}");
        assert!(ran.err.contains(said), "{line}: {}", ran.err);
    }
}

#[test]
fn the_machines_trust_store_is_read_to_a_bound() {
    let args = ["endpoints", NOBODY];
    let mut endless = after(&format!("{MEMORY}; export SSL_CERT_FILE=/dev/zero"), &args);
    let ran = ran(&mut endless).ended(3);
    assert!(ran.err.contains("larger than 16 MiB"), "{}", ran.err);
}

#[test]
fn pipes_that_the_user_gives_are_read() {
    let world = World::new();
    let roots = world.roots();
    let api = world.endpoint("api");
    let to = format!("{}:{}", api.name, api.address.port());
    let fixed = format!("{to}:{}", api.address.ip());
    let line = format!("\"$0\" \"$@\" --ca <(cat '{roots}') -f <(echo '{to}') -o json");
    let ran = ran(&mut shell(&line, &["endpoints", "--resolve", &fixed])).ended(0);
    assert_eq!(ran.json()["endpoints"][0]["verdict"]["code"], "ok");
    let line = format!("\"$0\" \"$@\" --resolve '{fixed}' '{to}'");
    let stores = format!("exec 9< <(cat '{roots}'); export SSL_CERT_FILE=/dev/fd/9; {line}");
    let with_variable = super::ran(&mut shell(&stores, &["endpoints", "-o", "json"])).ended(0);
    let told = with_variable.json();
    assert_eq!(told["endpoints"][0]["verdict"]["code"], "ok");
}

/// A CA that a kubeconfig names is chosen by its author.
#[test]
fn a_kubeconfigs_ca_that_waits_is_not_waited_for() {
    let world = World::new();
    let pipe = world.path("pipe").display().to_string();
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    for ca in [
        pipe.as_str(),
        "/proc/kmsg",
        "/dev/zero",
        "/dev/tty",
        "/dev/stdin",
        "/",
    ] {
        let config = format!(
            "contexts: [{{name: c, context: {{cluster: k}}}}]\ncurrent-context: c\nclusters: [{{name: k, cluster: {{server: \"https://{NOBODY}\", certificate-authority: {ca}}}}}]\n"
        );
        let config = world.file("config", &config);
        let ran = ends(probe().args(["endpoints", "--context", "c", "--kubeconfig", &config]));
        assert_eq!(ran.code, Some(3), "{ca}: {ran:?}");
        assert!(ran.err.contains("cannot be read"), "{ca}: {}", ran.err);
        assert!(ran.out.contains("refused"), "{ca}: {}", ran.out);
    }
}

#[test]
fn problems_of_one_input_are_counted() {
    let world = World::new();
    let items = |count: usize, item: &str| format!("[{}]", vec![item; count].join(","));
    for (text, said) in [
        (items(1_000_000, "{}"), "999800 more problems"),
        (
            items(
                200_000,
                "{\"apiVersion\":\"migration.openshift.io/v9\",\"kind\":\"MigCluster\"}",
            ),
            "199800 more problems",
        ),
        (items(5_000_000, "{}"), "more values than"),
        (items(7_000_000, "1"), "longer than 8192 bytes"),
        (items(5_000_000, "[]"), "more values than"),
        ("---\na\n".repeat(100_000), "the rest was not read"),
        ("a b\n".repeat(1_000_000), "more lines are no targets"),
    ] {
        let file = world.file("many", &text);
        let ran = ran(&mut after(MEMORY, &["endpoints", "-f", &file])).ended(3);
        assert!(ran.err.len() < 64 * 1024, "{} bytes", ran.err.len());
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
}

#[test]
fn a_file_of_blocks_is_no_flood() {
    let world = World::new();
    let root = world.lab.roots_pem();
    let block = |label: &str| format!("-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");
    let directory = world.path("many");
    fs::create_dir(&directory).expect("a directory");
    for (text, code) in [
        (block("CERTIFICATE").repeat(200_000), 3),
        (root.clone() + &block("FOO").repeat(200_000), 3),
        (root.clone() + &block("FOO").repeat(5_000), 1),
        (block("CERTIFICATE").repeat(5_000), 3),
    ] {
        let file = world.file("many.pem", &text);
        let ran = ran(&mut after(MEMORY, &["endpoints", NOBODY, "--ca", &file])).ended(code);
        assert!(ran.err.len() < 16 * 1024, "{} bytes", ran.err.len());
        super::ran(&mut after(MEMORY, &["verify-bundle", &file]));
    }
    for n in 0..300 {
        let name = directory.join(format!("{n}.pem"));
        fs::write(name, block("CERTIFICATE").repeat(20)).expect("written");
    }
    let directory = directory.display().to_string();
    let ran = ran(probe().args(["endpoints", NOBODY, "--ca", &directory])).ended(3);
    assert!(
        ran.err.contains("more problems with its files"),
        "{}",
        ran.err
    );
    assert!(ran.err.len() < 64 * 1024, "{} bytes", ran.err.len());
}
