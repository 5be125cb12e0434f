//! The endpoints of the lab by name: what each is, and what it teaches.
//! Rows only; starts nothing.

pub(super) const API: &str = "api.lab.example.test";
pub(super) const APPS: &str = "*.apps.lab.example.test";
pub(super) const OAUTH: &str = "oauth-openshift.apps.lab.example.test";
pub(super) const CONSOLE: &str = "console-openshift-console.apps.lab.example.test";
pub(super) const REGISTRY: &str = "default-route-openshift-image-registry.apps.lab.example.test";
pub(super) const STORAGE: &str = "s3.lab.example.test";
pub(super) const SELF_SIGNED: &str = "selfsigned.lab.example.test";
pub(super) const EXPIRED: &str = "expired.lab.example.test";
pub(super) const RENAMED: &str = "renamed.lab.example.test";
pub(super) const OTHER: &str = "other.example.test";
pub(super) const SILENT: &str = "oauth-openshift.apps.silent.example.test";
pub(super) const MTC_CONSOLE: &str = "migration-openshift-migration.apps.lab.example.test";
pub(super) const ELSEWHERE: &str = "registry.apps.lab.example.test";
pub(super) const TOKENS: &str = "tokens.storage.lab.example.test";
pub(super) const CLOUDS: &str = "*.storage.lab.example.test";
pub(super) const AWS: &str = "aws.storage.lab.example.test";
pub(super) const MINIO: &str = "minio.storage.lab.example.test";
pub(super) const NOOBAA: &str = "noobaa.storage.lab.example.test";
pub(super) const RGW: &str = "rgw.storage.lab.example.test";
pub(super) const GCS: &str = "gcs.storage.lab.example.test";
pub(super) const AZURE: &str = "azure.storage.lab.example.test";

/// The servers of the lab; several endpoints may share one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Api,
    Router,
    Storage,
    Clouds,
    SelfSigned,
    Expired,
    Renamed,
    Silent,
}

pub(super) struct EndpointRow {
    pub(super) role: &'static str,
    pub(super) name: &'static str,
    pub(super) at: At,
    pub(super) story: &'static str,
    /// The codes of its headline: if nothing of the lab is trusted, and if all its roots are.
    pub(super) expected: [&'static str; 2],
}

/// Every endpoint, in the order of a report: the cluster, its storage, the faulty ones.
pub(super) static ROWS: [EndpointRow; 9] = [
    EndpointRow {
        role: "api",
        name: API,
        at: At::Api,
        story: "signed by the cluster's own signer, which is sent along: capture it, then trust it",
        expected: ["private-ca", "ok"],
    },
    EndpointRow {
        role: "oauth",
        name: OAUTH,
        at: At::Router,
        story: "behind the router, so signed by another CA than the API server: one CA does not do for both",
        expected: ["private-ca", "ok"],
    },
    EndpointRow {
        role: "console",
        name: CONSOLE,
        at: At::Router,
        story: "the router's wildcard certificate again: the same CA serves every route",
        expected: ["private-ca", "ok"],
    },
    EndpointRow {
        role: "registry",
        name: REGISTRY,
        at: At::Router,
        story: "401 with a token service is the right answer of a registry to a stranger",
        expected: ["private-ca", "ok"],
    },
    EndpointRow {
        role: "repository",
        name: STORAGE,
        at: At::Storage,
        story: "sends its own certificate only: no capture can find the root, it must be given with --ca",
        expected: ["root-not-sent", "ok"],
    },
    EndpointRow {
        role: "plain",
        name: SELF_SIGNED,
        at: At::SelfSigned,
        story: "vouches for itself and is no CA: trusting it means pinning this one certificate",
        expected: ["self-signed", "self-signed"],
    },
    EndpointRow {
        role: "plain",
        name: EXPIRED,
        at: At::Expired,
        story: "expired 3 days ago: no CA bundle helps, the certificate must be renewed",
        expected: ["expired", "expired"],
    },
    EndpointRow {
        role: "plain",
        name: RENAMED,
        at: At::Renamed,
        story: "its certificate is for other.example.test: use that name, or have it issued for this one",
        expected: ["name-mismatch", "name-mismatch"],
    },
    EndpointRow {
        role: "oauth",
        name: SILENT,
        at: At::Silent,
        story: "accepts the connection and never answers the ClientHello: look at what is in between, not at certificates",
        expected: ["timeout-tls", "timeout-tls"],
    },
];

/// Further endpoints: those that the API server leads to, and more storages.
pub(super) static FURTHER: [EndpointRow; 8] = [
    EndpointRow {
        role: "mtc-console",
        name: MTC_CONSOLE,
        at: At::Router,
        story: "sends the browser on to the OAuth server: both must be trusted and reached by whoever logs in",
        expected: ["private-ca", "ok"],
    },
    EndpointRow {
        role: "registry",
        name: ELSEWHERE,
        at: At::Router,
        story: "its tokens come from another host with another CA, which whoever logs in must reach and trust too",
        expected: ["private-ca", "ok"],
    },
    storage(
        AWS,
        "answers as AWS S3: a redirect to its product page, and request ids",
    ),
    storage(MINIO, "answers as MinIO: access denied"),
    storage(
        NOOBAA,
        "answers as NooBaa, OpenShift's own object gateway: access denied, and one request id twice",
    ),
    storage(
        RGW,
        "answers as Ceph RGW: an empty list of buckets for everyone",
    ),
    storage(
        GCS,
        "answers as Google Cloud Storage: no authorization header",
    ),
    storage(AZURE, "answers as Azure Blob: no such query"),
];

const fn storage(name: &'static str, story: &'static str) -> EndpointRow {
    EndpointRow {
        role: "repository",
        name,
        at: At::Clouds,
        story,
        expected: ["private-ca", "ok"],
    }
}
