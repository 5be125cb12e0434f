//! English for causes that lie in the console, its login and the API servers of clusters. One entry
//! for each topic. Decides nothing.

use super::texts;

texts! {
    ConsoleCaMissing {
        title: "the browser could not ask a cluster: mostly a CA that it does not trust",
        cause: "the console shows this text for every request of the browser that failed without an answer: a certificate of a private CA, and just as well a name that is not found, a refused connection, CORS (up to MTC 1.5) or no network. The console's pod verifies nothing, so a CA bundle in a MigCluster changes nothing here",
        cure: "import the CA of the ingress into the browser (and, up to MTC 1.5, the API server's CA), or open the address in the message, accept its certificate and refresh the console; each host needs its own exception",
        commands: [
            look "{probe} login --api https://api.{cluster_domain}:6443",
            cure "oc get configmap default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}' > ingress-ca.crt",
        ],
        docs: "`CA certificate error` is the chapter's name for it, no text of the console: up to MTC 1.4 it said `A certificate error has occurred`, now `A network error has occurred`. From MTC 1.6 the address is cluster-api/.well-known/... on the console's own route, where accepting a certificate no longer helps the API server",
        unlike: "`The connection has timed out` is the browser's own page: no certificate was seen; `Unauthorized` comes after the certificate",
    }
    ConsoleUnauthorized {
        title: "Unauthorized after the certificate was accepted",
        cause: "the address that was opened to accept the certificate answers 401 or 403 to whoever has no token: that is its healthy answer. If it comes again and again in logs, a token has expired",
        cure: "go back to the MTC console and refresh the page; where it stays in the controller's log, write a new token",
        commands: [
            look "oc get route migration -n openshift-migration -o jsonpath='{.spec.host}'",
        ],
        docs: "",
        unlike: "the loop of `Unauthorized` in the log of migration-controller is the saToken of a MigCluster (cluster-token-refused)",
    }
    ConsoleTimeout {
        title: "the browser or the console's pod does not reach the OAuth server",
        cause: "the browser's page `The connection has timed out` (ERR_CONNECTION_TIMED_OUT) means that packets to the OAuth route, or to the API server up to MTC 1.5, get no answer: a firewall, a VPN or a proxy between. The console's pod needs the same route; a proxy that does not pass .apps hosts stops it there",
        cure: "probe the three ways: this machine to the console, this machine to the OAuth route, the console's pod to the OAuth route; where only the pod fails, add the cluster's apps domain to noProxy: OpenShift does not do that by itself",
        commands: [
            look "{probe} login --api https://api.{cluster_domain}:6443",
            cure "oc patch proxy/cluster --type merge -p '{\"spec\":{\"noProxy\":\"{existing},.apps.{cluster_domain}\"}}'" on host,
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"no_proxy\":\"{existing},.apps.{cluster_domain}\"}}'" on host,
        ],
        docs: "the chapter's egress sample prints `type: Deny` where the text wants Allow",
        unlike: "`A network error has occurred` comes from the console's page: that page was reached",
    }
    ConsoleTokenRefused {
        title: "the console's pod gets no token from the OAuth server",
        cause: "after the login form the pod asks the OAuth route for a token; what failed stands behind `Access Token Error`: HTML instead of JSON is a proxy's page, ECONNREFUSED, ETIMEDOUT and ENOTFOUND are the pod's way. The browser sees HTTP 500 `Authentication failed` for each of them",
        cure: "let the pod reach the OAuth route without the proxy: the apps domain in noProxy, and MTC 1.6.2 or newer, which heeds it",
        commands: [
            look "oc logs -n openshift-migration deploy/migration-ui --tail=100" on host,
            look "{probe} login --api https://api.{cluster_domain}:6443",
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"no_proxy\":\"{existing},.apps.{cluster_domain}\"}}'" on host,
        ],
        docs: "the chapter knows only the time-out of the browser",
        unlike: "`invalid_request` is an OAuthClient whose address does not fit",
    }
    OauthClientMismatch {
        title: "the OAuthClient of the console does not fit the console's address",
        cause: "the OAuth server was reached and refuses the request itself: the OAuthClient `migration` has no redirectURIs, or other ones than the console's route, or the router has a CA of its own that the server does not know",
        cure: "let redirectURIs be https://ROUTE/login/callback: the operator writes it anew where the OAuthClient is deleted",
        commands: [
            look "oc get oauthclient migration -o yaml",
            cure "oc delete oauthclient migration",
            look "oc logs -n openshift-migration deploy/migration-operator --tail=50",
        ],
        docs: "",
        unlike: "a time-out or x509 is the way there, which worked here",
    }
    OauthCertificateDistrusted {
        title: "a client does not trust this server's certificate",
        cause: "the server writes what the client told it: `unknown certificate`, `bad certificate` or `unknown certificate authority` is the client's refusal of the server's certificate. The client's address stands in the line",
        cure: "find the client by its address, and give it the CA of the ingress (or of this server)",
        commands: [
            look "oc get pods -A -o wide --field-selector status.podIP={client}",
            look "{probe} endpoints {endpoint}",
        ],
        docs: "",
        unlike: "`EOF` or `connection reset by peer` in such a line is a health check, and nothing is wrong",
    }
    UpgradeStripped {
        title: "a proxy takes the header Upgrade away",
        cause: "exec, attach and port-forward need a connection that is upgraded; something between takes `Upgrade` out of the request, so the API server answers 400",
        cure: "let the proxy pass upgrades, or add the API server's host to noProxy",
        commands: [
            cure "oc patch migrationcontroller migration-controller -n openshift-migration --type merge -p '{\"spec\":{\"no_proxy\":\"{existing},{api_host}\"}}'",
        ],
        docs: "",
        unlike: "403 `cannot create resource pods/exec` is a permission",
    }
    ClusterConnectionFailed {
        title: "MTC cannot use the API server of a cluster, and does not say why",
        cause: "the controller's pod asked spec.url for /api?timeout=5s; since MTC 1.4 the error itself is not kept: DNS, a firewall, a proxy, an unknown CA, a wrong name and an expired certificate all read `Test connect failed.`",
        cure: "measure that address from the controller's pod, or from here and compare: the verdict names the cause",
        commands: [
            look "oc get migcluster -n openshift-migration -o yaml > migclusters.yaml" on host,
            look "{probe} endpoints -f migclusters.yaml",
            look "oc logs -n openshift-migration deploy/migration-controller -c mtc --tail=200" on host,
        ],
        docs: "",
        unlike: "with an error behind it (MTC up to 1.3) that error is the cause",
    }
    ClusterCaMissing {
        title: "a MigCluster has not the CA of its API server",
        cause: "the API server's certificate was signed by a CA that is not in spec.caBundle. The hint `The caBundle is required` is printed for every x509 error without a bundle, so for a wrong name and an expired certificate, too: there no bundle helps",
        cure: "write a bundle that is proved to work, base64-encoded once, into spec.caBundle (upload it as plain PEM in the console)",
        commands: [
            cure "{probe} export-bundle --format migcluster-patch -o ca-patch.json api={endpoint}",
            cure "oc patch migcluster {migcluster} -n openshift-migration --type merge --patch-file ca-patch.json" on host,
        ],
        docs: "the chapter's `openssl s_client` lacks -showcerts and -servername: it writes the server's own certificate only, which works until that is renewed (an API server's within 15 days), and without SNI maybe another's",
        unlike: "x509 with `is valid for` is a name, with `expired` a date: neither wants a CA",
    }
    ClusterTokenRefused {
        title: "the token of a cluster is not accepted",
        cause: "the API server was reached and trusted, and refuses the saToken: it has expired, was rotated, or belongs to another cluster",
        cure: "write a new token into the key saToken of the Secret that spec.serviceAccountSecretRef names",
        commands: [
            cure "oc create token migration-controller -n openshift-migration --duration=8760h",
            cure "oc create secret generic {secret} -n openshift-config --from-literal=saToken=\"$TOKEN\" --dry-run=client -o yaml | oc apply -f -" on host,
        ],
        docs: "`oc sa get-token` is gone from oc 4.11 on: `oc create token` takes its place",
        unlike: "`Unauthorized` in a browser that has just accepted a certificate is healthy (console-unauthorized); `is forbidden: User` is a token that holds, without the right",
    }
    AggregatedApiCa {
        title: "an API service of the old service catalog has a stale CA",
        cause: "on OpenShift 3 the aggregated API of the service catalog is called with a CA that was replaced (`service-catalog-signer`), so every client that lists all resources fails with x509; the API server itself is well",
        cure: "remove the APIService where the catalog is not used, or give it the CA that signs for it now; then run the command again",
        commands: [
            look "oc get apiservices",
            cure "oc delete apiservice v1beta1.servicecatalog.k8s.io",
        ],
        docs: "",
        unlike: "x509 for the API server's own address is a MigCluster's CA (cluster-ca-missing)",
    }
}
