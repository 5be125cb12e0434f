//! English for causes that lie in the object storage: its certificate, credentials, bucket and the
//! plugin that speaks to it. One entry for each topic. Decides nothing.

use super::texts;

texts! {
    StorageCaMissing {
        title: "Velero or MTC has not the CA of the storage",
        cause: "the storage's certificate was signed by a CA that the bundle in use does not hold; the bundle takes the place of the public roots. A storage on this cluster (MCG) is behind the router, so it needs the ingress CA",
        cure: "write a bundle that is proved to work: s3CustomCABundle of the MigStorage in MTC, objectStorage.caCert of the BackupStorageLocation or DataProtectionApplication elsewhere (base64 once)",
        commands: [
            cure "{probe} export-bundle --format migstorage-patch -o ca-patch.json repository={endpoint}",
            cure "oc patch migstorage {migstorage} -n openshift-migration --type merge --patch-file ca-patch.json" on host,
            cure "{probe} export-bundle --format dpa-patch -o dpa-patch.json repository={endpoint}",
            cure "oc patch dpa {dpa} -n openshift-adp --type json --patch-file dpa-patch.json",
            look "oc get backupstoragelocation -n openshift-migration -o yaml",
        ],
        docs: "the chapter's `openssl s_client` lacks -showcerts and -servername: it writes the server's own certificate only, which works until it is renewed; add both, or let probe write the bundle",
        unlike: "`proxyconnect tcp: x509` is the proxy's certificate; `is valid for` is a name; `expired` is a date: a CA cures none of them",
    }
    RepositoryCaIgnored {
        title: "restic or kopia has not the CA that Velero uses",
        cause: "the BackupStorageLocation is available, so Velero trusts the storage; the program that copies volumes was not given that CA or `insecure`: restic before Velero 1.9 knows no insecureSkipTLSVerify, and early 1.10 ignored caCert for kopia",
        cure: "give the CA as caCert (s3CustomCABundle in MTC) instead of insecureSkipTLSVerify, and use a version in which both are passed on",
        commands: [
            cure "{probe} export-bundle --format migstorage-patch -o ca-patch.json repository={endpoint}",
            cure "oc patch migstorage {migstorage} -n openshift-migration --type merge --patch-file ca-patch.json" on host,
            look "oc get backupstoragelocation -n openshift-migration -o jsonpath='{.items[*].spec.objectStorage.caCert}'",
        ],
        docs: "",
        unlike: "with the BackupStorageLocation unavailable, too, it is the CA itself (storage-ca-missing)",
    }
    RegistryStorageCa {
        title: "the registry that backs up images has not the CA of its storage",
        cause: "the registry stores images in the same bucket, and OADP before 1.4 and 1.5 did not pass the CA on to it; MTC's own indirect image migration takes s3CustomCABundle. From OADP 1.5.2 all CAs and the system's are joined in the ConfigMap velero-ca-bundle",
        cure: "upgrade OADP, or leave images out (backupImages: false), as MTC's own DataProtectionApplication does; and see that the storage's certificate is well itself",
        commands: [
            look "oc get csv -n openshift-adp",
            cure "oc patch dpa {dpa} -n openshift-adp --type merge -p '{\"spec\":{\"backupImages\":false}}'",
            look "{probe} endpoints repository={endpoint}",
        ],
        docs: "",
        unlike: "x509 of Velero's own lines is the BackupStorageLocation's CA",
    }
    CloudEndpointUntrusted {
        title: "a cloud's endpoint is met with a certificate that is not trusted",
        cause: "Google, Azure and AWS EC2 have public certificates; x509 there means that a proxy between opens TLS, or that the image has no public roots. No caCert field reaches these calls (VolumeSnapshotLocation neither)",
        cure: "let the proxy pass these hosts without opening them, or add its CA to the cluster's trustedCA, which the operators mount; then measure what is really presented",
        commands: [
            look "{probe} endpoints {endpoint}",
            look "oc get proxy/cluster -o jsonpath='{.spec.trustedCA.name}'",
        ],
        docs: "",
        unlike: "x509 for an S3 address of your own is storage-ca-missing",
    }
    CaBundleUnreadable {
        title: "a CA bundle holds no certificate that its reader takes",
        cause: "the file is DER, was base64-encoded twice, has two blocks glued together, a byte order mark, or no certificate at all",
        cure: "check the bundle, and write it anew as PEM",
        commands: [
            look "{probe} verify-bundle {file}",
            look "oc get migstorage -n openshift-migration -o jsonpath='{.items[*].spec.backupStorageConfig.s3CustomCABundle}' | base64 -d",
        ],
        docs: "`Base64-encoded CA bundle file` means a PEM file: the console encodes it by itself, and what `base64 -w0` wrote would be encoded twice",
        unlike: "`unknown authority` is a bundle that is read and holds another CA",
    }
    StorageUrlInternal {
        title: "the storage's URL is known inside of the cluster only",
        cause: "`velero backup describe` and `logs` fetch files from the storage to this machine, by an address that only pods resolve; the backup itself is not concerned",
        cure: "write the address that is known outside into publicUrl, or run the command inside of Velero's pod",
        commands: [
            look "oc -n openshift-migration exec deploy/velero -c velero -- ./velero backup describe {name} --details",
            cure "oc patch backupstoragelocation {location} -n openshift-migration --type merge -p '{\"spec\":{\"config\":{\"publicUrl\":\"https://{public_host}\"}}}'",
        ],
        docs: "",
        unlike: "the same error in a BackupStorageLocation or in Velero's log is DNS of the cluster",
    }
    BucketInHostName {
        title: "the bucket is asked for as a part of the host's name",
        cause: "S3 clients put the bucket before the host (BUCKET.HOST) unless they are told otherwise; a storage of your own has neither a DNS name nor a certificate for that, and a wildcard certificate covers one label only, so a bucket with dots fails, too",
        cure: "set s3ForcePathStyle to the string \"true\", and use bucket names without dots",
        commands: [
            cure "oc patch backupstoragelocation {location} -n openshift-migration --type merge -p '{\"spec\":{\"config\":{\"s3ForcePathStyle\":\"true\"}}}'",
        ],
        docs: "",
        unlike: "a host that is not found without the bucket before it is DNS",
    }
    StorageCredentialsAbsent {
        title: "Velero finds no credentials",
        cause: "the Secret, its key or the profile in it is not what the configuration names; the SDK then tries everything else (variables, the cloud's metadata service) and finds none",
        cure: "correct the Secret: key `cloud` with a section [default] (or the profile that config.profile names) that holds aws_access_key_id and aws_secret_access_key; in MTC the keys aws-access-key-id and aws-secret-access-key",
        commands: [
            look "oc get secret cloud-credentials -n openshift-adp -o jsonpath='{.data.cloud}' | base64 -d | sed 's/=.*/=.../'",
            look "oc get migstorage -n openshift-migration -o jsonpath='{.items[*].spec.backupStorageConfig.credsSecretRef}'",
        ],
        docs: "the documentation of the replication repository swaps the two fields of S3: the access key is not AWS_SECRET_ACCESS_KEY",
        unlike: "InvalidAccessKeyId is a key that was sent",
    }
    StorageKeyUnknown {
        title: "the storage does not know the access key",
        cause: "the request arrived and its key is not of this service: a typing error, a key that was deleted, or no s3Url, so that AWS itself was asked with the key of another storage",
        cure: "correct the key in the Secret, and the URL",
        commands: [
            look "oc get backupstoragelocation -n openshift-migration -o jsonpath='{.items[*].spec.config}'",
        ],
        docs: "",
        unlike: "SignatureDoesNotMatch is a key that is known, with the wrong secret",
    }
    StorageSignatureWrong {
        title: "the signature of a request is not what the storage computes",
        cause: "the secret key is wrong (often a line break or a character lost), or a proxy changed the header Host or the path on the way",
        cure: "write the secret key anew; where it is right, let the storage see the Host that the client sends",
        commands: [
            cure "oc create secret generic {secret} -n openshift-config --from-literal=aws-access-key-id=\"$KEY\" --from-literal=aws-secret-access-key=\"$SECRET_KEY\" --dry-run=client -o yaml | oc apply -f -",
        ],
        docs: "",
        unlike: "RequestTimeTooSkewed is a clock",
    }
    StorageKeyLineBreak {
        title: "a key ends with a line break",
        cause: "the key was encoded with `echo` instead of `printf %s`: the line break is a part of it, and no header can carry it",
        cure: "write the Secret anew without the line break",
        commands: [
            cure "oc create secret generic {secret} -n openshift-config --from-literal=aws-access-key-id=\"$KEY\" --from-literal=aws-secret-access-key=\"$SECRET_KEY\" --dry-run=client -o yaml | oc apply -f -",
        ],
        docs: "",
        unlike: "SignatureDoesNotMatch is a key without a line break",
    }
    StorageCredentialsExpired {
        title: "the storage's credentials have expired, or their issuer is not trusted",
        cause: "temporary keys end after hours; a token of the cluster (STS, workload identity) is refused where the OIDC trust is missing or of another cluster",
        cure: "use keys that last, or correct the trust of the role",
        commands: [
            look "oc get authentication.config.openshift.io cluster -o jsonpath='{.spec.serviceAccountIssuer}'",
            look "oc get secret cloud-credentials -n openshift-adp -o jsonpath='{.metadata.creationTimestamp}'",
        ],
        docs: "",
        unlike: "RequestTimeTooSkewed is a clock, and the credentials hold",
    }
    StorageAccessDenied {
        title: "the storage knows the credentials and refuses what they ask",
        cause: "the policy of the key, or of the bucket, does not let it list, read, write or delete there; the way and the certificate are well",
        cure: "grant ListBucket on the bucket, and GetObject, PutObject, DeleteObject, AbortMultipartUpload and ListMultipartUploadParts on what is in it",
        commands: [
            look "aws s3api list-objects-v2 --bucket {bucket} --max-items 1 --endpoint-url https://{host}",
        ],
        docs: "",
        unlike: "a bare `Forbidden` behind a URL is a proxy, not the storage",
    }
    AzureAccessDenied {
        title: "Azure refuses what the credentials ask",
        cause: "AuthorizationPermissionMismatch is a role that is missing; AuthorizationFailure is mostly the storage account's firewall, which does not let this network in",
        cure: "give the identity the role Storage Blob Data Contributor on the account; let the cluster's egress address through its firewall",
        commands: [
            cure "az role assignment create --role 'Storage Blob Data Contributor' --assignee {client_id} --scope {storage_account_id}",
            look "az storage account network-rule list --account-name {account} -g {resource_group}",
        ],
        docs: "",
        unlike: "AuthenticationFailed is the key or its signature; ContainerNotFound a name",
    }
    GoogleAccessDenied {
        title: "a service account of Google may not use the bucket",
        cause: "the account is known, and no role lets it do this",
        cure: "bind a role with storage.objects.get, list, create and delete, and storage.buckets.get, to the account",
        commands: [
            cure "gcloud storage buckets add-iam-policy-binding gs://{bucket} --member=serviceAccount:{account} --role=roles/storage.objectAdmin",
        ],
        docs: "",
        unlike: "`cannot fetch token` is the way to Google's token service, or a clock",
    }
    BucketRegionWrong {
        title: "the bucket lies in another region",
        cause: "the region of the configuration is not the bucket's, or a storage of your own is asked as if it were AWS (no s3Url)",
        cure: "write the bucket's region (awsRegion in MTC, config.region elsewhere), and s3Url for a storage of your own only",
        commands: [
            look "aws s3api get-bucket-location --bucket {bucket}",
            look "oc get backupstoragelocation -n openshift-migration -o jsonpath='{.items[*].spec.config.region}'",
        ],
        docs: "",
        unlike: "NoSuchBucket is a name",
    }
    BucketMissing {
        title: "there is no such bucket",
        cause: "its name is wrong, it was deleted, or it belongs to another tenant or account than the key",
        cure: "create it, or correct the name; whoever owns the key must own the bucket or be let in",
        commands: [
            look "aws s3api head-bucket --bucket {bucket} --endpoint-url https://{host}",
            look "oc get backupstoragelocation -n openshift-migration -o jsonpath='{.items[*].spec.objectStorage.bucket}'",
        ],
        docs: "",
        unlike: "`The specified key does not exist` is an object in a bucket that is there",
    }
    BucketLimited {
        title: "the storage is full, or limits requests",
        cause: "the bucket's quota is used up, or its owner lets only so many requests through",
        cure: "raise the quota or remove old backups; where requests are limited, wait and run fewer at once",
        commands: [
            look "oc get backup.velero.io -n openshift-migration --sort-by=.metadata.creationTimestamp",
        ],
        docs: "",
        unlike: "AccessDenied is a policy",
    }
    BucketShared {
        title: "the bucket holds what is not Velero's",
        cause: "Velero wants the directory of its own alone; a registry (`docker`), another cluster or a person put something beside it",
        cure: "give Velero a prefix of its own in objectStorage.prefix (a prefix in config is not read), or another bucket",
        commands: [
            cure "oc patch dpa {dpa} -n openshift-adp --type json -p '[{\"op\":\"add\",\"path\":\"/spec/backupLocations/0/velero/objectStorage/prefix\",\"value\":\"velero\"}]'",
        ],
        docs: "",
        unlike: "AccessDenied would be a policy: here the bucket was listed",
    }
    StorageChecksumsUnknown {
        title: "the storage does not know the checksums of a newer AWS SDK",
        cause: "the plugin from 1.9 on sends checksums (SDK v2) that storages other than AWS may refuse with 400 or 501; the BackupStorageLocation stays available, only writing fails",
        cure: "switch the checksums off, or use the legacy plugin; with plugin 1.14.1 the first was reported not to help",
        commands: [
            cure "oc patch backupstoragelocation {location} -n openshift-migration --type merge -p '{\"spec\":{\"config\":{\"checksumAlgorithm\":\"\"}}}'",
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"velero_use_legacy_aws\":true}}'",
        ],
        docs: "",
        unlike: "InvalidArgument of another operation than PutObject is its own argument",
    }
    PluginClosesFile {
        title: "Velero's newer AWS plugin closes a file while it is uploaded",
        cause: "with the newer AWS plugin (SDK v2) a backup breaks off now and then: the plugin closes the pipe from which Velero's file is still read (MIG-1738, known of MTC 1.8.7). Bucket, credentials and certificate are well",
        cure: "use the legacy plugin, restart MTC's operator, and run the migration again; then see that the Secret cloud-credentials is as it was",
        commands: [
            look "oc get deploy velero -n openshift-migration -o jsonpath='{.spec.template.spec.initContainers[*].image}'",
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"velero_use_legacy_aws\":true}}'" on both,
            cure "oc rollout restart deployment/migration-operator -n openshift-migration" on both,
        ],
        docs: "",
        unlike: "`connection reset by peer` and `broken pipe` with an address are the way to the storage; a file that is `already closed` by itself, with no backup in the line, is another program's",
    }
    StorageClockSkew {
        title: "a clock is wrong by minutes",
        cause: "a signed request holds for 15 minutes: the node's clock or the storage's is further away than that",
        cure: "set the clocks of nodes and storage (chrony)",
        commands: [
            look "oc debug node/{node} -- chroot /host chronyc tracking",
        ],
        docs: "",
        unlike: "`certificate has expired` is a date, unless the time in it is absurd",
    }
    PluginSettingUnknown {
        title: "the plugin does not know a setting",
        cause: "the plugin is older than the setting (caCert, checksumAlgorithm), or the key stands in config where it belongs to objectStorage",
        cure: "move the key where it belongs, correct its spelling, or use a newer plugin",
        commands: [
            look "oc get backupstoragelocation -n openshift-migration -o yaml",
        ],
        docs: "",
        unlike: "`unable to locate ObjectStore plugin` is no plugin at all",
    }
    PluginMissing {
        title: "Velero has no plugin for the provider",
        cause: "no init container brought the plugin, or defaultPlugins of the DataProtectionApplication does not name it; who starts `velero server` by hand has none, too",
        cure: "name the plugin in spec.configuration.velero.defaultPlugins; MTC's own DataProtectionApplication is written by its operator",
        commands: [
            look "oc get deploy velero -n openshift-migration -o jsonpath='{.spec.template.spec.initContainers[*].image}'",
            look "oc get dpa -A -o jsonpath='{.items[*].spec.configuration.velero.defaultPlugins}'",
        ],
        docs: "",
        unlike: "`dial unix /tmp/plugin` is a plugin that was there and died",
    }
    PluginDied {
        title: "a plugin's process ended while it worked",
        cause: "Velero speaks to its plugins over a socket of their own process: it was killed for memory (which leaves no text, only OOMKilled in the pod's status) or panicked; a panic that names oadp-...-registry-secret is that Secret missing",
        cure: "see the pod's last state; give Velero more memory; a panic is a fault of the plugin: use another version",
        commands: [
            look "oc get pods -n openshift-migration -l component=velero -o jsonpath='{.items[*].status.containerStatuses[*].lastState}'",
            cure "oc patch dpa {dpa} -n openshift-adp --type merge -p '{\"spec\":{\"configuration\":{\"velero\":{\"podConfig\":{\"resourceAllocations\":{\"limits\":{\"memory\":\"2Gi\"}}}}}}}'",
        ],
        docs: "",
        unlike: "`received EOF, stopping recv loop` at level debug is healthy",
    }
}
