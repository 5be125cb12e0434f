//! Registries and storages of the lab: token services elsewhere, plain HTTP, unknown CAs, and every
//! make of storage.

use mtc_probe::lab::http::Site;
use mtc_probe::lab::{Behaviour, Server};

use super::{Stage, run, said};
use crate::cli::world::World;

/// The lab's registry whose tokens come from elsewhere: as a target, its `host:port`, and the ports
/// to lead here.
fn two_hosts(world: &World) -> (String, String, [u16; 2]) {
    let registry = world
        .lab
        .further()
        .iter()
        .find(|e| e.role == "registry")
        .expect("a registry");
    let storage = world
        .lab
        .further()
        .iter()
        .find(|e| e.role == "repository")
        .expect("a storage");
    let authority = format!("{}:{}", registry.name, registry.address.port());
    (
        format!("registry=https://{authority}"),
        authority,
        [registry.address.port(), storage.address.port()],
    )
}

#[test]
fn a_token_service_on_another_host_is_an_endpoint_too() {
    let world = World::new();
    let ((target, authority, ports), roots) = (two_hosts(&world), world.roots());
    let report = run(
        &ports,
        &["endpoints", &target, "--ca", &roots, "-o", "json"],
    )
    .ended(0)
    .json();
    assert_eq!(
        said(&report),
        [
            "registry registry.apps.lab.example.test: ok",
            "plain tokens.storage.lab.example.test: ok"
        ]
    );
    let origin = report["endpoints"][1]["target"]["origins"].to_string();
    assert_eq!(origin, format!("[\"token realm of {authority}\"]"));
}

#[test]
fn a_token_service_is_trusted_with_its_registry() {
    let world = World::new();
    let ((target, authority, ports), dir) = (two_hosts(&world), world.path("certs.d"));
    let report = run(&ports, &["endpoints", &target, "-o", "json"])
        .ended(1)
        .json();
    let remedy = report["endpoints"][1]["verdict"]["remedy"]
        .as_str()
        .expect("a remedy");
    assert!(
        remedy.contains(&format!("/etc/containers/certs.d/{authority}/ca.crt")),
        "{remedy}"
    );
    run(
        &ports,
        &[
            "export-bundle",
            &target,
            "--format",
            "certs.d",
            "-o",
            &dir.display().to_string(),
        ],
    )
    .ended(0);
    let directories: Vec<_> = std::fs::read_dir(&dir)
        .expect("a tree")
        .map(|e| e.expect("an entry").file_name())
        .collect();
    assert_eq!(directories, [authority.as_str()]);
    let held = std::fs::read_to_string(dir.join(&authority).join("ca.crt")).expect("certificates");
    for root in [world.lab.ingress_root_pem(), world.lab.storage_root_pem()] {
        assert!(
            held.contains(root.trim()),
            "both CAs, since one client meets both hosts: {held}"
        );
    }
}

#[test]
fn an_untrusted_registry_is_trusted_in_its_own_directory() {
    let world = World::new();
    let registry = world.endpoint("default-route");
    let port = registry.address.port();
    let target = format!("registry=https://{}:{port}", registry.name);
    let report = run(&[port], &["endpoints", &target, "-o", "json"])
        .ended(1)
        .json();
    let remedy = report["endpoints"][0]["verdict"]["remedy"]
        .as_str()
        .expect("a remedy")
        .to_owned();
    assert!(
        remedy.contains(&format!(
            "/etc/containers/certs.d/{}:{port}/ca.crt",
            registry.name
        )),
        "{remedy}"
    );
    assert!(
        remedy.contains("(docker: the same below /etc/docker/certs.d)"),
        "{remedy}"
    );
    assert!(
        !remedy.contains('{') || remedy.contains("{.data"),
        "{remedy}"
    );
}

#[test]
fn a_registry_without_tls_gets_its_stanza() {
    let stage = Stage::new(Server::start(Behaviour::PlainHttp(Site::default())));
    let port = stage.lab.port();
    for (role, wanted) in [("registry", true), ("repository", false)] {
        let target = format!("{role}=https://plain.example.test:{port}");
        let report = run(&[port], &["endpoints", &target, "-o", "json"])
            .ended(1)
            .json();
        let verdict = &report["endpoints"][0]["verdict"];
        assert_eq!(verdict["code"], "not-tls");
        let stanza = "in /etc/containers/registries.conf";
        let lines =
            format!("\n[[registry]]\nlocation = \"plain.example.test:{port}\"\ninsecure = true");
        let remedy = verdict["remedy"].as_str().expect("a remedy");
        assert_eq!(
            (remedy.contains(stanza), remedy.ends_with(&lines)),
            (wanted, wanted),
            "{remedy}"
        );
    }
    let table = run(
        &[port],
        &[
            "endpoints",
            &format!("registry=https://plain.example.test:{port}"),
            "-o",
            "wide",
        ],
    )
    .ended(1);
    assert!(
        table
            .out
            .contains(&format!("location = \"plain.example.test:{port}\"\n")),
        "{}",
        table.out
    );
}

#[test]
fn storages_of_every_make_are_told_apart() {
    let world = World::new();
    let storages: Vec<_> = world
        .lab
        .further()
        .iter()
        .filter(|e| e.role == "repository")
        .collect();
    let (port, roots) = (storages[0].address.port(), world.roots());
    let targets: Vec<String> = storages
        .iter()
        .map(|e| format!("repository=https://{}:{port}", e.name))
        .collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let report = run(
        &[port],
        &[&["endpoints", "--ca", &roots, "-o", "json"][..], &targets].concat(),
    )
    .ended(0)
    .json();
    let identity = |e: &serde_json::Value| {
        e["verdict"]["details"]["identity"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let told: Vec<String> = report["endpoints"]
        .as_array()
        .expect("endpoints")
        .iter()
        .map(identity)
        .collect();
    let rgw = "S3, anonymous listing (as Ceph RGW answers)";
    assert_eq!(
        told,
        [
            "AWS S3",
            "MinIO",
            "S3 (as NooBaa answers)",
            rgw,
            "Google Cloud Storage",
            "Azure Blob"
        ]
    );
}
