//! Where a replication repository is: at its own URL, or where its provider keeps all.
//! Pure.

use super::gather::{Client, Gather, without_credentials};
use super::item::Item;
use crate::objects::Address;

/// A field and what stands there; empty: nothing.
#[derive(Default)]
pub struct Field {
    pub name: String,
    pub text: String,
}

impl Field {
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }
}

/// A repository as MigStorage, BackupStorageLocation and DataProtectionApplication all describe
/// one.
#[derive(Default)]
pub struct Storage {
    pub provider: Field,
    pub bucket: String,
    pub region: String,
    pub path_style: bool,
    pub url: Field,
    pub public_url: Field,
    /// Azure: its name makes a host, unless there is an `account_url`.
    pub account: Field,
    pub account_url: Field,
}

/// The ending of a storage account's host, and where that cloud logs in and manages: the public one
/// first.
const CLOUDS: [(&str, &str, &str); 3] = [
    (
        "blob.core.windows.net",
        "login.microsoftonline.com",
        "management.azure.com",
    ),
    (
        "blob.core.usgovcloudapi.net",
        "login.microsoftonline.us",
        "management.usgovcloudapi.net",
    ),
    (
        "blob.core.chinacloudapi.cn",
        "login.chinacloudapi.cn",
        "management.chinacloudapi.cn",
    ),
];
/// Where AWS S3 is, if nothing else is said.
const USUAL_REGION: &str = "us-east-1";

impl Storage {
    /// Takes every endpoint that it leads to, what a test of it connects to first first.
    pub fn lead(&self, item: &Item, gather: &mut Gather, client: &Client) -> Vec<Address> {
        let mut addresses = Vec::new();
        // Role, field, what is written there, what that means.
        let mut take = |role: &str, field: &str, written: Option<&str>, text: &str| {
            addresses.push(Address {
                field: field.into(),
                text: written.map(without_credentials),
            });
            gather.lead(item, (role, field, text), client.clone());
        };
        let url = |field: &Field| {
            if field.text.contains("://") {
                field.text.clone()
            } else {
                format!("://{}", field.text)
            }
        };
        match self.provider() {
            "azure" => {
                let place = without_credentials(&self.account_url.text);
                let (blobs, login, resources) = *CLOUDS
                    .iter()
                    .find(|cloud| place.contains(cloud.0))
                    .unwrap_or(&CLOUDS[0]);
                take("plain", &self.provider.name, None, login);
                take("plain", &self.provider.name, None, resources);
                if !self.account_url.text.is_empty() {
                    take(
                        "repository",
                        &self.account_url.name,
                        Some(&self.account_url.text),
                        &url(&self.account_url),
                    );
                } else if !self.account.text.is_empty() {
                    let host = format!("{}.{blobs}", self.account.text);
                    take(
                        "repository",
                        &self.account.name,
                        Some(&self.account.text),
                        &host,
                    );
                }
            }
            "gcp" => take(
                "repository",
                &self.provider.name,
                None,
                "storage.googleapis.com",
            ),
            _ if !self.url.text.is_empty() => take(
                "repository",
                &self.url.name,
                Some(&self.url.text),
                &url(&self.url),
            ),
            "aws" if !self.bucket.is_empty() => {
                take("repository", &self.url.name, None, &self.of_aws());
            }
            _ => {}
        }
        if !self.public_url.text.is_empty() {
            take(
                "repository",
                &self.public_url.name,
                Some(&self.public_url.text),
                &url(&self.public_url),
            );
        }
        if addresses.is_empty() {
            let what = if self.provider() == "aws" {
                "neither a URL nor a bucket"
            } else {
                "neither a URL nor a provider that we know"
            };
            gather.note(
                item,
                &self.provider.name,
                &format!("{what}, so nothing is probed there"),
            );
        }
        addresses
    }

    /// Velero writes `velero.io/aws` as well.
    fn provider(&self) -> &str {
        self.provider
            .text
            .strip_prefix("velero.io/")
            .unwrap_or(&self.provider.text)
    }

    /// The SDK's own choice: the bucket is part of the name, unless it would not fit a certificate
    /// or is not wanted there.
    fn of_aws(&self) -> String {
        let region = if self.region.is_empty() {
            USUAL_REGION
        } else {
            &self.region
        };
        let place = match region {
            USUAL_REGION => "s3.amazonaws.com".to_owned(),
            _ if region.starts_with("cn-") => format!("s3.{region}.amazonaws.com.cn"),
            _ => format!("s3.{region}.amazonaws.com"),
        };
        let is_label = self
            .bucket
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if is_label && !self.path_style {
            format!("{}.{place}", self.bucket)
        } else {
            place
        }
    }
}
