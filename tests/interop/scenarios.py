"""What is served, and what `probe` must make of it. One row each."""

from dataclasses import dataclass

REAL = ("openssl", "nginx", "python")


@dataclass(frozen=True)
class Scenario:
    name: str
    # What is sent (a chain of pki.py) and how the server behaves (a behaviour of servers/).
    chain: str
    behaviour: str
    servers: tuple
    # One of these codes is the verdict; all of `among` are among the findings, none of `never`.
    codes: tuple
    family: str
    among: tuple = ()
    never: tuple = ()
    # Whether the root is given with --ca.
    ca: bool = False
    role: str = ""
    # Whether the server gets to send its chain, and whether openssl can be asked to confirm it.
    sends: bool = True
    confirm: bool = True
    # Costs a whole step.
    stuck: bool = False


def _signed(name, chain, alone, given, family="unknown-authority", **more):
    """A chain of a private CA, judged without the root and then with it."""
    return [
        Scenario(f"{name}, root not given", chain, "tls", REAL, alone, family, **more),
        Scenario(f"{name}, root given", chain, "tls", REAL, given[0], given[1], never=UNKNOWN, ca=True),
    ]


UNKNOWN = ("private-ca", "self-signed", "root-not-sent", "intermediate-missing")
OK = (("ok",), "ok")


def _faulty(name, chain, code):
    """A fault in the certificate itself, which no bundle cures: before the unknown authority, and alone once the root is known."""
    return _signed(name, chain, (code,), ((code,), "certificate"), "certificate", among=("private-ca",))


def _without_chain(name, behaviour, servers, codes, family, **more):
    return Scenario(name, "leaf+root", behaviour, servers, codes, family, never=UNKNOWN, sends=False, **more)


def _after_tls(name, behaviour, codes, family, **more):
    """Trouble after a good handshake: the chain is kept."""
    return Scenario(name, "leaf+root", behaviour, ("python",), codes, family, never=UNKNOWN, ca=True, role="oauth", **more)


def _client(version):
    behaviour = f"client certificate {version}"
    asked = ("client-certificate-required",)
    # nginx lets the handshake pass and refuses in HTTP, so it must be asked something.
    for servers, role in ((("openssl", "python"), ""), (("nginx",), "oauth")):
        common = {"servers": servers, "role": role, "among": asked}
        yield Scenario(f"{behaviour}, root not given", "leaf+root", behaviour, codes=("private-ca",), family="unknown-authority", **common)
        yield Scenario(f"{behaviour}, root given", "leaf+root", behaviour, codes=asked, family="ok", never=UNKNOWN, ca=True, **common)


SCENARIOS = [
    *_signed("leaf+root", "leaf+root", ("private-ca",), OK),
    *_signed("leaf only", "leaf", ("root-not-sent",), OK),
    *_signed("leaf+intermediate", "leaf+intermediate", ("root-not-sent",), OK),
    Scenario("leaf+root on TLS 1.2", "leaf+root", "tls 1.2", REAL, ("private-ca",), "unknown-authority"),
    Scenario("self-signed CA:TRUE", "self-ca", "tls", REAL, ("self-signed",), "unknown-authority"),
    Scenario("self-signed CA:FALSE", "self-leaf", "tls", REAL, ("self-signed",), "unknown-authority"),
    *_faulty("expired", "expired", "expired"),
    *_faulty("not yet valid", "future", "not-yet-valid"),
    *_faulty("wrong name", "elsewhere", "name-mismatch"),
    *_faulty("CN only", "cn-only", "no-san"),
    Scenario(
        "out of order, with a stranger", "disordered", "tls", REAL, ("private-ca",), "unknown-authority",
        among=("chain-disordered", "chain-extra"),
    ),
    *_client("1.2"),
    *_client("1.3"),
    _without_chain("silent", "silent", ("openssl", "nginx", "raw"), ("timeout-tls",), "timeout", stuck=True),
    _without_chain("plain HTTP", "plain http", ("nginx", "raw"), ("not-tls",), "tls"),
    _without_chain("RST", "rst", ("raw",), ("closed-in-handshake",), "tls"),
    _without_chain("FIN", "fin", ("raw",), ("closed-in-handshake",), "tls"),
    _without_chain("alert 40", "alert 40", (*REAL, "raw"), ("no-common-parameters", "tls-alert"), "tls"),
    _without_chain("alert 112", "alert 112", (*REAL, "raw"), ("name-rejected",), "tls"),
    _without_chain("refused", "refused", ("raw",), ("refused",), "reach"),
    _without_chain("dropped SYN", "dropped syn", ("raw",), ("timeout-tcp",), "timeout", stuck=True),
    Scenario(
        "reset after the certificate", "leaf+root", "reset after the certificate", ("python",), ("closed-in-handshake",), "tls",
        ca=True, confirm=False,
    ),
    _without_chain("trickle", "trickle", ("python",), ("timeout-tls-stalled",), "timeout", stuck=True),
    _after_tls("HTTP never answers", "http silent", ("timeout-http",), "timeout", stuck=True),
    _after_tls("HTTP trickles", "http trickle", ("timeout-http",), "timeout", stuck=True),
    _after_tls("HTTP never ends", "http endless", ("wrong-service",), "service"),
]  # fmt: skip
