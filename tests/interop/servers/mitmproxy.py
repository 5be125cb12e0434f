"""mitmproxy: its own CA, made when it first starts. Eager asks the origin before it answers CONNECT, lazy when it must."""

from tool import program

from . import free_port, listening

# Python, and a dozen of its libraries to load.
SECONDS_TO_START = 30.0
VERSIONS = {"1.2": ["tls_version_client_max=TLS1_2"], "1.3": ["tls_version_client_min=TLS1_3"]}


def ca(setting):
    return setting.work / "mitmproxy-ca-cert.pem"


def _start(setting, mode, *options):
    address = (setting.ip, setting.port or free_port())
    sets = [*VERSIONS[setting.version], f"confdir={setting.work}", "flow_detail=0", *options]
    argv = [program("mitmdump"), "--mode", mode, "--listen-host", address[0], "--listen-port", address[1]]
    for one in sets:
        argv += ["--set", one]
    return listening(argv, setting, address, SECONDS_TO_START)


def _regular(*options, knows=True):
    def start(setting):
        trusts = [f"ssl_verify_upstream_trusted_ca={setting.pki.certs['root'].pem}"] if knows else []
        return _start(setting, "regular", *trusts, *options)

    return start


def _basic(setting):
    return _start(setting, "regular", f"proxyauth={':'.join(setting.user)}")


BEHAVIOURS = {
    "eager": _regular("connection_strategy=eager"),
    "lazy": _regular("connection_strategy=lazy"),
    "eager, unknown CA": _regular("connection_strategy=eager", knows=False),
    "lazy, unknown CA": _regular("connection_strategy=lazy", knows=False),
    "eager, insecure": _regular("connection_strategy=eager", "ssl_insecure=true", knows=False),
    "lazy, insecure": _regular("connection_strategy=lazy", "ssl_insecure=true", knows=False),
    "basic": _basic,
    "transparent": lambda setting: _start(setting, "transparent", "ssl_insecure=true"),
}
