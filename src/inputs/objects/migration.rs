//! MTC's own objects: MigCluster and MigStorage (`migration.openshift.io/v1alpha1`).
//! Pure.

use serde::Deserialize;

use super::gather::{Client, Context, Gather, without_credentials};
use super::item::Item;
use super::storage::{Field, Storage};
use super::{ca, fields, said};
use crate::objects::{Address, MtcObject, ObjectKind};
use crate::quote::visible;

#[derive(Default, Deserialize)]
#[serde(default)]
struct MigCluster {
    spec: ClusterSpec,
    status: said::Status,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ClusterSpec {
    is_host_cluster: bool,
    url: String,
    insecure: bool,
    ca_bundle: String,
    exposed_registry_path: String,
    service_account_secret_ref: said::Reference,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MigStorage {
    spec: StorageSpec,
    status: said::Status,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct StorageSpec {
    backup_storage_provider: String,
    backup_storage_config: StorageConfig,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct StorageConfig {
    aws_bucket_name: String,
    aws_region: String,
    aws_s3_url: String,
    aws_public_url: String,
    aws_s3_force_path_style: bool,
    #[serde(rename = "s3CustomCABundle")]
    s3_custom_ca_bundle: String,
    azure_storage_account: String,
    gcp_bucket: String,
    insecure: bool,
    creds_secret_ref: said::Reference,
}

/// A cluster that MTC connects to, and its registry.
pub fn cluster(mut item: Item, _: &Context, gather: &mut Gather) {
    let MigCluster { spec, status } = fields::read(&mut item, gather);
    let mut addresses = Vec::new();
    let mut address = |field: &str, text: &str| {
        addresses.push(Address {
            field: field.into(),
            text: Some(without_credentials(text)),
        });
    };
    // Of the host cluster MTC uses what every pod is given.
    if !spec.is_host_cluster && !spec.url.is_empty() {
        address("spec.url", &spec.url);
        if spec.url.contains("://") {
            gather.lead(&item, ("api", "spec.url", &spec.url), Client::Mtc);
        } else {
            gather.note(
                &item,
                "spec.url",
                "neither https:// nor http://, so nothing is probed there",
            );
        }
    }
    if !spec.exposed_registry_path.is_empty() {
        let field = "spec.exposedRegistryPath";
        address(field, &spec.exposed_registry_path);
        gather.lead(
            &item,
            ("registry", field, registry(&spec.exposed_registry_path)),
            Client::Mtc,
        );
    }
    let ca = ca::field(&item, gather, "spec.caBundle", Some(&spec.ca_bundle));
    let secret = spec
        .service_account_secret_ref
        .of(item.object.namespace.as_deref());
    gather.objects.push(MtcObject {
        kind: ObjectKind::MigCluster,
        source: gather.source.clone(),
        addresses,
        host_cluster: spec.is_host_cluster,
        location_name: None,
        provider: None,
        insecure: spec.insecure,
        ca,
        secret,
        reported: status.reported(),
        object: item.object,
    });
}

/// As the controller reads it: what stands behind `//`, without slashes, always over TLS; its port
/// is 443 whatever the console says.
fn registry(path: &str) -> &str {
    let path = path.split("//").last().unwrap_or(path).trim_matches('/');
    path.split('/').next().unwrap_or(path)
}

/// A replication repository as MTC tests it.
pub fn storage(mut item: Item, _: &Context, gather: &mut Gather) {
    let MigStorage { spec, status } = fields::read(&mut item, gather);
    let config = spec.backup_storage_config;
    let name = |field: &str| format!("spec.backupStorageConfig.{field}");
    let storage = Storage {
        provider: Field::new("spec.backupStorageProvider", &spec.backup_storage_provider),
        bucket: if spec.backup_storage_provider == "gcp" {
            config.gcp_bucket
        } else {
            config.aws_bucket_name
        },
        region: config.aws_region,
        // With any URL, MTC does not put the bucket into the name.
        path_style: config.aws_s3_force_path_style || !config.aws_public_url.is_empty(),
        url: Field::new(name("awsS3Url"), &config.aws_s3_url),
        public_url: Field::new(name("awsPublicUrl"), &config.aws_public_url),
        account: Field::new(name("azureStorageAccount"), &config.azure_storage_account),
        account_url: Field::default(),
    };
    let addresses = storage.lead(&item, gather, &Client::Mtc);
    let ca = ca::field(
        &item,
        gather,
        &name("s3CustomCABundle"),
        Some(&config.s3_custom_ca_bundle),
    );
    let secret = config.creds_secret_ref.of(item.object.namespace.as_deref());
    gather.objects.push(MtcObject {
        kind: ObjectKind::MigStorage,
        source: gather.source.clone(),
        addresses,
        host_cluster: false,
        location_name: None,
        provider: Some(visible(&spec.backup_storage_provider)).filter(|p| !p.is_empty()),
        insecure: config.insecure,
        ca,
        secret,
        reported: status.reported(),
        object: item.object,
    });
}
