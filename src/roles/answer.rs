//! An answer to a role's question, as it was recorded.
//! Plain data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::foreign::Foreign;

/// Stands for whoever answered, where a redirect names no host (RFC 2606).
const HERE: &str = "https://here.invalid";

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

    /// A server of TLS that was spoken to in clear and says so: Go (`net/http`, so `MinIO`), nginx,
    /// Apache and Tomcat.
    #[must_use]
    pub fn says_tls_is_wanted(&self) -> bool {
        const SAID: [&str; 4] = [
            "Client sent an HTTP request to an HTTPS server",
            "The plain HTTP request was sent to HTTPS port",
            "speaking plain HTTP to an SSL-enabled server port",
            "This combination of host and port requires TLS",
        ];
        self.status == 400 && SAID.iter().any(|said| self.body.contains(said))
    }

    /// A redirect to `https://` of this very host, whatever the port.
    #[must_use]
    pub fn leads_to_tls_of(&self, host: &str) -> bool {
        let location = self.header("location").map(Foreign::raw);
        let location = location.unwrap_or_default().to_ascii_lowercase();
        let place = location.strip_prefix("https://").unwrap_or_default();
        let place = place.split(['/', '?', '#']).next().unwrap_or_default();
        let bare = place.rsplit_once(':').map_or(place, |(bare, _)| bare);
        let is_it = |text: &str| text.trim_matches(['[', ']']) == host;
        (300..400).contains(&self.status) && (is_it(place) || is_it(bare))
    }

    /// The first header of that (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Foreign> {
        self.headers_of(name).next()
    }

    /// Every header of that (lower-case) name, in their order.
    pub fn headers_of(&self, name: &str) -> impl Iterator<Item = &Foreign> {
        let named = self.headers.iter().filter(move |(n, _)| n == name);
        named.map(|(_, value)| value)
    }

    /// Where a redirect leads (RFC 9110 15.4), if it is to the web.
    #[must_use]
    pub fn redirect(&self) -> Option<Redirect> {
        let location = self.header("location")?.raw();
        if !(300..400).contains(&self.status) {
            return None;
        }
        let here = Url::parse(HERE).ok()?;
        let to = here.join(location).ok()?;
        if !matches!(to.scheme(), "http" | "https") {
            return None;
        }
        Some(if to.host() == here.host() {
            Redirect::Within(to)
        } else {
            Redirect::Away(to)
        })
    }
}

/// Where a redirect leads. Its user, password and query may be secrets: they are not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// The URL names a host, which may be the one asked.
    Away(Url),
    /// It names none: a path of whoever answered.
    Within(Url),
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
