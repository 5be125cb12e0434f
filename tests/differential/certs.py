"""A certificate as it is planned, and its DER: built, changed, and signed after the change."""

import hashlib
import random
from dataclasses import dataclass, field

import der
import keys

NOW = 1_795_410_000
YEAR = 365 * 86_400
IDS = {
    "subjectKeyIdentifier": "2.5.29.14",
    "keyUsage": "2.5.29.15",
    "privateKeyUsagePeriod": "2.5.29.16",
    "subjectAltName": "2.5.29.17",
    "issuerAltName": "2.5.29.18",
    "basicConstraints": "2.5.29.19",
    "nameConstraints": "2.5.29.30",
    "cRLDistributionPoints": "2.5.29.31",
    "certificatePolicies": "2.5.29.32",
    "policyMappings": "2.5.29.33",
    "authorityKeyIdentifier": "2.5.29.35",
    "policyConstraints": "2.5.29.36",
    "extKeyUsage": "2.5.29.37",
    "freshestCRL": "2.5.29.46",
    "inhibitAnyPolicy": "2.5.29.54",
    "authorityInfoAccess": "1.3.6.1.5.5.7.1.1",
    "subjectInfoAccess": "1.3.6.1.5.5.7.1.11",
    "qcStatements": "1.3.6.1.5.5.7.1.3",
    "tlsFeature": "1.3.6.1.5.5.7.1.24",
    "sctList": "1.3.6.1.4.1.11129.2.4.2",
    "ctPoison": "1.3.6.1.4.1.11129.2.4.3",
    "netscapeCertType": "2.16.840.1.113730.1.1",
    "netscapeComment": "2.16.840.1.113730.1.13",
    "ocspNoCheck": "1.3.6.1.5.5.7.48.1.5",
    "msTemplate": "1.3.6.1.4.1.311.21.7",
    "subjectDirectoryAttributes": "2.5.29.9",
    "unknown": "1.3.6.1.4.1.55555.1",
    "unknown in 2.5.29": "2.5.29.99",
}
SERVER_AUTH = "1.3.6.1.5.5.7.3.1"


@dataclass
class Extension:
    """`critical`: None leaves the boolean out, as DER wants for False."""

    name: str
    value: object
    critical: bool | None = None

    def node(self):
        flag = None if self.critical is None else der.boolean(self.critical, "critical")
        value = self.value if isinstance(self.value, bytes) else self.value.copy()
        return der.seq(der.oid(IDS[self.name], "id"), flag, der.octets(value, "value"), label=self.name)


@dataclass
class Plan:
    """What one certificate is to be."""

    role: str
    subject: der.Node
    key: object
    # Who issues it; `issuer` and `signer` say otherwise than that one's name and key. Without a parent it issues itself.
    parent: object = None
    issuer: der.Node = None
    signer: object = None
    version: object = 2
    serial: der.Node = None
    not_before: der.Node = None
    not_after: der.Node = None
    how: str = None
    inner: der.Node = None
    outer: der.Node = None
    spki: der.Node = None
    extensions: list = field(default_factory=list)
    # What comes between key and extensions: unique identifiers.
    uniques: list = field(default_factory=list)
    # Functions that take the tree of the certificate before it is signed, and after.
    changes: list = field(default_factory=list)
    damages: list = field(default_factory=list)
    signature: bytes = None

    def extension(self, name):
        return next((e for e in self.extensions if e.name == name), None)

    def put(self, name, value, critical=None):
        """In the place of the extension of that name, else at the end."""
        made, there = Extension(name, value, critical), self.extension(name)
        if there:
            self.extensions[self.extensions.index(there)] = made
        else:
            self.extensions.append(made)

    def drop(self, name):
        self.extensions = [e for e in self.extensions if e.name != name]

    def der(self):
        parent = self.parent or self
        signer = self.signer or parent.key
        how = keys.fitting(signer, self.how)
        algorithm = keys.algorithm_of(signer, how)
        inner, outer = self.inner or algorithm, self.outer or self.inner or algorithm
        fields = der.seq(
            None if self.version is None else der.context(0, [der.integer(self.version)], "version"),
            self.serial or serial_of(self),
            relabelled(inner, "signature"),
            relabelled(self.issuer or parent.subject, "issuer"),
            der.seq(self.not_before or time_of(NOW - YEAR), self.not_after or time_of(NOW + YEAR), label="validity"),
            relabelled(self.subject, "subject"),
            relabelled(self.spki or self.key.spki(), "spki"),
            *self.uniques,
            der.context(3, [der.seq(*[e.node() for e in self.extensions], label="list")], "extensions") if self.extensions else None,
            label="tbs",
        )
        for change in self.changes:
            change(fields)
        signature = self.signature or keys.signed(signer, fields.der(), how)
        whole = der.seq(fields, relabelled(outer, "signatureAlgorithm"), der.bits(signature, label="signatureValue"), label="certificate")
        for damage in self.damages:
            damage(whole)
        return whole.der()


def relabelled(node, label):
    made = node.copy()
    made.label = label
    return made


def serial_of(plan):
    seed = hashlib.sha256(plan.role.encode() + plan.subject.der()).digest()
    return der.integer(int.from_bytes(seed[:8], "big") >> 2 | 1 << 60, "serial")


def time_of(seconds):
    """As RFC 5280 4.1.2.5 wants it."""
    import datetime

    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    if 1950 <= moment.year < 2050:
        return der.text(0x17, moment.strftime("%y%m%d%H%M%SZ"))
    return der.text(0x18, f"{moment.year:04}" + moment.strftime("%m%d%H%M%SZ"))


def name(*parts, tag=0x0C):
    """A distinguished name of (attribute, text); the attribute is the last part of 2.5.4."""
    rows = [der.several(der.seq(der.oid(f"2.5.4.{kind}", "type"), der.text(tag, value, "value"))) for kind, value in parts]
    return der.seq(*rows, label="name")


def key_id(key):
    return hashlib.sha1(key.spki().der()).digest()


def alt_names(*names):
    return der.seq(*names)


def dns(value):
    return der.context(2, value.encode("latin-1") if isinstance(value, str) else value)


def address(value):
    return der.context(7, value)


def basic(ca=None, length=None):
    return der.seq(None if ca is None else der.boolean(ca), None if length is None else der.integer(length))


def usages(*purposes):
    return der.seq(*[der.oid(purpose) for purpose in purposes])


def random_of(seed, number):
    return random.Random(f"{seed}/{number}")
