//! Issuers fetched over AIA (RFC 5280 4.2.2.1): the request and its result. What was served is
//! recorded unverified.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Step;
use crate::cert::Cert;
use crate::foreign::Foreign;
use crate::route::Route;

/// A certificate that is to be fetched: `judge` makes the request, `measure` carries it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerRequest {
    /// From the child's caIssuers; `http` only.
    pub url: Foreign,
    /// Whose issuer is looked for.
    pub child: Cert,
    /// That of the endpoint that sent the child.
    pub route: Route,
    /// Where those were reached who showed the child: on their word the address is asked. None
    /// where only a proxy knows.
    pub by: Vec<IpAddr>,
}

/// One fetch and its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FetchedIssuer {
    /// The address that was asked, as in [`IssuerRequest::url`].
    pub url: Foreign,
    /// Whose issuer was looked for.
    #[serde(rename = "for")]
    pub child: Cert,
    /// The route along which it was asked.
    pub route: Route,
    /// How far the fetch came, and what was answered.
    pub outcome: Step<Download>,
    /// What was served, right or wrong; nothing has been verified.
    pub certs: Vec<Cert>,
}

/// What was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Download {
    /// `None`: no head came.
    pub status: Option<u16>,
    /// The length of the last answer's body.
    pub bytes: usize,
    /// The further addresses that the answers led to, in order; the last one may have been left
    /// alone.
    pub redirects: Vec<Foreign>,
    /// Where the last answer came from; `None` where only a proxy knows, or nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<IpAddr>,
}
