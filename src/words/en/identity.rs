//! English for who answers: the service asked for, and what else an answer shows.
//! Phrases that stand in facts and in remedies.

use crate::foreign::Foreign;
use crate::roles::{NoMetadata, NoTokenService, Seen, Service, ServiceIdentity, Storage};

/// What is said of an endpoint that works; `None` where its answer proves nothing.
pub(super) fn proven(identity: &ServiceIdentity) -> Option<String> {
    match identity {
        ServiceIdentity::Proven(it) => Some(service(it)),
        ServiceIdentity::ProvenWithoutTokenService(instead) => Some(no_token_service(instead)),
        ServiceIdentity::ProvenWithoutOauth
        | ServiceIdentity::ProvenWithoutMetadata(_)
        | ServiceIdentity::Other(_) => None,
    }
}

fn service(it: &Service) -> String {
    match it {
        Service::Api => "kube-apiserver".into(),
        Service::ApiWithOauth {
            authorize: Some(at),
        } => format!("kube-apiserver, OAuth at {at}"),
        Service::ApiWithOauth { authorize: None } => "kube-apiserver with OAuth".into(),
        Service::ApiForUsers { status } => {
            format!("kube-apiserver (anonymous access answered {status})")
        }
        Service::Oauth => "OAuth server, healthy".into(),
        Service::Console => "web console, healthy".into(),
        Service::ConsoleOf3 => "web console of OpenShift 3".into(),
        Service::MtcConsole { login } => {
            let at = login.as_ref().map(Foreign::to_string);
            format!(
                "MTC console, login at {}",
                at.as_deref().unwrap_or("its own host")
            )
        }
        Service::MtcConsoleWithPage => "MTC console, which serves its login page itself".into(),
        Service::Registry { tokens: Some(at) } if at.port == 443 => {
            format!("registry, tokens from {}", at.host)
        }
        Service::Registry { tokens: Some(at) } => {
            format!("registry, tokens from {}:{}", at.host, at.port)
        }
        Service::Registry { tokens: None } => "registry with a token service".into(),
        Service::Storage(make) => storage(*make).into(),
        Service::Tls => "TLS only".into(),
    }
}

const fn storage(make: Storage) -> &'static str {
    match make {
        Storage::Aws => "AWS S3",
        Storage::MinIo => "MinIO",
        Storage::Azure => "Azure Blob",
        Storage::Google => "Google Cloud Storage",
        Storage::CephRgw => "S3, anonymous listing (as Ceph RGW answers)",
        Storage::NooBaa => "S3 (as NooBaa answers)",
        Storage::OtherS3 => "S3",
    }
}

pub(super) const fn no_metadata(shown: NoMetadata) -> &'static str {
    match shown {
        NoMetadata::LoginWithError => {
            "its pod got no OAuth metadata, and sends the browser to /handle-login with the error"
        }
        NoMetadata::Unavailable { by_squid: true } => {
            "its pod asked for the OAuth metadata and was answered 503 by squid, a proxy"
        }
        NoMetadata::Unavailable { by_squid: false } => {
            "its pod asked for the OAuth metadata and was answered 503"
        }
    }
}

pub(super) fn no_token_service(instead: &NoTokenService) -> String {
    match instead {
        NoTokenService::Challenge { scheme } => format!("it asks for {scheme}"),
        NoTokenService::Anonymous => "it answers anonymously".into(),
    }
}

/// An answer in a few words.
pub(super) fn seen(seen: &Seen) -> String {
    let Seen {
        status,
        reason,
        content_type,
        server,
        leads_to,
    } = seen;
    let kind = content_type.iter().map(|kind| format!(", {kind}"));
    let server = server.iter().map(|name| format!(", Server: {name}"));
    let to = leads_to.iter().map(|to| format!(", leads to {to}"));
    format!("HTTP {status} {reason}") + &kind.chain(server).chain(to).collect::<String>()
}
