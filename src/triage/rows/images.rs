//! What is said of images and registries. Rows of text of others; a registry's certificate is read here
//! only where somebody pulls. Opens nothing.

use crate::codes::Topic;
use crate::logs::Writer;
use crate::triage::finding::Harm;
use crate::triage::row::{At, Levels, Row};

const BUILDS: &str = "openshift/origin: image and build APIs; mtc chapter 12.4.1";
const DIRECT: &str = "mig-controller: pkg/controller/directimagestreammigration/copyimage.go";
const PULL: &str = "containers/image: docker; CRI-O events; skopeo 1.9.3";
const REGISTRY: &str = "mig-controller: pkg/controller/migmigration/registry.go; mig-controller#301, #626, oadp-operator#163";
const KUBELET: &str = "kubernetes: pkg/kubelet/images; velero#7212, mig-controller#657";

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Topic::DeprecatedInternalImages,
        &[
            "imagestreamtags.image.openshift.io \"{name}\" not found",
            "ImageStreamTag.image.openshift.io \"{name}\" not found",
        ],
        BUILDS,
    ),
    Row::new(
        Topic::DeprecatedInternalImages,
        &["InvalidImageReference"],
        BUILDS,
    )
    .from_level(Levels::Trouble),
    Row::new(
        Topic::RegistryPathMissing,
        &[
            "Source cluster registry path not found",
            "Destination cluster registry path not found",
            "is missing a configured Registry Path",
        ],
        DIRECT,
    ),
    Row::new(
        Topic::RegistryLogin,
        &["no basic auth credentials"],
        "moby/moby: distribution; openshift/origin#7825",
    ),
    // The registry itself says so of each tag that is looked for before it is pushed.
    Row::new(
        Topic::ImageTagAbsent,
        &[
            "reading manifest {tag} in {repository}: manifest unknown",
            "manifest for {image} not found: manifest unknown",
            "manifest unknown: manifest unknown",
        ],
        PULL,
    ),
    Row::new(Topic::RegistryPullLimit, &["toomanyrequests: {reason}"], PULL),
    Row::new(
        Topic::RegistryCaMissing,
        &[
            "pinging container registry {host}: Get {rest}x509: certificate signed by unknown authority",
            "pinging docker registry {host}: Get {rest}x509: certificate signed by unknown authority",
            "Error response from daemon: Get \"https://{host}/{rest}x509: certificate signed by unknown authority",
            "Error response from daemon: Get https://{host}/{rest}x509: certificate signed by unknown authority",
        ],
        PULL,
    )
    .without(&["proxyconnect"]),
    Row::new(
        Topic::HelperImageMissing,
        &["Migration Registry Pod {pod}ImagePullBackOff"],
        REGISTRY,
    ),
    Row::new(
        Topic::HelperImageMissing,
        &["Back-off pulling image \"{image}restore-helper{tag}\""],
        KUBELET,
    ),
    Row::new(
        Topic::HelperImageMissing,
        &["Back-off pulling image \"{image}\""],
        KUBELET,
    )
    .beside(&["Found abnormal event for Stage Pod"])
    .by(&[Writer::ZapJson]),
    Row::new(
        Topic::MigrationRegistrySick,
        &[
            "Migration Registry Pod {pod} is in unhealthy state on cluster {cluster}",
            "Migration Registry Pod is missing from cluster {cluster}",
        ],
        REGISTRY,
    ),
    Row::new(
        Topic::MigrationRegistrySick,
        &[
            "error pinging docker registry {host}: invalid status code from registry {status}",
            "Get http://{host}:5000/v2/: {error}",
            "Get \"http://{host}:5000/v2/\": {error}",
        ],
        REGISTRY,
    ),
    Row::new(
        Topic::MigrationRegistrySick,
        &["received unexpected HTTP status: 5{status}"],
        REGISTRY,
    )
    .beside(&["Error uploading layer"])
    .at(At::Anywhere)
    .harm(Harm::Symptom),
];
