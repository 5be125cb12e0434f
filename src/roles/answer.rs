//! An answer to a role's question, as it was recorded.
//! Plain data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::foreign::Foreign;

/// An HTTP response to the role's question, bounded: what identities are read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RecordedAnswer")]
pub struct Answer {
    /// The status code, such as 200.
    pub status: u16,
    /// The words after the status code, as sent; empty where there are none.
    pub reason: Foreign,
    /// Only headers that tell who answered or when (never cookies): lower-case name, value.
    pub headers: Vec<(String, Foreign)>,
    /// At most 16 KiB, invalid UTF-8 replaced.
    pub body: Foreign,
    /// More followed than was kept.
    pub truncated: bool,
}

impl Answer {
    /// The OpenShift router's own page, which says that it has no such route or no pod behind it.
    #[must_use]
    pub fn is_router_page(&self) -> bool {
        self.status == 503 && self.body.contains("Application is not available")
    }

    /// The first header of that (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Foreign> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }
}

/// How an answer shows that nothing of its role is served there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// 503 with a page: routers can be given pages of their own (`spec.httpErrorCodePages` of an
    /// IngressController).
    Page,
    /// A master of OpenShift 3 without a console refuses a path that it does not know, or does not
    /// show to strangers.
    Refusal,
}
