"""`--api` against something like a cluster made of real parts: nginx as the API server, HAProxy as the router, a distribution registry with
its token service and an S3 server behind it; then skopeo and restic, told nothing but what `probe` wrote."""

from proxied import DEADLINES, Running
from registries import Bench as Registries
from servers import free_port
from storages import Bench as Storages
from tool import expect, program, run, tail

APPS = "apps.cluster.probe.test"
HOSTS = {
    "api": "api.cluster.probe.test",
    "oauth": f"oauth-openshift.{APPS}",
    "console": f"console-openshift-console.{APPS}",
    "mtc-console": f"migration-openshift-migration.{APPS}",
    "registry": f"default-route-openshift-image-registry.{APPS}",
    "repository": f"s3-openshift-storage.{APPS}",
}


def cases(lab):
    with Running(lab) as running:
        whole, bare = Cluster(lab, running, "router"), Cluster(lab, running, "router, storage not exposed")
        yield "all of it, nothing given", "", "private-ca for each", lambda: whole.judged("private-ca", 1)
        yield "all of it, both CAs given", "", "ok for each", lambda: whole.judged("ok", 0, *whole.cas())
        yield "a route that is not exposed", "", "not-exposed, no failure", lambda: bare.judged("ok", 0, *bare.cas(), absent=("repository",))
        yield "one bundle for all", "curl", "reaches each, and misses none", whole.bundle
        yield "the storage's route, that bundle", "restic", "init, backup, ls, and not with another", whole.storage
        yield "the registry's route, certs.d", "skopeo", "pushes and inspects, and not without", whole.registry


class Cluster:
    def __init__(self, lab, running, router):
        self.lab, self.running, self.router = lab, running, router
        self._ports = None

    def ports(self):
        """(API server, router), started when first wanted."""
        if self._ports is None:
            get, port = self.running.get, free_port()
            tokens = get("registry", "token service")[0]
            realm = f"https://{HOSTS['registry']}:{port}/openshift/token"
            parts = {
                "oauth": get("python", "tls", "apps")[0],
                "tokens": tokens,
                "registry": get("registry", "token", upstream=realm)[0],
                "storage": get("s3", "s3s-fs")[0],
            }
            upstream = " ".join(f"{name}={ip}:{at}" for name, (ip, at) in parts.items())
            get("haproxy", self.router, "apps", port=port, upstream=upstream)
            api = get("nginx", "api", "api", upstream=f"https://{HOSTS['oauth']}:{port}")[0][1]
            self._ports = api, port
        return self._ports

    def cas(self):
        return [part for name in ("root", "ingress") for part in ("--ca", self.lab.pki.certs[name].pem)]

    def probe(self, command, *flags):
        return self.lab.probe.run(command, "--api", f"https://{HOSTS['api']}:{self.ports()[0]}", "--trust", "none", *DEADLINES, *flags, timeout=60)

    def judged(self, code, exit_code, *flags, absent=()):
        ran = self.probe("endpoints", "-o", "json", *flags)
        api, port = self.ports()
        wanted = {(role, f"{host}:{api if role == 'api' else port}"): code for role, host in HOSTS.items()}
        wanted |= {key: "not-exposed" for key in wanted if key[0] in absent}
        found = {(e["role"], e["target"]["authority"]): e["verdict"]["code"] for e in ran.json()["endpoints"]}
        others = {key: got for key, got in found.items() if key not in wanted}
        expect({key: found.get(key) for key in wanted} == wanted, f"{found}")
        # The token service is at the registry's own route.
        expect(all(got == code for got in others.values()) and len(others) <= 1, f"besides: {others}")
        expect(ran.code == exit_code, f"exit {ran.code}: {tail(ran.err)}")

    def _bundle(self):
        path = self.lab.folder() / "bundle.pem"
        ran = self.probe("export-bundle", "-o", path)
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err)}")
        return path

    def bundle(self):
        path = self._bundle()
        empty = self.lab.consumers.empty
        for role, host in HOSTS.items():
            url = f"https://{host}:{self.ports()[0 if role == 'api' else 1]}/"
            curl = [program("curl"), "-q", "-sS", "-o", "/dev/null", "--max-time", "5", "--capath", empty, "--cacert"]
            good, bad = (run([*curl, trust, url], self.lab.dir) for trust in (path, self.lab.pki.certs["stranger"].pem))
            expect(good.code == 0, f"{host}: {tail(good.err)}")
            expect(bad.code == 60, f"{host} with another bundle: exit {bad.code}")

    def storage(self):
        clients = Storages(self.lab, self.running)
        clients.proves(self._bundle(), f"https://{HOSTS['repository']}:{self.ports()[1]}", "restic")

    def registry(self):
        tree = self.lab.folder() / "certs.d"
        ran = self.probe("export-bundle", "--format", "certs.d", "-o", tree)
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err)}")
        Registries(self.lab, self.running).proves(tree, f"{HOSTS['registry']}:{self.ports()[1]}")
