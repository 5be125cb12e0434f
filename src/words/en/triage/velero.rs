//! Of what Velero says of backups and repositories.
//! Words only.

use crate::triage::Topic;
use crate::words::topic_text::TopicText;

topics! {
    LeftoverRepository => {
        title: "a repository is left over from a storage location that was deleted",
        cause: "Velero still checks the locks of a repository whose BackupStorageLocation is gone, as after a plan was deleted; nothing else uses it",
        cure: "nothing: it may be ignored; to silence it, `oc delete resticrepository -n openshift-migration` the one whose spec.backupStorageLocation is {name}",
        docs: "",
    }
    VolumeBackupTimeout => {
        title: "volumes were not copied within the time of the backup",
        cause: "Velero gave up waiting for PodVolumeBackups: one was never begun, stands still, or is large",
        cure: "see which one first: `oc get podvolumebackup -n openshift-migration`; where bytesDone grows, wait longer: `oc -n openshift-migration patch migrationcontroller migration-controller --type merge -p '{\"spec\":{\"restic_timeout\":\"4h\"}}'`",
        docs: "the documentation raises the timeout without looking at the PodVolumeBackups first",
    }
}
