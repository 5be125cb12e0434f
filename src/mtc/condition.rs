//! The conditions that MTC and Velero set, as rows: type, reason, and the literal message. Words
//! only. Read from mig-controller's `validation.go` of MigCluster and MigStorage (August 2025) and
//! Velero's `backup_storage_location_controller.go`; which of them applies is decided in `cluster`
//! and `storage`.

use super::cause::PodError;

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

/// A condition that would be set, and what MTC puts into its message.
#[derive(Clone, Debug)]
pub struct ExpectedCondition {
    /// The row.
    pub condition: &'static MtcCondition,
    fills: Vec<Fill>,
}

/// What MTC puts in the place of one `{}`.
#[derive(Clone, Debug)]
pub(super) enum Fill {
    /// As it is.
    Text(String),
    /// An error.
    Error(PodError),
    /// An error, as Go's `%#v` quotes it.
    Quoted(PodError),
}

impl ExpectedCondition {
    /// The whole message, with these words for its errors.
    pub fn message(&self, words: impl Fn(&PodError) -> String) -> String {
        let filled = |fill: &Fill| match fill {
            Fill::Text(text) => text.clone(),
            Fill::Error(error) => words(error),
            Fill::Quoted(error) => format!("{:?}", words(error)),
        };
        let mut parts = self.condition.message.split("{}");
        let first = parts.next().unwrap_or_default().to_owned();
        let fills = self
            .fills
            .iter()
            .map(filled)
            .chain(std::iter::repeat(String::new()));
        fills
            .zip(parts)
            .fold(first, |message, (fill, part)| message + &fill + part)
    }
}

impl MtcCondition {
    /// With each `{}` filled, in order.
    pub(super) fn with(&'static self, texts: &[&str]) -> ExpectedCondition {
        let fill = |text: &&str| Fill::Text((*text).to_owned());
        self.filled(texts.iter().map(fill).collect())
    }

    /// The same, with errors among what is put in.
    pub(super) const fn filled(&'static self, fills: Vec<Fill>) -> ExpectedCondition {
        ExpectedCondition {
            condition: self,
            fills,
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
        let words = |error: &PodError| format!("{error:?}");
        let expected = STORAGE_TEST_FAILED.with(&["EOF", "ns/name"]);
        assert_eq!(
            expected.message(words),
            "The `backupStorageConfig` settings [EOF] not provided in secret ns/name not valid."
        );
        assert_eq!(
            CLUSTER_CONNECT_FAILED.with(&[""]).message(words),
            "Test connect failed. "
        );
    }
}
