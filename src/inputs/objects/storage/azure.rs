//! Which hosts a client of Azure Blob Storage asks: for a token, for the account's key, for the blobs.
//! Pure.

use super::s3::host_of;
use crate::objects::AddressUse;

/// How an object describes its storage account.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AzureAccount<'a> {
    /// The name of the account, which makes the host of its blobs unless there is a `url`.
    pub name: &'a str,
    /// `storageAccountURI`.
    pub url: &'a str,
    /// `activeDirectoryAuthorityURI`.
    pub login: &'a str,
    /// The account's key is in the Secret (`storageAccountKeyEnvVar`).
    pub has_key: bool,
    /// A token of Azure AD is used for the blobs themselves (`useAAD`).
    pub uses_tokens: bool,
}

/// Which of the account's fields names a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Provider,
    Login,
    Name,
    Url,
}

/// One host that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AzureLeg {
    pub by: Named,
    /// A host, or a URL where one is written.
    pub target: String,
    pub asked_for: AddressUse,
}

/// The hosts of a cloud: how its blobs' end, its login's, its management's.
struct AzureCloud {
    blobs: &'static str,
    login: &'static str,
    resources: &'static str,
}

/// The public cloud comes first. `AZURE_CLOUD_NAME` chooses one, in a Secret that is not read.
const CLOUDS: [AzureCloud; 3] = [
    AzureCloud {
        blobs: "blob.core.windows.net",
        login: "login.microsoftonline.com",
        resources: "management.azure.com",
    },
    AzureCloud {
        blobs: "blob.core.usgovcloudapi.net",
        login: "login.microsoftonline.us",
        resources: "management.usgovcloudapi.net",
    },
    AzureCloud {
        blobs: "blob.core.chinacloudapi.cn",
        login: "login.chinacloudapi.cn",
        resources: "management.chinacloudapi.cn",
    },
];

impl AzureAccount<'_> {
    /// The hosts in the order in which they are asked, as Velero does (`pkg/util/azure/storage.go`);
    /// MTC has none of the settings that leave one out.
    ///
    /// With the account's key nobody else is asked. With tokens of Azure AD the management is asked
    /// for the account's URI alone, and without an answer the usual one is taken.
    pub(super) fn asked(self) -> Vec<AzureLeg> {
        let cloud = self.cloud();
        let host = |by, target: &str, asked_for| AzureLeg {
            by,
            target: target.to_owned(),
            asked_for,
        };
        let mut all = Vec::new();
        if !self.has_key {
            all.push(if self.login.is_empty() {
                host(Named::Provider, cloud.login, AddressUse::Test)
            } else {
                host(Named::Login, self.login, AddressUse::Test)
            });
            if !self.uses_tokens {
                all.push(host(Named::Provider, cloud.resources, AddressUse::Test));
            } else if self.url.is_empty() {
                all.push(host(Named::Provider, cloud.resources, AddressUse::Optional));
            }
        }
        if !self.url.is_empty() {
            all.push(host(Named::Url, self.url, AddressUse::Test));
        } else if !self.name.is_empty() {
            let blobs = format!("{}.{}", self.name, cloud.blobs);
            all.push(host(Named::Name, &blobs, AddressUse::Test));
        }
        all
    }

    /// The cloud that the object tells by one of its hosts, else the public one.
    fn cloud(self) -> &'static AzureCloud {
        let (blobs, login) = (host_of(self.url), host_of(self.login));
        let told = CLOUDS
            .iter()
            .find(|cloud| blobs.ends_with(cloud.blobs) || login == cloud.login);
        told.unwrap_or(&CLOUDS[0])
    }

    /// Whether the object tells its cloud.
    pub(super) fn tells_cloud(self) -> bool {
        !self.url.is_empty() || !self.login.is_empty()
    }
}
