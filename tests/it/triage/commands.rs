//! The commands of findings: in every format, filled with what the lines name, and as lines of bash.

use crate::cli::world::run_with;
use serde_json::Value;

const EVENTS: &str = "NAMESPACE   LAST SEEN   TYPE      REASON             OBJECT        MESSAGE
shop        65s         Warning   FailedScheduling   pod/rsync-1   0/6 nodes are available: 6 Insufficient cpu.
";
const RSYNC: &str = "[pod/rsync-7/rsync] rsync: connection unexpectedly closed (0 bytes received so far) [sender]\n";
const CA: &str = "pinging container registry reg.corp.test:5000: Get \"https://reg.corp.test:5000/v2/\": x509: certificate signed by unknown authority\n";
const SQUASH: &str = "level=error msg=x controller=pod-volume-backup error=\"fork/exec /usr/bin/restic: permission denied\"\n";
const PODS: &str = "level=error msg=\"Error backing up item\" error=\"timed out waiting for all PodVolumeBackups to complete\"\n";

fn commands(log: &str) -> Vec<Value> {
    let told = run_with(&["triage", "-", "-o", "json"], log).json();
    let found = told["findings"].as_array().expect("findings").clone();
    let commands = found
        .iter()
        .flat_map(|finding| finding["commands"].as_array().expect("commands").clone());
    commands.collect()
}

fn has(log: &str, line: &str, purpose: &str) {
    let all = commands(log);
    let found = all.iter().find(|command| command["line"] == line);
    let found = found.unwrap_or_else(|| panic!("{line}: {all:#?}"));
    assert_eq!(found["purpose"], purpose);
    assert_eq!(found["put_in"], Value::Array(Vec::new()), "{found}");
}

#[test]
fn they_name_the_pod_that_a_line_is_about() {
    has(EVENTS, "oc describe pod rsync-1 -n shop", "look");
    let said = r#"{"level":"info","ts":1670000000123,"logger":"directvolume","msg":"Found abnormal event for Rsync transfer Pod shop/rsync-2","eventReason":"FailedScheduling","eventMessage":"0/6 nodes are available: 6 Insufficient cpu."}"#;
    has(said, "oc describe pod rsync-2 -n shop", "look");
    let all = commands(RSYNC);
    let line = all[0]["line"].as_str().expect("a line");
    assert!(line.starts_with("oc logs rsync-7 -c stunnel"), "{line}");
    // The pod that Velero runs in is not the one that it waits for.
    let velero = format!(
        "[pod/velero-1/velero] {}",
        PODS.replace("Backups", "Restores")
    );
    let all = commands(&velero);
    assert!(
        all.iter()
            .all(|c| !c["line"].to_string().contains("velero-1")),
        "{all:?}"
    );
}

#[test]
fn they_are_in_every_format() {
    const COMMAND: &str = "oc apply -f registry-cas.yaml";
    for format in [
        "table", "wide", "json", "jsonl", "junit", "markdown", "html",
    ] {
        let ran = run_with(&["triage", "-", "-o", format], CA).ended(1);
        assert!(ran.out.contains(COMMAND), "{format}: {}", ran.out);
    }
    let all = commands(CA);
    let lines: Vec<&str> = all.iter().filter_map(|c| c["line"].as_str()).collect();
    let export = "--format certs.d -o certs.d registry=reg.corp.test:5000";
    assert!(lines.iter().any(|line| line.ends_with(export)), "{lines:?}");
    has(CA, COMMAND, "cure");
}

#[test]
fn patches_are_lines_of_bash_and_what_is_to_be_put_in_is_a_comment() {
    for (log, runs, comment) in [
        (
            PODS,
            "oc -n openshift-migration patch migrationcontroller",
            "",
        ),
        (CA, "oc patch image.config.openshift.io/cluster", ""),
        (
            SQUASH,
            "",
            "# put in GROUP, then run: oc -n openshift-migration patch",
        ),
        ("The connection has timed out\n", "", "# put in EXISTING"),
    ] {
        let patch = run_with(&["triage", "-", "--patch"], log).out;
        let (comments, lines): (Vec<&str>, Vec<&str>) =
            patch.lines().partition(|line| line.starts_with('#'));
        assert!(runs.is_empty() == lines.is_empty(), "{patch}");
        assert!(
            lines.iter().any(|line| line.starts_with(runs)) || runs.is_empty(),
            "{patch}"
        );
        assert!(
            comments.iter().any(|line| line.starts_with(comment)),
            "{patch}"
        );
        for line in lines {
            assert!(shlex::split(line).is_some(), "{line}");
            let line = line.split("  # ").next().unwrap_or_default();
            assert!(!line.contains('{') || line.contains("-p '{"), "{line}");
        }
    }
    let looks = run_with(&["triage", "-", "--patch"], PODS).out;
    assert!(looks.contains("#   oc get podvolumebackup"), "{looks}");
}
