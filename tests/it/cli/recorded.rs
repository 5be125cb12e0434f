//! Recorded anchors: what `--expect` says of the same, of others, and of other stores.
//! Runs the real binary against the lab in this process.

use std::fs;

use super::keeping::healthy;
use super::world::World;

/// The lock file of the API server's bundle.
fn lock_of_api(world: &World) -> String {
    let lock = world.path("ca.lock").display().to_string();
    let api = healthy(world, &["api"]);
    world
        .probe("export-bundle", &api, &["--lock", &lock])
        .ended(0);
    lock
}

#[test]
fn recorded_anchors_are_expected_again() {
    let world = World::new();
    let (api, lock) = (healthy(&world, &["api"]), lock_of_api(&world));
    let recorded = fs::read_to_string(&lock).expect("a lock");
    let same = world
        .probe(
            "export-bundle",
            &api,
            &["--expect", &lock, "--lock", &lock, "-q"],
        )
        .ended(0);
    assert_eq!(
        (
            same.err.as_str(),
            fs::read_to_string(&lock).expect("a lock")
        ),
        ("", recorded.clone())
    );
    let more = world
        .probe(
            "export-bundle",
            &healthy(&world, &["api", "oauth"]),
            &["--expect", &lock],
        )
        .ended(1);
    assert!(
        more.out.is_empty() && more.err.contains(": endpoint-not-recorded: "),
        "{}",
        more.err
    );
}

/// The storage sends its own certificate alone: its root came with `--ca`.
#[test]
fn without_the_store_of_the_record_nothing_is_said_to_be_rotated() {
    let world = World::new();
    let (storage, lock) = ([world.endpoint("s3.lab")], world.path("s3.lock"));
    let lock = lock.display().to_string();
    let root = world.file("corp.pem", &world.lab.storage_root_pem());
    let export = |flags: &[&str]| world.probe("export-bundle", &storage, flags);
    export(&["--ca", &root, "--lock", &lock]).ended(0);
    let nothing = export(&["--expect", &lock]).ended(3);
    let pinned = export(&["--expect", &lock, "--pin-leaf"]).ended(1);
    assert!(pinned.err.contains(": anchor-moved: "), "{}", pinned.err);
    for ran in [nothing, pinned] {
        assert!(
            ran.out.is_empty() && !ran.err.contains("rotat"),
            "{}",
            ran.err
        );
        let told = "the given stores differ: ";
        assert!(
            ran.err.contains(told) && ran.err.contains(&root),
            "{}",
            ran.err
        );
    }
    export(&["--ca", &root, "--expect", &lock]).ended(0);
}

#[test]
fn an_anchor_of_somebody_else_is_refused() {
    let world = World::new();
    let recorded = fs::read_to_string(lock_of_api(&world)).expect("a lock");
    // The same name and port with another world's CA: reinstalled, or somebody in between.
    let other = World::new();
    let port = |world: &World| world.endpoint("api").address.port().to_string();
    let moved = recorded.replace(
        &format!(":{}\"", port(&world)),
        &format!(":{}\"", port(&other)),
    );
    let moved = other.file("ca.lock", &moved);
    let bundle = other.file("ca.pem", "as it was");
    let ran = other
        .probe(
            "export-bundle",
            &healthy(&other, &["api"]),
            &["--expect", &moved, "--lock", &moved, "-o", &bundle],
        )
        .ended(1);
    assert!(
        ran.err.contains(": anchor-replaced: ") && ran.err.contains("nothing was written"),
        "{}",
        ran.err
    );
    assert_eq!(
        fs::read_to_string(&bundle).expect("still there"),
        "as it was"
    );
    assert!(
        fs::read_to_string(&moved)
            .expect("still there")
            .contains(&port(&other))
    );
}

#[test]
fn what_is_no_lock_file_is_said_so() {
    let world = World::new();
    let api = healthy(&world, &["api"]);
    let nonsense = world.file("nonsense", "hello");
    let refused = world
        .probe("export-bundle", &api, &["--expect", &nonsense])
        .ended(3);
    assert!(
        refused
            .err
            .contains("nonsense: not a lock file\nhint: --expect takes a file"),
        "{}",
        refused.err
    );
}
