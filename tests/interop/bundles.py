"""`probe export-bundle`: a bundle that other programs connect with, or nothing and a reason."""

import re

from consumers import ALL, LENIENT
from endpoints import arguments, served
from scenarios import REAL, Scenario
from tool import SLACK, WHOLE, Failed, expect, fingerprints, tail


def _row(name, chain, anchors, readers=ALL, behaviour="tls", ca=False, user=None):
    """One that can have a bundle: which certificates it must hold, and who connects with it."""
    return Scenario(name, chain, behaviour, REAL, (), "", ca=ca), anchors, readers, user


def _none(name, chain, reason, behaviour="tls", servers=REAL, **more):
    """One that cannot: words of the reason, as a pattern."""
    return Scenario(name, chain, behaviour, servers, (), "", **more), reason


WRITTEN = [
    _row("leaf+root", "leaf+root", ["root"]),
    _row("full chain", "full", ["root"]),
    _row("leaf only, root given", "leaf", ["root"], ca=True),
    _row("leaf+intermediate, root given", "leaf+intermediate", ["root"], ca=True),
    # The root is nowhere to be had: the intermediate, which openssl, Python and Node refuse as an anchor.
    _row("leaf+intermediate, root not given", "leaf+intermediate", ["intermediate"], LENIENT),
    _row("self-signed CA:FALSE", "self-leaf", ["self-leaf"]),
    _row("self-signed CA:TRUE", "self-ca", ["self-ca"]),
    _row("out of order, with a stranger", "disordered", ["root"]),
    _row("client certificate 1.2", "leaf+root", ["root"], behaviour="client certificate 1.2", user="client"),
    _row("client certificate 1.3", "leaf+root", ["root"], behaviour="client certificate 1.3", user="client"),
]

REFUSED = [
    _none("leaf only, root not given", "leaf", "issuer|root|authority"),
    _none("expired", "expired", "expired"),
    _none("expired, root given", "expired", "expired", ca=True),
    _none("not yet valid, root given", "future", "not[- ]yet[- ]valid", ca=True),
    _none("wrong name, root given", "elsewhere", "name", ca=True),
    _none("CN only, root given", "cn-only", "no-san|SAN|subject alternative|common name", ca=True),
    _none("silent", "leaf+root", "timeout|timed out|no answer|no byte|silent", "silent", ("raw",), stuck=True),
    _none("plain HTTP", "leaf+root", "not[- ]tls|not speak TLS|plain|HTTP", "plain http", ("nginx", "raw")),
    _none("RST", "leaf+root", "closed|reset", "rst", ("raw",)),
    _none("FIN", "leaf+root", "closed|end of", "fin", ("raw",)),
    _none("alert 40", "leaf+root", "alert|parameters|handshake", "alert 40", ("openssl",)),
    _none("alert 112", "leaf+root", "alert|name", "alert 112", ("openssl",)),
    _none("refused", "leaf+root", "refused", "refused", ("raw",)),
    _none("dropped SYN", "leaf+root", "timeout|timed out|dropped|no answer", "dropped syn", ("raw",), stuck=True),
]


def cases(lab):
    for scenario, anchors, readers, user in WRITTEN:
        for server in scenario.servers:
            expected = f"{'+'.join(anchors)} for {' '.join(readers)}"
            act = lambda s=scenario, m=server, a=anchors, r=readers, u=user: _written(lab, s, m, a, r, u)  # noqa: E731
            yield scenario.name, server, expected, act
    for scenario, reason in REFUSED:
        for server in scenario.servers:
            yield scenario.name, server, "nothing, exit 3", lambda s=scenario, m=server, r=reason: _refused(lab, s, m, r)
    yield "a bundle for another server", "openssl", "no reader connects", lambda: _control(lab)


def _written(lab, scenario, server, anchors, readers, user):
    folder = lab.folder()
    bundle = folder / "ca_bundle.cert"
    with served(lab, scenario, server) as address:
        flags, target = arguments(lab, scenario, address)
        ran = lab.probe.run("export-bundle", *flags, target)
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err)}")
        bundle.write_bytes(ran.out)
        _reads_well(ran.out)
        held = fingerprints(ran.out.decode())
        wanted = [lab.pki.certs[a].sha256 for a in anchors]
        expect(held == wanted, f"holds {_names(lab, held)}")
        for one in wanted:
            expect(one in ran.err.lower().replace(":", ""), f"stderr does not give the SHA-256 of {_names(lab, [one])}")
        for reader in readers:
            lab.consumers.connect(reader, bundle, address, lab.pki.certs[user] if user else None)


def _reads_well(pem):
    """The rules of the file, by which every consumer of it reads the same certificates."""
    expect(pem.isascii(), "not ASCII")
    expect(b"\r" not in pem, "CR in it")
    expect(pem.endswith(b"-----END CERTIFICATE-----\n"), f"something follows the last block: {pem[-60:]!r}")
    expect(b"PRIVATE KEY" not in pem, "a private key in it")
    inside = False
    for line in pem.decode().splitlines():
        if line == "-----BEGIN CERTIFICATE-----":
            inside = True
        elif line == "-----END CERTIFICATE-----":
            inside = False
        elif inside:
            expect(re.fullmatch(r"[A-Za-z0-9+/=]{1,64}", line), f"in a block: {line[:70]!r}")
        else:
            expect(line == "" or line.startswith("#"), f"between blocks: {line[:70]!r}")


def _names(lab, held):
    known = {c.sha256: name for name, c in lab.pki.certs.items()}
    return " ".join(known.get(h, h[:8]) for h in held) or "nothing"


def _refused(lab, scenario, server, reason):
    with served(lab, scenario, server) as address:
        flags, target = arguments(lab, scenario, address)
        ran = lab.probe.run("export-bundle", *flags, target)
    expect(ran.out == b"", f"{len(ran.out)} bytes on stdout, holding {_names(lab, fingerprints(ran.out.decode()))}")
    expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
    expect(target in ran.err, f"stderr does not name {target}: {tail(ran.err)}")
    expect(re.search(reason, ran.err, re.I), f"no reason like /{reason}/: {tail(ran.err)}")
    # Further measurements of what is stuck share the endpoint's whole deadline.
    limit = WHOLE + SLACK
    expect(ran.took <= limit, f"took {ran.took:.2f} s, at most {limit:g} s allowed")


def _control(lab):
    """The readers do verify: what they say about the probe's bundles means something."""
    scenario = Scenario("control", "leaf+root", "tls", ("openssl",), (), "")
    with served(lab, scenario, "openssl") as address:
        for reader in ALL:
            lab.consumers.connect(reader, lab.pki.certs["root"].pem, address)
            try:
                lab.consumers.connect(reader, lab.pki.certs["stranger"].pem, address)
            except Failed:
                continue
            expect(False, f"{reader} connects with a bundle that has nothing to do with the server")
