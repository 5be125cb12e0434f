"""Old servers and odd ones: whether Go and curl connect, by what `probe` says and by what they do. A limit of ours must not be called the
server's fault, nor the other way round."""

import re
import threading

from servers import Setting, legacy
from tool import HOST, expect, program, reach, run, tail

# Few, since each row asks a handful of programs.
ROWS_AT_ONCE = 2
KEYS = {
    "RSA-2048": ("RSA", "rsa_keygen_bits:2048"),
    "RSA-1024": ("RSA", "rsa_keygen_bits:1024"),
    "RSA-768": ("RSA", "rsa_keygen_bits:768"),
    "RSA-512": ("RSA", "rsa_keygen_bits:512"),
    "RSA-PSS": ("RSA-PSS", "rsa_keygen_bits:2048"),
    "P-256": ("EC", "ec_paramgen_curve:P-256"),
    "P-521": ("EC", "ec_paramgen_curve:P-521"),
    "secp256k1": ("EC", "ec_paramgen_curve:secp256k1"),
    "brainpool": ("EC", "ec_paramgen_curve:brainpoolP256r1"),
    "Ed25519": ("ED25519", None),
    "Ed448": ("ED448", None),
}
# How often the root is sent, of about half a KiB, in which version: beyond our library, beyond curl, beyond all of them.
LARGE = (
    (160, "-tls1_3", "seen-in-part"),
    (160, "-tls1_2", "seen-in-part"),
    (300, "-tls1_2", "seen-in-part"),
    (700, "-tls1_2", "message-too-large"),
)
# Nothing else is said of a server's TLS.
OF_TLS = {"tls", "timeout", "proxy-interference", "reach", "name"}


def cases(lab):
    bench = Bench(lab)
    for row in legacy.ROWS:
        yield row.name, row.server, "as Go and curl", lambda r=row: bench.compare(r)
    for times, version, code in LARGE:
        yield f"the root {times} times, {version[5:]}", "openssl", code, lambda t=times, v=version, c=code: bench.large(t, v, c)


class Bench:
    """The clients, one Go of each version, and the certificates."""

    def __init__(self, lab):
        self.lab, self.dir, self._chains, self._clients = lab, lab.folder(), {}, None
        # Rows run side by side.
        self._building = threading.Lock()

    def clients(self):
        """Name, as `probe` calls it, to a function of (bundle, address)."""
        with self._building:
            if self._clients is None:
                gos = self.lab.consumers.go_of_each_version(self.lab.gos)
                self._clients = {"curl": self._curl} | {version: self._go(built) for version, built in gos.items()}
        return self._clients

    def _go(self, built):
        return lambda bundle, address: run([built, bundle, "%s:%d" % address, f"https://{HOST}:{address[1]}/"], self.dir)

    def _curl(self, bundle, address):
        ip, port = address
        flags = ["-q", "-sS", "-o", "/dev/null", "--max-time", "5", "--cacert", bundle, "--capath", self.lab.consumers.empty, "--noproxy", "*"]
        return run([program("curl"), *flags, "--resolve", f"{HOST}:{port}:{ip}", f"https://{HOST}:{port}/"], self.dir)

    def chain(self, key):
        """A leaf with such a key, below the usual root."""
        with self._building:
            if key not in self._chains:
                self._chains[key] = self.lab.pki.leaf_with(f"legacy-{key}", KEYS[key])
            return self._chains[key]

    def compare(self, row):
        clients = self.clients()
        address, stop = legacy.start(row, Setting(self.chain(row.key), self.lab.pki, self.lab.folder()))
        try:
            bundle = self.lab.pki.certs["root"].pem
            did = {name: ask(bundle, address) for name, ask in clients.items()}
            endpoint = self.probe(bundle, address)
        finally:
            stop()
        code = endpoint["verdict"]["code"]
        says = {name: self.says(endpoint, name) for name in clients}
        wrong = [f"{name} {'connects' if ran.code == 0 else tail(ran.err, 90)}" for name, ran in did.items() if (ran.code == 0) != says[name]]
        expect(not wrong, f"{code} {self.told(endpoint)}: {'; '.join(wrong)}")
        who = " ".join(sorted(name for name, ran in did.items() if ran.code == 0))
        return f"{code}: {who or 'nobody'}"

    def probe(self, bundle, address):
        flags, target = reach(address)
        return self.lab.probe.run("endpoints", *flags, "--trust", "none", "--ca", bundle, "-o", "json", target).json()["endpoints"][0]

    @staticmethod
    def told(endpoint):
        """Who connects, by name; `None` where nothing is said of that."""
        for verdict in [endpoint["verdict"], *endpoint["findings"]]:
            details = verdict["details"]
            if verdict["code"] == "seen-in-part" or verdict["family"] == "tls":
                if "connect" in details or "refuse" in details:
                    return set(re.findall(r"[\w.]+", str(details.get("connect", ""))))
        return None

    def says(self, endpoint, client):
        """Whether this client connects, by what is said of TLS and of the chain."""
        told, trust = self.told(endpoint), endpoint["trust"]
        verdicts = [endpoint["verdict"], *endpoint["findings"]]
        if told is not None:
            return client in told
        if trust is None or any(v["family"] in OF_TLS and v["severity"] == "failure" for v in verdicts):
            return False
        accepted = trust["go"]["accepted"]
        if client == "curl":
            # It is named where it decides otherwise than Go.
            differs = any("curl" in other["client"] for other in trust["others"])
            return accepted != differs
        only = re.search(r"\((go[\d.]+) only\)", trust["go"]["says"])
        return accepted or (only is not None and only[1] != client)

    def large(self, times, version, code):
        """Go and curl take what our library does not, up to limits of their own."""
        clients, chain = self.clients(), self.lab.pki.padded(self.chain("P-256"), times)
        row = legacy.Row("large", "openssl", (version,))
        address, stop = legacy.start(row, Setting(chain, self.lab.pki, self.lab.folder()))
        try:
            bundle = self.lab.pki.certs["root"].pem
            did = {name: ask(bundle, address).code == 0 for name, ask in clients.items()}
            endpoint = self.probe(bundle, address)
        finally:
            stop()
        told, verdict = self.told(endpoint), endpoint["verdict"]
        expect(verdict["code"] == code, verdict["code"])
        expect(("s_client" in verdict["remedy"]) == (version == "-tls1_3"), verdict["remedy"])
        wrong = [name for name, connects in did.items() if connects != (name in told)]
        expect(not wrong, f"{told}, and otherwise: {' '.join(wrong)}")
        return f"{code}: {' '.join(sorted(told)) or 'nobody'}"
