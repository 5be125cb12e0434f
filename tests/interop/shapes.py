"""Servers and networks as they are met where nobody interferes, each made of real programs. `README.md` lists them; `healthy.py` runs them."""

from dataclasses import dataclass

from forge import SKI, below, leaf, root
from tool import HOST

# Two hosts of one company, and one of another, whose last two labels are the same.
SHOP = "console.shop.co.jp"
MIDNIGHT = {"since": "20260101000000Z", "until": "20361231000000Z"}
AIA = ("authorityInfoAccess = caIssuers;URI:http://pki.probe.test/ca.der",)
CRL = ("crlDistributionPoints = URI:http://pki.probe.test/ca.crl",)
MAKERS = ("Fortinet", "Cisco Systems, Inc.", "F5 Networks", "Blue Coat Systems", "Zscaler Inc.", "Netskope Inc.", "Kaspersky Lab")
SHORT = {maker: maker.split()[0].lower() for maker in MAKERS}

# Every certificate that a shape may send, besides those of `pki.py`.
ORDERS = (
    root("here", cn="Inside CA"), leaf("here", "here-leaf"),
    root("there", cn="Outside CA"), leaf("there", "there-leaf"),
    leaf("here", "renewed", days=(-1, 90)),
    below("here-int", "here", cn="Inside issuing CA 1"), leaf("here-int", "here-int-leaf"),
    below("here-int2", "here", cn="Inside issuing CA 2"), leaf("here-int2", "here-int2-leaf"),
    root("bare", cn="openssl req -x509", ids=False), leaf("bare", "bare-leaf", ids=False),
    leaf("here", "no-ids-leaf", ids=False),
    leaf("here", "pair-ec", more=AIA, **MIDNIGHT), leaf("here", "ordered", more=(*AIA, *CRL), **MIDNIGHT), leaf("here", "ordered-bare", **MIDNIGHT), leaf("here", "pair-rsa", key="RSA-2048", **MIDNIGHT),
    root("rsa-ca", cn="Public RSA CA", key="RSA-2048"), leaf("rsa-ca", "pair-rsa-2", key="RSA-2048", **MIDNIGHT),
    leaf("", "self-a", **MIDNIGHT), leaf("", "self-b", **MIDNIGHT), leaf("", "self-new", days=(-1, 700)),
    root("home", cn="Home-made CA"), leaf("home", "home-leaf", key_of="home"),
    root("home-bare", cn="Home-made CA", ids=False), leaf("home-bare", "home-bare-leaf", key_of="home-bare", ids=False),
    leaf("here", "wild-leaf", cn="*.probe.test", san="DNS:*.probe.test"),
    leaf("here", "apps-leaf", cn="*.apps.cluster.probe.test", san="DNS:*.apps.cluster.probe.test"),
    leaf("here", "cdn-leaf", cn="cdn.test", san=", ".join([*(f"DNS:customer{n}.test" for n in range(90)), f"DNS:{HOST}"])),
    leaf("here", "large-leaf", san=", ".join([*(f"DNS:n{n}.probe.test" for n in range(999)), f"DNS:{HOST}"])),
    leaf("here", "shop-leaf", cn=SHOP, san=f"DNS:{SHOP}"),
    leaf("here", "ed25519-leaf", key="Ed25519"), leaf("here", "p521-leaf", key="P-521"),
    # The inspection's own authority, of `pki.py`.
    leaf("interceptor", "office-leaf"), leaf("interceptor", "office-bare-leaf", ids=False),
    *(root(f"{SHORT[m]}-ca", cn=f"{m} CA", o=m) for m in MAKERS),
    *(leaf(f"{SHORT[m]}-ca", f"{SHORT[m]}-leaf", o=m) for m in MAKERS),
    *(leaf("", f"{SHORT[m]}-self", o=m, extensions=("basicConstraints = critical, CA:TRUE",), more=SKI[:0]) for m in MAKERS),
)  # fmt: skip


@dataclass(frozen=True)
class At:
    """One server: its module, its behaviour, and what it is given."""

    module: str
    behaviour: str
    # Names of certificates, in the order in which they are sent; or one of the chains of `pki.py`.
    chain: str = "here-leaf here"
    also: str = ""
    version: str = "1.3"
    upstream: str = ""
    # Those behind it.
    behind: tuple = ()


@dataclass(frozen=True)
class Shape:
    """`inside` is what the direct route leads to, `outside` what a proxy's lookup leads to; where none is named, the same server."""

    name: str
    runs: str
    resembles: str
    inside: At
    outside: At = None
    # A second address of the name.
    second: At = None
    # One of these is the headline, directly and through the proxy; nothing: whatever accuses nobody.
    direct: tuple = ()
    proxied: tuple = None
    proxy: At = At("squid", "plain")
    scheme: str = "http"
    host: str = HOST
    role: str = ""
    # Names of certificates to be trusted.
    given: tuple = ()
    # Rightly said where both routes were measured.
    rightly: tuple = ()


NGINX = At("nginx", "tls 1.3")
DEAD = At("raw", "refused")
CUT, SILENT = ("closed-in-handshake",), ("timeout-tls",)
PRIVATE, UNSENT = ("private-ca",), ("root-not-sent",)
# Whose certificate says where its issuer is.
NAMES_ISSUER = ("intermediate-missing",)


def nginx(chain, behaviour="tls 1.3", **more):
    return At("nginx", behaviour, chain, **more)


def route(*behind, behaviour="passed through", chain="apps-leaf here"):
    return At("haproxy", behaviour, chain, behind=behind)


ROUTERS = [
    Shape("passthrough, pods gone", "HAProxy", "OpenShift's OAuth route while its pods are down", route(), direct=CUT),
    Shape("passthrough, pods gone, the default covers the name", "HAProxy", "the same below the router's wildcard",
          route(chain="wild-leaf here"), direct=CUT),
    Shape("passthrough, the only pod dead", "HAProxy", "a pod that was killed, still among the endpoints", route(DEAD), direct=CUT),
    Shape("passthrough, two of two dead", "HAProxy", "a node that is down", route(DEAD, DEAD), direct=CUT),
    Shape("passthrough, the pod is silent", "HAProxy, Python", "a pod that hangs", route(At("raw", "silent")), direct=SILENT),
    Shape("passthrough, the pod resets", "HAProxy, Python", "a pod whose port is another service's", route(At("raw", "rst")), direct=CUT),
    Shape("passthrough, one of three lives, in turn", "HAProxy, nginx", "a rollout that is stuck", route(NGINX, DEAD, DEAD)),
    Shape("passthrough, two of three live, in turn", "HAProxy, nginx", "a rollout under way", route(NGINX, DEAD, NGINX)),
    Shape("passthrough, one of three lives, at random", "HAProxy, nginx", "the router's own default balance",
          route(NGINX, DEAD, DEAD, behaviour="passed through, random")),
    Shape("passthrough, one of two silent, in turn", "HAProxy, nginx", "one pod of two hangs", route(NGINX, At("raw", "silent"))),
    Shape("passthrough, all well", "HAProxy, nginx", "the OAuth route of a cluster that is well", route(NGINX), direct=PRIVATE),
    Shape("passthrough to the API server", "HAProxy, nginx", "a route in front of a server that asks for client certificates",
          route(At("nginx", "optional client certificate")), direct=PRIVATE),
    Shape("router's default covers the name", "HAProxy", "an edge route below the apps domain",
          At("haproxy", "edge", "wild-leaf here"), direct=PRIVATE),
    Shape("router's default does not cover the name", "HAProxy", "a host of another domain that leads to the router",
          At("haproxy", "edge", "apps-leaf here"), direct=("name-mismatch",)),
    Shape("no such route", "HAProxy", "a console that was taken down", At("haproxy", "no such route", "wild-leaf here"), role="console",
          given=("here",), direct=("router-default-page",)),
]  # fmt: skip

BALANCERS = [
    Shape("balancer, one of three lives, in turn", "HAProxy, nginx", "an API load balancer, two masters down",
          At("haproxy", "balanced", behind=(NGINX, DEAD, DEAD))),
    Shape("balancer, one of three lives, at random", "HAProxy, nginx", "the same, stateless",
          At("haproxy", "balanced, random", behind=(NGINX, DEAD, DEAD))),
    Shape("balancer, two of three live, in turn", "HAProxy, nginx", "one master down",
          At("haproxy", "balanced", behind=(NGINX, NGINX, DEAD))),
    Shape("balancer, all dead", "HAProxy", "a balancer before a cluster that is down", At("haproxy", "balanced", behind=(DEAD, DEAD)),
          direct=CUT),
    Shape("balancer, each server its own certificate", "HAProxy, nginx", "API servers, each with a certificate of its own",
          At("haproxy", "balanced", behind=(nginx("here-leaf here"), nginx("renewed here"))), direct=PRIVATE),
    Shape("balancer, two authorities in turn", "HAProxy, nginx", "a change of CA half done",
          At("haproxy", "balanced", behind=(nginx("here-leaf here"), nginx("there-leaf there")))),
    Shape("balancer, one of two in clear", "HAProxy, nginx", "a server without its certificate",
          At("haproxy", "balanced", behind=(NGINX, nginx("here-leaf here", "plain http")))),
    Shape("balancer, one asks for client certificates", "HAProxy, nginx", "two servers of unlike configuration",
          At("haproxy", "balanced", behind=(NGINX, At("nginx", "optional client certificate"))), direct=PRIVATE),
    Shape("limit of connections", "HAProxy, nginx", "protection against floods", At("haproxy", "limited", behind=(NGINX,))),
    *(Shape(f"{turn}, by turns", "Python", resembles, At("turns", turn)) for turn, resembles in (
        ("first of two closed", "a balancer, one server of two dead"), ("second of two closed", "the same, the other first"),
        ("first of three reset", "a balancer, one of three resets"), ("two of three closed", "a balancer, two of three dead"),
        ("first of two silent", "a balancer, one server of two hangs"), ("first closed", "a server that wakes up"),
        ("first silent", "the same, slowly"), ("first four served", "a limit of connections"),
        ("first four served, then silent", "a limit that drops packets"))),
    Shape("two authorities by turns", "Python", "a rolling change of CA", At("turns", "two chains", also="there-leaf there")),
    Shape("two authorities, one for one of three", "Python", "the same, nearly done",
          At("turns", "two chains, the second for one of three", also="there-leaf there")),
    Shape("two self-signed by turns", "Python", "two appliances behind one address", At("turns", "two chains", "self-a", also="self-b")),
]  # fmt: skip

MINTS = [
    Shape("on demand inside and outside, two authorities", "two Caddys", "two ingresses that issue on demand", At("caddy", "on demand"),
          At("caddy", "on demand")),
    Shape("on demand, one authority for both", "Caddy", "one ingress that issues on demand", At("caddy", "on demand")),
    Shape("on demand inside only", "Caddy, nginx", "an ingress that issues on demand behind an edge", At("caddy", "on demand"), NGINX),
    Shape("on demand outside only", "nginx, Caddy", "an edge that issues on demand", NGINX, At("caddy", "on demand")),
    Shape("on demand, a key for each name", "Python", "an ingress that sends its root too", At("minter", "a key for each name")),
    Shape("on demand at one address of two", "Caddy, nginx", "a new ingress beside the old", NGINX, second=At("caddy", "on demand")),
]  # fmt: skip

HORIZONS = [
    Shape("split: client certificates inside, an edge outside", "openssl, nginx", "an API server, inside and through an edge",
          At("openssl", "optional client certificate"), nginx("there-leaf there")),
    Shape("split: client certificates inside, asked optionally", "nginx", "an API server", At("nginx", "optional client certificate"),
          nginx("there-leaf there")),
    Shape("split: an edge inside, client certificates outside", "nginx", "a gateway with client certificates for the world",
          nginx("there-leaf there"), At("nginx", "optional client certificate")),
    Shape("split: client certificates, one authority", "nginx", "an API server and its edge, one CA",
          At("nginx", "optional client certificate"), nginx("renewed here"), direct=PRIVATE),
    Shape("split: two authorities", "nginx", "a private CA inside, another outside", NGINX, nginx("there-leaf there")),
    Shape("split: two authorities, roots not sent", "nginx", "the same", nginx("here-leaf"), nginx("there-leaf"), direct=UNSENT),
    Shape("split: two issuing authorities of one root", "nginx", "a CA with two issuers", nginx("here-int-leaf here-int here"),
          nginx("here-int2-leaf here-int2 here"), direct=PRIVATE),
    Shape("split: renewed on one side", "nginx", "a renewal half done", NGINX, nginx("renewed here"), direct=PRIVATE),
    Shape("split: renewed on one side, root not sent", "nginx", "the same", nginx("here-leaf"), nginx("renewed"), direct=UNSENT),
    Shape("split: expired inside, renewed outside", "nginx", "a renewal forgotten on one side", nginx("expired"), nginx("leaf+root"),
          direct=("expired",), proxied=PRIVATE),
    Shape("split: a pair ordered on one day", "nginx", "RSA and ECDSA of one order, one template without AIA", nginx("pair-ec"),
          nginx("pair-rsa"), direct=NAMES_ISSUER, proxied=UNSENT),
    Shape("split: a pair ordered on one day, the other way round", "nginx", "the same", nginx("pair-rsa"), nginx("pair-ec"), direct=UNSENT,
          proxied=NAMES_ISSUER),
    Shape("split: two of one order and one key type", "nginx", "the same, one template without AIA and CRL", nginx("ordered"),
          nginx("ordered-bare"), direct=NAMES_ISSUER, proxied=UNSENT),
    Shape("split: a pair of two authorities", "nginx", "RSA and ECDSA of a public CA", nginx("pair-ec here"),
          nginx("pair-rsa-2 rsa-ca")),
    Shape("split: self-signed pair of fixed dates", "nginx", "two appliances of one firmware", nginx("self-a"), nginx("self-b")),
    Shape("split: self-signed pair of own dates", "nginx", "two appliances", nginx("self-a"), nginx("self-new")),
    Shape("split: a template without key identifiers", "nginx", "one CA, two templates", nginx("here-leaf"), nginx("no-ids-leaf")),
    Shape("split: another name outside", "nginx", "an outside address that was given away", NGINX, nginx("elsewhere")),
    Shape("split: a CDN outside", "nginx", "a CDN before the server", NGINX, nginx("cdn-leaf here", "by name", also="apps-leaf here")),
    Shape("split: TLS inside, nothing outside", "nginx", "a name that is served inside only", NGINX, DEAD, direct=PRIVATE,
          proxied=("proxy-cannot-connect",)),
    Shape("split: in clear inside, TLS outside", "nginx", "TLS ends at the edge", nginx("here-leaf here", "plain http"), NGINX,
          direct=("not-tls",), proxied=PRIVATE),
    Shape("split: pods gone inside, an edge outside", "HAProxy, nginx", "a route whose pods are gone, behind an edge", route(),
          nginx("there-leaf there"), direct=CUT, proxied=()),
    Shape("split: an edge inside, pods gone outside", "nginx, HAProxy", "the other way round", nginx("there-leaf there"), route(),
          direct=(), proxied=CUT),
    Shape("split: the server uses its CA's key inside, an edge outside", "nginx", "a home-made PKI behind an edge", nginx("home-leaf home"),
          nginx("there-leaf there")),
    Shape("split: an edge inside, the server uses its CA's key outside", "nginx", "the other way round", nginx("there-leaf there"),
          nginx("home-leaf home")),
]  # fmt: skip
