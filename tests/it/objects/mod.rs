//! Kubernetes objects as input: what is found in realistic dumps, compared whole; what is said of
//! broken ones; what is kept of none. No network.

mod hostile;
mod secrets;
mod statuses;
mod told;

use mtc_probe::inputs::{InputContents, Reading};

/// What these files, by their names and contents, tell together.
fn read(files: &[(&str, &[u8])]) -> InputContents {
    let mut reading = Reading::default();
    for (name, bytes) in files {
        reading.add(name, bytes);
    }
    reading.finish()
}

fn read_one(text: &str) -> InputContents {
    read(&[("dump.yaml", text.as_bytes())])
}

#[test]
fn a_backup_location_keeps_the_name_of_its_own() {
    let dpa = r#"{"apiVersion": "oadp.openshift.io/v1alpha1", "kind": "DataProtectionApplication", "metadata": {"name": "dpa", "namespace": "n"},
        "spec": {"backupLocations": [{"name": "offsite", "velero": {"provider": "aws"}}, {"velero": {"provider": "aws"}}]}}"#;
    let found = read(&[("dpa.json", dpa.as_bytes())]);
    let names: Vec<Option<&str>> = found
        .objects
        .iter()
        .map(|o| {
            o.location_name
                .as_ref()
                .map(mtc_probe::foreign::Foreign::raw)
        })
        .collect();
    assert_eq!(names, [Some("offsite"), None]);
}
