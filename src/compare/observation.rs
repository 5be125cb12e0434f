//! What one vantage point saw of one endpoint: the compared fields of an endpoint as `-o json` and
//! `-o jsonl` print it. Other fields are ignored, and user names and passwords in URLs are removed.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};

use super::printed::Printed;
use crate::codes::{Code, Family, Severity};
use crate::moment::Moment;
use crate::quote::without_userinfo;

/// What was asked for: authority, role, and the server name where it is not the host.
pub type EndpointKey<'a> = (&'a str, &'a str, Option<&'a str>);

/// One endpoint, measured and judged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Observation {
    pub target: ObservedTarget,
    pub role: String,
    pub started: Moment,
    pub route: ObservedRoute,
    pub resolution: Option<ObservedAddresses>,
    pub verdict: ObservedFinding,
    pub findings: Vec<ObservedFinding>,
    /// As sent, the server's own certificate first.
    pub chain: Vec<ObservedCert>,
    pub trust: Option<ObservedTrust>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedTarget {
    pub host: String,
    pub authority: String,
    pub servername: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedRoute {
    /// `direct` or `proxy`.
    pub via: String,
    #[serde(deserialize_with = "maybe_cleaned")]
    pub proxy: Option<String>,
    #[serde(deserialize_with = "cleaned")]
    pub because: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedAddresses {
    pub addresses: Vec<String>,
}

/// A verdict or another finding.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedFinding {
    pub family: Printed<Family>,
    pub code: Printed<Code>,
    pub severity: Printed<Severity>,
    #[serde(deserialize_with = "cleaned")]
    pub title: String,
    #[serde(deserialize_with = "cleaned")]
    pub remedy: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedCert {
    pub sha256: String,
    pub subject: Option<String>,
    pub issuer: Option<String>,
    pub not_before: Option<Moment>,
    pub authority_key_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedTrust {
    /// Names of the trusted stores that hold the anchor.
    pub vouched_by: Vec<String>,
}

impl Observation {
    #[must_use]
    pub fn key(&self) -> EndpointKey<'_> {
        (
            &self.target.authority,
            &self.role,
            self.target.servername.as_deref(),
        )
    }

    #[must_use]
    pub fn leaf(&self) -> Option<&ObservedCert> {
        self.chain.first()
    }

    #[must_use]
    pub fn fingerprints(&self) -> Vec<&str> {
        self.chain.iter().map(|cert| cert.sha256.as_str()).collect()
    }

    /// The addresses of the name; `None` if it has none, or if the addresses are those of a proxy.
    #[must_use]
    pub fn addresses(&self) -> Option<BTreeSet<&str>> {
        let found = self
            .resolution
            .as_ref()
            .filter(|_| self.route.proxy.is_none())?;
        let all: BTreeSet<&str> = found.addresses.iter().map(String::as_str).collect();
        (!all.is_empty()).then_some(all)
    }

    #[must_use]
    pub fn has(&self, code: Code) -> bool {
        let mut all = std::iter::once(&self.verdict).chain(&self.findings);
        all.any(|finding| finding.code.known() == Some(code))
    }
}

impl ObservedFinding {
    /// How much it matters; a severity of another version counts as the worst.
    #[must_use]
    pub fn weight(&self) -> Severity {
        self.severity.known().unwrap_or(Severity::Failure)
    }

    #[must_use]
    pub fn fails(&self) -> bool {
        self.weight() == Severity::Failure
    }
}

impl ObservedRoute {
    /// What identifies a route: the reason why it was taken is left out.
    #[must_use]
    pub fn path(&self) -> (&str, Option<&str>) {
        (&self.via, self.proxy.as_deref())
    }
}

fn cleaned<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    Ok(without_userinfo(&String::deserialize(d)?))
}

fn maybe_cleaned<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(d)?.map(|text| without_userinfo(&text)))
}
