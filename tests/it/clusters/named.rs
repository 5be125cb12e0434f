//! `--from-cluster`: ConfigMaps whose names other objects of the cluster say. No network but loopback.

use serde_json::json;

use super::client::Client;
use super::live::{FORBIDDEN, READS, roots};
use crate::cli::world::World;

/// The names of the ConfigMaps are the cluster's choice. What is no name is given to no client.
#[test]
fn config_maps_that_others_name_are_read_too() {
    let world = World::new();
    let config = |kind: &str, field: &str, name: &str| {
        json!({"apiVersion": "config.openshift.io/v1", "kind": kind, "metadata": {"name": "cluster"},
            "spec": {field: {"name": name}}})
    };
    for (proxy, image, expected) in [
        ("gateway", "registries", vec!["gateway", "registries"]),
        ("gateway", "gateway", vec!["gateway"]),
        ("user-ca-bundle", "", vec![]),
        ("--kubeconfig=x", "a b", vec![]),
    ] {
        let _ = std::fs::remove_file(world.path("log"));
        let mut named = roots(&world);
        named["metadata"] = json!({"name": "gateway", "namespace": "openshift-config"});
        let client = Client::of(&world, "oc")
            .says("proxies.config", &config("Proxy", "trustedCA", proxy))
            .says(
                "images.config",
                &config("Image", "additionalTrustedCA", image),
            )
            .says("configmaps gateway -n openshift-config", &named);
        let code = i32::from(!expected.contains(&"gateway"));
        client
            .run(&["--from-cluster", "-q", "--trust", "none", "-o", "json"])
            .ended(code);
        let log = client.log();
        let mut more: Vec<&str> = log
            .iter()
            .filter(|line| !READS.iter().any(|read| line.starts_with(read)))
            .map(String::as_str)
            .collect();
        more.sort_unstable();
        let expected: Vec<String> = expected
            .iter()
            .map(|name| {
                format!("get configmaps {name} -n openshift-config -o json --request-timeout=10s")
            })
            .collect();
        assert_eq!(more, expected);
    }
}

#[test]
fn a_named_config_map_that_may_not_be_read_is_a_problem_of_its_own() {
    let world = World::new();
    let proxy = json!({"apiVersion": "config.openshift.io/v1", "kind": "Proxy", "metadata": {"name": "cluster"},
        "spec": {"trustedCA": {"name": "gateway"}}});
    let client = Client::of(&world, "oc")
        .says("configmaps kube-root-ca.crt", &roots(&world))
        .says("proxies.config", &proxy)
        .fails("configmaps gateway", FORBIDDEN);
    let ran = client
        .run(&["--from-cluster", "-o", "json", "--trust", "none"])
        .ended(3);
    let problems = ran.json()["problems"].clone();
    assert_eq!(problems.as_array().map(Vec::len), Some(1), "{problems}");
    let place = problems[0]["place"].as_str().expect("a place");
    assert!(
        place.contains("configmaps gateway -n openshift-config"),
        "{place}"
    );
}
