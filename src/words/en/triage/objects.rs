//! English for causes that only objects show. One entry for each topic.
//! Decides nothing.

use super::texts;

texts! {
    VolumeBackupNotBegun {
        title: "nobody begins to copy a volume",
        cause: "the PodVolumeBackup {volume_backup} is New: a pod of restic or node-agent copies it, the one on the volume's own node ({node}). There is none, it is not ready, or a taint keeps it away from that node",
        cure: "see that a pod of restic or node-agent runs on the node {node}; more time does not help",
        commands: [
            look "oc get pods -n openshift-migration -l 'name in (restic, node-agent)' -o wide",
            look "oc describe node {node}",
        ],
        docs: "the chapter raises restic_timeout for every time-out of PodVolumeBackups, and does not look at them first",
        unlike: "a copy that is InProgress and grows needs more time (volume-backup-timeout)",
    }
    VolumeBackupStalled {
        title: "the copy of a volume stands still",
        cause: "two dumps of the PodVolumeBackup {volume_backup} have the same number of bytes ({done} of {total}): restic or kopia waits for the storage, or its process is gone",
        cure: "read the log of the pod that copies on the node {node}, and measure the storage from there; more time does not help",
        commands: [
            look "oc logs -n openshift-migration daemonset/node-agent --tail=200",
            look "oc get backupstoragelocation -n openshift-migration -o yaml | {probe} endpoints -f -",
        ],
        docs: "the chapter raises restic_timeout for every time-out of PodVolumeBackups, and does not look at them first",
        unlike: "a copy that grows needs more time (volume-backup-timeout)",
    }
    VolumeBackupFailed {
        title: "the copy of a volume failed",
        cause: "restic or kopia gave up on the volume {volume} of the pod {pod}; its own words stand in the message of the PodVolumeBackup {volume_backup}",
        cure: "read the message: it names the storage, the repository or the file that failed",
        commands: [
            look "oc describe podvolumebackup {volume_backup} -n openshift-migration",
        ],
        docs: "",
        unlike: "`fork/exec /usr/bin/restic: permission denied` on an NFS volume is nfs-root-squash",
    }
    OutOfMemory {
        title: "a container was killed because it used more memory than it may",
        cause: "the container {container} of the pod {pod} was OOMKilled at its limit of {limit}. Such a death leaves no line in its log: what others see is a lock that stays, a plugin that is gone, or a backup that was InProgress when Velero started",
        cure: "raise the limit where the pod's operator takes it from, and run the migration again",
        commands: [
            look "oc get pod {pod} -n {namespace} -o jsonpath='{.status.containerStatuses}'",
        ],
        docs: "",
        unlike: "exit code 137 without OOMKilled is a kill by somebody else, such as an eviction or a probe",
    }
    QuiescedAfterFailure {
        title: "applications of the source are still scaled down after a migration that failed",
        cause: "the migration {migration} scaled the applications down (quiescePods) and failed; nothing has scaled them up again",
        cure: "roll the migration back; it scales the applications of the source up again. Where settings of volumes are lost after that, delete the plan and make it anew (BZ 1784899)",
        commands: [
            look "oc get migmigration {migration} -n openshift-migration -o yaml" on host,
        ],
        docs: "",
        unlike: "a migration that only stages scales nothing down",
    }
}
