//! Objects given with `-f`: judged like any target, beside what is broken, and silent about what
//! nobody asked for. The lab's endpoints, named by objects.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mtc_probe::lab::{LabEndpoint, Mode, ProxyDraft};

use super::world::{World, run, run_with};

/// Text that must not come out anywhere.
const TOKEN: &str = "sha256~0hNo7bRk3vYxS9Gm";

fn cluster(endpoint: &LabEndpoint, ca: &str) -> String {
    let ca = STANDARD.encode(ca);
    format!(
        "apiVersion: migration.openshift.io/v1alpha1\nkind: MigCluster\nmetadata:\n  name: src\n  namespace: openshift-migration\n\
         spec:\n  url: https://{}:{}\n  caBundle: {ca}\n",
        endpoint.name,
        endpoint.address.port()
    )
}

fn key() -> String {
    let issued = mtc_probe::lab::CertDraft::leaf(World::now(), &["a.test"])
        .self_signed()
        .expect("a certificate");
    STANDARD.encode(issued.private_key().secret_der())
}

#[test]
fn what_an_object_names_is_judged_by_what_it_trusts() {
    let world = World::new();
    let dump = world.file(
        "dump.yaml",
        &cluster(world.endpoint("api"), &world.lab.api_signer_pem()),
    );
    let ran = world
        .probe("endpoints", &[], &["-o", "json", "-f", &dump])
        .ended(0);
    let report = ran.json();
    assert_eq!(report["endpoints"][0]["verdict"]["code"], "ok");
    assert_eq!(
        report["endpoints"][0]["target"]["origins"][0],
        format!("MigCluster openshift-migration/src spec.url ({dump})")
    );
    let by_pipe = [
        vec!["endpoints".to_owned()],
        world.resolve(),
        ["-f", "-", "-o", "json"].map(str::to_owned).to_vec(),
    ]
    .concat();
    let piped = run_with(&by_pipe, &fs::read_to_string(&dump).expect("a dump"))
        .ended(0)
        .json();
    assert_eq!(piped["endpoints"][0]["verdict"]["code"], "ok");
    let wrong = world.file(
        "wrong.yaml",
        &cluster(world.endpoint("api"), &world.lab.ingress_root_pem()),
    );
    let ran = world
        .probe("endpoints", &[], &["-o", "json", "-f", &wrong])
        .ended(1)
        .json();
    assert_eq!(ran["endpoints"][0]["verdict"]["code"], "private-ca");
}

#[test]
fn the_rest_of_a_broken_dump_is_judged_and_it_ends_with_3() {
    let world = World::new();
    let good = cluster(world.endpoint("api"), &world.lab.api_signer_pem());
    let text = format!(
        "kind: [\n---\n{good}---\nkind: MigPlan\n---\nkind: MigCluster\napiVersion: migration.openshift.io/v9\n"
    );
    let dump = world.file("dump.yaml", &text);
    let list = world.file("list.txt", "plain=127.0.0.1:1\n");
    let ran = world
        .probe("endpoints", &[], &["-o", "json", "-f", &dump, "-f", &list])
        .ended(3);
    assert!(
        ran.err
            .contains(&format!("note: {dump}: passed over: 1 MigPlan\n")),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains(&format!(
            "problem: {dump}:1, document 1: not valid YAML, or not whole\nhint: "
        )),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("its apiVersion migration.openshift.io/v9 is not known\nhint: take it as "),
        "{}",
        ran.err
    );
    let report = ran.json();
    let codes: Vec<_> = report["endpoints"]
        .as_array()
        .expect("endpoints")
        .iter()
        .map(|e| e["verdict"]["code"].clone())
        .collect();
    assert_eq!(codes, ["ok", "refused"]);
    let kubeconfig = world.file("config", "apiVersion: v1\nkind: Config\nclusters: []\n");
    let ran = run(&["endpoints", "-f", &kubeconfig]).ended(3);
    assert!(
        ran.err
            .contains(&format!("hint: give it with --kubeconfig {kubeconfig}\n")),
        "{}",
        ran.err
    );
}

#[test]
fn the_clusters_proxy_is_the_way_of_its_pods() {
    let world = World::new();
    let proxy = world.proxy(ProxyDraft::new(Mode::Tunnel).requires("mtc", "hunt3r"));
    let said = format!(
        "---\napiVersion: config.openshift.io/v1\nkind: Proxy\nmetadata:\n  name: cluster\nstatus:\n  httpsProxy: http://mtc:hunt3r@{}\n",
        proxy.address()
    );
    let api = world.endpoint("api");
    let dump = world.file(
        "dump.yaml",
        &(cluster(api, &world.lab.api_signer_pem()) + &said),
    );
    let saved = world.path("run.jsonl").display().to_string();
    let ran = world
        .probe(
            "endpoints",
            &[],
            &["-o", "wide", "-f", &dump, "--save", &saved],
        )
        .ended(0);
    assert!(
        ran.out.contains("Proxy/cluster status.httpsProxy"),
        "{}",
        ran.out
    );
    for text in [
        &ran.out,
        &ran.err,
        &fs::read_to_string(&saved).expect("saved"),
    ] {
        assert!(!text.contains("hunt3r"), "{text}");
    }
    let direct = world
        .probe(
            "endpoints",
            &[],
            &["-o", "wide", "-f", &dump, "--proxy-from", "none"],
        )
        .ended(0);
    assert!(!direct.out.contains("status.httpsProxy"), "{}", direct.out);
}

#[test]
fn secrets_in_a_dump_come_out_nowhere() {
    let world = World::new();
    let (key, api) = (key(), world.endpoint("api"));
    let secret = format!(
        "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: sa\ndata:\n  token: {}\nstringData:\n  plain: {TOKEN}\n",
        STANDARD.encode(TOKEN)
    );
    let armour = |edge: &str| format!("      -----{edge} PRIVATE {}-----\n", "KEY");
    let armoured = format!("{}      {key}\n{}", armour("BEGIN"), armour("END"));
    let route = format!(
        "---\napiVersion: route.openshift.io/v1\nkind: Route\nmetadata:\n  name: console\n  namespace: openshift-console\nspec:\n  \
         host: console.test\n  tls:\n    termination: edge\n    key: |\n{armoured}"
    );
    let held = cluster(api, "")
        .replace("caBundle: ", "caBundle: |")
        .replace("name: src", "name: held")
        + &armoured;
    let broken = format!("---\nkind: Secret\nstringData:\n  token: '{TOKEN}\n  key: {key}\n");
    let dump = world.file(
        "dump.yaml",
        &[
            cluster(api, &world.lab.api_signer_pem()),
            secret,
            route,
            format!("---\n{held}"),
            broken,
        ]
        .concat(),
    );
    let saved = world.path("run.jsonl").display().to_string();
    for format in mtc_probe::report::FORMATS.iter().map(|f| f.name) {
        let ran = world
            .probe(
                "endpoints",
                &[],
                &["-o", format, "-f", &dump, "--save", &saved],
            )
            .ended(3);
        assert!(
            ran.err
                .contains("MigCluster openshift-migration/held spec.caBundle: holds a private key"),
            "{}",
            ran.err
        );
        for text in [
            &ran.out,
            &ran.err,
            &fs::read_to_string(&saved).expect("saved"),
        ] {
            for secret in [
                TOKEN,
                &TOKEN[7..15],
                &STANDARD.encode(TOKEN),
                &key[..20],
                &key[30..50],
            ] {
                assert!(!text.contains(secret), "{format} shows {secret}:\n{text}");
            }
        }
    }
}

/// A list that does not do what it looks like says so, and no password that stands in it.
#[test]
fn entries_of_no_proxy_that_miss_are_pointed_out() {
    let world = World::new();
    let object = |list: &str| {
        format!(
            "apiVersion: config.openshift.io/v1\nkind: Proxy\nmetadata: {{name: cluster}}\nstatus: {{httpsProxy: \"http://127.0.0.1:1\", noProxy: \"{list}\"}}\n---\n{}",
            cluster(world.endpoint("api"), &world.lab.api_signer_pem())
        )
    };
    let odd = ".svc,https://u:p4ss@api.c.test,a.test;b.test,10.1.2.3/16,x.c.test.";
    let dump = world.file("odd.yaml", &object(odd));
    let ran = world.probe("endpoints", &[], &["-o", "json", "-f", &dump]);
    for part in [
        "note: Proxy/cluster status.noProxy `api.c.test`: it has a scheme",
        "`a.test;b.test`: only a comma separates",
        "`10.1.2.3/16`: Go's clients take it for the whole of 10.1.0.0/16",
        "`x.c.test.`: Go's clients compare its final dot",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert!(
        !ran.err.contains("p4ss") && !ran.err.contains("`.svc`"),
        "{}",
        ran.err
    );
    let dump = world.file(
        "right.yaml",
        &object(".cluster.local,.svc,10.0.0.0/16,localhost"),
    );
    let ran = world.probe("endpoints", &[], &["-o", "json", "-f", &dump]);
    assert!(!ran.err.contains("noProxy"), "{}", ran.err);
}
