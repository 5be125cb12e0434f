//! What MTC's own objects say: where they make pods connect, with which trust, and what MTC last
//! wrote into their status. Plain data, read by `inputs` and judged by `mtc`. Holds no secret: a
//! field with a private key in it is not kept. What a terminal would obey was made visible when it
//! was read, so that saved runs show it too. May name `target`.

mod dumped;
mod kind;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::target::{ObjectRef, Origin};

pub use dumped::{DumpedFields, DumpedObject};
pub use kind::{CLUSTER_REGISTRY, CLUSTER_URL, Controller, KindRow, ObjectKind};

/// An object whose connections somebody other than us will make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MtcObject {
    /// Which kind of object this is.
    pub kind: ObjectKind,
    /// As MTC knows it. Of a DataProtectionApplication, one per backup location: its fields begin
    /// with `spec.backupLocations[N]`.
    pub object: ObjectRef,
    /// The file, or the command, it was read from.
    pub source: String,
    /// What it makes pods connect to, as written, first what a test of it connects to first.
    pub addresses: Vec<Address>,
    /// MigCluster `spec.isHostCluster`: it connects to nothing.
    pub host_cluster: bool,
    /// Storages only: `aws`, `gcp`, `azure`, or whatever else is written there.
    pub provider: Option<Foreign>,
    /// The name of its own that a backup location has in a DataProtectionApplication: its
    /// BackupStorageLocation is called so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_name: Option<Foreign>,
    /// TLS is not verified.
    pub insecure: bool,
    /// The CA bundle it has.
    pub ca: Option<CaField>,
    /// The Secret that its CA bundle is in, for Velero 1.18 and later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_reference: Option<CaReference>,
    /// The credentials Secret it names (`namespace/name`); never read.
    pub secret: Option<Foreign>,
    /// What MTC or Velero last wrote of it.
    pub reported: Vec<ReportedCondition>,
}

impl MtcObject {
    /// Whether a target was named by this object, in that field.
    #[must_use]
    pub fn named(&self, origin: &Origin, field: &str) -> bool {
        matches!(origin, Origin::Object { source, object, field: named } if *source == self.source && *object == self.object && named == field)
    }
}

/// One field that leads somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RecordedAddress")]
pub struct Address {
    /// `spec.url`, `spec.exposedRegistryPath`, `spec.backupStorageConfig.awsS3Url`; the origins of
    /// its target name the same.
    pub field: String,
    /// As written, without user and password; `None` where the field is absent and a default of the
    /// provider holds.
    pub text: Option<Foreign>,
    /// Of a storage: the endpoint that its client asks (`host:port`), which may have the bucket in
    /// its name; absent where none follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// What it is asked for.
    #[serde(default, skip_serializing_if = "AddressUse::is_test")]
    pub asked_for: AddressUse,
}

/// Who needs an endpoint of a storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AddressUse {
    /// The test that decides what the status says.
    #[default]
    Test,
    /// The same test, which goes on without its answer.
    Optional,
    /// Backups by the pods of Velero, restic or kopia; no test.
    Volumes,
    /// Downloads of logs and backups by `velero`, from where it runs; no test.
    Downloads,
}

impl AddressUse {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    fn is_test(&self) -> bool {
        *self == Self::Test
    }
}

/// A CA bundle that stands in a Secret, which is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaReference {
    /// `spec.objectStorage.caCertRef`.
    pub field: String,
    /// The Secret, in the object's own namespace.
    pub secret: Foreign,
    /// The key in the Secret.
    pub key: Foreign,
}

/// A CA bundle inside an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaField {
    /// `spec.caBundle`.
    pub field: String,
    /// What its reader gets, with the base64 of the API taken off. Empty where it held a private
    /// key.
    #[serde(with = "crate::objects::base64_bytes")]
    #[schemars(with = "String")]
    pub bytes: Vec<u8>,
    /// It held a private key, which was not kept.
    pub held_a_key: bool,
}

/// An object of MTC's, Velero's or OADP's that is read for its status alone: it makes nobody connect
/// by itself, and says how a migration or a backup goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusObject {
    /// Kind, namespace and name.
    pub object: ObjectRef,
    /// The file, or the command, it was read from.
    pub source: String,
    /// What its controller last wrote of it.
    pub reported: Vec<ReportedCondition>,
}

/// A condition of a status, a phase put as one, or an entry of a list of errors, which is named after
/// the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedCondition {
    /// `TestConnectFailed`, `Ready`, `Unavailable`.
    #[serde(rename = "type")]
    pub kind: Foreign,
    /// The condition's `reason`: one word for programs.
    pub reason: Option<Foreign>,
    /// The condition's `message`: a sentence for people.
    pub message: Option<Foreign>,
    /// `status: "True"`.
    pub holds: bool,
    /// MTC's `category`: `Critical`, `Error`, `Warn`, `Required`, `Advisory`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Foreign>,
    /// `lastTransitionTime`: it has been so since then. Of a BackupStorageLocation
    /// `lastValidationTime`: it was so then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Moment>,
}

pub(crate) mod base64_bytes {
    //! Bytes as base64 in JSON.
    //! Names nothing of ours.

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD
            .decode(String::deserialize(from)?)
            .map_err(de::Error::custom)
    }
}
