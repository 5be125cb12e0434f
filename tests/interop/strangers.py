"""Where a stranger's word may not lead: HTTP servers listen on a cloud's metadata address and on loopback, a certificate's AIA, a redirect
and OAuth metadata name them, and they count what reaches them. Beside each, the same from a place that is open to all, which must work."""

import contextlib
import http.server
import threading

from forge import Forge, below, leaf, root
from proxied import DEADLINES, Running
from sandbox import FAR, alias
from servers import Setting, nginx, serving
from tool import HOST, expect, tail

CLOUD, LOOPBACK, INSIDE, NEIGHBOUR = "169.254.169.254", "127.0.0.1", "10.77.0.1", "10.77.0.2"
API = "api.cluster.probe.test"
SECRET = "/latest/meta-data/iam"
# What a certificate names, and whether the server there may be asked on the word of one at FAR; `{to}` is a port.
NAMED = {
    "the metadata service": (CLOUD, f"http://{CLOUD}{SECRET}", False),
    "the same in one number": (CLOUD, f"http://2852039166{SECRET}", False),
    "the same, mapped into IPv6": (CLOUD, f"http://[::ffff:{CLOUD}]{SECRET}", False),
    "a name that leads there": (CLOUD, f"http://cloud.strangers.probe.test{SECRET}", False),
    "loopback": (LOOPBACK, "http://127.0.0.1:{loopback}/int.der", False),
    "a name that leads to loopback": (LOOPBACK, "http://loop.strangers.probe.test:{loopback}/int.der", False),
    "a private address": (INSIDE, "http://10.77.0.1:{inside}/int.der", False),
    "a redirect to the metadata service": (CLOUD, "http://203.0.113.10:{far}/cloud", False),
    "a redirect to loopback": (LOOPBACK, "http://203.0.113.10:{far}/loopback", False),
    "a redirect to a name of loopback": (LOOPBACK, "http://203.0.113.10:{far}/name", False),
    "a redirect to a private address": (INSIDE, "http://203.0.113.10:{far}/inside", False),
    "a public address": (FAR, "http://203.0.113.10:{far}/int.der", True),
    "a name of a public address": (FAR, "http://far.strangers.probe.test:{far}/int.der", True),
    "a redirect to a public address": (FAR, "http://203.0.113.10:{far}/moved", True),
}


def cases(lab):
    with contextlib.ExitStack() as stack:
        bench = Bench(lab, stack)
        for name, (_, _, allowed) in NAMED.items():
            yield f"AIA: {name}", "nginx", "fetched" if allowed else "not one connection", lambda n=name: bench.named(n)
        inside = "a private address"
        yield "AIA: a private address, named by a neighbour", "nginx", "fetched", lambda: bench.fetched(inside, at=NEIGHBOUR)
        yield "AIA: a private address that the user named", "nginx", "fetched", lambda: bench.fetched(inside, f"{INSIDE}:1")
        yield "AIA: loopback that the user named", "nginx", "fetched", lambda: bench.fetched("loopback", f"{LOOPBACK}:1")
        resolved = ("--resolve", f"loop.strangers.probe.test:{bench.ports['loopback']}:{LOOPBACK}")
        yield "AIA: a name that the user resolved", "nginx", "fetched", lambda: bench.fetched("a name that leads to loopback", *resolved)
        for behaviour, scheme in (("tinyproxy", "http"), ("microsocks", "socks5"), ("microsocks", "socks5h")):
            way = bench.through(behaviour, scheme)
            for name in ("the metadata service", "a redirect to the metadata service"):
                yield f"AIA: {name}, {scheme}", behaviour, "not one connection", lambda n=name, w=way: bench.left_alone(n, CLOUD, *w, at=LOOPBACK)
            name = "a name of a public address"
            yield f"AIA: {name}, {scheme}", behaviour, "fetched", lambda n=name, w=way: bench.fetched(n, *w, at=LOOPBACK)
        for host in ("loop.strangers.probe.test", "oauth-openshift.apps.cluster.probe.test", CLOUD, "localhost"):
            yield f"metadata: {host}", "nginx", "not one connection", lambda h=host: bench.metadata(h)
        yield "metadata: loop, by socks5", "microsocks", "not one connection", lambda: bench.metadata("loop.strangers.probe.test", *bench.through("microsocks", "socks5"))
        yield "metadata: a public address", "nginx", "measured", bench.healthy_metadata
        yield "metadata: loopback, of an API server there", "nginx", "measured", bench.own_metadata
        yield "metadata that lead to loopback, a bundle", "", "written without it, and said", bench.bundle


class Counter(http.server.ThreadingHTTPServer):
    """Serves pages in clear, and counts who comes, whatever they want."""

    daemon_threads = True

    def __init__(self, address, pages):
        self.pages, self.met = pages, 0
        super().__init__(address, Page)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self):
        self.met += 1
        return super().get_request()

    @property
    def port(self):
        return self.server_address[1]


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        """A certificate, or where else to look."""
        page = self.server.pages.get(self.path)
        self.send_response(302 if isinstance(page, str) else 200 if page else 404)
        if isinstance(page, str):
            self.send_header("Location", page)
        body = page if isinstance(page, bytes) else b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: what counts is counted."""


class Bench:
    def __init__(self, lab, stack):
        self.lab, self.stack = lab, stack
        self.running = stack.enter_context(Running(lab))
        for address in (CLOUD, INSIDE, NEIGHBOUR):
            stack.enter_context(alias(address))
        pages = {}
        listening = {"cloud": (CLOUD, 80), "loopback": (LOOPBACK, 0), "inside": (INSIDE, 0), "far": (FAR, 0)}
        self.servers = {name: Counter(address, pages) for name, address in listening.items()}
        for server in self.servers.values():
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        self.ports = {name: server.port for name, server in self.servers.items()}
        self.forge = self._certificates()
        der = self.forge.certs["int"].pem.read_text()
        pages |= {"/int.der": der.encode(), SECRET: der.encode(), "/moved": "/int.der", "/cloud": f"http://{CLOUD}{SECRET}"}
        pages |= {f"/{name}": f"http://{at}:{self.ports[name]}/int.der" for name, at in (("loopback", LOOPBACK), ("inside", INSIDE))}
        pages["/name"] = f"http://loop.strangers.probe.test:{self.ports['loopback']}/int.der"
        self.started = {}

    def _certificates(self):
        forge = Forge(self.lab.folder() / "strangers", "strangers", {})
        orders = [leaf("int", str(at), more=(f"authorityInfoAccess = caIssuers;URI:{self._url(name)}",)) for at, name in enumerate(NAMED)]
        for order in (root(), below("int"), *orders):
            forge.make(order)
        return forge

    def _url(self, name):
        return NAMED[name][1].format(**self.ports)

    def met(self):
        return {name: server.met for name, server in self.servers.items()}

    def endpoint(self, name, at):
        """A server that sends nothing but the certificate which names that."""
        if (name, at) not in self.started:
            chain = self.forge.chain([str(list(NAMED).index(name))])
            setting = Setting(chain, self.lab.pki, self.lab.folder(), ip=at)
            self.started[name, at] = self.stack.enter_context(serving(nginx, "tls", setting))
        return self.started[name, at]

    def aia(self, name, *flags, at=FAR):
        """The endpoint as it is reported, and by how much each server's count rose."""
        ip, port = self.endpoint(name, at)
        before = self.met()
        resolve = ["--resolve", f"{HOST}:{port}:{ip}"]
        ran = self.lab.probe.run("endpoints", "--aia", *resolve, "--trust", "none", *DEADLINES, "-o", "json", f"{HOST}:{port}", *flags, timeout=60)
        expect(ran.code == 1, f"exit {ran.code}: {tail(ran.err)}")
        return ran.json()["endpoints"][0], {name: count - before[name] for name, count in self.met().items()}

    def named(self, name):
        address, _, allowed = NAMED[name]
        return self.fetched(name) if allowed else self.left_alone(name, address)

    def left_alone(self, name, address, *flags, at=FAR):
        endpoint, rose = self.aia(name, *flags, at=at)
        closed = {server: count for server, count in rose.items() if server != "far"}
        expect(not any(closed.values()), f"connections: {closed}")
        expect(rose["far"] == (1 if "redirect" in name else 0), f"the public server was asked {rose['far']} times")
        remedy = endpoint["verdict"]["remedy"]
        expect("not contacted: " in remedy and (address in remedy or not address[0].isdigit()), f"not said: {remedy}")
        return remedy[remedy.index("not contacted: ") :][:70]

    def fetched(self, name, *flags, at=FAR):
        endpoint, rose = self.aia(name, *flags, at=at)
        expect(any(cert["learnt"] == "aia" for cert in endpoint["path"]), f"not fetched: {endpoint['verdict']['remedy']}")
        expect(sum(rose.values()) == (2 if "redirect" in name else 1), f"connections: {rose}")

    def through(self, behaviour, scheme):
        """Flags that lead through a proxy."""
        return "--proxy", self.running.proxy("tunnels", behaviour, "", scheme)[0]

    def discover(self, host, oauth_port, *flags, api_at=FAR, command="endpoints"):
        """From an API server that names that host as its OAuth server."""
        port = self.running.get("nginx", "api", "api", upstream=f"https://{host}:{oauth_port}", ip=api_at)[0][1]
        given = ["--ca", self.lab.pki.certs["root"].pem, "--trust", "none", *DEADLINES, "--resolve", f"{API}:{port}:{api_at}"]
        return self.lab.probe.run(command, "--api", f"https://{API}:{port}", *given, *flags, timeout=60)

    def metadata(self, host, *flags):
        port, before = self.ports["loopback"], self.met()
        ran = self.discover(host, port, "-o", "json", *flags)
        expect(self.met() == before, f"connections: {self.met()}, before {before}")
        endpoints = ran.json()["endpoints"]
        codes = {e["target"]["host"]: e["verdict"]["code"] for e in endpoints}
        api = [v["code"] for e in endpoints if e["role"] == "api" for v in (e["verdict"], *e["findings"])]
        # What shows without a lookup is the metadata's own fault; where a name leads is told of the name.
        said = api if host in (CLOUD, "localhost") else [codes.get(host)]
        expect(("oauth-metadata-unusable" if host in (CLOUD, "localhost") else "not-contacted") in said, f"{codes}, {api}")
        expect(ran.code == 0, f"exit {ran.code} though nothing failed: {codes}")
        return " ".join(sorted(set(codes.values())))

    def healthy_metadata(self):
        (_, port), _ = self.running.get("nginx", "tls", "apps", ip=FAR)
        codes = {e["role"]: e["verdict"]["code"] for e in self.discover("far.strangers.probe.test", port, "-o", "json").json()["endpoints"]}
        expect(codes.get("oauth") not in (None, "not-contacted"), f"{codes}")

    def own_metadata(self):
        (_, port), _ = self.running.get("nginx", "tls", "apps")
        ran = self.discover("loop.strangers.probe.test", port, "-o", "json", api_at=LOOPBACK)
        codes = {e["role"]: e["verdict"]["code"] for e in ran.json()["endpoints"]}
        expect(codes.get("oauth") not in (None, "not-contacted"), f"{codes}")

    def bundle(self):
        before = self.met()
        ran = self.discover("loop.strangers.probe.test", self.ports["loopback"], command="export-bundle")
        expect(self.met() == before and ran.code == 0, f"exit {ran.code}, connections {self.met()}: {tail(ran.err)}")
        expect("not contacted on a stranger's word, so left out: loop.strangers.probe.test" in ran.err, tail(ran.err))
