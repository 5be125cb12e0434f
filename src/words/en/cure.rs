//! English for what to do about a status, in the terms of the program that wrote it. One sentence for
//! each cure; which one is needed is decided in `mtc`.

use crate::foreign::Foreign;
use crate::mtc::Cure;
use crate::target::ObjectRef;

/// One sentence for each cure, with the object's own words in their places. A cure without a sentence
/// does not compile.
macro_rules! cures {
    (of $($own:ident),*; $($variant:ident => $text:literal,)*) => {
        fn sentence(cure: Cure, [$($own),*]: [&str; 4]) -> String {
            match cure { $(Cure::$variant => format!($text),)* }
        }
    };
}

/// What to do; empty where nothing is known to help.
pub(in crate::words) fn text(cure: Cure, object: &ObjectRef, secret: Option<&Foreign>) -> String {
    let namespace = object
        .namespace
        .as_ref()
        .map_or_else(|| "NAMESPACE".to_owned(), Foreign::for_shell);
    let name = object.name.for_shell();
    let secret = secret.map_or_else(|| "that it names".to_owned(), Foreign::on_one_line);
    let kind = object.kind.to_ascii_lowercase();
    sentence(cure, [&kind, &namespace, &name, &secret])
}

/// The same where no object is known.
pub(in crate::words) fn of_any(cure: Cure) -> String {
    sentence(cure, ["KIND", "NAMESPACE", "NAME", "that it names"])
}

cures! {
    of kind, namespace, name, secret;
    Nothing => "",
    ReadIt => "",
    MeasureFromPod => "measure from a pod: its controller connects from there, through the proxy of its own cluster",
    CorrectProxy => "let the proxy pass the host, or add the host to noProxy: of the Proxy object, or `no_proxy` of the MigrationController",
    GiveCa => "give the CA that signed for the server as its CA bundle; it replaces the public roots",
    RewriteCa => "write its CA bundle anew: its reader finds no certificate in it (PEM, once in base64 in the object)",
    CorrectName => "see that the pods' DNS knows the name, and that the certificate is for that very name",
    SetClock => "set the clocks of the nodes and of the storage (chrony): a signature holds for 15 minutes",
    WriteApiUrl => "write the API server's address into spec.url: https://api.CLUSTER.DOMAIN:6443",
    NameTokenSecret => "name the Secret that holds saToken in spec.serviceAccountSecretRef, with its namespace",
    WriteToken => "write a token that holds into the key saToken of the Secret that spec.serviceAccountSecretRef names: on the remote cluster `oc create token migration-controller -n openshift-migration --duration=8760h`, or of old ones `oc sa get-token`",
    GrantClusterAdmin => "MTC needs the rights of cluster-admin there: on the cluster that spec.url names, `oc adm policy add-cluster-role-to-user cluster-admin -z migration-controller -n openshift-migration`, and a token of that service account as saToken",
    GrantForbidden => "let the account that the message names do what it names: `oc auth can-i --as` shows whether it may",
    CorrectRegistryRoute => "see that spec.exposedRegistryPath is the host of the registry's route alone, and that the route answers /v2/_catalog with JSON",
    AlignVersions => "install the same version of the operator, and of its CRDs, on each cluster",
    ReadControllerLog => "see why in `oc logs -n openshift-migration deploy/migration-controller -c mtc`",
    ReadOperatorLog => "see why in `oc logs -n openshift-migration deploy/migration-operator`",
    NameProvider => "write aws, gcp or azure as its provider",
    NameStorageSecret => "name a Secret that is there, in the namespace that the field wants: `oc get secret -n {namespace}`",
    CorrectStorageSecret => "correct the keys in the Secret {secret}: AWS as aws-access-key-id and aws-secret-access-key in MTC, and as a profile in the key `cloud` in Velero; they must be those of this very service",
    TrimKey => "a key in the Secret {secret} ends with a line break: write it anew (`oc create secret generic`, or base64 of `printf %s`, not of `echo`)",
    CorrectSettings => "correct the settings that the message names between its brackets",
    GrantBucket => "the service was reached and knows the credentials: let them list, read, write and delete in the bucket, or give others",
    RenewCredentials => "the credentials in the Secret {secret} have expired or are not trusted any more: renew them, or their OIDC trust",
    CorrectBucket => "create the bucket, or correct its name; whoever owns the credentials must own the bucket or be let in",
    WriteRegion => "write the bucket's own region (awsRegion in MTC, config.region in Velero and OADP), or leave the URL away if it is AWS itself",
    UsePrefix => "give Velero a prefix of its own in the bucket (objectStorage.prefix; config.prefix is not read), or another bucket",
    AddPlugin => "have the provider's plugin loaded: `spec.configuration.velero.defaultPlugins` of the DataProtectionApplication (of MTC's own the operator writes it), or the plugin's init container",
    AlignPlugin => "the plugin does not know that key: correct it, move it where it belongs, or use a newer plugin",
    DropChecksums => "the storage does not know the checksums of AWS SDK v2: `checksumAlgorithm: \"\"` in the config of the BackupStorageLocation; with MTC `velero_use_legacy_aws: true` in the MigrationController, with OADP the plugin legacy-aws",
    GiveMemory => "its process ended while it worked: see `oc describe pod` for OOMKilled, and give it more memory",
    CureReferred => "cure the object that it refers to first: its own status says why",
    CorrectReference => "correct the reference: name and namespace of an object that is there",
    WriteRegistryPath => "write the host of the registry's route into spec.exposedRegistryPath of the MigCluster (of the host cluster too), or switch direct image migration off",
    CorrectProxySecret => "keep one Secret with the label migration-proxy-config there, with no other keys than HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
    CorrectPlan => "correct the plan as the message says: its namespaces, their mapping, or its limits in the MigrationController",
    CorrectVolumes => "choose anew for the volumes that the message names: action, storage class, access mode and copy method",
    ReachNfs => "let the nodes of the target cluster reach the NFS server (port 2049), or copy the volume instead of moving it",
    HealPods => "see to the pods of the namespaces first: `oc get pods -n NAMESPACE`, as the message and the status list them",
    CorrectHook => "correct the hook as the message says",
    ReadErrors => "see the errors in its status: `oc get {kind} {name} -n {namespace} -o yaml`, then the object that they name",
    ReadRestore => "see why in `oc describe restore.velero.io -n {namespace}` and in its PodVolumeRestores",
    ReadBackupLog => "see why in `velero backup logs BACKUP -n {namespace}`",
    ReadTransferPods => "see the events of the pods that copy: `oc describe pod -n NAMESPACE`; pending ones want a node, a volume, an image or a quota",
    OpenTransferWay => "let pods of the source's namespace reach the route of the target's (port 443, TLS passed through): egress rules, network policies, and `stunnel_tcp_proxy` where only a proxy leads out",
    AdmitRoute => "see why the router does not admit the route: a host of more than 63 characters (`cluster_subdomain` in the MigrationController), or one that is there already",
    RunPrivileged => "it is no failure by itself; where files may not be written, label the source's namespace pod-security.kubernetes.io/enforce=privileged and set `migration_rsync_privileged: true` in the MigrationController",
    ReadRegistryPod => "see the migration's registry: `oc logs -n openshift-migration -l migration.openshift.io/migration-registry`; it is only as good as its storage",
    WaitLonger => "see its PodVolumeBackups or PodVolumeRestores first: New wants a pod on that node, InProgress that grows wants `restic_timeout` in the MigrationController, and one that stands still cannot reach its storage",
    UnlockRepository => "nobody may use the repository now; then `restic unlock`, and more memory for what was killed",
    RemakeRepository => "the bucket was emptied, or holds a repository of before: delete its BackupRepository (ResticRepository), and what is left under that prefix",
    RestorePassword => "the password in the Secret of the repositories is another than when it was made: restore it, or make the repository anew",
    CorrectHostPath => "correct the path of the pods' volumes on the host, and let the pods of restic or node-agent run privileged",
    AddGroups => "give restic the group of the NFS export: `restic_supplemental_groups: [5555]` in the MigrationController of both clusters",
    RaiseQuota => "raise the quota or the limits of the namespace that the message names",
    HealWebhook => "see to the webhook that the message names: its pods, its CA bundle, or what it wants",
    LabelNamespace => "let the pods run there: restore the SCC and its binding first, or label the namespace pod-security.kubernetes.io/enforce",
    CorrectDpa => "correct the DataProtectionApplication as the message says: `oc edit dpa {name} -n {namespace}`; MTC's own is written by its operator",
    UpgradeDpa => "use the fields of this version of OADP, which the message names",
}
