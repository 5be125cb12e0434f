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
NO_PROXY = """
  mode http
  default_backend down
backend down
  mode http
  retries 0
  server one 127.0.0.1:1
"""


def _start(setting, rules, tls=""):
    address = (setting.ip, setting.port or free_port())
    pem = setting.work / "haproxy.pem"
    pem.write_text(setting.chain.all_pem.read_text() + setting.chain.own.key.read_text())
    values = {"work": setting.work, "ip": address[0], "port": address[1], "host": HOST, "upstream": setting.upstream}
    values["tls"] = tls and f"ssl crt {pem} ssl-min-ver TLSv{setting.version} ssl-max-ver TLSv{setting.version} {tls}"
    config = setting.work / "haproxy.cfg"
    values["rules"] = rules.format(**values)
    config.write_text(CONFIG.format(**values))
    argv = [program("haproxy"), "-db", "-f", config]
    return listening(argv, setting, address)


BEHAVIOURS = {
    "edge": lambda setting: _start(setting, ANSWER, "alpn h2,http/1.1"),
    "edge, strict name": lambda setting: _start(setting, ANSWER, "strict-sni"),
    "by name": lambda setting: _start(setting, BY_NAME),
    "not by name": lambda setting: _start(setting, NOT_BY_NAME),
    "no proxy": lambda setting: _start(setting, NO_PROXY),
}
