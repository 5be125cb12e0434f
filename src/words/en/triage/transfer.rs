//! English for causes that lie in direct volume migrations: their pods, routes, nodes and volumes. One
//! entry for each topic. Decides nothing.

use super::texts;

texts! {
    TransferPodsPending {
        title: "a pod that receives volumes does not start on the target",
        cause: "the rsync pod in the target's namespace is Pending: no node fits (often the namespace's annotation openshift.io/node-selector, which the migration does not copy), its volume is not bound, its image cannot be pulled, or SCC, Pod Security or a quota forbids it",
        cure: "read the events of the pod that the message names; where they speak of the node selector, copy the source namespace's annotation to the target's, and run the migration again",
        commands: [
            look "oc describe pod {pod} -n {namespace}" on target,
            look "oc get events -n {namespace} --field-selector type=Warning" on target,
            look "oc get namespace {namespace} -o jsonpath='{.metadata.annotations.openshift\\.io/node-selector}'" on source,
            cure "oc annotate namespace {namespace} openshift.io/node-selector={selector} --overwrite" on target,
        ],
        docs: "the chapter quotes `Some or all transfer pods are not running for more than 10 mins`, which MTC prints no more since 1.4.3: now it says `have not started Running within 3 minutes` in the DirectVolumeMigration, and DirectVolumeMigrationBlocked in the MigMigration; `oc describe migmigration` takes the MigMigration's name, not a pod's; and the route must be reachable, too, which the chapter leaves out",
        unlike: "`Rsync Client Pods ... stuck in Pending` is the source's side; NamespacesHaveNodeSelectors of a plan is about the pods' own nodeSelector, not the namespace's annotation",
    }
    RsyncClientPodsPending {
        title: "a pod that sends volumes does not start on the source",
        cause: "the rsync client waits on the source's side: most often its volume is ReadWriteOnce and held by a pod on another node, so it cannot be attached there",
        cure: "read the pod's events; quiesce the application (or its pod) that holds the volume, then run the migration again",
        commands: [
            look "oc describe pod {pod} -n {namespace}" on source,
            look "oc get pods -n {namespace} -o wide" on source,
        ],
        docs: "",
        unlike: "`Rsync Transfer Pod(s)` are the target's",
    }
    TransferRouteNotAdmitted {
        title: "the router does not admit the route that volumes are sent to",
        cause: "a host of more than 63 characters in its first label, a host that another route has, or no router that takes this namespace: no data can come in",
        cure: "see the route's conditions; for long names give a shorter cluster_subdomain, then run the migration again",
        commands: [
            look "oc get route -n {namespace} -o jsonpath='{.items[*].status.ingress}'" on target,
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"cluster_subdomain\":\"apps.{cluster_domain}\"}}'" on target,
        ],
        docs: "",
        unlike: "a route that is admitted and not reachable is transfer-times-out or transfer-no-route",
    }
    TransferTimesOut {
        title: "the pods that send volumes wait for the target's route in vain",
        cause: "every rsync pod of the source lived for exactly 20 seconds: its connection to the route (port 443) got no answer. An egress policy, a firewall or a missing way through a proxy drops it. In status.errors the same text stands for `no route to host`, too",
        cure: "let the source's pods reach the target's route: EgressNetworkPolicy or EgressFirewall that allows the host, network policies, or stunnel_tcp_proxy where only a proxy leads out",
        commands: [
            look "oc get route -A -l app=directvolumemigration-rsync-transfer" on target,
            look "{probe} endpoints {endpoint}" on source,
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"stunnel_tcp_proxy\":\"http://{proxy}:3128\"}}'" on host,
        ],
        docs: "the sample of an EgressNetworkPolicy prints `type: Deny` where its text demands Allow",
        unlike: "`connection unexpectedly closed` is a connection that was made and then cut",
    }
    TransferNoRoute {
        title: "the source's pods have no way to the target's route",
        cause: "every rsync pod ended within 5 seconds with code 10 and `No route to host`: a router or a firewall on the way rejects it at once",
        cure: "correct routing or firewall between the source's nodes and the target's router, or send the volumes through a proxy (stunnel_tcp_proxy)",
        commands: [
            look "{probe} endpoints {endpoint}" on source,
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"stunnel_tcp_proxy\":\"http://{proxy}:3128\"}}'" on host,
        ],
        docs: "",
        unlike: "`look at error condition for more details` in status.errors speaks of time-outs for both: the condition tells which",
    }
    RsyncPodsNotMade {
        title: "MTC cannot create or delete the pods that send volumes",
        cause: "the source's API server refuses the pods again and again: a quota, an SCC or Pod Security, a webhook, or an API that fails",
        cure: "see the refusal in the controller's log, and cure that",
        commands: [
            look "oc logs -n openshift-migration deploy/migration-controller -c mtc --tail=500" on host,
            look "oc get events -n {namespace} --field-selector type=Warning" on source,
        ],
        docs: "",
        unlike: "pods that were created and wait are rsync-client-pods-pending",
    }
    VolumeMigrationFailed {
        title: "a direct volume migration failed; its pods say why",
        cause: "this is the sum of what happened: the DirectVolumeMigration lists failedPods, and each has a DirectVolumeMigrationProgress with the exit code and the last lines of rsync",
        cure: "follow it: MigMigration, its DirectVolumeMigration, status.failedPods, then the progress of that pod",
        commands: [
            look "oc get directvolumemigration {name} -n openshift-migration -o yaml" on host,
            look "oc get directvolumemigrationprogress -n openshift-migration -o yaml" on host,
        ],
        docs: "",
        unlike: "DirectVolumeMigrationBlocked is one that still waits",
    }
    NodeSelectorDiffers {
        title: "no node fits the node selector of a pod",
        cause: "the pod's own nodeSelector, or the annotation openshift.io/node-selector of its namespace, fits no node here. The annotation of the source's namespace is not copied by a migration",
        cure: "compare the annotation of both namespaces, write the source's on the target's, or label nodes; then run the migration again",
        commands: [
            look "oc get namespace {namespace} -o jsonpath='{.metadata.annotations.openshift\\.io/node-selector}'" on source,
            cure "oc annotate namespace {namespace} openshift.io/node-selector={selector} --overwrite" on target,
            look "oc get nodes --show-labels" on target,
        ],
        docs: "",
        unlike: "`untolerated taint`, `Insufficient cpu`, `volume node affinity conflict` and `unbound immediate PersistentVolumeClaims` in the same event are other causes",
    }
    PodNotSchedulable {
        title: "no node takes a pod: taints, or too little room",
        cause: "the nodes have taints that the pod does not tolerate, or too little CPU, memory or too many pods; no annotation changes that",
        cure: "add nodes, free them, or lower what the pod asks for",
        commands: [
            look "oc describe pod {pod} -n {namespace}",
            look "oc adm top nodes",
        ],
        docs: "",
        unlike: "`didn't match Pod's node affinity/selector` is a selector",
    }
    VolumeInOtherZone {
        title: "a volume lies in another zone than the nodes a pod may use",
        cause: "the PersistentVolume may be used in its own availability zone only, and no schedulable node is there: a direct volume migration makes the volume where its first pod was (BZ 1947487)",
        cure: "let nodes of that zone take the pod, or delete the claim and make it anew with a storage class that binds with the first consumer (WaitForFirstConsumer), then migrate again",
        commands: [
            look "oc get pv -o custom-columns=NAME:.metadata.name,CLAIM:.spec.claimRef.name,ZONE:.spec.nodeAffinity",
            look "oc get nodes -L topology.kubernetes.io/zone",
        ],
        docs: "",
        unlike: "`Multi-Attach error` is a volume that another node holds; a node selector is said as `node affinity/selector`",
    }
    VolumeClaimUnbound {
        title: "a volume claim is not bound",
        cause: "the pod waits for a claim that no volume fits: its storage class is not there, has no provisioner, or cannot give that size or access mode",
        cure: "choose a storage class of the target for that claim in the plan, or make the class",
        commands: [
            look "oc describe pvc -n {namespace}",
            look "oc get storageclass",
        ],
        docs: "",
        unlike: "`waiting for first consumer` is a claim that binds as soon as its pod runs",
    }
    VolumeClaimWaits {
        title: "a volume claim waits for the pod that uses it",
        cause: "its class binds with the first consumer; that is healthy until the pod is there. After a restore it stays so where the claim was restored without its pod, or its class is mapped to another",
        cure: "restore the pod, too, or start one that uses the claim; see the class mapping of the restore",
        commands: [
            look "oc describe pvc -n {namespace}",
            look "oc get pods -n {namespace}",
        ],
        docs: "",
        unlike: "`unbound immediate PersistentVolumeClaims` has no volume at all",
    }
    VolumeAttachedElsewhere {
        title: "a volume is attached to another node",
        cause: "the volume is ReadWriteOnce and a pod on another node still has it, or its old attachment was not taken away after that node failed",
        cure: "end the pod that holds it, or wait until the old node lets it go (6 minutes); then the new pod starts by itself",
        commands: [
            look "oc get volumeattachment",
            look "oc get pods -n {namespace} -o wide",
        ],
        docs: "",
        unlike: "`volume node affinity conflict` is a zone",
    }
    RsyncWithoutRoot {
        title: "rsync does not run as root, and may not read files or set their owners",
        cause: "since MTC 1.7.5 the rsync pods run without root unless they are let: chown, utimes or reading another's files then ends in `Operation not permitted` or `Permission denied` and code 23. RsyncServerPodsRunningAsNonRoot only says that they do so; it is no failure by itself",
        cure: "label the namespace of the source as privileged (the label is copied to the target; without it the pods run without root, and nobody says so), and let rsync be privileged",
        commands: [
            cure "oc label namespace {namespace} pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=privileged pod-security.kubernetes.io/warn=privileged --overwrite" on source,
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"migration_rsync_privileged\":true}}'" on target,
            cure "oc patch migmigration {migration} -n openshift-migration --type merge -p '{\"spec\":{\"runAsRoot\":true}}'" on host,
        ],
        docs: "",
        unlike: "`some files vanished` with code 24 is an application that writes; `Permission denied` of restic on an NFS volume is root_squash",
    }
    RsyncFilesVanished {
        title: "files went away while they were copied",
        cause: "an application still writes to the volume: files that were listed were gone when they were to be read. What was copied is whole; it is not one point in time",
        cure: "quiesce the application (cutover does), or run the stage again",
        commands: [],
        docs: "",
        unlike: "code 23 is files that could not be copied",
    }
    RsyncConnectionLost {
        title: "the connection that a volume is sent over was cut",
        cause: "rsync only sees its stunnel end (`localhost` where it refuses: stunnel does not listen at all): what cut it stands in the stunnel container's log: the route, a proxy (`CONNECT request rejected`), a firewall with a time limit, or a target pod that ended",
        cure: "read the log of stunnel first; then probe the route from the source",
        commands: [
            look "oc logs {pod} -c stunnel -n {namespace}",
            look "{probe} endpoints {endpoint}",
        ],
        docs: "",
        unlike: "`No space left on device` and `Permission denied` before the last line are the cause where they stand",
    }
    VolumeFull {
        title: "a volume of the target is too small",
        cause: "the target's volume is full before everything is copied: sizes were taken from the claim, while the source's volume was larger or its files are sparse",
        cure: "let MTC adjust the sizes (PvCapacityAdjustmentRequired says which), or make the claim larger, then migrate again",
        commands: [
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"enable_dvm_pv_resizing\":true}}'" on host,
            look "oc get migplan -n openshift-migration -o jsonpath='{.items[*].spec.persistentVolumes[*].pvc}'" on host,
        ],
        docs: "",
        unlike: "`low on resource: ephemeral-storage` is a node's disk",
    }
}
