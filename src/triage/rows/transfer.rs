//! What is said of direct volume migrations: MTC's conditions in all their generations, the scheduler's
//! events, rsync and stunnel. Rows of text of others. Opens nothing.

use crate::codes::Topic;
use crate::logs::Writer;
use crate::triage::finding::Harm;
use crate::triage::row::{Levels, Row};

const TASK: &str =
    "mig-controller: pkg/controller/directvolumemigration/task.go, release-1.4.0 to 1.8";
const RSYNC: &str =
    "mig-controller: pkg/controller/directvolumemigration/rsync.go, release-1.4.0 to 1.8";
const SCHEDULER: &str = "kubernetes: pkg/scheduler; mig-controller#694";
const OF_RSYNC: &str = "rsync: errcode.h, rsync.c; mig-operator: docs/usage/RsyncConfiguration.md";
const STUNNEL: &str = "stunnel 5.68; mig-controller#912";
const PLAN: &str = "mig-controller: pkg/controller/migplan/validation.go";

/// Who tells conditions by their types. In YAML the type alone does not say that it holds: objects are
/// read whole.
const CONDITIONS: &[Writer] = &[Writer::Describe, Writer::KubeEvent, Writer::ZapJson];

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Topic::TransferPodsPending,
        &["Some or all transfer pods are not running for more than 10 mins on destination cluster"],
        TASK,
    )
    .versions("MTC 1.4.0 to 1.4.2"),
    Row::new(
        Topic::TransferPodsPending,
        &["Rsync Transfer Pod(s) on destination cluster have not started Running after 10 minutes"],
        TASK,
    )
    .versions("MTC 1.4.3 to 1.4.7"),
    Row::new(
        Topic::TransferPodsPending,
        &[
            "have not started Running within 3 minutes. Run these command(s) to check Pod warning events: [oc describe pod {pod} -n {namespace}]",
            "Rsync Transfer Pod(s) on destination cluster have not started Running within 3 minutes",
        ],
        TASK,
    )
    .versions("MTC 1.5.0 and newer"),
    Row::new(
        Topic::RsyncClientPodsPending,
        &[
            "Rsync Client Pods [{namespace}/{pod}] are stuck in Pending state",
            "Rsync Client Pods {pods} are stuck in Pending state",
        ],
        TASK,
    )
    .versions("MTC 1.4.2 and newer"),
    Row::new(
        Topic::TransferRouteNotAdmitted,
        &["Rsync Transfer Routes have failed to be admitted within {minutes} minutes"],
        TASK,
    )
    .versions("MTC 1.4.3 and newer"),
    Row::new(
        Topic::TransferTimesOut,
        &["All the rsync client pods on source are timing out at {seconds} seconds"],
        RSYNC,
    )
    .versions("MTC 1.4.2 and newer"),
    Row::new(
        Topic::TransferTimesOut,
        &["All the source cluster Rsync Pods have timed out, look at error condition for more details"],
        RSYNC,
    )
    .harm(Harm::Symptom),
    Row::new(
        Topic::TransferNoRoute,
        &[
            "All Rsync client Pods on Source Cluster are failing because of \"no route to host\" error",
            "All the rsync client pods on source failing because of {reason}",
        ],
        RSYNC,
    )
    .versions("MTC 1.4.2 and newer"),
    Row::new(
        Topic::RsyncPodsNotMade,
        &[
            "Repeated errors occurred when attempting to create one or more Rsync pods in the source cluster",
            "Repeated errors occurred when attempting to delete one or more Rsync pods in the source cluster",
        ],
        RSYNC,
    )
    .versions("MTC 1.4.3 and newer"),
    Row::new(
        Topic::VolumeMigrationFailed,
        &[
            "direct volume migration failed. {total} total volumes",
            "DirectVolumeMigration (dvm): {namespace}/{name} failed. See in dvm status.Errors",
        ],
        TASK,
    )
    .harm(Harm::Symptom),
    // The scheduler counts the nodes for each reason; taints of control planes stand among them always.
    Row::new(
        Topic::VolumeInOtherZone,
        &["had volume node affinity conflict"],
        SCHEDULER,
    ),
    Row::new(
        Topic::VolumeClaimUnbound,
        &["unbound immediate PersistentVolumeClaims"],
        SCHEDULER,
    ),
    Row::new(
        Topic::NodeSelectorDiffers,
        &[
            "didn't match Pod's node affinity/selector",
            "didn't match Pod's node affinity",
            "didn't match node selector",
        ],
        SCHEDULER,
    ),
    Row::new(
        Topic::PodNotSchedulable,
        &[
            "nodes are available: {reasons} Insufficient {resource}",
            "nodes are available: {reasons} had untolerated taint",
            "nodes are available: {reasons} that the pod didn't tolerate",
        ],
        SCHEDULER,
    ),
    Row::new(
        Topic::VolumeClaimWaits,
        &["waiting for first consumer to be created before binding"],
        SCHEDULER,
    )
    .harm(Harm::Symptom),
    Row::new(
        Topic::VolumeAttachedElsewhere,
        &["Multi-Attach error for volume \"{volume}\""],
        SCHEDULER,
    ),
    Row::new(
        Topic::RsyncWithoutRoot,
        &[
            "rsync: {operation} \"{path}\" failed: Operation not permitted (1)",
            "rsync: {operation} \"{path}\" failed: Permission denied (13)",
            "rsync: send_files failed to open \"{path}\": Permission denied (13)",
            "rsync: {operation} failed to open \"{path}\": Permission denied (13)",
        ],
        OF_RSYNC,
    ),
    Row::new(
        Topic::RsyncWithoutRoot,
        &["RsyncServerPodsRunningAsNonRoot", "RsyncOperationsAreRunningAsNonRoot"],
        TASK,
    )
    .by(CONDITIONS)
    .harm(Harm::Ignorable)
    .versions("MTC 1.7.5 and newer"),
    Row::new(
        Topic::RsyncFilesVanished,
        &["rsync warning: some files vanished"],
        OF_RSYNC,
    ),
    Row::new(
        Topic::VolumeFull,
        &["failed: No space left on device (28)", "failed on \"{path}\": No space left on device (28)"],
        OF_RSYNC,
    ),
    Row::new(
        Topic::VolumeFull,
        &["PvCapacityAdjustmentRequired"],
        PLAN,
    )
    .by(CONDITIONS)
    .from_level(Levels::Trouble),
    Row::new(
        Topic::RsyncConnectionLost,
        &[
            "rsync: {operation} error: Connection reset by peer (104)",
            "connection unexpectedly closed ({bytes} bytes received so far)",
            "failed to connect to localhost ({loopback}): Connection refused (111)",
        ],
        OF_RSYNC,
    )
    .harm(Harm::Symptom),
    Row::new(
        Topic::RsyncConnectionLost,
        &[
            "SSL_connect: Connection reset by peer (104)",
            "CONNECT request rejected",
        ],
        STUNNEL,
    )
    .by(&[Writer::Stunnel]),
];
