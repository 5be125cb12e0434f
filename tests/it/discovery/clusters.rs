//! `probe endpoints --api`: from one address to everything, on every shape of cluster.

use mtc_probe::lab::{Mode, ProxyDraft};
use serde_json::Value;

use super::{cluster, run, said};
use crate::cli::world::{Ran, World};
use crate::world::cluster::Shape;

const JSON: &[&str] = &["-o", "json"];

/// Everything behind the lab's API server, with these flags.
fn of_lab(world: &World, flags: &[&str]) -> Ran {
    let api = world.endpoint("api.");
    let address = format!("https://{}:{}", api.name, api.address.port());
    let ports = [api.address.port(), world.endpoint("oauth").address.port()];
    run(
        &ports,
        &[&["endpoints", "--api", &address][..], flags].concat(),
    )
}

fn lab_names() -> [String; 6] {
    [
        "oauth oauth-openshift",
        "console console-openshift-console",
        "mtc-console migration-openshift-migration",
    ]
    .into_iter()
    .chain([
        "registry default-route-openshift-image-registry",
        "repository s3-openshift-storage",
    ])
    .map(|route| format!("{route}.apps.lab.example.test"))
    .fold(
        vec!["api api.lab.example.test".to_owned()],
        |mut all, name| {
            all.push(name);
            all
        },
    )
    .try_into()
    .expect("six")
}

#[test]
fn the_address_of_an_api_server_leads_to_everything() {
    let world = World::new();
    let report = of_lab(&world, JSON).ended(1).json();
    let codes = [
        "private-ca",
        "private-ca",
        "private-ca",
        "private-ca",
        "private-ca",
        "not-exposed",
    ];
    let expected: Vec<String> = lab_names()
        .iter()
        .zip(codes)
        .map(|(name, code)| format!("{name}: {code}"))
        .collect();
    assert_eq!(said(&report), expected);
    let absent = &report["endpoints"][5];
    assert_eq!(
        absent["findings"],
        Value::Array(Vec::new()),
        "what is not there has nothing else wrong"
    );
    assert_eq!(absent["verdict"]["severity"], "info");
    assert!(
        absent["verdict"]["remedy"]
            .as_str()
            .is_some_and(|remedy| remedy.contains("oc get route s3 -n openshift-storage"))
    );
    let origin = |at: usize| report["endpoints"][at]["target"]["origins"].to_string();
    assert!(
        origin(0).contains("--api")
            && origin(1).contains("issuer of api.lab")
            && origin(1).contains("token_endpoint of api.lab")
    );
    assert!(origin(3).contains("the usual name below apps.lab.example.test, derived from oauth-openshift.apps.lab.example.test"));
}

#[test]
fn where_all_is_trusted_what_is_not_exposed_is_no_failure() {
    let world = World::new();
    let roots = world.roots();
    let report = of_lab(&world, &["--ca", &roots, "-o", "json"])
        .ended(0)
        .json();
    let codes = ["ok", "ok", "ok", "ok", "ok", "not-exposed"];
    let expected: Vec<String> = lab_names()
        .iter()
        .zip(codes)
        .map(|(name, code)| format!("{name}: {code}"))
        .collect();
    assert_eq!(said(&report), expected);
    let table = of_lab(&world, &["--ca", &roots]).ended(0);
    assert!(
        table.out.starts_with("ok          5 of 6:") && table.out.contains("  not exposed\n"),
        "{}",
        table.out
    );
    assert!(
        !table.out.contains("router-default-certificate"),
        "{}",
        table.out
    );
}

#[test]
fn a_new_user_is_told_what_to_do_next() {
    let world = World::new();
    let table = of_lab(&world, &[]).ended(1);
    let api = world.endpoint("api.");
    let next = format!("--api https://{}:{} ", api.name, api.address.port());
    let flat = table.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&next), "{}", table.out);
    assert!(
        flat.contains("6 endpoints: 5 failed (5 unknown-authority), 1 not exposed"),
        "{}",
        table.out
    );
    assert!(
        flat.contains("give ca_bundle.cert to MTC console > Clusters > NAME > Edit > Require SSL verification (for api)"),
        "{}",
        table.out
    );
    assert!(flat.contains("cm kube-root-ca.crt"), "{}", table.out);
    assert!(
        table
            .out
            .lines()
            .all(|line| line.len() <= 100 || !line.contains(' ') || line.contains(" --api ")),
        "{}",
        table.out
    );
}

#[test]
fn an_api_server_that_tells_nothing_is_said_to() {
    let world = World::new();
    let silent = world.silent();
    let address = format!("https://{}:{}", silent.name, silent.address.port());
    let table = run(
        &[silent.address.port()],
        &[
            "endpoints",
            "--tls-timeout",
            "200ms",
            "--no-extra-probes",
            "--api",
            &address,
        ],
    )
    .ended(1);
    let flat = table.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = format!(
        "not looked for, since {}:{} did not say where they are",
        silent.name,
        silent.address.port()
    );
    assert!(
        flat.contains("1 endpoint: 1 failed (1 timeout)") && flat.contains(&said),
        "{}",
        table.out
    );
    let by_hand = run(
        &[silent.address.port()],
        &[
            "endpoints",
            "--tls-timeout",
            "200ms",
            "--no-extra-probes",
            &format!("api={address}"),
        ],
    )
    .ended(1);
    assert!(!by_hand.out.contains("next:"), "{}", by_hand.out);
}

#[test]
fn what_a_proxy_cannot_find_is_not_exposed_either() {
    let world = World::new();
    let (api, oauth) = (world.endpoint("api."), world.endpoint("oauth"));
    let proxy = world.proxy(ProxyDraft::new(Mode::Tunnel));
    let address = format!("https://{}:{}", api.name, api.address.port());
    let flags = [
        "endpoints",
        "--proxy",
        &proxy.url(),
        "--no-extra-probes",
        "--api",
        &address,
        "-o",
        "json",
    ];
    let report = run(&[], &flags).ended(1).json();
    let last = said(&report).pop().expect("endpoints");
    assert_eq!(
        last, "repository s3-openshift-storage.apps.lab.example.test: not-exposed",
        "{}",
        oauth.name
    );
}

#[test]
fn a_saved_run_says_the_same_again() {
    let world = World::new();
    let path = world.path("run.jsonl").display().to_string();
    let first = of_lab(&world, &["--save", &path, "-o", "json"])
        .ended(1)
        .json();
    let again = run(&[], &["endpoints", "--from", &path, "-o", "json"])
        .ended(1)
        .json();
    assert_eq!(first["endpoints"], again["endpoints"]);
}

#[test]
fn openshift_3_is_one_port_and_a_registry_where_one_is_told() {
    let stage = cluster(Shape::Three);
    let ca = stage.file("roots.pem", &stage.lab.roots_pem);
    let master =
        ["api", "oauth", "console3"].map(|role| format!("{role} master.three.example.test: ok"));
    let report = run(
        &stage.lab.ports,
        &[
            "endpoints",
            "--api",
            &stage.lab.api,
            "--ca",
            &ca,
            "-o",
            "json",
        ],
    )
    .ended(0)
    .json();
    assert_eq!(said(&report), master);
    let domain = format!("{}:{}", stage.lab.apps_domain, stage.lab.router_port);
    let flags = [
        "endpoints",
        "--api",
        &stage.lab.api,
        "--apps-domain",
        &domain,
        "--ca",
        &ca,
        "-o",
        "json",
    ];
    let registry = "registry docker-registry-default.apps.three.example.test: ok".to_owned();
    assert_eq!(
        said(&run(&stage.lab.ports, &flags).ended(0).json()),
        [&master[..], &[registry]].concat()
    );
}

#[test]
fn a_custom_oauth_server_is_found_and_the_rest_derived() {
    let stage = cluster(Shape::CustomOauth);
    let ca = stage.file("roots.pem", &stage.lab.roots_pem);
    let report = run(
        &stage.lab.ports,
        &[
            "endpoints",
            "--api",
            &stage.lab.api,
            "--ca",
            &ca,
            "-o",
            "json",
        ],
    )
    .ended(1)
    .json();
    let routes = [
        "console console-openshift-console",
        "mtc-console migration-openshift-migration",
    ];
    let absent = [
        "registry default-route-openshift-image-registry",
        "repository s3-openshift-storage",
    ];
    let route = |name: &str, code: &str| format!("{name}.apps.two.example.test: {code}");
    assert_eq!(
        said(&report),
        [
            "api api.two.example.test: ok".to_owned(),
            "oauth login.company.example.test: ok".to_owned(),
            route(routes[0], "ok"),
            route(routes[1], "mtc-console-without-oauth"),
            route(absent[0], "not-exposed"),
            route(absent[1], "not-exposed"),
        ]
    );
    let told = report["endpoints"][2]["target"]["origins"].to_string();
    assert!(
        told.contains(
            "the usual name below apps.two.example.test, derived from api.two.example.test:"
        ),
        "{told}"
    );
    assert!(
        !report.to_string().contains("%7B%22message"),
        "what a redirect's query holds is nobody's business"
    );
}

#[test]
fn a_cluster_without_oauth_still_shows_its_routes() {
    let stage = cluster(Shape::WithoutOauth);
    let ca = stage.file("roots.pem", &stage.lab.roots_pem);
    let domain = format!("{}:{}", stage.lab.apps_domain, stage.lab.router_port);
    let flags = [
        "endpoints",
        "--api",
        &stage.lab.api,
        "--apps-domain",
        &domain,
        "--ca",
        &ca,
        "-o",
        "json",
    ];
    // Warnings are no failures.
    let report = run(&stage.lab.ports, &flags).ended(0).json();
    let route = |name: &str, code: &str| format!("{name}.apps.four.example.test: {code}");
    assert_eq!(
        said(&report),
        [
            "api api.four.example.test: ok".to_owned(),
            route("console console-openshift-console", "not-exposed"),
            route("mtc-console migration-openshift-migration", "not-exposed"),
            route("registry default-route-openshift-image-registry", "ok"),
            route("repository s3-openshift-storage", "not-exposed"),
        ]
    );
    assert_eq!(
        report["endpoints"][0]["findings"][0]["code"],
        "no-integrated-oauth"
    );
    assert_eq!(
        report["endpoints"][3]["findings"][0]["code"],
        "token-realm-in-clear"
    );
}

#[test]
fn an_apps_domain_is_one_clusters() {
    let usage = |args: &[&str]| run(&[], &[&["endpoints"][..], args].concat()).ended(2).err;
    assert!(
        usage(&["a.test", "--apps-domain", "apps.a.test"])
            .contains("--apps-domain goes with the API server of its cluster")
    );
    let two = [
        "--api",
        "a.test",
        "--api",
        "b.test",
        "--apps-domain",
        "apps.a.test",
    ];
    assert!(usage(&two).contains("--apps-domain is the domain of one cluster"));
    for bad in [
        "10.0.0.1",
        "https://apps.a.test",
        "a b",
        "apps.a.test:0",
        "apps.a.test:x",
        "",
    ] {
        let said = usage(&["--api", "a.test", "--apps-domain", bad]);
        assert!(
            said.contains("write a domain, such as apps.cluster.example"),
            "{bad}: {said}"
        );
    }
}
