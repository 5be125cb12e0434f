//! The kinds of objects that MTC and Velero connect for: one row each, with its names and with the
//! fields in which its CA bundle is. Plain data; what a test of each says is `mtc`'s.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of a kind.
#[derive(Debug)]
pub struct KindRow {
    /// As in `kind:`.
    pub name: &'static str,
    /// As `--for` is usually written: `bsl`. It takes the name, too.
    pub short: &'static str,
    /// Who tests it.
    pub tested_by: Controller,
    /// It is a place for data, which pods of both clusters use.
    pub storage: bool,
    /// The list whose entries are an object each, where one object has several.
    pub list: Option<&'static str>,
    /// The field that takes the CA bundle; of a list, below the entry.
    pub ca: &'static str,
    /// The only field whose endpoints the CA bundle is for; `None`: it is for all of them.
    pub ca_for: Option<&'static str>,
    /// The format of `export-bundle` that patches it.
    pub patch: &'static str,
}

/// Whose test of an object decides what its status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controller {
    /// MTC's migration-controller. The MTC console has a form for such an object.
    Mtc,
    /// Velero, which OADP runs.
    Velero,
}

/// `spec.url` of a MigCluster: its API server.
pub const CLUSTER_URL: &str = "spec.url";
/// `spec.exposedRegistryPath` of a MigCluster: its registry.
pub const CLUSTER_REGISTRY: &str = "spec.exposedRegistryPath";

/// Makes the enum and its table from one row for each kind.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident => $row:expr;)*) => {
        /// The kinds that MTC and Velero connect for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum ObjectKind { $($(#[$doc])* $variant,)* }

        impl ObjectKind {
            /// Every kind, in the order in which sentences list them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// What is known of it.
            #[must_use]
            pub const fn row(self) -> &'static KindRow {
                match self { $(Self::$variant => &$row),* }
            }
        }
    };
}

kinds! {
    /// One cluster of a migration (`migration.openshift.io`).
    MigCluster => KindRow {
        name: "MigCluster",
        short: "migcluster",
        tested_by: Controller::Mtc,
        storage: false,
        list: None,
        ca: "spec.caBundle",
        ca_for: Some(CLUSTER_URL),
        patch: "migcluster-patch",
    };
    /// A replication repository (`migration.openshift.io`).
    MigStorage => KindRow {
        name: "MigStorage",
        short: "migstorage",
        tested_by: Controller::Mtc,
        storage: true,
        list: None,
        ca: "spec.backupStorageConfig.s3CustomCABundle",
        ca_for: None,
        patch: "migstorage-patch",
    };
    /// A place to which Velero writes backups (`velero.io`).
    BackupStorageLocation => KindRow {
        name: "BackupStorageLocation",
        short: "bsl",
        tested_by: Controller::Velero,
        storage: true,
        list: None,
        ca: "spec.objectStorage.caCert",
        ca_for: None,
        patch: "bsl-patch",
    };
    /// The configuration of OADP (`oadp.openshift.io`), which holds backup locations.
    DataProtectionApplication => KindRow {
        name: "DataProtectionApplication",
        short: "dpa",
        tested_by: Controller::Velero,
        storage: true,
        list: Some("spec.backupLocations"),
        ca: "velero.objectStorage.caCert",
        ca_for: None,
        patch: "dpa-patch",
    };
}

impl ObjectKind {
    /// As in `kind:`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The kind that is called so in `--for`, in whatever case.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let fits = |row: &KindRow| {
            [row.short, row.name]
                .iter()
                .any(|n| n.eq_ignore_ascii_case(word))
        };
        Self::ALL.iter().copied().find(|kind| fits(kind.row()))
    }
}
