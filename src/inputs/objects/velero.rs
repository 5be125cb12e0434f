//! Where Velero keeps backups: BackupStorageLocation (`velero.io/v1`), and OADP's
//! DataProtectionApplication, which makes them. Pure.

use std::collections::BTreeMap;

use super::context::{CloudStorage, ObjectContext};
use super::findings::ObjectFindings;
use super::item::{Field, Item};
use super::routings::ConnectsFrom;
use super::storage::{AzureFields, GoogleFields, Storage};
use super::{ca, proxy, status};
use crate::foreign::{Foreign, visible};
use crate::objects::{CaReference, MtcObject, ObjectKind};

/// Reads a BackupStorageLocation.
pub(super) fn location<'a>(item: &'a Item, context: &ObjectContext) -> ObjectFindings<'a> {
    const KIND: ObjectKind = ObjectKind::BackupStorageLocation;
    let mut found = ObjectFindings::of(item);
    let object = velero(&mut found, context, KIND, ("spec", KIND.row().ca));
    found.objects.push(object);
    found
}

/// Reads every backup location of a DataProtectionApplication.
pub(super) fn application<'a>(item: &'a Item, context: &ObjectContext) -> ObjectFindings<'a> {
    const KIND: ObjectKind = ObjectKind::DataProtectionApplication;
    let mut found = ObjectFindings::of(item);
    proxy::application(&mut found);
    let row = KIND.row();
    for location in found.list(row.list.unwrap_or_default()) {
        let name = Foreign::from(visible(found.text(format!("{location}.name")).text));
        let (velero_prefix, bucket_prefix) =
            (format!("{location}.velero"), format!("{location}.bucket"));
        let object = if found.has_map(&velero_prefix) {
            let ca = format!("{location}.{}", row.ca);
            velero(&mut found, context, KIND, (&velero_prefix, &ca))
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
    // MTC's own has no locations: its status is read all the same.
    if found.objects.is_empty() {
        let reported = status::reported(&mut found);
        status::keep(&mut found, reported);
    }
    found
}

/// The settings of a backup location. The API has a map of strings here, so every value is text.
struct Config<'c> {
    /// `spec.config`.
    prefix: String,
    /// What holds where the location says nothing.
    usual: &'c BTreeMap<String, String>,
}

impl<'c> Config<'c> {
    fn text<'a: 'c>(&self, found: &mut ObjectFindings<'a>, key: &str) -> Field<'c> {
        let field = found.text(format!("{}.{key}", self.prefix));
        let usual = || self.usual.get(key).map_or("", String::as_str);
        Field {
            text: if field.text.is_empty() {
                usual()
            } else {
                field.text
            },
            path: field.path,
        }
    }

    fn has<'a: 'c>(&self, found: &mut ObjectFindings<'a>, key: &str) -> bool {
        !self.text(found, key).text.is_empty()
    }

    fn flag<'a: 'c>(&self, found: &mut ObjectFindings<'a>, key: &str) -> bool {
        is_true(self.text(found, key).text)
    }
}

/// Reads a backup location in Velero's form, which both kinds share.
fn velero(
    found: &mut ObjectFindings<'_>,
    context: &ObjectContext,
    kind: ObjectKind,
    (prefix, ca): (&str, &str),
) -> MtcObject {
    let name = |field: &str| format!("{prefix}.{field}");
    let config = Config {
        prefix: name("config"),
        usual: &BTreeMap::new(),
    };
    let storage = Storage {
        provider: found.text(name("provider")),
        bucket: found.text(name("objectStorage.bucket")).text,
        region: config.text(found, "region").text,
        is_legacy: context.legacy_plugins.contains(found.item.namespace()),
        ..Storage::default()
    };
    let object = object(found, kind, (prefix, &config), storage, ca);
    MtcObject {
        ca_reference: reference(found, name("objectStorage.caCertRef")),
        ..object
    }
}

/// The Secret and its key that a `caCertRef` names.
fn reference(found: &mut ObjectFindings<'_>, field: String) -> Option<CaReference> {
    let mut shown = |part| {
        let text = found.text(format!("{field}.{part}")).text;
        Foreign::from(visible(text))
    };
    let (secret, key) = (shown("name"), shown("key"));
    (!secret.is_empty()).then_some(CaReference { field, secret, key })
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
    let config = Config {
        prefix: name("config"),
        usual: &cloud.config,
    };
    let storage = Storage {
        provider: Field {
            path: name("provider"),
            text: &cloud.provider,
        },
        bucket: &cloud.bucket,
        // The CloudStorage's own region stands before that of its config.
        region: match found.text(name("config.region")).text {
            "" if cloud.region.is_empty() => config.text(found, "region").text,
            "" => &cloud.region,
            region => region,
        },
        is_legacy: context.legacy_plugins.contains(found.item.namespace()),
        ..Storage::default()
    };
    object(
        found,
        ObjectKind::DataProtectionApplication,
        (prefix, &config),
        storage,
        &name("caCert"),
    )
}

fn object<'a: 'c, 'c>(
    found: &mut ObjectFindings<'a>,
    kind: ObjectKind,
    (prefix, config): (&str, &Config<'c>),
    storage: Storage<'c>,
    ca: &str,
) -> MtcObject {
    let storage = Storage {
        path_style: config.flag(found, "s3ForcePathStyle"),
        url: config.text(found, "s3Url"),
        public_url: config.text(found, "publicUrl"),
        azure: AzureFields {
            account: config.text(found, "storageAccount"),
            url: config.text(found, "storageAccountURI"),
            login: config.text(found, "activeDirectoryAuthorityURI"),
            has_key: config.has(found, "storageAccountKeyEnvVar"),
            uses_tokens: config.flag(found, "useAAD"),
        },
        google: GoogleFields {
            endpoint: config.text(found, "storeEndpoint"),
            universe: config.text(found, "universeDomain").text,
            of_workload: config.has(found, "serviceAccount"),
        },
        ..storage
    };
    let client = ConnectsFrom::Velero {
        namespace: found.item.namespace().to_owned(),
    };
    MtcObject {
        addresses: storage.lead(found, &client),
        provider: Some(Foreign::from(visible(storage.provider.text))).filter(|p| !p.is_empty()),
        insecure: config.flag(found, "insecureSkipTLSVerify"),
        ca: ca::field(found, ca),
        secret: status::secret(found, &format!("{prefix}.credential")),
        ..status::object(found, kind)
    }
}

/// Whether Go's `strconv.ParseBool` reads the text as true.
fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "true" | "TRUE" | "True")
}
