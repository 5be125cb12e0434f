"""What `probe` says of clients other than Go is what they do: every statement, and every neighbour of it where it must not be made. Each row
of `oddities.py` is a server; each of its bundles is tried by every client, and told beforehand by `probe endpoints --ca`."""

import contextlib
import ssl
from concurrent.futures import ThreadPoolExecutor

from forge import Forge, leaf, root
from oddities import ODDITIES
from readers import AT_ONCE, NAMES, Check, Readers
from servers.chains import sending
from tool import HOST, expect


def cases(lab):
    bench = Bench(lab)
    yield "servers and clients", "", f"{len(ODDITIES)} servers", bench.ask
    for odd in ODDITIES:
        for bundle, accept in odd.bundles.items():
            name = f"{odd.number:<4}{odd.what}, sends {odd.sent}; trusted: {bundle}"
            yield name, "", accept or "nobody", lambda o=odd, b=bundle: bench.as_foretold(o, b)
    for version, words in WITHOUT_A_CERTIFICATE.items():
        for name in NAMES:
            said = words.get(name, words[""])
            if said is None:
                continue
            yield f"a client certificate is demanded, {version}", name, said, lambda v=version, n=name, s=said: bench.demanded(v, n, s)
    bench.close()


# What each says that has no client certificate. With TLS 1.3 its handshake is done by then: Java, which reads nothing here, does not notice,
# and whether openssl and NSS do depends on who is faster.
CONNECTS = "connects"
WITHOUT_A_CERTIFICATE = {
    "TLSv1_3": {
        "": "alert certificate required",
        "go": "tls: certificate required",
        "openssl": None,
        "gnutls": "A TLS fatal alert has been received",
        "java": CONNECTS,
        "rustls": "CertificateRequired",
        "nss": None,
        "chromium": "ERR_BAD_SSL_CLIENT_AUTH_CERT",
    },
    "TLSv1_2": {
        "": "alert handshake failure",
        "go": "tls: handshake failure",
        "gnutls": "A TLS fatal alert has been received",
        # Or that its own last words did not get through.
        "java": "",
        "rustls": "HandshakeFailure",
        "nss": "SSL_ERROR_HANDSHAKE_FAILURE_ALERT",
        "chromium": "ERR_BAD_SSL_CLIENT_AUTH_CERT",
    },
}


class Bench:
    def __init__(self, lab):
        self.lab, self.dir, self.stack = lab, lab.folder(), contextlib.ExitStack()
        self.readers = Readers(lab, lab.rustls_client)
        self.checks, self.said, self.told = {}, {}, {}
        self.refused = {}

    def close(self):
        self.stack.close()

    def ask(self):
        """The rest looks up what came of it."""
        if self.checks:
            return ""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for odd, forge in zip(ODDITIES, pool.map(self._forge, ODDITIES), strict=True):
                address = self.stack.enter_context(sending(forge.chain(odd.sent.split()), **odd.speaks))
                for names in odd.bundles:
                    bundle = self.dir / f"{odd.number}.{names.replace(' ', '-')}.trusted.pem"
                    bundle.write_text(forge.text(names.split()))
                    self.checks[odd.number, names] = Check(bundle, address, odd.host, odd.number)
            checks = list(self.checks.values())
            self.told = dict(zip(checks, pool.map(self._foretold, checks), strict=True))
        self.said = self.readers.ask(checks)
        return f"{len(self.said)} answers"

    def _forge(self, odd):
        forge = Forge(self.dir / odd.number, odd.number, {})
        for order in odd.orders:
            forge.make(order)
        return forge

    def _foretold(self, check):
        """Who accepts, by what `probe` says."""
        ip, port = check.address
        lead = [] if check.is_ip else ["--resolve", f"{check.host}:{port}:{ip}"]
        flags = [*lead, "--trust", "none", "--no-extra-probes", "--ca", check.bundle, "-o", "json"]
        trust = self.lab.probe.run("endpoints", *flags, f"{check.host}:{port}").json()["endpoints"][0]["trust"]
        accept = set(NAMES) if trust["go"]["accepted"] else set()
        for other in trust["others"]:
            named = set(self.readers.called(other["client"]))
            accept = accept | named if other["accepts"] else accept - named
        return accept - {"rustls"} | ({"rustls"} if trust["strict"]["accepted"] else set())

    def as_foretold(self, odd, bundle):
        self.ask()
        check = self.checks[odd.number, bundle]
        names = [name for name in NAMES if not (name == "go" and odd.newer_go and self.readers.old_go)]
        accept = [name for name in names if not self.said[name, check]]
        measured = [name for name in names if NAMES[name] in odd.bundles[bundle]]
        why = "; ".join(f"{name}: {self.said[name, check]}" for name in names if (name in accept) != (name in measured))
        expect(accept == measured, f"accepted by {' '.join(accept) or 'nobody'}, measured once was {' '.join(measured) or 'nobody'}: {why}")
        told = [name for name in names if name in self.told[check]]
        expect(told == accept, f"accepted by {' '.join(accept) or 'nobody'}, foretold was {' '.join(told) or 'nobody'}")
        return "as foretold"

    def demanded(self, version, name, words):
        if not self.refused:
            self._ask_without_certificate()
        said = self.refused[version, name]
        expect((said == "") == (words == CONNECTS), f"says {said or 'nothing'}")
        expect(words == CONNECTS or words in said, f"says {said}")
        return CONNECTS if words == CONNECTS else words or "refused"

    def _ask_without_certificate(self):
        forge = Forge(self.dir / "demanded", "demanded", {})
        for order in (root(), leaf()):
            forge.make(order)
        bundle, chain = forge.certs["root"].pem, forge.chain(["leaf"])
        for version in WITHOUT_A_CERTIFICATE:
            with sending(chain, newest=ssl.TLSVersion[version], clients_of=bundle) as address:
                said = self.readers.ask([Check(bundle, address, HOST, version)])
            self.refused.update(((version, name), why) for (name, _), why in said.items())
