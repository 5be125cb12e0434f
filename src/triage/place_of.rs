//! What an endpoint is to who wrote a line: the role, by the component and by what it asked for.
//! Guesses nothing beyond that: where nothing speaks for a role it is plain TLS.

use crate::logs::Event;
use crate::roles::RoleRef;

/// Texts that speak for a role, wherever they stand in the event.
const SIGNS: [(&str, RoleRef); 14] = [
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
];
/// Fields of Velero that only backups and their storage have.
const OF_STORAGE: [&str; 3] = ["backupLocation", "backup-storage-location", "backupRepo"];

/// The role of `host:port` in this event.
pub(super) fn role(event: &Event<'_>, text: &str, authority: &str) -> RoleRef {
    let mut signs = SIGNS.into_iter();
    if let Some((_, role)) = signs.find(|(sign, _)| text.contains(sign)) {
        return role;
    }
    if authority.ends_with(":6443") {
        return RoleRef::API;
    }
    let of_storage = OF_STORAGE.iter().any(|name| event.field(name).is_some());
    if of_storage || event.message.contains("ackupStorageLocation") {
        return RoleRef::REPOSITORY;
    }
    RoleRef::PLAIN
}
