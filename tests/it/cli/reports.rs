//! `-o FORMAT=FILE`: one run, several reports, each in its file, whole or not at all.

use std::fs;

use super::world::{World, run};

/// A saved run of a few endpoints, and its path.
fn saved(world: &World) -> String {
    let path = world.path("run.jsonl").display().to_string();
    let endpoints = ["api", "selfsigned"].map(|name| world.endpoint(name));
    let flags = ["--trust", "none", "--save", &path];
    drop(world.probe("endpoints", &endpoints, &flags).ended(1));
    path
}

#[test]
fn one_run_gives_many_reports() {
    let world = World::new();
    let from = saved(&world);
    let alone = |format: &str| {
        run(&["endpoints", "--from", &from, "-o", format])
            .ended(1)
            .out
    };
    let file = |name: &str| world.path(name).display().to_string();
    let formats = ["json", "jsonl", "junit", "prometheus", "markdown"];
    let wanted = formats.map(|format| format!("{format}={}", file(format)));
    let mut flags = vec!["endpoints", "--from", &from];
    for wanted in &wanted {
        flags.extend(["-o", wanted]);
    }
    assert_eq!(
        run(&flags).ended(1).out,
        alone("table"),
        "the table is still shown"
    );
    for format in formats {
        let written = fs::read_to_string(file(format)).expect("a report");
        assert_eq!(written, alone(format), "{format}");
    }
    flags.extend(["-o", "json"]);
    assert_eq!(
        run(&flags).ended(1).out,
        alone("json"),
        "or another format is"
    );
}

#[test]
fn what_cannot_be_is_said_before_anything_is_measured() {
    let world = World::new();
    let file = world.path("report").display().to_string();
    let to = format!("junit={file}");
    let nowhere = format!("junit={file}/no/report.xml");
    for (flags, said) in [
        (
            &["-o", "json", "-o", "wide"][..],
            "both go to standard output",
        ),
        (&["-o", "junit="], "name a file behind `=`"),
        (&["-o", "junti=x"], "junit"),
        (&["-o", &to, "--save", &file], "name the same file"),
        (&["-o", &to, "-o", &to], "name the same file"),
        (&["-o", &nowhere], "no/report.xml"),
    ] {
        let flags = [&["endpoints", "127.0.0.1:1"], flags].concat();
        let ended = run(&flags);
        assert!(ended.err.contains(said), "{flags:?}: {}", ended.err);
        assert_eq!(ended.out, "", "{flags:?}");
        assert!(!world.path("report").exists(), "{flags:?}");
    }
}

#[test]
fn a_report_that_was_there_is_replaced_whole_or_kept() {
    let world = World::new();
    let from = saved(&world);
    let path = world.path("report.xml");
    fs::write(&path, "of yesterday").expect("a file");
    let to = format!("junit={}", path.display());
    drop(run(&["endpoints", "--from", &from, "-o", &to]).ended(1));
    let written = fs::read_to_string(&path).expect("a report");
    assert!(
        written.starts_with("<?xml") && written.ends_with("</testsuites>\n"),
        "{written}"
    );
    let beside = fs::read_dir(path.parent().expect("a directory")).expect("a directory");
    let left = beside.filter_map(Result::ok).map(|entry| entry.file_name());
    let left: Vec<_> = left
        .filter(|name| name.to_string_lossy().starts_with(".probe-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

fn of_case(name: &str, format: &str) -> String {
    of_case_ended(name, format, 1)
}

fn of_case_ended(name: &str, format: &str, code: i32) -> String {
    let file = format!(
        "{}/certs-testdata/cases/{name}.jsonl",
        env!("CARGO_MANIFEST_DIR")
    );
    let ran = run(&["endpoints", "--from", &file, "-o", format]).ended(code);
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A CA that was sent and whose signature nobody here can check is not missing.
#[test]
fn what_cannot_be_checked_is_not_called_missing() {
    let unchecked = of_case("no-common-parameters-by-an-ed448-signature", "wide");
    assert!(
        unchecked.contains("< (Goldilocks Root CA: its signature cannot be checked)")
            && !unchecked.contains("missing)")
            && !unchecked.contains("not part of the chain"),
        "{unchecked}"
    );
    let missing = of_case("root-not-sent", "wide");
    assert!(missing.contains(": missing)"), "{missing}");
}

/// Nobody is sent to his network, to a CA or to a bundle where none of them can help.
#[test]
fn a_screen_asks_for_what_can_help() {
    for name in ["local-limit", "local-limit-as-recorded-before"] {
        let own_limit = of_case_ended(name, "table", 3);
        assert!(
            own_limit.contains("this machine has run out of free local ports")
                && own_limit.contains("ip_local_port_range")
                && !own_limit.contains("MTC shows"),
            "{own_limit}"
        );
    }
    let no_route = of_case("unreachable", "table");
    assert!(no_route.contains("check routing"), "{no_route}");
    let forged = of_case("handshake-malformed-by-another-key", "table");
    assert!(
        forged.contains("no CA bundle helps") && !forged.contains("probe export-bundle"),
        "{forged}"
    );
    let page = of_case("block-page-inside-tls", "table");
    assert!(
        page.contains("log in to this network's portal") && !page.contains("name-mismatch"),
        "{page}"
    );
}

/// An exit code other than 0 is never without a word, and a whole bundle is without one.
#[test]
fn quiet_or_not_what_a_bundle_is_not_proved_for_is_said() {
    let world = World::new();
    let bundle = world.path("ca.pem").display().to_string();
    let export = |name: &str| {
        let case = format!(
            "{}/certs-testdata/cases/{name}.jsonl",
            env!("CARGO_MANIFEST_DIR")
        );
        let at = ["--at", "2026-11-23T05:00:00Z"];
        run(&[
            &["export-bundle", "-q", "--from", &case, "-o", &bundle],
            &at[..],
        ]
        .concat())
    };
    let half = export("key-types-differ").ended(1);
    assert!(
        half.err.contains("not proved for the ECDSA chain") && !half.err.contains("wrote"),
        "{}",
        half.err
    );
    assert_eq!(export("private-ca-of-two-key-types").ended(0).err, "");
}
