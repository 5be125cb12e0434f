//! What a cluster's own client says of it: the CA that it verified with, and why it brought nothing,
//! one problem for each cause.

use serde_json::json;

use super::client::{Client, url, view};
use crate::cli::world::World;

/// kubectl verified the API server with the CA of its kubeconfig, and so does this program.
#[test]
fn the_ca_of_its_kubeconfig_counts() {
    use base64::Engine as _;
    let world = World::new();
    let pem = world.lab.api_signer_pem();
    let mut with_data = view(&url(world.endpoint("api")));
    with_data["clusters"][0]["cluster"]["certificate-authority-data"] =
        base64::engine::general_purpose::STANDARD
            .encode(&pem)
            .into();
    let run = |client: &Client<'_>| {
        let args = ["--from-cluster", "-o", "json", "--trust", "none"];
        client.run(&args).json()["endpoints"][0]["verdict"]["code"].clone()
    };
    assert_eq!(run(&Client::of(&world, "oc")), "private-ca");
    let client = Client::of(&world, "oc").says("config view", &with_data);
    assert_eq!(run(&client), "ok");
    // In a file beside whichever kubeconfig names it: the client reads that.
    let mut with_file = view(&url(world.endpoint("api")));
    with_file["clusters"][0]["cluster"]["certificate-authority"] = "pki/ca.crt".into();
    let client = Client::of(&world, "oc")
        .says("--flatten", &with_data)
        .says("config view", &with_file)
        .says("infrastructures.config.openshift.io", &json!({}));
    assert_eq!(run(&client), "ok");
}

/// A gateway that answers each read with a page is one problem, and no read but the first is made.
#[test]
fn one_cause_is_one_problem() {
    let world = World::new();
    for error in [
        "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
        "Error from server (InternalError): an error on the server (\"<html>no</html>\") has prevented the request from succeeding",
        "Error from server: the server responded with the status code 302 but did not return more information",
        "error: couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value",
    ] {
        let _ = std::fs::remove_file(world.path("log"));
        let client = Client::of(&world, "oc").fails("infrastructures.config.openshift.io", error);
        let report = client
            .run(&["--from-cluster", "-o", "json"])
            .ended(3)
            .json();
        let problems = report["problems"].as_array().expect("problems");
        assert_eq!(problems.len(), 1, "{problems:?}");
        let what = problems[0]["what"].as_str().expect("a text");
        assert!(what.contains("a gateway before it"), "{what}");
        assert_eq!(client.log().len(), 2, "{:?}", client.log());
    }
}

#[test]
fn reads_that_fail_alike_are_one_problem() {
    let world = World::new();
    let down = "Error from server (ServiceUnavailable): the server is currently unable to handle the request";
    let forbidden = |name: &str| {
        format!("Error from server (Forbidden): {name} is forbidden: User \"dev\" cannot")
    };
    let client = Client::of(&world, "oc")
        .fails("routes.route.openshift.io", down)
        .fails("migclusters", &forbidden("migclusters"))
        .fails("migstorages", &forbidden("migstorages"))
        .fails("user-ca-bundle", "error: something else");
    let report = client
        .run(&["--from-cluster", "-o", "json"])
        .ended(3)
        .json();
    let whats: Vec<&str> = report["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter_map(|problem| problem["what"].as_str())
        .collect();
    assert_eq!(whats.len(), 3, "{whats:?}");
    assert!(
        whats[0].contains("6 reads brought nothing, all for one reason"),
        "{whats:?}"
    );
    assert!(whats[1].contains("something else"), "{whats:?}");
    assert!(
        whats[2].contains("2 reads are forbidden") && whats[2].contains("list migstorages"),
        "{whats:?}"
    );
}
