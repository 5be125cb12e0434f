"""What each client was measured to do with odd chains: one row for each statement of `src/judge/clients/`, and its neighbours, where the
statement must not be made. Every bundle has the letters of those that accept it, as in `readers.py`. Measured with curl 7.88.1, OpenSSL
3.0.22, Node 20.20.2, Python 3.11.7, GnuTLS 3.7.9, Java 17.0.15, NSS 3.87.1, Chromium 156."""

import ssl
from dataclasses import dataclass, field

from forge import CA, LEAF, Order, below, leaf, root
from tool import HOST


ALL = "GconpPtjRsh"
NOBODY = ""


@dataclass(frozen=True)
class Odd:
    number: str
    what: str
    orders: tuple
    # Names, in the order in which they are sent.
    sent: str
    # What is trusted, as names in the order of the file, to who accepts.
    bundles: dict
    host: str = HOST
    # How the server speaks.
    speaks: dict = field(default_factory=dict)
    # An older Go than 1.23 decides otherwise, and is not asked.
    newer_go: bool = False


# Identifiers that are nobody's.
OTHER_AKI = ("2.5.29.35 = DER:30:16:80:14:" + ":".join(["11"] * 20),)
OTHER_SKI = ("2.5.29.14 = DER:04:14:" + ":".join(["22"] * 20),)
ANY_PURPOSE, FOR_CLIENTS = ("extendedKeyUsage = anyExtendedKeyUsage",), ("extendedKeyUsage = clientAuth",)
NO_USAGE = CA[:1]
PSS = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")
SHA1 = ("-md", "sha1")
PAST = (-900, -20)


def used(*bits):
    return (LEAF[0], f"keyUsage = critical, {', '.join(bits)}", LEAF[2])


def twins(number, other=(-50, 100), own=(-5, 100), **more):
    """Two roots of one name and different keys, and a leaf of the second."""
    name = f"{number} twin"
    return (root("other", cn=name, days=other, **more), root(cn=name, days=own, **more), leaf(**more))


_INT = (root(), below("int"), leaf("int"))
_TWO = (root(), root("stranger"), below("upper"), below("int", "upper"), leaf("int"))
_ONE = (root(), leaf())
_OLD = {"newest": ssl.TLSVersion.TLSv1_2}


def _wildcard(pattern):
    return (root(), leaf(cn=pattern, san=f"DNS:{pattern}"))


ROOTLESS = (
    Odd("O1", "intermediate trusted, root sent", _INT, "leaf int root", {"int": "GcPtjRsh", "leaf": "GcPj", "root int": ALL}),
    Odd("O2", "intermediate trusted, root not sent", _INT, "leaf int", {"int": "GcPtjRsh", "leaf": "GcPj", "leaf root": ALL}),
    Odd("O3", "only the leaf sent", _ONE, "leaf", {"leaf": "GcPtj", "leaf root": ALL, "root": ALL}),
    Odd("O4", "the leaf twice", _ONE, "leaf leaf", {"leaf": "GcPtj", "root": ALL}),
    Odd("O5", "root before the intermediate", _INT, "leaf root int", {"int": "GcPtjRsh", "root": ALL}),
    Odd("O6", "two intermediates", _TWO, "leaf int upper", {"int": "GcPjRsh", "upper": "GcPtjRsh", "int upper": "GcPtjRsh", "root int": "GcPtjRsh"}),
    Odd("O7", "two intermediates, the root between", _TWO, "leaf int root upper", {"int": "GcPjRsh", "upper": "GcPtjRsh", "root int": "GcPtjRsh"}),
    Odd("O8", "a stranger at the end", _TWO, "leaf int upper stranger", {"int": "GcPjRsh", "upper": "GcPtjRsh", "leaf": "GcPj", "root int": "GcPtjRsh"}),
    Odd("O9", "a stranger in between", _TWO, "leaf root stranger upper int", {"upper": "GcPjRsh", "root": ALL, "root int": "GcPtjRsh"}),
    Odd("O10", "a stranger, and the leaf pinned", (*_ONE, root("stranger")), "leaf stranger", {"leaf": "GcPtj", "root": ALL}),
    Odd("O11", "another's intermediate at the end", (*_INT, root("s"), below("o", "s")), "leaf int o", {"int": "GcPjRsh", "root": ALL, "leaf": "GcPj"}),
    Odd("O12", "root with a cross certificate", (root("old"), root(), below("cross", "old", cn="O12 root", key_of="root"), leaf()),
        "leaf cross", {"cross root": "GcPtjRsh", "root cross": ALL, "cross": "GcPtjRsh", "root": ALL, "old": ALL}),
)  # fmt: skip

IDENTIFIERS = (
    Odd("I1", "the leaf names another key", (root(), leaf(ids=False, more=OTHER_AKI)), "leaf root", {"root": "GRh", "leaf": "GcPtj", "leaf root": "GcPtjRh"}),
    Odd("I2", "the intermediate names another key", (root(), below("int", ids=False, more=OTHER_AKI + OTHER_SKI), leaf("int")), "leaf int",
        {"root": "GRh", "int": "GcPtjRsh", "root int": "GcPtjRsh"}),
    Odd("I3", "the leaf names another intermediate", (root(), below("int"), leaf("int", ids=False, more=OTHER_AKI)), "leaf int",
        {"root": "GjRh", "int": "GRh"}),
    Odd("I4", "the serial of the root before it was renewed",
        (root("old", cn="I4 root"), root(cn="I4 root", key_of="old"),
         leaf("old", ids=False, more=("authorityKeyIdentifier = keyid:always, issuer:always",))),
        "leaf", {"root": "GtRsh", "old": ALL, "old root": ALL}),
    Odd("I5", "the right serial", (root(), leaf(ids=False, more=("authorityKeyIdentifier = keyid:always, issuer:always",))), "leaf", {"root": ALL}),
)  # fmt: skip

TWINS = (
    Odd("T1", "two roots of a name, with identifiers", twins("T1"), "leaf", {"other root": ALL, "root other": ALL}),
    Odd("T2", "the same without, the other older", twins("T2", ids=False), "leaf", {"other root": "GtjRsh", "root other": "GconpjRsh"}),
    Odd("T3", "the same, the other newer", twins("T3", (-5, 100), (-50, 100), ids=False), "leaf", {"other root": "GtjRh", "root other": "GconpjRh"}),
    Odd("T4", "the same, the other expired", twins("T4", PAST, ids=False), "leaf", {"other root": "GconptjRsh", "root other": "GconptjRsh"}),
    Odd("T5", "the same, root sent", twins("T5", ids=False), "leaf root", {"other root": "GtjRsh", "root other": "GconpjRsh"}),
    Odd("T6", "no identifier in the leaf only", (*twins("T6")[:2], leaf(ids=False)), "leaf", {"other root": "GtjRsh", "root other": "GconpjRsh"}),
    Odd("T7", "one key, renewed", (root("old", cn="T7 root", days=PAST), root(key_of="old"), leaf()), "leaf", {"old root": ALL, "root old": ALL}),
    Odd("T8", "two intermediates of a name",
        (root(), below("other", cn="T8 int", ids=False, days=(-50, 100)), below("int", cn="T8 int", ids=False, days=(-5, 100)),
         leaf("int", ids=False)), "leaf int", {"root": "GconptjRsh", "root other": "GtjRh", "root int other": "GconptjRsh"}),
)  # fmt: skip

PROFILE = (
    Odd("P1", "root: basicConstraints not critical", (root(extensions=("basicConstraints = CA:TRUE", CA[1])), leaf()), "leaf", {"root": "GconptjRsh"}),
    Odd("P2", "root without keyUsage", (root(extensions=NO_USAGE), below("int"), leaf("int")), "leaf int", {"root": "GconptjRsh", "int": "GcPtjRsh", "root int": ALL}),
    Odd("P3", "intermediate without keyUsage", (root(), below("int", extensions=NO_USAGE), leaf("int")), "leaf int", {"root": "GconptjRsh", "int": "GctjRsh"}),
    Odd("P4", "intermediate names no key", (root(), below("int", ids=False, more=OTHER_SKI), leaf("int")), "leaf int",
        {"root": "GconptjRsh", "int": "GcPtjRsh", "root int": ALL}),
    Odd("P5", "leaf names no key", (root(), leaf(ids=False)), "leaf", {"root": "GconptjRsh", "leaf": "GcPtj", "leaf root": "GconptjRsh"}),
    Odd("P6", "root without identifier", (root(ids=False), leaf(ids=False, more=OTHER_AKI)), "leaf", {"root": "GconptjRsh"}),
    Odd("P7", "root of version 1", (Order("root", kind="bare"), leaf(ids=False, more=OTHER_AKI)), "leaf", {"root": "GconptjRsh"}),
    Odd("P8", "intermediate of version 1", (root(), Order("int", "root", kind="bare"), leaf("int", ids=False, more=OTHER_AKI)), "leaf int",
        {"int": "GtjRsh", "root": NOBODY}),
    Odd("P9", "leaf with keyCertSign, no CA", (root(), leaf(extensions=used("digitalSignature", "keyCertSign"))), "leaf", {"root": "GconptjRsh"}),
    Odd("P10", "leaf that is a CA without keyUsage", (root(), leaf(extensions=NO_USAGE)), "leaf", {"root": "Gconptjsh"}),
    Odd("P11", "leaf without identifier of its own", (root(), leaf(ids=False, more=("authorityKeyIdentifier = keyid",))), "leaf", {"root": ALL}),
    Odd("P12", "root: keyUsage not critical", (root(extensions=(CA[0], "keyUsage = keyCertSign")), leaf()), "leaf", {"root": ALL}),
    Odd("P13", "leaf without any usage", (root(), leaf(extensions=())), "leaf", {"root": ALL}),
)  # fmt: skip

NAMES_ASKED = (
    Odd("N1", "*.test", _wildcard("*.test"), "leaf", {"root": "Gj"}, "probe.test"),
    Odd("N2", "*.com", _wildcard("*.com"), "leaf", {"root": "Gj"}, "probe.com"),
    Odd("N3", "*.co.jp", _wildcard("*.co.jp"), "leaf", {"root": "GconpPtjRs"}, "probe.co.jp"),
    Odd("N4", "*.cluster.local", _wildcard("*.cluster.local"), "leaf", {"root": ALL}, "a.cluster.local"),
    Odd("N5", "*.github.io", _wildcard("*.github.io"), "leaf", {"root": ALL}, "probe.github.io"),
    Odd("N6", "*.test and the name itself", (root(), leaf(cn="x", san="DNS:*.test, DNS:probe.test")), "leaf", {"root": ALL}, "probe.test"),
    Odd("N7", "an underscore", (root(), leaf(cn="x", san="DNS:my_svc.probe.test")), "leaf", {"root": "GconpPtRsh"}, "my_svc.probe.test"),
    Odd("N8", "common name only", (root(), leaf(san="")), "leaf", {"root": "contjs"}),
    Odd("N9", "common name, wildcard", (root(), leaf(cn="*.probe.test", san="")), "leaf", {"root": "contjs"}),
    Odd("N10", "common name beside a mail address", (root(), leaf(san="email:a@probe.test")), "leaf", {"root": "contjs"}),
    Odd("N11", "common name beside an address", (root(), leaf(san="IP:10.0.0.1")), "leaf", {"root": "onjs"}),
    Odd("N12", "common name, an address", (root(), leaf(cn="127.0.0.1", san="")), "leaf", {"root": "cs"}, "127.0.0.1"),
    Odd("N13", "another common name", (root(), leaf(cn="nobody", san="")), "leaf", {"root": NOBODY}),
    Odd("N14", "common name, and another key named", (root(), leaf(san="", ids=False, more=OTHER_AKI)), "leaf", {"root": NOBODY}),
)  # fmt: skip

USAGES = (
    Odd("U1", "RSA, keyEncipherment only", (root(), leaf(key="RSA-2048", extensions=used("keyEncipherment"))), "leaf", {"root": "GconpPRs"}),
    Odd("U2", "the same, TLS 1.2", (root(), leaf(key="RSA-2048", extensions=used("keyEncipherment"))), "leaf", {"root": "GconpPRs"}, speaks=_OLD),
    Odd("U3", "RSA, digitalSignature only", (root(), leaf(key="RSA-2048")), "leaf", {"root": "GconpPtjRh"}),
    Odd("U4", "RSA, both", (root(), leaf(key="RSA-2048", extensions=used("digitalSignature", "keyEncipherment"))), "leaf", {"root": ALL}),
    Odd("U5", "EC, keyAgreement only", (root(), leaf(extensions=used("keyAgreement"))), "leaf", {"root": "GconpPRs", "leaf": "GcPj"}),
    Odd("U6", "EC, keyEncipherment only", (root(), leaf(extensions=used("keyEncipherment"))), "leaf", {"root": "GconpPR"}),
    Odd("U7", "EC, keyCertSign only", (root(), leaf(extensions=used("keyCertSign", "cRLSign"))), "leaf", {"root": "GR", "leaf": "Gj"}),
    Odd("U8", "self-signed CA, keyCertSign only", (leaf("", extensions=CA),), "leaf", {"leaf": "Gj"}),
    Odd("U9", "leaf for any purpose only", (root(), leaf(extensions=LEAF[:2] + ANY_PURPOSE)), "leaf", {"root": "Gtjh"}),
    Odd("U10", "intermediate for any purpose only", (root(), below("int", more=ANY_PURPOSE), leaf("int")), "leaf int", {"root": "Gjh", "int": "GtjRsh"}),
    Odd("U11", "root for any purpose only", (root(more=ANY_PURPOSE), leaf()), "leaf", {"root": "GtjRsh"}),
    Odd("U12", "intermediate for clients only", (root(), below("int", more=FOR_CLIENTS), leaf("int")), "leaf int", {"root": "js"}),
    Odd("U13", "root for clients only", (root(more=FOR_CLIENTS), leaf()), "leaf", {"root": "tjRs"}),
    Odd("U14", "for any purpose and for servers",
        (root(), below("int", more=("extendedKeyUsage = anyExtendedKeyUsage, serverAuth",)), leaf("int")), "leaf int", {"root": ALL}),
)  # fmt: skip

PINNED = (
    Odd("S1", "self-signed CA", (leaf("", extensions=CA[:1]),), "leaf", {"leaf": "GconpPtjsh"}),
    Odd("S2", "self-signed, no CA", (leaf(""),), "leaf", {"leaf": "GconpPtjR"}),
    Odd("S3", "self-signed, no basicConstraints", (leaf("", extensions=()),), "leaf", {"leaf": ALL}),
    Odd("S4", "self-signed CA that signs no certificates", (leaf("", extensions=(CA[0], LEAF[1])),), "leaf", {"leaf": "GconpPtjs"}),
    Odd("S5", "self-signed CA of version 1", (Order("leaf", kind="bare", cn=HOST),), "leaf", {"leaf": "contjs"}),
    Odd("S6", "self-signed and expired", (leaf("", days=(-40, -20)),), "leaf", {"leaf": "j"}),
    Odd("S7", "self-signed, sent with a stranger", (leaf(""), root("stranger")), "leaf stranger", {"leaf": "GconpPtjR"}),
)  # fmt: skip

KEYS_AND_DATES = (
    Odd("K1", "RSA-1024 leaf", (root(), leaf(key="RSA-1024", extensions=used("digitalSignature", "keyEncipherment"))), "leaf", {"root": "Gntjsh"}),
    Odd("K2", "RSA-1024 root", (root(key="RSA-1024"), below("int"), leaf("int")), "leaf int", {"root": "Gntjsh", "int": "GcPtjRsh", "root int": "GcnPtjRsh"}),
    Odd("K3", "Ed25519 root", (root(key="Ed25519"), leaf()), "leaf", {"root": "GconpPtjR"}),
    Odd("K4", "Ed25519 leaf", (root(), leaf(key="Ed25519")), "leaf", {"root": "GconpPtjR"}),
    Odd("K5", "P-521 root", (root(key="P-521"), leaf()), "leaf", {"root": ALL}),
    Odd("K6", "P-521 leaf", (root(), leaf(key="P-521")), "leaf", {"root": "GconpPtjRs"}),
    Odd("K7", "RSA-PSS keys", (root(key="RSA-PSS", sign=PSS), leaf(key="RSA-PSS", sign=PSS)), "leaf", {"root": "conpPtj"}),
    Odd("K8", "RSA-PSS root, EC leaf", (root(key="RSA-PSS", sign=PSS), leaf(sign=PSS)), "leaf", {"root": "conpPtjs"}),
    Odd("K9", "SHA-1 leaf", (root(key="RSA-2048"), leaf(sign=SHA1)), "leaf", {"root": "js", "leaf": "GcPtj"}),
    Odd("K10", "SHA-1 intermediate", (root(key="RSA-2048"), below("int", sign=SHA1), leaf("int")), "leaf int", {"root": "js", "int": "GcPtjRsh", "root int": "GcPtjRsh"}),
    Odd("K11", "root that signed itself with SHA-1", (root(key="RSA-2048", sign=SHA1), leaf()), "leaf root", {"root": ALL}),
    Odd("D1", "expired root, intermediate trusted", (root(days=PAST), below("int"), leaf("int")), "leaf int root",
        {"int": "GcPtjRsh", "root int": "GcPtjRsh", "root": "jR"}),
    Odd("D2", "expired root, leaf trusted", (root(days=PAST), leaf()), "leaf root", {"leaf": "Gtj", "leaf root": "GtjR", "root": "jR"}),
    Odd("D3", "expired intermediate, leaf trusted", (root(), below("int", days=PAST), leaf("int")), "leaf int", {"leaf int": "GjR", "leaf root int": "GjR"}),
    Odd("D4", "3000 days", (root(days=(-1, 5000)), leaf(days=(-1, 3000))), "leaf", {"root": ALL}),
    Odd("D5", "leaf outlives its root", (root(days=(-1, 10)), leaf()), "leaf", {"root": ALL}),
)  # fmt: skip

ANCHORS = (
    Odd("A1", "root of path length 0", (root(extensions=("basicConstraints = critical, CA:TRUE, pathlen:0", CA[1])), *_TWO[2:]),
        "leaf int upper", {"root": "jR", "upper": "GcPtjRsh", "root int": "GcPjRsh"}),
    Odd("A2", "root whose names exclude the server", (root(more=("nameConstraints = critical, permitted;DNS:other.test",)), leaf()), "leaf",
        {"root": "j"}),
    Odd("A3", "root whose names include it", (root(more=("nameConstraints = critical, permitted;DNS:probe.test",)), leaf()), "leaf", {"root": ALL}),
    Odd("A4", "root with an unknown critical extension", (root(more=("1.2.3.4.5.6 = critical, DER:05:00",)), leaf()), "leaf", {"root": "jRs"}),
    Odd("A5", "root without basicConstraints", (root(extensions=("keyUsage = keyCertSign",)), leaf()), "leaf root", {"root": "conptRsh"}),
    Odd("A6", "root without keyCertSign", (root(extensions=(CA[0], "keyUsage = digitalSignature")), leaf()), "leaf root", {"root": "Rs"}),
    Odd("A7", "root that is said to be no CA", (root(extensions=("basicConstraints = critical, CA:FALSE", "keyUsage = keyCertSign")), leaf()),
        "leaf root", {"root": "R"}),
)  # fmt: skip

def _critical(*constraints, critical="critical, "):
    return (f"nameConstraints = {critical}{', '.join(constraints)}",)


def _subject(kind, common_name, critical=""):
    """A constraint on directory names; the subjects of this suite begin with their common name."""
    return (f"nameConstraints = {critical}@names\n[names]\n{kind};dirName = name\n[name]\nCN = {common_name}",)


_EXPLICIT = ("policyConstraints = critical, requireExplicitPolicy:0",)
_MUTE = ("2.5.29.15 = DER:03:02:07:00",)
_GATED = {"ms": ("extendedKeyUsage = msSGC",), "ns": ("extendedKeyUsage = nsSGC",)}
_MAIL, _URL = f"DNS:{HOST}, email:a@probe.test", f"DNS:{HOST}, URI:https://{HOST}/"

# What Go refuses by rules of its own, and others do not.
ONLY_GO = (
    Odd("G1", "RSA-8200 root sent", (root(key="RSA-8200"), leaf()), "leaf root", {"root": "conpPtjsh", "leaf": "cPtj"}, newer_go=True),
    Odd("G2", "RSA-8200 root not sent", (root(key="RSA-8200"), leaf()), "leaf", {"root": "GconpPtjsh"}),
    Odd("G3", "RSA-16384 root sent", (root(key="RSA-16384"), leaf()), "leaf root", {"root": "conpPtjsh"}, newer_go=True),
    Odd("G4", "RSA-8200 intermediate", (root(), below("int", key="RSA-8200"), leaf("int")), "leaf int", {"root": "conpPtjsh", "int": "cPtjsh"}, newer_go=True),
    Odd("G5", "Ed448 leaf", (root(), leaf(key="Ed448")), "leaf root", {"root": "conpPtj"}),
    Odd("G6", "P-224 root", (root(key="P-224"), leaf()), "leaf root", {"root": "GconpPt"}),
    Odd("G7", "P-224 intermediate", (root(), below("int", key="P-224"), leaf("int")), "leaf int", {"root": "GconpPt", "int": "GcPt"}),
    Odd("G8", "mail addresses, none permitted", (root(more=_critical("permitted;email:other.test")), leaf(san=_MAIL)), "leaf root", {"root": "j"}),
    Odd("G9", "mail addresses, excluded", (root(more=_critical("excluded;email:probe.test")), leaf(san=_MAIL)), "leaf root", {"root": "j"}),
    Odd("G10", "URLs, none permitted", (root(more=_critical("permitted;URI:other.test")), leaf(san=_URL)), "leaf root", {"root": "tj"}),
    Odd("G11", "URLs, excluded", (root(more=_critical(f"excluded;URI:{HOST}")), leaf(san=_URL)), "leaf root", {"root": "j"}),
    Odd("G12", "URLs, permitted", (root(more=_critical("permitted;URI:probe.test", f"permitted;URI:{HOST}")), leaf(san=_URL)),
        "leaf root", {"root": "GconpPtjs"}),
    Odd("G30", "URLs, others excluded", (root(more=_critical("excluded;URI:other.test")), leaf(san=_URL)), "leaf root", {"root": "GconpPjs"}),
    Odd("G31", "URLs, permitted, not critical", (root(more=_critical(f"permitted;URI:{HOST}", critical="")), leaf(san=_URL)),
        "leaf root", {"root": "GconpPtjsh"}),
    Odd("G32", "URLs, permitted, and none", (root(more=_critical(f"permitted;URI:{HOST}")), leaf()), "leaf root", {"root": ALL}),
    Odd("G33", "URLs, permitted by an intermediate", (root(), below("int", more=_critical(f"permitted;URI:{HOST}")), leaf("int", san=_URL)),
        "leaf int", {"root": "GconpPtjs", "int": "GcPtjs"}),
    Odd("G34", "mail addresses, permitted", (root(more=_critical("permitted;email:probe.test")), leaf(san=_MAIL)), "leaf root", {"root": "GconpPtjsh"}),
    Odd("G13", "a name that is none", (root(), leaf(san=f"DNS:{HOST}, DNS:a..test")), "leaf root", {"root": ALL}),
    Odd("G14", "the same under a constraint", (root(more=_critical("permitted;DNS:test")), leaf(san=f"DNS:{HOST}, DNS:a..test")), "leaf root",
        {"root": "conpPtjsh"}),
    Odd("G15", "a mail address that is none", (root(more=_critical("permitted;DNS:test")), leaf(san=f"DNS:{HOST}, email:nomail")), "leaf root",
        {"root": "conpPtjRsh"}),
    Odd("G16", "a star for what is excluded", (root(more=_critical("excluded;DNS:x.h.test")), leaf(san="DNS:*.h.test")), "leaf root",
        {"root": "conpPtjs"}, "a.h.test", newer_go=True),
    Odd("G17", "policies demanded by the root", (root(more=_EXPLICIT), leaf()), "leaf root", {"root": "conpPjRs"}, newer_go=True),
    Odd("G18", "policies demanded by an intermediate", (root(), below("int", more=_EXPLICIT), leaf("int")), "leaf int root",
        {"root": "conpP", "int": "cPjRs", "root int": "conpPjRs"}),
    Odd("G19", "policies demanded, and there", (root(), below("int", more=(*_EXPLICIT, "certificatePolicies = 1.2.3.4")),
        leaf("int", more=("certificatePolicies = 1.2.3.4",))), "leaf int root", {"root": "conpPjh"}),
    Odd("G20", "any policy inhibited", (root(), below("int", more=("inhibitAnyPolicy = critical, 0",)), leaf("int")), "leaf int root", {"root": "conpPtjh"}),
)  # fmt: skip

SUBJECTS = (
    Odd("C1", "none permitted, by the root", (root(more=_subject("permitted", "other")), leaf()), "leaf", {"root": "Gtj"}),
    Odd("C2", "the server's permitted", (root(more=_subject("permitted", HOST)), leaf()), "leaf", {"root": "GconpPtjsh"}),
    Odd("C3", "the same in capitals", (root(more=_subject("permitted", HOST.upper())), leaf()), "leaf", {"root": "GconpPtjh"}),
    Odd("C4", "the server's excluded", (root(more=_subject("excluded", HOST)), leaf()), "leaf", {"root": "Gj"}),
    Odd("C5", "another excluded", (root(more=_subject("excluded", "other")), leaf()), "leaf", {"root": "GconpPjsh"}),
    Odd("C6", "the intermediate's not permitted", (root(more=_subject("permitted", HOST)), below("int"), leaf("int")), "leaf int",
        {"root": "Gtj", "int": "GcPtjRsh", "root int": "GcPtjRsh"}),
    Odd("C7", "excluded by an intermediate", (root(), below("int", more=_subject("excluded", HOST)), leaf("int")), "leaf int",
        {"root": "G", "int": "Gj", "root int": "Gj", "leaf": "Gj"}),
    Odd("C8", "critical, the server's permitted", (root(more=_subject("permitted", HOST, "critical, ")), leaf()), "leaf", {"root": "conpPtjsh"}),
    Odd("C9", "critical, the server's excluded", (root(more=_subject("excluded", HOST, "critical, ")), leaf()), "leaf", {"root": "j"}),
    Odd("C10", "a kind that few know", (root(more=_critical("permitted;RID:1.2.3", critical="")), leaf()), "leaf", {"root": "GconpPjRsh"}),
)  # fmt: skip

MUTE = (
    Odd("M1", "root without any bit of keyUsage", (root(extensions=CA[:1], more=_MUTE), leaf()), "leaf", {"root": "GRs"}),
    Odd("M2", "the same, sent", (root(extensions=CA[:1], more=_MUTE), leaf()), "leaf root", {"root": "GRs"}),
    Odd("M3", "intermediate without any", (root(), below("int", extensions=CA[:1], more=_MUTE), leaf("int")), "leaf int",
        {"root": "GR", "int": "GRs", "root int": "GRs", "leaf": "GcPj"}),
)  # fmt: skip

GATED = (
    *(Odd(f"E{n}", f"leaf for {who} server gated crypto", (root(), leaf(extensions=LEAF[:2] + _GATED[who])), "leaf", bundles)
      for n, who, bundles in ((1, "ms", {"root": "conpPj", "leaf": "cPj"}), (2, "ns", {"root": "conpPjs", "leaf": "cPj"}))),
    *(Odd(f"E{n}", f"intermediate for {who} server gated crypto", (root(), below("int", more=_GATED[who]), leaf("int")), "leaf int", bundles)
      for n, who, bundles in ((3, "ms", {"root": "conpPjs", "int": "cPtjRs", "root int": "conpPjRs"}),
                              (4, "ns", {"root": "conpPtjs", "int": "cPtjRs", "root int": "conpPtjRs"}))),
    *(Odd(f"E{n}", f"root for {who} server gated crypto", (root(more=_GATED[who]), leaf()), "leaf", {"root": "conpPtjRs"})
      for n, who in ((5, "ms"), (6, "ns"))),
    Odd("E7", "leaf for clients only", (root(), leaf(extensions=LEAF[:2] + FOR_CLIENTS)), "leaf", {"root": NOBODY, "leaf": "j"}),
)  # fmt: skip


def _kin(number, own=PAST, **more):
    """An intermediate, and another certificate of its name and key."""
    return (root(), below("int"), below("kin", cn=f"{number} int", key_of="int", days=own, **more), leaf("int"))


def _crossed(number):
    """R2, whose cross certificate by an expired root is sent too, and an intermediate of a stranger."""
    return (root("old", days=PAST), root("R2"), below("cross", "old", cn=f"{number} R2", key_of="R2"), root("s"), below("x", "s"),
            below("int", "R2"), leaf("int"))  # fmt: skip


_NO_CA = {"own": (-1, 300), "extensions": ("basicConstraints = critical, CA:FALSE",)}

KINDRED = (
    Odd("H1", "an expired certificate behind its twin", _kin("H1"), "leaf int kin",
        {"int": "GcPtjRsh", "root": ALL, "kin int": "GcPjRsh", "int kin": "GcPtjRsh"}),
    Odd("H2", "an expired one before its twin", _kin("H2"), "leaf kin int", {"int": "GcPtjRsh", "root": "GconpPjRsh", "root int": ALL}),
    Odd("H3", "one that is no CA behind its twin", _kin("H3", **_NO_CA), "leaf int kin", {"int": "GcPtjRsh", "root": ALL}),
    Odd("H4", "one that is no CA before its twin", _kin("H4", **_NO_CA), "leaf kin int", {"int": "GcPtjRsh", "root": "GjRsh", "root int": "GconpPjRsh"}),
    Odd("H5", "a stranger before a cross certificate and its root", _crossed("H5"), "leaf int x cross old",
        {"R2": "GconpPjRsh", "R2 int": "GconpPjRsh", "int": "GcPjRsh"}),
    Odd("H6", "the same without the stranger", _crossed("H6"), "leaf int cross old", {"R2": ALL, "R2 int": ALL, "int": "GcPjRsh"}),
    Odd("H7", "the stranger's root before them", _crossed("H7"), "leaf int s cross old", {"R2": "GconpPjRsh", "cross": "GcPjRsh"}),
    Odd("H8", "self-issued, by another key", (root("old", cn="H8 root"), below("new", "old", cn="H8 root"), leaf("new")), "leaf new old",
        {"new": "GcPtjRsh", "old": ALL}),
    Odd("H9", "the same, the old root not sent", (root("old", cn="H9 root"), below("new", "old", cn="H9 root"), leaf("new")), "leaf",
        {"new": "GcPtjRsh", "old new": ALL, "new old": ALL}),
    Odd("H10", "the same, without identifiers",
        (root("old", cn="H10 root", ids=False), below("new", "old", cn="H10 root", ids=False), leaf("new", ids=False)), "leaf", {"new": "GconptjRsh"}),
)  # fmt: skip

ODDITIES = (*ROOTLESS, *IDENTIFIERS, *TWINS, *PROFILE, *NAMES_ASKED, *USAGES, *PINNED, *KEYS_AND_DATES, *ANCHORS, *ONLY_GO, *SUBJECTS, *MUTE,
            *GATED, *KINDRED)  # fmt: skip
