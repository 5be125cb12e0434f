"""Certificates to order, odd ones included, made with the openssl command line. Each topology has a folder and a database of its own,
so that many can be made at once. Nothing is kept: the keys die with the run's directory."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from pki import CONFIG, Cert, Chain
from tool import HOST, expect, program, run, tail

CA = ("basicConstraints = critical, CA:TRUE", "keyUsage = critical, keyCertSign, cRLSign")
LEAF = ("basicConstraints = critical, CA:FALSE", "keyUsage = critical, digitalSignature", "extendedKeyUsage = serverAuth")
SKI = ("subjectKeyIdentifier = hash",)
AKI = ("authorityKeyIdentifier = keyid",)
# Else openssl puts them in unasked.
NO_IDS = ("subjectKeyIdentifier = none", "authorityKeyIdentifier = none")
KEYS = {
    "P-256": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "P-521": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "P-224": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"),
    "Ed25519": ("-algorithm", "ED25519"),
    "Ed448": ("-algorithm", "ED448"),
    "RSA-1024": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"),
    "RSA-2048": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    # Of several primes: those of two take minutes to be found.
    "RSA-8200": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:8200", "-pkeyopt", "rsa_keygen_primes:4"),
    "RSA-16384": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:16384", "-pkeyopt", "rsa_keygen_primes:5"),
    "RSA-PSS": ("-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"),
}


@dataclass(frozen=True)
class Order:
    """One certificate to be made. What is not said follows from `by`: nobody makes a root, somebody a certificate below it."""

    name: str
    # Who signs it; "" is itself.
    by: str = ""
    # "ca", "leaf", or "bare": no extension at all.
    kind: str = ""
    cn: str = ""
    # The organisation, which stands in the subject first.
    o: str = "probe interop"
    san: str = f"DNS:{HOST}"
    key: str = "P-256"
    # Takes the key of this one instead of a new one.
    key_of: str = ""
    # First and last day, from now; or either day as openssl writes it.
    days: tuple = (-1, 300)
    since: str = ""
    until: str = ""
    # Replaces what the kind gives, or adds to it.
    extensions: tuple = None
    more: tuple = ()
    # Whether key identifiers are put in.
    ids: bool = True
    # Arguments of the signature, as `-md sha1`.
    sign: tuple = ()
    serial: str = ""


def root(name="root", **more):
    return Order(name, kind="ca", **more)


def below(name, by="root", **more):
    """An intermediate CA."""
    return Order(name, by, kind="ca", **more)


def leaf(by="root", name="leaf", **more):
    return Order(name, by, kind="leaf", **more)


class Forge:
    """The certificates of one topology, by name."""

    def __init__(self, folder, number, fill):
        folder.mkdir()
        (folder / "index.txt").touch()
        self.dir, self.number, self.certs = folder, number, {}
        self.config = folder / "openssl.cnf"
        self.config.write_text(CONFIG.format(dir=folder, host=HOST))
        # Completes words of an extension that are known only now: `{aia}`.
        self.fill = fill

    def make(self, order):
        key, request, pem = (self.dir / f"{order.name}.{end}" for end in ("key", "csr", "pem"))
        if order.key_of:
            key = self.certs[order.key_of].key
        else:
            self._openssl("genpkey", "-quiet", *KEYS[order.key], "-out", key)
        cn = order.cn or (HOST if order.kind == "leaf" else f"{self.number} {order.name}")
        self._openssl("req", "-new", "-config", self.config, "-key", key, "-subj", f"/O={order.o}/CN={cn}", "-out", request)
        more = self.dir / f"{order.name}.cnf"
        more.write_text("[x]\n" + "\n".join(self._extensions(order)).format_map(self.fill) + "\n")
        signer = self.certs.get(order.by)
        if order.serial or order.kind == "bare":
            self._signed_plainly(order, signer, key, request, more, pem)
        else:
            self._signed(order, signer, key, request, more, pem)
        self.certs[order.name] = Cert(pem, key)

    def _extensions(self, order):
        if order.kind == "bare":
            return []
        given = {"ca": CA, "leaf": LEAF}[order.kind] if order.extensions is None else order.extensions
        names = (f"subjectAltName = {order.san}",) if order.kind == "leaf" and order.san else ()
        ids = SKI + (AKI if order.by else ()) if order.ids else NO_IDS
        return [*given, *names, *ids, *order.more]

    def _signed(self, order, signer, key, request, extensions, pem):
        """By `openssl ca`, which sets both dates."""
        by = ["-selfsign", "-keyfile", key] if signer is None else ["-keyfile", signer.key, "-cert", signer.pem]
        now = datetime.now(timezone.utc)
        start, end = ((now + timedelta(days=d)).strftime("%Y%m%d%H%M%SZ") for d in order.days)
        dates = ["-startdate", order.since or start, "-enddate", order.until or end]
        what = ["-extfile", extensions, "-extensions", "x", *order.sign, "-in", request, "-out", pem]
        self._openssl("ca", "-batch", "-notext", "-config", self.config, *by, *dates, *what)

    def _signed_plainly(self, order, signer, key, request, extensions, pem):
        """By `openssl x509`, which takes any serial number, and makes version 1 where there is no extension."""
        by = ["-signkey", key] if signer is None else ["-CAkey", signer.key, "-CA", signer.pem]
        what = ["-days", order.days[1], "-set_serial", order.serial or "1"]
        if order.kind != "bare":
            what += ["-extfile", extensions, "-extensions", "x"]
        self._openssl("x509", "-req", "-in", request, *by, *what, *order.sign, "-out", pem)

    def _openssl(self, *args):
        ran = run([program("openssl"), *args], self.dir, timeout=600)
        expect(ran.code == 0, f"{self.number}: openssl {args[0]}: {tail(ran.err)}")

    def chain(self, names):
        """What a server sends, in this order."""
        own, *rest = (self.certs[name] for name in names)
        stem = "-".join(names)[:80]
        made = Chain(own, rest, self.dir / f"{stem}.sent.pem", self.dir / f"{stem}.rest.pem")
        made.all_pem.write_text(self.text(names))
        made.rest_pem.write_text(self.text(names[1:]))
        return made

    def text(self, names):
        return "".join(self.certs[name].pem.read_text() for name in names)
