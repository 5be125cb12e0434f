//! Where a replication repository is: at its own URL, or at its provider's usual address.
//! Shared by MigStorage, BackupStorageLocation and DataProtectionApplication.

use super::findings::{ObjectFindings, without_credentials};
use super::item::Field;
use super::routings::ConnectsFrom;
use crate::objects::Address;
use crate::roles::RoleRef;

/// A replication repository, as MigStorage, BackupStorageLocation and DataProtectionApplication all
/// describe it.
#[derive(Default)]
pub(super) struct Storage<'a> {
    pub provider: Field<'a>,
    pub bucket: &'a str,
    pub region: &'a str,
    pub path_style: bool,
    pub url: Field<'a>,
    pub public_url: Field<'a>,
    /// Azure only: the name of the storage account, which makes the host unless there is an
    /// `account_url`.
    pub account: Field<'a>,
    pub account_url: Field<'a>,
}

/// An endpoint that a repository leads to.
struct Place<'a> {
    role: RoleRef,
    /// The field that names the endpoint, or from which it follows.
    field: &'a Field<'a>,
    /// The field itself names it; it is no default of the provider.
    is_written: bool,
    target: String,
}

/// The ending of a storage account's host, and the hosts of that cloud's login and management; the
/// public cloud comes first.
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
/// The AWS region if the object names none.
const USUAL_REGION: &str = "us-east-1";

impl Storage<'_> {
    /// Adds every endpoint that the repository leads to, in the order in which a test of it
    /// connects.
    pub(super) fn lead(
        &self,
        found: &mut ObjectFindings<'_>,
        client: &ConnectsFrom,
    ) -> Vec<Address> {
        let places = self.places();
        if places.is_empty() {
            let what = if self.provider() == "aws" {
                "neither a URL nor a bucket"
            } else {
                "neither a URL nor a provider that we know"
            };
            found.note(
                &self.provider.path,
                &format!("{what}, so nothing is probed there"),
            );
        }
        for place in &places {
            found.lead(place.role, &place.field.path, &place.target, client);
        }
        places.iter().map(Place::address).collect()
    }

    fn places(&self) -> Vec<Place<'_>> {
        let mut places = match self.provider() {
            "azure" => self.of_azure(),
            "gcp" => vec![Place::usual(
                RoleRef::REPOSITORY,
                &self.provider,
                "storage.googleapis.com",
            )],
            _ if !self.url.text.is_empty() => vec![Place::url(&self.url)],
            "aws" if !self.bucket.is_empty() => {
                vec![Place::usual(RoleRef::REPOSITORY, &self.url, self.of_aws())]
            }
            _ => Vec::new(),
        };
        if !self.public_url.text.is_empty() {
            places.push(Place::url(&self.public_url));
        }
        places
    }

    fn of_azure(&self) -> Vec<Place<'_>> {
        let url = without_credentials(self.account_url.text);
        let (blobs, login, resources) = *CLOUDS
            .iter()
            .find(|cloud| url.contains(cloud.0))
            .unwrap_or(&CLOUDS[0]);
        let mut places = vec![
            Place::usual(RoleRef::PLAIN, &self.provider, login),
            Place::usual(RoleRef::PLAIN, &self.provider, resources),
        ];
        if !self.account_url.text.is_empty() {
            places.push(Place::url(&self.account_url));
        } else if !self.account.text.is_empty() {
            let target = format!("{}.{blobs}", self.account.text);
            places.push(Place {
                is_written: true,
                ..Place::usual(RoleRef::REPOSITORY, &self.account, target)
            });
        }
        places
    }

    /// The provider's name; Velero also writes it as `velero.io/aws`.
    fn provider(&self) -> &str {
        self.provider
            .text
            .strip_prefix("velero.io/")
            .unwrap_or(self.provider.text)
    }

    /// The host that the AWS SDK chooses: the bucket is part of the name, unless no certificate
    /// could fit that name, or the object forbids it.
    fn of_aws(&self) -> String {
        let region = if self.region.is_empty() {
            USUAL_REGION
        } else {
            self.region
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

impl<'a> Place<'a> {
    /// The provider's usual address, unless the object names another.
    fn usual(role: RoleRef, field: &'a Field<'a>, target: impl Into<String>) -> Self {
        Self {
            role,
            field,
            is_written: false,
            target: target.into(),
        }
    }

    /// The endpoint of a repository that has a URL.
    fn url(field: &'a Field<'a>) -> Self {
        let scheme = if field.text.contains("://") {
            ""
        } else {
            "://"
        };
        Self {
            role: RoleRef::REPOSITORY,
            field,
            is_written: true,
            target: format!("{scheme}{}", field.text),
        }
    }

    fn address(&self) -> Address {
        let address = self.field.address();
        Address {
            text: address.text.filter(|_| self.is_written),
            ..address
        }
    }
}
