//! Which part of a system a status is about, how grave it is there, and what cures it, as values.
//! Plain data; the sentences are in `words`.

use crate::codes::named;

named! {
    /// What a status is about.
    Part {
        /// A connection, and its controller does not keep why it failed.
        Connection = "connection",
        /// The way to a server, or whether it answers.
        Network = "network",
        /// A proxy on that way.
        Proxy = "proxy",
        /// A name: what DNS or the certificate says of it.
        Name = "name",
        /// A certificate, or who signed it.
        Certificate = "certificate",
        /// A token, a key, or the Secret that holds it.
        Credentials = "credentials",
        /// What the owner of valid credentials may do.
        Privilege = "privilege",
        /// The bucket, its region or what is in it.
        Bucket = "bucket",
        /// A plugin of Velero's.
        Plugin = "plugin",
        /// A clock.
        Clock = "clock",
        /// Programs or APIs of different versions.
        Version = "version",
        /// A field of the object itself.
        Setting = "setting",
        /// Another object, whose own status says more.
        Reference = "reference",
        /// Volumes and what copies them.
        Volume = "volume",
        /// Pods, namespaces and what is to be migrated.
        Workload = "workload",
        /// Nothing that the text tells.
        Unknown = "unknown",
    }
}

impl Part {
    /// A measurement from elsewhere can confirm it, or show something else.
    #[must_use]
    pub const fn is_of_connection(self) -> bool {
        matches!(
            self,
            Self::Connection | Self::Network | Self::Proxy | Self::Name | Self::Certificate
        )
    }
}

named! {
    /// How grave a status is to its own controller.
    Grade {
        /// All is well.
        Good = "good",
        /// It is worth nothing but knowing.
        Informs = "informs",
        /// The controller warns, and goes on.
        Warns = "warns",
        /// The object is not used until this is gone, or what it stands for has failed.
        Blocks = "blocks",
    }
}

impl Grade {
    /// Whether people are to be told.
    #[must_use]
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Warns | Self::Blocks)
    }
}

named! {
    /// What to do about a status, in the terms of the program that wrote it.
    Cure {
        /// Nothing.
        Nothing = "nothing",
        /// Nothing is known: its own words are all there is.
        ReadIt = "read-it",
        /// Measure the connection from a pod.
        MeasureFromPod = "measure-from-pod",
        /// Let the proxy pass the host, or add the host to the exceptions.
        CorrectProxy = "correct-proxy",
        /// Give a CA bundle that verifies the server.
        GiveCa = "give-ca",
        /// Write the CA bundle anew: its reader takes nothing from it.
        RewriteCa = "rewrite-ca",
        /// See that the name is known where the pods are, and that the certificate is for it.
        CorrectName = "correct-name",
        /// Have the clocks set.
        SetClock = "set-clock",
        /// Write the API server's URL.
        WriteApiUrl = "write-api-url",
        /// Name the Secret with the token of a MigCluster.
        NameTokenSecret = "name-token-secret",
        /// Write a new token.
        WriteToken = "write-token",
        /// Give the token's service account what MTC needs.
        GrantClusterAdmin = "grant-cluster-admin",
        /// Let an account do what it is forbidden.
        GrantForbidden = "grant-forbidden",
        /// Correct the registry's route.
        CorrectRegistryRoute = "correct-registry-route",
        /// Install the same version of the operator on each cluster.
        AlignVersions = "align-versions",
        /// Read the controller's log.
        ReadControllerLog = "read-controller-log",
        /// Read the operator's log.
        ReadOperatorLog = "read-operator-log",
        /// Name a provider.
        NameProvider = "name-provider",
        /// Name the Secret with the credentials of a storage.
        NameStorageSecret = "name-storage-secret",
        /// Correct what the Secret of a storage holds.
        CorrectStorageSecret = "correct-storage-secret",
        /// Take the line break from the end of a key.
        TrimKey = "trim-key",
        /// Correct the settings that the message names.
        CorrectSettings = "correct-settings",
        /// Let the owner of the credentials into the bucket.
        GrantBucket = "grant-bucket",
        /// Renew credentials that expire.
        RenewCredentials = "renew-credentials",
        /// Create the bucket, or correct its name.
        CorrectBucket = "correct-bucket",
        /// Write the bucket's region.
        WriteRegion = "write-region",
        /// Use a prefix of its own in a shared bucket.
        UsePrefix = "use-prefix",
        /// Have the plugin among those that are loaded.
        AddPlugin = "add-plugin",
        /// Use a plugin that knows the setting.
        AlignPlugin = "align-plugin",
        /// Send no checksums that the storage does not know.
        DropChecksums = "drop-checksums",
        /// Give a process the memory it needs.
        GiveMemory = "give-memory",
        /// Cure the object that it refers to.
        CureReferred = "cure-referred",
        /// Correct the reference.
        CorrectReference = "correct-reference",
        /// Write where the registry is exposed.
        WriteRegistryPath = "write-registry-path",
        /// Correct the Secret of the migration's proxy.
        CorrectProxySecret = "correct-proxy-secret",
        /// Correct namespaces or limits of a plan.
        CorrectPlan = "correct-plan",
        /// Correct the choices for volumes of a plan.
        CorrectVolumes = "correct-volumes",
        /// Let the cluster reach the NFS server.
        ReachNfs = "reach-nfs",
        /// See to pods of the source.
        HealPods = "heal-pods",
        /// Correct a hook.
        CorrectHook = "correct-hook",
        /// See what the migration lists as its errors.
        ReadErrors = "read-errors",
        /// See the restore and the pods that copied.
        ReadRestore = "read-restore",
        /// See the log of the backup.
        ReadBackupLog = "read-backup-log",
        /// See the pods of a direct volume migration.
        ReadTransferPods = "read-transfer-pods",
        /// Let the source's pods reach the route of the target.
        OpenTransferWay = "open-transfer-way",
        /// See why the route is not admitted.
        AdmitRoute = "admit-route",
        /// Let the copying pods run with the rights they need.
        RunPrivileged = "run-privileged",
        /// See the migration's registry and its storage.
        ReadRegistryPod = "read-registry-pod",
        /// Wait longer for volumes, if they move at all.
        WaitLonger = "wait-longer",
        /// Unlock the repository.
        UnlockRepository = "unlock-repository",
        /// Have the repository made anew.
        RemakeRepository = "remake-repository",
        /// Restore the repository's password.
        RestorePassword = "restore-password",
        /// Correct the volumes' path on the host.
        CorrectHostPath = "correct-host-path",
        /// Let restic into NFS volumes.
        AddGroups = "add-groups",
        /// Raise a quota.
        RaiseQuota = "raise-quota",
        /// See to a webhook.
        HealWebhook = "heal-webhook",
        /// Let the pods run under the namespace's policy.
        LabelNamespace = "label-namespace",
        /// Correct the DataProtectionApplication.
        CorrectDpa = "correct-dpa",
        /// Use the fields of this version of OADP.
        UpgradeDpa = "upgrade-dpa",
    }
}
