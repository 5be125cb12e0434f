"""One name with two addresses, of which one is answered by somebody else: sslsplit behind a redirect of the kernel (IPv4), sslsplit at
the address itself (IPv6), a minter with a key for each name; and honest servers that agree, or do not."""

import contextlib
import importlib

from proxied import DEADLINES, Running
from sandbox import FAR, FAR_6, GATE, SECOND, SECOND_6, Gate, from_client
from servers import Setting, serving
from tool import HOST, expect, fingerprints, run, tail

PORT = 443
FAMILIES = {"IPv4": (FAR, SECOND), "IPv6": (FAR_6, SECOND_6)}
# What the client is given to vouch.
GIVEN = {"nobody trusted": (), "the root given": ("root",)}


def cases(lab):
    bench = Bench(lab)
    for family, pair in FAMILIES.items():
        for order, addresses in (("origin first", pair), ("interceptor first", pair[::-1])):
            for trust, given in GIVEN.items():
                name = f"sslsplit at the second address, {order}, {trust}"
                yield name, family, "nothing, exit 3", lambda f=family, a=addresses, g=given: bench.refuses_sslsplit(f, a, g)
                name = f"a minter at the second address, {order}, {trust}"
                yield name, family, "nothing, exit 3", lambda f=family, a=addresses, g=given: bench.refuses_minter(f, a, g)
        yield "sslsplit at the second address, all named", family, "root and its CA", lambda f=family: bench.accepts_sslsplit(f)
        yield "one authority at both", family, "root", lambda f=family: bench.agree(f)
        yield "two authorities", family, "nothing until both are vouched for", lambda f=family: bench.disagree(f)
        yield "a minter alone", family, "nothing until it is named or vouched for", lambda f=family: bench.minter_alone(f)


class Bench:
    def __init__(self, lab):
        self.lab, self.certs = lab, lab.pki.certs

    def ran(self, command, addresses, *more, given=()):
        cas = [flag for name in given for flag in ("--ca", self.certs[name].pem)]
        flags = [*DEADLINES, "--trust", "none", "--proxy-from", "none", *cas, *more]
        argv = [self.lab.probe.path, command, *flags, "--resolve", f"{HOST}:{PORT}:{','.join(addresses)}", f"{HOST}:{PORT}"]
        return self.lab.probe.check(run(from_client(argv), self.lab.probe.home, timeout=60))

    @contextlib.contextmanager
    def at(self, address, module, behaviour, chain="leaf+root", port=PORT, **more):
        setting = Setting(self.lab.pki.chains[chain], self.lab.pki, self.lab.folder(), ip=address, port=port, **more)
        with serving(importlib.import_module(f"servers.{module}"), behaviour, setting) as where:
            yield where

    @contextlib.contextmanager
    def sslsplit(self, family):
        """The origin at both addresses, and the second taken over."""
        first, second = FAMILIES[family]
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.at(first, "nginx", "tls 1.3"))
            if family == "IPv4":
                stack.enter_context(self.at(second, "nginx", "tls 1.3"))
                caught = stack.enter_context(self.at(GATE, "sslsplit", "transparent", port=0))
                stack.enter_context(Gate.redirecting(PORT, caught[1], second))
            else:
                stack.enter_context(self.at(second, "sslsplit", "transparent", upstream=(first, PORT)))
            yield second

    def names(self, pem):
        known = {c.sha256: name for name, c in self.certs.items()}
        return [known.get(f, f[:8]) for f in fingerprints(pem.decode("ascii", "replace"))]

    def writes(self, ran, *names):
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err, 500)}")
        expect(sorted(self.names(ran.out)) == sorted(names), f"holds {self.names(ran.out)}")

    def refuses(self, ran, *said):
        expect(ran.out == b"" and ran.code == 3, f"exit {ran.code}, stdout {self.names(ran.out)}: {tail(ran.err)}")
        for words in said:
            expect(words in " ".join(ran.err.split()), f"stderr does not say {words!r}: {tail(ran.err, 500)}")

    def refuses_sslsplit(self, family, addresses, given):
        with self.sslsplit(family) as second:
            ran = self.ran("endpoints", addresses, "-o", "json", given=given)
            verdict = ran.json()["endpoints"][0]["verdict"]
            expect(verdict["code"] == "intercepted", verdict["code"])
            expect(verdict["details"]["confidence"] == "certain", verdict["details"]["confidence"])
            expect([second in a for a in verdict["addresses"]] == [True], f"said of {verdict['addresses']}")
            for more in ((), ("--allow-partial",), ("--accept-unconfirmed", self.certs["interceptor"].sha256)):
                self.refuses(self.ran("export-bundle", addresses, *more, given=given), "intercepted", second)
            # A CA that is given vouches for no proven taint.
            self.refuses(self.ran("export-bundle", addresses, given=(*given, "interceptor")), "intercepted")

    def accepts_sslsplit(self, family):
        with self.sslsplit(family):
            named = ("--accept-interceptor", self.certs["interceptor"].sha256)
            ran = self.ran("export-bundle", FAMILIES[family], *named, given=("root", "interceptor"))
            self.writes(ran, "root", "interceptor")

    def refuses_minter(self, family, addresses, given):
        first, second = FAMILIES[family]
        with self.at(first, "nginx", "tls 1.3"), self.at(second, "minter", "a key for each name"):
            ran = self.ran("export-bundle", addresses, given=given)
            self.refuses(ran, self.certs["interceptor"].sha256)
            expect("minted-on-demand" in ran.err or (first in ran.err and second in ran.err), f"stderr names no reason: {tail(ran.err)}")

    def agree(self, family):
        first, second = FAMILIES[family]
        with self.at(first, "nginx", "tls 1.3"), self.at(second, "nginx", "tls 1.3", "full"):
            for addresses in ((first, second), (second, first)):
                self.writes(self.ran("export-bundle", addresses), "root")

    def disagree(self, family):
        first, second = FAMILIES[family]
        with self.at(first, "nginx", "tls 1.3"), self.at(second, "nginx", "tls 1.3", "self-leaf"):
            for addresses in ((first, second), (second, first)):
                both = [self.certs["root"].sha256, self.certs["self-leaf"].sha256]
                self.refuses(self.ran("export-bundle", addresses), "addresses-differ", first, second, *both)
                self.refuses(self.ran("export-bundle", addresses, given=("root",)), "addresses-differ", first, second)
                self.writes(self.ran("export-bundle", addresses, given=("root", "self-leaf")), "root", "self-leaf")
                named = [flag for sha256 in both for flag in ("--accept-unconfirmed", sha256)]
                self.writes(self.ran("export-bundle", addresses, *named), "root", "self-leaf")

    def minter_alone(self, family):
        first = FAMILIES[family][0]
        own = self.certs["interceptor"]
        with self.at(first, "minter", "a key for each name"):
            endpoint = self.ran("endpoints", [first], "-o", "json").json()["endpoints"][0]
            found = {v["code"]: v for v in [endpoint["verdict"], *endpoint["findings"]]}
            expect("minted-on-demand" in found and "intercepted" not in found, " ".join(found))
            expect(found["minted-on-demand"]["details"]["confidence"] == "possible", "its confidence")
            self.refuses(self.ran("export-bundle", [first]), "minted-on-demand", f"--accept-unconfirmed {own.sha256}")
            self.writes(self.ran("export-bundle", [first], "--accept-unconfirmed", own.sha256), "interceptor")
            self.writes(self.ran("export-bundle", [first], given=("interceptor",)), "interceptor")
