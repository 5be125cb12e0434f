//! Conditions of MTC's migrations, of whole plans and of images and volumes directly, as rows. Read
//! from mig-controller's `pkg/controller` (August 2025); the file of each row is named in it.
//! Words of MTC only.

use super::of_mtc::progress;
use super::part::{Cure, Grade, Part};
use super::row::{StatusRow, row};

const MIGRATION: &[&str] = &["MigMigration"];
const IMAGES: &[&str] = &["DirectImageMigration", "DirectImageStreamMigration"];
const DIRECT: &[&str] = &[
    "DirectImageMigration",
    "DirectImageStreamMigration",
    "DirectVolumeMigration",
];
const VOLUMES: &[&str] = &["DirectVolumeMigration"];
/// What has steps, and ends well or not.
const ALL: &[&str] = &[
    "MigMigration",
    "DirectImageMigration",
    "DirectImageStreamMigration",
    "DirectVolumeMigration",
];

const OF_MIGRATION: &str = "mig-controller: pkg/controller/migmigration/validation.go";
const OF_TASK: &str = "mig-controller: pkg/controller/migmigration/task.go";
const OF_RESTORE: &str = "mig-controller: pkg/controller/migmigration/restore.go";
const OF_IMAGES: &str = "mig-controller: pkg/controller/directimagemigration/validation.go";
const OF_VOLUMES: &str = "mig-controller: pkg/controller/directvolumemigration/validation.go";
const OF_RSYNC: &str = "mig-controller: pkg/controller/directvolumemigration/rsync.go";

const REFERENCE: (Part, Cure) = (Part::Setting, Cure::CorrectReference);
const REFERRED: (Part, Cure) = (Part::Reference, Cure::CureReferred);
const ERRORS: (Part, Cure) = (Part::Unknown, Cure::ReadErrors);
const PLAN: (Part, Cure) = (Part::Setting, Cure::CorrectPlan);
const RESTORED: (Part, Cure) = (Part::Volume, Cure::ReadRestore);
const BACKED_UP: (Part, Cure) = (Part::Unknown, Cure::ReadBackupLog);
const TRANSFER: (Part, Cure) = (Part::Workload, Cure::ReadTransferPods);
const WAY: (Part, Cure) = (Part::Network, Cure::OpenTransferWay);
const PATH: (Part, Cure) = (Part::Setting, Cure::WriteRegistryPath);

const OF_ALL: &[StatusRow] = &[
    // MTC calls it an advice.
    row(ALL, "Failed", ERRORS, OF_MIGRATION).always(),
    row(ALL, "errors", ERRORS, OF_TASK).error_at("{error}"),
    progress(ALL, "Running", OF_MIGRATION),
    progress(ALL, "Canceling", OF_MIGRATION),
    progress(ALL, "Canceled", OF_MIGRATION),
    progress(ALL, "Succeeded", OF_MIGRATION).of_grade(Grade::Good),
];

const MIGRATIONS: &[StatusRow] = &[
    row(
        MIGRATION,
        "UnhealthyNamespaces",
        (Part::Workload, Cure::HealPods),
        OF_MIGRATION,
    ),
    row(MIGRATION, "InvalidPlanRef", REFERENCE, OF_MIGRATION),
    row(MIGRATION, "PlanNotReady", REFERRED, OF_MIGRATION),
    row(MIGRATION, "PlanClosed", PLAN, OF_MIGRATION),
    row(MIGRATION, "HasFinalMigration", PLAN, OF_MIGRATION),
    row(MIGRATION, "InvalidSpec", PLAN, OF_MIGRATION),
    row(
        MIGRATION,
        "ConflictingPVCMappings",
        (Part::Volume, Cure::CorrectVolumes),
        OF_MIGRATION,
    ),
    row(
        MIGRATION,
        "RegistriesUnhealthy",
        (Part::Workload, Cure::ReadRegistryPod),
        OF_MIGRATION,
    ),
    row(MIGRATION, "ResticErrors", RESTORED, OF_RESTORE).warns(),
    row(MIGRATION, "ResticVerifyErrors", RESTORED, OF_RESTORE).warns(),
    row(
        MIGRATION,
        "VeleroInitialBackupPartiallyFailed",
        BACKED_UP,
        OF_TASK,
    )
    .warns(),
    row(
        MIGRATION,
        "VeleroStageBackupPartiallyFailed",
        BACKED_UP,
        OF_TASK,
    )
    .warns(),
    row(
        MIGRATION,
        "VeleroStageRestorePartiallyFailed",
        (Part::Unknown, Cure::ReadRestore),
        OF_TASK,
    )
    .warns(),
    row(
        MIGRATION,
        "VeleroFinalRestorePartiallyFailed",
        (Part::Unknown, Cure::ReadRestore),
        OF_TASK,
    )
    .warns(),
    row(MIGRATION, "DirectImageMigrationFailed", REFERRED, OF_TASK).warns(),
    row(MIGRATION, "DirectVolumeMigrationFailed", REFERRED, OF_TASK).warns(),
    row(MIGRATION, "DirectVolumeMigrationBlocked", TRANSFER, OF_TASK).warns(),
    row(MIGRATION, "SucceededWithWarnings", ERRORS, OF_TASK).warns(),
    progress(MIGRATION, "Postponed", OF_MIGRATION),
    progress(MIGRATION, "StageNoOp", OF_MIGRATION),
    progress(MIGRATION, "RegistriesHealthy", OF_MIGRATION),
    progress(MIGRATION, "StaleSrcVeleroCRsDeleted", OF_MIGRATION),
    progress(MIGRATION, "StaleDestVeleroCRsDeleted", OF_MIGRATION),
    progress(MIGRATION, "StaleResticCRsDeleted", OF_MIGRATION),
];

const OF_DIRECT: &[StatusRow] = &[
    row(DIRECT, "InvalidSourceClusterRef", REFERENCE, OF_VOLUMES),
    row(
        DIRECT,
        "InvalidDestinationClusterRef",
        REFERENCE,
        OF_VOLUMES,
    ),
    row(DIRECT, "InvalidSourceCluster", REFERENCE, OF_VOLUMES),
    row(DIRECT, "InvalidDestinationCluster", REFERENCE, OF_VOLUMES),
    row(DIRECT, "SourceClusterNotReady", REFERRED, OF_VOLUMES),
    row(DIRECT, "DestinationClusterNotReady", REFERRED, OF_VOLUMES),
];

const OF_DIRECT_IMAGES: &[StatusRow] = &[
    row(IMAGES, "MissingSourceClusterRegistryPath", PATH, OF_IMAGES),
    row(
        IMAGES,
        "MissingDestinationClusterRegistryPath",
        PATH,
        OF_IMAGES,
    ),
    row(IMAGES, "NamespaceListEmpty", PLAN, OF_IMAGES),
    row(IMAGES, "NamespaceNotFoundOnSourceCluster", PLAN, OF_IMAGES),
];

const OF_DIRECT_VOLUMES: &[StatusRow] = &[
    row(
        VOLUMES,
        "InvalidPVCs",
        (Part::Volume, Cure::CorrectVolumes),
        OF_VOLUMES,
    ),
    row(
        VOLUMES,
        "PodsNotFoundOnSourceCluster",
        (Part::Volume, Cure::CorrectVolumes),
        OF_VOLUMES,
    ),
    row(VOLUMES, "StunnelClientPodsPending", TRANSFER, OF_VOLUMES).warns(),
    row(VOLUMES, "RsyncTransferPodsPending", TRANSFER, OF_VOLUMES).warns(),
    row(VOLUMES, "RsyncClientPodsPending", TRANSFER, OF_VOLUMES).warns(),
    row(
        VOLUMES,
        "RsyncRouteNotAdmitted",
        (Part::Network, Cure::AdmitRoute),
        OF_VOLUMES,
    )
    .warns(),
    row(VOLUMES, "SourceToDestinationNetworkError", WAY, OF_RSYNC),
    row(VOLUMES, "ReconcileFailed", WAY, OF_RSYNC).reason("SourceToDestinationNetworkError"),
    row(VOLUMES, "FailedCreatingRsyncPods", TRANSFER, OF_RSYNC).warns(),
    row(VOLUMES, "FailedDeletingRsyncPods", TRANSFER, OF_RSYNC).warns(),
    row(
        VOLUMES,
        "RsyncServerPodsRunningAsNonRoot",
        (Part::Privilege, Cure::RunPrivileged),
        OF_VOLUMES,
    )
    .warns(),
];

pub(super) const ROWS: [&[StatusRow]; 5] = [
    OF_ALL,
    MIGRATIONS,
    OF_DIRECT,
    OF_DIRECT_IMAGES,
    OF_DIRECT_VOLUMES,
];
