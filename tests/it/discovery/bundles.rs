//! Bundles for a discovered cluster: what is not exposed neither fails nor counts.

use super::run;
use crate::cli::world::World;

#[test]
fn what_is_not_exposed_is_left_out_of_bundles() {
    let world = World::new();
    let api = world.endpoint("api.");
    let address = format!("https://{}:{}", api.name, api.address.port());
    let ports = [api.address.port(), world.endpoint("oauth").address.port()];
    let bundle = world.path("bundle.pem").display().to_string();
    let written = run(&ports, &["export-bundle", "--api", &address, "-o", &bundle]).ended(0);
    let note = format!(
        "note: not exposed, so left out: s3-openshift-storage.apps.lab.example.test:{}\n",
        ports[1]
    );
    assert!(written.err.contains(&note), "{}", written.err);
    assert!(
        written.err.contains("all 5 endpoints verify"),
        "{}",
        written.err
    );
    let verified = run(&ports, &["verify-bundle", &bundle, "--api", &address]).ended(0);
    assert!(
        verified.err.contains(&note) && !verified.out.contains("s3-openshift-storage"),
        "{}\n{}",
        verified.out,
        verified.err
    );
    let quiet = run(
        &ports,
        &["export-bundle", "-q", "--api", &address, "-o", &bundle],
    )
    .ended(0);
    assert_eq!(quiet.err, "");
    for endpoint in world.lab.endpoints().iter().filter(|e| {
        ["api", "oauth", "console", "registry"].contains(&e.role) && e.expected == "private-ca"
    }) {
        let pem = std::fs::read_to_string(&bundle).expect("a bundle");
        assert!(world.connects(&pem, endpoint).is_ok(), "{}", endpoint.name);
    }
}
