//! MTC's own objects: MigCluster and MigStorage (`migration.openshift.io/v1alpha1`), which name the
//! clusters and storages it connects to.

use super::context::ObjectContext;
use super::findings::ObjectFindings;
use super::item::Item;
use super::routings::ConnectsFrom;
use super::storage::{AzureFields, Storage};
use super::{ca, status};
use crate::foreign::{Foreign, visible};
use crate::objects::{CLUSTER_REGISTRY, CLUSTER_URL, MtcObject, ObjectKind};
use crate::roles::RoleRef;

/// A cluster that MTC connects to, and its registry.
pub(super) fn cluster<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let (url, path) = (found.text(CLUSTER_URL), found.text(CLUSTER_REGISTRY));
    let host_cluster = found.flag("spec.isHostCluster");
    let mut addresses = Vec::new();
    // MTC does not use the URL of the host cluster, but what every pod is given.
    if !host_cluster && !url.text.is_empty() {
        addresses.push(url.address());
        if url.text.contains("://") {
            found.lead(RoleRef::API, &url.path, url.text, &ConnectsFrom::Mtc);
        } else {
            found.note(
                &url.path,
                "neither https:// nor http://, so nothing is probed there",
            );
        }
    }
    if !path.text.is_empty() {
        addresses.push(path.address());
        found.lead(
            RoleRef::REGISTRY,
            &path.path,
            registry(path.text),
            &ConnectsFrom::Mtc,
        );
    }
    let object = MtcObject {
        addresses,
        host_cluster,
        insecure: found.flag("spec.insecure"),
        ca: ca::field(&mut found, ObjectKind::MigCluster.row().ca),
        secret: status::secret(&mut found, "spec.serviceAccountSecretRef"),
        ..status::object(&mut found, ObjectKind::MigCluster)
    };
    found.objects.push(object);
    found
}

/// The registry's address as MTC's controller reads it: what follows `//`, without slashes, always
/// over TLS. The port is 443, whatever the console says.
fn registry(path: &str) -> &str {
    let path = path.split("//").last().unwrap_or(path).trim_matches('/');
    path.split('/').next().unwrap_or(path)
}

/// A replication repository as MTC tests it.
pub(super) fn storage<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let name = |field: &str| format!("spec.backupStorageConfig.{field}");
    let provider = found.text("spec.backupStorageProvider");
    let (aws, gcp) = (
        found.text(name("awsBucketName")),
        found.text(name("gcpBucket")),
    );
    let storage = Storage {
        bucket: if provider.text == "gcp" {
            gcp.text
        } else {
            aws.text
        },
        region: found.text(name("awsRegion")).text,
        url: found.text(name("awsS3Url")),
        public_url: found.text(name("awsPublicUrl")),
        azure: AzureFields {
            account: found.text(name("azureStorageAccount")),
            ..AzureFields::default()
        },
        provider,
        ..Storage::default()
    };
    let object = MtcObject {
        addresses: storage.lead(&mut found, &ConnectsFrom::Mtc),
        provider: Some(Foreign::from(visible(storage.provider.text))).filter(|p| !p.is_empty()),
        insecure: found.flag(&name("insecure")),
        ca: ca::field(&mut found, ObjectKind::MigStorage.row().ca),
        secret: status::secret(&mut found, &name("credsSecretRef")),
        ..status::object(&mut found, ObjectKind::MigStorage)
    };
    found.objects.push(object);
    found
}
