//! Hosts of public providers, which have certificates of public CAs wherever they are reached: clouds'
//! storages and logins, and registries. Names only; what that means is the caller's.

use crate::target::Host;

/// Domains of the providers: the host itself, and every host below it.
const DOMAINS: [&str; 26] = [
    // Amazon: docs.aws.amazon.com/general/latest/gr/s3.html
    "amazonaws.com",
    "amazonaws.com.cn",
    "api.aws",
    // Google: cloud.google.com/storage/docs/request-endpoints
    "googleapis.com",
    "accounts.google.com",
    "gcr.io",
    "pkg.dev",
    // Microsoft: learn.microsoft.com/azure/storage/common/storage-account-overview
    "core.windows.net",
    "core.chinacloudapi.cn",
    "core.usgovcloudapi.net",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.chinacloudapi.cn",
    "management.azure.com",
    "azurecr.io",
    // Registries: access.redhat.com/solutions/6998, docs.docker.com
    "quay.io",
    "registry.redhat.io",
    "registry.access.redhat.com",
    "registry.connect.redhat.com",
    "sso.redhat.com",
    "docker.io",
    "ghcr.io",
    // Storages of others, each by its own documentation of endpoints
    "digitaloceanspaces.com",
    "backblazeb2.com",
    "wasabisys.com",
    "r2.cloudflarestorage.com",
];

/// The host is one of a public provider's.
pub(super) fn is_one(host: &Host) -> bool {
    let Host::Name(name) = host else {
        return false;
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    DOMAINS.iter().any(|domain| {
        let before = name.strip_suffix(domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_below_a_providers_domain_are_its_own() {
        let is = |name: &str| is_one(&Host::parse(name).expect("a host"));
        assert!(is("s3.eu-west-1.amazonaws.com") && is("QUAY.io") && is("storage.googleapis.com."));
        assert!(!is("notquay.io") && !is("quay.io.corp.example") && !is("192.0.2.1"));
    }
}
