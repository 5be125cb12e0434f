//! Where a replication repository is: which hosts its clients ask, from what MigStorage,
//! BackupStorageLocation and DataProtectionApplication write. Pure.

mod azure;
mod google;
mod s3;
#[cfg(test)]
mod tests;

use super::findings::{ObjectFindings, without_credentials};
use super::item::Field;
use super::routings::ConnectsFrom;
use crate::objects::{Address, AddressUse, Controller};
use crate::roles::RoleRef;
use crate::target::Target;
use azure::{AzureAccount, AzureLeg, Named};
use google::{GoogleLeg, GoogleStorage};
use s3::{Bucket, Sdk};

/// A replication repository, as all three kinds describe it.
#[derive(Default)]
pub(super) struct Storage<'a> {
    pub provider: Field<'a>,
    pub bucket: &'a str,
    pub region: &'a str,
    pub path_style: bool,
    /// Velero runs its older AWS plugin, OADP's `legacy-aws`.
    pub is_legacy: bool,
    pub url: Field<'a>,
    pub public_url: Field<'a>,
    pub azure: AzureFields<'a>,
    pub google: GoogleFields<'a>,
}

/// What is written for Azure alone.
#[derive(Default)]
pub(super) struct AzureFields<'a> {
    pub account: Field<'a>,
    pub url: Field<'a>,
    pub login: Field<'a>,
    pub has_key: bool,
    pub uses_tokens: bool,
}

/// What is written for Google alone.
#[derive(Default)]
pub(super) struct GoogleFields<'a> {
    pub endpoint: Field<'a>,
    pub universe: &'a str,
    pub of_workload: bool,
}

/// An endpoint that a repository leads to.
struct Place<'a> {
    role: RoleRef,
    /// The field that names the endpoint, or from which it follows.
    field: &'a Field<'a>,
    /// The field itself names it; it is no default of the provider.
    is_written: bool,
    target: String,
    asked_for: AddressUse,
}

/// The AWS region in which MTC looks if the object names none, and where Velero's plugin asks for the
/// region of the bucket.
const USUAL_REGION: &str = "us-east-1";

impl Storage<'_> {
    /// Adds every endpoint that the repository leads to, in the order in which a test of it
    /// connects.
    pub(super) fn lead(
        &self,
        found: &mut ObjectFindings<'_>,
        client: &ConnectsFrom,
    ) -> Vec<Address> {
        let places = self.places(tester(client));
        self.note(found, tester(client), places.is_empty());
        let mut addresses: Vec<Address> = Vec::new();
        let mut asked: Vec<(String, bool)> = Vec::new();
        for place in &places {
            let from = match place.asked_for {
                AddressUse::Downloads => &ConnectsFrom::Workstation,
                AddressUse::Test | AddressUse::Optional | AddressUse::Volumes => client,
            };
            // What is wrong with a field is said once.
            let is_unusable = |a: &Address| a.endpoint.is_none() && a.field == place.field.path;
            if addresses.iter().any(is_unusable) {
                continue;
            }
            let target = found.target(place.role, &place.field.path, &place.target);
            let endpoint = target.as_ref().map(Target::authority);
            // One host is asked for one purpose: the first, which weighs most.
            if let Some(target) = &target {
                let question = (target.authority(), target.clear);
                if asked.contains(&question) {
                    continue;
                }
                asked.push(question);
            }
            if let Some(target) = target {
                found.connects(target, from);
            }
            addresses.push(place.address(endpoint));
        }
        addresses
    }

    /// Says where nothing is probed, or where what is probed rests on a guess.
    fn note(&self, found: &mut ObjectFindings<'_>, tested_by: Controller, is_nowhere: bool) {
        let (provider, url) = (self.provider.path.as_str(), self.url.path.as_str());
        let is_aws_itself = self.provider() == "aws" && self.endpoint_url(tested_by).is_none();
        if is_nowhere {
            let what = match self.provider() {
                "aws" if self.bucket.is_empty() => "neither a URL nor a bucket",
                "aws" if s3::is_ordinary(self.bucket) => {
                    "neither a URL nor a region, and the plugin legacy-aws asks any region for the bucket's"
                }
                "aws" => "a bucket of a kind whose host is not known here",
                _ => "neither a URL nor a provider that we know",
            };
            found.note(provider, &format!("{what}, so nothing is probed there"));
        } else if is_aws_itself && self.region.is_empty() && tested_by == Controller::Velero {
            found.note(url, "no region: the host of the bucket's own region is asked too, and not known before AWS tells that region");
        } else if is_aws_itself && s3::of_volumes("", self.region, self.bucket).is_none() {
            found.note(
                url,
                "restic and kopia find no S3 in this region unless s3Url names it",
            );
        } else if self.provider() == "azure" && !self.account().tells_cloud() {
            found.note(provider, "taken for Azure's public cloud: AZURE_CLOUD_NAME is in the Secret, which is not read");
        }
        let of_address = self.bucket(tested_by).at(self.url.text);
        if self.is_legacy
            && s3::is_address(s3::host_of(self.url.text))
            && of_address != self.url.text
        {
            found.note(url, "the plugin legacy-aws puts the bucket before the address, and no such name exists: set s3ForcePathStyle: \"true\"");
        }
    }

    fn places(&self, tested_by: Controller) -> Vec<Place<'_>> {
        match self.provider() {
            "azure" => self.of_azure(),
            "gcp" => self.of_google(tested_by),
            "aws" => self.of_s3(tested_by),
            _ if self.url.text.is_empty() => Vec::new(),
            _ => vec![Place::url(&self.url)],
        }
    }

    /// Test, volumes, downloads.
    fn of_s3(&self, tested_by: Controller) -> Vec<Place<'_>> {
        let written = self.endpoint_url(tested_by);
        let mut places = Vec::new();
        if let Some(field) = written {
            places.push(Place::url(field).asking(|url| self.bucket(tested_by).at(url)));
        } else if let Some(host) = self.of_aws(tested_by) {
            places.push(Place::usual(RoleRef::REPOSITORY, &self.url, host));
        }
        if places.is_empty() {
            return places;
        }
        if tested_by == Controller::Mtc && self.url.text.is_empty() && s3::is_ordinary(self.bucket)
        {
            // The BackupStorageLocation that MTC makes of it names no URL, and a region.
            let of_velero = Bucket {
                sdk: Sdk::V2,
                in_path: written.is_some(),
                ..self.bucket(tested_by)
            };
            let host = of_velero.in_region(self.usual_region());
            let place = Place::usual(RoleRef::REPOSITORY, &self.url, host);
            places.push(place.for_(AddressUse::Volumes));
        }
        places.extend(self.of_volumes(tested_by));
        if !self.public_url.text.is_empty() {
            let place = Place::url(&self.public_url).asking(|url| self.bucket(tested_by).at(url));
            places.push(place.for_(AddressUse::Downloads));
        }
        places
    }

    /// What restic and kopia ask. Their region is that of the bucket, so without one it is not known.
    fn of_volumes(&self, tested_by: Controller) -> Option<Place<'_>> {
        let url = self.url.text;
        let region = match (self.region, tested_by) {
            ("", Controller::Velero) if url.is_empty() => return None,
            ("", _) => USUAL_REGION,
            (region, _) => region,
        };
        if !s3::is_ordinary(self.bucket) || self.bucket.is_empty() {
            return None;
        }
        let asked = s3::of_volumes(url, region, self.bucket)?;
        let place = if url.is_empty() {
            Place::usual(RoleRef::REPOSITORY, &self.url, asked)
        } else {
            Place::url(&self.url).asking(|_| asked.clone())
        };
        Some(place.for_(AddressUse::Volumes))
    }

    fn of_azure(&self) -> Vec<Place<'_>> {
        let asked = self.account().asked();
        let place = |asked: AzureLeg| {
            let (role, field) = match asked.by {
                Named::Provider => (RoleRef::PLAIN, &self.provider),
                Named::Login => (RoleRef::PLAIN, &self.azure.login),
                Named::Name => (RoleRef::REPOSITORY, &self.azure.account),
                Named::Url => (RoleRef::REPOSITORY, &self.azure.url),
            };
            Place {
                is_written: asked.by != Named::Provider,
                asked_for: asked.asked_for,
                ..Place::usual(role, field, asked.target)
            }
        };
        asked.into_iter().map(place).collect()
    }

    fn of_google(&self, tested_by: Controller) -> Vec<Place<'_>> {
        let asked = GoogleStorage {
            endpoint: self.google.endpoint.text,
            universe: self.google.universe,
            of_workload: self.google.of_workload,
        };
        let mut asked = asked.asked();
        asked.retain(|a| tested_by == Controller::Velero || a.asked_for != AddressUse::Downloads);
        let place = |asked: GoogleLeg| {
            let (role, field) = match (asked.is_written, asked.target.starts_with("oauth2.")) {
                (true, _) => (RoleRef::REPOSITORY, &self.google.endpoint),
                (false, true) => (RoleRef::PLAIN, &self.provider),
                (false, false) => (RoleRef::REPOSITORY, &self.provider),
            };
            Place {
                is_written: asked.is_written,
                asked_for: asked.asked_for,
                ..Place::usual(role, field, asked.target)
            }
        };
        asked.into_iter().map(place).collect()
    }

    /// The provider's name; Velero also writes it as `velero.io/aws`.
    fn provider(&self) -> &str {
        self.provider
            .text
            .strip_prefix("velero.io/")
            .unwrap_or(self.provider.text)
    }

    fn account(&self) -> AzureAccount<'_> {
        AzureAccount {
            name: self.azure.account.text,
            url: self.azure.url.text,
            login: self.azure.login.text,
            has_key: self.azure.has_key,
            uses_tokens: self.azure.uses_tokens,
        }
    }

    /// The field whose URL a test of the storage asks; MTC's own asks the public one where there is no
    /// other (`GetURL` in `pkg/cloudprovider/aws.go`).
    fn endpoint_url(&self, tested_by: Controller) -> Option<&Field<'_>> {
        let mut fields = [&self.url, &self.public_url]
            .into_iter()
            .take(if tested_by == Controller::Mtc { 2 } else { 1 });
        fields.find(|field| !field.text.is_empty())
    }

    fn bucket(&self, tested_by: Controller) -> Bucket<'_> {
        // With any URL MTC leaves the bucket in the path, and without one it never does, whatever
        // awsS3ForcePathStyle says (`GetForcePathStyle` there).
        let in_path = match tested_by {
            Controller::Mtc => self.endpoint_url(tested_by).is_some(),
            Controller::Velero => self.path_style,
        };
        let is_old = tested_by == Controller::Mtc || self.is_legacy;
        Bucket {
            name: self.bucket,
            in_path: in_path || !s3::is_ordinary(self.bucket),
            sdk: if is_old { Sdk::V1 } else { Sdk::V2 },
        }
    }

    /// The host at AWS that a test of the storage asks first. Velero's plugin asks for the bucket's
    /// region there, if none is written; the older one asks some region by chance.
    fn of_aws(&self, tested_by: Controller) -> Option<String> {
        let by_chance = self.is_legacy && self.region.is_empty();
        if self.bucket.is_empty() || !s3::is_ordinary(self.bucket) || by_chance {
            return None;
        }
        Some(self.bucket(tested_by).in_region(self.usual_region()))
    }

    fn usual_region(&self) -> &str {
        if self.region.is_empty() {
            USUAL_REGION
        } else {
            self.region
        }
    }
}

/// Whose test decides, by who connects.
fn tester(client: &ConnectsFrom) -> Controller {
    match client {
        ConnectsFrom::Mtc => Controller::Mtc,
        ConnectsFrom::Workstation | ConnectsFrom::Velero { .. } => Controller::Velero,
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
            asked_for: AddressUse::Test,
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
            asked_for: AddressUse::Test,
        }
    }

    /// The same, at what its client makes of the URL.
    fn asking(self, asks: impl Fn(&str) -> String) -> Self {
        let url = without_credentials(&self.target);
        Self {
            target: asks(url.raw()),
            ..self
        }
    }

    fn for_(self, asked_for: AddressUse) -> Self {
        Self { asked_for, ..self }
    }

    fn address(&self, endpoint: Option<String>) -> Address {
        let address = self.field.address();
        Address {
            text: address.text.filter(|_| self.is_written),
            endpoint,
            asked_for: self.asked_for,
            ..address
        }
    }
}
