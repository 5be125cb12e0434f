//! What is said of namespaces, rights, objects and API servers, beside the errors that `mtc::status`
//! reads, and of the sums in the end. Rows of text of others. Opens nothing.

use crate::codes::Topic;
use crate::logs::Writer;
use crate::triage::finding::Harm;
use crate::triage::row::{At, Levels, Row};

const PLAN: &str = "mig-controller: pkg/controller/migplan/validation.go; mtc chapter 12.4.4";
const RESTORED: &str = "kubernetes: apimachinery pkg/api/errors; velero restores";
const API: &str = "client-go; etcd; Go: net/http2; velero#2232, #7991, #8310";
const SERVICES: &str = "kubernetes: pkg/registry/core/service; velero#1950, #2308, #3419";
const DPA: &str = "oadp-operator: internal/controller/validator.go; oadp-operator#373, #420";
const GO: &str = "Go: runtime/panic.go; kubernetes: apimachinery pkg/util/runtime";
const HOOKS: &str = "mig-controller: pkg/controller/migmigration/hook.go";
const PHASES: &str = "velero: pkg/apis/velero/v1; oadp-operator#127, #640, #1420";

/// Who tells conditions by their types. In YAML the type alone does not say that it holds: objects are
/// read whole.
const CONDITIONS: &[Writer] = &[Writer::Describe, Writer::KubeEvent, Writer::ZapJson];

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Topic::UidRangeConflict,
        &[
            "already exist in the target cluster with different values of UID/Supplemental Groups/SELinux Labels",
        ],
        PLAN,
    ),
    Row::new(Topic::NamespaceConflict, &["ConflictingNamespaces"], PLAN)
        .by(CONDITIONS)
        .from_level(Levels::Trouble),
    Row::new(
        Topic::ClusterObjectMissing,
        &[
            "securitycontextconstraints.security.openshift.io \"{name}\" not found",
            "clusterroles.rbac.authorization.k8s.io \"{name}\" not found",
            "clusterrole.rbac.authorization.k8s.io \"{name}\" not found",
            "priorityclasses.scheduling.k8s.io \"{name}\" not found",
            "no PriorityClass with name {name} was found",
            "storageclasses.storage.k8s.io \"{name}\" not found",
            "storageclass.storage.k8s.io \"{name}\" not found",
        ],
        RESTORED,
    )
    .from_level(Levels::Trouble),
    Row::new(Topic::ApiVersionMissing, &["GVKsIncompatible"], PLAN)
        .by(CONDITIONS)
        .from_level(Levels::Trouble),
    Row::new(
        Topic::NodePortTaken,
        &["provided port is already allocated"],
        SERVICES,
    ),
    Row::new(
        Topic::HookFailed,
        &["Hook job {namespace}/{name} failed."],
        HOOKS,
    ),
    Row::new(
        Topic::ApiServerBusy,
        &[
            "client rate limiter Wait returned an error: {error}",
            "etcdserver: leader changed",
            "etcdserver: request timed out",
            "http2: no cached connection was available",
            "http2: client connection lost",
            "timed out waiting for caches to sync",
        ],
        API,
    )
    .from_level(Levels::Trouble),
    Row::new(
        Topic::ProgramPanicked,
        &[
            "panic: {reason}",
            "fatal error: runtime: out of memory",
            "fatal error: concurrent map {access}",
        ],
        GO,
    )
    .at(At::Whole)
    .by(&[Writer::Plain]),
    Row::new(Topic::ProgramPanicked, &["Observed a panic: {reason}"], GO)
        .at(At::Message)
        .from_level(Levels::Error),
    Row::new(
        Topic::DpaInvalid,
        &[
            "no backupstoragelocations configured",
            "only one DPA CR can exist per OADP installation namespace",
        ],
        DPA,
    ),
    Row::new(Topic::PartiallyFailed, &["PartiallyFailed"], PHASES)
        .beside(&["Phase"])
        .by(&[Writer::Describe])
        .harm(Harm::Symptom),
    Row::new(
        Topic::PartiallyFailed,
        &[
            "phase: PartiallyFailed",
            "\"phase\":\"PartiallyFailed\"",
            "\"phase\": \"PartiallyFailed\"",
        ],
        PHASES,
    )
    .harm(Harm::Symptom),
];
