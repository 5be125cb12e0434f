//! Conditions of MTC's clusters, storages, plans and hooks, as rows. Read from mig-controller's
//! `pkg/controller/*/validation.go` (August 2025); the file of each row is named in it.
//! Words of MTC only.

use super::part::{Cure, Grade, Part};
use super::row::{StatusRow, row};

const CLUSTER: &[&str] = &["MigCluster"];
const STORAGE: &[&str] = &["MigStorage"];
const PLAN: &[&str] = &["MigPlan"];
const HOOK: &[&str] = &["MigHook"];
const CONTROLLER: &[&str] = &["MigrationController"];

const OF_CLUSTER: &str = "mig-controller: pkg/controller/migcluster/validation.go";
const OF_STORAGE: &str = "mig-controller: pkg/controller/migstorage/validation.go";
const OF_PLAN: &str = "mig-controller: pkg/controller/migplan/validation.go";
const OF_HOOK: &str = "mig-controller: pkg/controller/mighook/validation.go";
const OF_CONDITION: &str = "mig-controller: pkg/apis/migration/v1alpha1/condition.go";
const OF_ANSIBLE: &str = "operator-sdk: conditions of Ansible operators";

const URL: (Part, Cure) = (Part::Setting, Cure::WriteApiUrl);
const SECRET: (Part, Cure) = (Part::Credentials, Cure::NameTokenSecret);
const TOKEN: (Part, Cure) = (Part::Credentials, Cure::WriteToken);
const RIGHTS: (Part, Cure) = (Part::Privilege, Cure::GrantClusterAdmin);
const CONNECTION: (Part, Cure) = (Part::Connection, Cure::MeasureFromPod);
const REGISTRY: (Part, Cure) = (Part::Connection, Cure::CorrectRegistryRoute);
const VERSION: (Part, Cure) = (Part::Version, Cure::AlignVersions);
const PROVIDER: (Part, Cure) = (Part::Setting, Cure::NameProvider);
const STORAGE_SECRET: (Part, Cure) = (Part::Credentials, Cure::NameStorageSecret);
const SETTINGS: (Part, Cure) = (Part::Setting, Cure::CorrectSettings);
const CONTENT: (Part, Cure) = (Part::Credentials, Cure::CorrectStorageSecret);
const REFERENCE: (Part, Cure) = (Part::Setting, Cure::CorrectReference);
const REFERRED: (Part, Cure) = (Part::Reference, Cure::CureReferred);
const PLANNED: (Part, Cure) = (Part::Workload, Cure::CorrectPlan);
const VOLUMES: (Part, Cure) = (Part::Volume, Cure::CorrectVolumes);
const PATH: (Part, Cure) = (Part::Setting, Cure::WriteRegistryPath);
const PROXY: (Part, Cure) = (Part::Proxy, Cure::CorrectProxySecret);
const NFS: (Part, Cure) = (Part::Network, Cure::ReachNfs);
const OF_A_HOOK: (Part, Cure) = (Part::Setting, Cure::CorrectHook);
const WELL: (Part, Cure) = (Part::Unknown, Cure::Nothing);

/// Of each kind.
const EVERYWHERE: &[StatusRow] = &[
    row(
        &[],
        "ReconcileFailed",
        (Part::Unknown, Cure::ReadControllerLog),
        OF_CONDITION,
    )
    .error_at("Reconcile failed: [{error}]. See controller logs for details."),
    row(&[], "Ready", WELL, OF_CONDITION).of_grade(Grade::Good),
    row(&[], "Ready", WELL, OF_CONDITION).when_false().warns(),
];

const CLUSTERS: &[StatusRow] = &[
    row(CLUSTER, "InvalidURL", URL, OF_CLUSTER),
    row(CLUSTER, "InvalidSaSecretRef", SECRET, OF_CLUSTER),
    row(CLUSTER, "InvalidSaToken", TOKEN, OF_CLUSTER),
    row(CLUSTER, "TestConnectFailed", CONNECTION, OF_CLUSTER)
        .error_at("Test connect failed. {error}"),
    // Set where the error holds x509 and there is no caBundle, whatever is wrong with the certificate.
    row(
        CLUSTER,
        "TestConnectFailed",
        (Part::Certificate, Cure::MeasureFromPod),
        OF_CLUSTER,
    )
    .holding("The `caBundle` is required for self-signed")
    .error_at("Test connect failed. {hint}: {error}"),
    row(CLUSTER, "SaTokenNotPrivileged", RIGHTS, OF_CLUSTER),
    row(CLUSTER, "InvalidRegistryRoute", REGISTRY, OF_CLUSTER)
        .error_at("Exposed registry route is invalid, Error : {error}"),
    row(CLUSTER, "InvalidRegistryRoute", TOKEN, OF_CLUSTER).holding("Response code received: 401"),
    row(CLUSTER, "InvalidRegistryRoute", RIGHTS, OF_CLUSTER).holding("Response code received: 403"),
    row(
        CLUSTER,
        "ClusterOperatorVersionNotFound",
        VERSION,
        OF_CLUSTER,
    )
    .warns(),
    row(CLUSTER, "OperatorVersionMismatch", VERSION, OF_CLUSTER).warns(),
];

const STORAGES: &[StatusRow] = &[
    row(
        STORAGE,
        "InvalidBackupStorageProvider",
        PROVIDER,
        OF_STORAGE,
    ),
    row(
        STORAGE,
        "InvalidVolumeSnapshotProvider",
        PROVIDER,
        OF_STORAGE,
    ),
    row(
        STORAGE,
        "InvalidBackupStorageCredsSecretRef",
        STORAGE_SECRET,
        OF_STORAGE,
    ),
    row(
        STORAGE,
        "InvalidVolumeSnapshotCredsSecretRef",
        STORAGE_SECRET,
        OF_STORAGE,
    ),
    row(
        STORAGE,
        "InvalidBackupStorageSettings",
        SETTINGS,
        OF_STORAGE,
    ),
    row(STORAGE, "InvalidBackupStorageSettings", CONTENT, OF_STORAGE).holding("Secret(content)"),
    row(
        STORAGE,
        "InvalidVolumeSnapshotSettings",
        SETTINGS,
        OF_STORAGE,
    ),
    row(
        STORAGE,
        "InvalidVolumeSnapshotSettings",
        CONTENT,
        OF_STORAGE,
    )
    .holding("Secret(content)"),
    row(
        STORAGE,
        "BackupStorageProviderTestFailed",
        CONNECTION,
        OF_STORAGE,
    )
    .error_at(
        "The `backupStorageConfig` settings [{error}] not provided in secret {secret} not valid.",
    ),
    row(
        STORAGE,
        "BackupStorageProviderTestFailed",
        CONNECTION,
        OF_STORAGE,
    )
    .holding("The Backup storage cloudprovider test failed")
    .error_at("The Backup storage cloudprovider test failed [{error}]."),
    row(
        STORAGE,
        "VolumeSnapshotProviderTestFailed",
        CONNECTION,
        OF_STORAGE,
    )
    .error_at("The Volume Snapshot cloudprovider test failed [{error}]."),
];

const PLANS: &[StatusRow] = &[
    row(PLAN, "InvalidSourceClusterRef", REFERENCE, OF_PLAN),
    row(PLAN, "InvalidDestinationClusterRef", REFERENCE, OF_PLAN),
    row(PLAN, "InvalidDestinationCluster", REFERENCE, OF_PLAN),
    row(PLAN, "InvalidStorageRef", REFERENCE, OF_PLAN),
    row(PLAN, "SourceClusterNotReady", REFERRED, OF_PLAN),
    row(PLAN, "DestinationClusterNotReady", REFERRED, OF_PLAN),
    row(PLAN, "StorageNotReady", REFERRED, OF_PLAN),
    row(PLAN, "ClusterVersionMismatch", VERSION, OF_PLAN),
    row(
        PLAN,
        "GVKsIncompatible",
        (Part::Version, Cure::CorrectPlan),
        OF_PLAN,
    )
    .warns(),
    row(PLAN, "SourceClusterNoRegistryPath", PATH, OF_PLAN),
    row(PLAN, "DestinationClusterNoRegistryPath", PATH, OF_PLAN),
    row(
        PLAN,
        "SourceClusterProxySecretMisconfigured",
        PROXY,
        OF_PLAN,
    ),
    row(
        PLAN,
        "DestinationClusterProxySecretMisconfigured",
        PROXY,
        OF_PLAN,
    ),
    row(PLAN, "NamespaceListEmpty", PLANNED, OF_PLAN),
    row(PLAN, "NamespaceNotFoundOnSourceCluster", PLANNED, OF_PLAN),
    row(
        PLAN,
        "NamespaceNotFoundOnDestinationCluster",
        PLANNED,
        OF_PLAN,
    ),
    row(PLAN, "NamespaceLimitExceeded", PLANNED, OF_PLAN),
    row(PLAN, "NamespaceLengthExceeded", PLANNED, OF_PLAN),
    row(PLAN, "NamespacesHaveNodeSelectors", PLANNED, OF_PLAN).warns(),
    row(PLAN, "DuplicateNamespaceOnSourceCluster", PLANNED, OF_PLAN),
    row(
        PLAN,
        "DuplicateNamespaceOnDestinationCluster",
        PLANNED,
        OF_PLAN,
    ),
    row(PLAN, "PodLimitExceeded", PLANNED, OF_PLAN).warns(),
    row(PLAN, "PlanConflict", PLANNED, OF_PLAN),
    row(PLAN, "InvalidResourceList", PLANNED, OF_PLAN),
    row(PLAN, "IntraClusterMigration", PLANNED, OF_PLAN),
    row(
        PLAN,
        "IntraClusterMigration",
        (Part::Privilege, Cure::CorrectPlan),
        OF_PLAN,
    )
    .reason("ConflictingPermissions")
    .warns(),
    row(PLAN, "PvNameConflict", VOLUMES, OF_PLAN),
    row(PLAN, "PvInvalidAction", VOLUMES, OF_PLAN),
    row(PLAN, "PvNoSupportedAction", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvInvalidStorageClass", VOLUMES, OF_PLAN),
    row(PLAN, "PvInvalidAccessMode", VOLUMES, OF_PLAN),
    row(PLAN, "PvNoStorageClassSelection", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvWarnNoCephAvailable", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvWarnAccessModeUnavailable", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvInvalidCopyMethod", VOLUMES, OF_PLAN),
    row(PLAN, "PvNoCopyMethodSelection", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvWarnCopyMethodSnapshot", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvCapacityAdjustmentRequired", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvUsageAnalysisFailed", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "PvLimitExceeded", VOLUMES, OF_PLAN).warns(),
    row(PLAN, "NfsNotAccessible", NFS, OF_PLAN).warns(),
    row(PLAN, "NfsAccessCannotBeValidated", NFS, OF_PLAN).warns(),
    row(
        PLAN,
        "SourcePodsNotHealthy",
        (Part::Workload, Cure::HealPods),
        OF_PLAN,
    )
    .warns(),
    row(PLAN, "InvalidHookRef", REFERENCE, OF_PLAN),
    row(PLAN, "HookNotReady", REFERRED, OF_PLAN),
    row(PLAN, "InvalidHookNSName", OF_A_HOOK, OF_PLAN),
    row(PLAN, "InvalidHookSAName", OF_A_HOOK, OF_PLAN),
    row(PLAN, "HookPhaseUnknown", OF_A_HOOK, OF_PLAN),
    row(PLAN, "HookPhaseDuplicate", OF_A_HOOK, OF_PLAN),
    progress(PLAN, "Suspended", OF_PLAN),
    progress(PLAN, "StorageEnsured", OF_PLAN),
    progress(PLAN, "RegistriesEnsured", OF_PLAN),
    progress(PLAN, "RegistriesHealthy", OF_PLAN),
    progress(PLAN, "PvsDiscovered", OF_PLAN),
    progress(PLAN, "Closed", OF_PLAN),
    progress(PLAN, "MigrationTypeIdentified", OF_PLAN),
];

const HOOKS: &[StatusRow] = &[
    row(HOOK, "InvalidTarget", OF_A_HOOK, OF_HOOK),
    row(HOOK, "InvalidImage", OF_A_HOOK, OF_HOOK),
    row(HOOK, "InvalidPlaybookData", OF_A_HOOK, OF_HOOK),
    row(HOOK, "InvalidAnsibleHook", OF_A_HOOK, OF_HOOK),
    row(HOOK, "InvalidCustomHook", OF_A_HOOK, OF_HOOK),
];

const CONTROLLERS: &[StatusRow] = &[
    row(
        CONTROLLER,
        "Failure",
        (Part::Unknown, Cure::ReadOperatorLog),
        OF_ANSIBLE,
    )
    .error_at("{error}"),
    progress(CONTROLLER, "Running", OF_ANSIBLE),
    progress(CONTROLLER, "Successful", OF_ANSIBLE),
];

/// A step that is done, or a state of which nothing follows.
pub(super) const fn progress(
    kinds: &'static [&'static str],
    kind: &'static str,
    source: &'static str,
) -> StatusRow {
    row(kinds, kind, WELL, source).of_grade(Grade::Informs)
}

pub(super) const ROWS: [&[StatusRow]; 6] =
    [EVERYWHERE, CLUSTERS, STORAGES, PLANS, HOOKS, CONTROLLERS];
