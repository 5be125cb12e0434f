//! What is said of object storages and their locations, beside the errors that `mtc::status` reads.
//! Rows of text of others. Opens nothing.

use crate::codes::Topic;
use crate::logs::Writer;
use crate::triage::finding::Harm;
use crate::triage::row::{At, Levels, Row};

const BY_VELERO: &str = "velero#2080, #2086, #3012; aws-sdk-go";
const BY_KOPIA: &str = "velero#5742, #8266; kopia: repo/blob/s3";
const BY_RESTIC: &str = "velero#5502, #2562; restic 0.14: internal/backend/s3";
const BY_REGISTRY: &str = "oadp-operator#351, #742, #1834";
const BY_CLOUD: &str = "velero#2466, #1961, #3678";
const BY_CLI: &str = "velero#871, #7763, #8635";
const IN_NAMES: &str =
    "siderolabs/talos-backup#24; digitalocean/velero-plugin#4; minio/minio#10628";
const REPOSITORY: &str =
    "velero: pkg/restic/repository_manager.go, pkg/controller/backup_repository_controller.go";
const COLLECTION: &str = "velero: pkg/controller/gc_controller.go";

pub(super) const ROWS: &[Row] = &[
    // Only the error makes it harmless: the same message has others.
    Row::new(
        Topic::LeftoverRepository,
        &[
            "error getting backup storage location: BackupStorageLocation.velero.io \"{location}\" not found",
            "error getting backup storage location: backupstoragelocation.velero.io \"{location}\" not found",
            "error getting backup storage location: backupstoragelocations.velero.io \"{location}\" not found",
        ],
        REPOSITORY,
    )
    .at(At::Error)
    .beside(&["Error checking repository for stale locks"])
    .harm(Harm::Ignorable)
    .versions("Velero up to 1.9"),
    Row::new(
        Topic::LeftoverRepository,
        &[
            "BackupStorageLocation.velero.io \"{location}\" not found",
            "backupstoragelocation.velero.io \"{location}\" not found",
        ],
        REPOSITORY,
    )
    .at(At::Error)
    .beside(&["Error checking repository for stale locks"])
    .harm(Harm::Ignorable)
    .versions("Velero 1.10 to 1.15"),
    Row::new(
        Topic::LeftoverRepository,
        &[
            "BackupStorageLocation.velero.io \"{location}\" not found",
            "backupstoragelocation.velero.io \"{location}\" not found",
        ],
        REPOSITORY,
    )
    .at(At::Error)
    .beside(&["Fail to get BSL for BackupRepository. Skip reconciling."])
    .harm(Harm::Ignorable)
    .versions("Velero 1.16 and newer"),
    Row::new(
        Topic::LeftoverRepository,
        &["Backup cannot be garbage-collected because backup storage location {location} does not exist"],
        COLLECTION,
    )
    .harm(Harm::Ignorable),
    Row::new(
        Topic::BackupLocationMissing,
        &["BackupStorageLocation.velero.io \"{location}\" not found"],
        REPOSITORY,
    )
    .at(At::Error)
    .from_level(Levels::Error)
    .by(&[Writer::Logrus, Writer::LogrusJson]),
    Row::new(
        Topic::BackupLocationMissing,
        &["Backup {namespace}/{backup}: validation failed."],
        "mig-controller: pkg/controller/migmigration/backup.go",
    )
    .harm(Harm::Symptom),
    Row::new(
        Topic::RegistryStorageCa,
        &["s3aws: RequestError: send request failed{cause}https://{host}/{rest}x509: certificate signed by unknown authority"],
        BY_REGISTRY,
    ),
    Row::new(
        Topic::CloudEndpointUntrusted,
        &[
            "cannot fetch token: Post \"https://{host}/{rest}x509: certificate signed by unknown authority",
            "Failed to execute the refresh request{error}https://{host}/{rest}x509: certificate signed by unknown authority",
            "https://ec2.{host}/{rest}x509: certificate signed by unknown authority",
        ],
        BY_CLOUD,
    ),
    Row::new(
        Topic::RepositoryCaIgnored,
        &[
            "unable to determine if bucket \"{bucket}\" exists: Head \"https://{host}/{rest}x509: certificate signed by unknown authority",
            "unable to determine if bucket \"{bucket}\" exists: Get \"https://{host}/{rest}x509: certificate signed by unknown authority",
            "error retrieving storage config from bucket \"{bucket}\": Get \"https://{host}/{rest}x509: certificate signed by unknown authority",
        ],
        BY_KOPIA,
    ),
    Row::new(
        Topic::RepositoryCaIgnored,
        &[
            "Stat: Get \"https://{host}/{rest}x509: certificate signed by unknown authority",
            "client.BucketExists: Get \"https://{host}/{rest}x509: certificate signed by unknown authority",
        ],
        BY_RESTIC,
    ),
    // The bucket is not in the path: it was put before the host.
    Row::new(
        Topic::BucketInHostName,
        &[
            "RequestError: send request failed{cause}https://{host}/?{query}x509: certificate is valid for {names}, not {wanted}",
            "RequestError: send request failed{cause}https://{host}/?{query}dial tcp: lookup {name} on {resolver}: no such host",
            "RequestError: send request failed{cause}https://{host}/?{query}dial tcp: lookup {name}: no such host",
        ],
        IN_NAMES,
    ),
    Row::new(
        Topic::StorageCaMissing,
        &["RequestError: send request failed{cause}https://{host}/{rest}x509: certificate signed by unknown authority"],
        BY_VELERO,
    )
    .without(&["proxyconnect"]),
    Row::new(
        Topic::StorageCaMissing,
        &["operation error S3: {operation}https://{host}/{rest}x509: certificate signed by unknown authority"],
        BY_VELERO,
    )
    .without(&["proxyconnect"]),
    Row::new(
        Topic::StorageUrlInternal,
        &[
            "<error getting {what}: Get \"{url}\": dial tcp: lookup {host} on {resolver}: no such host",
            "<error getting {what}: Get \"{url}\": dial tcp: lookup {host}: no such host",
        ],
        BY_CLI,
    ),
    Row::new(
        Topic::PluginClosesFile,
        &["read |0: file already closed"],
        "release notes of MTC 1.8.7: MIG-1738",
    )
    .at(At::Error)
    .from_level(Levels::Trouble)
    .by(&[Writer::Logrus, Writer::LogrusJson, Writer::Object]),
    Row::new(
        Topic::StorageClockSkew,
        &["RequestTimeTooSkewed"],
        "AWS S3 API: list of error codes; longhorn/longhorn#3436",
    ),
    Row::new(
        Topic::StorageChecksumsUnknown,
        &["operation error S3: PutObject, {response}api error InvalidArgument"],
        "velero#7952, #7696, #9804, #10400",
    ),
];

/// What is asked last: where the text behind it tells nothing more.
pub(super) const LAST: &[Row] = &[Row::new(
    Topic::BackupLocationUnavailable,
    &[
        "BackupStorageLocation \"{location}\" is unavailable",
        "BackupStorageLocation is invalid, marking as unavailable",
        "Backup storage location is invalid, marking as unavailable",
    ],
    "velero: pkg/controller/backup_storage_location_controller.go",
)
.from_level(Levels::Any)
.without(&[
    "x509",
    "dial tcp",
    "://",
    "proxyconnect",
    "deadline",
    "EOF",
    "tls:",
])
.harm(Harm::Symptom)];
