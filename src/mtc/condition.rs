//! The conditions that MTC and Velero set, as rows: type, reason, and the literal message. Words
//! only. Read from mig-controller's `validation.go` of MigCluster and MigStorage (August 2025) and
//! Velero's `backup_storage_location_controller.go`; which of them applies is decided in `cluster`
//! and `storage`.

/// One condition that can stand in a status.
pub struct MtcCondition {
    /// Names the row in tests: `cluster-url-not-set`.
    pub name: &'static str,
    /// As in `type:`; a BackupStorageLocation has a phase instead.
    pub kind: &'static str,
    /// As in `reason:`; empty where there is none.
    pub reason: &'static str,
    /// As MTC prints it, `{}` where it puts something in.
    pub message: &'static str,
    /// The object is usable.
    pub good: bool,
}

impl std::fmt::Debug for MtcCondition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A condition that would be set, with its whole message.
#[derive(Clone, Debug)]
pub struct ExpectedCondition {
    pub condition: &'static MtcCondition,
    pub message: String,
}

impl MtcCondition {
    /// With each `{}` filled, in order.
    pub fn with(&'static self, words: &[&str]) -> ExpectedCondition {
        let mut parts = self.message.split("{}");
        let mut message = parts.next().unwrap_or_default().to_owned();
        for (n, part) in parts.enumerate() {
            message += words.get(n).copied().unwrap_or_default();
            message += part;
        }
        ExpectedCondition {
            condition: self,
            message,
        }
    }
}

macro_rules! conditions {
    ($($id:ident = $name:literal, $kind:literal, $reason:literal, $good:literal, $message:literal;)*) => {
        $(pub(crate) static $id: MtcCondition = MtcCondition { name: $name, kind: $kind, reason: $reason, message: $message, good: $good };)*
        /// Every row.
        pub static ALL: &[&MtcCondition] = &[$(&$id),*];
    };
}

conditions! {
    CLUSTER_URL_NOT_SET = "cluster-url-not-set", "InvalidURL", "NotSet", false, "The `spec.URL` is required for non-host cluster.";
    CLUSTER_URL_MALFORMED = "cluster-url-malformed", "InvalidURL", "Malformed", false, "The `spec.URL` is malformed.";
    CLUSTER_URL_SCHEME = "cluster-url-scheme", "InvalidURL", "InvalidScheme", false, "The `url` scheme is invalid, must be: (http|https).";
    CLUSTER_CONNECT_FAILED = "cluster-connect-failed", "TestConnectFailed", "ConnectFailed", false, "Test connect failed. {}";
    CLUSTER_ROUTE_INVALID = "cluster-route-invalid", "InvalidRegistryRoute", "RouteTestFailed", false, "Exposed registry route is invalid, Error : {}";
    CLUSTER_ROUTE_STATUS = "cluster-route-status", "InvalidRegistryRoute", "RouteTestFailed", false, "Exposed registry route connection test failed, Response code received: {}";
    CLUSTER_READY = "cluster-ready", "Ready", "", true, "The cluster is ready.";
    STORAGE_PROVIDER_NOT_SET = "storage-provider-not-set", "InvalidBackupStorageProvider", "NotSet", false, "The `spec.BackupStorageProvider` must be: (aws|gcp|azure).";
    STORAGE_PROVIDER_UNKNOWN = "storage-provider-unknown", "InvalidBackupStorageProvider", "NotSupported", false, "The `spec.BackupStorageProvider` must be: (aws|gcp|azure), provider {}";
    STORAGE_SECRET_NOT_SET = "storage-secret-not-set", "InvalidBackupStorageCredsSecretRef", "NotSet", false, "The `backupStorageConfig.credsSecretRef` must reference a valid `secret`.";
    STORAGE_SETTINGS = "storage-settings", "InvalidBackupStorageSettings", "NotSupported", false, "The `backupStorageConfig.credsSecretRef` must reference a valid `secret`, subject: {}, [{}].";
    STORAGE_TEST_FAILED = "storage-test-failed", "BackupStorageProviderTestFailed", "TestFailed", false, "The `backupStorageConfig` settings [{}] not provided in secret {} not valid.";
    STORAGE_READY = "storage-ready", "Ready", "", true, "The storage is ready.";
    LOCATION_UNAVAILABLE = "location-unavailable", "Unavailable", "", false, "BackupStorageLocation \"{}\" is unavailable: rpc error: code = Unknown desc = {}";
    LOCATION_AVAILABLE = "location-available", "Available", "", true, "";
}

/// What MTC adds where the error holds `x509`, there is no caBundle and TLS is verified.
pub(super) const SELF_SIGNED_HINT: &str =
    "The `caBundle` is required for self-signed API server certificates.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_filled_in_order() {
        let expected = STORAGE_TEST_FAILED.with(&["EOF", "ns/name"]);
        assert_eq!(
            expected.message,
            "The `backupStorageConfig` settings [EOF] not provided in secret ns/name not valid."
        );
        assert_eq!(
            CLUSTER_CONNECT_FAILED.with(&[""]).message,
            "Test connect failed. "
        );
    }
}
