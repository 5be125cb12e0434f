//! English for causes that lie in the clusters themselves: namespaces, rights, quotas, webhooks, APIs. One
//! entry for each topic. Decides nothing.

use super::texts;

texts! {
    UidRangeConflict {
        title: "namespaces keep their UID ranges, and these are in conflict",
        cause: "a migration keeps the annotations openshift.io/sa.scc.mcs, .supplemental-groups and .uid-range of the source (BZ 1748440); where the target's namespace has others already, or another namespace has the same range, pods may not read their volumes, or read another's",
        cure: "compare the three annotations of both namespaces; delete the target's namespace, map to another one, or change its annotations to the source's",
        commands: [
            look "oc get namespaces -o custom-columns='NAME:.metadata.name,UID:.metadata.annotations.openshift\\.io/sa\\.scc\\.uid-range,GROUPS:.metadata.annotations.openshift\\.io/sa\\.scc\\.supplemental-groups,MCS:.metadata.annotations.openshift\\.io/sa\\.scc\\.mcs'",
        ],
        docs: "the condition's type is IntraClusterMigration with reason ConflictingPermissions, whatever clusters are concerned",
        unlike: "the same type with reason ConflictingNamespaces is critical and about the mapping",
    }
    NamespaceConflict {
        title: "namespaces of a plan are in conflict",
        cause: "source and target cluster are the same and a namespace is mapped to itself, or two namespaces to one; a plan of another migration has the same namespaces",
        cure: "map each namespace to one of its own, or close the other plan",
        commands: [
            look "oc get migplan -n openshift-migration -o custom-columns=NAME:.metadata.name,NAMESPACES:.spec.namespaces,CLOSED:.spec.closed" on host,
        ],
        docs: "",
        unlike: "ConflictingPermissions only warns of UID ranges",
    }
    ClusterObjectMissing {
        title: "an object of the whole cluster was not migrated",
        cause: "MTC migrates few cluster-scoped objects (the volumes that are used, and what they and CRs need): SCCs, ClusterRoles, PriorityClasses, StorageClasses and CRDs have to be made by hand before",
        cure: "copy the object that the message names to the target, then run the migration again",
        commands: [
            cure "oc get {resource} {name} -o yaml > object.yaml" on source,
            cure "oc apply -f object.yaml" on target,
        ],
        docs: "the chapter says only that most cluster-scoped resources are not yet handled",
        unlike: "`no matches for kind` is an API that the target does not serve",
    }
    ApiVersionMissing {
        title: "the target does not serve an API of the source",
        cause: "an object is of a group, version or kind that the target does not have: a CRD that is not installed, or a version that was removed. MTC says GVKsIncompatible in the plan and lists the namespaces in status.incompatibleNamespaces",
        cure: "install the CRD or operator on the target, or convert the objects on the source first",
        commands: [
            look "oc get migplan -n openshift-migration -o jsonpath='{.items[*].status.incompatibleNamespaces}'",
            look "oc api-resources",
        ],
        docs: "",
        unlike: "`not found` of one object is that object",
    }
    VolumeSettingsLost {
        title: "a failed migration has lost the choices for volumes",
        cause: "after a migration failed with the application quiesced, the plan does not keep its settings of persistent volumes (BZ 1784899); no message says so",
        cure: "roll back, delete the plan, and make a new one with the settings",
        commands: [
            look "oc get migmigration -n openshift-migration -o custom-columns=NAME:.metadata.name,PLAN:.spec.migPlanRef.name,PHASE:.status.phase,QUIESCED:.spec.quiescePods" on host,
            cure "oc delete migplan {plan} -n openshift-migration" on host,
        ],
        docs: "",
        unlike: "a migration that is only slow keeps them",
    }
    VerifySlow {
        title: "verifying every file makes a migration slow",
        cause: "the plan has the data verified (checksums of each file), which is much slower than copying alone; no message says so",
        cure: "switch verify off for volumes that do not need it",
        commands: [
            look "oc get migplan -n openshift-migration -o jsonpath='{.items[*].spec.persistentVolumes[*].selection.verify}'" on host,
        ],
        docs: "",
        unlike: "a copy whose bytesDone stands still is not slow: it is stuck",
    }
    PodSecurityForbids {
        title: "Pod Security forbids a pod",
        cause: "the namespace enforces `restricted` (or `baseline`), and the pod asks for more: it was restored before its SCC and binding, or Velero's restore helper before 1.15.1",
        cure: "restore the SCC and its binding first, or label the namespace for what its pods need",
        commands: [
            cure "oc label namespace {namespace} pod-security.kubernetes.io/enforce=privileged security.openshift.io/scc.podSecurityLabelSync=false --overwrite",
            look "oc get deploy velero -n openshift-adp -o jsonpath='{.spec.template.spec.containers[0].args}'",
        ],
        docs: "",
        unlike: "`unable to validate against any security context constraint` is an SCC; a warning `would violate PodSecurity` stops nobody",
    }
    SccMissing {
        title: "no SCC lets a pod run",
        cause: "the SCC that the source's service account used is not on the target, or not bound there: SCCs are objects of the whole cluster and are not migrated",
        cure: "make the SCC on the target, and bind the service account to it",
        commands: [
            look "oc get scc" on target,
            cure "oc adm policy add-scc-to-user {scc} -z {service_account} -n {namespace}" on target,
        ],
        docs: "",
        unlike: "`violates PodSecurity` is a label of the namespace",
    }
    QuotaExceeded {
        title: "a quota is used up, or wants limits",
        cause: "the namespace has a ResourceQuota: `exceeded quota` is used up, `must specify limits` means that a pod (often a helper of Velero's or rsync's) names none",
        cure: "raise the quota, or give defaults with a LimitRange",
        commands: [
            look "oc describe resourcequota -n {namespace}",
            look "oc get limitrange -n {namespace} -o yaml",
        ],
        docs: "",
        unlike: "`Insufficient cpu` is a node",
    }
    WebhookFailed {
        title: "a webhook does not answer as it should",
        cause: "the API server asks a webhook before it takes the object, and did not get an answer: its pods are not there yet (restore order), it is too slow, or its CA bundle is stale (x509)",
        cure: "start the webhook's pods or operator first; where it is x509, let its operator write the CA bundle anew; a webhook of nobody can be deleted",
        commands: [
            look "oc get validatingwebhookconfigurations,mutatingwebhookconfigurations",
            look "oc get endpoints -n {namespace} {service}",
        ],
        docs: "",
        unlike: "`denied the request` is an answer",
    }
    WebhookDenied {
        title: "a webhook refuses an object",
        cause: "the webhook answered, and its rule forbids this object: the reason stands behind `denied the request:`",
        cure: "change the object as the reason wants, or the rule of the webhook",
        commands: [
            look "oc get validatingwebhookconfigurations -o name",
        ],
        docs: "",
        unlike: "`failed calling webhook` is no answer at all",
    }
    NodePortTaken {
        title: "a port of the nodes is taken",
        cause: "a service to be restored wants a NodePort (or health check port) that another service has; from Velero 1.8 on it is harmless where the very service is there already",
        cure: "see who has the port; restore without node ports, or change that service",
        commands: [
            look "oc get services -A -o custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,PORTS:.spec.ports[*].nodePort",
        ],
        docs: "",
        unlike: "`address already in use` is a process on a node",
    }
    AccountForbidden {
        title: "an account may not do what it asks",
        cause: "the token holds, and its account has no right for this verb and resource",
        cure: "grant it: MTC's own account needs cluster-admin on the remote cluster",
        commands: [
            look "oc auth can-i --list --as={user}",
            cure "oc adm policy add-cluster-role-to-user cluster-admin -z migration-controller -n openshift-migration",
        ],
        docs: "",
        unlike: "`Unauthorized` is a token that is not accepted",
    }
    HookFailed {
        title: "a hook failed",
        cause: "the job of a hook ended with an error as often as it may; its playbook's output is in the job's pod",
        cure: "read the pod's log, correct the playbook, and run the migration again",
        commands: [
            look "oc get jobs,pods -n {namespace} -l app=hook-runner",
            look "oc logs -n {namespace} job/{name}",
        ],
        docs: "",
        unlike: "`onError=Fail` is a setting of a hook, no failure",
    }
    ApiServerBusy {
        title: "an API server is too busy, or was restarted",
        cause: "requests waited too long or their connection was lost: many objects at once, etcd changing its leader, a load balancer cutting idle connections. The storage is not concerned",
        cure: "run again at a quieter time; see the cluster's operators kube-apiserver and etcd; raise Velero's client QPS only where the API server has room",
        commands: [
            look "oc get clusteroperators kube-apiserver etcd",
            cure "oc patch dpa {dpa} -n openshift-adp --type merge -p '{\"spec\":{\"configuration\":{\"velero\":{\"client-qps\":200,\"client-burst\":300}}}}'",
        ],
        docs: "",
        unlike: "`Waited for ... due to client-side throttling` is healthy",
    }
    ProgramPanicked {
        title: "a program ended because of a fault of its own",
        cause: "a program in Go panicked ({reason}): a nil pointer, an index, two writers of one map. Its pod starts again, and what it was doing is marked as failed; the lines below it say where it was",
        cure: "see which component and version it is, and whether a newer one has this mended; what it was given (an object without a field, an empty list) is often what it fell over",
        commands: [
            look "oc get pods -n openshift-migration -o custom-columns=NAME:.metadata.name,RESTARTS:.status.containerStatuses[*].restartCount,IMAGE:.spec.containers[*].image",
            look "oc logs {pod} -n openshift-migration --all-containers --previous",
        ],
        docs: "",
        unlike: "a container that was OOMKilled leaves no such line (out-of-memory); `plugin panicked` is a plugin of Velero's (plugin-died)",
    }
    DpaInvalid {
        title: "a DataProtectionApplication is wrong",
        cause: "the OADP operator refuses the object and says why: no location and no noDefaultBackupLocation, a Secret that is missing, a plugin that is not listed, or a second object in the namespace. MTC's own is called velero and written by MTC's operator",
        cure: "correct it as the message says; one object in each namespace",
        commands: [
            look "oc get dpa -A",
            look "oc get dpa {name} -n openshift-adp -o jsonpath='{.status.conditions}'",
        ],
        docs: "",
        unlike: "a BackupStorageLocation that is unavailable has a DataProtectionApplication that is well",
    }
    PartiallyFailed {
        title: "a backup or restore failed in parts: its log says why",
        cause: "PartiallyFailed is the sum: some objects or volumes were not taken; each has its own line of level error",
        cure: "read the errors of that backup or restore, and triage them",
        commands: [
            look "oc -n openshift-migration exec deploy/velero -c velero -- ./velero backup logs {name} | {probe} triage -",
            look "oc -n openshift-migration exec deploy/velero -c velero -- ./velero restore logs {name} | {probe} triage -",
        ],
        docs: "",
        unlike: "Failed is nothing taken at all",
    }
}
