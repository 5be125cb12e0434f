"""Fresh certificates, made with the openssl command line: a second opinion on every byte that the probe will read.
Nothing here is kept: the keys live in the run's own directory and die with it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tool import HOST, expect, fingerprints, program, run, tail

# `openssl ca` is the one command of every OpenSSL in use that sets both dates.
CONFIG = """
[ca]
default_ca = any
[any]
database = {dir}/index.txt
new_certs_dir = {dir}
rand_serial = yes
default_md = sha256
policy = anything
unique_subject = no
copy_extensions = none
[anything]
commonName = supplied
organizationName = optional
[req]
distinguished_name = dn
prompt = no
[dn]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ca_below]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:{host}
[leaf_any_use]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:{host}
[leaf_elsewhere]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:elsewhere.probe.test
[leaf_cn_only]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf_api]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:api.cluster.probe.test
[leaf_apps]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:*.apps.cluster.probe.test
[leaf_proxy]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:proxy.probe.test
[self_ca]
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
subjectAltName = DNS:{host}
[self_leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
subjectAltName = DNS:{host}
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


@dataclass
class Cert:
    """One certificate and its key, as files."""

    pem: Path
    key: Path

    @property
    def sha256(self):
        return fingerprints(self.pem.read_text())[0]


@dataclass
class Chain:
    """What one server is told to send: its own certificate first, then the rest in this order."""

    own: Cert
    rest: list = field(default_factory=list)
    # One file with all of it, and one with all but the first, as the servers want them.
    all_pem: Path = None
    rest_pem: Path = None

    @property
    def sent(self):
        return [c.sha256 for c in [self.own, *self.rest]]


class Pki:
    """Everything that the scenarios serve, by name."""

    def __init__(self, folder):
        self.dir = Path(folder)
        self.dir.mkdir()
        (self.dir / "index.txt").touch()
        self.config = self.dir / "openssl.cnf"
        self.config.write_text(CONFIG.format(dir=self.dir, host=HOST))
        self.certs, self.chains = {}, {}
        self._certificates()
        self._chains()

    def _openssl(self, *args):
        ran = run([program("openssl"), *args], self.dir)
        expect(ran.code == 0, f"openssl {args[0]}: {tail(ran.err)}")

    def _make(self, name, extensions, signer=None, cn=HOST, days=(-1, 30), algorithm=("EC", "ec_paramgen_curve:P-256")):
        """Makes a key and a certificate; without a signer the certificate signs itself."""
        key, request, pem = (self.dir / f"{name}.{end}" for end in ("key", "csr", "pem"))
        option = ["-pkeyopt", algorithm[1]] if algorithm[1] else []
        self._openssl("genpkey", "-quiet", "-algorithm", algorithm[0], *option, "-out", key)
        subject = ["-subj", f"/O=probe interop/CN={cn}"]
        self._openssl("req", "-new", "-config", self.config, "-key", key, *subject, "-out", request)
        by = ["-selfsign", "-keyfile", key] if signer is None else ["-keyfile", signer.key, "-cert", signer.pem]
        now = datetime.now(timezone.utc)
        start, end = ((now + timedelta(days=d)).strftime("%Y%m%d%H%M%SZ") for d in days)
        dates = ["-startdate", start, "-enddate", end]
        what = ["-extensions", extensions, "-in", request, "-out", pem]
        self._openssl("ca", "-batch", "-notext", "-config", self.config, *by, *dates, *what)
        self.certs[name] = Cert(pem, key)
        return self.certs[name]

    def _certificates(self):
        root = self._make("root", "root", cn="probe interop root", days=(-1, 3650))
        middle = self._make("intermediate", "ca_below", root, cn="probe interop intermediate", days=(-1, 365))
        self._make("stranger", "root", cn="some unrelated root", days=(-1, 3650))
        self._make("leaf", "leaf", root)
        self._make("leaf-below", "leaf", middle)
        self._make("self-ca", "self_ca")
        self._make("self-leaf", "self_leaf")
        self._make("expired", "leaf", root, days=(-30, -2))
        self._make("future", "leaf", root, days=(2, 30))
        self._make("elsewhere", "leaf_elsewhere", root, cn="elsewhere.probe.test")
        self._make("cn-only", "leaf_cn_only", root)
        self._make("client", "client", root, cn="some user")
        self._make("interceptor", "root", cn="Corp Web Gateway CA", days=(-1, 3650), algorithm=("RSA", "rsa_keygen_bits:2048"))
        ingress = self._make("ingress", "root", cn="ingress-operator@1795410000", days=(-1, 730))
        self._make("api", "leaf_api", root, cn="api.cluster.probe.test")
        self._make("apps", "leaf_apps", ingress, cn="*.apps.cluster.probe.test")
        self._make("tokens", "root", cn="token signer", algorithm=("RSA", "rsa_keygen_bits:2048"))
        self._make("proxy", "leaf_proxy", root, cn="proxy.probe.test")

    def leaf_with(self, name, algorithm):
        """A chain of the root and a leaf with another kind of key, which may also decrypt the secret of a key exchange by RSA."""
        own = self._make(name, "leaf_any_use", self.certs["root"], algorithm=algorithm)
        return self._chain(name, [own, self.certs["root"]])

    def padded(self, chain, times):
        """The same chain, and the root so often again: clients pass over what they do not need."""
        return self._chain(f"padded-{times}", [chain.own, *[self.certs["root"]] * times])

    def _chains(self):
        rows = {
            "leaf+root": ["leaf", "root"],
            "leaf": ["leaf"],
            "leaf+intermediate": ["leaf-below", "intermediate"],
            "full": ["leaf-below", "intermediate", "root"],
            "self-ca": ["self-ca"],
            "self-leaf": ["self-leaf"],
            "expired": ["expired", "root"],
            "future": ["future", "root"],
            "elsewhere": ["elsewhere", "root"],
            "cn-only": ["cn-only", "root"],
            "api": ["api", "root"],
            "apps": ["apps", "ingress"],
            "disordered": ["leaf-below", "root", "stranger", "intermediate"],
        }
        for name, members in rows.items():
            self.chains[name] = self._chain(name, [self.certs[m] for m in members])

    def _chain(self, name, members):
        own, *rest = members
        chain = Chain(own, rest, self.dir / f"{name}.all.pem", self.dir / f"{name}.rest.pem")
        chain.all_pem.write_text("".join(c.pem.read_text() for c in [own, *rest]))
        chain.rest_pem.write_text("".join(c.pem.read_text() for c in rest))
        return chain
