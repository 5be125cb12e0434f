//! Whole directories, as must-gather of MTC and of OADP write them: each file belongs to its cluster, and
//! what both clusters say is put side by side.

use mtc_probe::codes::Topic;
use mtc_probe::inputs::dump::tree::{GatheredPart, belonging};
use mtc_probe::triage::Subject;

use super::{found, root, told};

fn pod(
    namespace: &'static str,
    pod: &'static str,
    container: Option<&'static str>,
    is_previous: bool,
) -> GatheredPart<'static> {
    GatheredPart::PodLog {
        namespace,
        pod,
        container,
        is_previous,
    }
}

#[test]
fn paths_tell_whose_a_file_is() {
    let paths = [
        (
            "mg/must-gather/clusters/host/namespaces/shop/shop.yaml",
            Some("mg/must-gather/clusters/host"),
            GatheredPart::Other,
        ),
        (
            "must-gather/clusters/old/namespaces/openshift-migration/logs/velero-1/previous.log",
            Some("must-gather/clusters/old"),
            pod("openshift-migration", "velero-1", None, true),
        ),
        (
            "must-gather/clusters/host/namespaces/a/pods/p/c/c/logs/current.log",
            Some("must-gather/clusters/host"),
            pod("a", "p", Some("c"), false),
        ),
        (
            "must-gather/clusters/far/login_error.txt",
            None,
            GatheredPart::LoginError("far"),
        ),
        (
            "must-gather/migplans/migplan-p/migmigration-m/backup-b/backup-b.log",
            None,
            GatheredPart::BackupLog("b"),
        ),
        (
            "must-gather/migplans/migplan-p/migmigration-m/restore-r/restore-describe-r.txt",
            None,
            GatheredPart::Description("r"),
        ),
        (
            "must-gather/clusters/0123abcd/namespaces/openshift-adp/velero.io/backups/nightly.log",
            Some("must-gather/clusters/0123abcd"),
            GatheredPart::BackupLog("nightly"),
        ),
        (
            "must-gather/clusters/0123abcd/oadp-must-gather-summary.md",
            None,
            GatheredPart::Summary,
        ),
        (
            "velero-bundle/kubecapture/core_v1/openshift-adp/velero-1/velero/velero.log",
            Some("velero-bundle"),
            pod("openshift-adp", "velero-1", Some("velero"), false),
        ),
        ("plain/file.yaml", None, GatheredPart::Other),
    ];
    for (path, cluster, part) in paths {
        let told = belonging(path);
        assert_eq!(told.part, part, "{path}");
        assert!(
            told.cluster == cluster || cluster.is_none(),
            "{path}: {:?}",
            told.cluster
        );
    }
}

#[test]
fn both_trees_come_to_what_their_objects_say() {
    let trees = [
        (
            "mtc",
            vec![Topic::NodeSelectorDiffers, Topic::TransferPodsPending],
        ),
        ("oadp", vec![Topic::OutOfMemory, Topic::LeftoverRepository]),
    ];
    for (name, topics) in trees {
        let found = found(&root().join("trees").join(name));
        for topic in topics {
            let mut all = found.found.iter();
            assert!(
                all.any(|finding| finding.subject == Subject::Topic(topic)),
                "{name} {topic:?}\n{}",
                told(&found)
            );
        }
    }
}
