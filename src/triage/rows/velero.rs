//! What Velero says of backups and repositories. Rows of text; no IO.
//! Storage services' own errors are `dialects`'.

use crate::triage::finding::Harm;
use crate::triage::row::{At, Row};
use crate::triage::topic::Topic;

const VELERO: &str = "velero: pkg/restic, pkg/podvolume, pkg/controller";

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Topic::LeftoverRepository,
        &["error getting backup storage location: {kind}torage{location}ocation.velero.io \"{name}\" not found"],
        VELERO,
    )
    .at(At::Error)
    .beside(&["Error checking repository for stale locks"])
    .harm(Harm::Ignorable)
    .versions("Velero up to 1.9"),
    Row::new(
        Topic::VolumeBackupTimeout,
        &["timed out waiting for all PodVolumeBackups to complete"],
        VELERO,
    ),
];
