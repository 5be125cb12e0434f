//! `probe triage`, from outside: what lines of logs come to, in every format, and how it ends.

mod bounds;
mod chapter;
mod commands;
mod corpus;
mod network;
mod reported;
mod ways;

use super::cli::world::{World, run, run_with};

const VELERO: &str = r#"time="2025-01-02T03:04:04Z" level=info msg="Executing hook" onError=Fail timeout=30s
time="2025-01-02T03:04:05Z" level=error msg="Error getting a backup store" backup-storage-location=velero/default controller=backup-storage-location error="rpc error: code = Unknown desc = RequestError: send request failed\ncaused by: Get \"https://s3.example.test:9000/bucket?X-Amz-Signature=abcdefabcdef&list-type=2\": x509: certificate signed by unknown authority" error.file="/go/src/x.go:1"
time="2025-01-02T03:05:05Z" level=error msg="Error checking repository for stale locks" error="error getting backup storage location: BackupStorageLocation.velero.io \"my-bsl\" not found"
time="2025-01-02T03:05:06Z" level=error msg="some new thing" error="who knows"
time="2025-01-02T03:06:06Z" level=error msg="Error backing up item" backup=velero/b1 error="timed out waiting for all PodVolumeBackups to complete"
"#;

#[test]
fn a_log_comes_to_its_causes_and_the_rest_is_counted() {
    let world = World::new();
    let (log, copy) = (
        world.file("velero.log", VELERO),
        world.file("copy.log", VELERO),
    );
    let told = run(&["triage", &log, &copy, "-o", "json"]).ended(1).json();
    let found = told["findings"].as_array().expect("findings");
    let of = |topic: &str| {
        let mut all = found.iter();
        all.find(|finding| finding["topic"] == topic).expect(topic)
    };
    assert_eq!(found.len(), 4);
    assert_eq!(told["unknown_errors"], 1);
    assert_eq!(found[0]["topic"], "storage-ca-missing");
    let mut all = found.iter();
    let network = all.find(|finding| !finding["endpoint"].is_null());
    let network = network.expect("an endpoint");
    assert_eq!(network["harm"], "symptom");
    assert_eq!(network["endpoint"]["role"], "repository");
    assert_eq!(network["endpoint"]["authority"], "s3.example.test:9000");
    let command = network["endpoint"]["command"].as_str().expect("a command");
    assert!(
        command.ends_with("endpoints repository=s3.example.test:9000"),
        "{command}"
    );
    assert!(!network.to_string().contains("abcdefabcdef"), "{network}");
    let timeout = of("volume-backup-timeout");
    assert_eq!(
        (&timeout["count"], &timeout["copies"]),
        (&1.into(), &1.into())
    );
    assert_eq!(timeout["places"][0]["line"], 5);
    assert_eq!(timeout["places"].as_array().map(Vec::len), Some(2));
    assert_eq!(timeout["first"], "2025-01-02T03:06:06Z");
    assert_eq!(of("leftover-repository")["values"]["location"][0], "my-bsl");
    assert_eq!(of("leftover-repository")["severity"], "info");
}

#[test]
fn how_it_ends_is_as_for_endpoints() {
    run_with(&["triage", "-"], VELERO).ended(1);
    run_with(&["triage", "-", "--fail-on", "never"], VELERO).ended(0);
    let silent = run_with(&["triage", "-"], "all is well\n").ended(0);
    assert!(
        silent.out.starts_with("nothing that is known"),
        "{}",
        silent.out
    );
    run(&["triage", "no-such-file"]).ended(3);
    run(&["triage", "-", "-"]).ended(2);
    run(&["triage"]).ended(2);
}
