"""Which proxy stands before which origin, and what `probe` must make of it. One row each."""

from dataclasses import dataclass

VERSIONS = ("1.2", "1.3")
# Name and password that the proxies know; neither SOCKS nor a URL makes them easy.
USER = ("tester", "s3cret")
# What the origins are: module, behaviour, chain. `{v}` is the TLS version.
ORIGINS = {
    "good": ("nginx", "tls {v}", "leaf+root"),
    "self-signed": ("nginx", "tls {v}", "self-leaf"),
    "expired": ("nginx", "tls {v}", "expired"),
    "client certificate": ("openssl", "client certificate {v}", "leaf+root"),
    "edge": ("haproxy", "edge", "leaf+root"),
    "strict name": ("haproxy", "edge, strict name", "leaf+root"),
    "by name": ("haproxy", "by name", "leaf+root"),
    "refused": ("raw", "refused", "leaf+root"),
    "dropped syn": ("raw", "dropped syn", "leaf+root"),
    "silent": ("raw", "silent", "leaf+root"),
    "rst": ("raw", "rst", "leaf+root"),
    "rst at once": ("raw", "rst at once", "leaf+root"),
    "unknown": None,
}


@dataclass(frozen=True)
class Way:
    # Module and behaviour of the proxy.
    proxy: tuple
    origin: str
    # One of these is the headline; all of `among` are found, none of `never`.
    codes: tuple
    among: tuple = ()
    never: tuple = ()
    confidence: str = ""
    product: str = ""
    kind: str = ""
    scheme: str = "http"
    user: tuple = ()
    # The origin's root is given with --ca.
    ca: bool = True
    role: str = ""
    flags: tuple = ()
    # Where TLS is reached at all, on both of its versions.
    versions: tuple = VERSIONS

    @property
    def name(self):
        with_user = " with password" if self.user == USER else " with another" if self.user else ""
        given = "" if self.ca else ", root not given"
        flags = "".join(f" {f}" for f in self.flags)
        return f"{self.scheme} {self.proxy[0]} {self.proxy[1]}{with_user}: {self.origin}{given}{flags}"


AROUND = "--no-proxy=.probe.test"
NEVER = ("intercepted", "routes-differ", "proxy-intercepts-others")
UNKNOWN = ("private-ca", "self-signed", "root-not-sent", "intermediate-missing")


def _clear(module, behaviour, origin, *codes, versions=VERSIONS, **more):
    """Whatever is wrong, nobody intercepts."""
    more = {"never": NEVER} | more
    return Way((module, behaviour), origin, codes, versions=versions, **more)


def _refused(module, behaviour, origin, *codes, **more):
    """The proxy gives no way, so no TLS is spoken."""
    return _clear(module, behaviour, origin, *codes, versions=("",), **more)


def _minted(module, behaviour, origin, kind="re-signs", product="", **more):
    """Interception, without a doubt, and never mistaken for a private CA."""
    product = product or {"squid": "Squid", "mitmproxy": "mitmproxy"}[module]
    # Asked something, the interceptor's own page gives the product away where the certificate does not.
    more = {"role": "oauth", "never": (*UNKNOWN, "proxy-intercepts-others")} | more
    return Way((module, behaviour), origin, ("intercepted",), confidence="certain", product=product, kind=kind, **more)


TUNNELS = [
    _clear("squid", "plain", "good", "ok"),
    _clear("squid", "plain", "good", "ok", flags=("--compare-routes",)),
    _clear("squid", "plain", "good", "private-ca", ca=False),
    _clear("squid", "plain", "self-signed", "self-signed"),
    _clear("squid", "plain", "expired", "expired"),
    _clear("squid", "plain", "client certificate", "client-certificate-required"),
    _clear("squid", "plain", "edge", "ok", flags=("--compare-routes",)),
    _clear("squid", "plain", "strict name", "private-ca", ca=False),
    _clear("squid", "plain", "by name", "private-ca", ca=False),
    _clear("squid", "plain", "rst", "closed-in-handshake", versions=("",)),
    # On the other route it is asked directly.
    _clear("squid", "plain", "rst at once", "closed-in-handshake", "proxy-cannot-connect", versions=("",), flags=("--compare-routes",)),
    _clear("squid", "plain", "silent", "timeout-tls", versions=("",)),
    _refused("squid", "plain", "refused", "proxy-cannot-connect", product="Squid"),
    _refused("squid", "plain", "dropped syn", "timeout-proxy", product="Squid"),
    _refused("squid", "plain", "unknown", "proxy-cannot-resolve", product="Squid"),
    _refused("squid", "patient", "dropped syn", "timeout-proxy"),
    _refused("squid", "deny", "good", "proxy-denied", product="Squid", among=("no-proxy-missing",)),
    _refused("squid", "basic", "good", "proxy-auth-required", product="Squid", among=("no-proxy-missing",)),
    _refused("squid", "basic", "good", "proxy-auth-required", product="Squid", user=("tester", "another")),
    _clear("squid", "basic", "good", "ok", user=USER),
    _clear("squid", "plain over TLS", "good", "ok", scheme="https"),
    _clear("squid", "plain over TLS", "good", "proxy-untrusted", scheme="https", ca=False),
    _clear("squid", "splice", "good", "ok"),
    _clear("squid", "splice", "good", "private-ca", ca=False),
    # Nobody is there on the other route either, and it says no more than FIN; an unknown name it answers in TLS's place.
    _clear("squid", "splice", "refused", "closed-in-handshake", versions=("",)),
    _clear("squid", "splice", "unknown", "proxy-answers-in-clear", versions=("",)),
    _clear("squid", "terminate", "good", "proxy-cuts-tunnel", among=("no-proxy-missing",), versions=("1.2", "1.3")),
    _clear("tunnels", "tinyproxy", "good", "ok"),
    _clear("tunnels", "tinyproxy", "good", "private-ca", ca=False),
    _refused("tunnels", "tinyproxy", "refused", "proxy-cannot-connect", product="tinyproxy"),
    # It answers an unknown name as it answers a closed port.
    _refused("tunnels", "tinyproxy", "unknown", "proxy-cannot-connect", "proxy-cannot-resolve", product="tinyproxy"),
    _refused("tunnels", "tinyproxy", "dropped syn", "timeout-proxy"),
    _refused("tunnels", "tinyproxy, filter", "good", "proxy-denied", product="tinyproxy", among=("no-proxy-missing",)),
    _refused("tunnels", "tinyproxy, other ports", "good", "proxy-denied", product="tinyproxy", among=("no-proxy-missing",)),
    _refused("tunnels", "tinyproxy, basic", "good", "proxy-auth-required", product="tinyproxy"),
    _clear("tunnels", "tinyproxy, basic", "good", "ok", user=USER),
]

SOCKS = [
    *(_clear("tunnels", server, "good", "ok", scheme=s) for server in ("dante", "microsocks") for s in ("socks5", "socks5h")),
    *(_clear("tunnels", server, "good", "private-ca", scheme="socks5h", ca=False) for server in ("dante", "microsocks")),
    _refused("tunnels", "dante", "refused", "proxy-cannot-connect", scheme="socks5h"),
    _refused("tunnels", "dante", "dropped syn", "timeout-proxy", scheme="socks5h"),
    _refused("tunnels", "dante", "unknown", "proxy-cannot-resolve", scheme="socks5h"),
    # Here the name is looked up before the proxy is asked.
    _refused("tunnels", "dante", "unknown", "name-not-found", scheme="socks5"),
    _refused("tunnels", "dante, deny", "good", "proxy-denied", scheme="socks5h", among=("no-proxy-missing",)),
    _refused("tunnels", "dante, password", "good", "proxy-auth-required", scheme="socks5h"),
    _refused("tunnels", "microsocks", "refused", "proxy-cannot-connect", scheme="socks5h"),
    _refused("tunnels", "microsocks", "dropped syn", "timeout-proxy", scheme="socks5h"),
    # Reply 1, which says nothing more.
    _refused("tunnels", "microsocks", "unknown", "proxy-cannot-connect", "proxy-cannot-resolve", scheme="socks5h"),
    _refused("tunnels", "microsocks, password", "good", "proxy-auth-required", scheme="socks5h", among=("no-proxy-missing",)),
    _refused("tunnels", "microsocks, password", "good", "proxy-auth-required", scheme="socks5h", user=("tester", "another")),
    _clear("tunnels", "microsocks, password", "good", "ok", scheme="socks5h", user=USER),
]

STRANGERS = [
    _refused("nginx", "plain http", "good", "proxy-not-a-proxy", product="nginx", among=("no-proxy-missing",)),
    _refused("nginx", "tls 1.3", "good", "proxy-not-a-proxy", product="nginx"),
    _refused("haproxy", "no proxy", "good", "proxy-not-a-proxy", product="HAProxy", among=("no-proxy-missing",)),
    _refused("haproxy", "edge", "good", "proxy-not-a-proxy"),
    _refused("tunnels", "microsocks", "good", "proxy-not-a-proxy"),
    _refused("tunnels", "dante", "good", "proxy-not-a-proxy"),
    _refused("squid", "plain", "good", "proxy-not-a-proxy", "proxy-unreachable", "timeout-proxy", scheme="https"),
    _refused("squid", "plain", "good", "proxy-not-a-proxy", "timeout-proxy", scheme="socks5h"),
    _refused("tunnels", "tinyproxy", "good", "proxy-not-a-proxy", "timeout-proxy", scheme="socks5h"),
    _refused("raw", "refused", "good", "proxy-unreachable", among=("no-proxy-missing",)),
    _refused("raw", "dropped syn", "good", "proxy-unreachable"),
    # RFC 6585: not the server asked says so, but the network.
    _refused("raw", "network login", "good", "block-page"),
    _refused("raw", "silent", "good", "timeout-proxy"),
    _refused("raw", "rst", "good", "proxy-not-a-proxy"),
    # Whether its RST overtakes the end of connect is chance, and the verdict is not.
    _refused("raw", "rst at once", "good", "proxy-not-a-proxy"),
]

INTERCEPTORS = [
    _minted("squid", "bump", "good"),
    _minted("squid", "bump", "good", ca=False),
    # As a plain endpoint nothing is asked, so the product may stay unnamed.
    _minted("squid", "bump", "good", role="", product="any"),
    # One route, nothing else asked: a home-made authority's key in its server looks the same.
    _clear("squid", "bump", "good", *UNKNOWN, among=("possibly-intercepted",), never=("intercepted",), flags=("--no-extra-probes",)),
    _minted("squid", "bump", "self-signed"),
    _minted("squid", "bump", "expired"),
    _minted("squid", "bump", "client certificate", role="", product="any"),
    _minted("squid", "bump", "refused"),
    _minted("squid", "bump, unknown CA", "good"),
    _minted("squid", "bump, deny", "good"),
    _minted("squid", "client-first", "good"),
    _minted("squid", "lax", "good", kind="re-signs as untrusted"),
    _minted("squid", "lax", "self-signed", kind="copies a self-signed certificate"),
    # Around the proxy all is well, though the other route is not: that the two differ may be said.
    *(
        Way((module, behaviour), "good", (code,), never=("intercepted", "proxy-required"), ca=ca, flags=(AROUND, "--compare-routes"))
        for module, behaviour in (("squid", "bump"), ("squid", "lax"), ("mitmproxy", "lazy"))
        for code, ca in (("ok", True), ("private-ca", False))
    ),
    *(
        Way(("squid", "splice this, bump others"), "good", (code,), ("proxy-intercepts-others",), ("intercepted",), ca=ca, flags=flags)
        for code, ca, flags in (("ok", True, ("--compare-routes",)), ("private-ca", False, ()))
    ),
    *(_minted("mitmproxy", f"{when}{how}", "good") for when in ("eager", "lazy") for how in ("", ", unknown CA", ", insecure")),
    *(_minted("mitmproxy", f"{when}{how}", "self-signed") for when in ("eager", "lazy") for how in ("", ", insecure")),
    _minted("mitmproxy", "lazy", "refused"),
    _minted("mitmproxy", "basic", "good", user=USER),
    _refused("mitmproxy", "basic", "good", "proxy-auth-required"),
    _refused("mitmproxy", "eager", "refused", "proxy-cannot-connect", product="mitmproxy"),
    _refused("mitmproxy", "eager", "unknown", "proxy-cannot-resolve", product="mitmproxy"),
    _refused("mitmproxy", "eager", "dropped syn", "timeout-proxy"),
]  # fmt: skip

WAYS = [*TUNNELS, *SOCKS, *STRANGERS, *INTERCEPTORS]
