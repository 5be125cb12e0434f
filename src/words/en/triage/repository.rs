//! English for causes that lie in copies of volumes: repositories, restic, kopia, node-agent, volumes of
//! pods and snapshots. One entry for each topic. Decides nothing.

use super::texts;

texts! {
    RepositoryEmptied {
        title: "the bucket no longer holds the repository",
        cause: "Velero still has the object of a repository whose files were deleted from the bucket, or two made it at once: its config is not there",
        cure: "delete the BackupRepository (ResticRepository up to Velero 1.9): the next backup makes it anew; older backups of those volumes are lost",
        commands: [
            look "oc get backuprepository -n openshift-migration",
            cure "oc delete backuprepository {name} -n openshift-migration",
            cure "oc delete resticrepository {name} -n openshift-migration",
        ],
        docs: "",
        unlike: "`BackupStorageLocation ... not found` behind the same message may be ignored (leftover-repository)",
    }
    RepositoryLeftovers {
        title: "the bucket holds what is left of an older repository",
        cause: "a new repository is to be made where files of one lie that nobody knows: BackupRepository objects were deleted, or the cluster was installed anew over the same bucket and prefix",
        cure: "remove the directory of that namespace below kopia/ (or restic/) if nobody needs its backups, or use another prefix",
        commands: [
            look "aws s3 ls s3://{bucket}/{prefix}/kopia/ --endpoint-url https://{host}",
            look "oc get backuprepository -n openshift-migration",
        ],
        docs: "",
        unlike: "`repository not initialized` is one that is missing",
    }
    RepositoryPassword {
        title: "the password of a repository is another than when it was made",
        cause: "the Secret with the repositories' password was made anew (velero-repo-credentials, velero-restic-credentials), or the files are damaged",
        cure: "put the old password back, or let the repositories be made anew in another prefix",
        commands: [
            look "oc get secret -n openshift-migration velero-repo-credentials velero-restic-credentials",
        ],
        docs: "",
        unlike: "AccessDenied is the storage's credentials",
    }
    RepositoryLocked {
        title: "a repository is locked",
        cause: "a prune or backup was killed (mostly for memory) and left its lock; restic takes a lock for stale after 30 minutes",
        cure: "see that nobody uses it, unlock it, and give the pod more memory",
        commands: [
            look "oc -n openshift-migration get pods -o wide -l name=node-agent",
            cure "restic unlock --repo=s3:https://{host}/{bucket}/{prefix}/restic/{namespace}",
        ],
        docs: "",
        unlike: "a lock of a pod that still runs is no fault: wait",
    }
    RepositoryNotReady {
        title: "a repository is not ready in time",
        cause: "before a volume is copied its repository is opened or made; that did not end in time, so no volume was looked at. What it waits for stands in the repository's status, mostly the storage",
        cure: "read status.message of the BackupRepository (ResticRepository), and measure its storage",
        commands: [
            look "oc get backuprepository -n openshift-migration -o yaml",
            look "oc get backupstoragelocation -n openshift-migration -o yaml | {probe} endpoints -f -",
        ],
        docs: "",
        unlike: "`timed out waiting for all PodVolumeBackups` comes later: there the repository was ready",
    }
    VolumeBackupTimeout {
        title: "copying volumes into the repository takes longer than Velero waits",
        cause: "Velero waits for the PodVolumeBackups of a pod for restic_timeout (MTC: 1h, Velero itself: 4h). Either they are slow, or one never started or stands still, and more time is no cure",
        cure: "look at the PodVolumeBackups first: New wants a node-agent (restic) pod on that node; InProgress with growing progress.bytesDone wants more time; InProgress that stands still cannot reach its storage; Failed has a message. Only then raise the time, in the MigrationController of the cluster that backs up",
        commands: [
            look "oc get podvolumebackup -n openshift-migration -o custom-columns=NAME:.metadata.name,NODE:.spec.node,PHASE:.status.phase,DONE:.status.progress.bytesDone,TOTAL:.status.progress.totalBytes,MESSAGE:.status.message",
            look "oc get pods -n openshift-migration -o wide -l 'name in (restic,node-agent)'",
            cure "oc -n openshift-migration patch migrationcontroller migration-controller --type merge -p '{\"spec\":{\"restic_timeout\":\"4h\"}}'",
        ],
        docs: "the chapter raises the time and does not look at the PodVolumeBackups first; the value is a Go duration (3h30m15s). restic_timeout still is the field's name: today's operator hands it to nodeAgent.timeout, which Velero calls --fs-backup-timeout",
        unlike: "`timeout on preparing` is a mover that never ran, `timed out waiting for restic repository` a repository, `waiting for caches to sync` the API server, `CSI got timed out` a snapshot: restic_timeout changes none of them",
    }
    VolumeRestoreTimeout {
        title: "copying volumes back takes longer than Velero waits",
        cause: "the restored pod waits in an init container until its volumes are filled; most often it never ran at all: its claim is not bound, its image is missing, no node takes it, or another init container comes first",
        cure: "see the restored pod and its PodVolumeRestores; raise restic_timeout only where their bytesDone grows",
        commands: [
            look "oc get podvolumerestore -n openshift-migration -o custom-columns=NAME:.metadata.name,POD:.spec.pod.name,PHASE:.status.phase,DONE:.status.progress.bytesDone,MESSAGE:.status.message",
            look "oc describe pod {pod} -n {namespace}",
            cure "oc -n openshift-migration patch migrationcontroller migration-controller --type merge -p '{\"spec\":{\"restic_timeout\":\"4h\"}}'",
        ],
        docs: "",
        unlike: "PodVolumeBackups are the other direction",
    }
    DataMoverNotPrepared {
        title: "the pod that moves data does not start",
        cause: "a DataUpload, DataDownload, PodVolumeBackup or PodVolumeRestore waits for a pod of its own, which was not scheduled, whose claim was not bound, or for which too many run at once; its node stays empty",
        cure: "see that pod's events in Velero's namespace while it waits; where everything is only slow, raise the time for preparing",
        commands: [
            look "oc get datauploads,datadownloads -n openshift-adp",
            look "oc get events -n openshift-adp --field-selector type=Warning",
            cure "oc patch dpa {dpa} -n openshift-adp --type merge -p '{\"spec\":{\"configuration\":{\"nodeAgent\":{\"dataMoverPrepareTimeout\":\"60m\"}}}}'",
        ],
        docs: "",
        unlike: "`timed out waiting for all PodVolumeBackups` is one that ran",
    }
    ResticVerifyErrors {
        title: "files that were restored differ from what was backed up",
        cause: "the plan verifies what it copies, and restic found files of another content or none. The migration is not called failed for that. A file that the application wrote meanwhile counts, too",
        cure: "follow it: the Restore names PodVolumeRestores with errors, each of these names its pod, whose log names the files; then copy those again with the application quiesced",
        commands: [
            look "oc describe restore.velero.io {restore} -n openshift-migration",
            look "oc get podvolumerestore -n openshift-migration -l velero.io/restore-name={restore}",
            look "oc describe podvolumerestore {volume_restore} -n openshift-migration",
            look "oc logs {restic_pod} -n openshift-migration",
        ],
        docs: "both `oc describe` of the chapter lack the kind (restore.velero.io, podvolumerestore), and its last two commands lack `-n openshift-migration`; with MTC 1.7 and newer a PodVolumeRestore may have status.phase and status.message instead of the lists that the chapter shows",
        unlike: "ResticErrors alone is files that could not be restored, often a symbolic link that a second stage finds already there",
    }
    ResticErrors {
        title: "restic could not restore every file",
        cause: "most often a second stage found symbolic links that were there already: harmless where they did not change. Else permissions or space on the target's volume",
        cure: "read which files the pod names; nothing has to be done about links that are the same",
        commands: [
            look "oc describe restore.velero.io {restore} -n openshift-migration",
            look "oc get podvolumerestore -n openshift-migration -l velero.io/restore-name={restore}",
        ],
        docs: "",
        unlike: "ResticVerifyErrors is a difference of content",
    }
    NfsRootSquash {
        title: "an NFS export maps root to nobody, and restic may not enter the volume",
        cause: "restic's pod runs as root; with root_squash the NFS server takes it for nfsnobody, which may not read. Go names the program where entering the volume's directory failed: the text says `fork/exec /usr/bin/restic`, and restic itself is well",
        cure: "give the export a group, let restic's pods have it (a list of numbers) on both clusters, and wait until these pods were restarted",
        commands: [
            look "oc get pv -o custom-columns=NAME:.metadata.name,NFS:.spec.nfs.server,PATH:.spec.nfs.path,CLAIM:.spec.claimRef.name",
            cure "oc -n openshift-migration patch migrationcontroller migration-controller --type merge -p '{\"spec\":{\"restic_supplemental_groups\":[{group}]}}'" on both,
            cure "oc -n openshift-migration patch migrationcontroller migration-controller --type merge -p '{\"spec\":{\"src_supplemental_groups\":\"{group}\",\"target_supplemental_groups\":\"{group}\"}}'" on host,
        ],
        docs: "12.4.3.7 prints `restic_supplemental_groups: <group_id>`, one number; it has to be a list, as 12.4.4 has it. The group and its setgid bit belong on the NFS export (chgrp, chmod g+s)",
        unlike: "where every volume fails, those without NFS, too, restic itself cannot be executed or SELinux forbids it; `open /host_pods/: permission denied` is an SCC; a missing directory reads `chdir ...: no such file or directory`",
    }
    ResticNotExecutable {
        title: "the directory of a volume is not there, or restic cannot be started",
        cause: "starting restic failed for another reason than root_squash: the directory of the volume is gone (`chdir`), the program is missing, or SELinux forbids it",
        cure: "see whether the pod that uses the volume still runs on that node, and whether every volume fails",
        commands: [
            look "oc get pods -n openshift-migration -o wide -l 'name in (restic,node-agent)'",
            look "oc get pods -n {namespace} -o wide",
        ],
        docs: "",
        unlike: "`fork/exec /usr/bin/restic: permission denied` on NFS volumes alone is root_squash",
    }
    HostPathDenied {
        title: "node-agent may not read the volumes of pods",
        cause: "its pods do not run privileged: SCC or SELinux keeps them from the host's directory",
        cure: "give Velero's service account the SCC privileged, and restart its pods",
        commands: [
            cure "oc adm policy add-scc-to-user privileged -z velero -n openshift-adp",
            cure "oc delete pod -n openshift-adp -l name=node-agent",
        ],
        docs: "",
        unlike: "`fork/exec /usr/bin/restic: permission denied` is one volume, mostly NFS",
    }
    HostPathUnmatched {
        title: "the volumes of pods lie elsewhere on the host",
        cause: "node-agent looks for the volume below the kubelet's directory and finds none: on OpenShift 3 that is /var/lib/origin/openshift.local.volumes/pods, the mount is not privileged, or the volume was unmounted with its pod",
        cure: "correct the host path; see that the pod of the volume still runs",
        commands: [
            look "oc get ds -n openshift-migration -o jsonpath='{.items[*].spec.template.spec.volumes[?(@.hostPath)].hostPath.path}'",
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"restic_pv_host_path\":\"/var/lib/origin/openshift.local.volumes/pods\"}}'",
        ],
        docs: "",
        unlike: "`open /host_pods/: permission denied` is a right that is missing",
    }
    VeleroRestarted {
        title: "Velero was restarted while it worked",
        cause: "its pod ended in the middle: mostly OOMKilled, which leaves no text in a log, else an eviction or an upgrade. What was in progress is marked as failed",
        cure: "see the pod's last state, give it more memory, and run the backup or restore again",
        commands: [
            look "oc get pods -n openshift-migration -l component=velero -o jsonpath='{.items[*].status.containerStatuses[*].lastState.terminated}'",
            cure "oc patch dpa {dpa} -n openshift-adp --type merge -p '{\"spec\":{\"configuration\":{\"velero\":{\"podConfig\":{\"resourceAllocations\":{\"limits\":{\"memory\":\"2Gi\"}}}}}}}'",
        ],
        docs: "",
        unlike: "the same of node-agent is node-agent-restarted",
    }
    NodeAgentRestarted {
        title: "node-agent was restarted, or its pod taken away, while it copied",
        cause: "the pod on that node ended: memory, eviction, or the node itself; what it copied is cancelled",
        cure: "see the pod's last state and the node's events, give it more memory, and run again",
        commands: [
            look "oc get pods -n openshift-adp -l name=node-agent -o jsonpath='{.items[*].status.containerStatuses[*].lastState.terminated}'",
            look "oc get events -n openshift-adp --field-selector type=Warning",
        ],
        docs: "",
        unlike: "`during the server starting` is Velero's own pod",
    }
    ScratchSpaceLow {
        title: "a node has no scratch space left for Velero or node-agent",
        cause: "restic and kopia keep a cache in the pod's own storage, which the node limits; the pod is evicted",
        cure: "give the node more space, or limit what runs at once",
        commands: [
            look "oc describe node {node}",
            look "oc get events -A --field-selector reason=Evicted",
        ],
        docs: "",
        unlike: "`No space left on device` of rsync is the target's volume",
    }
    RestoreWaits {
        title: "a restored pod waits for its volumes",
        cause: "its init container looks every second for the file that says `filled`; that it is not found yet is no error, but who waits for ever has a PodVolumeRestore that does not end",
        cure: "look at the PodVolumeRestore of that volume",
        commands: [
            look "oc get podvolumerestore -n openshift-migration -o custom-columns=NAME:.metadata.name,POD:.spec.pod.name,PHASE:.status.phase,MESSAGE:.status.message",
        ],
        docs: "",
        unlike: "`ERROR looking for /restores/...: permission denied` is the volume's rights",
    }
    SnapshotTimeout {
        title: "a snapshot is not ready in time",
        cause: "the CSI driver did not make the VolumeSnapshot ready within csiSnapshotTimeout (10m): the driver is slow or fails, or its class names another driver",
        cure: "read the VolumeSnapshot's and its content's error; only where it grows, raise the time",
        commands: [
            look "oc get volumesnapshot,volumesnapshotcontent -A -o yaml",
            cure "oc patch backup.velero.io {backup} -n openshift-adp --type merge -p '{\"spec\":{\"csiSnapshotTimeout\":\"30m\"}}'",
        ],
        docs: "",
        unlike: "`Waiting for CSI driver to reconcile volumesnapshot` is the healthy waiting",
    }
    SnapshotClassMissing {
        title: "no class of snapshots for a driver",
        cause: "Velero takes the VolumeSnapshotClass that has its label and whose driver is the volume's provisioner; none has, or the cluster has no CRDs of snapshots",
        cure: "label the class of that driver, or install the snapshot CRDs",
        commands: [
            look "oc get volumesnapshotclass",
            cure "oc label volumesnapshotclass {class} velero.io/csi-volumesnapshot-class=true",
        ],
        docs: "",
        unlike: "`Timed out awaiting reconciliation` has a class",
    }
    SnapshotRegionWrong {
        title: "a snapshot is asked for in another region than its volume's",
        cause: "the VolumeSnapshotLocation names another region than the one the volume lies in, so the cloud knows no such volume there",
        cure: "write the volume's region into the VolumeSnapshotLocation",
        commands: [
            look "oc get volumesnapshotlocation -A -o jsonpath='{.items[*].spec.config.region}'",
            look "oc get pv -o jsonpath='{.items[*].spec.nodeAffinity}'",
        ],
        docs: "",
        unlike: "NoSuchBucket is the bucket's",
    }
}
