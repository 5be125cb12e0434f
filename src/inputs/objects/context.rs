//! What objects of all files say about each other, collected once before any object is read by
//! itself. Readers get it together with their own object.

use std::collections::{BTreeMap, BTreeSet};

use super::item::Item;

/// What the reader of one object may need from other objects.
#[derive(Default)]
pub(super) struct ObjectContext {
    /// ConfigMaps in openshift-config that hold CAs, since a Proxy or an Image names them.
    pub named_config_maps: BTreeSet<String>,
    /// Namespace and name of a CloudStorage → what it is.
    pub cloud_storages: BTreeMap<(String, String), CloudStorage>,
    /// Namespaces where a DataProtectionApplication has Velero run its older AWS plugin.
    pub legacy_plugins: BTreeSet<String>,
}

/// A bucket that OADP made.
#[derive(Clone, Default)]
pub(super) struct CloudStorage {
    pub bucket: String,
    pub provider: String,
    pub region: String,
    /// `spec.config`, which holds unless the backup location says otherwise.
    pub config: BTreeMap<String, String>,
}

impl ObjectContext {
    /// Takes what other objects say, behind what is here.
    pub(super) fn join(&mut self, other: Self) {
        self.named_config_maps.extend(other.named_config_maps);
        self.cloud_storages.extend(other.cloud_storages);
        self.legacy_plugins.extend(other.legacy_plugins);
    }

    /// Takes what this object says about others.
    pub(super) fn take(&mut self, item: &Item) {
        let text = |path: &str| item.text(path).unwrap_or_default().to_owned();
        match item.object.kind.as_str() {
            "Proxy" => drop(self.named_config_maps.insert(text("spec.trustedCA.name"))),
            "Image" => drop(
                self.named_config_maps
                    .insert(text("spec.additionalTrustedCA.name")),
            ),
            "CloudStorage" => {
                let key = (
                    item.namespace().to_owned(),
                    item.object.name.raw().to_owned(),
                );
                let storage = CloudStorage {
                    bucket: text("spec.name"),
                    provider: text("spec.provider"),
                    region: text("spec.region"),
                    config: config(item),
                };
                self.cloud_storages.insert(key, storage);
            }
            "DataProtectionApplication" => {
                let plugins = "spec.configuration.velero.defaultPlugins";
                let count = item.length(plugins).unwrap_or_default();
                if (0..count).any(|n| text(&format!("{plugins}[{n}]")) == LEGACY) {
                    self.legacy_plugins.insert(item.namespace().to_owned());
                }
            }
            _ => {}
        }
    }
}

/// OADP's name of Velero's AWS plugin 1.8, built on the first AWS SDK for Go.
const LEGACY: &str = "legacy-aws";

fn config(item: &Item) -> BTreeMap<String, String> {
    let entries = item.entries("spec.config").unwrap_or_default();
    let texts = entries
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)));
    texts
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .collect()
}
