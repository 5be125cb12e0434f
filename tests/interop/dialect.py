"""Which way NO_PROXY sends a connection: what `probe` says, against what Go and curl do. Squid's log is the referee."""

import json
import re
import socket
import time
from itertools import count

from proxied import DEADLINES, Running
from sandbox import FAR
from tool import HOST, clean_env, expect, program, run, tail

BY_NAME, BY_ADDRESS = HOST, FAR
# Host, and NO_PROXY with `{port}` for the target's.
ENTRIES = [
    (BY_NAME, ""),
    (BY_NAME, "*"),
    (BY_NAME, "svc.probe.test"),
    (BY_NAME, "SVC.Probe.Test"),
    (BY_NAME, "svc.probe.test."),
    (BY_NAME, ".svc.probe.test"),
    (BY_NAME, "*.svc.probe.test"),
    (BY_NAME, "probe.test"),
    (BY_NAME, ".probe.test"),
    (BY_NAME, "*.probe.test"),
    (BY_NAME, "robe.test"),
    (BY_NAME, ".test"),
    (BY_NAME, "svc.probe.test:{port}"),
    (BY_NAME, "svc.probe.test:1"),
    (BY_NAME, ".probe.test:{port}"),
    (BY_NAME, "elsewhere.test,.probe.test"),
    (BY_NAME, " elsewhere.test , svc.probe.test "),
    (BY_NAME, "elsewhere.test .probe.test"),
    (BY_NAME, "127.0.0.0/8"),
    (BY_NAME, "127.0.0.1"),
    (BY_ADDRESS, ""),
    (BY_ADDRESS, "203.0.113.10"),
    (BY_ADDRESS, "203.0.113.10:{port}"),
    (BY_ADDRESS, "203.0.113.10:1"),
    (BY_ADDRESS, "203.0.113.0/24"),
    (BY_ADDRESS, "203.0.113.0/28"),
    (BY_ADDRESS, "198.51.100.0/24"),
    (BY_ADDRESS, "203.0.113."),
    ("127.0.0.1", ""),
    ("localhost", ""),
]
WAYS = {True: "proxy", False: "direct"}
# Texts of a proxy variable that are no plain URL, and which versions of Go ask the proxy all the same.
ODD = (
    ("http://::ffff:127.0.0.1:{port}", ("go1.19", "go1.23")),
    ("::ffff:127.0.0.1:{port}", ("go1.19", "go1.23")),
    ("http://[127.0.0.1]:{port}", ("go1.19", "go1.23")),
    ("http://{place}:1", ()),
    ("'http://{place}'", ()),
    ("'{place}'", ()),
    (" http://{place}", ()),
    ("http://u:p#q@{place}", ()),
    ("http://u:p%zz@{place}", ()),
    ("socks4://{place}", ("go1.23", "go1.27")),
    ("htpp://{place}", ("go1.23", "go1.27")),
    ("http:/{place}", ()),
    ("http:{place}", ()),
    ("http://127.0.0.1.:{port}", ()),
)
_markers = count(1)


def cases(lab):
    with Running(lab) as running:
        bench = Bench(lab, running)
        for host, entry in ENTRIES:
            yield f"{host}, NO_PROXY={entry!r}", "", "as Go, and curl as it says", lambda h=host, e=entry: bench.compare(h, e)
        for name, env, proxied in (
            ("HTTPS_PROXY", {"HTTPS_PROXY": "{url}"}, True),
            ("https_proxy", {"https_proxy": "{url}"}, True),
            ("HTTPS_PROXY, no scheme", {"HTTPS_PROXY": "{place}"}, True),
            ("HTTP_PROXY", {"HTTP_PROXY": "{url}"}, False),
            ("ALL_PROXY", {"ALL_PROXY": "{url}"}, False),
            ("empty HTTPS_PROXY, https_proxy", {"HTTPS_PROXY": "", "https_proxy": "{url}"}, True),
            ("no_proxy", {"HTTPS_PROXY": "{url}", "no_proxy": "probe.test"}, False),
        ):
            yield name, "", f"{WAYS[proxied]}, as Go", lambda e=env, p=proxied: bench.variables(e, p)
        for text, versions in ODD:
            foretold = ", ".join(versions) or "no Go"
            yield f"HTTPS_PROXY={text!r}", "", f"{foretold} asks it", lambda t=text, v=versions: bench.odd(t, v)
        yield "--proxy-from none", "", "direct", bench.ignored


class Bench:
    def __init__(self, lab, running):
        self.lab = lab
        url, setting = running.proxy("squid", "plain", "")
        self.url, self.log = url, setting.work / "access.log"
        self.ports = {BY_NAME: running.origin("good", "1.3")[1]}
        self.ports[FAR] = running.get("nginx", "tls 1.3", ip=FAR)[0][1]
        self.bundle = lab.pki.certs["root"].pem

    def compare(self, host, entry):
        port = self.ports.get(host, self.ports[BY_NAME])
        env = {"HTTPS_PROXY": self.url} | ({"NO_PROXY": entry.format(port=port)} if entry else {})
        go, curl = self.go(host, port, env), self.curl(host, port, env)
        probe, route = self.probe(host, port, env)
        did = f"Go {WAYS[go]}, curl {WAYS[curl]}, probe {WAYS[probe]}"
        said = "direct" not in route["because"] and route["proxy"] is not None
        expect(probe == go, f"{did}: {route}")
        expect(said == probe, f"{did}, and says {route}")
        expect((route["curl_differs"] is not None) == (curl != go), f"{did}, and says of curl {route['curl_differs']!r}")
        expect(not entry or go or self.named(entry, route), f"{did}: the entry that matched is not named: {route['because']!r}")
        return did

    @staticmethod
    def named(entry, route):
        words = entry.format(port="").strip().replace(",", " ").split()
        return "NO_PROXY" in route["because"] and any(word.rstrip(":").lower() in route["because"].lower() for word in words)

    def variables(self, env, proxied):
        port = self.ports[BY_NAME]
        env = {k: v.format(url=self.url, place=self.url.split("://")[1]) for k, v in env.items()}
        go, curl = self.go(BY_NAME, port, env), self.curl(BY_NAME, port, env)
        probe, route = self.probe(BY_NAME, port, env)
        expect(go == proxied and probe == proxied, f"Go {WAYS[go]}, probe {WAYS[probe]}: {route}")
        expect((route["curl_differs"] is not None) == (curl != go), f"curl {WAYS[curl]}, and says of it {route['curl_differs']!r}")
        name = next((k for k, v in env.items() if v), "")
        expect(not proxied or name.lower() in route["because"].lower(), f"the variable is not named: {route['because']!r}")
        return f"{WAYS[probe]}: {route['because']}"

    def odd(self, text, versions):
        """Each Go does as is said of its version, and the route names the variable."""
        place = self.url.split("://")[1]
        env = {"HTTPS_PROXY": text.format(place=place, port=place.rsplit(":", 1)[1])}
        port = self.ports[BY_NAME]
        url = f"https://{BY_NAME}:{port}/"
        for version, client in self.lab.consumers.go_of_each_version(self.lab.gos).items():
            asked = self.asked(BY_NAME, port, [client, self.bundle, "-", url], env)
            expect(asked == (version in versions), f"{version} asks the proxy: {asked}")
        ran = self.lab.probe.run("endpoints", "--trust", "none", "--no-extra-probes", *DEADLINES, "-o", "jsonl", f"{BY_NAME}:{port}", env=clean_env(self.lab.probe.home) | env)
        said = ran.err
        told = [v for v in ("go1.19", "go1.23", "go1.27") if self.told(said, v)]
        expect(tuple(told) == versions, f"said to ask it: {told}: {tail(said)}")
        because = json.loads(ran.out.splitlines()[0])["route"]["because"]
        expect("HTTPS_PROXY" in because, because)

    @staticmethod
    def told(said, version):
        """Whether a clause about versions that hold this one says that they ask the proxy."""
        for first, last, deed in re.findall(r"Go's clients \((go1\.\d+)(?: to (go1\.\d+))?\) (\w+ \w+)", said):
            if first <= version <= (last or first):
                return deed in ("use the", "speak HTTP")
        return False

    def ignored(self):
        probe, route = self.probe(BY_NAME, self.ports[BY_NAME], {"HTTPS_PROXY": self.url}, "--proxy-from", "none")
        expect(not probe, str(route))

    # Whether a client asked the proxy. How its handshake ends is no matter here.

    def go(self, host, port, env):
        return self.asked(host, port, [self.lab.consumers.go_client(), self.bundle, "-", f"https://{host}:{port}/"], env)

    def curl(self, host, port, env):
        return self.asked(host, port, [program("curl"), "-q", "-sk", "--max-time", "5", f"https://{host}:{port}/"], env)

    def probe(self, host, port, env, *more):
        saved = self.lab.folder() / "run.jsonl"
        argv = ["endpoints", "--trust", "none", "--no-extra-probes", *DEADLINES, "--save", saved, *more, f"{host}:{port}"]
        asked = self.asked(host, port, [self.lab.probe.path, *argv], env)
        said = self.lab.probe.run("endpoints", "--from", saved, "-o", "jsonl").out
        return asked, json.loads(said.splitlines()[0])["route"]

    def asked(self, host, port, argv, env):
        before = self.seen(host, port)
        ran = run(argv, self.lab.probe.home, env=clean_env(self.lab.probe.home) | env)
        expect("panicked" not in ran.err, tail(ran.err))
        self.settle()
        return self.seen(host, port) > before

    def seen(self, host, port):
        return self.log.read_text().count(f"CONNECT {host}:{port} ") if self.log.is_file() else 0

    def settle(self):
        """Waits until the log holds a line of our own, which follows those of whoever came before."""
        marker = f"marker-{next(_markers)}.invalid:443"
        port = int(self.url.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as proxy:
            proxy.sendall(f"CONNECT {marker} HTTP/1.1\r\nHost: {marker}\r\n\r\n".encode())
            proxy.recv(65536)
        end = time.monotonic() + 5
        while marker not in self.log.read_text():
            expect(time.monotonic() < end, f"Squid does not log {marker}")
            time.sleep(0.01)
