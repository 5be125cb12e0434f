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
    /// What was asked for.
    pub target: ObservedTarget,
    /// The name of its role: `api`.
    pub role: String,
    /// When the measurement began.
    pub started: Moment,
    /// The way that was taken.
    pub route: ObservedRoute,
    /// The lookup of the peer; `None` where it gave no answer or was not made.
    pub resolution: Option<ObservedAddresses>,
    /// The headline.
    pub verdict: ObservedFinding,
    /// Everything else that was found.
    pub findings: Vec<ObservedFinding>,
    /// As sent, the server's own certificate first.
    pub chain: Vec<ObservedCert>,
    /// Who trusts the chain; `None` where no chain was captured.
    pub trust: Option<ObservedTrust>,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedTarget {
    /// A name or an IP address.
    pub host: String,
    /// `host:port`, IPv6 in brackets.
    pub authority: String,
    /// The server name (SNI), where it is not the host.
    pub servername: Option<String>,
    /// The code that its verdict must have, where one was expected.
    #[serde(default)]
    pub expected: Option<String>,
}

/// The way to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedRoute {
    /// `direct` or `proxy`.
    pub via: String,
    /// The URL of the proxy, without user name and password; `None` on a direct route.
    #[serde(deserialize_with = "maybe_cleaned")]
    pub proxy: Option<String>,
    /// Why this way was taken, in the words of the report.
    #[serde(deserialize_with = "cleaned")]
    pub because: String,
}

/// The answer of a lookup.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedAddresses {
    /// IP addresses, as printed.
    pub addresses: Vec<String>,
}

/// A verdict or another finding.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedFinding {
    /// The family of its class.
    pub family: Printed<Family>,
    /// The code of its class.
    pub code: Printed<Code>,
    /// How much it matters.
    pub severity: Printed<Severity>,
    /// What is the matter, in the words of the report.
    #[serde(deserialize_with = "cleaned")]
    pub title: String,
    /// What to do about it, in the words of the report.
    #[serde(deserialize_with = "cleaned")]
    pub remedy: String,
}

/// One certificate of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedCert {
    /// SHA-256 of its DER, in lower-case hex.
    pub sha256: String,
    /// Its subject as printed; `None` where the certificate cannot be read.
    pub subject: Option<String>,
    /// Its issuer as printed; `None` where the certificate cannot be read.
    pub issuer: Option<String>,
    /// When its validity begins; `None` where the certificate cannot be read.
    pub not_before: Option<Moment>,
    /// Its authority key identifier (RFC 5280 4.2.1.1) in hex, where it has one.
    pub authority_key_id: Option<String>,
}

/// Who trusts a chain.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ObservedTrust {
    /// Names of the trusted stores that hold the anchor.
    pub vouched_by: Vec<String>,
}

impl Observation {
    /// What identifies the endpoint among those of other vantage points.
    #[must_use]
    pub fn key(&self) -> EndpointKey<'_> {
        (
            &self.target.authority,
            &self.role,
            self.target.servername.as_deref(),
        )
    }

    /// The server's own certificate, where a chain was captured.
    #[must_use]
    pub fn leaf(&self) -> Option<&ObservedCert> {
        self.chain.first()
    }

    /// SHA-256 of every certificate of the chain, in the order in which they were sent.
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

    /// How much its verdict matters: an expected one does not, another one in its place is a failure.
    #[must_use]
    pub fn weight(&self) -> Severity {
        match &self.target.expected {
            Some(expected) if expected == self.verdict.code.name() => Severity::Ok,
            Some(_) => Severity::Failure,
            None => self.verdict.weight(),
        }
    }

    /// Its verdict is a failure, or not the one that was expected.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.weight() == Severity::Failure
    }

    /// The headline or another finding has this code.
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
