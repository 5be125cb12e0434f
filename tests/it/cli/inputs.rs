//! Inputs that are wrong, odd or secret: what is said, what goes on, how it ends.
//! A message names the file, the line or the flag, and what to do.

use super::world::{Ran, World, run, run_with, target};

/// Text that must not come out anywhere.
const SECRET: &str = "MC4CAQAwBQYDK2VwBCIEIKq1dZ0kXh9mYw3nQ7uVtB5cR2eLf8sPjA6gTzWxOi4b";

/// Armour lines are put together, so that this file does not look like a key.
pub fn key() -> String {
    let armour = |edge: &str| format!("-----{edge} PRIVATE {}-----\n", "KEY");
    // The second line could pass for a host name.
    format!(
        "{}{SECRET}\n{}\n{}",
        armour("BEGIN"),
        &SECRET[..20],
        armour("END")
    )
}

fn is_silent_about_the_key(ran: &Ran) {
    let said = [ran.out.as_str(), ran.err.as_str()].concat().to_lowercase();
    assert!(!said.contains(&SECRET[..16].to_lowercase()), "{said}");
    assert!(said.contains("a private key"), "{said}");
}

#[test]
fn a_bad_line_is_named_and_the_others_are_reported() {
    let world = World::new();
    let api = target(world.endpoint("api"));
    let list = world.file(
        "list.txt",
        &format!("# the cluster\n{api}\nnonsense=x.test\n\na.test:99999\n"),
    );
    let ran = world
        .probe(
            "endpoints",
            &[],
            &["-o", "json", "--ca", &world.roots(), "-f", &list],
        )
        .ended(3);
    assert!(
        ran.err
            .contains(&format!("{list}:3: no such role `nonsense`")),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains(&format!("{list}:5: `99999` is no port")),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("hint: one target a line"), "{}", ran.err);
    let report = ran.json();
    assert_eq!(report["endpoints"][0]["verdict"]["code"], "ok");
    assert_eq!(report["problems"][0]["place"], format!("{list}:3"));
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(2));
}

#[test]
fn targets_come_from_standard_input_too() {
    let world = World::new();
    let args = [
        vec!["endpoints".to_owned()],
        world.resolve(),
        ["-o", "json", "-f", "-"].map(str::to_owned).to_vec(),
    ]
    .concat();
    let report = run_with(
        &args,
        &format!("{}  # storage\n", target(world.endpoint("s3"))),
    )
    .ended(1)
    .json();
    assert_eq!(report["endpoints"][0]["target"]["origins"][0], "-:1");
    assert_eq!(report["endpoints"][0]["verdict"]["code"], "root-not-sent");
    let bad = run_with(&["endpoints", "-f", "-"], "api=\n").ended(3);
    assert!(bad.err.contains("problem: -:1: no host"), "{}", bad.err);
}

#[test]
fn a_list_that_cannot_be_read_is_named() {
    let world = World::new();
    let missing = world.path("none.txt").display().to_string();
    let ran = run(&["endpoints", "-f", &missing]).ended(3);
    let said = format!("problem: {missing}: cannot be read: ");
    assert!(ran.err.contains(&said), "{}", ran.err);
    assert!(ran.err.contains("error: nothing to probe"), "{}", ran.err);
}

#[test]
fn a_directory_of_cas_is_trusted_as_a_whole() {
    let world = World::new();
    std::fs::create_dir(world.path("cas")).expect("a directory");
    world.file("cas/api.crt", &world.lab.api_signer_pem());
    world.file("cas/ingress.pem", &world.lab.ingress_root_pem());
    world.file("cas/README", "not a certificate");
    world.file("cas/tls.key", &key());
    let cas = world.path("cas").display().to_string();
    let (api, console) = (world.endpoint("api"), world.endpoint("console"));
    let ran = world
        .probe("endpoints", &[api, console], &["--ca", &cas])
        .ended(0);
    assert_eq!(ran.err, "");
}

#[test]
fn a_ca_that_cannot_be_used_is_named_and_the_run_goes_on() {
    let world = World::new();
    let api = world.endpoint("api");
    let empty = world.file("empty.pem", "");
    let missing = world.path("none.pem").display().to_string();
    for (file, why) in [
        (&empty, "file-empty: an empty file"),
        (&missing, "cannot be read: no such file or directory"),
    ] {
        let ran = world
            .probe("endpoints", &[api], &["-o", "json", "--ca", file])
            .ended(3);
        assert!(
            ran.err
                .starts_with(&format!("problem: {file}: {why}\nhint: ")),
            "{}",
            ran.err
        );
        assert_eq!(ran.json()["endpoints"][0]["verdict"]["code"], "private-ca");
    }
}

#[test]
fn a_private_key_is_never_repeated() {
    let world = World::new();
    let api = world.endpoint("api");
    let mixed = world.file(
        "mixed.pem",
        &format!("{}{}", key(), world.lab.api_signer_pem()),
    );
    let run_json = world.path("run.jsonl").display().to_string();
    let ran = world
        .probe(
            "endpoints",
            &[api],
            &["-o", "json", "--ca", &mixed, "--save", &run_json],
        )
        .ended(0);
    is_silent_about_the_key(&ran);
    assert!(
        ran.err.contains(&format!("note: passed over: {mixed}:1: ")),
        "{}",
        ran.err
    );
    assert_eq!(
        ran.json()["endpoints"][0]["verdict"]["code"],
        "ok",
        "the certificate beside it counts"
    );
    let saved = std::fs::read_to_string(&run_json).expect("saved");
    assert!(!saved.contains(&SECRET[..16]));
    let bundle = world
        .probe("export-bundle", &[api], &["--ca", &mixed])
        .ended(0);
    is_silent_about_the_key(&bundle);
}

#[test]
fn a_private_key_is_no_list_of_targets_and_no_saved_run() {
    let world = World::new();
    let file = world.file("server.key", &key());
    let list = run(&["endpoints", "-f", &file]).ended(3);
    is_silent_about_the_key(&list);
    is_silent_about_the_key(&run_with(&["endpoints", "-f", "-"], &key()).ended(3));
    let saved = run(&["endpoints", "--from", &file]).ended(3);
    assert!(
        !saved.err.contains(&SECRET[..16]) && saved.err.contains("not a saved run"),
        "{}",
        saved.err
    );
}

#[test]
fn an_address_of_the_family_left_out_is_a_contradiction() {
    let world = World::new();
    for (flag, target) in [("-4", "[::1]:1"), ("-6", "127.0.0.1:1")] {
        let ran = run(&["endpoints", "a.test", flag, target]).ended(2);
        let why =
            format!("`{target}` is an address that {flag} leaves out\nhint: leave out {flag}");
        assert!(
            ran.err.starts_with(&format!("error: target 2: {why}")),
            "{}",
            ran.err
        );
        let list = world.file("list.txt", &format!("{target}\n"));
        let listed = run(&["endpoints", flag, "-f", &list]).ended(3);
        assert!(
            listed.err.contains(&format!("problem: {list}:1: {why}")),
            "{}",
            listed.err
        );
    }
    let refused = [
        "endpoints",
        "-4",
        "[::1]:1",
        "--resolve",
        "[::1]:1:127.0.0.1",
        "-o",
        "json",
    ];
    assert_eq!(
        run(&refused).ended(1).json()["endpoints"][0]["verdict"]["code"],
        "refused",
        "fixed addresses are another matter"
    );
}

#[test]
fn a_fixed_address_that_nobody_needs_is_noted() {
    let world = World::new();
    let api = world.endpoint("api");
    let slips = [
        "--ca",
        &world.roots(),
        "--resolve",
        "apy.test:6443:127.0.0.1",
        "--resolve",
        "*:1:127.0.0.1",
    ];
    let ran = world.probe("endpoints", &[api], &slips).ended(0);
    assert_eq!(
        ran.err,
        "note: --resolve apy.test:6443, *:1 match no target\n"
    );
    let quiet = world
        .probe("endpoints", &[api], &[&slips[..], &["-q"]].concat())
        .ended(0);
    assert_eq!(quiet.err, "");
    let dotted = [format!("https://{}.:{}", api.name, api.address.port())];
    let ran = run(&[
        &["endpoints".to_owned(), "--ca".into(), world.roots()][..],
        &world.resolve()[..2],
        &dotted,
    ]
    .concat())
    .ended(0);
    assert_eq!(ran.err, "", "a final dot makes no other host");
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_refused() {
    let world = World::new();
    let api = world.endpoint("api");
    let ca = world
        .probe("endpoints", &[api], &["--ca", "/dev/zero"])
        .ended(3);
    assert!(
        ca.err
            .starts_with("problem: /dev/zero: larger than 16 MiB\n"),
        "{}",
        ca.err
    );
    let list = run(&["endpoints", "-f", "/dev/zero"]).ended(3);
    assert!(
        list.err
            .starts_with("problem: /dev/zero: larger than 16 MiB\n"),
        "{}",
        list.err
    );
    let from = run(&["endpoints", "--from", "/dev/zero"]).ended(3);
    assert!(
        from.err
            .starts_with("error: /dev/zero: not a saved run\nhint: "),
        "{}",
        from.err
    );
}

#[test]
fn nothing_to_probe_is_no_success() {
    let world = World::new();
    let empty = world.file("empty.txt", "# nothing yet\n");
    let note = format!("note: {empty}: holds no target\n");
    for (args, note) in [
        (&["endpoints"][..], ""),
        (&["export-bundle"], ""),
        (&["endpoints", "-f", &empty], &note),
    ] {
        let ran = run(args).ended(3);
        assert_eq!(ran.out, "");
        assert!(
            ran.err
                .starts_with(&format!("{note}error: nothing to probe"))
                && ran.err.contains("\nhint: name a cluster"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_bad_target_is_wrong_usage() {
    let cases = [
        (
            "nosuch=a.test",
            "target 2 `nosuch=a.test`: no such role `nosuch`: one of api, oauth",
        ),
        (
            "http://a.test",
            "target 2 `http://a.test`: `http://` is not TLS",
        ),
        ("a.test:0", "port 0"),
        ("", "target 2 ``: no host"),
        (
            "https://user:hunter2@a.test",
            "target 2: a target takes no user or password",
        ),
    ];
    for (bad, why) in cases {
        let ran = run(&["endpoints", "good.test", bad]).ended(2);
        assert_eq!(ran.out, "");
        assert!(
            ran.err.starts_with("error: ") && ran.err.contains(why) && !ran.err.contains("hunter2"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn wrong_flags_are_wrong_usage_and_say_what_is_right() {
    let cases: [(&[&str], &str); 6] = [
        (
            &["endpoints", "a.test", "--timeout", "soon"],
            "write 500ms, 5s, 1m",
        ),
        (
            &["endpoints", "a.test", "--timeout", "-5"],
            "write 500ms, 5s, 1m",
        ),
        (
            &["endpoints", "a.test", "--at", "yesterday"],
            "write 2026-11-23",
        ),
        (
            &["endpoints", "a.test", "--resolve", "a.test"],
            "HOST:PORT[,PORT]:ADDR",
        ),
        (
            &["endpoints", "a.test", "-o", "xml"],
            "possible values: table, wide, json",
        ),
        (
            &["endpoints", "a.test", "--from", "run.jsonl"],
            "cannot be used with",
        ),
    ];
    for (args, why) in cases {
        let ran = run(args).ended(2);
        assert!(
            ran.out.is_empty() && ran.err.contains(why),
            "{args:?}: {}",
            ran.err
        );
    }
}

#[test]
fn what_cannot_be_written_is_said_before_measuring() {
    let world = World::new();
    let silent = world.silent();
    let nowhere = world.path("none/x").display().to_string();
    let directory = world.dir().display().to_string();
    for (command, flag) in [
        ("endpoints", "--save"),
        ("export-bundle", "--save"),
        ("export-bundle", "-o"),
    ] {
        for place in [&nowhere, &directory] {
            // Would it measure first, these deadlines would be felt.
            let flags = [flag, place, "--timeout", "100s", "--tls-timeout", "100s"];
            let ran = world.probe(command, &[silent], &flags).ended(3);
            assert!(
                ran.err
                    .starts_with(&format!("error: cannot write {place}: "))
                    && !ran.err.contains(".probe-"),
                "{}",
                ran.err
            );
        }
    }
    assert_eq!(world.listing(), Vec::<String>::new());
}
