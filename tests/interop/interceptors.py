"""`probe export-bundle` behind an interceptor: nothing, unless its CA is named on purpose; and then one that works there."""

from consumers import LENIENT
from proxied import DEADLINES, Running
from servers import mitmproxy
from tool import HOST, Failed, expect, fingerprints, tail
from ways import VERSIONS

WRONG = "0123456789abcdef" * 4
# Proxy, origin: the CA's certificate can be learnt from what is sent, or must be given with --ca.
RESIGNING = [
    ("squid", "bump", "good", True),
    ("squid", "bump", "client certificate", True),
    ("squid", "client-first", "good", True),
    ("mitmproxy", "eager", "good", False),
    ("mitmproxy", "lazy", "good", False),
    ("mitmproxy", "lazy, insecure", "self-signed", False),
]
# Those whose proxy does not trust the origin: with its CA nobody can connect.
UNTRUSTING = [("squid", "lax", "good"), ("squid", "lax", "self-signed")]


def cases(lab):
    with Running(lab) as running:
        bench = Bench(lab, running)
        for version in VERSIONS:
            for proxy, behaviour, origin, sent in RESIGNING:
                name, args = f"{proxy} {behaviour}: {origin}", (proxy, behaviour, origin, version)
                for case, more in (("", {}), (", the root given", {"given": "root"}), (", another accepted", {"accept": WRONG})):
                    act = lambda a=args, s=sent, m=more: bench.refuses(*a, sent=s, **m)  # noqa: E731
                    yield name + case, version, "nothing, exit 3", act
                readers = () if origin == "client certificate" else LENIENT
                act = lambda a=args, s=sent, r=readers: bench.accepts(*a, s, r)  # noqa: E731
                yield f"{name}, accepted", version, f"its CA for {' and '.join(readers) or 'whoever'}", act
            for proxy, behaviour, origin in UNTRUSTING:
                name, args = f"{proxy} {behaviour}: {origin}", (proxy, behaviour, origin, version)
                both = {"accept": "ca", "given": "interceptor"}
                for case, more in (("", {}), (", its CA accepted", {"accept": "ca"}), (", its CA given too", both)):
                    yield name + case, version, "nothing, exit 3", lambda a=args, m=more: bench.refuses(*a, sent=False, **m)
        yield "squid lax: self-signed, the copy accepted", "1.3", "the copy for curl go", bench.accepts_copy
        yield "squid bump: good, to FILE", "1.3", "3, FILE as it was", bench.keeps_file
        yield "squid bump: good, and one that is well", "1.3", "exit 1, one root", bench.partial
        for version in VERSIONS:
            yield "squid plain: good", version, "root, both routes", lambda v=version: bench.clean("plain", v)
            yield "squid splice this, bump others: good", version, "root", lambda v=version: bench.clean("splice this, bump others", v)
            yield "squid plain: good, no other route", version, "nothing, then root", lambda v=version: bench.unconfirmed(v)


class Bench:
    def __init__(self, lab, running):
        self.lab, self.running = lab, running
        self.certs = lab.pki.certs

    def export(self, proxy, behaviour, origin, version, *more, targets=()):
        """What the program did, the proxy's URL and folder, the target's port."""
        url, setting = self.running.proxy(proxy, behaviour, version)
        port = self.running.origin(origin, version)[1]
        flags = ["--proxy", url, "--trust", "none", *DEADLINES]
        ran = self.lab.probe.run("export-bundle", *flags, *more, f"{HOST}:{port}", *targets)
        return ran, url, setting, port

    def authority(self, proxy, behaviour, version):
        """The interceptor's CA, as its owner has it."""
        _, setting = self.running.proxy(proxy, behaviour, version)
        return mitmproxy.ca(setting) if proxy == "mitmproxy" else self.certs["interceptor"].pem

    def refuses(self, proxy, behaviour, origin, version, *, sent, given="", accept=""):
        own = fingerprints(self.authority(proxy, behaviour, version).read_text())[0]
        more = ["--ca", self.certs[given].pem] if given else []
        more += ["--accept-interceptor", own if accept == "ca" else accept] if accept else []
        ran, _, _, port = self.export(proxy, behaviour, origin, version, *more)
        expect(ran.out == b"", f"{len(ran.out)} bytes on stdout: {self.names(ran.out)}")
        expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
        said = ran.err.lower()
        expect(f"{HOST}:{port}" in said, f"stderr does not name the target: {tail(ran.err)}")
        expect("intercept" in said, f"stderr does not speak of interception: {tail(ran.err)}")
        expect(not sent or own in said.replace(":", ""), f"stderr does not give the SHA-256 of the proxy's CA: {tail(ran.err)}")
        expect("--accept-interceptor" in said, f"stderr does not say how to accept it: {tail(ran.err)}")

    def names(self, pem):
        known = {c.sha256: name for name, c in self.certs.items()}
        return " ".join(known.get(f, f[:8]) for f in fingerprints(pem.decode("ascii", "replace")))

    def accepts(self, proxy, behaviour, origin, version, sent, readers):
        authority = self.authority(proxy, behaviour, version)
        own = fingerprints(authority.read_text())[0]
        given = [] if sent else ["--ca", authority]
        ran, url, _, port = self.export(proxy, behaviour, origin, version, "--accept-interceptor", own, *given)
        self.works(ran, url, port, [own], readers)
        expect("intercept" in ran.err.lower(), f"stderr is silent about what was accepted: {tail(ran.err)}")

    def works(self, ran, url, port, wanted, readers):
        """The bundle holds what it must, and clients connect with it behind the proxy, and would not with another."""
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err, 500)}")
        held = fingerprints(ran.out.decode())
        expect(held == wanted, f"holds {self.names(ran.out)}")
        bundle = self.lab.folder() / "ca_bundle.cert"
        bundle.write_bytes(ran.out)
        for reader in readers:
            self.lab.consumers.connect_through(reader, bundle, url, port)
            try:
                self.lab.consumers.connect_through(reader, self.certs["stranger"].pem, url, port)
            except Failed:
                continue
            expect(False, f"{reader} connects with a bundle that has nothing to do with the proxy")

    def accepts_copy(self):
        """The one certificate that is sent: it carries the origin's names and the proxy's key."""
        url, _ = self.running.proxy("squid", "lax", "1.3")
        port = self.running.origin("self-signed", "1.3")[1]
        ran = self.lab.probe.run("endpoints", "--proxy", url, "--trust", "none", *DEADLINES, "-o", "json", f"{HOST}:{port}")
        copy = ran.json()["endpoints"][0]["chain"][0]["sha256"]
        expect(copy != self.certs["self-leaf"].sha256, "the origin's own certificate was seen: this is no copy")
        ran, url, _, port = self.export("squid", "lax", "self-signed", "1.3", "--accept-interceptor", copy)
        self.works(ran, url, port, [copy], LENIENT)

    def keeps_file(self):
        kept = self.lab.folder() / "ca_bundle.cert"
        kept.write_text("as it was\n")
        ran = self.export("squid", "bump", "good", "1.3", "-o", kept)[0]
        expect(ran.code == 3 and kept.read_text() == "as it was\n", f"exit {ran.code}, the file holds {kept.read_text()[:40]!r}")
        left = [p.name for p in kept.parent.iterdir() if p != kept]
        expect(not left, f"left behind: {left}")

    def partial(self):
        """One that goes around the proxy is written, and none of the other's."""
        elsewhere, port = "127.0.0.1", self.running.origin("good", "1.2")[1]
        more = ["--no-proxy", elsewhere, "--allow-partial", "--servername", HOST]
        ran = self.export("squid", "bump", "good", "1.3", *more, targets=[f"{elsewhere}:{port}"])[0]
        expect(ran.code == 1, f"exit {ran.code}: {tail(ran.err)}")
        expect(self.names(ran.out) == "root", f"holds {self.names(ran.out)}")

    def clean(self, behaviour, version):
        ran, url, _, port = self.export("squid", behaviour, "good", version)
        self.works(ran, url, port, [self.certs["root"].sha256], LENIENT)

    def unconfirmed(self, version):
        """Only the proxy has shown the root; nothing speaks against it, and nothing for it."""
        # Nobody is at that address; the proxy looks the name up by itself.
        port = self.running.origin("good", version)[1]
        blind = ["--resolve", f"{HOST}:{port}:127.0.0.99"]
        root = self.certs["root"].sha256
        ran = self.export("squid", "plain", "good", version, *blind)[0]
        expect(ran.out == b"" and ran.code == 3, f"exit {ran.code}, stdout {self.names(ran.out)}: {tail(ran.err)}")
        expect(root in ran.err.lower().replace(":", ""), f"stderr does not give the root's SHA-256: {tail(ran.err)}")
        ran = self.export("squid", "plain", "good", version, *blind, "--accept-unconfirmed", WRONG)[0]
        expect(ran.out == b"" and ran.code == 3, f"with another accepted: exit {ran.code}, stdout {self.names(ran.out)}")
        ran, url, _, port = self.export("squid", "plain", "good", version, *blind, "--accept-unconfirmed", root)
        self.works(ran, url, port, [root], LENIENT)
