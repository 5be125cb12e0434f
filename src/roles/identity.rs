//! What an answer says about who gave it, as values.
//! Foreign text in them is bounded; the words for them are in `words`.

use super::referral::HostPort;
use crate::foreign::Foreign;

/// What an answer says about who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceIdentity {
    /// It is the service asked for.
    Proven(Service),
    /// It is, but has no integrated OAuth server (404 with `{"paths":[…]}`).
    ProvenWithoutOauth,
    /// It is the MTC console, and its pod cannot read the cluster's OAuth metadata: nobody can log
    /// in.
    ProvenWithoutMetadata(NoMetadata),
    /// It is a registry, but not one that points to a token service.
    ProvenWithoutTokenService(NoTokenService),
    /// It is something else.
    Other(Seen),
}

/// Which service it is, and what else its answer tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Service {
    /// A kube-apiserver that shows its version.
    Api,
    /// A kube-apiserver that publishes OAuth metadata.
    ApiWithOauth {
        /// The `authorization_endpoint`, where it is short and plain enough to be repeated.
        authorize: Option<Foreign>,
    },
    /// A kube-apiserver that refuses strangers with a Kubernetes Status.
    ApiForUsers {
        /// The status code of its answer.
        status: u16,
    },
    /// A healthy OAuth server.
    Oauth,
    /// A healthy web console.
    Console,
    /// The web console of OpenShift 3.
    ConsoleOf3,
    /// The MTC console, which sends browsers to the OAuth server.
    MtcConsole {
        /// Scheme, host and port of that server; `None` where the redirect names none that is fit
        /// to be repeated.
        login: Option<Foreign>,
    },
    /// An MTC console of the first versions, which serve their login page themselves.
    MtcConsoleWithPage,
    /// A registry that points to a token service.
    Registry {
        /// That service; `None` where its address is unfit to be followed.
        tokens: Option<HostPort>,
    },
    /// A storage for objects.
    Storage(Storage),
    /// Nothing was asked after the TLS handshake.
    Tls,
}

/// Makes of object storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Amazon's own.
    Aws,
    /// `MinIO`.
    MinIo,
    /// Azure Blob.
    Azure,
    /// Google Cloud Storage.
    Google,
    /// S3 that lists its buckets to strangers, as Ceph's RADOS gateway does.
    CephRgw,
    /// S3 that answers as `NooBaa` does.
    NooBaa,
    /// S3 of another make.
    OtherS3,
}

/// How it shows that the MTC console's pod has no OAuth metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMetadata {
    /// It sends browsers to `/handle-login` with the error.
    LoginWithError,
    /// It passes on a 503 that it was answered itself.
    Unavailable {
        /// The 503 bears the marks of squid, a proxy.
        by_squid: bool,
    },
}

/// What a registry does instead of pointing to a token service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoTokenService {
    /// It asks for credentials of another scheme (RFC 9110 11.1): `Basic`.
    Challenge {
        /// The scheme as sent.
        scheme: Foreign,
    },
    /// It lets strangers in.
    Anonymous,
}

/// An answer in short: status, and who says to have sent what. All of it foreign text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The status code.
    pub status: u16,
    /// The words after it, as sent; empty where there are none.
    pub reason: Foreign,
    /// The header `Content-Type`.
    pub content_type: Option<Foreign>,
    /// The header `Server`.
    pub server: Option<Foreign>,
    /// Where a redirect leads: scheme, host and port, or a path where it names no host.
    pub leads_to: Option<Foreign>,
}
