//! Phases of Velero's objects and the condition of OADP's DataProtectionApplication, as rows. Read
//! from Velero's `pkg/apis/velero/v1` and `pkg/controller` (v1.18), and from the operator of OADP.
//! Words of theirs only.

use super::of_mtc::progress;
use super::part::{Cure, Grade, Part};
use super::row::{StatusRow, row};

const LOCATION: &[&str] = &["BackupStorageLocation"];
const BACKUP: &[&str] = &["Backup"];
const RESTORE: &[&str] = &["Restore"];
const RUNS: &[&str] = &["Backup", "Restore"];
const REPOSITORY: &[&str] = &["BackupRepository", "ResticRepository"];
const VOLUMES: &[&str] = &["PodVolumeBackup", "PodVolumeRestore"];
const DOWNLOAD: &[&str] = &["DownloadRequest"];
const APPLICATION: &[&str] = &["DataProtectionApplication"];

const OF_LOCATION: &str = "velero: pkg/controller/backup_storage_location_controller.go";
const OF_RUNS: &str = "velero: pkg/apis/velero/v1/backup_types.go, restore_types.go";
const OF_REPOSITORY: &str = "velero: pkg/controller/backup_repository_controller.go";
const OF_VOLUMES: &str = "velero: pkg/apis/velero/v1/pod_volume_backup_types.go";
const OF_DOWNLOAD: &str = "velero: pkg/apis/velero/v1/download_request_types.go";
const OF_APPLICATION: &str = "oadp-operator: internal/controller/validator.go, bsl.go";

const CONNECTION: (Part, Cure) = (Part::Connection, Cure::MeasureFromPod);
const BACKED_UP: (Part, Cure) = (Part::Unknown, Cure::ReadBackupLog);
const RESTORED: (Part, Cure) = (Part::Unknown, Cure::ReadRestore);
const COPIED: (Part, Cure) = (Part::Volume, Cure::ReadIt);
const WELL: (Part, Cure) = (Part::Unknown, Cure::Nothing);

const LOCATIONS: &[StatusRow] = &[
    row(LOCATION, "Available", WELL, OF_LOCATION).of_grade(Grade::Good),
    row(LOCATION, "Unavailable", CONNECTION, OF_LOCATION)
        .error_at("BackupStorageLocation \"{name}\" is unavailable: {error}"),
];

const OF_BACKUPS: &[StatusRow] = &[
    row(BACKUP, "PartiallyFailed", BACKED_UP, OF_RUNS)
        .warns()
        .error_at("{error}"),
    row(BACKUP, "Failed", BACKED_UP, OF_RUNS).error_at("{error}"),
    row(
        BACKUP,
        "FailedValidation",
        (Part::Setting, Cure::ReadErrors),
        OF_RUNS,
    ),
    row(RESTORE, "PartiallyFailed", RESTORED, OF_RUNS)
        .warns()
        .error_at("{error}"),
    row(RESTORE, "Failed", RESTORED, OF_RUNS).error_at("{error}"),
    row(
        RESTORE,
        "FailedValidation",
        (Part::Setting, Cure::ReadErrors),
        OF_RUNS,
    ),
    row(
        RUNS,
        "validationErrors",
        (Part::Setting, Cure::ReadIt),
        OF_RUNS,
    )
    .error_at("{error}"),
    row(
        RUNS,
        "WaitingForPluginOperationsPartiallyFailed",
        BACKED_UP,
        OF_RUNS,
    )
    .warns(),
    row(RUNS, "FinalizingPartiallyFailed", BACKED_UP, OF_RUNS).warns(),
    row(RUNS, "Completed", WELL, OF_RUNS).of_grade(Grade::Good),
    progress(RUNS, "New", OF_RUNS),
    progress(RUNS, "Queued", OF_RUNS),
    progress(RUNS, "ReadyToStart", OF_RUNS),
    progress(RUNS, "InProgress", OF_RUNS),
    progress(RUNS, "WaitingForPluginOperations", OF_RUNS),
    progress(RUNS, "Finalizing", OF_RUNS),
    progress(RUNS, "Deleting", OF_RUNS),
];

const REPOSITORIES: &[StatusRow] = &[
    row(
        REPOSITORY,
        "NotReady",
        (Part::Connection, Cure::ReadIt),
        OF_REPOSITORY,
    )
    .error_at("{error}"),
    row(REPOSITORY, "Ready", WELL, OF_REPOSITORY).of_grade(Grade::Good),
    progress(REPOSITORY, "New", OF_REPOSITORY),
];

const POD_VOLUMES: &[StatusRow] = &[
    row(VOLUMES, "Failed", COPIED, OF_VOLUMES).error_at("{error}"),
    row(VOLUMES, "Canceled", COPIED, OF_VOLUMES)
        .warns()
        .error_at("{error}"),
    row(VOLUMES, "Completed", WELL, OF_VOLUMES).of_grade(Grade::Good),
    progress(VOLUMES, "New", OF_VOLUMES),
    progress(VOLUMES, "Accepted", OF_VOLUMES),
    progress(VOLUMES, "Prepared", OF_VOLUMES),
    progress(VOLUMES, "InProgress", OF_VOLUMES),
    progress(VOLUMES, "Canceling", OF_VOLUMES),
];

const DOWNLOADS: &[StatusRow] = &[
    row(DOWNLOAD, "Processed", WELL, OF_DOWNLOAD).of_grade(Grade::Good),
    progress(DOWNLOAD, "New", OF_DOWNLOAD),
];

const APPLICATIONS: &[StatusRow] = &[
    row(
        APPLICATION,
        "Reconciled",
        (Part::Setting, Cure::CorrectDpa),
        OF_APPLICATION,
    )
    .when_false()
    .error_at("{error}"),
    progress(APPLICATION, "Reconciled", OF_APPLICATION),
];

pub(super) const ROWS: [&[StatusRow]; 6] = [
    LOCATIONS,
    OF_BACKUPS,
    REPOSITORIES,
    POD_VOLUMES,
    DOWNLOADS,
    APPLICATIONS,
];
