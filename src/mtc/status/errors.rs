//! What storage services, Velero, its plugins, restic, kopia, OADP and API servers say inside of a
//! message, as rows. Go's own texts (x509, dial, DNS, proxies) are not among them: `dialects` reads
//! those. The first row that fits counts.

use super::part::{Cure, Part};
use super::row::{ErrorRow, error};

const S3: &str = "AWS S3 API: list of error codes";
const STS: &str = "AWS STS API: common errors";
const SDK: &str = "aws-sdk-go, aws-sdk-go-v2";
const AZURE: &str = "Azure Storage REST API: common error codes; Microsoft Entra error codes";
const GOOGLE: &str = "Google Cloud Storage API: status codes; OAuth 2.0, RFC 6749 5.2";
const VELERO: &str = "velero: pkg/controller, pkg/plugin, pkg/podvolume";
const RESTIC: &str = "restic: cmd/restic, internal/repository; kopia: repo";
const KUBERNETES: &str = "kubernetes: apimachinery pkg/api/errors, PodSecurity, admission";
const OADP: &str = "oadp-operator: internal/controller/validator.go, bsl.go";

/// Who speaks of plugins: their processes talk over sockets, which looks like a network.
const PLUGINS: &[ErrorRow] = &[
    error(
        &[
            "unable to locate ObjectStore plugin named {name}",
            "unable to locate VolumeSnapshotter plugin named {name}",
        ],
        (Part::Plugin, Cure::AddPlugin),
        VELERO,
    ),
    error(
        &["velero plugin for {provider} is not present"],
        (Part::Plugin, Cure::AddPlugin),
        OADP,
    ),
    error(
        &["config has invalid keys"],
        (Part::Plugin, Cure::AlignPlugin),
        VELERO,
    ),
    error(
        &[
            "dial unix {socket}: connect: connection refused",
            "code = Unavailable desc = error reading from server: EOF",
            "plugin panicked",
        ],
        (Part::Plugin, Cure::GiveMemory),
        VELERO,
    ),
    error(
        &[
            "XAmzContentSHA256Mismatch",
            "api error UnexpectedContent",
            "api error NotImplemented",
            "api error MissingContentLength",
        ],
        (Part::Plugin, Cure::DropChecksums),
        SDK,
    ),
];

const CREDENTIALS: &[ErrorRow] = &[
    error(
        &["invalid header field value \"AWS4-HMAC-SHA256"],
        (Part::Credentials, Cure::TrimKey),
        SDK,
    ),
    error(
        &["InvalidAccessKeyId", "SignatureDoesNotMatch"],
        (Part::Credentials, Cure::CorrectStorageSecret),
        S3,
    ),
    error(
        &[
            "ExpiredToken",
            "TokenRefreshRequired",
            "WebIdentityErr",
            "InvalidIdentityToken",
            "InvalidClientTokenId",
        ],
        (Part::Credentials, Cure::RenewCredentials),
        STS,
    ),
    error(
        &[
            "NoCredentialProviders",
            "no EC2 IMDS role found",
            "failed to refresh cached credentials",
            "SharedConfigProfileNotExists",
            "failed to get shared config profile",
        ],
        (Part::Credentials, Cure::CorrectStorageSecret),
        SDK,
    ),
    error(
        &["AADSTS7000222", "AADSTS700024"],
        (Part::Credentials, Cure::RenewCredentials),
        AZURE,
    ),
    error(
        &[
            "AuthenticationFailed",
            "InvalidAuthenticationInfo",
            "AADSTS",
        ],
        (Part::Credentials, Cure::CorrectStorageSecret),
        AZURE,
    ),
    error(
        &["invalid_grant: Invalid JWT: Token must be a short-lived token"],
        (Part::Clock, Cure::SetClock),
        GOOGLE,
    ),
    error(
        &["invalid_grant", "could not find default credentials"],
        (Part::Credentials, Cure::CorrectStorageSecret),
        GOOGLE,
    ),
    error(
        &[
            "error parsing AWS secret",
            "error parsing Azure secret",
            "must provide credentials",
            "error validating {provider} provider secret",
            "secret not found",
            "unable to get key for secret",
            "Secret \"{name}\" not found",
            "secrets \"{name}\" not found",
        ],
        (Part::Credentials, Cure::NameStorageSecret),
        OADP,
    ),
];

/// Credentials that hold, and may not do this: another policy cures it, or other credentials.
const ACCESS: &[ErrorRow] = &[
    error(
        &[
            "XMinioStorageFull",
            "XMinioAdminBucketQuotaExceeded",
            "QuotaExceeded",
            "QuotaReached",
            "SlowDown",
            "InvalidBucketState",
        ],
        (Part::Bucket, Cure::ReadIt),
        S3,
    ),
    error(
        &[
            "AccessDenied",
            "Access Denied.",
            "AllAccessDisabled",
            "AccountProblem",
        ],
        (Part::Credentials, Cure::GrantBucket),
        S3,
    ),
    error(
        &[
            "AuthorizationPermissionMismatch",
            "AuthorizationFailure",
            "InsufficientAccountPermissions",
        ],
        (Part::Credentials, Cure::GrantBucket),
        AZURE,
    ),
    error(
        &["does not have storage.", "insufficientPermissions"],
        (Part::Credentials, Cure::GrantBucket),
        GOOGLE,
    ),
];

const BUCKETS: &[ErrorRow] = &[
    error(
        &[
            "NoSuchBucket",
            "The specified bucket does not exist",
            "InvalidBucketName",
        ],
        (Part::Bucket, Cure::CorrectBucket),
        S3,
    ),
    error(
        &[
            "BucketRegionError",
            "AuthorizationHeaderMalformed",
            "PermanentRedirect",
            "IllegalLocationConstraintException",
            "301 response missing Location header",
            "region for AWS backupstoragelocation",
        ],
        (Part::Bucket, Cure::WriteRegion),
        S3,
    ),
    error(
        &["ContainerNotFound", "ResourceNotFound"],
        (Part::Bucket, Cure::CorrectBucket),
        AZURE,
    ),
    error(
        &["storage: bucket doesn't exist"],
        (Part::Bucket, Cure::CorrectBucket),
        GOOGLE,
    ),
    error(
        &["Backup store contains invalid top-level directories"],
        (Part::Bucket, Cure::UsePrefix),
        VELERO,
    ),
    error(
        &[
            "bucket name for {provider} backupstoragelocation cannot be empty",
            "object storage configuration for {provider} backupstoragelocation cannot be nil",
            "prefix for {provider} backupstoragelocation object storage cannot be empty",
            "prefix when backupImages is not set to false",
        ],
        (Part::Bucket, Cure::CorrectDpa),
        OADP,
    ),
];

const CERTIFICATES: &[ErrorRow] = &[error(
    &[
        "LoadCustomCABundleError",
        "unable to load root certificates",
        "cannot parse root certificate from",
        "no valid PEM block found",
        "PEM block is not a certificate",
        "PEM bundle contains non-certificate block",
    ],
    (Part::Certificate, Cure::RewriteCa),
    SDK,
)];

const VOLUMES: &[ErrorRow] = &[
    error(
        &[
            "timed out waiting for all PodVolumeBackups to complete",
            "timed out waiting for all PodVolumeRestores to complete",
            "timed out waiting for fs backup to complete",
            "timed out waiting for fs restore to complete",
        ],
        (Part::Volume, Cure::WaitLonger),
        VELERO,
    ),
    error(
        &["repository is already locked"],
        (Part::Volume, Cure::UnlockRepository),
        RESTIC,
    ),
    error(
        &[
            "wrong password or no key found",
            "ciphertext verification failed",
        ],
        (Part::Credentials, Cure::RestorePassword),
        RESTIC,
    ),
    error(
        &[
            "repository not initialized in the provided storage",
            "The specified key does not exist",
            "found existing data in storage location",
        ],
        (Part::Bucket, Cure::RemakeRepository),
        RESTIC,
    ),
    error(
        &["fork/exec /usr/bin/restic: permission denied"],
        (Part::Privilege, Cure::AddGroups),
        VELERO,
    ),
    error(
        &[
            "expected one matching path",
            "could not read pod volumes host path",
        ],
        (Part::Volume, Cure::CorrectHostPath),
        VELERO,
    ),
    error(
        &[
            "during the server starting",
            "during the node-agent starting",
            "Pod is in abnormal state",
        ],
        (Part::Workload, Cure::GiveMemory),
        VELERO,
    ),
    error(
        &[
            "unable to find the backup storage location",
            "error getting backup storage location",
            "a BackupStorageLocation CRD with the name specified in the backup spec needs to be created",
            "an existing backup storage location was",
            "The BSL {name} is unavailable",
            "the BackupStorageLocation {name} is unavailable",
        ],
        (Part::Reference, Cure::CureReferred),
        VELERO,
    ),
];

const CLUSTERS: &[ErrorRow] = &[
    error(
        &[
            "violates PodSecurity",
            "unable to validate against any security context constraint",
        ],
        (Part::Privilege, Cure::LabelNamespace),
        KUBERNETES,
    ),
    error(
        &["exceeded quota", "failed quota"],
        (Part::Workload, Cure::RaiseQuota),
        KUBERNETES,
    ),
    error(
        &[
            "failed calling webhook",
            "admission webhook {name} denied the request",
        ],
        (Part::Workload, Cure::HealWebhook),
        KUBERNETES,
    ),
    error(
        &[
            "the server has asked for the client to provide credentials",
            "BearerToken not found, can't authenticate with registry",
            "unauthorized: authentication required",
        ],
        (Part::Credentials, Cure::WriteToken),
        KUBERNETES,
    ),
    error(
        &["is forbidden: User"],
        (Part::Privilege, Cure::GrantForbidden),
        KUBERNETES,
    ),
    error(
        &[
            "no matches for kind",
            "the server could not find the requested resource",
        ],
        (Part::Version, Cure::AlignVersions),
        KUBERNETES,
    ),
];

const APPLICATIONS: &[ErrorRow] = &[
    error(
        &["can not be both specified in DPA spec.configuration.velero.defaultPlugins"],
        (Part::Plugin, Cure::CorrectDpa),
        OADP,
    ),
    error(
        &[
            "Delete vsm from spec.configuration.velero.defaultPlugins",
            "Delete restic object from spec.configuration",
            "restic is no longer supported in spec.configuration.nodeAgent.uploaderType",
        ],
        (Part::Version, Cure::UpgradeDpa),
        OADP,
    ),
];

pub(super) const ROWS: [&[ErrorRow]; 8] = [
    PLUGINS,
    CREDENTIALS,
    ACCESS,
    BUCKETS,
    CERTIFICATES,
    VOLUMES,
    CLUSTERS,
    APPLICATIONS,
];
