"""Keys and signature algorithms: every type, every size, every odd parameter."""

import der
import keys
from der import bits, integer, null, oid, seq

LEAF_KEYS = ["P-192", "P-224", "P-256", "P-384", "P-521", "secp256k1", "brainpoolP256r1", "brainpoolP384r1", "Ed25519", "Ed448", "X25519", "X448", "DSA"]
LEAF_KEYS += ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "RSA-768", "RSA-1016", "RSA-1023", "RSA-1024", "RSA-1025", "RSA-1536", "RSA-2047", "RSA-2048"]
LEAF_KEYS += ["RSA-3072", "RSA-4096", "RSA-8192", "RSA-8193", "RSA-8200", "RSA-16384", "RSA-2048-3", "RSA-1024-3", "PSS-2048", "RSA-512", "RSA-520", "RSA-528", "RSA-2052", "RSA-2048-1", "RSA-2048-17", "RSA-2048-2147483647"]
LEAF_KEYS += ["RSA-2048-4294967297", "RSA-2048-8589934593"]
AUTHORITY_KEYS = [k for k in LEAF_KEYS if not k.startswith("X")]
RSA_EXPONENTS = (-1, 0, 1, 2, 3, 4, 65537, 65536, 2**31 - 1, 2**31, 2**31 + 1, 2**32 + 1, 2**33 - 1, 2**33 + 1, 2**63 - 1, 2**63 + 1, 2**64 + 1, 2**200 + 1)
RSA_WAYS = ("md2", "md5", "sha1", "sha224", "sha256", "sha384", "sha512")
PSS_WAYS = ("sha256", "sha384", "sha512", "sha1", "sha224", "sha256/sha256/20", "sha256/sha256/0", "sha256/sha256/222", "sha256/sha1", "sha384/sha256", "sha512/sha512/32")
EC_WAYS = ("sha1", "sha224", "sha256", "sha384", "sha512")
# Algorithms of signatures that nobody made here: the bytes are those of another.
FOREIGN = ("1.2.840.10040.4.3", "2.16.840.1.101.3.4.3.2", "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11", "1.3.101.112", "1.3.101.113", "1.2.3.4")
FOREIGN += ("1.3.14.3.2.29", "1.3.14.3.2.15", "1.2.840.113549.1.1.10", "2.16.840.1.101.3.4.3.14", "2.16.840.1.101.3.4.3.10", "1.2.840.10045.4.3", "1.2.840.10045.4.1")
FOREIGN += ("1.2.840.113549.1.1.4", "1.2.840.113549.1.1.2", "1.2.840.113549.1.1.5", "2.16.840.1.101.3.4.3.17")
# SHAKE (RFC 8692), SHA-512/256, SLH-DSA, SM2, GOST, ML-DSA before hashing, a composite.
FOREIGN += ("1.3.6.1.5.5.7.6.30", "1.3.6.1.5.5.7.6.31", "1.3.6.1.5.5.7.6.32", "1.3.6.1.5.5.7.6.33", "1.2.840.113549.1.1.16", "2.16.840.1.101.3.4.3.20", "1.2.156.10197.1.501")
FOREIGN += ("1.2.643.7.1.1.3.2", "2.16.840.1.101.3.4.3.32", "2.16.840.1.114027.80.8.1.1", "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.3.101.110")


def leaf_key(scene):
    kind = scene.rng.choice(LEAF_KEYS)
    scene.rekey(scene.leaf, scene.keys.get(kind, "leaf"))
    scene.mark(f"leaf key {kind}")


def authority_key(scene):
    plan, kind = scene.rng.choice(scene.authorities()), scene.rng.choice(AUTHORITY_KEYS)
    scene.rekey(plan, scene.keys.get(kind, plan.role))
    below = next((p for p in scene.plans() if p.parent is plan), None)
    scene.mark(f"{plan.role} key {kind}")
    if below and scene.rng.random() < 0.7:
        signature_of(scene, below, plan.key)


def usual_rsa(scene):
    """Only keys and ways in use."""
    plan = scene.rng.choice(scene.authorities())
    scene.rekey(plan, scene.keys.get("RSA-2048", plan.role))
    below = next((p for p in scene.plans() if p.parent is plan), plan)
    scene.mark(f"{plan.role} key RSA-2048")
    signature_of(scene, below, plan.key)


def signature_of(scene, plan, key):
    if key.family == "rsa":
        only_pss = key.algorithm == keys.PSS
        ways = [f"pss-{way}" for way in PSS_WAYS] + ([] if only_pss else [*RSA_WAYS, *RSA_WAYS])
        # A small modulus has no room for a long hash.
        room = key.n.bit_length() // 8
        ways = [way for way in ways if room >= 64 and (room >= 160 or "512" not in way) and (room >= 256 or "222" not in way)]
    else:
        ways = EC_WAYS if key.family == "ec" else ("sha1", "sha256")
    if ways:
        plan.how = scene.rng.choice(ways)
        scene.mark(f"{plan.role} signed by {plan.how}")


def signature_way(scene):
    plan = scene.any_plan()
    signature_of(scene, plan, (plan.parent or plan).key)


def foreign_algorithm(scene):
    """Both places name an algorithm by which nobody signed."""
    plan = scene.any_plan()
    named = scene.rng.choice(FOREIGN)
    plan.inner = seq(oid(named), scene.rng.choice((None, null(), None, seq(), oid("1.2.3"))))
    scene.mark(f"{plan.role} algorithm named {named}, {len(plan.inner.kids) - 1} parameters")


def parameters(scene):
    """The right algorithm, with parameters that it should not have, or without those it should."""
    plan = scene.any_plan()
    signer = (plan.parent or plan).key
    plan.inner = keys.algorithm_of(signer, plan.how or keys.usual(signer))
    plan.inner.kids[1:] = scene.rng.choice(([], [null()], [seq()], [oid("1.2.3")], [null(), null()], [der.octets(b"")]))
    scene.mark(f"{plan.role} algorithm with parameters {[kid.tag.hex() for kid in plan.inner.kids[1:]]}")


def inner_and_outer(scene):
    plan = scene.any_plan()
    signer = (plan.parent or plan).key
    right = keys.algorithm_of(signer, plan.how or keys.usual(signer))
    other = seq(oid(scene.rng.choice(FOREIGN)), scene.rng.choice((None, null())))
    plus = right.copy()
    plus.kids.append(null())
    other = scene.rng.choice((other, plus))
    plan.inner, plan.outer = scene.rng.choice(((right, other), (other, right)))
    scene.mark(f"{plan.role} algorithm inside is another than outside")


def pss_parameters(scene):
    """RSASSA-PSS with parameters left out, or odd."""
    plan = scene.any_plan()
    signer = scene.keys.get("RSA-2048", "pss signer")
    scene.rekey(plan.parent or plan, signer)
    plan.how = "pss-sha256"
    plan.inner = keys.pss_algorithm("sha256")
    fields = plan.inner.kids[1]
    ways = {
        "no trailer": lambda: None,
        "trailer 1": lambda: fields.kids.append(der.context(3, [integer(1)])),
        "trailer 2": lambda: fields.kids.append(der.context(3, [integer(2)])),
        "no salt": lambda: fields.kids.pop(2),
        "no mask": lambda: fields.kids.pop(1),
        "no hash": lambda: fields.kids.pop(0),
        "empty": lambda: fields.kids.clear(),
        "no parameters": lambda: plan.inner.kids.pop(1),
        "null parameters": lambda: plan.inner.kids.__setitem__(1, null()),
        "no null in the hash": lambda: fields.kids[0].kids[0].kids.pop(1),
        "no null in the mask": lambda: fields.kids[1].kids[0].kids[1].kids.pop(1),
        "something behind": lambda: fields.kids.append(null()),
        "negative salt": lambda: fields.kids[2].kids.__setitem__(0, integer(-32)),
    }
    which = scene.rng.choice(list(ways))
    ways[which]()
    scene.mark(f"{plan.role} PSS: {which}")


def rsa_numbers(scene):
    plan = scene.any_plan()
    key = scene.keys.get("RSA-2048", "odd numbers")
    scene.rekey(plan, key)
    n, e = key.n, key.e
    numbers = [(n, e_) for e_ in RSA_EXPONENTS] + [(n_, e) for n_ in (0, 1, -1, -n, n + 1, n >> 1024, n << 1, 2**2048, 2**8192 + 1, 2**8191 + 1, 2**8193 + 1)]
    modulus, exponent = scene.rng.choice(numbers)
    algorithm = seq(oid(keys.RSA), scene.rng.choice((null(), null(), null(), None, seq(), oid("1.2.3"))))
    made = seq(integer(modulus), integer(exponent), scene.rng.choice((None, None, None, integer(1))))
    plan.spki = seq(algorithm, bits(made))
    what = f"exponent {exponent}" if modulus == n else f"modulus of {modulus.bit_length()} bits{', negative' * (modulus < 0)}{', even' * (modulus % 2 == 0)}"
    scene.mark(f"{plan.role} RSA {what}, {[kid.tag.hex() for kid in algorithm.kids[1:]]}")


def ec_point(scene):
    plan = scene.any_plan()
    curve = scene.rng.choice(("P-224", "P-256", "P-256", "P-384", "P-521"))
    key = scene.keys.get(curve, plan.role)
    scene.rekey(plan, key)
    point = key.point()
    half = len(point) // 2
    odd = point[-1] & 1
    size = half
    points = {
        "compressed": bytes([2 + odd]) + point[1 : half + 1],
        "hybrid": bytes([6 + odd]) + point[1:],
        "infinity": b"\0",
        "none": b"",
        "off the curve": point[:-1] + bytes([point[-1] ^ 1]),
        "short": point[:-1],
        "long": point + b"\0",
        "zero": b"\4" + bytes(2 * size),
        "over the field": b"\4" + b"\xff" * (2 * size),
        "two unused bits": point,
        "as it should be": point,
    }
    which = scene.rng.choice(list(points))
    named = oid(keys.CURVES[curve][1])
    parameters = scene.rng.choice((named, named, named, named, None, null(), seq(integer(1), seq()), oid("1.2.840.10045.3.1.2"), oid("1.2.3"), oid(keys.CURVES["P-521"][1])))
    unused = 2 if which == "two unused bits" else 0
    plan.spki = seq(seq(oid(keys.EC), parameters), bits(points[which], unused))
    told = "named" if parameters is named else "none" if parameters is None else parameters.tag.hex()
    scene.mark(f"{plan.role} {curve} point {which}, parameters {told}")


def raw_key(scene):
    plan = scene.any_plan()
    kind = scene.rng.choice(list(keys.RAW))
    key = scene.keys.get(kind, plan.role)
    scene.rekey(plan, key)
    body = key.private.public_key().public_bytes_raw()
    which, content = scene.rng.choice((("a byte less", body[:-1]), ("a byte more", body + b"\0"), ("none", b""), ("as it should be", body), ("all zero", bytes(len(body)))))
    parameters = scene.rng.choice((None, None, null(), seq()))
    plan.spki = seq(seq(oid(keys.RAW[kind][0]), parameters), bits(content))
    scene.mark(f"{plan.role} {kind} key {which}, {'with' if parameters else 'no'} parameters")


def key_algorithm(scene):
    """A key of the right bytes under the algorithm of another use: for key agreement, for encryption, for one scheme with parameters."""
    plan, rng = scene.any_plan(), scene.rng
    kind = rng.choice(("P-256", "RSA-2048", "Ed25519"))
    key = scene.keys.get(kind, plan.role)
    scene.rekey(plan, key)
    curve = oid(keys.CURVES["P-256"][1])
    uses = {
        "P-256": (("1.3.132.1.12", curve), ("1.3.132.1.13", curve), (keys.EC, explicit_parameters()), (keys.EC, oid("1.2.156.10197.1.301")), (keys.EC, seq(curve)), ("1.2.156.10197.1.301", None)),
        "RSA-2048": (("1.2.840.113549.1.1.7", null()), ("1.2.840.113549.1.1.7", seq()), (keys.PSS, null()), (keys.PSS, seq()), (keys.PSS, keys.pss_algorithm("sha256").kids[1]), (keys.PSS, keys.pss_algorithm("sha1").kids[1]), ("2.5.8.1.1", null()), ("2.5.8.1.1", integer(2048))),
        "Ed25519": (("1.3.101.110", None), ("1.3.101.113", None), ("1.3.101.112", oid("1.3.101.112")), ("1.3.101.114", None), ("1.3.6.1.4.1.11591.15.1", None)),
    }
    named, parameters = rng.choice(uses[kind])
    plan.spki = seq(seq(oid(named), parameters and parameters.copy()), key.spki().kids[1])
    scene.mark(f"{plan.role} {kind} key named {named}, parameters {parameters.tag.hex() if parameters else 'none'}")
    below = next((p for p in scene.plans() if p.parent is plan), None)
    if below and kind == "RSA-2048" and rng.random() < 0.5:
        below.how = "pss-sha256"


def explicit_parameters():
    """P-256 by its numbers (RFC 3279 2.3.5)."""
    prime = 2**256 - 2**224 + 2**192 + 2**96 - 1
    field = seq(oid("1.2.840.10045.1.1"), integer(prime))
    b = bytes.fromhex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b")
    curve = seq(der.octets((prime - 3).to_bytes(32, "big")), der.octets(b))
    base = bytes.fromhex("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return seq(integer(1), field, curve, der.octets(base), integer(order), integer(1))


def dsa_numbers(scene):
    plan = scene.any_plan()
    numbers = [scene.rng.choice((integer(0), integer(-5), integer(7), integer(2**1024 + 1))) for _ in range(4)]
    plan.spki = seq(seq(oid(keys.DSA), scene.rng.choice((seq(*numbers[:3]), seq(*numbers[:2]), None, null()))), bits(numbers[3]))
    scene.mark(f"{plan.role} DSA numbers")


def unsigned(scene):
    plan = scene.any_plan()
    plan.signature = scene.rng.choice((b"", b"\0", bytes(64), bytes(256), b"\x30\0", b"\x30\6\2\1\0\2\1\0", b"\x30\6\2\1\1\2\1\1"))
    scene.mark(f"{plan.role} signature of {len(plan.signature)} bytes")


def signature_form(scene):
    """The right signature, written otherwise."""
    plan = scene.any_plan()
    signer = (plan.parent or plan).key
    if signer.family == "raw" or scene.rng.random() < 0.3:
        scene.rekey(plan.parent or plan, scene.keys.get(scene.rng.choice(("RSA-2048", "P-384", "P-256", "Ed25519")), "signer"))
        signer = (plan.parent or plan).key
    ways = EC_FORMS if signer.family == "ec" else RSA_FORMS
    which = scene.rng.choice(list(ways))

    def rewrite(whole):
        value = whole.find("signatureValue")
        if value is not None:
            value.kids, value.body = None, ways[which](value.content()[1:], signer)

    plan.damages.append(rewrite)
    scene.mark(f"{plan.role} {signer.kind} signature: {which}")


def two(signature, act):
    """An ECDSA signature with its two numbers changed."""
    found = der.parse(signature)
    if not found or not found[0].kids or len(found[0].kids) != 2:
        return signature
    act(found[0])
    return found[0].der()


def negated(pair, signer):
    order = {"P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551}.get(signer.kind)
    if order:
        pair.kids[1] = integer(order - int.from_bytes(pair.kids[1].body, "big"))


EC_FORMS = {
    "zero before r": lambda s, _: two(s, lambda pair: setattr(pair.kids[0], "body", b"\0" + pair.kids[0].body)),
    "r without its zero": lambda s, _: two(s, lambda pair: setattr(pair.kids[0], "body", pair.kids[0].body.lstrip(b"\0"))),
    "s without its zero": lambda s, _: two(s, lambda pair: setattr(pair.kids[1], "body", pair.kids[1].body.lstrip(b"\0"))),
    "the other s": lambda s, k: two(s, lambda pair: negated(pair, k)),
    "a third number": lambda s, _: two(s, lambda pair: pair.kids.append(integer(1))),
    "long length": lambda s, _: two(s, lambda pair: setattr(pair, "length", b"\x81" + bytes([len(pair.content())]))),
    "something behind": lambda s, _: s + b"\0",
    "a set": lambda s, _: b"\x31" + s[1:],
    "r and s as they are": lambda s, _: b"".join(kid.body[-32:].rjust(32, b"\0") for kid in (der.parse(s) or [der.seq()])[0].kids or []),
}
RSA_FORMS = {
    "zero first": lambda s, _: b"\0" + s,
    "zero last": lambda s, _: s + b"\0",
    "first byte off": lambda s, _: s[1:],
    "plus the modulus": lambda s, k: (int.from_bytes(s, "big") + getattr(k, "n", 1)).to_bytes(len(s) + 1, "big").removeprefix(b"\0"),
    "one bit": lambda s, _: bytes([s[0] ^ 1]) + s[1:] if s else s,
}
SHAPES = ((leaf_key, 8), (authority_key, 8), (usual_rsa, 3), (signature_way, 2), (foreign_algorithm, 3), (parameters, 2), (inner_and_outer, 2))
SHAPES += ((key_algorithm, 3), (pss_parameters, 3), (rsa_numbers, 5), (ec_point, 4), (raw_key, 2), (dsa_numbers, 1), (unsigned, 1), (signature_form, 3))
