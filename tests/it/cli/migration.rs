//! MTC's objects and logins with the real program: `--for`, `login`, and what `endpoints` says of a
//! dump.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mtc_probe::lab::LabEndpoint;
use serde_json::Value;

use super::world::{World, probe, run, target};

fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

/// A MigCluster with a registry, a MigStorage and the location that MTC made of it, as `oc get -o
/// yaml` prints them.
fn dump(world: &World, ca: &str, storage_ca: &str) -> String {
    let url = |e: &LabEndpoint| format!("{}:{}", e.name, e.address.port());
    let (api, registry, s3) = (
        url(world.endpoint("api")),
        url(world.endpoint("default-route")),
        url(world.endpoint("s3")),
    );
    let yaml = format!(
        "apiVersion: migration.openshift.io/v1alpha1
kind: MigCluster
metadata: {{name: src, namespace: openshift-migration}}
spec:
  url: https://{api}
  insecure: false
  caBundle: {ca}
  exposedRegistryPath: {registry}
  serviceAccountSecretRef: {{name: src-x, namespace: openshift-config}}
status: {{conditions: [{{type: TestConnectFailed, status: \"True\", reason: ConnectFailed, message: \"Test connect failed. \"}}]}}
---
apiVersion: migration.openshift.io/v1alpha1
kind: MigStorage
metadata: {{name: repo, namespace: openshift-migration}}
spec:
  backupStorageProvider: aws
  backupStorageConfig:
    awsBucketName: b
    awsS3Url: https://{s3}
    s3CustomCABundle: {storage_ca}
    credsSecretRef: {{name: repo-x, namespace: openshift-config}}
---
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {{name: repo-1, namespace: openshift-migration}}
spec:
  provider: aws
  objectStorage: {{bucket: b}}
  config: {{s3Url: \"https://{s3}\", insecureSkipTLSVerify: \"false\"}}
"
    );
    world.file("dump.yaml", &yaml)
}

fn object<'a>(report: &'a Value, kind: &str) -> &'a Value {
    report["objects"]
        .as_array()
        .expect("objects")
        .iter()
        .find(|o| o["kind"] == kind)
        .expect("an object")
}

#[test]
fn a_dump_is_told_what_mtc_will_see() {
    let world = World::new();
    let file = dump(&world, "\"\"", &base64(&world.lab.storage_root_pem()));
    let resolve = world.resolve();
    let args = |format| {
        [
            &resolve.iter().map(String::as_str).collect::<Vec<_>>()[..],
            &["--trust", "none", "-f", &file, "-o", format],
        ]
        .concat()
    };
    let report = run(&[&["endpoints"], &args("json")[..]].concat())
        .ended(1)
        .json();
    let cluster = object(&report, "MigCluster");
    assert_eq!(cluster["condition"]["type"], "TestConnectFailed");
    assert_eq!(
        cluster["condition"]["message"],
        "Test connect failed. The `caBundle` is required for self-signed API server certificates."
    );
    assert!(
        cluster["why"]["error"]
            .as_str()
            .expect("an error")
            .ends_with("x509: certificate signed by unknown authority")
    );
    assert_eq!(cluster["agreement"], "same");
    let storage = object(&report, "MigStorage");
    assert_eq!(
        (&storage["state"], &storage["condition"]["message"]),
        (&"ready".into(), &"The storage is ready.".into())
    );
    let location = object(&report, "BackupStorageLocation");
    assert_eq!(
        (&location["condition"]["type"], &location["why"]["code"]),
        (&"Unavailable".into(), &"ca-missing".into())
    );
    let table = run(&[&["endpoints"], &args("table")[..]].concat())
        .ended(1)
        .out;
    for said in [
        "MigCluster openshift-migration/src: TestConnectFailed",
        "MigStorage openshift-migration/repo: Ready",
        "3 objects: 1 ready, 2 not ready",
    ] {
        assert!(table.contains(said), "no {said} in\n{table}");
    }
}

#[test]
fn the_right_bundle_everywhere_is_ready_and_its_absence_fails_though_the_endpoint_is_fine() {
    let world = World::new();
    let (api, s3) = (
        base64(&world.lab.api_signer_pem()),
        base64(&world.lab.storage_root_pem()),
    );
    let resolve = world.resolve();
    let mut all: Vec<&str> = vec!["endpoints", "-o", "json", "--trust", "none"];
    all.extend(resolve.iter().map(String::as_str));
    let roots = world.roots();
    let file = dump(&world, &api, &s3);
    let report = run(&[&all[..], &["--ca", &roots, "-f", &file]].concat())
        .ended(1)
        .json();
    assert!(
        report["endpoints"]
            .as_array()
            .expect("endpoints")
            .iter()
            .all(|e| e["verdict"]["code"] == "ok"),
        "trusted here"
    );
    assert_eq!(object(&report, "MigCluster")["state"], "ready-from-here");
    assert_eq!(object(&report, "MigCluster")["agreement"], "worse-there");
    assert_eq!(
        object(&report, "BackupStorageLocation")["state"],
        "not-ready",
        "it has no bundle: exit code 1 is its"
    );
}

/// The bundle that a written patch of a MigCluster carries.
fn bundle_in(patch: &str) -> String {
    let json: Value =
        serde_json::from_str(&fs::read_to_string(patch).expect("written")).expect("JSON");
    let bundle = STANDARD
        .decode(json["spec"]["caBundle"].as_str().expect("base64"))
        .expect("base64");
    String::from_utf8(bundle).expect("PEM")
}

#[test]
fn a_bundle_for_one_object_names_it_and_covers_nothing_else() {
    let world = World::new();
    let file = dump(&world, "\"\"", "\"\"");
    let roots = world.roots();
    let export = |flags: &[&str]| {
        let output = probe()
            .arg("export-bundle")
            .args(world.resolve())
            .args(["--trust", "none", "-f", &file, "--ca", &roots])
            .args(flags)
            .output();
        super::world::Ran::of(output.expect("it runs"))
    };
    let patch = world.path("patch.json").display().to_string();
    let told = export(&[
        "--for",
        "migcluster/src",
        "--format",
        "migcluster-patch",
        "-o",
        &patch,
    ])
    .ended(0)
    .err;
    assert!(
        told.contains("oc patch migcluster src -n openshift-migration"),
        "{told}"
    );
    let bundle = bundle_in(&patch);
    assert!(world.connects(&bundle, world.endpoint("api")).is_ok());
    assert_eq!(
        bundle.matches("BEGIN CERTIFICATE").count(),
        1,
        "not the registry's, not the storage's: {bundle}"
    );
    let pem = export(&["--for", "migstorage/openshift-migration/repo"])
        .ended(0)
        .out;
    assert!(
        world.connects(&pem, world.endpoint("s3")).is_ok()
            && world.connects(&pem, world.endpoint("api")).is_err()
    );
    let location = export(&["--for", "bsl/repo-1"]).ended(0).err;
    assert!(
        location.contains("--format bsl-patch") && !location.contains("MTC console"),
        "no form takes it: {location}"
    );
    let named = export(&[
        "--for",
        "bsl/repo-1",
        "--format",
        "bsl-patch",
        "--name",
        "other",
    ])
    .ended(0)
    .err;
    assert!(
        named.contains("backupstoragelocation.velero.io other -n openshift-migration"),
        "a flag wins: {named}"
    );
}

#[test]
fn what_for_does_not_fit_is_a_usage_error() {
    let world = World::new();
    let file = dump(&world, "\"\"", "\"\"");
    for (flags, said) in [
        (
            vec!["--for", "migcluster/nope"],
            "migcluster/openshift-migration/src",
        ),
        (
            vec!["--for", "migcluster/src", "--format", "migstorage-patch"],
            "use --format migcluster-patch",
        ),
        (vec!["--for", "src"], "write migcluster/NAME"),
    ] {
        let mut command = probe();
        let output = command
            .arg("export-bundle")
            .args(world.resolve())
            .args(["-f", &file])
            .args(&flags)
            .output()
            .expect("it runs");
        let ran = super::world::Ran::of(output).ended(2);
        assert!(
            ran.err.contains(said) && ran.out.is_empty(),
            "{flags:?}: {}",
            ran.err
        );
    }
    let without = run(&[
        "export-bundle",
        "--for",
        "migcluster/src",
        "api=127.0.0.1:1",
    ])
    .ended(2);
    assert!(
        without.err.contains("no object is known"),
        "{}",
        without.err
    );
}

#[test]
fn login_measures_two_legs() {
    let world = World::new();
    let (oauth, api, s3) = (
        world.endpoint("oauth"),
        world.endpoint("api"),
        world.endpoint("s3"),
    );
    let table = world
        .probe("login", &[api, oauth, s3], &["--ca", &world.roots()])
        .ended(0)
        .out;
    let is_typed = |line: &str| line.contains(" login ") || line.contains(" export-bundle ");
    let mut told = table.lines().filter(|line| !is_typed(line));
    assert!(
        !told.any(|line| line.contains(&s3.name)),
        "a storage is no matter of a login:\n{table}"
    );
    for said in [
        "login to the MTC console:",
        "3 only the pod can tell: console pod -> OAuth server",
        "--print-pod-check",
    ] {
        assert!(table.contains(said), "no {said} in\n{table}");
    }
    assert!(!table.contains("oc exec"), "nobody asked:\n{table}");
    let json = world
        .probe("login", &[oauth], &["-o", "json", "--ca", &world.roots()])
        .ended(0)
        .json();
    assert_eq!(json["login"][0]["legs"][1]["outcome"], "passes");
    assert_eq!(json["login"][0]["legs"][2]["outcome"], "unmeasured");
    let console = format!(
        "mtc-console={}",
        target(oauth).split('=').nth(1).expect("a host")
    );
    let mut both = world.command("login", &[oauth], &["-o", "json", "--ca", &world.roots()]);
    let ran = super::world::Ran::of(both.arg(console).output().expect("it runs"))
        .ended(1)
        .json();
    assert_eq!(
        ran["login"][0]["legs"][0]["outcome"], "fails",
        "an OAuth server is no console"
    );
    let nothing = world.probe("login", &[s3], &[]).ended(3);
    assert!(
        nothing.err.contains("api, oauth, mtc-console"),
        "{}",
        nothing.err
    );
}

#[test]
fn login_hands_out_the_third_leg_where_it_is_asked_to() {
    let world = World::new();
    let (oauth, api) = (world.endpoint("oauth"), world.endpoint("api"));
    let flags = ["--ca", &world.roots(), "--print-pod-check"];
    let table = world.probe("login", &[api, oauth], &flags).ended(0).out;
    let (diagnosis, command) = table.split_once("\noc exec ").expect("one command");
    assert!(
        diagnosis.contains(" of 2"),
        "the summary stands before the command:\n{table}"
    );
    assert!(
        command
            .lines()
            .last()
            .is_some_and(|line| line.starts_with("' https://")),
        "nothing behind the command:\n{table}"
    );
}

#[test]
fn an_objects_bundle_counts_for_its_own_endpoints_only() {
    let world = World::new();
    let file = dump(&world, "\"\"", &base64(&world.lab.roots_pem()));
    let resolve = world.resolve();
    let resolve: Vec<&str> = resolve.iter().map(String::as_str).collect();
    let args = ["--trust", "none", "-f", &file, "-o", "json"];
    let report = run(&[&["endpoints"], &resolve[..], &args].concat())
        .ended(1)
        .json();
    let verdict = |role: &str| {
        let endpoint = report["endpoints"]
            .as_array()
            .expect("endpoints")
            .iter()
            .find(|e| e["role"] == role)
            .expect("an endpoint");
        endpoint["verdict"]["code"].clone()
    };
    assert_eq!(
        (verdict("api"), verdict("registry"), verdict("repository")),
        ("private-ca".into(), "ok".into(), "ok".into())
    );
}
