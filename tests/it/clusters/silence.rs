//! What a cluster's client may spill: tokens, keys, passwords, on either stream. None of it comes
//! out anywhere. The script answers as though no template had asked it for less.

use std::fs;

use serde_json::json;

use super::client::{Client, url};
use super::live::READS;
use crate::cli::world::World;

const TOKEN: &str = "sha256~hunter2-Tok_en";
const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJodW50ZXIyIjoxfQ.aHVudGVyMg";
const SECRETS: [&str; 5] = [
    "hunter2",
    "eyJ",
    "aHVudGVyMg",
    "hushhush",
    "MC4CAQAwBQYDK2Vw",
];

fn client(world: &World) -> Client<'_> {
    let (api, console) = (url(world.endpoint("api")), url(world.endpoint("console")));
    let armour = |edge: &str| format!("-----{edge} PRIVATE {}-----\n", "KEY");
    let key = format!("{}MC4CAQAwBQYDK2Vw\n{}", armour("BEGIN"), armour("END"));
    let users = json!([{"name": "u", "user": {"token": TOKEN, "password": "hunter2", "client-key-data": JWT}}]);
    let route = json!({"apiVersion": "route.openshift.io/v1", "kind": "Route",
        "metadata": {"name": "console", "namespace": "openshift-console", "annotations": {"note": TOKEN}},
        "spec": {"host": world.endpoint("console").name, "tls": {"termination": "edge", "key": key}}});
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "openshift-migration"},
        "data": {"saToken": JWT}, "stringData": {"password": "hushhush"}});
    let controller = json!({"apiVersion": "migration.openshift.io/v1alpha1", "kind": "MigrationController",
        "metadata": {"name": "m", "namespace": "openshift-migration"},
        "spec": {"stunnel_tcp_proxy": "http://u:hunter2@10.0.0.1:3128", "https_proxy": ""}});
    Client::of(world, "oc")
        .says(
            "config view",
            &json!({"current-context": "x", "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
            "clusters": [{"name": "c", "cluster": {"server": api}}], "users": users}),
        )
        .says(
            "consoles.config",
            &json!({"apiVersion": "config.openshift.io/v1", "kind": "Console", "metadata": {"name": "cluster"},
            "status": {"consoleURL": console}}),
        )
        .says(
            "oauthclients",
            &json!({"apiVersion": "oauth.openshift.io/v1", "kind": "OAuthClient", "metadata": {"name": "migration"},
            "secret": "hushhush", "redirectURIs": [format!("{console}/?token={TOKEN}")]}),
        )
        .says("routes.route.openshift.io console", &route)
        .says(
            "configmaps kube-root-ca.crt",
            &json!({"apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "kube-root-ca.crt", "namespace": "openshift-migration"}, "data": {"ca.crt": key}}),
        )
        .says("migclusters", &json!({"apiVersion": "v1", "kind": "List", "items": [secret]}))
        .says("migrationcontrollers", &json!({"apiVersion": "v1", "kind": "List", "items": [controller]}))
        .fails("user-ca-bundle", &format!("panic: request with Authorization: Bearer {TOKEN} and {JWT}\x1b[2J"))
        .fails("backupstoragelocations", "error: exec plugin said {\"token\": \"hunter2\"} for https://u:hunter2@api.test/?token=hunter2")
        .fails("migstorages", "this is hunter2 {\nError from server (Forbidden): it is forbidden: User \"hunter2\" cannot")
}

#[test]
fn no_secret_surfaces_anywhere() {
    let world = World::new();
    let saved = world.path("run.jsonl").display().to_string();
    for format in mtc_probe::report::FORMATS.iter().map(|f| f.name) {
        let ran = client(&world)
            .run(&["--from-cluster", "-v", "-o", format, "--save", &saved])
            .ended(3);
        let kept = fs::read_to_string(&saved).expect("a saved run");
        for (text, where_) in [
            (&ran.out, "stdout"),
            (&ran.err, "stderr"),
            (&kept, "the saved run"),
        ] {
            for secret in SECRETS {
                assert!(
                    !text.contains(secret),
                    "{where_} of {format} shows {secret}:\n{text}"
                );
            }
            assert!(!text.contains('\u{1b}'), "{where_} of {format}");
        }
        assert!(
            ran.err.contains("Bearer ***") && ran.err.contains("holds a private key"),
            "{}",
            ran.err
        );
        assert!(ran.out.contains(&world.endpoint("api").name), "{}", ran.out);
    }
}

#[test]
fn what_was_run_is_shown_to_who_asks() {
    let world = World::new();
    let shown = client(&world).run(&["--from-cluster", "-v"]).ended(3).err;
    let lines: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("+ oc "))
        .collect();
    assert_eq!(lines.len(), READS.len(), "{shown}");
    assert!(
        lines[0].starts_with("+ oc config view --minify --raw -o 'go-template={"),
        "{}",
        lines[0]
    );
    assert_eq!(
        lines[1],
        "+ oc get infrastructures.config.openshift.io cluster -o json --request-timeout=10s"
    );
    let named = client(&world)
        .run(&["--from-cluster", "it's", "-v"])
        .ended(3)
        .err;
    assert!(
        named.contains("-o json --request-timeout=10s '--context=it'\\''s'\n"),
        "{named}"
    );
    let silent = client(&world).run(&["--from-cluster"]).ended(3).err;
    assert!(!silent.contains("+ oc"), "{silent}");
    assert!(
        client(&world)
            .run(&["--from-cluster", "-v", "-q"])
            .ended(2)
            .err
            .contains("cannot be used with")
    );
}
