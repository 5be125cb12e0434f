//! Bundles that are kept: verified, added to, recorded and compared, and said to end.
//! What `verify-bundle` accepts, a client that trusts nothing else accepts too.

use std::fs;

use mtc_probe::lab::LabEndpoint;

use super::world::{World, run, target, unwrapped};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

pub fn healthy<'a>(world: &'a World, names: &[&str]) -> Vec<&'a LabEndpoint> {
    names.iter().map(|name| world.endpoint(name)).collect()
}

fn exported(world: &World, file: &str, names: &[&str], flags: &[&str]) -> String {
    let path = world.path(file).display().to_string();
    world
        .probe(
            "export-bundle",
            &healthy(world, names),
            &[&["-o", &path], flags].concat(),
        )
        .ended(0);
    path
}

#[test]
fn a_bundle_is_verified_alone() {
    let world = World::new();
    let path = exported(&world, "ca.pem", &["api", "oauth"], &[]);
    let ran = world
        .probe(
            "verify-bundle",
            &healthy(&world, &["api", "oauth"]),
            &[&path],
        )
        .ended(0);
    assert!(
        ran.err.is_empty()
            && unwrapped(&ran.out).contains("; all 2 endpoints verify with it alone")
            && ran.out.contains("\n  ok  2 endpoints, until 20"),
        "{}{}",
        ran.out,
        ran.err
    );
    let ran = world
        .probe(
            "verify-bundle",
            &healthy(&world, &["api", "oauth"]),
            &[&path, "-o", "wide"],
        )
        .ended(0);
    assert!(
        ran.err.is_empty() && ran.out.matches("verifies with this file alone").count() == 2,
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(ran.out.contains("\n  until      20"), "{}", ran.out);
    let storage = world.endpoint("s3");
    let other = world
        .probe(
            "verify-bundle",
            &[storage, world.endpoint("api")],
            &[&path, "-o", "json"],
        )
        .ended(1)
        .json();
    assert_eq!(other["endpoints"][0]["go"]["accepted"], false);
    assert_eq!(other["endpoints"][0]["code"], "root-not-sent");
    assert_eq!(other["endpoints"][1]["go"]["accepted"], true);
    assert!(
        world
            .connects(
                &fs::read_to_string(&path).expect("a bundle"),
                world.endpoint("api")
            )
            .is_ok()
    );
}

#[test]
fn a_saved_run_will_do_for_verifying() {
    let world = World::new();
    let saved = world.path("run.jsonl").display().to_string();
    let path = exported(&world, "ca.pem", &["api"], &["--save", &saved]);
    let again = run(&["verify-bundle", &path, "--from", &saved]).ended(0);
    assert!(
        unwrapped(&again.out).contains("; the endpoint verifies with it alone"),
        "{}",
        again.out
    );
    let late = run(&[
        "verify-bundle",
        &path,
        "--from",
        &saved,
        "--at",
        "2099-01-01",
    ])
    .ended(1);
    assert!(
        unwrapped(&late.out).contains("the endpoint does not verify with it")
            && late.out.contains("\n  expired  api."),
        "{}",
        late.out
    );
}

#[test]
fn faults_of_the_file_have_lines_and_decide_the_exit() {
    let world = World::new();
    let path = exported(&world, "ca.pem", &["api"], &["--no-comments"]);
    assert!(
        run(&["verify-bundle", &path, "-o", "wide"])
            .ended(0)
            .out
            .contains("Go finds 1 certificate, a strict reader 1\n")
    );
    let text = fs::read_to_string(&path).expect("a bundle");
    let glued = world.file("glued.pem", &format!("{}{text}", text.trim_end()));
    let ran = run(&["verify-bundle", &glued]).ended(1);
    let line = text.lines().count();
    assert!(
        ran.out.contains(&format!(
            "failure: file-glued: line {line}: two marks on one line"
        )),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("Go finds 0 certificates"), "{}", ran.out);
    let blank = world.file("blank.pem", &format!("{text}\n"));
    assert!(
        run(&["verify-bundle", &blank])
            .ended(0)
            .out
            .contains("warning: file-trailing-text: "),
        "a warning does not fail"
    );
    let json = run(&["verify-bundle", &glued, "-o", "json"])
        .ended(1)
        .json();
    assert_eq!(
        (&json["faults"][0]["code"], &json["faults"][0]["line"]),
        (&"file-glued".into(), &line.into())
    );
    assert_eq!(json["found"]["go"], 0);
    let missing = run(&[
        "verify-bundle",
        &world.path("none.pem").display().to_string(),
    ])
    .ended(3);
    assert!(
        missing
            .err
            .contains("none.pem: cannot be read: no such file or directory\nhint: "),
        "{}",
        missing.err
    );
    assert!(
        run(&["explain", "file-glued"])
            .ended(0)
            .out
            .contains("line break between")
    );
    assert!(
        run(&["explain", "file-glud"])
            .ended(2)
            .err
            .contains("did you mean file-glued?")
    );
}

#[test]
fn a_file_without_certificates_fails_and_says_what_it_holds() {
    let world = World::new();
    let key = super::inputs::key();
    let request = BEGIN.replace("CERTIFICATE", "CERTIFICATE REQUEST");
    let request = format!("{request}\nAAAA\n{}\n", request.replace("BEGIN", "END"));
    for (text, holds, next) in [
        (&request, "a certificate request", "openssl req -in "),
        (
            &key,
            "a private key, which was not read",
            "take the certificate",
        ),
    ] {
        let file = world.file("other.pem", text);
        let ran = run(&["verify-bundle", &file]).ended(1);
        let said = format!("it holds nothing but {holds}");
        assert!(
            ran.out.contains("failure: file-no-certificate: "),
            "{}",
            ran.out
        );
        assert!(
            ran.out.contains(&said) && ran.out.contains(next),
            "{}",
            ran.out
        );
        let secret = text.lines().nth(1).expect("a line");
        assert!(!ran.out.contains(secret), "{}", ran.out);
    }
}

#[test]
fn a_bundle_is_added_to_in_place() {
    let world = World::new();
    let path = exported(&world, "ca.pem", &["api"], &[]);
    let first = fs::read_to_string(&path).expect("a bundle");
    let ran = world
        .probe(
            "export-bundle",
            &healthy(&world, &["oauth"]),
            &["--merge", &path, "-o", &path],
        )
        .ended(0);
    assert!(
        unwrapped(&ran.err).contains(
            ": 1 CA certificate beside 1 kept. With this file alone the endpoint verifies. "
        ),
        "{}",
        ran.err
    );
    let both = fs::read_to_string(&path).expect("a bundle");
    assert!(
        both.starts_with(&first) && both.matches(BEGIN).count() == 2,
        "{both}"
    );
    for endpoint in healthy(&world, &["api", "oauth"]) {
        assert!(world.connects(&both, endpoint).is_ok());
    }
    world
        .probe(
            "export-bundle",
            &healthy(&world, &["api", "oauth"]),
            &["--merge", &path, "-o", &path],
        )
        .ended(0);
    assert_eq!(
        fs::read_to_string(&path).expect("a bundle"),
        both,
        "nothing is there twice"
    );
    assert_eq!(world.listing(), ["ca.pem"]);
}

#[test]
fn a_bundle_that_would_lose_something_is_not_added_to() {
    let world = World::new();
    let indented: String = world
        .lab
        .storage_root_pem()
        .lines()
        .map(|l| format!("  {l}\n"))
        .collect();
    let path = world.file("ca.pem", &indented);
    let api = healthy(&world, &["api"]);
    let ran = world
        .probe("export-bundle", &api, &["--merge", &path, "-o", &path])
        .ended(3);
    assert!(
        ran.err.contains(&format!(
            "problem: {path}:1: file-indented: an indented block\nhint: sed "
        )),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_to_string(&path).expect("still there"), indented);
    let part = world
        .probe(
            "export-bundle",
            &api,
            &["--merge", &path, "--allow-partial"],
        )
        .ended(3);
    assert_eq!(part.out.matches(BEGIN).count(), 1);
}

#[test]
fn what_ends_soon_is_said_with_its_date() {
    let world = World::new();
    let own = healthy(&world, &["selfsigned"]);
    let quiet = world
        .probe("export-bundle", &own, &["--valid-for", "0"])
        .ended(0);
    assert!(!quiet.err.contains("warning: "), "{}", quiet.err);
    let ran = world
        .probe("export-bundle", &own, &["--valid-for", "9999d"])
        .ended(0);
    assert!(
        ran.err.contains(&format!(
            "warning: {}",
            target(own[0]).split('=').next_back().unwrap_or_default()
        )),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("the bundle stops working on 20"),
        "{}",
        ran.err
    );
    let wrong = world
        .probe("export-bundle", &own, &["--valid-for", "soon"])
        .ended(2);
    assert!(
        wrong.err.contains("no time: write 30d, 12h"),
        "{}",
        wrong.err
    );
}
