//! What is said of copies of volumes, beside the errors that `mtc::status` reads: repositories, restic,
//! node-agent, restores and snapshots. Rows of text of others. Opens nothing.

use crate::codes::Topic;
use crate::triage::finding::Harm;
use crate::triage::row::{Levels, Row};

const RESTORE: &str =
    "mig-controller: pkg/controller/migmigration/restore.go; mtc chapter 12.4.3.6";
const MOVER: &str = "velero: pkg/controller/data_upload_controller.go; velero#8113, #7742, #8485";
const REPOSITORY: &str = "velero: pkg/restic/repository_ensurer.go, pkg/repository/ensurer.go";
const EXEC: &str = "Go 1.19: os/exec, syscall.forkExec; mtc chapter 12.4.3.7";
const KUBELET: &str = "kubernetes: pkg/kubelet/eviction; velero#7499, #7718, #7177";
const HELPER: &str = "velero: cmd/velero-restic-restore-helper; velero#6049, #5723";
const SNAPSHOTS: &str = "velero: pkg/util/csi; velero#5048, #5413, #5504, #7823, #8277, #8341";

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Topic::ResticVerifyErrors,
        &[
            "There were verify errors found in {count} Restic volume restores. See restore `{restore}` for details",
        ],
        RESTORE,
    ),
    Row::new(
        Topic::ResticErrors,
        &[
            "There were errors found in {count} Restic volume restores. See restore `{restore}` for details",
        ],
        RESTORE,
    ),
    Row::new(
        Topic::DataMoverNotPrepared,
        &[
            "timeout on preparing data upload",
            "timeout on preparing data download",
            "timeout on preparing PVB",
            "timeout on preparing PVR",
        ],
        MOVER,
    ),
    Row::new(
        Topic::RepositoryNotReady,
        &[
            "timed out waiting for restic repository to become ready",
            "failed to wait BackupRepository, timeout exceeded",
        ],
        REPOSITORY,
    )
    .without(&["x509", "dial tcp"]),
    Row::new(
        Topic::ResticNotExecutable,
        &[
            "chdir /host_pods/{directory}: no such file or directory",
            "fork/exec /usr/bin/restic: no such file or directory",
            "fork/exec /usr/bin/restic: exec format error",
        ],
        EXEC,
    ),
    Row::new(
        Topic::ScratchSpaceLow,
        &["The node was low on resource: ephemeral-storage"],
        KUBELET,
    )
    .beside(&["node-agent"]),
    Row::new(
        Topic::ScratchSpaceLow,
        &["The node was low on resource: ephemeral-storage"],
        KUBELET,
    )
    .beside(&["velero"]),
    Row::new(
        Topic::RestoreWaits,
        &["Not found: /restores/{volume}/.velero/{uid}"],
        HELPER,
    )
    .harm(Harm::Symptom),
    Row::new(
        Topic::SnapshotTimeout,
        &[
            "Timed out awaiting reconciliation of volumesnapshot",
            "fail to wait VolumeSnapshot change to Ready: timed out waiting for the condition",
            "CSI got timed out with error: {error}",
        ],
        SNAPSHOTS,
    ),
    Row::new(
        Topic::SnapshotClassMissing,
        &[
            "failed to get VolumeSnapshotClass for provisioner {provisioner}",
            "no matches for kind \"VolumeSnapshotClass\"",
        ],
        SNAPSHOTS,
    )
    .from_level(Levels::Trouble),
    Row::new(
        Topic::SnapshotRegionWrong,
        &["InvalidVolume.NotFound"],
        "oadp-operator: docs/TROUBLESHOOTING.md",
    ),
];
