"""No certificate that an interceptor made or signed is in a bundle, however the export is asked for, unless its SHA-256 was named: over every
interceptor of the suite and those of our own (`servers/minter.py`), wherever they stand. And named, it is written."""

import contextlib
import importlib
import threading
from dataclasses import dataclass

from proxied import DEADLINES, PROXY_HOST, Running
from sandbox import FAR, FAR_6, GATE, SECOND, SECOND_6, Gate, from_client
from servers import Setting, free_port, minter, mitmproxy, serving
from servers.chains import Aia
from servers.forger import SIGNS
from tool import HOST, Failed, expect, fingerprints, run, tail

ROWS_AT_ONCE = 3
WRONG = "0123456789abcdef" * 4
HERE, THERE, NOBODY = "127.0.0.1", "127.0.0.2", "127.0.0.99"
# Where the origin is, and the interceptor, if it has an address of its own; then what the name leads to.
PLACES = {
    "alone": (THERE, HERE, (HERE,)),
    "alone, IPv6": (SECOND_6, FAR_6, (FAR_6,)),
    "at the second address of two": (THERE, HERE, (THERE, HERE)),
    "at the first address of two": (THERE, HERE, (HERE, THERE)),
    "at the second address of two, IPv6": (SECOND_6, FAR_6, (SECOND_6, FAR_6)),
    "at the IPv6 address only": (THERE, FAR_6, (THERE, FAR_6)),
    "a proxy": (HERE, "", (HERE,)),
    "a proxy, no other route": (HERE, "", (NOBODY,)),
}
# Those that mint whatever they are asked for.
MINTING = [(signs, "always") for signs in SIGNS if signs != "a clone for any name"]
TURNS = [(signs, when) for signs in ("a key for each name", "an authority for each name") for when in minter.WHEN if when != "always"]
ALL = [*MINTING, *TURNS, ("a clone for any name", "always"), ("a clone", "only names that exist")]
# In IPv6.
FEW = [("a key for each name", "always"), ("an authority for each name", "every second"), ("a clone for any name", "always")]
PROXIES = [
    *(("squid", behaviour, chain) for behaviour in ("bump", "bump, unknown CA", "lax", "client-first") for chain in ("leaf+root", "self-leaf")),
    *(("mitmproxy", behaviour, chain) for behaviour in ("eager, insecure", "lazy, insecure") for chain in ("leaf+root", "self-leaf")),
]
CAUGHT = [("squid", "transparent"), ("mitmproxy", "transparent"), ("sslsplit", "transparent")]


@dataclass(frozen=True)
class Way:
    """How the export is asked for."""

    name: str
    flags: tuple = ()
    # Certificates that vouch, and one that is in the file before.
    given: tuple = ()
    merged: str = ""
    # The command whose `--save` is exported, instead of a measurement.
    saved_by: str = ""


WAYS = [
    Way("nothing"),
    Way("the root given", given=("root",)),
    Way("another CA given", given=("stranger",)),
    Way("merged, partial", ("--allow-partial",), merged="stranger"),
    Way("AIA, partial", ("--aia", "--allow-partial")),
    Way("leaf pinned, partial", ("--pin-leaf", "--allow-partial")),
    Way("no extra probes", ("--no-extra-probes",)),
    Way("another accepted", ("--accept-unconfirmed", WRONG, "--accept-interceptor", WRONG)),
    Way("saved by endpoints", ("--allow-partial",), saved_by="endpoints"),
    Way("saved by export", ("--pin-leaf",), saved_by="export-bundle"),
]


def cases(lab):
    bench = Bench(lab)
    for place in PLACES:
        for signs, when in FEW if "IPv6" in place else ALL:
            if place.startswith("alone") and consistent(signs):
                continue
            yield f"{signs}, {when}: {place}", "ours", "nothing of its making", lambda a=(signs, when, place): bench.withholds(*a)
    for place in ("alone", "a proxy, no other route"):
        yield f"a key for each name, AIA names its CA: {place}", "ours", "nothing of its making", lambda p=place: bench.withholds(
            "a key for each name", "always", p, aia=True
        )
        for signs, when in MINTING:
            yield f"{signs}: {place}, named", "ours", "its CA", lambda a=(signs, when, place): bench.writes_named(*a)
    yield "a clone for any name: what endpoints says", "ours", "routes-differ, at least", bench.tells_clone
    for product, behaviour, chain in PROXIES:
        for place in ("a proxy", "a proxy, no other route"):
            name = f"{behaviour}, origin {chain}: {place}"
            yield name, product, "nothing of its making", lambda a=(product, behaviour, chain, place): bench.withholds_of_proxy(*a)
    for product, behaviour in CAUGHT:
        for name, addresses in (("alone", (SECOND,)), ("at the second address of two", (FAR, SECOND)), ("at the first address of two", (SECOND, FAR))):
            yield f"{behaviour}: {name}", product, "nothing of its making", lambda a=(product, behaviour, addresses): bench.withholds_of_gate(*a)


def consistent(signs):
    """Alone at its only address it is no other than a server with an authority of its own: all that can be seen there agrees. `README.md`."""
    return signs == "a clone for any name"


class Bench:
    def __init__(self, lab):
        self.lab, self.certs = lab, lab.pki.certs
        # The gate is one, and proxies are shared.
        self.gate, self.lock, self.running = threading.Lock(), threading.Lock(), Running(lab)
        self.honest = {cert.sha256: name for name, cert in self.certs.items() if name != "interceptor"}
        lab.stack.enter_context(self.running)

    # What is run.

    def withholds(self, signs, when, place, aia=False):
        with self.ours(signs, when, place, aia) as (interceptor, flags):
            return self.every_way(flags, interceptor.again)

    def writes_named(self, signs, when, place):
        """Its CA, or what stands for it: the topmost certificate that it sends."""
        with self.ours(signs, when, place) as (_, flags):
            seen = self.run(Way(""), "endpoints", [*flags, "-o", "json"]).json()["endpoints"][0]
            own = seen["chain"][-1]["sha256"]
            ran = self.run(Way(""), "export-bundle", [*flags, "--accept-interceptor", own, "--accept-unconfirmed", own])
            held = fingerprints(ran.out.decode())
            expect(ran.code == 0 and held == [own], f"exit {ran.code}, holds {held}, not {own}: {tail(ran.err, 400)}")

    def tells_clone(self):
        """Names, key identifiers, serial numbers and dates agree; the keys do not."""
        with self.ours("a clone for any name", "always", "a proxy") as (_, flags):
            endpoint = self.run(Way(""), "endpoints", [*flags, "-o", "json"]).json()["endpoints"][0]
            codes = [v["code"] for v in [endpoint["verdict"], *endpoint["findings"]]]
            expect({"routes-differ", "intercepted"}.intersection(codes), " ".join(codes))

    def withholds_of_proxy(self, product, behaviour, chain, place):
        origin, _, addresses = PLACES[place]
        with self.lock:
            _, setting = self.running.proxy(product, behaviour, "1.3")
            port = self.running.get("nginx", "tls 1.3", chain, ip=origin)[0][1]
            url = self.running.proxy(product, behaviour, "1.3")[0]
        expect(product != "mitmproxy" or mitmproxy.ca(setting).is_file(), "mitmproxy made no CA")
        return self.every_way(self.flags(addresses, port, url))

    def withholds_of_gate(self, product, behaviour, addresses):
        """At the second address the kernel redirects what a client sends; the first, where there is one, is open."""
        port = 443
        with self.gate, contextlib.ExitStack() as stack:
            for address in addresses:
                stack.enter_context(self.server("nginx", "tls 1.3", address, port))
            caught = stack.enter_context(self.server(product, behaviour, GATE))
            stack.enter_context(Gate.redirecting(port, caught[1], SECOND))
            return self.every_way(self.flags(addresses, port), around=from_client)

    @contextlib.contextmanager
    def server(self, module, behaviour, ip, port=0, **more):
        setting = Setting(self.lab.pki.chains["leaf+root"], self.lab.pki, self.lab.folder(), ip=ip, port=port, **more)
        with serving(importlib.import_module(f"servers.{module}"), behaviour, setting) as address:
            yield address

    @contextlib.contextmanager
    def ours(self, signs, when, place, aia=False):
        """One of our own, and the flags that lead to it."""
        origin, own, addresses = PLACES[place]
        with contextlib.ExitStack() as stack:
            port = free_port()
            stack.enter_context(self.server("nginx", "tls 1.3", origin, port))
            issuer = stack.enter_context(self.issuer()) if aia else ""
            upstream = (origin, port) if own else ""
            setting = Setting(None, self.lab.pki, self.lab.folder(), own or HERE, port if own else 0, upstream=upstream, aia=issuer)
            made = minter.Interceptor(setting, signs, when, proxy=not own)
            stack.callback(made.stop)
            url = "" if own else f"http://{PROXY_HOST}:{made.address[1]}"
            yield made, self.flags(addresses, port, url)

    @contextlib.contextmanager
    def issuer(self):
        """Where the interceptor's CA can be had."""
        folder = self.lab.folder()
        (folder / "x").mkdir()
        (folder / "x" / "ca.pem").write_text(self.certs["interceptor"].pem.read_text())
        place = Aia(folder)
        try:
            yield f"{place.url}/x/ca.der"
        finally:
            place.stop()

    # How it is asked for.

    @staticmethod
    def flags(addresses, port, proxy=""):
        where = ",".join(addresses)
        route = ["--proxy", proxy] if proxy else ["--proxy-from", "none"]
        return [*DEADLINES, "--trust", "none", *route, "--resolve", f"{HOST}:{port}:{where}", f"{HOST}:{port}"]

    def every_way(self, flags, again=lambda: None, around=list):
        """All failures of a row are told at once, each with its way."""
        came, bad = [], []
        for way in WAYS:
            try:
                came.append(self.asked(way, flags, again, around))
            except Failed as why:
                bad.append(f"{way.name}: {why}")
        expect(not bad, "; ".join(bad))
        return ", ".join(f"{came.count(one)} {one}" for one in dict.fromkeys(came))

    def asked(self, way, flags, again, around):
        folder = self.lab.folder()
        again()
        if way.saved_by:
            saved = folder / "run.jsonl"
            self.run(Way(""), way.saved_by, ["--save", saved, *flags], around)
            flags = ["--from", saved]
        if not way.merged:
            ran = self.run(way, "export-bundle", flags, around)
            return self.innocent(ran, ran.out.decode())
        file = folder / "bundle.pem"
        file.write_text(self.certs[way.merged].pem.read_text())
        ran = self.run(way, "export-bundle", ["--merge", file, "-o", file, *flags], around)
        return self.innocent(ran, file.read_text())

    def run(self, way, command, flags, around=list):
        given = [part for name in way.given for part in ("--ca", self.certs[name].pem)]
        argv = around([self.lab.probe.path, command, *way.flags, *given, *flags])
        return self.lab.probe.check(run(argv, self.lab.probe.home, timeout=60))

    def innocent(self, ran, text):
        """Whatever the exit code says: what is written is of those that are honest, each known by its own bytes, so no clone is one of them."""
        held = fingerprints(text)
        names = [self.honest.get(one) for one in held]
        expect(None not in names, f"exit {ran.code}, holds {[n or one for n, one in zip(names, held)]}: {tail(ran.err, 300)}")
        return " and ".join(names) if held else f"refused ({ran.code})"
