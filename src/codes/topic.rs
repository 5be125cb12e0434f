//! The causes that messages of a migration have and no connection shows, by name: one for each cause
//! with its own cure. Names only; what they mean is said in `words`, by what they are told in `triage`.

use super::named;

named! {
    /// A cause that a message of MTC, Velero, OADP or a cluster has.
    Topic {
        /// An image of the source's namespace `openshift` that the target has not.
        DeprecatedInternalImages = "deprecated-internal-images",
        /// A MigCluster says no host of its registry.
        RegistryPathMissing = "registry-path-missing",
        /// A registry wants a login.
        RegistryLogin = "registry-login",
        /// A registry has no such tag.
        ImageTagAbsent = "image-tag-absent",
        /// A registry limits how much is pulled.
        RegistryPullLimit = "registry-pull-limit",
        /// A node, podman or skopeo has no CA of a registry.
        RegistryCaMissing = "registry-ca-missing",
        /// The registry that MTC starts for a migration does not work.
        MigrationRegistrySick = "migration-registry-sick",
        /// The image of a pod that MTC, Velero or OADP starts cannot be pulled.
        HelperImageMissing = "helper-image-missing",

        /// A pod that receives volumes does not start on the target.
        TransferPodsPending = "transfer-pods-pending",
        /// A pod that sends volumes does not start on the source.
        RsyncClientPodsPending = "rsync-client-pods-pending",
        /// The router does not admit the route that volumes are sent to.
        TransferRouteNotAdmitted = "transfer-route-not-admitted",
        /// The pods that send volumes wait for a connection in vain.
        TransferTimesOut = "transfer-times-out",
        /// The pods that send volumes have no way to the target.
        TransferNoRoute = "transfer-no-route",
        /// Pods that send volumes cannot be created or deleted.
        RsyncPodsNotMade = "rsync-pods-not-made",
        /// A direct volume migration failed; its pods say why.
        VolumeMigrationFailed = "volume-migration-failed",
        /// No node fits the node selector of a pod.
        NodeSelectorDiffers = "node-selector-differs",
        /// No node has room for a pod, or every one is tainted.
        PodNotSchedulable = "pod-not-schedulable",
        /// A volume lies in another zone than the nodes that a pod may use.
        VolumeInOtherZone = "volume-in-other-zone",
        /// A volume claim is not bound.
        VolumeClaimUnbound = "volume-claim-unbound",
        /// A volume claim waits for the pod that uses it.
        VolumeClaimWaits = "volume-claim-waits",
        /// A volume is attached to another node.
        VolumeAttachedElsewhere = "volume-attached-elsewhere",
        /// rsync may not set owners or read files: it does not run as root.
        RsyncWithoutRoot = "rsync-without-root",
        /// Files went away while they were copied.
        RsyncFilesVanished = "rsync-files-vanished",
        /// The connection that a volume is sent over was cut.
        RsyncConnectionLost = "rsync-connection-lost",
        /// A volume of the target is too small.
        VolumeFull = "volume-full",

        /// The browser has not the CA of what the console asks.
        ConsoleCaMissing = "console-ca-missing",
        /// `Unauthorized` after a certificate was accepted.
        ConsoleUnauthorized = "console-unauthorized",
        /// The browser reaches no OAuth server.
        ConsoleTimeout = "console-timeout",
        /// The console's pod gets no token.
        ConsoleTokenRefused = "console-token-refused",
        /// The OAuthClient of the console does not fit its address.
        OauthClientMismatch = "oauth-client-mismatch",
        /// A client does not trust the OAuth server's certificate.
        OauthCertificateDistrusted = "oauth-certificate-distrusted",
        /// A proxy takes `Upgrade` out of requests.
        UpgradeStripped = "upgrade-stripped",

        /// MTC cannot use the API server of a cluster, and does not say why.
        ClusterConnectionFailed = "cluster-connection-failed",
        /// A MigCluster has not the CA of its API server.
        ClusterCaMissing = "cluster-ca-missing",
        /// The token of a cluster is not accepted.
        ClusterTokenRefused = "cluster-token-refused",
        /// The CA of a service of the old service catalog is stale.
        AggregatedApiCa = "aggregated-api-ca",

        /// The storage's CA is not given to Velero or MTC.
        StorageCaMissing = "storage-ca-missing",
        /// restic or kopia is not given the CA that Velero has.
        RepositoryCaIgnored = "repository-ca-ignored",
        /// A registry that stores images in S3 has not the storage's CA.
        RegistryStorageCa = "registry-storage-ca",
        /// An endpoint of a cloud is met with a certificate that its clients cannot be given a CA for.
        CloudEndpointUntrusted = "cloud-endpoint-untrusted",
        /// A CA bundle holds nothing that its reader takes.
        CaBundleUnreadable = "ca-bundle-unreadable",
        /// A storage's URL is known inside of the cluster only.
        StorageUrlInternal = "storage-url-internal",
        /// A bucket is asked for as a part of the host's name.
        BucketInHostName = "bucket-in-host-name",
        /// Velero finds no credentials.
        StorageCredentialsAbsent = "storage-credentials-absent",
        /// The storage does not know the access key.
        StorageKeyUnknown = "storage-key-unknown",
        /// The secret key is wrong, or a request was changed on its way.
        StorageSignatureWrong = "storage-signature-wrong",
        /// A key ends with a line break.
        StorageKeyLineBreak = "storage-key-line-break",
        /// The storage's credentials have expired.
        StorageCredentialsExpired = "storage-credentials-expired",
        /// The storage knows the credentials and refuses what they ask.
        StorageAccessDenied = "storage-access-denied",
        /// The firewall of an Azure storage account, or a role there.
        AzureAccessDenied = "azure-access-denied",
        /// A service account of Google may not use the bucket.
        GoogleAccessDenied = "google-access-denied",
        /// The bucket lies in another region.
        BucketRegionWrong = "bucket-region-wrong",
        /// There is no such bucket.
        BucketMissing = "bucket-missing",
        /// The bucket is full, or its owner limits requests.
        BucketLimited = "bucket-limited",
        /// The bucket holds what is not Velero's.
        BucketShared = "bucket-shared",
        /// The storage does not know the checksums of a newer SDK.
        StorageChecksumsUnknown = "storage-checksums-unknown",
        /// Velero's newer plugin for AWS closes a file that it still reads.
        PluginClosesFile = "plugin-closes-file",
        /// A clock is wrong by minutes.
        StorageClockSkew = "storage-clock-skew",
        /// A setting that the plugin does not know.
        PluginSettingUnknown = "plugin-setting-unknown",
        /// Velero has no plugin for the provider.
        PluginMissing = "plugin-missing",
        /// A plugin's process ended.
        PluginDied = "plugin-died",

        /// The storage location of a leftover repository is gone; nothing is lost.
        LeftoverRepository = "leftover-repository",
        /// A backup or restore names a storage location that is not there.
        BackupLocationMissing = "backup-location-missing",
        /// A storage location is unavailable.
        BackupLocationUnavailable = "backup-location-unavailable",
        /// The bucket no longer holds the repository.
        RepositoryEmptied = "repository-emptied",
        /// The bucket holds what is left of an older repository.
        RepositoryLeftovers = "repository-leftovers",
        /// The password of a repository is another.
        RepositoryPassword = "repository-password",
        /// A repository is locked.
        RepositoryLocked = "repository-locked",
        /// A repository is not ready in time.
        RepositoryNotReady = "repository-not-ready",
        /// Copies of volumes into the repository take too long.
        VolumeBackupTimeout = "volume-backup-timeout",
        /// Copies of volumes from the repository take too long.
        VolumeRestoreTimeout = "volume-restore-timeout",
        /// The pod that moves data does not start.
        DataMoverNotPrepared = "data-mover-not-prepared",
        /// Files that were restored are not those that were backed up.
        ResticVerifyErrors = "restic-verify-errors",
        /// restic could not restore every file.
        ResticErrors = "restic-errors",
        /// An NFS export maps root to nobody.
        NfsRootSquash = "nfs-root-squash",
        /// A restic that cannot be executed: it only looks like `root_squash`.
        ResticNotExecutable = "restic-not-executable",
        /// The pods of restic or node-agent may not read the volumes of pods.
        HostPathDenied = "host-path-denied",
        /// The volumes of pods lie elsewhere on the host.
        HostPathUnmatched = "host-path-unmatched",
        /// Velero was restarted while it worked.
        VeleroRestarted = "velero-restarted",
        /// node-agent was restarted while it worked.
        NodeAgentRestarted = "node-agent-restarted",
        /// A node has no scratch space left.
        ScratchSpaceLow = "scratch-space-low",
        /// A restored pod waits for its volumes.
        RestoreWaits = "restore-waits",
        /// A snapshot is not ready in time.
        SnapshotTimeout = "snapshot-timeout",
        /// No class of snapshots for a driver.
        SnapshotClassMissing = "snapshot-class-missing",
        /// A snapshot is asked for in another region than its volume's.
        SnapshotRegionWrong = "snapshot-region-wrong",

        /// Namespaces keep their UID ranges, and these are in conflict.
        UidRangeConflict = "uid-range-conflict",
        /// Namespaces of a plan are in conflict.
        NamespaceConflict = "namespace-conflict",
        /// An object of the whole cluster was not migrated.
        ClusterObjectMissing = "cluster-object-missing",
        /// The target does not serve an API of the source.
        ApiVersionMissing = "api-version-missing",
        /// A failed migration has lost the choices for volumes.
        VolumeSettingsLost = "volume-settings-lost",
        /// Verifying every file makes a migration slow.
        VerifySlow = "verify-slow",
        /// Pod Security forbids a pod.
        PodSecurityForbids = "pod-security-forbids",
        /// No SCC lets a pod run.
        SccMissing = "scc-missing",
        /// A quota is used up.
        QuotaExceeded = "quota-exceeded",
        /// A webhook does not answer.
        WebhookFailed = "webhook-failed",
        /// A webhook refuses an object.
        WebhookDenied = "webhook-denied",
        /// A port of the nodes is taken.
        NodePortTaken = "node-port-taken",
        /// An account may not do what it asks.
        AccountForbidden = "account-forbidden",
        /// A hook failed.
        HookFailed = "hook-failed",
        /// An API server is too busy, or was restarted.
        ApiServerBusy = "api-server-busy",
        /// A program ended because of a fault of its own.
        ProgramPanicked = "program-panicked",
        /// A DataProtectionApplication is wrong.
        DpaInvalid = "dpa-invalid",
        /// No pod begins to copy a volume.
        VolumeBackupNotBegun = "volume-backup-not-begun",
        /// The copy of a volume stands still.
        VolumeBackupStalled = "volume-backup-stalled",
        /// The copy of a volume failed.
        VolumeBackupFailed = "volume-backup-failed",
        /// A container used more memory than it may.
        OutOfMemory = "out-of-memory",
        /// An application is still scaled down after a migration that failed.
        QuiescedAfterFailure = "quiesced-after-failure",
        /// A backup or restore failed in parts; its log says why.
        PartiallyFailed = "partially-failed",
    }
}

impl Topic {
    /// The family of all of them, beside those of verdicts.
    pub const FAMILY: &str = "migration";

    /// The topic of that name, in any case: people search without regard to it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|topic| topic.name().eq_ignore_ascii_case(name))
    }
}

impl std::fmt::Display for Topic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
