"""`--from-cluster` with a real kubectl: its flags and templates are ones that the client takes, and bring what they ask for and no more."""

import base64
import contextlib
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

from tool import HOST, expect, reach, tail

SECRETS = ("hunter2", "hushhush", "sha256~")
MTC = "openshift-migration"
# Resource → kind, namespaced.
CONFIG = {"infrastructures": ("Infrastructure", False), "proxies": ("Proxy", False), "ingresses": ("Ingress", False)}
GROUPS = {
    "config.openshift.io/v1": CONFIG | {"consoles": ("Console", False), "images": ("Image", False)},
    "route.openshift.io/v1": {"routes": ("Route", True)},
    "oauth.openshift.io/v1": {"oauthclients": ("OAuthClient", False)},
    "migration.openshift.io/v1alpha1": {
        "migclusters": ("MigCluster", True),
        "migstorages": ("MigStorage", True),
        "migrationcontrollers": ("MigrationController", True),
        "migplans": ("MigPlan", True),
        "migmigrations": ("MigMigration", True),
        "mighooks": ("MigHook", True),
        "directimagemigrations": ("DirectImageMigration", True),
        "directvolumemigrations": ("DirectVolumeMigration", True),
    },
    "velero.io/v1": {
        "backupstoragelocations": ("BackupStorageLocation", True),
        "backups": ("Backup", True),
        "restores": ("Restore", True),
        "podvolumebackups": ("PodVolumeBackup", True),
        "podvolumerestores": ("PodVolumeRestore", True),
    },
    "oadp.openshift.io/v1alpha1": {"dataprotectionapplications": ("DataProtectionApplication", True), "cloudstorages": ("CloudStorage", True)},
    "operators.coreos.com/v1alpha1": {"subscriptions": ("Subscription", True)},
}
OF_OCP_3 = ("route.openshift.io/v1", "oauth.openshift.io/v1")


def cases(lab):
    yield "all that is there", "kubectl", "every target, no secret", lambda: everything(lab)
    yield "no MTC, no config API", "kubectl", "one note", lambda: ocp_3(lab)
    yield "no MTC, no OADP", "kubectl", "one note", lambda: bare_ocp_4(lab)
    yield "some kinds forbidden", "kubectl", "a problem for each permission", lambda: kinds_forbidden(lab)
    yield "the session ends on the way", "kubectl", "one problem", lambda: session_over(lab)
    yield "a gateway answers with HTML, 503", "kubectl", "one problem", lambda: gateway(lab)
    yield "an API server that does not answer", "kubectl", "one problem", lambda: silent(lab)
    yield "proxies and CAs under other names", "kubectl", "each is read", lambda: named(lab)
    yield "statuses of kinds that nobody connects for", "kubectl", "each is told, no spec", lambda: statuses(lab)
    yield "a Route that no router has admitted", "kubectl", "its reason, and no target", lambda: not_admitted(lab)
    yield "one read forbidden", "kubectl", "a problem, the rest goes on", lambda: forbidden(lab)
    yield "not logged in", "kubectl", "one problem", lambda: logged_out(lab)
    yield "nobody there", "kubectl", "one problem", lambda: unreachable(lab)
    yield "no such context", "kubectl", "one problem", lambda: no_context(lab)


class Cluster:
    """An API server over TLS that knows discovery and a few objects, and who may not do what."""

    def __init__(self, lab, groups=tuple(GROUPS), refused=None, slow=0, more=None):
        """`refused`: part of a path → the status it gets; `slow`: seconds before each answer; `more`: path → object."""
        self.folder, self.asked, self.slow, self.more, self.gone = lab.folder(), [], slow, more or {}, threading.Event()
        cluster, groups, refused = self, groups, refused or {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                path = self.path.split("?")[0]
                cluster.asked.append(path)
                cluster.gone.wait(cluster.slow)
                code, said = cluster.answer(path, groups, refused)
                is_page = isinstance(said, str)
                body = said.replace("@", self.headers.get("Authorization", "")) if is_page else json.dumps(said)
                body = body.encode()
                self.send_response(code)
                self.send_header("Content-Type", "text/html" if is_page else "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):  # noqa: N802
                cluster.asked.append(f"POST {self.path}")
                self.send_error(405)

            do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815

            def handle(self):
                # Clients that leave, and hellos to which this server has no answer.
                with contextlib.suppress(OSError):
                    super().handle()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        chain = lab.pki.chains["leaf"]
        context.load_cert_chain(chain.all_pem, chain.own.key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.address = self.server.server_address
        self.url = f"https://{HOST}:{self.address[1]}"
        self.root = lab.pki.certs["root"].pem.read_text()
        self.lab = lab

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path, groups, refused):
        for part, code in refused.items():
            if part in path:
                return code, PAGE if code == 503 else status(code)
        if path == "/.well-known/oauth-authorization-server":
            return 404, {"paths": ["/apis", "/version"]}
        if path == "/api":
            return 200, {"kind": "APIVersions", "versions": ["v1"]}
        if path == "/apis":
            return 200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": [group(g) for g in groups]}
        if path == "/api/v1":
            return 200, resources("v1", {"configmaps": ("ConfigMap", True), "secrets": ("Secret", True)})
        if path.removeprefix("/apis/") in groups:
            return 200, resources(path.removeprefix("/apis/"), GROUPS[path.removeprefix("/apis/")])
        found = self.objects().get(path)
        return (200, found) if found else (404, status(404))

    def objects(self):
        config, mtc, routes = "config.openshift.io/v1", "migration.openshift.io/v1alpha1", "/apis/route.openshift.io/v1/namespaces"
        base = f"/apis/{mtc}/namespaces/{MTC}"
        bare = one("route.openshift.io/v1", "Route", "bare", MTC, spec={"host": host("bare")})
        ca = base64.b64encode(self.root.encode()).decode()
        source = one(mtc, "MigCluster", "src", MTC, spec={"isHostCluster": False, "url": self.url, "caBundle": ca})
        # Password of a proxy for volumes, which is nobody's business here.
        told = one(mtc, "MigrationController", "m", MTC, spec={"stunnel_tcp_proxy": "http://u:hunter2@10.0.0.1:3128", "no_proxy": ".test"})
        login = one("oauth.openshift.io/v1", "OAuthClient", "migration", secret="hushhush")
        login["redirectURIs"] = [f"https://{host('migration')}/login/callback"]
        roots = one("v1", "ConfigMap", "kube-root-ca.crt", MTC, data={"ca.crt": self.root})
        return {
            f"/apis/{config}/infrastructures/cluster": one(config, "Infrastructure", "cluster", status={"apiServerURL": self.url}),
            "/apis/oauth.openshift.io/v1/oauthclients/migration": login,
            f"{routes}/openshift-console/routes/console": route("console", "openshift-console"),
            f"{routes}/{MTC}/routes": listed("Route", [route("migration", MTC), bare]),
            f"{routes}/openshift-storage/routes": listed("Route", []),
            f"{routes}/openshift-image-registry/routes": listed("Route", []),
            f"/api/v1/namespaces/{MTC}/configmaps/kube-root-ca.crt": roots,
            f"{base}/migclusters": listed("MigCluster", [source]),
            f"{base}/migstorages": listed("MigStorage", []),
            f"{base}/migrationcontrollers": listed("MigrationController", [told]),
        } | self.more

    def probe(self, *flags):
        """One run with this cluster's kubeconfig."""
        ca = base64.b64encode(self.root.encode()).decode()
        text = (
            f"current-context: admin\nclusters:\n- name: c\n  cluster: {{server: '{self.url}', certificate-authority-data: {ca}}}\n"
            "contexts:\n- name: admin\n  context: {cluster: c, user: u}\nusers:\n- name: u\n  user: {token: sha256~hunter2}\n"
        )
        kubeconfig, saved = self.folder / "kubeconfig", self.folder / "run.jsonl"
        kubeconfig.write_text(text)
        quick, _ = reach(self.address)
        args = ["endpoints", "--kubeconfig", kubeconfig, "--trust", "none", "--save", saved, "-v", "-o", "json", *quick, *flags]
        ran = self.lab.probe.run(*args, timeout=120)
        kept = saved.read_text() if saved.exists() else ""
        said = {"stdout": ran.out.decode(), "stderr": ran.err, "the saved run": kept}
        for (where, text), secret in product(said.items(), SECRETS):
            expect(secret not in text, f"{secret} in {where}: {tail(text[: text.find(secret) + 40])}")
        expect(not any(path.startswith("POST") for path in self.asked), f"something was written: {self.asked}")
        expect(not any("secrets" in path for path in self.asked), "secrets were asked for")
        return ran


# A gateway's page, which repeats what it was sent.
PAGE = "<html><body><h1>503 Service Unavailable</h1><!-- @ --></body></html>"


def status(code):
    reason = {401: "Unauthorized", 403: "Forbidden", 404: "NotFound"}[code]
    # Whoever is refused hears his token repeated; what is not there is said to strangers, too, and so recorded.
    message = reason if code == 404 else f"{reason}: sha256~hunter2"
    return {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "code": code, "message": message}


def group(name):
    versions = {"groupVersion": name, "version": name.split("/")[1]}
    return {"name": name.split("/")[0], "versions": [versions], "preferredVersion": versions}


def resources(name, rows):
    # fmt: off
    rows = [{"name": r, "singularName": kind.lower(), "kind": kind, "namespaced": spaced, "verbs": ["get", "list"]}
            for r, (kind, spaced) in rows.items()]
    # fmt: on
    return {"kind": "APIResourceList", "groupVersion": name, "resources": rows}


def one(version, kind, name, namespace=None, **more):
    where = {"namespace": namespace} if namespace else {}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name} | where} | more


def host(name):
    return f"{name}.apps.probe.test"


def route(name, namespace):
    spec = {"host": host(name), "to": {"kind": "Service", "name": name}, "tls": {"termination": "edge", "key": "hunter2"}}
    admitted = {"host": host(name), "conditions": [{"type": "Admitted", "status": "True"}]}
    return one("route.openshift.io/v1", "Route", name, namespace, spec=spec, status={"ingress": [admitted]})


def listed(kind, items):
    return {"kind": f"{kind}List", "apiVersion": items[0]["apiVersion"] if items else "v1", "metadata": {}, "items": items}


def targets(report):
    return {f"{e['role']} {e['target']['host']}" for e in report["endpoints"]}


def everything(lab):
    with Cluster(lab) as cluster:
        ran = cluster.probe("--from-cluster")
    report = ran.json()
    expect(not report["problems"], f"problems: {report['problems']}")
    found = targets(report)
    wanted = {f"api {HOST}", "console console.apps.probe.test", "mtc-console migration.apps.probe.test"}
    expect(found >= wanted, f"targets {sorted(found)}, without {sorted(wanted - found)}")
    api = next(e for e in report["endpoints"] if e["role"] == "api")
    origins = " | ".join(api["target"]["origins"])
    for word in ("config view", "Infrastructure cluster", "MigCluster openshift-migration/src"):
        expect(word in origins, f"the API server is asked for by {origins}, not by {word}")
    expect(api["verdict"]["family"] != "unknown-authority", f"{api['verdict']['code']}, though a ConfigMap holds its root")
    expect(ran.err.count("\n+ ") + ran.err.startswith("+ ") == 41, f"not 41 commands: {ran.err}")
    return "every target, no secret"


def ocp_3(lab):
    with Cluster(lab, OF_OCP_3) as cluster:
        ran = cluster.probe("--from-cluster")
    expect("problem" not in ran.err and not ran.json()["problems"], tail(ran.err))
    notes = [line for line in ran.err.splitlines() if "the cluster has no" in line]
    expect(len(notes) == 1 and "infrastructures" in notes[0] and "migclusters" in notes[0], f"notes: {notes}")
    expect("console console.apps.probe.test" in targets(ran.json()), "the route of the console was not read")
    return "one note"


def forbidden(lab):
    with Cluster(lab, refused={"/routes/console": 403}) as cluster:
        ran = cluster.probe("--from-cluster")
    problems = ran.json()["problems"]
    expect(ran.code == 3 and len(problems) == 1, f"exit {ran.code}, {problems}")
    expect("may not get routes.route.openshift.io in namespace openshift-console" in problems[0]["what"], problems[0]["what"])
    expect("mtc-console migration.apps.probe.test" in targets(ran.json()), "the rest was not read")
    return "a problem, the rest goes on"


def bare_ocp_4(lab):
    with Cluster(lab, ("config.openshift.io/v1", *OF_OCP_3, "operators.coreos.com/v1alpha1")) as cluster:
        ran = cluster.probe("--from-cluster")
    notes = [line for line in ran.err.splitlines() if "the cluster has no" in line]
    expect(not ran.json()["problems"] and len(notes) == 1, f"{ran.json()['problems']}, {notes}")
    for kind in ("migclusters", "migstorages", "backupstoragelocations", "dataprotectionapplications"):
        expect(kind in notes[0], f"no {kind} in {notes[0]}")
    expect(f"api {HOST}" in targets(ran.json()), "the API server was not read")
    return "one note"


def kinds_forbidden(lab):
    refused = {"/migclusters": 403, "/subscriptions": 403, "/configmaps/kube-root-ca.crt": 403}
    with Cluster(lab, refused=refused) as cluster:
        ran = cluster.probe("--from-cluster")
    problems = ran.json()["problems"]
    said = " | ".join(f"{p['place']}: {p['what']}" for p in problems)
    expect(ran.code == 3 and 1 <= len(problems) <= 4, f"exit {ran.code}, {said}")
    for permission in ("migclusters.migration.openshift.io", "subscriptions.operators.coreos.com", "configmaps"):
        expect(permission in said, f"not told: {permission}: {said}")
    expect("mtc-console migration.apps.probe.test" in targets(ran.json()), "the rest was not read")
    return "a problem for each permission"


def session_over(lab):
    with Cluster(lab, refused={"/migclusters": 401, "/migstorages": 401}) as cluster:
        ran = cluster.probe("--from-cluster")
    return _one_problem(ran, "nobody is logged in there")


def gateway(lab):
    with Cluster(lab, refused={"/": 503}) as cluster:
        ran = cluster.probe("--from-cluster")
    return _one_problem(ran, "")


def silent(lab):
    with Cluster(lab, slow=60) as cluster:
        ran = cluster.probe("--from-cluster")
    return _one_problem(ran, "the API server was not reached")


def named(lab):
    config, operators, velero = "config.openshift.io/v1", "operators.coreos.com/v1alpha1", "velero.io/v1"
    variables = [{"name": "HTTPS_PROXY", "value": "http://127.0.0.1:9"}, {"name": "LICENCE", "value": "hunter2"}]
    operator = one(operators, "Subscription", "oadp", "openshift-adp", spec={"name": "redhat-oadp-operator", "config": {"env": variables}})
    storage = {"provider": "aws", "objectStorage": {"bucket": "b"}, "config": {"region": "r", "s3ForcePathStyle": "true", "s3Url": f"https://{host('s3')}"}}
    proxy = one(config, "Proxy", "cluster", spec={"trustedCA": {"name": "gateway-ca"}})
    image = one(config, "Image", "cluster", spec={"additionalTrustedCA": {"name": "registry-cas"}})
    with Cluster(lab) as cluster:
        roots = {name: one("v1", "ConfigMap", name, "openshift-config", data={"ca": cluster.root}) for name in ("gateway-ca", "registry-cas")}
        cluster.more = {
            f"/apis/{config}/proxies/cluster": proxy,
            f"/apis/{config}/images/cluster": image,
            f"/apis/{operators}/namespaces/openshift-adp/subscriptions": listed("Subscription", [operator]),
            f"/apis/{velero}/namespaces/openshift-adp/backupstoragelocations": listed(
                "BackupStorageLocation", [one(velero, "BackupStorageLocation", "loc", "openshift-adp", spec=storage)]
            ),
        } | {f"/api/v1/namespaces/openshift-config/configmaps/{name}": found for name, found in roots.items()}
        ran = cluster.probe("--from-cluster", "--no-extra-probes")
    report = ran.json()
    expect(not report["problems"], f"problems: {report['problems']}")
    for name in ("gateway-ca", "registry-cas"):
        expect(f"/api/v1/namespaces/openshift-config/configmaps/{name}" in cluster.asked, f"{name} was not read")
    found = [e for e in report["endpoints"] if e["target"]["host"] == host("s3")]
    expect(len(found) == 1 and found[0]["verdict"]["code"] == "proxy-unreachable", f"by no proxy: {[e['verdict']['code'] for e in found]}")
    expect("Subscription/oadp" in ran.out.decode(), "the proxy's source is not named")
    return "each is read"


def statuses(lab):
    mtc, velero = "migration.openshift.io/v1alpha1", "velero.io/v1"
    said = 'referenced "src"\nis not ready\tyet'
    ready = {"type": "SourceClusterNotReady", "status": "True", "category": "Critical", "reason": "NotReady", "message": said}
    plan = one(mtc, "MigPlan", "shop", MTC, spec={"hidden": "hunter2"}, status={"conditions": [ready | {"lastTransitionTime": "2026-11-20T05:00:00Z"}]})
    failed = one(mtc, "MigMigration", "shop-1", MTC, status={"phase": "Completed", "errors": ['Backup "x" failed'], "conditions": []})
    fresh = one(mtc, "MigMigration", "shop-2", MTC)
    backup = one(velero, "Backup", "b1", "openshift-adp", status={"phase": "FailedValidation", "errors": 3, "validationErrors": ["no location 'x'"]})
    volume = one(velero, "PodVolumeBackup", "v1", MTC, spec={"hidden": "hunter2"}, status={"phase": "Failed", "message": "é 名: i/o timeout"})
    more = {
        f"/apis/{mtc}/namespaces/{MTC}/migplans": listed("MigPlan", [plan]),
        f"/apis/{mtc}/namespaces/{MTC}/migmigrations": listed("MigMigration", [failed, fresh]),
        f"/apis/{velero}/namespaces/openshift-adp/backups": listed("Backup", [backup]),
        f"/apis/{velero}/namespaces/{MTC}/podvolumebackups": listed("PodVolumeBackup", [volume]),
    }
    with Cluster(lab, more=more) as cluster:
        ran = cluster.probe("--from-cluster", "--no-extra-probes")
    expect(not ran.json()["problems"], f"problems: {ran.json()['problems']}")
    told = ran.json()["statuses"]
    names = {f"{s['kind']} {s['name']}" for s in told}
    wanted = {"MigPlan shop", "MigMigration shop-1", "Backup b1", "PodVolumeBackup v1"}
    expect(names >= wanted, f"statuses of {sorted(names)}")
    text = json.dumps(told, ensure_ascii=False)
    for word in ("is not ready", "no location 'x'", "名: i/o timeout"):
        expect(word in text, f"not told: {word}")
    return "each is told, no spec"


def not_admitted(lab):
    path = f"/apis/route.openshift.io/v1/namespaces/{MTC}/routes"
    refused = route("migration", MTC)
    condition = {"type": "Admitted", "status": "False", "reason": "HostAlreadyClaimed", "message": 'route "x" is older'}
    refused["status"]["ingress"][0]["conditions"] = [condition]
    registry = route("image-registry", "openshift-image-registry")
    more = {path: listed("Route", [refused]), path.replace(MTC, "openshift-image-registry"): listed("Route", [registry])}
    # The OAuthClient names the same host, which is then asked for.
    with Cluster(lab, refused={"/oauthclients": 404}, more=more) as cluster:
        ran = cluster.probe("--from-cluster")
    found = targets(ran.json())
    expect("mtc-console migration.apps.probe.test" not in found, f"targets {sorted(found)}")
    expect('HostAlreadyClaimed: route "x" is older' in ran.err, tail(ran.err))
    expect("registry image-registry.apps.probe.test" in found, f"targets {sorted(found)}")
    return "its reason, and no target"


def logged_out(lab):
    with Cluster(lab, refused={"/api": 401}) as cluster:
        ran = cluster.probe("--from-cluster")
    return _one_problem(ran, "nobody is logged in there")


def unreachable(lab):
    cluster = Cluster(lab)
    with contextlib.closing(cluster.server.socket):
        pass
    return _one_problem(cluster.probe("--from-cluster"), "the API server was not reached")


def no_context(lab):
    with Cluster(lab) as cluster:
        ran = cluster.probe("--from-cluster", "nosuch", HOST)
    return _one_problem(ran, "there is no such context")


def _one_problem(ran, words):
    problems = ran.json()["problems"]
    expect(ran.code == 3 and len(problems) == 1 and words in problems[0]["what"], f"exit {ran.code}: {problems}")
    return "one problem"
