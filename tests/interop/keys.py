"""Servers with a certificate of RSA and one of ECDSA, below two roots: what Go is shown is captured first, the other chain too, and the bundle
is for everybody. Servers of HTTP/2 alone, and such as sign over SHA-1: who connects is foretold."""

import json

from consumers import ALL
from forge import Forge, leaf, root
from servers import Setting, haproxy, nginx, openssl, serving, turns
from tool import Failed, expect, fingerprints, reach, run, tail

SERVERS = {"nginx": nginx, "openssl": openssl, "haproxy": haproxy, "turns": turns}
VERSIONS = ("1.2", "1.3")
ORDERS = (
    root("rsa-root", cn="Interop RSA root", key="RSA-2048"), leaf("rsa-root", "rsa-leaf", key="RSA-2048"),
    root("ec-root", cn="Interop ECDSA root"), leaf("ec-root", "ec-leaf"), leaf("ec-root", "ec-expired", days=(-30, -2)),
)  # fmt: skip
RSA, EC, EXPIRED = ("rsa-leaf", "rsa-root"), ("ec-leaf", "ec-root"), ("ec-expired", "ec-root")
ONE_TYPE = "proved for one key type only"


def cases(lab):
    bench = Bench(lab)
    for server in ("nginx", "openssl", "haproxy"):
        for version in VERSIONS:
            for first, second in ((RSA, EC), (EC, RSA)):
                name = f"{first[0]} and {second[0]}, TLS {version}"
                yield name, server, "Go's first, both proved", lambda s=server, v=version, f=first, o=second: bench.both(s, v, f, o)
    for server in ("nginx", "openssl"):
        for version in VERSIONS:
            yield f"one certificate, TLS {version}", server, "no word of another", lambda s=server, v=version: bench.alone(s, v)
    for given in ((RSA, EC), (RSA,)):
        held = "both proved" if len(given) == 2 else "never proved without a word"
        yield f"RSA and ECDSA by turns, {len(given)} of the CAs given", "turns", held, lambda g=given: bench.balancer(g)
    yield "the other has expired, TLS 1.3", "nginx", "key-types-differ, written for RSA", bench.expired
    yield "a saved run without the other chain", "nginx", ONE_TYPE, bench.saved_without
    yield "nothing in doubt", "nginx", "no further connection", bench.undoubted
    for version in VERSIONS:
        yield f"HTTP/2 only, TLS {version}", "openssl", "only-http2; Go and curl connect", lambda v=version: bench.http2(v)
        yield f"PostgreSQL only, TLS {version}", "openssl", "no-common-parameters; curl is refused, unless it offers no protocol", lambda v=version: bench.postgresql(v)
    for sent in (RSA, EC):
        yield f"signs over SHA-1, {sent[0]}", "openssl", "no-common-parameters; Go 1.19 connects, curl does not", lambda s=sent: bench.sha1(s)


class Bench:
    def __init__(self, lab):
        self.lab, self.forge = lab, None

    def chain(self, names):
        if self.forge is None:
            self.forge = Forge(self.lab.folder() / "keys", "keys", {})
            for order in ORDERS:
                self.forge.make(order)
        return self.forge.chain(list(names))

    def pem(self, name):
        return self.forge.certs[name].pem

    def serving(self, server, behaviour, sent, also=None):
        setting = Setting(self.chain(sent), self.lab.pki, self.lab.folder())
        setting.also = also and self.chain(also)
        return serving(SERVERS[server], behaviour, setting)

    def export(self, address, *more):
        flags, target = reach(address)
        return self.lab.probe.run("export-bundle", *flags, "--trust", "none", *more, target)

    def connects(self, who, name, address):
        try:
            self.lab.consumers.connect(who, self.pem(name), address)
        except Failed:
            return False
        return True

    def both(self, server, version, first, second):
        with self.serving(server, f"two certificates {version}", first, second) as address:
            codes, endpoint = self.endpoint(address)
            shown = endpoint["chain"][0]["sha256"].replace(":", "").lower()
            of_go = [name for name in ("rsa-leaf", "ec-leaf") if self.connects("go", name.replace("leaf", "root"), address)]
            expect(len(of_go) == 1, f"Go is shown {of_go}")
            expect(shown == self.forge.certs[of_go[0]].sha256, f"Go is shown {of_go[0]}, and the other one was captured first")
            expect("private-ca" in codes and "key-types-differ" not in codes, f"{codes}")
            bundle = self.lab.folder() / "both.pem"
            ran = self.export(address)
            expect(ran.code == 0 and ONE_TYPE not in ran.err, f"exit {ran.code}: {tail(ran.err, 400)}")
            bundle.write_bytes(ran.out)
            held = sorted(fingerprints(ran.out.decode()))
            expect(held == sorted(self.forge.certs[n].sha256 for n in ("rsa-root", "ec-root")), f"holds {len(held)}")
            for reader in ALL:
                self.lab.consumers.connect(reader, bundle, address)
        return f"Go is shown {of_go[0]}"

    def balancer(self, given):
        """What any question showed is proved, or named as not proved; nothing that nobody vouches for is taken."""
        with self.serving("turns", "two chains", RSA, EC) as address:
            ran = self.export(address, *(flag for sent in given for flag in ("--ca", self.pem(sent[1]))))
            held = sorted(fingerprints(ran.out.decode()))
            if len(given) == 2:
                expect(held == sorted(self.forge.certs[n].sha256 for n in ("rsa-root", "ec-root")), f"holds {len(held)}")
                expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err, 400)}")
            else:
                expect(ran.code != 0 and self.forge.certs["ec-root"].sha256 not in held, f"exit {ran.code}: {tail(ran.err, 400)}")
                expect("not proved" in ran.err or "addresses-differ" in ran.err, tail(ran.err, 400))

    def alone(self, server, version):
        with self.serving(server, f"tls {version}" if (server, version) != ("openssl", "1.3") else "tls", EC) as address:
            ran = self.export(address)
            expect(ran.code == 0 and ONE_TYPE not in ran.err and "RSA" not in ran.err, f"exit {ran.code}: {tail(ran.err, 400)}")
            codes, _ = self.endpoint(address)
            expect(codes == ["private-ca"], f"{codes}")

    def expired(self):
        with self.serving("nginx", "two certificates 1.3", RSA, EXPIRED) as address:
            given = ["--ca", self.pem("rsa-root"), "--ca", self.pem("ec-root")]
            saved = self.lab.folder() / "run.jsonl"
            codes, endpoint = self.endpoint(address, *given, "--save", saved)
            expect(endpoint["verdict"]["code"] == "key-types-differ" and "expired" in codes, f"{codes}")
            ran = self.export(address, *given)
            expect(ran.code == 1 and "not proved for the ECDSA chain" in ran.err, f"exit {ran.code}: {tail(ran.err, 400)}")
            expect(fingerprints(ran.out.decode()) == [self.forge.certs["rsa-root"].sha256], "holds another root than RSA's")
            self.lab.consumers.connect("go", self.pem("rsa-root"), address)
            expect(not self.connects("curl", "ec-root", address), "curl connects to an expired certificate")

    def saved_without(self):
        with self.serving("nginx", "two certificates 1.3", EC, RSA) as address:
            saved = self.lab.folder() / "run.jsonl"
            self.endpoint(address, "--no-extra-probes", "--save", saved)
        target = reach(address)[1]
        root = ["--ca", self.pem("rsa-root")]
        ran = self.lab.probe.run("export-bundle", "--from", saved, *root)
        expect("the ECDSA chain was not captured" in ran.err and ONE_TYPE in ran.err, f"exit {ran.code}, {target}: {tail(ran.err, 400)}")

    def undoubted(self):
        with self.serving("nginx", "two certificates 1.3", EC, RSA) as address:
            codes, endpoint = self.endpoint(address, "--ca", self.pem("rsa-root"), "--ca", self.pem("ec-root"))
            expect(codes == ["ok"] and not endpoint.get("extras"), f"{codes}, further: {endpoint.get('extras')}")

    def http2(self, version):
        with self.serving("openssl", f"HTTP/2 only {version}", EC) as address:
            codes, _ = self.endpoint(address, "--ca", self.pem("ec-root"))
            expect(codes == ["ok", "only-http2"], f"{codes}")
            self.lab.consumers.connect("go", self.pem("ec-root"), address)
            self.shakes_hands(address, True)
            self.shakes_hands(address, False, "--http1.1")

    def postgresql(self, version):
        with self.serving("openssl", f"PostgreSQL only {version}", EC) as address:
            codes, endpoint = self.endpoint(address, "--ca", self.pem("ec-root"))
            expect("no-common-parameters" in codes, f"{codes}")
            self.shakes_hands(address, False)
            self.shakes_hands(address, True, "--no-alpn")
            # Go with TLS settings of its own offers no protocol.
            self.lab.consumers.connect("go", self.pem("ec-root"), address)
            ran = self.export(address)
            expect(fingerprints(ran.out.decode()) == [self.forge.certs["ec-root"].sha256], f"exit {ran.code}: {tail(ran.err, 400)}")

    def shakes_hands(self, address, wanted, *more):
        """By curl's own account: `s_server` speaks no HTTP/2 after the handshake."""
        ip, port = address
        argv = ["curl", "-q", "-sSv", "--max-time", "2", *more, "--cacert", self.pem("ec-root"), "--noproxy", "*"]
        ran = run([*argv, "--resolve", f"svc.probe.test:{port}:{ip}", f"https://svc.probe.test:{port}/"], self.lab.dir)
        expect(("SSL connection using" in ran.err) == wanted, f"curl {more}: {tail(ran.err, 400)}")

    def sha1(self, sent):
        with self.serving("openssl", "signs over SHA-1", sent) as address:
            codes, endpoint = self.endpoint(address, "--ca", self.pem(sent[1]))
            expect(codes == ["no-common-parameters", "legacy-tls"], f"{codes}")
            expect(endpoint["verdict"]["details"]["connect"] == "go1.23, go1.19", f"{endpoint['verdict']['details']}")
            told = json.dumps(endpoint)
            expect("Go 1.25 or later" in told and "SHA-1" in told, f"who connects is not said: {tail(told, 400)}")
            expect(self.connects("go", sent[1], address), "Go 1.19 does not connect")
            expect(not self.connects("curl", sent[1], address), "curl connects")

    def endpoint(self, address, *more):
        """All its codes, and the whole of it."""
        flags, target = reach(address)
        ran = self.lab.probe.run("endpoints", *flags, "--trust", "none", *more, "-o", "json", target)
        endpoint = ran.json()["endpoints"][0]
        return [endpoint["verdict"]["code"], *sorted(f["code"] for f in endpoint["findings"])], endpoint
