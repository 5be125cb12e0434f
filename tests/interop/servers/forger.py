"""The certificates of `minter.py`: each way to sign that an interceptor may have. Made by the openssl command line."""

import base64
import re
import ssl
import threading

from pki import CONFIG, Cert
from tool import HOST, expect, program, run, tail

LEAF = """
[minted]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:{name}
{more}
"""
CURVE = ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")


class Mint:
    """Certificates by name, each made when first asked for: of one authority, each with a key of its own, so that no key gives it away."""

    # Whether the authority is sent, and what each certificate says besides.
    sends, more = True, ""

    def __init__(self, setting):
        self.pki, self.folder, self.upstream = setting.pki, setting.work, setting.upstream
        (self.folder / "index.txt").touch()
        self.contexts, self.lock = {}, threading.RLock()
        self.begin(setting)

    def begin(self, setting):
        self.authority = self.pki.certs["interceptor"]
        self.more = f"authorityInfoAccess = caIssuers;URI:{setting.aia}" if setting.aia else ""
        self.sends = not setting.aia

    def context(self, name):
        with self.lock:
            if name not in self.contexts:
                self.contexts[name] = self._loaded(name)
            return self.contexts[name]

    def _loaded(self, name):
        stem = self.folder / f"{len(self.contexts)}"
        leaf, authority = self.made(name, stem)
        both = stem.with_suffix(".sent.pem")
        both.write_text(leaf.pem.read_text() + (authority.pem.read_text() if self.sends else ""))
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(both, leaf.key)
        return made

    def made(self, name, stem):
        """The leaf for that name, and who signed it."""
        return self.signed(name, stem, self.key(stem), self.authority), self.authority

    def key(self, stem):
        key = stem.with_suffix(".key")
        self.openssl("genpkey", "-quiet", *CURVE, "-out", key)
        return key

    def signed(self, name, stem, key, authority, section="minted", subject=None):
        request_file, pem, config = (stem.with_suffix(end) for end in (".csr", ".pem", ".cnf"))
        config.write_text(CONFIG.format(dir=self.folder, host=HOST) + LEAF.format(name=name, more=self.more))
        # A common name has at most 64 letters.
        self.openssl("req", "-new", "-config", config, "-key", key, "-subj", subject or f"/CN={name[:64]}", "-out", request_file)
        by = ["-keyfile", authority.key, "-cert", authority.pem] if authority else ["-selfsign", "-keyfile", key]
        self.openssl("ca", "-batch", "-notext", "-config", config, *by, "-days", "30", "-extensions", section, "-in", request_file, "-out", pem)
        return Cert(pem, key)

    def openssl(self, *args):
        ran = run([program("openssl"), *args], self.folder)
        expect(ran.code == 0, f"openssl {args[0]}: {tail(ran.err)}")
        return ran.out


class OneKey(Mint):
    """One key for all that it mints, as sslsplit has it."""

    def key(self, stem):
        shared = self.folder / "shared"
        return shared.with_suffix(".key") if shared.with_suffix(".key").exists() else super().key(shared)


class AuthoritysKey(Mint):
    """Its authority's key in every certificate, as Squid has it."""

    def key(self, stem):
        return self.authority.key


class AuthorityForEach(Mint):
    """For each name a new authority of the same name, so that nothing ties two certificates together."""

    def made(self, name, stem):
        below = stem.with_name(f"{stem.name}-ca")
        authority = self.signed(name, below, self.key(below), None, "root", "/O=probe interop/CN=Corp Web Gateway CA")
        return self.signed(name, stem, self.key(stem), authority), authority


class Clone(Mint):
    """The origin's own chain, byte for byte but for the keys and the signatures; other names by the same cloned authority."""

    def begin(self, setting):
        root, leaf = self.pki.certs["root"], self.pki.certs["leaf"]
        self.authority = self.cloned(root, self.folder / "clone-ca", None)
        self.copy = self.cloned(leaf, self.folder / "clone", self.authority)

    def made(self, name, stem):
        return (self.copy, self.authority) if name == HOST else super().made(name, stem)

    def cloned(self, cert, stem, signer):
        """Keys and signatures are P-256 with SHA-256 here and there, so that no length changes."""
        key = self.key(stem)
        own = self.openssl("pkey", "-in", key, "-pubout", "-outform", "DER")
        text = re.search(r"-----BEGIN CERTIFICATE-----(.+?)-----END", cert.pem.read_text(), re.S)[1]
        whole = base64.b64decode(text)
        at = _content(whole)
        to_sign = whole[at : at + _length(whole, at)]
        theirs = self.openssl("pkey", "-in", cert.key, "-pubout", "-outform", "DER")
        expect(len(own) == len(theirs) and theirs in to_sign, "a clone needs a key of the same kind")
        to_sign = to_sign.replace(theirs, own)
        file = stem.with_suffix(".tbs")
        file.write_bytes(to_sign)
        signature = self.openssl("dgst", "-sha256", "-sign", (signer or Cert(None, key)).key, file)
        algorithm_at = at + len(to_sign)
        algorithm = whole[algorithm_at : algorithm_at + _length(whole, algorithm_at)]
        body = to_sign + algorithm + _tagged(3, b"\0" + signature)
        pem = stem.with_suffix(".pem")
        pem.write_text(ssl.DER_cert_to_PEM_cert(_tagged(0x30, body)))
        return Cert(pem, key)


class CloneForAll(Clone):
    """The same, and other names get the copy too: to whoever sees nothing else it is a server with an authority of its own."""

    def made(self, name, stem):
        return self.copy, self.authority


def _content(der, at=0):
    """Where the content of the element at that place begins."""
    return at + 2 + (der[at + 1] & 0x7F if der[at + 1] & 0x80 else 0)


def _length(der, at):
    """How long the element at that place is, with its header."""
    begin = _content(der, at)
    size = int.from_bytes(der[at + 2 : begin], "big") if der[at + 1] & 0x80 else der[at + 1]
    return begin - at + size


def _tagged(tag, content):
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


SIGNS = {
    "a key for each name": Mint,
    "one key for all": OneKey,
    "its authority's key": AuthoritysKey,
    "an authority for each name": AuthorityForEach,
    "a clone": Clone,
    "a clone for any name": CloneForAll,
}
