//! What storage services, their SDKs and OADP say inside of a message, as rows. Go's own texts (x509,
//! dial, DNS, proxies) are not among them: `dialects` reads those. The first row that fits counts.

use super::errors_of_volumes;
use super::part::{Cure, Part};
use super::row::{ErrorRow, error};
use crate::codes::Topic;

const S3: &str = "AWS S3 API: list of error codes";
const STS: &str = "AWS STS API: common errors";
const SDK: &str = "aws-sdk-go, aws-sdk-go-v2";
const AZURE: &str = "Azure Storage REST API: common error codes; Microsoft Entra error codes";
const GOOGLE: &str = "Google Cloud Storage API: status codes; OAuth 2.0, RFC 6749 5.2";
const VELERO: &str = "velero: pkg/controller, pkg/plugin, pkg/podvolume";
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
    )
    .topic(Topic::PluginMissing),
    error(
        &["velero plugin for {provider} is not present"],
        (Part::Plugin, Cure::AddPlugin),
        OADP,
    )
    .topic(Topic::DpaInvalid),
    error(
        &["config has invalid keys"],
        (Part::Plugin, Cure::AlignPlugin),
        VELERO,
    )
    .topic(Topic::PluginSettingUnknown),
    error(
        &[
            "dial unix {socket}: connect: connection refused",
            "code = Unavailable desc = error reading from server: EOF",
            "plugin panicked",
        ],
        (Part::Plugin, Cure::GiveMemory),
        VELERO,
    )
    .topic(Topic::PluginDied),
    error(
        &[
            "XAmzContentSHA256Mismatch",
            "api error UnexpectedContent",
            "api error NotImplemented",
            "api error MissingContentLength",
        ],
        (Part::Plugin, Cure::DropChecksums),
        SDK,
    )
    .topic(Topic::StorageChecksumsUnknown),
];

const CREDENTIALS: &[ErrorRow] = &[
    error(
        &["invalid header field value \"AWS4-HMAC-SHA256"],
        (Part::Credentials, Cure::TrimKey),
        SDK,
    )
    .topic(Topic::StorageKeyLineBreak),
    error(
        &["InvalidAccessKeyId"],
        (Part::Credentials, Cure::CorrectStorageSecret),
        S3,
    )
    .topic(Topic::StorageKeyUnknown),
    error(
        &["SignatureDoesNotMatch"],
        (Part::Credentials, Cure::CorrectStorageSecret),
        S3,
    )
    .topic(Topic::StorageSignatureWrong),
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
    )
    .topic(Topic::StorageCredentialsExpired),
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
    )
    .topic(Topic::StorageCredentialsAbsent),
    error(
        &["AADSTS7000222", "AADSTS700024"],
        (Part::Credentials, Cure::RenewCredentials),
        AZURE,
    )
    .topic(Topic::StorageCredentialsExpired),
    error(
        &[
            "AuthenticationFailed",
            "InvalidAuthenticationInfo",
            "AADSTS",
        ],
        (Part::Credentials, Cure::CorrectStorageSecret),
        AZURE,
    )
    .topic(Topic::StorageKeyUnknown),
    error(
        &["invalid_grant: Invalid JWT: Token must be a short-lived token"],
        (Part::Clock, Cure::SetClock),
        GOOGLE,
    )
    .topic(Topic::StorageClockSkew),
    error(
        &["invalid_grant"],
        (Part::Credentials, Cure::CorrectStorageSecret),
        GOOGLE,
    )
    .topic(Topic::StorageKeyUnknown),
    error(
        &["could not find default credentials"],
        (Part::Credentials, Cure::CorrectStorageSecret),
        GOOGLE,
    )
    .topic(Topic::StorageCredentialsAbsent),
    error(
        &["error validating {provider} provider secret"],
        (Part::Credentials, Cure::NameStorageSecret),
        OADP,
    )
    .topic(Topic::DpaInvalid),
    error(
        &[
            "error parsing AWS secret",
            "error parsing Azure secret",
            "must provide credentials",
            "unable to get key for secret",
        ],
        (Part::Credentials, Cure::NameStorageSecret),
        OADP,
    )
    .topic(Topic::StorageCredentialsAbsent),
    // In a log that may be any Secret.
    error(
        &[
            "secret not found",
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
    )
    .topic(Topic::BucketLimited),
    error(
        &[
            "AccessDenied",
            "Access Denied.",
            "AllAccessDisabled",
            "AccountProblem",
        ],
        (Part::Credentials, Cure::GrantBucket),
        S3,
    )
    .topic(Topic::StorageAccessDenied),
    error(
        &[
            "AuthorizationPermissionMismatch",
            "AuthorizationFailure",
            "InsufficientAccountPermissions",
        ],
        (Part::Credentials, Cure::GrantBucket),
        AZURE,
    )
    .topic(Topic::AzureAccessDenied),
    error(
        &["does not have storage.", "insufficientPermissions"],
        (Part::Credentials, Cure::GrantBucket),
        GOOGLE,
    )
    .topic(Topic::GoogleAccessDenied),
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
    )
    .topic(Topic::BucketMissing),
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
    )
    .topic(Topic::BucketRegionWrong),
    error(
        &["ContainerNotFound", "ResourceNotFound"],
        (Part::Bucket, Cure::CorrectBucket),
        AZURE,
    )
    .topic(Topic::BucketMissing),
    error(
        &["storage: bucket doesn't exist"],
        (Part::Bucket, Cure::CorrectBucket),
        GOOGLE,
    )
    .topic(Topic::BucketMissing),
    error(
        &["Backup store contains invalid top-level directories"],
        (Part::Bucket, Cure::UsePrefix),
        VELERO,
    )
    .topic(Topic::BucketShared),
    error(
        &[
            "bucket name for {provider} backupstoragelocation cannot be empty",
            "object storage configuration for {provider} backupstoragelocation cannot be nil",
            "prefix for {provider} backupstoragelocation object storage cannot be empty",
            "prefix when backupImages is not set to false",
        ],
        (Part::Bucket, Cure::CorrectDpa),
        OADP,
    )
    .topic(Topic::DpaInvalid),
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
)
.topic(Topic::CaBundleUnreadable)];

const APPLICATIONS: &[ErrorRow] = &[
    error(
        &["can not be both specified in DPA spec.configuration.velero.defaultPlugins"],
        (Part::Plugin, Cure::CorrectDpa),
        OADP,
    )
    .topic(Topic::DpaInvalid),
    error(
        &[
            "Delete vsm from spec.configuration.velero.defaultPlugins",
            "Delete restic object from spec.configuration",
            "restic is no longer supported in spec.configuration.nodeAgent.uploaderType",
        ],
        (Part::Version, Cure::UpgradeDpa),
        OADP,
    )
    .topic(Topic::DpaInvalid),
];

pub(super) const ROWS: [&[ErrorRow]; 8] = [
    PLUGINS,
    CREDENTIALS,
    ACCESS,
    BUCKETS,
    CERTIFICATES,
    errors_of_volumes::VOLUMES,
    errors_of_volumes::CLUSTERS,
    APPLICATIONS,
];
