//! Where Velero keeps backups: BackupStorageLocation (`velero.io/v1`), and OADP's
//! DataProtectionApplication, which makes them. Pure.

use serde::Deserialize;

use super::gather::{Client, CloudStorage, Context, Gather};
use super::item::Item;
use super::storage::{Field, Storage};
use super::{ca, fields, said};
use crate::objects::{MtcObject, ObjectKind, ReportedCondition};
use crate::quote::visible;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location {
    spec: LocationSpec,
    status: said::Status,
}

/// The same in a BackupStorageLocation and in a DataProtectionApplication.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct LocationSpec {
    provider: String,
    object_storage: ObjectStorage,
    config: Config,
    credential: said::Reference,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ObjectStorage {
    bucket: String,
    ca_cert: String,
}

/// All text, whatever it stands for: the API has a map of strings.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Config {
    s3_url: String,
    public_url: String,
    region: String,
    s3_force_path_style: String,
    #[serde(rename = "insecureSkipTLSVerify")]
    insecure_skip_tls_verify: String,
    storage_account: String,
    #[serde(rename = "storageAccountURI")]
    storage_account_uri: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Application {
    spec: ApplicationSpec,
    status: said::Status,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ApplicationSpec {
    backup_locations: Vec<BackupLocation>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BackupLocation {
    name: String,
    velero: Option<LocationSpec>,
    bucket: Option<Bucket>,
}

/// A bucket that OADP makes itself.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Bucket {
    cloud_storage_ref: said::Reference,
    config: Config,
    credential: said::Reference,
    ca_cert: String,
}

/// Where one location is written.
struct Place<'a> {
    kind: ObjectKind,
    prefix: &'a str,
    ca: &'a str,
    name: Option<String>,
    reported: Vec<ReportedCondition>,
}

/// A BackupStorageLocation.
pub fn location(mut item: Item, _: &Context, gather: &mut Gather) {
    let Location { spec, status } = fields::read(&mut item, gather);
    let place = Place {
        kind: ObjectKind::BackupStorageLocation,
        prefix: "spec",
        ca: "objectStorage.caCert",
        name: None,
        reported: status.reported(),
    };
    take(&item, gather, spec, place);
}

/// Every location of a DataProtectionApplication.
pub fn application(mut item: Item, context: &Context, gather: &mut Gather) {
    let Application { spec, status } = fields::read(&mut item, gather);
    let reported = status.reported();
    for (n, location) in spec.backup_locations.into_iter().enumerate() {
        let name = Some(visible(&location.name)).filter(|name| !name.is_empty());
        let (prefix, ca, spec) = match location {
            BackupLocation {
                velero: Some(spec), ..
            } => ("velero", "objectStorage.caCert", spec),
            BackupLocation {
                bucket: Some(bucket),
                ..
            } => ("bucket", "caCert", bucket.spec(&item, context)),
            BackupLocation { .. } => continue,
        };
        let prefix = format!("spec.backupLocations[{n}].{prefix}");
        take(
            &item,
            gather,
            spec,
            Place {
                kind: ObjectKind::DataProtectionApplication,
                prefix: &prefix,
                ca,
                name,
                reported: reported.clone(),
            },
        );
    }
}

impl Bucket {
    /// With what its CloudStorage says, where that is among the objects.
    fn spec(self, item: &Item, context: &Context) -> LocationSpec {
        let key = (
            item.object.namespace.clone().unwrap_or_default(),
            self.cloud_storage_ref.name().to_owned(),
        );
        let CloudStorage {
            bucket,
            provider,
            region,
        } = context
            .cloud_storages
            .get(&key)
            .cloned()
            .unwrap_or_default();
        let region = if self.config.region.is_empty() {
            region
        } else {
            self.config.region
        };
        LocationSpec {
            provider,
            object_storage: ObjectStorage {
                bucket,
                ca_cert: self.ca_cert,
            },
            config: Config {
                region,
                ..self.config
            },
            credential: self.credential,
        }
    }
}

fn take(item: &Item, gather: &mut Gather, spec: LocationSpec, place: Place<'_>) {
    let name = |field: &str| format!("{}.{field}", place.prefix);
    let config = spec.config;
    let storage = Storage {
        provider: Field::new(name("provider"), &spec.provider),
        bucket: spec.object_storage.bucket,
        region: config.region,
        path_style: is_true(&config.s3_force_path_style),
        url: Field::new(name("config.s3Url"), &config.s3_url),
        public_url: Field::new(name("config.publicUrl"), &config.public_url),
        account: Field::new(name("config.storageAccount"), &config.storage_account),
        account_url: Field::new(
            name("config.storageAccountURI"),
            &config.storage_account_uri,
        ),
    };
    let namespace = item.object.namespace.clone().unwrap_or_default();
    let addresses = storage.lead(item, gather, &Client::Velero { namespace });
    let ca = ca::field(
        item,
        gather,
        &name(place.ca),
        Some(&spec.object_storage.ca_cert),
    );
    gather.objects.push(MtcObject {
        kind: place.kind,
        object: item.object.clone(),
        source: gather.source.clone(),
        addresses,
        host_cluster: false,
        location_name: place.name,
        provider: Some(visible(&spec.provider)).filter(|p| !p.is_empty()),
        insecure: is_true(&config.insecure_skip_tls_verify),
        ca,
        secret: spec.credential.of(item.object.namespace.as_deref()),
        reported: place.reported,
    });
}

/// As Go's `strconv.ParseBool` has it.
fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "true" | "TRUE" | "True")
}
