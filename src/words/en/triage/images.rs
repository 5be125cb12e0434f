//! English for causes that lie in images and registries. One entry for each topic.
//! Decides nothing.

use super::texts;

texts! {
    DeprecatedInternalImages {
        title: "an image of the source's namespace openshift is missing on the target",
        cause: "a BuildConfig, DeploymentConfig or image stream names an image of the namespace openshift that the target's version no longer brings, so builds and triggers there find no tag",
        cure: "copy the image from the source's registry into the target's namespace openshift (both registries need a route that is exposed), or let the BuildConfig name a newer tag",
        commands: [
            look "oc get buildconfig -A -o json > buildconfigs.json" on source,
            look "oc get imagestreamtag -n openshift {name}" on target,
            cure "oc patch configs.imageregistry.operator.openshift.io/cluster --type merge -p '{\"spec\":{\"defaultRoute\":true}}'" on source,
            cure "skopeo copy --src-creds \"unused:$SOURCE_TOKEN\" --dest-creds \"unused:$(oc whoami -t)\" docker://{source_registry}/openshift/{name} docker://{target_registry}/openshift/{name}",
        ],
        docs: "the chapter's `oc get bc --template='range .items ...'` has lost its double braces and is no Go template; its /etc/container/registries.conf is /etc/containers/registries.conf; [registries.insecure] and --tls-verify=false are not needed where the registry's CA lies in /etc/containers/certs.d/HOST/ca.crt; and OpenShift 4 does not expose its registry by default, as the chapter says: the patch above does",
        unlike: "`manifest unknown` is a tag that the registry has not, x509 a registry that is not trusted, `unauthorized` a token: none of them says that the image stream is missing",
    }
    RegistryPathMissing {
        title: "a MigCluster does not say where its registry is exposed",
        cause: "a direct image migration needs the host of the registry's route of both clusters; mig-controller says `Source cluster registry path not found` for a missing path of the destination, too",
        cure: "write the host of the registry's route into spec.exposedRegistryPath of both MigClusters (of the host cluster too), or switch direct image migration off in the plan",
        commands: [
            look "oc get route -n openshift-image-registry default-route -o jsonpath='{.spec.host}'",
            look "oc get migcluster -n openshift-migration -o custom-columns=NAME:.metadata.name,REGISTRY:.spec.exposedRegistryPath",
        ],
        docs: "",
        unlike: "`Exposed registry route is invalid` is a path that is there and does not answer as a registry",
    }
    RegistryLogin {
        title: "a registry wants a login that it accepts",
        cause: "the registry was reached and its certificate trusted; there was no token, or it was for another registry, has expired or may not do this. A push refused after a login that worked is often a route of type reencrypt that takes the header away",
        cure: "log in with a token of an account that may pull there and push here",
        commands: [
            cure "podman login -u \"$(oc whoami)\" -p \"$(oc whoami -t)\" {host}",
            cure "oc policy add-role-to-user system:image-builder \"$(oc whoami)\" -n openshift",
        ],
        docs: "",
        unlike: "`denied:` names a permission, x509 a certificate, `manifest unknown` a tag that is not there",
    }
    ImageTagAbsent {
        title: "a registry has no such tag",
        cause: "the registry answered and has the repository, but no manifest for this tag or digest: it was pruned, never pushed, or is of another architecture's list",
        cure: "see which tags are there, and import or push the one that is wanted",
        commands: [
            look "skopeo list-tags docker://{repository}",
            look "oc get imagestream -n {namespace} {name} -o yaml",
        ],
        docs: "",
        unlike: "`imagestreamtags ... not found` is the cluster's image stream, not the registry",
    }
    RegistryPullLimit {
        title: "a registry limits how much is pulled",
        cause: "the registry counts pulls for each address or account, and this one is over its limit (Docker Hub and others)",
        cure: "log in to that registry with an account, mirror the image, or wait",
        commands: [
            cure "oc set data secret/pull-secret -n openshift-config --from-file=.dockerconfigjson={pull_secret_file}",
        ],
        docs: "",
        unlike: "`unauthorized` is a login that is missing or wrong",
    }
    RegistryCaMissing {
        title: "whoever pulls has not the CA of the registry",
        cause: "podman, skopeo or the nodes' CRI-O connect to the registry, and the CA that signed for its route is none that they trust. MTC itself never verifies a registry, so a caBundle of a MigCluster is no cure",
        cure: "for podman and skopeo put the CA into /etc/containers/certs.d/HOST[:PORT]/ca.crt; for the nodes put it into a ConfigMap that image.config/cluster names as additionalTrustedCA (a port is written with two dots)",
        commands: [
            cure "{probe} export-bundle --format certs.d -o certs.d registry={endpoint}",
            cure "{probe} export-bundle --format additional-trusted-ca -o registry-cas.yaml registry={endpoint}",
            cure "oc apply -f registry-cas.yaml",
            cure "oc patch image.config.openshift.io/cluster --type merge -p '{\"spec\":{\"additionalTrustedCA\":{\"name\":\"registry-cas\"}}}'",
        ],
        docs: "the chapter adds --tls-verify=false or an entry in registries.conf: both switch the check off for everybody; a CA in certs.d does not",
        unlike: "x509 with `is valid for` is a name that the certificate is not for, with `expired` a date; `proxyconnect tcp: x509` is the proxy's certificate",
    }
    MigrationRegistrySick {
        title: "the registry that MTC runs for a migration does not work",
        cause: "an indirect image migration uses a registry pod in openshift-migration, which keeps its images in the bucket of the MigStorage; it answers 500 or 503, or not at all, where it cannot use that bucket, or has been removed",
        cure: "see the pod's own log: credentials, bucket, region and CA of the storage show there; a pod that is gone comes with the next migration",
        commands: [
            look "oc get pods -n openshift-migration -l migration.openshift.io/migration-registry",
            look "oc logs -n openshift-migration -l migration.openshift.io/migration-registry --tail=100",
        ],
        docs: "",
        unlike: "503 from a host below apps. is the router: the route has no endpoint",
    }
    HelperImageMissing {
        title: "the image of a pod that MTC, Velero or OADP starts cannot be pulled",
        cause: "stage pods, registry pods and the container that waits for a restore have images of their own; without a way to their registry (air gap), or where a tag is gone, the pod stays in ImagePullBackOff and the migration waits for ever",
        cure: "mirror the image, and name the mirror: STAGE_IMAGE or REGISTRY_IMAGE in the ConfigMap migration-cluster-config, the ConfigMap fs-restore-action-config for the restore helper",
        commands: [
            look "oc get events -A --field-selector reason=Failed",
            look "oc get configmap migration-cluster-config -n openshift-migration -o yaml",
            cure "oc create configmap fs-restore-action-config -n openshift-migration --from-literal=image={mirrored_image}",
            cure "oc label configmap fs-restore-action-config -n openshift-migration velero.io/plugin-config= velero.io/pod-volume-restore=RestoreItemAction",
        ],
        docs: "",
        unlike: "ImagePullBackOff of an application's own pod is its own image: see its event",
    }
}
