"""An interceptor of our own: a certificate of its CA for whatever name it is asked for, each with a key of its own, so that no key gives it
away. Python's `ssl` in threads, certificates by the openssl command line."""

import ssl
import threading

from pki import CONFIG
from tool import HOST, expect, program, run, tail

from .python import ANSWER, listen, request

LEAF = """
[minted]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:{name}
"""


class Mint:
    """Certificates by name, each made when first asked for."""

    def __init__(self, setting):
        self.authority, self.folder = setting.pki.certs["interceptor"], setting.work
        (self.folder / "index.txt").touch()
        self.contexts, self.lock = {}, threading.Lock()

    def context(self, name):
        with self.lock:
            if name not in self.contexts:
                self.contexts[name] = self._made(name)
            return self.contexts[name]

    def _made(self, name):
        stem = self.folder / f"{len(self.contexts)}"
        key, request_file, pem, config = (stem.with_suffix(end) for end in (".key", ".csr", ".pem", ".cnf"))
        config.write_text(CONFIG.format(dir=self.folder, host=HOST) + LEAF.format(name=name))
        self._openssl("genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
        self._openssl("req", "-new", "-config", config, "-key", key, "-subj", f"/CN={name}", "-out", request_file)
        by = ["-keyfile", self.authority.key, "-cert", self.authority.pem, "-days", "30"]
        self._openssl("ca", "-batch", "-notext", "-config", config, *by, "-extensions", "minted", "-in", request_file, "-out", pem)
        pem.write_text(pem.read_text() + self.authority.pem.read_text())
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(pem, key)
        return made

    def _openssl(self, *args):
        ran = run([program("openssl"), *args], self.folder)
        expect(ran.code == 0, f"openssl {args[0]}: {tail(ran.err)}")


def _start(setting):
    mint = Mint(setting)
    first = mint.context(HOST)

    def named(connection, name, _context):
        if name:
            connection.context = mint.context(name)

    first.sni_callback = named

    def handle(connection, _over):
        with first.wrap_socket(connection, server_side=True) as tls:
            if request(tls):
                tls.sendall(ANSWER)

    return listen(handle, setting.ip, setting.port)


BEHAVIOURS = {"a key for each name": _start}
