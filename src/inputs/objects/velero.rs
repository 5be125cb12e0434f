//! Where Velero keeps backups: BackupStorageLocation (`velero.io/v1`), and OADP's
//! DataProtectionApplication, which makes them. Pure.

use super::context::{CloudStorage, ObjectContext};
use super::findings::ObjectFindings;
use super::item::{Field, Item};
use super::routings::ConnectsFrom;
use super::storage::Storage;
use super::{ca, status};
use crate::foreign::{Foreign, visible};
use crate::objects::{MtcObject, ObjectKind};

/// Reads a BackupStorageLocation.
pub(super) fn location<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    const KIND: ObjectKind = ObjectKind::BackupStorageLocation;
    let mut found = ObjectFindings::of(item);
    let object = velero(&mut found, KIND, "spec", KIND.row().ca);
    found.objects.push(object);
    found
}

/// Reads every backup location of a DataProtectionApplication.
pub(super) fn application<'a>(item: &'a Item, context: &ObjectContext) -> ObjectFindings<'a> {
    const KIND: ObjectKind = ObjectKind::DataProtectionApplication;
    let mut found = ObjectFindings::of(item);
    let row = KIND.row();
    for location in found.list(row.list.unwrap_or_default()) {
        let name = Foreign::from(visible(found.text(format!("{location}.name")).text));
        let (velero_prefix, bucket_prefix) =
            (format!("{location}.velero"), format!("{location}.bucket"));
        let object = if found.has_map(&velero_prefix) {
            let ca = format!("{location}.{}", row.ca);
            velero(&mut found, KIND, &velero_prefix, &ca)
        } else if found.has_map(&bucket_prefix) {
            bucket(&mut found, context, &bucket_prefix)
        } else {
            continue;
        };
        let location_name = Some(name).filter(|name| !name.is_empty());
        found.objects.push(MtcObject {
            location_name,
            ..object
        });
    }
    found
}

/// Reads a backup location in Velero's form, which both kinds share.
fn velero(found: &mut ObjectFindings<'_>, kind: ObjectKind, prefix: &str, ca: &str) -> MtcObject {
    let name = |field: &str| format!("{prefix}.{field}");
    let storage = Storage {
        provider: found.text(name("provider")),
        bucket: found.text(name("objectStorage.bucket")).text,
        region: found.text(name("config.region")).text,
        ..Storage::default()
    };
    object(found, kind, prefix, storage, ca)
}

/// Reads a bucket that OADP makes itself, with the fields of its CloudStorage if that is among the
/// objects.
fn bucket(found: &mut ObjectFindings<'_>, context: &ObjectContext, prefix: &str) -> MtcObject {
    let name = |field: &str| format!("{prefix}.{field}");
    let named = found.text(name("cloudStorageRef.name")).text;
    let key = (found.item.namespace().to_owned(), named.to_owned());
    let cloud: CloudStorage = context
        .cloud_storages
        .get(&key)
        .cloned()
        .unwrap_or_default();
    let storage = Storage {
        provider: Field {
            path: name("provider"),
            text: &cloud.provider,
        },
        bucket: &cloud.bucket,
        region: match found.text(name("config.region")).text {
            "" => &cloud.region,
            region => region,
        },
        ..Storage::default()
    };
    object(
        found,
        ObjectKind::DataProtectionApplication,
        prefix,
        storage,
        &name("caCert"),
    )
}

fn object(
    found: &mut ObjectFindings<'_>,
    kind: ObjectKind,
    prefix: &str,
    storage: Storage<'_>,
    ca: &str,
) -> MtcObject {
    let name = |field: &str| format!("{prefix}.{field}");
    // The API has a map of strings here, so every value is text.
    let storage = Storage {
        path_style: is_true(found.text(name("config.s3ForcePathStyle")).text),
        url: found.text(name("config.s3Url")),
        public_url: found.text(name("config.publicUrl")),
        account: found.text(name("config.storageAccount")),
        account_url: found.text(name("config.storageAccountURI")),
        ..storage
    };
    let client = ConnectsFrom::Velero {
        namespace: found.item.namespace().to_owned(),
    };
    MtcObject {
        addresses: storage.lead(found, &client),
        provider: Some(Foreign::from(visible(storage.provider.text))).filter(|p| !p.is_empty()),
        insecure: is_true(found.text(name("config.insecureSkipTLSVerify")).text),
        ca: ca::field(found, ca),
        secret: status::secret(found, &name("credential")),
        ..status::object(found, kind)
    }
}

/// Whether Go's `strconv.ParseBool` reads the text as true.
fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "true" | "TRUE" | "True")
}
