//! `probe export-bundle --format`: the flags, where things are written, what is refused before
//! anything is measured, and how to apply it. What is inside each format is told in `exports`.

use std::fs;

use base64::{Engine, engine::general_purpose::STANDARD};
use mtc_probe::lab::LabEndpoint;
use serde_json::Value;

use super::world::{Ran, World, run};

/// Exports a bundle for the API server.
fn export(world: &World, flags: &[&str]) -> Ran {
    world.probe("export-bundle", &[world.endpoint("api")], flags)
}

#[test]
fn a_field_holds_what_pem_would_have_been() {
    let world = World::new();
    let pem = export(&world, &[]).ended(0).out;
    let api = world.endpoint("api");
    let ran = export(&world, &["--format", "migcluster-patch", "--name", "src"]).ended(0);
    let field = ran.json()["spec"]["caBundle"]
        .as_str()
        .expect("a text")
        .to_owned();
    let decoded = String::from_utf8(STANDARD.decode(field).expect("base64")).expect("PEM");
    assert_eq!(decoded, pem, "the very bytes that were proved");
    assert!(world.connects(&decoded, api).is_ok());
    let apply =
        "apply: oc patch migcluster src -n openshift-migration --type merge --patch-file FILE\n";
    assert!(ran.err.contains(apply), "{}", ran.err);
    assert!(
        ran.err.contains("replaces the public roots") && ran.err.contains("do not encode it again"),
        "{}",
        ran.err
    );
    let quiet = export(&world, &["--format", "migcluster-patch", "-q"]).ended(0);
    assert_eq!((quiet.out, quiet.err.as_str()), (ran.out, ""));
}

/// A MigCluster verifies its API server with its bundle and nothing else.
#[test]
fn a_patch_holds_what_its_kind_of_object_connects_to() {
    let world = World::new();
    let both = [world.endpoint("api"), world.endpoint("oauth")];
    let patch = ["--format", "migcluster-patch"];
    let alone = export(&world, &patch).ended(0);
    let ran = world.probe("export-bundle", &both, &patch).ended(0);
    assert_eq!(alone.out, ran.out);
    let note = format!(
        "note: not what a MigCluster connects to, so left out: {}:",
        both[1].name
    );
    assert!(ran.err.contains(&note), "{}", ran.err);
    // Where no API server is among them, they are what was meant.
    world.probe("export-bundle", &both[1..], &patch).ended(0);
}

#[test]
fn the_words_name_the_file() {
    let world = World::new();
    let file = world.path("my bundle.yaml").display().to_string();
    let ran = export(
        &world,
        &["--format", "user-ca-bundle", "--name", "ours", "-o", &file],
    )
    .ended(0);
    assert_eq!(ran.out, "");
    assert!(
        ran.err.contains(&format!("apply: oc apply -f '{file}'\n")),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains(
            r#"oc patch proxy/cluster --type merge -p '{"spec":{"trustedCA":{"name":"ours"}}}'"#
        ),
        "{}",
        ran.err
    );
    let manifest: Value =
        serde_saphyr::from_str(&fs::read_to_string(&file).expect("written")).expect("YAML");
    assert_eq!(manifest["metadata"]["name"], "ours");
}

#[test]
fn each_registry_gets_its_own_certificates_only() {
    let world = World::new();
    let (api, registry) = (world.endpoint("api"), world.endpoint("default-route"));
    let dir = world.path("certs.d");
    let flags = ["--format", "certs.d", "-o", &dir.display().to_string()];
    let ran = world
        .probe("export-bundle", &[api, registry], &flags)
        .ended(0);
    assert!(
        ran.err
            .contains("2 CA certificates. With this file alone all 2 endpoints verify.\n"),
        "{}",
        ran.err
    );
    let of = |e: &LabEndpoint| {
        let path = dir
            .join(format!("{}:{}", e.name, e.address.port()))
            .join("ca.crt");
        fs::read_to_string(path).expect("written")
    };
    assert!(
        world.connects(&of(api), api).is_ok() && world.connects(&of(registry), registry).is_ok()
    );
    assert!(
        world.connects(&of(api), registry).is_err() && world.connects(&of(registry), api).is_err()
    );
    let yaml = world
        .probe(
            "export-bundle",
            &[registry, api],
            &["--format", "additional-trusted-ca"],
        )
        .ended(0)
        .out;
    let data = &serde_saphyr::from_str::<Value>(&yaml).expect("YAML")["data"];
    for endpoint in [api, registry] {
        assert_eq!(
            data[format!("{}..{}", endpoint.name, endpoint.address.port())],
            of(endpoint)
        );
    }
}

#[test]
fn what_verifies_by_anothers_root_gets_that_root_and_no_more() {
    let world = World::new();
    let (api, oauth, console) = (
        world.endpoint("api"),
        world.endpoint("oauth"),
        world.endpoint("console"),
    );
    let saved = world.path("run.jsonl").display().to_string();
    world
        .probe("endpoints", &[api, oauth, console], &["--save", &saved])
        .ended(1);
    let kept = fs::read_to_string(&saved).expect("saved");
    let lines = kept
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let mut lines: Vec<Value> = lines.collect();
    // As if the OAuth server sent its own certificate only. The console, below the same root, sends
    // all.
    let shortened = lines
        .iter_mut()
        .filter(|line| line["attempt"]["evidence"]["target"]["host"] == oauth.name.as_str())
        .map(keep_leaf)
        .sum::<usize>();
    assert!(shortened > 0);
    let written: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&saved, written).expect("written");
    let dir = world.path("certs.d");
    run(&[
        "export-bundle",
        "--from",
        &saved,
        "--format",
        "certs.d",
        "-o",
        &dir.display().to_string(),
    ])
    .ended(0);
    let of = |e: &LabEndpoint| {
        fs::read_to_string(dir.join(format!("{}:{}/ca.crt", e.name, e.address.port())))
            .expect("written")
    };
    assert_eq!(of(oauth), of(console));
    assert_eq!(of(oauth).matches("BEGIN CERTIFICATE").count(), 1);
    assert!(world.connects(&of(oauth), oauth).is_ok() && world.connects(&of(oauth), api).is_err());
}

/// Cuts every chain below this to its first certificate; how many.
fn keep_leaf(value: &mut Value) -> usize {
    match value {
        Value::Object(members) => members
            .iter_mut()
            .map(|(key, member)| cut(key, member))
            .sum(),
        Value::Array(items) => items.iter_mut().map(keep_leaf).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn cut(key: &str, member: &mut Value) -> usize {
    match (key, member) {
        ("chain", Value::Array(chain)) => {
            chain.truncate(1);
            1
        }
        (_, member) => keep_leaf(member),
    }
}

#[test]
fn a_directory_is_written_whole_or_not_at_all() {
    let world = World::new();
    let dir = world.path("certs.d");
    let to = dir.display().to_string();
    let flags = ["--format", "certs.d", "-o", &to];
    world
        .probe(
            "export-bundle",
            &[world.endpoint("api"), world.endpoint("expired")],
            &flags,
        )
        .ended(3);
    assert_eq!(world.listing(), [""; 0], "nothing, and nothing half done");
    fs::create_dir(&dir).expect("a directory");
    export(&world, &flags).ended(0);
    assert_eq!(
        (world.listing(), fs::read_dir(&dir).expect("it").count()),
        (vec!["certs.d".to_owned()], 1)
    );
    let again = export(&world, &flags).ended(3);
    assert!(
        again.err.contains(&format!(
            "cannot write {to}: is not empty: name a new directory"
        )),
        "{}",
        again.err
    );
    let file = world.file("file", "mine");
    export(&world, &["--format", "certs.d", "-o", &file]).ended(3);
    assert_eq!(fs::read_to_string(&file).expect("it"), "mine");
    export(
        &world,
        &[
            "--format",
            "certs.d",
            "-o",
            &world.path("no/such/place").display().to_string(),
        ],
    )
    .ended(3);
    assert_eq!(world.listing(), ["certs.d", "file"]);
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_is_measured() {
    let refused = [
        (&["--format", "certs.d"][..], "name it with -o DIR"),
        (&["--format", "no-such-format"], "user-ca-bundle"),
        (
            &["--format", "user-ca-bundle", "--name", "Not_A_Name"],
            "--name: `Not_A_Name` is no name",
        ),
        (
            &["--format", "user-ca-bundle", "--namespace", "a.b"],
            "--namespace: `a.b` is no name",
        ),
        (&["--name", "x"], "--name means nothing to --format pem"),
        (
            &["--format", "jks", "--namespace", "x"],
            "--namespace means nothing to --format jks",
        ),
        (
            &["--format", "bsl-patch", "--location", "1"],
            "--location means nothing to --format bsl-patch",
        ),
        (
            &["--store-password-file", "x"],
            "--store-password-file means nothing to --format pem",
        ),
    ];
    for (flags, words) in refused {
        // The address would take its time.
        let ran = run(&[
            &["export-bundle", "--resolve", "a.test:443:192.0.2.1"],
            flags,
            &["a.test"],
        ]
        .concat())
        .ended(2);
        assert!(
            ran.out.is_empty() && ran.err.contains(words),
            "{flags:?}:\n{}",
            ran.err
        );
    }
}

#[test]
fn a_store_is_sealed_with_the_given_password() {
    let world = World::new();
    let (secret, short) = (
        world.file("secret", "correct horse\nsecond line\n"),
        world.file("short", "12345\n"),
    );
    let store = |name: &str, flags: &[&str]| {
        let path = world.path(name);
        let ran = export(
            &world,
            &[
                flags,
                &["--format", "jks", "-o", &path.display().to_string()],
            ]
            .concat(),
        )
        .ended(0);
        (fs::read(path).expect("written"), ran.err)
    };
    let (usual, words) = store("usual", &[]);
    assert!(words.contains("-storepass changeit"), "{words}");
    let (sealed, words) = store("sealed", &["--store-password-file", &secret]);
    let body = usual.len() - 20;
    assert_eq!(usual[..body], sealed[..body]);
    assert_ne!(usual[body..], sealed[body..]);
    assert!(
        words.contains(&format!("-storepass:file {secret}")) && !words.contains("correct horse"),
        "{words}"
    );
    for (file, why) in [
        (short.as_str(), "too short"),
        ("no/such/file", "cannot be read: no such file"),
    ] {
        let ran = export(
            &world,
            &["--format", "pkcs12", "--store-password-file", file],
        )
        .ended(3);
        assert!(
            ran.out.is_empty()
                && ran.err.contains(file)
                && ran.err.contains(why)
                && !ran.err.contains("12345"),
            "{}",
            ran.err
        );
    }
}
