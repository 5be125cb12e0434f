"""More shapes where nobody interferes: servers alone, home-made authorities, makers' certificates, sign-ons, two addresses, and proxies that
only pass on."""

from shapes import BALANCERS, CUT, DEAD, HORIZONS, MAKERS, MINTS, NGINX, PRIVATE, ROUTERS, SHOP, SHORT, UNSENT, At, Shape, nginx, route

SELF, MISMATCH, CLEAR = ("self-signed",), ("name-mismatch",), ("not-tls",)
SIGNED_ON = ("wrong-service",)
TURNS = At("turns", "first of two closed")

SERVERS = [
    Shape("TLS 1.2 only", "nginx", "a server of 2015", nginx("here-leaf here", "tls 1.2"), direct=PRIVATE),
    Shape("TLS 1.3 only", "nginx", "a server of today", NGINX, direct=PRIVATE),
    Shape("openssl s_server", "openssl", "a test server", At("openssl", "tls"), direct=PRIVATE),
    Shape("Python's ssl", "Python", "a small service", At("python", "tls"), direct=PRIVATE),
    Shape("closes for other names", "HAProxy, nginx", "a router that closes for any other name",
          At("haproxy", "by name", behind=(NGINX,)), direct=PRIVATE),
    Shape("strict SNI, HAProxy", "HAProxy", "an edge that refuses other names", At("haproxy", "edge, strict name"), direct=PRIVATE),
    Shape("strict SNI, nginx", "nginx", "the same", At("nginx", "its own name only"), direct=PRIVATE),
    Shape("CDN", "nginx", "many names in one certificate, another for unknown names", nginx("cdn-leaf here", "by name", also="apps-leaf here"),
          direct=PRIVATE),
    Shape("client certificate, TLS 1.2", "openssl", "a server for known clients", At("openssl", "client certificate 1.2"), direct=PRIVATE),
    Shape("client certificate, TLS 1.3", "openssl", "the same", At("openssl", "client certificate 1.3"), direct=PRIVATE),
    Shape("client certificate, asked inside HTTP", "nginx", "the same", nginx("here-leaf here", "client certificate 1.3")),
    Shape("another group", "nginx", "a server that wants P-384, so hellos come twice", nginx("here-leaf here", "another group"), direct=PRIVATE),
    Shape("a pair, RSA and ECDSA", "nginx", "a server with two certificates", nginx("here-leaf here", "two certificates", also="pair-rsa here"),
          direct=PRIVATE),
    Shape("Ed25519", "nginx", "a key of another type", nginx("ed25519-leaf here"), direct=PRIVATE),
    Shape("P-521", "nginx", "a large key", nginx("p521-leaf here"), direct=PRIVATE),
    Shape("TLS 1.2 only, RSA", "nginx", "a server of 2010", nginx("pair-rsa here", "tls 1.2"), direct=PRIVATE),
    Shape("a thousand names", "nginx", "a large certificate", nginx("large-leaf here"), direct=PRIVATE),
    Shape("expired", "nginx", "a renewal forgotten", nginx("expired"), direct=("expired",)),
    Shape("not yet valid", "nginx", "a clock that is wrong", nginx("future"), direct=("not-yet-valid",)),
    Shape("name mismatch", "nginx", "another name", nginx("elsewhere"), direct=MISMATCH),
    Shape("common name only", "nginx", "a certificate of 2010", nginx("cn-only"), direct=("no-san",)),
    Shape("intermediate missing", "nginx", "an incomplete chain", nginx("here-int-leaf"), direct=UNSENT + ("intermediate-missing",)),
    Shape("out of order", "nginx", "a chain in disorder", nginx("disordered"), direct=PRIVATE),
    Shape("self-signed", "nginx", "an appliance", nginx("self-a"), direct=SELF),
    Shape("no cipher in common", "nginx", "a server of 2008", nginx("here-leaf here", "alert 40")),
    Shape("name refused", "nginx", "a server that knows the name no more", nginx("here-leaf here", "alert 112"), direct=("name-rejected",)),
    Shape("plain HTTP", "nginx", "a port without TLS", nginx("here-leaf here", "plain http"), direct=CLEAR),
    Shape("SSH", "Python", "another service's port", At("raw", "ssh"), direct=CLEAR),
    Shape("SMTP", "Python", "the same", At("raw", "smtp"), direct=CLEAR),
    Shape("MySQL", "Python", "the same", At("raw", "mysql"), direct=CLEAR),
    Shape("closed after the hello", "Python", "a server that is ill", At("raw", "fin"), direct=CUT),
    Shape("reset after the hello", "Python", "the same", At("raw", "rst"), direct=CUT),
    Shape("silence", "Python", "a server that hangs", At("raw", "silent"), direct=("timeout-tls",)),
]  # fmt: skip

AUTHORITIES = [
    Shape("CA without key identifiers", "nginx", "an authority made by openssl alone", nginx("bare-leaf bare"), direct=PRIVATE),
    Shape("the server uses its CA's key", "nginx", "a home-made PKI", nginx("home-leaf home")),
    Shape("the server uses its CA's key, no key identifiers", "nginx", "a home-made PKI", nginx("home-bare-leaf home-bare")),
    Shape("the server uses its CA's key, root not sent", "nginx", "a home-made PKI", nginx("home-leaf")),
    Shape("the server uses its CA's key, reached directly only", "nginx", "a home-made PKI that the proxy does not reach", nginx("home-leaf home"), DEAD),
    Shape("the inspection's CA also issued this one, exempt", "Squid, nginx", "one PKI department for all", nginx("office-leaf interceptor"),
          proxy=At("squid", "splice this, bump others"), rightly=("proxy-intercepts-others",)),
    Shape("the inspection's CA issued it without key identifiers, exempt", "Squid, nginx", "the same", nginx("office-bare-leaf interceptor"),
          proxy=At("squid", "splice this, bump others"), rightly=("proxy-intercepts-others",)),
    Shape("exempt, and of another CA", "Squid, nginx", "an exemption", NGINX, proxy=At("squid", "splice this, bump others"),
          direct=PRIVATE, rightly=("proxy-intercepts-others",)),
    Shape("exempt, and another server outside", "Squid, nginx", "an exemption before a split horizon", NGINX, nginx("there-leaf there"),
          proxy=At("squid", "splice this, bump others"), direct=PRIVATE),
    Shape("exempt, and another server outside, roots not sent", "Squid, nginx", "the same", nginx("here-leaf"), nginx("there-leaf"),
          proxy=At("squid", "splice this, bump others"), direct=UNSENT),
    Shape("exempt, client certificates inside, an edge outside", "Squid, nginx", "the same before an API server",
          At("nginx", "optional client certificate"), nginx("there-leaf there"), proxy=At("squid", "splice this, bump others")),
    Shape("exempt, reached through the proxy only", "Squid, nginx", "an exemption, without another way to see it", DEAD, NGINX,
          proxy=At("squid", "splice this, bump others"), direct=("refused",), proxied=()),
    *(Shape(f"made by {maker}", "nginx", "a balancer with its maker's factory CA", nginx(f"{SHORT[maker]}-leaf {SHORT[maker]}-ca"),
            direct=PRIVATE) for maker in MAKERS),
    *(Shape(f"made by {maker}, self-signed", "nginx", "a balancer's factory certificate", nginx(f"{SHORT[maker]}-self"), direct=SELF)
      for maker in MAKERS[:3]),
    Shape("made by Fortinet inside, another CA outside", "nginx", "a balancer inside, an edge outside", nginx("fortinet-leaf fortinet-ca"),
          nginx("there-leaf there")),
    Shape("made by Fortinet outside, another CA inside", "nginx", "the other way round", NGINX, nginx("fortinet-leaf fortinet-ca")),
]  # fmt: skip

SIGN_ONS = [
    Shape("sign-on of another company", "nginx", "a console behind a single sign-on",
          nginx("here-leaf here", "redirect", upstream="https://login.idp.test/sso?to=console"), role="console", given=("here",),
          direct=SIGNED_ON),
    Shape("sign-on of another company, .co.jp", "nginx", "the same, in Japan",
          nginx("shop-leaf here", "redirect", upstream="https://login.other.co.jp/sso"), role="console", host=SHOP, given=("here",),
          direct=SIGNED_ON),
    Shape("sign-on of the same company, .co.jp", "nginx", "the same, at home",
          nginx("shop-leaf here", "redirect", upstream="https://sso.shop.co.jp/login"), role="console", host=SHOP, given=("here",),
          direct=SIGNED_ON),
    Shape("sign-on, CA unknown", "nginx", "the same, its CA not given",
          nginx("here-leaf here", "redirect", upstream="https://login.idp.test/sso"), role="console"),
    Shape("another service at the address", "nginx", "a web server where a registry is looked for", NGINX, role="registry", given=("here",),
          direct=SIGNED_ON),
]  # fmt: skip

TWO_ADDRESSES = [
    Shape("two addresses, one authority", "nginx", "two ingress nodes", NGINX, second=nginx("renewed here"), direct=PRIVATE),
    Shape("two addresses, two authorities", "nginx", "a change of CA half done", NGINX, second=nginx("there-leaf there")),
    Shape("two addresses, one expired", "nginx", "a renewal forgotten on one node", nginx("leaf+root"), second=nginx("expired")),
    Shape("two addresses, pods gone at one", "nginx, HAProxy", "two routers, one without the pods", NGINX, second=route()),
    Shape("two addresses, one refuses", "nginx", "a node that is down", NGINX, second=DEAD),
    Shape("two addresses, one in clear", "nginx", "a node without its certificate", NGINX, second=nginx("here-leaf here", "plain http")),
    Shape("two addresses, one asks for client certificates", "nginx", "two nodes of unlike configuration", NGINX,
          second=At("nginx", "optional client certificate", "there-leaf there")),
    Shape("two addresses, one by turns", "nginx, Python", "one node of two is ill", NGINX, second=TURNS),
    Shape("two addresses, the server uses its CA's key at one", "nginx", "a home-made PKI", NGINX, second=nginx("home-leaf home")),
]  # fmt: skip

PROXIES = [
    Shape("Squid", "Squid, nginx", "a proxy that passes on", NGINX, direct=PRIVATE),
    Shape("Squid, splice all", "Squid, nginx", "a proxy that reads names only", NGINX, proxy=At("squid", "splice"), direct=PRIVATE),
    Shape("Squid, splice all: pods gone", "Squid, HAProxy", "the same, before a route whose pods are gone", route(),
          proxy=At("squid", "splice"), direct=CUT),
    Shape("Squid, splice all: by turns", "Squid, Python", "the same, before a balancer", TURNS, proxy=At("squid", "splice")),
    Shape("Squid, splice all: plain HTTP", "Squid, nginx", "the same, before a port without TLS", nginx("here-leaf here", "plain http"),
          proxy=At("squid", "splice"), direct=CLEAR, proxied=()),
    Shape("Squid over TLS", "Squid, nginx", "a proxy with a certificate", NGINX, proxy=At("squid", "plain over TLS"), scheme="https",
          given=("root",), direct=PRIVATE),
    Shape("Squid that denies", "Squid, nginx", "a host that is not on the list", NGINX, proxy=At("squid", "deny"), direct=PRIVATE,
          proxied=("proxy-denied",)),
    *(Shape(name, f"{name}, nginx", "a proxy that passes on", NGINX, proxy=At("tunnels", name.lower()), scheme=scheme, direct=PRIVATE)
      for name, scheme in (("tinyproxy", "http"), ("Privoxy", "http"), ("dante", "socks5h"), ("microsocks", "socks5h"))),
    *(Shape(f"{name}: pods gone", f"{name}, HAProxy", "the same, before a route whose pods are gone", route(),
            proxy=At("tunnels", name.lower()), scheme=scheme, direct=CUT)
      for name, scheme in (("tinyproxy", "http"), ("Privoxy", "http"), ("dante", "socks5h"), ("microsocks", "socks5h"))),
    *(Shape(f"{name}: plain HTTP", f"{name}, nginx", "the same, before a port without TLS", nginx("here-leaf here", "plain http"),
            proxy=At("tunnels", name.lower()), scheme=scheme, direct=CLEAR)
      for name, scheme in (("tinyproxy", "http"), ("Privoxy", "http"), ("dante", "socks5h"), ("microsocks", "socks5h"))),
    *(Shape(f"{name}: by turns", f"{name}, Python", "the same, before a balancer", TURNS, proxy=At("tunnels", name.lower()), scheme=scheme)
      for name, scheme in (("tinyproxy", "http"), ("Privoxy", "http"), ("dante", "socks5h"))),
    Shape("HAProxy before two proxies", "HAProxy, Squid, nginx", "a balanced proxy", NGINX,
          proxy=At("haproxy", "balanced", behind=(At("squid", "plain"), At("squid", "plain"))), direct=PRIVATE),
    Shape("HAProxy before two proxies, one dead", "HAProxy, Squid, nginx", "a balanced proxy that is ill", NGINX,
          proxy=At("haproxy", "balanced", behind=(At("squid", "plain"), DEAD))),
    Shape("HAProxy before two proxies, one denies", "HAProxy, Squid, nginx", "two proxies of unlike configuration", NGINX,
          proxy=At("haproxy", "balanced", behind=(At("squid", "plain"), At("squid", "deny")))),
]  # fmt: skip

SHAPES = [*ROUTERS, *BALANCERS, *MINTS, *HORIZONS, *SERVERS, *AUTHORITIES, *SIGN_ONS, *TWO_ADDRESSES, *PROXIES]
