"""Interference with no proxy configured: a client behind a gate that redirects, forbids or loses what it sends.

The client has a network of its own, the gate is its only way out, and the kernel redirects (`sandbox.py`)."""

import contextlib
from dataclasses import dataclass

from proxied import DEADLINES, Running, check
from sandbox import DEAD, FAR, GATE, NAMES, Gate, from_client
from tool import HOST, run
from ways import NEVER, UNKNOWN, VERSIONS, Way

PORT = 443


@dataclass(frozen=True)
class Passage:
    name: str
    way: Way
    # Who gets the client's packets for PORT, or what the gate drops.
    catches: tuple = ()
    drops: str = ""
    address: str = FAR
    versions: tuple = VERSIONS
    # A proxy that reaches the origin, for the other route.
    control: tuple = ()


def _minted(name, product="", origin="good", **more):
    way = Way((), origin, ("intercepted",), never=UNKNOWN, confidence="certain", kind="re-signs", product=product, role="oauth")
    return Passage(f"{name} transparent: {origin}", way, (name, "transparent"), **more)


def _path(name, *codes, flags=(), **more):
    return Passage(name, Way((), "good", codes, never=NEVER, flags=flags), **more)


def _control(running, stack, passage, version):
    """Flags that lead around a proxy, which looks the name up by itself and so finds the origin at another address."""
    if not passage.control:
        return []
    stack.enter_context(running.alone("nginx", f"tls {version}", "leaf+root", ip=NAMES[HOST], port=PORT))
    port = running.get(*passage.control, ip=GATE)[0][1]
    return ["--proxy", f"http://{GATE}:{port}", "--no-proxy", HOST, "--compare-routes"]


PASSAGES = [
    _path("no redirect", "ok"),
    _minted("squid", "Squid"),
    _minted("squid", "Squid", "self-signed"),
    # TCP connects although nobody is there, and a certificate is minted all the same.
    _minted("squid", "Squid", "nobody", address=DEAD),
    _minted("mitmproxy", "mitmproxy"),
    _minted("mitmproxy", "mitmproxy", "self-signed"),
    # Its certificates name only the CA that its owner made.
    _minted("sslsplit"),
    _minted("sslsplit", origin="self-signed"),
    _path("captive portal", "block-page", catches=("raw", "portal"), versions=("",)),
    # A web server that answers TLS with a 400 may be anything.
    _path("a web server in the way", "not-tls", "block-page", catches=("nginx", "plain http"), versions=("",)),
    # A router whose route leads to nobody does the same.
    _path("name filter", "closed-in-handshake", catches=("haproxy", "not by name")),
    _path("name filter, and a proxy that passes it", "sni-filtered", catches=("haproxy", "not by name"), control=("squid", "plain")),
    _path("large packets lost on the way back", "mtu-black-hole", drops="oifname gate ip length gt 1000"),
    _path("large packets lost on the way there", "large-hello-cut", drops="iifname gate ip length gt 1000", flags=("--compare-routes",)),
]


def cases(lab):
    with Running(lab) as running:
        for passage in PASSAGES:
            for version in passage.versions:
                expected = " ".join(filter(None, [*passage.way.codes, passage.way.confidence, passage.way.product]))
                yield passage.name, version, expected, lambda p=passage, v=version: _cell(lab, running, p, v)


def _cell(lab, running, passage, version):
    way = passage.way
    with contextlib.ExitStack() as stack:
        stack.enter_context(_origin(running, way.origin, version or "1.3"))
        if passage.catches:
            more = {"upstream": f"{FAR}:{PORT}"} if passage.catches[0] == "haproxy" else {}
            caught = running.get(*passage.catches, ip=GATE, version=version or "1.3", **more)[0]
            stack.enter_context(Gate.redirecting(PORT, caught[1]))
        if passage.drops:
            stack.enter_context(Gate.dropping(passage.drops))
        target = f"{way.role}=https://{HOST}:{PORT}" if way.role else f"{HOST}:{PORT}"
        around = _control(running, stack, passage, version or "1.3")
        flags = [*DEADLINES, *way.flags, *around, "--resolve", f"{HOST}:{PORT}:{passage.address}", "--trust", "none"]
        argv = [lab.probe.path, "endpoints", *flags, "--ca", lab.pki.certs["root"].pem, "-o", "json", target]
        ran = lab.probe.check(run(from_client(argv), lab.probe.home, timeout=60))
    return check(ran, way, version)


def _origin(running, name, version):
    """One at a time has the port."""
    chain = {"good": "leaf+root", "self-signed": "self-leaf"}.get(name)
    if chain is None:
        return contextlib.nullcontext()
    return running.alone("nginx", f"tls {version}", chain, ip=FAR, port=PORT)
