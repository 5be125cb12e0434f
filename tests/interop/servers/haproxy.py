"""HAProxy: an edge that ends TLS, a router by server name, and a stranger that is given a CONNECT."""

from tool import HOST, program

from . import free_port, listening

CONFIG = """
global
  maxconn 100
  stats socket {work}/stats
defaults
  timeout connect 1s
  timeout client 10s
  timeout server 10s
frontend all
  bind {ip}:{port} {tls}
{rules}
"""
ANSWER = '  mode http\n  http-request return status 200 content-type text/plain string "ok"\n'
NOT_AVAILABLE = '  mode http\n  http-request return status 503 content-type text/html string "<h1>Application is not available</h1>"\n'
# As a router of OpenShift passes TLS through: by name, and away with any other.
BY_NAME = """
  mode tcp
  tcp-request inspect-delay 2s
  tcp-request content accept if {{ req_ssl_hello_type 1 }}
  use_backend origin if {{ req_ssl_sni -i {host} }}
backend origin
  mode tcp
  server one {upstream}
"""
# What a firewall does that forbids a name.
NOT_BY_NAME = """
  mode tcp
  tcp-request inspect-delay 2s
  tcp-request content reject if {{ req_ssl_sni -i {host} }}
  tcp-request content accept if {{ req_ssl_hello_type 1 }}
  default_backend origin
backend origin
  mode tcp
  server one {upstream}
"""
# A route that is passed through by its name, to pods that may be gone; any other name gets the router's own certificate and page.
PASSED_THROUGH = """
  mode tcp
  tcp-request inspect-delay 2s
  tcp-request content accept if {{ req_ssl_hello_type 1 }}
  use_backend pods if {{ req_ssl_sni -i {host} }}
  default_backend edge
backend pods
  mode tcp
  retries 0
  balance {balance}
{servers}
backend edge
  mode tcp
  server self unix@{work}/edge.sock
frontend edge
  mode http
  bind unix@{work}/edge.sock ssl crt {work}/haproxy.pem
  http-request return status 503 content-type text/html string "<h1>Application is not available</h1>"
"""
BALANCED = """
  mode tcp
  default_backend all
backend all
  mode tcp
  retries 0
  balance {balance}
{servers}
"""
# More than three new connections within ten seconds are too many.
LIMITED = """
  mode tcp
  stick-table type ip size 100 expire 10s store conn_rate(10s)
  tcp-request connection track-sc0 src
  tcp-request connection reject if {{ sc_conn_rate(0) gt 3 }}
  default_backend all
backend all
  mode tcp
{servers}
"""
NO_PROXY = """
  mode http
  default_backend down
backend down
  mode http
  retries 0
  server one 127.0.0.1:1
"""
# OpenShift's router is an HAProxy too, with these three ways: the OAuth route is passed through by its name; others end here with the
# wildcard certificate, and go on in TLS (registry) or in clear (storage); a host without a route gets the 503 page.
ROUTER = """
  mode tcp
  tcp-request inspect-delay 2s
  tcp-request content accept if {{ req_ssl_hello_type 1 }}
  use_backend oauth if {{ req_ssl_sni -i oauth-openshift.apps.cluster.probe.test }}
  default_backend edge
backend oauth
  mode tcp
  server one {oauth}
backend edge
  mode tcp
  server self unix@{work}/edge.sock
frontend edge
  mode http
  bind unix@{work}/edge.sock ssl crt {work}/haproxy.pem
  http-request return status 302 hdr Location https://{host}/oauth/authorize if {{ hdr_beg(host) -i migration-openshift-migration. }}
  http-request return status 200 content-type text/plain string ok if {{ hdr_beg(host) -i console-openshift-console. }}
  use_backend tokens if {{ hdr_beg(host) -i default-route- }} {{ path /openshift/token }}
  use_backend registry if {{ hdr_beg(host) -i default-route- }}
  use_backend storage if {{ hdr_beg(host) -i {storage_route} }}
  default_backend no_route
backend no_route
  mode http
  http-request return status 503 content-type text/html string "<h1>Application is not available</h1>"
backend tokens
  mode http
  server one {tokens} ssl verify none
backend registry
  mode http
  server one {registry} ssl verify none
backend storage
  mode http
  server one {storage}
"""


def _router(storage_route):
    def start(setting):
        # `upstream`: whom each route leads to.
        parts = dict(part.split("=", 1) for part in setting.upstream.split())
        values = {**parts, "storage_route": storage_route, "work": setting.work, "host": f"oauth-openshift.apps.cluster.probe.test:{setting.port}"}
        return _start(setting, ROUTER.format(**values).replace("{", "{{").replace("}", "}}"))

    return start


def _over(rules, balance="roundrobin"):
    """Over the servers of `upstream`, which may be none."""

    def start(setting):
        servers = [f"  server s{n} {at}" for n, at in enumerate(filter(None, setting.upstream.split(",")))]
        return _start(setting, rules.replace("{balance}", balance).replace("{servers}", "\n".join(servers)))

    return start


def _start(setting, rules, tls=""):
    address = (setting.ip, setting.port or free_port())
    pem = setting.work / "haproxy.pem"
    pem.write_text(setting.chain.all_pem.read_text() + setting.chain.own.key.read_text())
    values = {"work": setting.work, "ip": address[0], "port": address[1], "host": HOST, "upstream": setting.upstream}
    versions = "" if setting.version == "any" else f"ssl-min-ver TLSv{setting.version} ssl-max-ver TLSv{setting.version}"
    values["tls"] = tls and f"ssl crt {pem} {versions} {tls}"
    config = setting.work / "haproxy.cfg"
    values["rules"] = rules.format(**values)
    config.write_text(CONFIG.format(**values))
    argv = [program("haproxy"), "-db", "-f", config]
    return listening(argv, setting, address)


def _pair(version):
    """A second certificate, of another key type, for the same names."""

    def start(setting):
        also = setting.work / "also.pem"
        setting.version = version
        also.write_text(setting.also.all_pem.read_text() + setting.also.own.key.read_text())
        return _start(setting, ANSWER, f"crt {also}")

    return start


BEHAVIOURS = {
    "router": _router("s3-openshift-storage."),
    "router, storage not exposed": _router("nobody."),
    "passed through": _over(PASSED_THROUGH),
    "passed through, random": _over(PASSED_THROUGH, "random"),
    "balanced": _over(BALANCED),
    "balanced, random": _over(BALANCED, "random"),
    "limited": _over(LIMITED),
    "no such route": lambda setting: _start(setting, NOT_AVAILABLE, "alpn h2,http/1.1"),
    "edge": lambda setting: _start(setting, ANSWER, "alpn h2,http/1.1"),
    "two certificates 1.2": _pair("1.2"),
    "two certificates 1.3": _pair("1.3"),
    "edge, strict name": lambda setting: _start(setting, ANSWER, "strict-sni"),
    "by name": lambda setting: _start(setting, BY_NAME),
    "not by name": lambda setting: _start(setting, NOT_BY_NAME),
    "no proxy": lambda setting: _start(setting, NO_PROXY),
}
