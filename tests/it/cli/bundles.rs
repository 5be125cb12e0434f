//! `probe export-bundle`: only what is proved, whole or not at all, in a form that every reader of
//! PEM takes. That a bundle works is shown by a client that trusts nothing else.

use std::fs;

use mtc_probe::cert::Cert;
use mtc_probe::lab::LabEndpoint;

use super::world::{World, colons, names, target, unwrapped};

const END: &str = "-----END CERTIFICATE-----";

/// Those for which a bundle can be had once the storage's root is given.
fn healthy(world: &World) -> Vec<&LabEndpoint> {
    world
        .lab
        .endpoints()
        .iter()
        .filter(|e| e.expected_with_roots == "ok")
        .collect()
}

fn certificates(pem: &str) -> usize {
    pem.lines().filter(|l| *l == END).count()
}

#[test]
fn a_proved_bundle_makes_a_fresh_client_connect() {
    let world = World::new();
    let storage = world.file("storage.pem", &world.lab.storage_root_pem());
    let ran = world
        .probe("export-bundle", &healthy(&world), &["--ca", &storage])
        .ended(0);
    assert_eq!(
        certificates(&ran.out),
        3,
        "one root for the API server, one for all routes, one for the storage"
    );
    for endpoint in healthy(&world) {
        assert!(
            world.connects(&ran.out, endpoint).is_ok(),
            "{}: {:?}",
            endpoint.name,
            world.connects(&ran.out, endpoint)
        );
    }
    let hashes = ran.err.matches("\n    sha256  ").count();
    assert_eq!(hashes, 3, "one line per certificate:\n{}", ran.err);
    for cert in Cert::read_pem(&ran.out) {
        assert!(ran.err.contains(&colons(&cert)), "{}", ran.err);
    }
    assert!(
        ran.err.starts_with(
            "wrote to standard output: 3 CA certificates. With this file alone all 5 endpoints verify.\n"
        ) && ran.err.contains("apply in the MTC console: "),
        "{}",
        ran.err
    );
    let quiet = world
        .probe("export-bundle", &healthy(&world), &["--ca", &storage, "-q"])
        .ended(0);
    assert_eq!((quiet.out, quiet.err.as_str()), (ran.out, ""));
}

#[test]
fn the_file_is_what_strict_readers_take() {
    let world = World::new();
    let ran = world
        .probe("export-bundle", &healthy(&world), &["--ca", &world.roots()])
        .ended(0);
    let text = &ran.out;
    assert!(text.is_ascii() && !text.contains('\r'));
    assert!(
        text.ends_with(&format!("{END}\n")),
        "nothing after the last END line: OpenShift's network operator refuses it"
    );
    let mut inside = false;
    for line in text.lines() {
        match line {
            "-----BEGIN CERTIFICATE-----" => inside = true,
            END => inside = false,
            _ if inside => assert!(line.len() <= 64 && !line.starts_with('#'), "{line}"),
            _ => assert!(
                line.starts_with("# "),
                "between blocks there are comments only: {line}"
            ),
        }
    }
    let bare = world
        .probe(
            "export-bundle",
            &healthy(&world),
            &["--ca", &world.roots(), "--no-comments"],
        )
        .ended(0)
        .out;
    assert!(
        bare.starts_with("-----BEGIN CERTIFICATE-----\n")
            && bare.ends_with(&format!("{END}\n"))
            && !bare.contains('#')
    );
    let without: String = text
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| format!("{l}\n"))
        .collect();
    assert_eq!(bare, without);
}

#[test]
fn what_cannot_be_proved_is_refused_by_name() {
    let world = World::new();
    let (api, s3, expired, renamed) = (
        world.endpoint("api"),
        world.endpoint("s3"),
        world.endpoint("expired"),
        world.endpoint("renamed"),
    );
    let ran = world
        .probe(
            "export-bundle",
            &[api, s3, expired, renamed],
            &["--trust", "none"],
        )
        .ended(3);
    assert_eq!(ran.out, "");
    for (endpoint, code) in [(expired, "expired"), (renamed, "name-mismatch")] {
        assert!(names(&ran.err, code, endpoint), "{code}: {}", ran.err);
    }
    assert!(!names(&ran.err, "private-ca", api), "{}", ran.err);
    // The two others send the root that the storage keeps to itself.
    assert!(!names(&ran.err, "root-not-sent", s3), "{}", ran.err);
    let alone = world
        .probe("export-bundle", &[api, s3], &["--trust", "none"])
        .ended(3);
    assert!(
        names(&alone.err, "root-not-sent", s3)
            && alone.err.starts_with("nothing written: 1 lacks its root\n"),
        "{}",
        alone.err
    );
    assert!(
        ran.err
            .starts_with("nothing written: a CA bundle cannot help 2 of 4 endpoints\n")
            && unwrapped(&ran.err)
                .contains(" --allow-partial > ca_bundle.cert writes 2 CA certificates"),
        "{}",
        ran.err
    );
}

#[test]
fn many_that_are_refused_alike_are_refused_in_one_note() {
    let world = World::new();
    let targets: Vec<String> = (1..=10).map(|n| format!("silent{n}.test:1")).collect();
    let resolve = targets
        .iter()
        .flat_map(|target| ["--resolve".to_owned(), format!("{target}:127.0.0.1")]);
    let flags: Vec<String> = targets.iter().cloned().chain(resolve).collect();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let ran = world
        .probe(
            "export-bundle",
            &[],
            &[&flags[..], &["--trust", "none"]].concat(),
        )
        .ended(3);
    let row = "  refused  silent1.test:1 and 9 more  nothing listens at 127.0.0.1:1\n";
    assert!(
        ran.err
            .contains("\nnothing written: a CA bundle cannot help 10 of 10 endpoints\n")
            && ran.err.contains(row)
            && !ran.err.contains("silent2")
            && ran.err.matches("->  refused: ").count() == 1
            && !ran.err.contains("next:"),
        "{}",
        ran.err
    );
}

#[test]
fn a_part_is_written_on_request_only() {
    let world = World::new();
    let (api, expired) = (world.endpoint("api"), world.endpoint("expired"));
    let ran = world
        .probe("export-bundle", &[api, expired], &["--allow-partial"])
        .ended(1);
    assert_eq!(certificates(&ran.out), 1);
    assert!(world.connects(&ran.out, api).is_ok());
    assert!(
        ran.err
            .contains("1 CA certificate. With this file alone 1 of 2 endpoints verify."),
        "{}",
        ran.err
    );
    let none = world
        .probe("export-bundle", &[expired], &["--allow-partial"])
        .ended(3);
    assert_eq!(none.out, "");
    assert!(
        none.err
            .contains("nothing written: a CA bundle cannot help 1 of 1 endpoint\n"),
        "{}",
        none.err
    );
}

#[test]
fn a_bundle_for_fewer_than_were_named_is_a_part() {
    let world = World::new();
    let list = world.file(
        "list.txt",
        &format!("{}\nnosuch=a.test\n", target(world.endpoint("api"))),
    );
    let ran = world.probe("export-bundle", &[], &["-f", &list]).ended(3);
    assert_eq!(ran.out, "");
    assert!(
        ran.err.contains(&format!("problem: {list}:2: ")),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("nothing written: 1 input could not be used\n"),
        "{}",
        ran.err
    );
    // 3 beats 1: a part was asked for, but not one that leaves out what nobody could read.
    let part = world
        .probe("export-bundle", &[], &["-f", &list, "--allow-partial"])
        .ended(3);
    assert_eq!(certificates(&part.out), 1);
}

#[test]
fn a_leaf_is_pinned_on_request_only() {
    let world = World::new();
    let s3 = world.endpoint("s3");
    world
        .probe("export-bundle", &[s3], &["--trust", "none"])
        .ended(3);
    let ran = world
        .probe("export-bundle", &[s3], &["--trust", "none", "--pin-leaf"])
        .ended(0);
    assert_eq!(certificates(&ran.out), 1);
    assert!(
        ran.out.contains("# subject: CN=s3.lab.example.test\n")
            && ran.out.contains("# pinned server certificate for: "),
        "{}",
        ran.out
    );
    assert!(
        ran.err
            .contains("pins the server's own certificate (valid until 20"),
        "{}",
        ran.err
    );
    let own = world
        .probe("export-bundle", &[world.endpoint("selfsigned")], &[])
        .ended(0);
    assert!(
        own.out.contains("# issuer: itself\n"),
        "its own root needs no asking:\n{}",
        own.out
    );
    assert!(
        world
            .connects(&own.out, world.endpoint("selfsigned"))
            .is_ok()
    );
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let world = World::new();
    let (api, expired) = (world.endpoint("api"), world.endpoint("expired"));
    let bundle = world.file("ca.pem", "what was there before");
    let failed = world
        .probe("export-bundle", &[api, expired], &["-o", &bundle])
        .ended(3);
    assert_eq!(failed.out, "");
    assert_eq!(
        fs::read_to_string(&bundle).expect("still there"),
        "what was there before"
    );
    assert_eq!(world.listing(), ["ca.pem"]);
    let written = world
        .probe("export-bundle", &[api], &["-o", &bundle])
        .ended(0);
    assert_eq!(written.out, "", "the product goes to the file only");
    let printed = world.probe("export-bundle", &[api], &[]).ended(0).out;
    assert_eq!(fs::read_to_string(&bundle).expect("written"), printed);
    assert_eq!(world.listing(), ["ca.pem"]);
}

#[cfg(unix)]
#[test]
fn modes_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = World::new();
    let api = world.endpoint("api");
    let mode = |name: &str| {
        fs::metadata(world.path(name))
            .expect("a file")
            .permissions()
            .mode()
            & 0o777
    };
    let bundle = world.file("ca.pem", "old");
    let plain = mode("ca.pem");
    fs::set_permissions(&bundle, fs::Permissions::from_mode(0o640)).expect("a mode");
    symlink("ca.pem", world.path("link.pem")).expect("a link");
    let link = world.path("link.pem").display().to_string();
    world
        .probe("export-bundle", &[api], &["-o", &link])
        .ended(0);
    assert!(world.path("link.pem").is_symlink(), "a link stays a link");
    assert_eq!(mode("ca.pem"), 0o640, "and its file keeps its mode");
    assert_eq!(
        certificates(&fs::read_to_string(&bundle).expect("written")),
        1
    );
    world
        .probe(
            "export-bundle",
            &[api],
            &["-o", &world.path("new.pem").display().to_string()],
        )
        .ended(0);
    assert_eq!(
        mode("new.pem"),
        plain,
        "a new file gets what any new file gets"
    );
}

#[test]
fn the_order_of_the_targets_does_not_change_the_certificates() {
    let world = World::new();
    let (api, oauth) = (world.endpoint("api"), world.endpoint("oauth"));
    let bare = |endpoints: &[&LabEndpoint]| {
        world
            .probe("export-bundle", endpoints, &["--no-comments"])
            .ended(0)
            .out
    };
    assert_eq!(bare(&[api, oauth]), bare(&[oauth, api, oauth]));
}
