//! A stand-in for a host's name, label by label: the same label has the same stand-in wherever it stands, a
//! domain of somebody's becomes one below `example` (RFC 2606), or below `internal` where it is below no
//! public suffix; a wildcard and the labels that every
//! cluster has stay. Pure.

use std::collections::HashMap;

use super::everybodys;

/// Domains that are nobody's: their names keep their ends (RFC 2606, RFC 6761; a cluster's own).
const NOBODYS: [&str; 5] = ["cluster.local", "invalid", "localhost", "local", "arpa"];

/// Labels and domains that have a stand-in.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    labels: HashMap<String, usize>,
    domains: HashMap<String, usize>,
}

impl Hosts {
    pub(super) fn stand_in(&mut self, name: &str) -> String {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let (labels, domain) = parted(&name);
        let domain = match domain {
            None => None,
            Some(domain) if NOBODYS.contains(&domain) => Some(domain.to_owned()),
            Some(domain) => {
                let next = self.domains.len() + 1;
                let number = *self.domains.entry(domain.to_owned()).or_insert(next);
                let end = if is_public(domain) {
                    "example"
                } else {
                    "internal"
                };
                Some(format!("domain-{number}.{end}"))
            }
        };
        let labels = labels
            .split('.')
            .filter(|label| !label.is_empty())
            .map(|label| self.label(label));
        let labels: Vec<String> = labels.chain(domain).collect();
        labels.join(".")
    }

    fn label(&mut self, label: &str) -> String {
        if everybodys::is_label(label) {
            return label.to_owned();
        }
        let next = self.labels.len() + 1;
        let number = *self.labels.entry(label.to_owned()).or_insert(next);
        format!("host-{number}")
    }
}

/// Below a public suffix, or below the one that stands for those.
fn is_public(domain: &str) -> bool {
    let suffix = psl::suffix(domain.as_bytes());
    suffix.is_some_and(|suffix| suffix.is_known() || suffix.as_bytes() == b"example")
}

/// What stands before somebody's domain, and that; a name of one label has none.
fn parted(name: &str) -> (&str, Option<&str>) {
    let ends_with = |domain: &&&str| {
        name.strip_suffix(**domain)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let nobodys = NOBODYS.iter().find(ends_with).copied();
    let registered = || psl::domain_str(name.trim_start_matches("*."));
    match nobodys.or_else(registered) {
        Some(domain) => {
            let before = &name[..name.len() - domain.len()];
            (before.trim_end_matches('.'), Some(domain))
        }
        None => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn common_labels_stay_common_and_a_wildcard_a_wildcard() {
        let mut hosts = Hosts::default();
        for (name, expected) in [
            ("api.prod.corp.com", "api.host-1.domain-1.example"),
            ("*.apps.prod.corp.com", "*.apps.host-1.domain-1.example"),
            ("S3.corp.com.", "s3.domain-1.example"),
            ("corp.com", "domain-1.example"),
            ("vault.corp.co.uk", "host-2.domain-2.example"),
            ("vault", "host-2"),
            ("vault.corp.lan", "host-2.domain-3.internal"),
            (
                "minio.shop.svc.cluster.local",
                "host-3.host-4.svc.cluster.local",
            ),
        ] {
            assert_eq!(hosts.stand_in(name), expected);
        }
    }
}
