//! What an endpoint is to who wrote a line: the role, by the component and by what it asked for.
//! Guesses nothing beyond that: where nothing speaks for a role it is plain TLS.

use crate::logs::Event;
use crate::roles::{ROLES, RoleRef};

/// Texts that speak for a role, wherever they stand in the event: what MTC says before an error, what a
/// client says of itself, what a storage answers, and paths.
const SIGNS: [(&str, RoleRef); 23] = [
    ("Test connect failed", RoleRef::API),
    ("BackupStorageProviderTestFailed", RoleRef::REPOSITORY),
    ("Exposed registry route", RoleRef::REGISTRY),
    ("pinging container registry", RoleRef::REGISTRY),
    ("pinging docker registry", RoleRef::REGISTRY),
    ("/v2/", RoleRef::REGISTRY),
    ("oauth-authorization-server", RoleRef::API),
    ("oauth-openshift", RoleRef::OAUTH),
    ("/oauth/", RoleRef::OAUTH),
    ("/apis/", RoleRef::API),
    ("/api?", RoleRef::API),
    ("/api/v1", RoleRef::API),
    ("s3:", RoleRef::REPOSITORY),
    ("RequestError: send request failed", RoleRef::REPOSITORY),
    ("operation error S3", RoleRef::REPOSITORY),
    ("list-type=2", RoleRef::REPOSITORY),
    ("ackupStorageLocation", RoleRef::REPOSITORY),
    ("endpoint URL: ", RoleRef::REPOSITORY),
    ("NoSuchBucket", RoleRef::REPOSITORY),
    ("SignatureDoesNotMatch", RoleRef::REPOSITORY),
    ("InvalidAccessKeyId", RoleRef::REPOSITORY),
    ("RequestTimeTooSkewed", RoleRef::REPOSITORY),
    ("/openapi/", RoleRef::API),
];
/// Paths that only an API server is asked for, where a URL ends with them.
const OF_API: [&str; 6] = ["/version", "/api", "/apis", "/healthz", "/livez", "/readyz"];
/// How hosts of storages begin.
const STORAGES: [&str; 3] = ["s3.", "s3-", "minio."];
/// Fields of Velero that only backups and their storage have.
const OF_STORAGE: [&str; 3] = ["backupLocation", "backup-storage-location", "backupRepo"];

/// The role of `host:port` in this event.
pub(super) fn role(event: &Event<'_>, text: &str, authority: &str) -> RoleRef {
    let asked = role_in(text, authority);
    if asked != RoleRef::PLAIN {
        return asked;
    }
    let of_storage = OF_STORAGE.iter().any(|name| event.field(name).is_some());
    if of_storage || event.message.contains("ackupStorageLocation") {
        return RoleRef::REPOSITORY;
    }
    RoleRef::PLAIN
}

/// The role of `host:port` in a line by itself; plain TLS where nothing in it speaks for another.
#[must_use]
pub fn role_in(text: &str, authority: &str) -> RoleRef {
    let mut signs = SIGNS.into_iter();
    by_host(authority)
        .or_else(|| Some(signs.find(|(sign, _)| text.contains(sign))?.1))
        .or_else(|| asks_api(text).then_some(RoleRef::API))
        .or_else(|| authority.ends_with(":6443").then_some(RoleRef::API))
        .or_else(|| is_storage(authority).then_some(RoleRef::REPOSITORY))
        .unwrap_or(RoleRef::PLAIN)
}

/// By the usual host of a Route.
fn by_host(authority: &str) -> Option<RoleRef> {
    let name = authority.split('.').next()?;
    let exposed = |role: &&RoleRef| role.routes.iter().any(|route| route.host == name);
    ROLES.iter().find(exposed).copied()
}

/// Whether a URL in the text ends with a path of an API server.
fn asks_api(text: &str) -> bool {
    let urls = text.split("://").skip(1);
    urls.filter_map(|url| {
        let ends = |c: char| c.is_whitespace() || "\"'\\<>`,;?".contains(c);
        let url = url.split(ends).next()?;
        Some(&url[url.find('/')?..])
    })
    .any(|path| {
        let path = path.trim_end_matches([':', '.', '/']);
        OF_API.contains(&path)
    })
}

fn is_storage(authority: &str) -> bool {
    STORAGES.iter().any(|begin| authority.starts_with(begin)) || authority.contains(".s3.")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines, the endpoint that each names, and what that is.
    const LINES: &[(&str, &str, RoleRef)] = &[
        (
            "Test connect failed. Get \"https://a.test:1/x\": EOF",
            "a.test:1",
            RoleRef::API,
        ),
        (
            "Get \"https://a.test:1/version\": EOF",
            "a.test:1",
            RoleRef::API,
        ),
        (
            "Get \"https://a.test:1/api?timeout=5s\": EOF",
            "a.test:1",
            RoleRef::API,
        ),
        (
            "Get https://a.test:1/healthz: EOF",
            "a.test:1",
            RoleRef::API,
        ),
        (
            r#"{"e":"Get \"https://a.test:1/apis/x\": EOF"}"#,
            "a.test:1",
            RoleRef::API,
        ),
        (
            "Get \"https://a.test/v2/\": EOF",
            "a.test",
            RoleRef::REGISTRY,
        ),
        (
            "Post https://a.test/oauth/token: EOF",
            "a.test",
            RoleRef::OAUTH,
        ),
        (
            "Get \"https://oauth-openshift.apps.x.test/healthz\": EOF",
            "oauth-openshift.apps.x.test",
            RoleRef::OAUTH,
        ),
        (
            "dial tcp 192.0.2.1:6443: i/o timeout",
            "192.0.2.1:6443",
            RoleRef::API,
        ),
        (
            "NoSuchBucket: https://x.test/",
            "x.test",
            RoleRef::REPOSITORY,
        ),
        (
            "curl: (7) Failed to connect to s3.a.test port 9000",
            "s3.a.test:9000",
            RoleRef::REPOSITORY,
        ),
        (
            "Get \"https://a.test/version/2\": EOF",
            "a.test",
            RoleRef::PLAIN,
        ),
        (
            "dial tcp 192.0.2.1:443: i/o timeout",
            "192.0.2.1:443",
            RoleRef::PLAIN,
        ),
    ];

    #[test]
    fn a_line_tells_whom_it_asked() {
        for (text, authority, role) in LINES {
            assert_eq!(role_in(text, authority), *role, "{text}");
        }
    }
}
