//! What Velero, restic, kopia and API servers say inside of a message, of volumes and of clusters, as
//! rows. The first row that fits counts. Words of others only.

use super::part::{Cure, Part};
use super::row::{ErrorRow, error};
use crate::codes::Topic;

const VELERO: &str = "velero: pkg/controller, pkg/plugin, pkg/podvolume";
const RESTIC: &str = "restic: cmd/restic, internal/repository; kopia: repo";
const KUBERNETES: &str = "kubernetes: apimachinery pkg/api/errors, PodSecurity, admission";

pub(super) const VOLUMES: &[ErrorRow] = &[
    error(
        &[
            "timed out waiting for all PodVolumeBackups to complete",
            "timed out waiting for fs backup to complete",
        ],
        (Part::Volume, Cure::WaitLonger),
        VELERO,
    )
    .topic(Topic::VolumeBackupTimeout),
    error(
        &[
            "timed out waiting for all PodVolumeRestores to complete",
            "timed out waiting for fs restore to complete",
        ],
        (Part::Volume, Cure::WaitLonger),
        VELERO,
    )
    .topic(Topic::VolumeRestoreTimeout),
    error(
        &["repository is already locked"],
        (Part::Volume, Cure::UnlockRepository),
        RESTIC,
    )
    .topic(Topic::RepositoryLocked),
    error(
        &[
            "wrong password or no key found",
            "ciphertext verification failed",
        ],
        (Part::Credentials, Cure::RestorePassword),
        RESTIC,
    )
    .topic(Topic::RepositoryPassword),
    error(
        &[
            "repository not initialized in the provided storage",
            "Stat: The specified key does not exist",
        ],
        (Part::Bucket, Cure::RemakeRepository),
        RESTIC,
    )
    .topic(Topic::RepositoryEmptied),
    error(
        &["found existing data in storage location"],
        (Part::Bucket, Cure::RemakeRepository),
        RESTIC,
    )
    .topic(Topic::RepositoryLeftovers),
    // In a log that may be any object of the bucket.
    error(
        &["The specified key does not exist"],
        (Part::Bucket, Cure::RemakeRepository),
        RESTIC,
    ),
    error(
        &["fork/exec /usr/bin/restic: permission denied"],
        (Part::Privilege, Cure::AddGroups),
        VELERO,
    )
    .topic(Topic::NfsRootSquash),
    error(
        &["expected one matching path"],
        (Part::Volume, Cure::CorrectHostPath),
        VELERO,
    )
    .topic(Topic::HostPathUnmatched),
    error(
        &["could not read pod volumes host path"],
        (Part::Volume, Cure::CorrectHostPath),
        VELERO,
    )
    .topic(Topic::HostPathDenied),
    error(
        &["during the server starting"],
        (Part::Workload, Cure::GiveMemory),
        VELERO,
    )
    .topic(Topic::VeleroRestarted),
    error(
        &[
            "during the node-agent starting",
            "Pod is in abnormal state",
        ],
        (Part::Workload, Cure::GiveMemory),
        VELERO,
    )
    .topic(Topic::NodeAgentRestarted),
    error(
        &[
            "unable to find the backup storage location",
            "error getting backup storage location",
            "a BackupStorageLocation CRD with the name specified in the backup spec needs to be created",
            "an existing backup storage location wasn't specified",
            "an existing backup storage location was not specified",
        ],
        (Part::Reference, Cure::CureReferred),
        VELERO,
    )
    .topic(Topic::BackupLocationMissing),
    error(
        &[
            "The BSL {name} is unavailable",
            "the BackupStorageLocation {name} is unavailable",
        ],
        (Part::Reference, Cure::CureReferred),
        VELERO,
    )
    .topic(Topic::BackupLocationUnavailable),
];

pub(super) const CLUSTERS: &[ErrorRow] = &[
    error(
        &["violates PodSecurity"],
        (Part::Privilege, Cure::LabelNamespace),
        KUBERNETES,
    )
    .topic(Topic::PodSecurityForbids),
    error(
        &["unable to validate against any security context constraint"],
        (Part::Privilege, Cure::LabelNamespace),
        KUBERNETES,
    )
    .topic(Topic::SccMissing),
    error(
        &["exceeded quota", "failed quota"],
        (Part::Workload, Cure::RaiseQuota),
        KUBERNETES,
    )
    .topic(Topic::QuotaExceeded),
    error(
        &["failed calling webhook"],
        (Part::Workload, Cure::HealWebhook),
        KUBERNETES,
    )
    .topic(Topic::WebhookFailed),
    error(
        &["admission webhook {name} denied the request"],
        (Part::Workload, Cure::HealWebhook),
        KUBERNETES,
    )
    .topic(Topic::WebhookDenied),
    error(
        &["the server has asked for the client to provide credentials"],
        (Part::Credentials, Cure::WriteToken),
        KUBERNETES,
    )
    .topic(Topic::ClusterTokenRefused),
    error(
        &[
            "BearerToken not found, can't authenticate with registry",
            "unauthorized: authentication required",
        ],
        (Part::Credentials, Cure::WriteToken),
        KUBERNETES,
    )
    .topic(Topic::RegistryLogin),
    error(
        &["is forbidden: User"],
        (Part::Privilege, Cure::GrantForbidden),
        KUBERNETES,
    )
    .topic(Topic::AccountForbidden),
    error(
        &[
            "no matches for kind",
            "the server could not find the requested resource",
        ],
        (Part::Version, Cure::AlignVersions),
        KUBERNETES,
    )
    .topic(Topic::ApiVersionMissing),
];
