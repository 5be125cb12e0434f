//! Whom a remedy is about: the endpoint's own names, as they stand in a sentence.
//! Knows no finding.

use crate::foreign::Foreign;
use crate::judge::finding::NoProxyEntry;
use crate::judge::{Endpoint, Verdict, names};
use crate::roles::RoleKind;
use crate::target::{Host, Target};
use crate::words::copy_at::CopyAt;
use crate::words::en::{copies, roles};
use crate::words::real_name::RealName;

/// The endpoint's own names: what a remedy may say besides the facts of its finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `host:port`.
    pub authority: String,
    /// The host as given.
    pub host: String,
    /// The port.
    pub port: String,
    /// The name that its certificate must prove.
    pub name: String,
    /// The entry of subjectAltName that would prove it: `DNS:name` or `IP:address`.
    pub san: String,
    /// What kind of endpoint it is, in words.
    pub role: String,
    /// Where a CA for it is given.
    pub trust_place: String,
    /// As containers-registries.conf names it.
    pub registry: String,
    /// What an endpoint of its kind answers.
    pub expects: String,
    /// How an endpoint of its kind comes to be exposed.
    pub command_for_its_role: String,
    /// As a target is given: `role=host:port`.
    pub target: String,
    /// The address that the verdict was seen on; `host:port` where it is about all of them.
    pub address: String,
    /// It is spoken to in clear.
    pub clear: bool,
    /// Its name is one of a cluster's own DNS, which only pods resolve.
    pub is_inside: bool,
    /// What its kind of endpoint is really called, where a cluster knows.
    pub real_name: Option<&'static RealName>,
    /// Which fields of MTC's objects name it, after a blank; empty where none does.
    pub named_in: &'static str,
    /// Where authentic copies of its CA are kept; the host may decide.
    copies: (RoleKind, String),
}

impl Subject {
    /// This very endpoint.
    #[must_use]
    pub fn of(target: &Target, verdict: &Verdict) -> Self {
        let address = verdict.addresses.first();
        let said = roles::text(target.role.kind);
        Self {
            authority: target.authority(),
            host: target.host.to_string(),
            port: target.port.to_string(),
            name: target.name().to_string(),
            san: san(target.name(), &target.name().to_string()),
            role: said.title.to_owned(),
            trust_place: roles::trust_place(target),
            registry: target.registry(),
            expects: said.expects.to_owned(),
            command_for_its_role: said.exposed.to_owned(),
            target: target.as_written(),
            address: address.map_or_else(|| target.authority(), ToString::to_string),
            clear: target.clear,
            is_inside: matches!(&target.host, Host::Name(name) if names::is_of_cluster(name)),
            real_name: said.real_name.as_ref(),
            named_in: said.named_in,
            copies: (target.role.kind, target.host.to_string()),
        }
    }

    /// Any endpoint with the same finding: its own names and addresses give way to `HOST` and
    /// `HOST:PORT`, and the place for its CA and its port to those given (`PORT` for none). What is
    /// left is what the endpoints of one block have in common.
    #[must_use]
    pub fn any(
        endpoint: &Endpoint,
        verdict: &Verdict,
        (trust_place, port): (&str, Option<u16>),
    ) -> Self {
        let target = &endpoint.attempt.target;
        let one = Self::of(target, verdict);
        let any =
            |own: bool, text: String, general: &str| if own { general.to_owned() } else { text };
        let name = any(one.name == one.host, one.name, "HOST");
        // An address of a proxy is the same for all who go through it.
        let own_address = endpoint.attempt.route.is_direct() || verdict.addresses.is_empty();
        Self {
            san: san(target.name(), &name),
            name,
            port: port.map_or_else(|| "PORT".into(), |port| port.to_string()),
            registry: one.registry.replace(&one.host, "HOST"),
            target: one.target.replace(&one.authority, "HOST:PORT"),
            address: any(own_address, one.address, "HOST:PORT"),
            authority: "HOST:PORT".into(),
            host: "HOST".into(),
            trust_place: trust_place.to_owned(),
            ..one
        }
    }

    /// A text of the endpoint (a label, an address that it names) in which its own host goes by the
    /// name it has here.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "labels and texts alike")]
    pub fn own(&self, text: impl ToString) -> String {
        let (text, (_, host)) = (text.to_string(), &self.copies);
        // A name of one label may be a word of the text too.
        if host.contains(['.', ':']) {
            text.replace(host, &self.host)
        } else {
            text
        }
    }

    /// What to add to noProxy, where the endpoint's own host goes by the name it has here.
    #[must_use]
    pub fn no_proxy(&self, entry: &NoProxyEntry) -> String {
        match entry {
            NoProxyEntry::Below(domain) => domain.clone(),
            NoProxyEntry::Itself(_) => self.host.clone(),
        }
    }

    /// Where an authentic copy of the certificate of that issuer is kept.
    #[must_use]
    pub fn authentic_copy(&self, issuer: &Foreign) -> &'static str {
        let (kind, host) = &self.copies;
        copies::authentic(*kind, &issuer.to_string(), host)
    }

    /// The same in short.
    #[must_use]
    pub fn copy_at(&self, issuer: &Foreign) -> CopyAt {
        let (kind, host) = &self.copies;
        copies::in_short(*kind, &issuer.to_string(), host)
    }
}

/// The entry of subjectAltName for a host, under the name that it has in the sentence.
fn san(host: &Host, name: &str) -> String {
    match host {
        Host::Name(_) => format!("DNS:{name}"),
        Host::Ip(_) => format!("IP:{name}"),
    }
}
